package distribution

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"caravan/internal/store"
	"caravan/models"
)

// A Request asks to send an approved version: every text that the channels
// carry, once or repeatedly.
type Request struct {
	Version   models.ID[models.MessageVersion]
	Channels  []models.ID[models.Channel]
	Languages []string         // empty: all that a channel carries
	Country   string           // of the audience; empty: the channel's first of the campaign
	Start     models.LocalTime // without a zone: by the clock of each channel's audience
	Repeat    models.Repeat
	Window    time.Duration // how late it may still be sent; zero means DefaultWindow
	Traffic   string        // organic or paid
	MoveQuiet bool          // what falls into quiet hours is sent when they end, and not refused
}

// MaxDeliveries is how many deliveries one request may make.
const MaxDeliveries = 1000

// An Occurrence is one delivery that a request asks for, or why it is none.
type Occurrence struct {
	models.Delivery

	Moved   bool // the quiet hours moved it
	Twice   bool // the clock shows the time twice; it is the first
	LeftOut bool // of a repetition, because the campaign is silent on the day
	Refusal *models.Refusal
	Clashes []models.Delivery // of others on the channel, less than ClashSpan apart

	place int // of the channel in the request
}

// ClashSpan is how close two deliveries on a channel get in each other's way.
const ClashSpan = time.Hour

// Schedule plans the deliveries of a request. Every one has to be allowed, or
// none is made; the refusal lists what is wrong with each.
func (d *Desk) Schedule(ctx context.Context, by models.Actor, r Request) ([]models.Delivery, error) {
	var made []models.Delivery
	err := d.Store.As(by).InTx(ctx, func(tx *store.Scope) error {
		found, err := d.occurrences(ctx, tx, by, r)
		if err != nil {
			return err
		}
		if made, err = allowed(found); err != nil {
			return err
		}
		for i := range made {
			if err := d.ready(ctx, tx, &made[i]); err != nil {
				return err
			}
		}
		return nil
	})
	if err == nil && len(made) > 0 {
		d.changed(&made[0])
	}
	return made, err
}

// Foresee says what Schedule would make of a request, and what is in the way.
func (d *Desk) Foresee(ctx context.Context, by models.Actor, r Request) ([]Occurrence, error) {
	tx := d.Store.As(by)
	found, err := d.occurrences(ctx, tx, by, r)
	if err != nil {
		return nil, err
	}
	for _, id := range r.Channels {
		if err := clash(ctx, tx, id, found); err != nil {
			return nil, err
		}
	}
	return found, nil
}

// clash notes for the occurrences on a channel which deliveries are close, and
// refuses those that are there already.
func clash(ctx context.Context, tx *store.Scope, channel models.ID[models.Channel], found []Occurrence) error {
	from, to := span(channel, found)
	others, err := tx.Deliveries(ctx, store.DeliveryFilter{Channel: channel, From: from.Add(-ClashSpan), To: to.Add(ClashSpan)}, store.Page{Limit: MaxDeliveries})
	if err != nil {
		return err
	}
	for i := range found {
		if found[i].ChannelID == channel {
			found[i].meet(others)
		}
	}
	return nil
}

// span is from the first to the last of the occurrences on a channel.
func span(channel models.ID[models.Channel], found []Occurrence) (from, to time.Time) {
	for i := range found {
		o := &found[i]
		if o.ChannelID != channel {
			continue
		}
		if from.IsZero() || o.NotBefore.Before(from) {
			from = o.NotBefore
		}
		if o.NotBefore.After(to) {
			to = o.NotBefore
		}
	}
	return from, to
}

// meet notes which deliveries are close.
func (o *Occurrence) meet(others []models.Delivery) {
	for _, other := range others {
		apart := other.NotBefore.Sub(o.NotBefore).Abs()
		if apart >= ClashSpan || other.State.Void() {
			continue
		}
		o.Clashes = append(o.Clashes, other)
		if o.Refusal == nil && apart == 0 && other.VersionID == o.VersionID && other.Language == o.Language {
			o.Refusal = models.ErrDuplicate
		}
	}
}

// allowed returns the deliveries that are to be made, or what is wrong with
// any: the first problem's code, where all have the same, with all of them
// listed as far as they fit a screen.
func allowed(found []Occurrence) ([]models.Delivery, error) {
	const most = 50
	var made []models.Delivery
	var problems []models.FieldError
	for i := range found {
		o := &found[i]
		switch {
		case o.Refusal != nil && len(problems) < most:
			detail := strings.TrimSpace(o.Local + " " + o.Language + ": " + o.Refusal.Detail)
			problems = append(problems, models.FieldError{Pointer: fmt.Sprintf("/channel_ids/%d", o.place), Code: o.Refusal.Code, Detail: detail})
		case o.Refusal == nil && !o.LeftOut:
			made = append(made, o.Delivery)
		}
	}
	if len(problems) == 0 && len(made) == 0 {
		return nil, models.ErrInvalid.With("Nothing is left to schedule.").At("/repeat")
	}
	if len(problems) == 0 {
		return made, nil
	}
	refusal := *models.ErrInvalid
	if first := problems[0]; !slices.ContainsFunc(problems, func(f models.FieldError) bool { return f.Code != first.Code }) {
		refusal.Code, refusal.Detail = first.Code, first.Detail
	}
	if refusal.Code == models.ErrHeld.Code {
		refusal.Kind = models.Closed
	}
	refusal.Fields = problems
	return nil, &refusal
}

// ready writes a delivery that is allowed to leave when it is due (T1).
func (d *Desk) ready(ctx context.Context, tx *store.Scope, delivery *models.Delivery) error {
	if err := delivery.Authorize(d.Now()); err != nil {
		return err
	}
	if err := errors.Join(tx.CreateDelivery(ctx, delivery), d.oweWarning(ctx, tx, delivery, delivery.NotBefore.Add(-ahead))); err != nil {
		return err
	}
	return tx.Record(ctx, store.Change{
		Action: "delivery.scheduled", Kind: "delivery", Object: delivery.ID.String(), After: delivery.Digest, At: d.Now(), Campaign: delivery.CampaignID,
	})
}
