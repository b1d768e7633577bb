package distribution

import (
	"context"
	"errors"
	"time"

	"caravan/internal/letters"
	"caravan/internal/platforms"
	"caravan/internal/store"
	"caravan/internal/tasks"
	"caravan/models"
)

// learned keeps what a platform said about the account of a channel. One that
// needs a person is marked so, and one that is another than before is
// suspended, which people are told.
func (d *Desk) learned(ctx context.Context, by models.Actor, id models.ID[models.Channel], health *models.Health) (channel *models.Channel, err error) {
	err = d.Store.As(by).InTx(ctx, func(tx *store.Scope) error {
		if channel, err = tx.LockChannel(ctx, id); err != nil {
			return err
		}
		return errors.Join(d.answerCheck(ctx, tx, channel, health), d.judge(ctx, tx, channel, health, d.Now()))
	})
	return channel, err
}

// judge changes a channel as far as what was learned about it says so.
func (d *Desk) judge(ctx context.Context, tx *store.Scope, channel *models.Channel, health *models.Health, now time.Time) error {
	before := *channel
	closed := health.Well && channel.Identify(health.ID, now)
	channel.State = channel.Judge(health.Asked, health.Well, health.Class == string(platforms.Locked), health.ExpiresAt, now)
	record := func(action, reason string) error {
		return tx.Record(ctx, store.Change{Action: action, Kind: "channel", Object: channel.ID.String(), Reason: reason, At: now, Tenant: channel.OrganizationID})
	}
	switch {
	case closed:
		return errors.Join(tx.SaveChannel(ctx, channel), record("channel.suspended", channel.SuspendedFor),
			d.tellAccount(ctx, tx, channel, models.ForOtherAccount, health.ID, keepsAccounts))
	case channel.State != before.State:
		channel.UpdatedAt = now
		return errors.Join(tx.SaveChannel(ctx, channel), record("channel."+channel.State, health.Class))
	case channel.RemoteID != before.RemoteID:
		return errors.Join(tx.SaveIdentity(ctx, channel), record("channel.identified", ""))
	case channel.IdentifiedAt != before.IdentifiedAt:
		return tx.SaveIdentity(ctx, channel)
	}
	return nil
}

// recognize asks whose account a channel is, before the first post with its
// credentials of now. False means that the platform did not say.
func (d *Desk) recognize(ctx context.Context, channel *models.Channel) (bool, error) {
	if channel.IdentifiedAt != nil {
		return true, nil
	}
	connector, _, err := d.connect(ctx, d.system(), channel)
	inspector, can := connector.(platforms.Inspector)
	if err != nil || !can {
		return true, nil // whoever sends finds it out, and gives up
	}
	asking, cancel := context.WithTimeout(ctx, d.Timers.send())
	defer cancel()
	health := d.ask(asking, channel, inspector)
	_, err = d.learned(ctx, models.System("publisher"), channel.ID, &health)
	return health.Well, err
}

const (
	askAgain = time.Minute    // after an account could not be asked about
	daily    = 24 * time.Hour // how often an account is asked whose it is
	hourly   = time.Hour      // and how often as long as it does not say
)

// Look watches over the account of a channel, and owes the next look.
func (d *Desk) Look(ctx context.Context, t tasks.Look) error {
	channel, err := d.system().Channel(ctx, t.Channel)
	if err != nil || channel.ArchivedAt != nil {
		return err
	}
	if err := d.oweLook(ctx, d.system(), channel.ID, d.nextLook()); err != nil {
		return err
	}
	return errors.Join(d.lookWho(ctx, channel), d.lookForeign(ctx, channel), d.lookIdle(ctx, channel))
}

// lookWho asks once a day whose account a channel is.
func (d *Desk) lookWho(ctx context.Context, channel *models.Channel) error {
	now := d.Now()
	if channel.IdentifiedAt != nil && now.Sub(*channel.IdentifiedAt) < daily {
		return nil
	}
	check, err := d.lastCheck(ctx, models.System("watch"), channel.ID)
	if err != nil {
		return err
	}
	if check.Open(now) || check.AnsweredAt != nil && now.Sub(*check.AnsweredAt) < hourly {
		return nil
	}
	_, _, err = d.inspect(ctx, models.System("watch"), channel, d.Timers.send())
	return err
}

// WatchAll owes a look at every account that there are credentials of, for a
// process that begins to work.
func (d *Desk) WatchAll(ctx context.Context) error {
	channels, err := d.system().Armed(ctx, models.ID[models.Organization]{})
	if err != nil {
		return err
	}
	for i := range channels {
		if err := d.oweLook(ctx, d.system(), channels[i].ID, d.nextLook()); err != nil {
			return err
		}
	}
	return nil
}

// nextLook is when the accounts are looked at next: all processes mean the same
// instant.
func (d *Desk) nextLook() time.Time { return d.Now().Truncate(d.Timers.watch()).Add(d.Timers.watch()) }

// oweLook owes a look at an account. Those that are asked for at one time are
// one.
func (d *Desk) oweLook(ctx context.Context, tx *store.Scope, id models.ID[models.Channel], due time.Time) error {
	return tx.Owe(ctx, tasks.Look{Channel: id}, "channel.look:"+id.String()+":"+due.UTC().Format(time.RFC3339), due, d.Now())
}

// keepsAccounts reports whether somebody is told what happens to accounts.
func keepsAccounts(who models.Actor) bool {
	return who.May(models.WriteChannels) || who.Is(models.Planner, models.Safeguarding)
}

// tellAccount tells people of the organisation what happened to an account,
// each of them once.
func (d *Desk) tellAccount(ctx context.Context, tx *store.Scope, channel *models.Channel, about, subject string, told func(models.Actor) bool) error {
	people, err := tx.Staff(ctx, channel.OrganizationID)
	if err != nil {
		return err
	}
	now := d.Now()
	for _, who := range people {
		if !told(who) {
			continue
		}
		notice := &models.AccountNotice{
			ID: models.NewID[models.AccountNotice](), ChannelID: channel.ID, About: about, Subject: subject, UserID: who.UserID, CreatedAt: now,
		}
		fresh, err := tx.CreateAccountNotice(ctx, notice)
		if err != nil {
			return err
		}
		if !fresh || d.Letters == nil {
			continue
		}
		if err := tx.Owe(ctx, tasks.TellAccount{Notice: notice.ID}, "account.tell/"+notice.ID.String(), now, now); err != nil {
			return err
		}
	}
	return nil
}

// TellAccount sends the letter of a notice, unless it has left.
func (d *Desk) TellAccount(ctx context.Context, t tasks.TellAccount) error {
	notice, err := d.system().AccountNotice(ctx, t.Notice)
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
	letter := letters.OfAccount(user.Locale, d.Address, notice.About)
	letter.Key, letter.To = notice.ID.String(), user.Email
	if err := d.Letters.Send(ctx, letter); err != nil {
		return err
	}
	return d.system().AccountNoticeSent(ctx, notice.ID, d.Now())
}
