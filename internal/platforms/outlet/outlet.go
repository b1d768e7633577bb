// Package outlet publishes where there is no network: on radio and television,
// in print and at events. To publish is to open a slip for a person, who
// arranges the airing and comes back with proof; until then the post is
// Accepted. A slip is no record of its own: the caller's delivery is what the
// person is shown, and the key names it. What an outlet reports is the claim
// of a person, never a measurement, and what was aired is not how many heard
// it.
package outlet

import (
	"context"
	"time"

	"caravan/internal/platforms"
)

// Kinds lists the kinds of outlet.
func Kinds() []platforms.ChannelClass {
	return []platforms.ChannelClass{platforms.Radio, platforms.TV, platforms.Print, platforms.Event}
}

// Profile describes outlets of a kind, which is one of Kinds.
func Profile(kind platforms.ChannelClass) platforms.Profile {
	return platforms.Profile{
		Name:         "outlet_" + string(kind),
		Version:      1,
		ChannelClass: kind,
		Delivery:     platforms.Keyed, // a key has one slip
		Rate:         platforms.Rate{Posts: 200, Per: 24 * time.Hour},
		Limits: []platforms.Limit{
			{Field: platforms.FieldTitle, Unit: platforms.Graphemes, Max: 300},
			{Field: platforms.FieldBody, Unit: platforms.Bytes, Max: 64 << 10},
			{Field: platforms.FieldMedia, Unit: platforms.Items, Max: 20},
		},
		MediaTypes: []string{
			"image/jpeg", "image/png", "image/webp", "image/gif", "video/mp4", "audio/mp4",
		},
		Metrics:     metrics(kind),
		NeedsPerson: true,
	}
}

// metrics of a kind. Reach that somebody claims comes with its bounds.
func metrics(kind platforms.ChannelClass) []platforms.Metric {
	var list []platforms.Metric
	switch kind {
	case platforms.Radio, platforms.TV:
		list = []platforms.Metric{
			claim("spots_aired", "spots", "times broadcast, by the station's log"),
			claim("airtime_min", "minutes", "minutes broadcast, by the station's log"),
		}
	case platforms.Print:
		list = []platforms.Metric{
			claim("print_run", "copies", "copies printed, by the printer's certificate"),
			claim("copies_distributed", "copies", "copies handed out, by the field log"),
		}
	case platforms.Event:
		list = []platforms.Metric{
			claim("attendance", "contacts", "heads counted; who came twice counts twice"),
		}
	case platforms.Social, platforms.Messenger, platforms.SMS, platforms.Web, platforms.Email:
	}
	reach := claim("reach", "people", "people reached at least once, as claimed with method and bounds")
	reach.Native, reach.Family, reach.Additive = "attested_reach", "reach_people", platforms.Additive{}
	return append(list, reach)
}

func claim(name, unit, threshold string) platforms.Metric {
	return platforms.Metric{
		Name: name, Native: name, Family: name, Unit: unit, Kind: platforms.Estimate,
		Additive: platforms.Summable(), Settle: 7 * 24 * time.Hour, Threshold: threshold, Manual: true,
	}
}

// A Connector opens slips for the outlets of one kind.
type Connector struct{ kind platforms.ChannelClass }

// New returns the connector of the outlets of a kind, which is one of Kinds.
func New(kind platforms.ChannelClass) *Connector { return &Connector{kind: kind} }

// Check implements [platforms.Connector]. A slip says what is to be brought,
// and when.
func (c *Connector) Check(post platforms.Post) []platforms.Objection {
	profile := Profile(c.kind)
	list := platforms.Require(post.Content, platforms.FieldBody)
	list = append(list, checkSlot(post.Slot)...)
	list = append(list, platforms.Check(post.Content, profile.Limits)...)
	return append(list, platforms.CheckMedia(post.Content, profile.MediaTypes)...)
}

func checkSlot(slot platforms.Slot) []platforms.Objection {
	var list []platforms.Objection
	object := func(detail string) {
		list = append(list, platforms.Objection{Field: platforms.FieldSlot, Code: platforms.CodeInvalid, Detail: detail})
	}
	if _, err := time.Parse(platforms.SlotLayout, slot.Local); err != nil {
		object("the local time cannot be read")
	}
	if _, err := time.LoadLocation(slot.Zone); err != nil || slot.Zone == "" || slot.Zone == "Local" {
		object("the time zone is not known")
	}
	return list
}

// Publish implements [platforms.Connector]. It may be repeated at any time,
// because a key has one slip, and never fails.
func (c *Connector) Publish(_ context.Context, post platforms.Post) (platforms.Receipt, error) {
	return platforms.Receipt{ID: "slip-" + post.Key, State: platforms.Accepted}, nil
}
