package distribution

import (
	"context"
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
	Languages []string // empty: all that a channel carries
	Country   string   // of the audience; empty: the channel's first of the campaign
	Start     models.LocalTime
	Repeat    models.Repeat
	Window    time.Duration // how late it may still be sent; zero means DefaultWindow
	Traffic   string        // organic or paid
	DryRun    bool          // say what would be scheduled, and schedule nothing
}

// MaxDeliveries is how many deliveries one request may make.
const MaxDeliveries = 1000

// Schedule plans the deliveries of a request. Every one has to be allowed, or
// none is made; the refusal lists what is wrong with each.
func (d *Desk) Schedule(ctx context.Context, by models.Actor, r Request) ([]models.Delivery, error) {
	var deliveries []models.Delivery
	err := d.Store.As(by).InTx(ctx, func(tx *store.Scope) error {
		p, err := d.prepare(ctx, tx, by, r)
		if err != nil {
			return err
		}
		if deliveries, err = p.deliveries(ctx, tx); err != nil || r.DryRun {
			return err
		}
		for i := range deliveries {
			if err := d.ready(ctx, tx, &deliveries[i]); err != nil {
				return err
			}
		}
		return nil
	})
	if err == nil && len(deliveries) > 0 && !r.DryRun {
		d.changed(&deliveries[0])
	}
	return deliveries, err
}

// ready writes a delivery that is allowed to leave when it is due (T1).
func (d *Desk) ready(ctx context.Context, tx *store.Scope, delivery *models.Delivery) error {
	if err := delivery.Authorize(d.Now()); err != nil {
		return err
	}
	if err := tx.CreateDelivery(ctx, delivery); err != nil {
		return err
	}
	return tx.Record(ctx, store.Change{
		Action: "delivery.scheduled", Kind: "delivery", Object: delivery.ID.String(), After: delivery.Digest, At: d.Now(),
	})
}

// A plan is what a request becomes.
type plan struct {
	desk     *Desk
	by       models.Actor
	request  Request
	version  *models.MessageVersion
	message  *models.Message
	campaign *models.Campaign
	speaker  *models.Messenger
	channels []models.Channel
	times    []models.LocalTime
	problems []models.FieldError
}

func (d *Desk) prepare(ctx context.Context, tx *store.Scope, by models.Actor, r Request) (*plan, error) {
	p := &plan{desk: d, by: by, request: r}
	var err error
	if p.version, err = tx.Version(ctx, r.Version); err != nil {
		return nil, err
	}
	if p.message, err = tx.Message(ctx, p.version.MessageID); err != nil {
		return nil, err
	}
	if p.campaign, err = tx.Campaign(ctx, p.message.CampaignID); err != nil {
		return nil, err
	}
	if p.speaker, err = tx.Messenger(ctx, p.message.MessengerID); err != nil {
		return nil, models.ErrConsent
	}
	for i, id := range r.Channels {
		channel, err := tx.Channel(ctx, id)
		if err != nil || channel.ArchivedAt != nil {
			return nil, models.ErrChannel.With("There is no such channel.").At(fmt.Sprintf("/channels/%d", i))
		}
		p.channels = append(p.channels, *channel)
	}
	p.times, err = r.Repeat.Occurrences(r.Start, p.campaign.BlackoutDates)
	return p, err
}

// deliveries makes one delivery for each channel, language and time, and
// refuses them all together if any is not allowed.
func (p *plan) deliveries(ctx context.Context, tx *store.Scope) ([]models.Delivery, error) {
	var made []models.Delivery
	for i := range p.channels {
		on, err := p.onChannel(ctx, tx, i)
		if err != nil {
			return nil, err
		}
		made = append(made, on...)
	}
	if len(p.problems) > 0 {
		return nil, p.refusal()
	}
	if len(made) == 0 || len(made) > MaxDeliveries {
		return nil, models.ErrInvalid.With(fmt.Sprintf("That makes %d deliveries; 1 to %d are possible.", len(made), MaxDeliveries))
	}
	return made, nil
}

// onChannel makes the deliveries on one of the channels.
func (p *plan) onChannel(ctx context.Context, tx *store.Scope, channel int) ([]models.Delivery, error) {
	texts := p.texts(&p.channels[channel])
	if len(texts) == 0 {
		p.problem(channel, models.ErrChannel.With("It carries none of the languages."))
	}
	var made []models.Delivery
	for _, at := range p.times {
		for _, text := range texts {
			delivery, err := p.allowed(ctx, tx, channel, text, at)
			if err != nil {
				return nil, err
			}
			if delivery != nil {
				made = append(made, *delivery)
			}
		}
	}
	return made, nil
}

