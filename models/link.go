package models

import (
	"crypto/rand"
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode"
)

// LinkCodeLength is how long the code of every link is, so that a text is as
// long before it has one as with it.
const LinkCodeLength = 10

// Nothing that is read for something else.
const linkAlphabet = "abcdefghijkmnpqrstuvwxyz23456789"

// NewLinkCode makes a code that leads to a delivery's link and says nothing of
// it: not whose it is, nor how many there are.
func NewLinkCode() string {
	code := make([]byte, LinkCodeLength)
	_, _ = rand.Read(code) // it never fails
	for i, b := range code {
		code[i] = linkAlphabet[int(b)%len(linkAlphabet)]
	}
	return string(code)
}

// Counting is the rendering with the clicks on its link counted, if it has one.
func (r Rendering) Counting(counted bool) Rendering {
	r.Counted = counted && r.Link != ""
	return r
}

// Over is the rendering with another link in the place of its own, in the body
// too.
func (r Rendering) Over(link string) Rendering {
	r.Body, r.Link = replaceLink(r.Body, r.Link, link), link
	return r
}

// replaceLink puts a link in the place of another, not of a longer one that
// begins like it.
func replaceLink(text, old, link string) string {
	var b strings.Builder
	for {
		at := strings.Index(text, old)
		if at < 0 || old == "" {
			b.WriteString(text)
			return b.String()
		}
		end := at + len(old)
		rest := strings.TrimLeft(text[end:], ".,;:!?)]»”\"'،؛؟")
		b.WriteString(text[:at])
		if rest == "" || strings.IndexFunc(rest, unicode.IsSpace) == 0 {
			b.WriteString(link)
		} else {
			b.WriteString(old)
		}
		text = text[end:]
	}
}

// Campaigned is a link with what its site may be told of where its readers come
// from: the platform, the class of the channel and the name of the campaign
// that the public knows. Nothing is told of who speaks and to whom, and a link
// that says it itself is left alone.
func (d *Dimensions) Campaigned(link, campaign string) string {
	u, err := url.Parse(link)
	if err != nil {
		return link
	}
	for name := range u.Query() {
		if strings.HasPrefix(strings.ToLower(name), "utm_") {
			return link
		}
	}
	told := url.Values{"utm_source": {d.Platform}, "utm_medium": {d.ChannelClass}}
	if campaign != "" {
		told.Set("utm_campaign", campaign)
	}
	u.RawQuery = strings.TrimPrefix(u.RawQuery+"&"+told.Encode(), "&")
	return u.String()
}

// CountsClicks reports whether somebody who follows the delivery's link came
// from where it was published.
func (d *Delivery) CountsClicks() bool {
	return d.PublishedAt != nil && d.State == Published || slices.Contains([]DeliveryState{Sending, Uncertain, UncertainHuman}, d.State)
}

// LinkClicks is how often the link of a delivery was followed within an hour, in
// UTC. Nothing is kept of who followed it.
type LinkClicks struct {
	DeliveryID ID[Delivery]
	Hour       time.Time
	Clicks     int64
}
