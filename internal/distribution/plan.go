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

// A plan is what a request becomes.
type plan struct {
	by      models.Actor
	now     time.Time
	request Request
	version *models.MessageVersion
	message *models.Message
	speaker *models.Messenger
	grounds *grounds
}

// occurrences lists everything that a request asks for, channel by channel.
func (d *Desk) occurrences(ctx context.Context, tx *store.Scope, by models.Actor, r Request) ([]Occurrence, error) {
	p, err := d.prepare(ctx, tx, by, r)
	if err != nil {
		return nil, err
	}
	var found []Occurrence
	for i, id := range r.Channels {
		channel, err := tx.Channel(ctx, id)
		if err != nil || channel.ArchivedAt != nil {
			return nil, models.ErrChannel.With("There is no such channel.").At(fmt.Sprintf("/channel_ids/%d", i))
		}
		on, err := p.onChannel(ctx, tx, channel)
		if err != nil {
			return nil, err
		}
		for j := range on {
			on[j].place = i
		}
		if found = append(found, on...); len(found) > MaxDeliveries {
			return nil, models.ErrInvalid.With(fmt.Sprintf("That makes more than %d deliveries.", MaxDeliveries)).At("/repeat/weeks")
		}
	}
	return found, d.echo(ctx, tx, found)
}

// echo refuses what another account on the platform says within a day, of this
// request or of an earlier one.
func (d *Desk) echo(ctx context.Context, tx *store.Scope, found []Occurrence) error {
	for i := range found {
		o := &found[i]
		if o.Refusal != nil || o.LeftOut || d.Platforms[o.Platform].Profile.NeedsPerson {
			continue
		}
		for j := range found[:i] {
			if before := &found[j]; before.Refusal == nil && !before.LeftOut && o.Echoes(&before.Delivery) {
				o.Refusal = models.ErrEcho
			}
		}
		err := d.oneVoice(ctx, tx, &o.Delivery, o.Echoes)
		if errors.Is(err, models.ErrEcho) {
			o.Refusal = models.ErrEcho
		} else if err != nil {
			return err
		}
	}
	return nil
}

// oneVoice refuses a delivery that meets another over another account on the
// platform, within a day. Stations and papers are no accounts.
func (d *Desk) oneVoice(ctx context.Context, tx *store.Scope, delivery *models.Delivery, meets func(other *models.Delivery) bool) error {
	if d.Platforms[delivery.Platform].Profile.NeedsPerson {
		return nil
	}
	others, err := tx.Elsewhere(ctx, delivery, models.EchoSpan)
	if err == nil && slices.ContainsFunc(others, func(other models.Delivery) bool { return meets(&other) }) {
		err = models.ErrEcho
	}
	return err
}

func (d *Desk) prepare(ctx context.Context, tx *store.Scope, by models.Actor, r Request) (*plan, error) {
	p := &plan{by: by, now: d.Now(), request: r}
	var err error
	if p.version, err = tx.Version(ctx, r.Version); err != nil {
		return nil, err
	}
	if p.message, err = tx.Message(ctx, p.version.MessageID); err != nil {
		return nil, err
	}
	if p.speaker, err = tx.Messenger(ctx, p.message.MessengerID); err != nil {
		return nil, models.ErrConsent
	}
	p.grounds, err = d.groundsOf(ctx, tx, p.message.CampaignID, p.message.ID, p.speaker.ID)
	return p, err
}

// onChannel lists what the request asks for on one channel: each time in each
// language.
func (p *plan) onChannel(ctx context.Context, tx *store.Scope, channel *models.Channel) ([]Occurrence, error) {
	start := p.request.Start
	if start.Zone == "" {
		start.Zone = channel.Zone
	}
	times, err := p.request.Repeat.Occurrences(start)
	if err != nil {
		return nil, err
	}
	texts := p.texts(channel)
	if len(texts) == 0 {
		none := models.Delivery{ChannelID: channel.ID, Local: start.Local, Zone: start.Zone}
		return []Occurrence{{Delivery: none, Refusal: models.ErrChannel.With("It carries none of the languages.")}}, nil
	}
	held, err := p.held(ctx, tx, channel)
	if err != nil {
		return nil, err
	}
	var found []Occurrence
	for _, at := range times {
		for _, text := range texts {
			o, err := p.occurrence(channel, text, at)
			if err != nil {
				return nil, err
			}
			if o.Refusal == nil {
				o.Refusal = held
			}
			found = append(found, o)
		}
	}
	return found, nil
}

