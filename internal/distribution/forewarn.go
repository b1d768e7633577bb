package distribution

import (
	"context"
	"errors"
	"time"

	"caravan/internal/platforms"
	"caravan/internal/store"
	"caravan/internal/tasks"
	"caravan/models"
)

const (
	ahead     = time.Hour        // how long before a delivery its account is asked after
	riskAgain = 10 * time.Minute // and how often as long as it is not well
	lookLasts = 5 * time.Minute  // an answer of a platform is as good as a new one
)

// oweWarning owes a look at the account of a delivery, an hour before it is
// due.
func (d *Desk) oweWarning(ctx context.Context, tx *store.Scope, delivery *models.Delivery, due time.Time) error {
	if now := d.Now(); due.Before(now) {
		due = now
	}
	once := "delivery.forewarn:" + delivery.ID.String() + ":" + due.UTC().Format(time.RFC3339)
	return tx.Owe(ctx, tasks.Forewarn{Delivery: delivery.ID}, once, due, d.Now())
}

// Forewarn asks whether a delivery that is due soon can leave in time. If not it
// is marked, those who plan are told once, and it is looked at again until it
// can.
func (d *Desk) Forewarn(ctx context.Context, t tasks.Forewarn) error {
	delivery, err := d.system().Delivery(ctx, t.Delivery)
	if err != nil || !delivery.Leaves() {
		return err
	}
	channel, err := d.system().Channel(ctx, delivery.ChannelID)
	if err != nil {
		return err
	}
	risk, err := d.risk(ctx, channel, delivery)
	if err != nil {
		return err
	}
	err = d.system().InTx(ctx, func(tx *store.Scope) error {
		if delivery, err = tx.Delivery(ctx, t.Delivery); err != nil || !delivery.Leaves() {
			return err
		}
		if next := d.Now().Add(riskAgain); risk != "" && next.Before(delivery.NotAfter) {
			if err := d.oweWarning(ctx, tx, delivery, next); err != nil {
				return err
			}
		}
		return d.endanger(ctx, tx, channel, delivery, risk)
	})
	if err == nil {
		d.changed(delivery)
	}
	return err
}

// endanger marks a delivery, or takes the mark away.
func (d *Desk) endanger(ctx context.Context, tx *store.Scope, channel *models.Channel, delivery *models.Delivery, risk string) error {
	if delivery.AtRisk == risk {
		return nil
	}
	action := "delivery.at_risk"
	if delivery.AtRisk = risk; risk == "" {
		action = "delivery.well"
	}
	err := errors.Join(tx.SaveDelivery(ctx, delivery), tx.Record(ctx, store.Change{
		Action: action, Kind: "delivery", Object: delivery.ID.String(), After: delivery.Digest, Reason: risk, At: d.Now(),
		Tenant: delivery.OrganizationID, Campaign: delivery.CampaignID,
	}))
	if err != nil || risk == "" {
		return err
	}
	return d.tellAccount(ctx, tx, channel, models.AboutRisk, delivery.ID.String(), func(who models.Actor) bool {
		return who.May(models.WriteDeliveries) || who.May(models.WriteChannels)
	})
}

// risk is why a delivery may not leave over its channel in time, as a code;
// empty where nothing is known against it. Of what servers fail for everybody,
// this process knows what it met itself.
func (d *Desk) risk(ctx context.Context, channel *models.Channel, delivery *models.Delivery) (string, error) {
	health, err := d.healthOf(ctx, channel)
	if err != nil {
		return "", err
	}
	if channel, err = d.system().Channel(ctx, channel.ID); err != nil {
		return "", err
	}
	stopped := held(ctx, d.system(), delivery, channel)
	switch class := platforms.Class(health.Class); {
	case errors.Is(stopped, models.ErrHeld):
		return models.ErrHeld.Code, nil
	case stopped != nil:
		return "", stopped
	case channel.State == models.ChannelExpired || class == platforms.Locked:
		return "locked", nil
	case !health.ExpiresAt.IsZero() && health.ExpiresAt.Before(delivery.NotBefore):
		return "access_ends", nil
	case channel.PausedUntil != nil && channel.PausedUntil.After(delivery.NotBefore), class == platforms.Throttled:
		return "throttled", nil
	case health.Asked && !health.Well:
		return "no_answer", nil
	case d.Circuits.down(d.serverOf(ctx, channel)):
		return "platform_down", nil
	}
	return "", nil
}

// healthOf is how the account of a channel is. Deliveries that are due together
// are one question.
func (d *Desk) healthOf(ctx context.Context, channel *models.Channel) (models.Health, error) {
	check, err := d.lastCheck(ctx, models.System("watch"), channel.ID)
	if err != nil {
		return models.Health{}, err
	}
	if check.Health.Well && check.AnsweredAt != nil && d.Now().Sub(*check.AnsweredAt) < lookLasts {
		return check.Health, nil
	}
	_, health, err := d.inspect(ctx, models.System("watch"), channel, d.Timers.send())
	return health, err
}