// allowed makes the delivery of a text on a channel at a time, or notes why
// there is none.
func (p *plan) allowed(ctx context.Context, tx *store.Scope, channel int, text models.FrozenText, at models.LocalTime) (*models.Delivery, error) {
	delivery, err := p.delivery(&p.channels[channel], text, at)
	if err == nil {
		err = check(ctx, tx, delivery, &p.channels[channel], p.desk.Now())
	}
	if refusal, ok := err.(*models.Refusal); ok { //nolint:errorlint // refusals come bare from the rules
		p.problem(channel, refusal.With(strings.TrimSpace(at.Local+" "+text.Language+": "+refusal.Detail)))
		return nil, nil //nolint:nilnil // the problem is noted
	}
	return delivery, err
}

// problem notes what is wrong with a channel, at most as many as fit a screen.
func (p *plan) problem(channel int, r *models.Refusal) {
	const most = 50
	if len(p.problems) < most {
		p.problems = append(p.problems, models.FieldError{Pointer: fmt.Sprintf("/channels/%d", channel), Code: r.Code, Detail: r.Detail})
	}
}

// refusal is the first problem's, so that a single cause keeps its code, with
// all the others listed.
func (p *plan) refusal() error {
	refusal := *models.ErrInvalid
	first := p.problems[0]
	if !slices.ContainsFunc(p.problems, func(f models.FieldError) bool { return f.Code != first.Code }) {
		refusal.Code, refusal.Detail = first.Code, first.Detail
	}
	if refusal.Code == models.ErrHeld.Code {
		refusal.Kind = models.Closed
	}
	refusal.Fields = p.problems
	return &refusal
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

// delivery makes one delivery, with its dimensions as they are now.
func (p *plan) delivery(channel *models.Channel, text models.FrozenText, local models.LocalTime) (*models.Delivery, error) {
	now := p.desk.Now()
	at, adjusted, err := local.Resolve()
	if err != nil {
		return nil, err
	}
	zone, err := time.LoadLocation(local.Zone)
	if err != nil {
		return nil, models.ErrTime
	}
	day := models.Date(local.Local[:len(time.DateOnly)])
	switch {
	case at.Before(now):
		return nil, models.ErrPast
	case channel.Quiet.Has(at.In(zone).Format("15:04")):
		return nil, models.ErrQuietHours
	case slices.Contains(p.campaign.BlackoutDates, day):
		return nil, models.ErrBlackout
	}
	rendering := text.Render(channel.DisclosureFor(p.campaign))
	digest, err := rendering.Digest()
	if err != nil {
		return nil, err
	}
	window := p.request.Window
	if window == 0 {
		window = models.DefaultWindow
	}
	return &models.Delivery{
		ID: models.NewID[models.Delivery](), OrganizationID: p.campaign.OrganizationID, CampaignID: p.campaign.ID, MessageID: p.message.ID,
		VersionID: p.version.ID, ChannelID: channel.ID, MessengerID: p.speaker.ID, Dimensions: p.dimensions(channel, text.Language),
		Rendering: rendering, Digest: digest, Local: local.Local, Zone: local.Zone, Adjusted: adjusted,
		NotBefore: at, NotAfter: at.Add(window), NextAt: at, State: models.Planned, Demonstration: p.campaign.Demonstration,
		CreatedBy: p.by.UserID, CreatedAt: now, Version: 1,
	}, nil
}

// dimensions are what the delivery will be compared by.
func (p *plan) dimensions(channel *models.Channel, language string) models.Dimensions {
	country := p.request.Country
	if needs := channel.Needs(p.campaign); !slices.Contains(needs, country) && len(needs) > 0 {
		country = needs[0]
	}
	base, dialect, _ := strings.Cut(language, "-x-")
	return models.Dimensions{
		Country: country, Language: base, Dialect: dialect, Platform: channel.Platform, ChannelClass: channel.Class,
		MessageType: string(p.message.Type), Approach: string(p.message.Approach), Components: p.message.Components,
		MessengerType: p.speaker.Type, AudienceID: p.message.AudienceID, Traffic: p.request.Traffic,
	}
}
