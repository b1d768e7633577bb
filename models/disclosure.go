package models

import (
	"slices"
	"strings"
	"time"
)

// payers is how it is said that something is paid for, in the languages of the
// region.
//
//nolint:gochecknoglobals // a constant table
var payers = lexicon{
	"paid for by", "paid by", "funded by", "financed by", "оплачено", "оплачен", "на средства", "за счёт", "за счет", "профинансирова", "финансирует", "при финансовой поддержке",
	"төлөгөн", "төлөнгөн", "каржыла", "төлеген", "қаржыланд", "қаржыл", "пардохт", "маблағгузор", "аз ҳисоби", "to‘lagan", "tomonidan moliyalashtiril", "moliyalashtir", "молиялаштир", "маблағ ҳисобидан",
	"maliýeleşdir", "tölendi", "پرداخت", "تمویل", "به هزینه", "تمويل", "ورکړل شوی",
}

// SaysWhoPays reports whether a line that goes with a post says who pays for
// it: in words for it, or by the name of a funder (S-09).
func (c *Campaign) SaysWhoPays(line string) bool {
	folded := Folded(line)
	return len(payers.find([]rune(line))) > 0 || slices.ContainsFunc(c.Funders, func(f string) bool { return f != "" && strings.Contains(folded, Folded(f)) })
}

// Disclose refuses paid reach, and people who are paid to speak, where the line
// that goes with the post does not say who pays.
func (c *Campaign) Disclose(d *Delivery, speaker *Messenger) error {
	if (d.Traffic == "paid" || speaker.Paid) && !c.SaysWhoPays(d.Rendering.Disclosure) {
		return ErrPayer
	}
	return nil
}

// Disclosed refuses a campaign whose readers would not learn who speaks, who
// pays, what part the state has, or whom to write to (S-05).
func (c *Campaign) Disclosed(owner *Organization) error {
	missing := ErrIncomplete.With("Readers have to be told who speaks, who pays, what part the state has, and how to complain.")
	switch {
	case c.Disclosure == "":
		return missing.At("/disclosure")
	case len(c.Funders) == 0:
		return missing.At("/funders")
	case c.StateInvolvement == "":
		return missing.At("/state_involvement")
	case owner.Contact == "":
		return missing.At("/contact")
	}
	return nil
}

// EchoSpan is how long an account waits before it says what another account of
// the organisation on the platform says.
const EchoSpan = 24 * time.Hour

// Echoes reports whether two deliveries make one text look like several voices:
// the same words, on one platform, over different accounts, too close (S-07).
// Pages of the organisation's own site all bear its name and are one voice.
func (d *Delivery) Echoes(other *Delivery) bool {
	same := d.ChannelClass != "web" && d.Rendering.Title == other.Rendering.Title && d.Rendering.Body == other.Rendering.Body
	return same && d.Platform == other.Platform && d.ChannelID != other.ChannelID && !other.State.Void() && d.NotBefore.Sub(other.NotBefore).Abs() < EchoSpan
}

// Yields reports whether a delivery that is about to leave gives way to one
// that it echoes: what has begun to leave is there, and else the earlier goes.
func (d *Delivery) Yields(other *Delivery) bool {
	when := other.NotBefore.Compare(d.NotBefore)
	earlier := when < 0 || when == 0 && other.ID.String() < d.ID.String()
	return d.Echoes(other) && (earlier || !other.State.Unsent())
}
