package distribution

import (
	"context"
	"errors"

	"caravan/internal/letters"
	"caravan/internal/store"
	"caravan/internal/tasks"
	"caravan/models"
)

// StopForBacklash closes the gate of one campaign on evidence, keeps the
// evidence with the hold, and owes a letter to all whom it concerns. It closes
// nothing else, opens nothing, and does nothing where the campaign is stopped
// by the program already or was within the hour.
func (d *Desk) StopForBacklash(ctx context.Context, id models.ID[models.Campaign], alarms []models.BacklashAlarm) error {
	now := d.Now()
	return d.Store.As(models.System("watch")).InTx(ctx, func(tx *store.Scope) error {
		if err := tx.AwaitGate(ctx); err != nil {
			return err
		}
		campaign, err := tx.Campaign(ctx, id)
		if err != nil {
			return err
		}
		last, err := tx.LastBacklashHold(ctx, id)
		if err != nil {
			return err
		}
		hold, may := campaign.BacklashHold(last, now)
		if !may {
			return nil
		}
		if err := closeOn(ctx, tx, hold, alarms); err != nil {
			return err
		}
		change := store.Change{
			Action: "hold.closed", Kind: "hold", Object: hold.Scope + ":" + hold.ScopeID, Reason: hold.Reason, At: now, Campaign: id, Tenant: campaign.OrganizationID,
		}
		return errors.Join(tx.Record(ctx, change), d.tellBacklash(ctx, tx, campaign, hold, change))
	})
}

// closeOn closes a gate on evidence.
func closeOn(ctx context.Context, tx *store.Scope, hold *models.Hold, alarms []models.BacklashAlarm) error {
	if err := tx.CloseHold(ctx, hold); err != nil {
		return err
	}
	for i := range alarms {
		alarms[i].HoldID, alarms[i].At = hold.ID, hold.ClosedAt
		if err := tx.CreateBacklashAlarm(ctx, &alarms[i]); err != nil {
			return err
		}
	}
	return nil
}

// tellBacklash tells people of the organisation, and of the authorities that
// decide on the campaign.
func (d *Desk) tellBacklash(ctx context.Context, tx *store.Scope, campaign *models.Campaign, hold *models.Hold, change store.Change) error {
	authorities, err := tx.Deciding(ctx, campaign.ID)
	if err != nil {
		return err
	}
	people, err := tx.Staff(ctx, campaign.OrganizationID)
	if err != nil {
		return err
	}
	for _, authority := range authorities {
		if authority == campaign.OrganizationID {
			continue
		}
		staff, err := tx.Staff(ctx, authority)
		if err := errors.Join(err, tx.Tell(ctx, authority, change)); err != nil {
			return err
		}
		people = append(people, staff...)
	}
	told := map[models.ID[models.User]]bool{}
	for _, who := range people {
		if told[who.UserID] || !campaign.TellsBacklash(who) {
			continue
		}
		told[who.UserID] = true
		if err := d.oweLetter(ctx, tx, hold, who); err != nil {
			return err
		}
	}
	return nil
}

// oweLetter keeps that somebody is told, and owes the letter where there is a
// mail server.
func (d *Desk) oweLetter(ctx context.Context, tx *store.Scope, hold *models.Hold, who models.Actor) error {
	notice := &models.BacklashNotice{ID: models.NewID[models.BacklashNotice](), HoldID: hold.ID, UserID: who.UserID, CreatedAt: hold.ClosedAt}
	if err := tx.CreateBacklashNotice(ctx, notice); err != nil || d.Letters == nil {
		return err
	}
	return tx.Owe(ctx, tasks.TellBacklash{Notice: notice.ID}, "backlash.tell/"+notice.ID.String(), hold.ClosedAt, hold.ClosedAt)
}

// TellBacklash sends the letter of a notice, unless it has left.
func (d *Desk) TellBacklash(ctx context.Context, t tasks.TellBacklash) error {
	notice, err := d.system().BacklashNotice(ctx, t.Notice)
	if err != nil || notice.SentAt != nil {
		return err
	}
	user, err := d.system().User(ctx, notice.UserID)
	if err != nil || user.DisabledAt != nil {
		return err
	}
	if d.Letters == nil {
		return errors.New("this process has no mail server to hand letters to")
	}
	letter := letters.OfBacklash(user.Locale, d.Address+"/holds")
	letter.Key, letter.To = notice.ID.String(), user.Email
	if err := d.Letters.Send(ctx, letter); err != nil {
		return err
	}
	return d.system().BacklashNoticeSent(ctx, notice.ID, d.Now())
}
