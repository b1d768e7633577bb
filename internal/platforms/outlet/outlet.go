// Package outlet publishes where there is no network: on radio and television,
// in print and at events. To publish is to open a slip for a person, who
// arranges the airing and comes back with proof; until then the post is
// Accepted. What an outlet reports is the claim of a person, never a
// measurement, and what was aired is not how many heard it.
package outlet

import (
	"context"
	"errors"
	"time"

	"caravan/internal/platforms"
)

// Slips are the orders that people carry out.
type Slips interface {
	// Open writes a slip for a post and returns its id and where it is shown.
	// For a key that has a slip it returns that one.
	Open(ctx context.Context, post platforms.Post) (id, url string, err error)
}

// Kinds lists the kinds of outlet.
func Kinds() []platforms.ChannelClass {
	return []platforms.ChannelClass{platforms.Radio, platforms.TV, platforms.Print, platforms.Event}
}

// Profile describes outlets of a kind. It is named like its channel class.
func Profile(kind platforms.ChannelClass) platforms.Profile {
	return platforms.Profile{
		Name:         string(kind),
		Version:      1,
		ChannelClass: kind,
		Delivery:     platforms.Keyed, // a slip is a record of ours, one for each key
		Rate:         platforms.Rate{Posts: 200, Per: 24 * time.Hour},
		Limits: []platforms.Limit{
			{Field: platforms.FieldTitle, Unit: platforms.Graphemes, Max: 300},
			{Field: platforms.FieldBody, Unit: platforms.Bytes, Max: 64 << 10},
			{Field: platforms.FieldMedia, Unit: platforms.Items, Max: 20},
		},
		MediaTypes: []string{
			"image/jpeg", "image/png", "image/webp", "image/gif", "video/mp4", "audio/mp4", "application/pdf",
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
	case platforms.Social, platforms.Web, platforms.Email:
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

// A Connector opens slips for one outlet.
type Connector struct {
	kind  platforms.ChannelClass
	slips Slips
}

// New returns the connector of an outlet of a kind.
func New(kind platforms.ChannelClass, slips Slips) *Connector {
	return &Connector{kind: kind, slips: slips}
}

// Check implements [platforms.Connector]. A slip says when, and on the air how
// long, and at an event where.
func (c *Connector) Check(post platforms.Post) []platforms.Objection {
	profile := Profile(c.kind)
	list := platforms.Require(post.Content, platforms.FieldBody)
	list = append(list, c.checkSlot(post.Slot)...)
	list = append(list, platforms.Check(post.Content, profile.Limits)...)
	return append(list, platforms.CheckMedia(post.Content, profile.MediaTypes)...)
}

func (c *Connector) checkSlot(slot platforms.Slot) []platforms.Objection {
	var list []platforms.Objection
	object := func(field, code, detail string) {
		list = append(list, platforms.Objection{Field: field, Code: code, Detail: detail})
	}
	if _, err := time.Parse(platforms.SlotLayout, slot.Local); err != nil {
		object(platforms.FieldSlot, platforms.CodeInvalid, "the local time cannot be read")
	}
	if _, err := time.LoadLocation(slot.Zone); err != nil || slot.Zone == "" || slot.Zone == "Local" {
		object(platforms.FieldSlot, platforms.CodeInvalid, "the time zone is not known")
	}
	onAir := c.kind == platforms.Radio || c.kind == platforms.TV
	if onAir && slot.Duration <= 0 {
		object(platforms.FieldDuration, platforms.CodeMissing, "an airing has a duration")
	}
	if c.kind == platforms.Event && slot.Place == "" {
		object(platforms.FieldPlace, platforms.CodeMissing, "an event has a place")
	}
	return list
}

// Publish implements [platforms.Connector]. It may be repeated after any
// failure, because a key has one slip.
func (c *Connector) Publish(ctx context.Context, post platforms.Post) (platforms.Receipt, error) {
	id, url, err := c.slips.Open(ctx, post)
	if failure, ok := errors.AsType[*platforms.Failure](err); ok {
		return platforms.Receipt{}, failure
	}
	if err != nil {
		return platforms.Receipt{}, platforms.Fail(platforms.Unsent, "open slip: %w", err)
	}
	return platforms.Receipt{ID: id, URL: url, State: platforms.Accepted}, nil
}