// held is the refusal of everything on a channel that a hold stops.
func (p *plan) held(ctx context.Context, tx *store.Scope, channel *models.Channel) (*models.Refusal, error) {
	if err := channel.Silent(); err != nil {
		return models.ErrHeld.With("The channel is suspended."), nil
	}
	like := models.Delivery{
		OrganizationID: channel.OrganizationID, CampaignID: p.message.CampaignID, MessageID: p.message.ID, ChannelID: channel.ID,
		MessengerID: p.speaker.ID, Dimensions: models.Dimensions{Platform: channel.Platform},
	}
	holds, err := tx.HeldBy(ctx, &like, channel.Countries)
	if err != nil || len(holds) == 0 {
		return nil, err
	}
	return models.ErrHeld, nil
}

// texts returns the frozen texts that a channel carries and the request wants.
func (p *plan) texts(channel *models.Channel) []models.FrozenText {
	var texts []models.FrozenText
	for _, text := range p.version.Texts {
		wanted := len(p.request.Languages) == 0 || slices.Contains(p.request.Languages, text.Language)
		if wanted && channel.Carries(text.Language) {
			texts = append(texts, text)
		}
	}
	return texts
}

// occurrence makes one delivery, with its dimensions as they are now, and says
// what keeps it from being scheduled.
func (p *plan) occurrence(channel *models.Channel, text models.FrozenText, local models.LocalTime) (Occurrence, error) {
	moved := false
	if end, quiet := channel.Quiet.After(local); quiet && p.request.MoveQuiet {
		local, moved = end, true
	}
	at, adjusted, err := local.Resolve()
	if err != nil {
		return Occurrence{}, err
	}
	rendering := text.Render(channel.DisclosureFor(p.grounds.campaign), channel.PictureBytes).Counting(channel.CountClicks)
	digest, err := rendering.Digest()
	if err != nil {
		return Occurrence{}, err
	}
	window := p.request.Window
	if window == 0 {
		window = models.DefaultWindow
	}
	o := Occurrence{Moved: moved, Twice: local.Twice(), Delivery: models.Delivery{
		ID: models.NewID[models.Delivery](), OrganizationID: p.message.OrganizationID, CampaignID: p.message.CampaignID, MessageID: p.message.ID,
		VersionID: p.version.ID, ChannelID: channel.ID, MessengerID: p.speaker.ID, Dimensions: p.dimensions(channel, text.Language),
		Rendering: rendering, Digest: digest, Local: local.Local, Zone: local.Zone, Adjusted: adjusted,
		NotBefore: at, NotAfter: at.Add(window), NextAt: at, State: models.Planned, Demonstration: p.grounds.campaign.Demonstration,
		CreatedBy: p.by.UserID, CreatedAt: p.now, Version: 1,
	}}
	if rendering.Counted {
		o.LinkCode = models.NewLinkCode()
	}
	return o, p.judge(&o, channel)
}

// judge says what keeps an occurrence from being scheduled.
func (p *plan) judge(o *Occurrence, channel *models.Channel) error {
	_, quiet := channel.Quiet.After(models.LocalTime{Local: o.Local, Zone: o.Zone})
	silent := slices.Contains(p.grounds.campaign.BlackoutDates, o.Day())
	switch {
	case silent && len(p.request.Repeat.Weekdays) > 0:
		o.LeftOut = true
	case silent:
		o.Refusal = models.ErrBlackout
	case o.NotBefore.Before(p.now.Truncate(time.Minute)): // a wall time is a whole minute
		o.Refusal = models.ErrPast
	case quiet:
		o.Refusal = models.ErrQuietHours
	default:
		err := p.grounds.allow(&o.Delivery, channel, p.now)
		if err == nil && len(p.request.Repeat.Weekdays) > 0 {
			err = p.grounds.campaign.CheckPretested(o.Tag())
		}
		if refusal, ok := errors.AsType[*models.Refusal](err); ok {
			o.Refusal = refusal
			return nil
		}
		return err
	}
	return nil
}

// dimensions are what the delivery will be compared by.
func (p *plan) dimensions(channel *models.Channel, language string) models.Dimensions {
	country := p.request.Country
	if needs := channel.Needs(p.grounds.campaign); !slices.Contains(needs, country) && len(needs) > 0 {
		country = needs[0]
	}
	base, dialect, _ := strings.Cut(language, "-x-")
	return models.Dimensions{
		Country: country, Language: base, Dialect: dialect, Platform: channel.Platform, ChannelClass: channel.Class,
		MessageType: string(p.message.Type), Approach: string(p.message.Approach), Components: p.message.Components,
		MessengerType: p.speaker.Type, AudienceID: p.message.AudienceID, Traffic: p.request.Traffic,
	}
}
