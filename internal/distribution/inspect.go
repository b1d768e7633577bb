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

// Inspect asks a channel's platform whether the account is well. An account
// that needs a person is marked so, and one that is well again no longer.
// Where the credentials cannot be opened a worker is asked to ask; false means
// that it has not answered within the time, and that asking again soon brings
// its answer.
func (d *Desk) Inspect(ctx context.Context, by models.Actor, id models.ID[models.Channel], patience time.Duration) (*models.Channel, models.Health, bool, error) {
	channel, err := d.Store.As(by).Channel(ctx, id)
	if err != nil {
		return nil, models.Health{}, false, err
	}
	if channel.ArchivedAt != nil {
		return nil, models.Health{}, false, models.ErrWrongState.With("It is archived.")
	}
	check, err := d.lastCheck(ctx, by, id)
	if err != nil {
		return nil, models.Health{}, false, err
	}
	if check.Open(d.Now()) || !d.Keys.Opens() && len(channel.Credentials) > 0 {
		return d.inspectElsewhere(ctx, by, channel, check, patience)
	}
	channel, health, err := d.inspect(ctx, by, channel, patience)
	return channel, health, true, err
}

// inspect asks here and now.
func (d *Desk) inspect(ctx context.Context, by models.Actor, channel *models.Channel, patience time.Duration) (*models.Channel, models.Health, error) {
	asking, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	health := d.examine(asking, channel)
	channel, err := d.learned(ctx, by, channel.ID, &health)
	return channel, health, err
}

// examine asks the platform, without changing anything of the channel. An
// account that is well is one to be told of.
func (d *Desk) examine(ctx context.Context, channel *models.Channel) models.Health {
	connector, _, err := d.connect(ctx, d.system(), channel)
	if err != nil {
		return models.Health{Asked: true, Class: string(platforms.Locked), Detail: "the credentials cannot be used"}
	}
	inspector, can := connector.(platforms.Inspector)
	if !can {
		return models.Health{}
	}
	health := d.ask(ctx, channel, inspector)
	if health.Well {
		health.Detail = d.subscribe(ctx, channel, connector)
	}
	return health
}

// ask returns what a platform says about an account.
func (d *Desk) ask(ctx context.Context, channel *models.Channel, inspector platforms.Inspector) models.Health {
	account, failure := inspector.Inspect(ctx)
	if failure != nil {
		return models.Health{Asked: true, Class: string(platforms.ClassOf(failure)), Detail: failure.Error()}
	}
	if until := channel.AccessUntil; account.ExpiresAt.IsZero() && until != nil && !d.renews(ctx, d.system(), channel) {
		account.ExpiresAt = *until
	}
	return models.Health{Asked: true, Well: true, ID: account.ID, Name: account.Name, URL: account.URL, Followers: account.Followers, ExpiresAt: account.ExpiresAt}
}

// inspectElsewhere owes the question to a worker, unless one is asked already,
// and waits for its answer.
func (d *Desk) inspectElsewhere(ctx context.Context, by models.Actor, channel *models.Channel, check *models.ChannelCheck, patience time.Duration) (*models.Channel, models.Health, bool, error) {
	scope := d.Store.As(by)
	if !check.Answered(d.Now()) && !check.Open(d.Now()) {
		err := scope.InTx(ctx, func(tx *store.Scope) error {
			if err := tx.AskCheck(ctx, channel, d.Now()); err != nil {
				return err
			}
			return tx.Owe(ctx, tasks.Inspect{Channel: channel.ID}, "inspect:"+channel.ID.String(), d.Now(), d.Now())
		})
		if err != nil {
			return nil, models.Health{}, false, err
		}
	}
	check, err := d.awaitCheck(ctx, scope, channel.ID, patience)
	if err != nil || check == nil {
		return channel, models.Health{}, false, err
	}
	channel, err = scope.Channel(ctx, channel.ID)
	return channel, check.Health, true, err
}

// lastCheck reads the last question about a channel; one that nobody ever asked
// is neither open nor answered.
func (d *Desk) lastCheck(ctx context.Context, by models.Actor, id models.ID[models.Channel]) (*models.ChannelCheck, error) {
	check, err := d.Store.As(by).ChannelCheck(ctx, id)
	if errors.Is(err, models.ErrMissing) {
		return &models.ChannelCheck{}, nil
	}
	return check, err
}

// awaitCheck waits until a question about a channel is answered; nil means
// that it is not yet.
func (d *Desk) awaitCheck(ctx context.Context, scope *store.Scope, id models.ID[models.Channel], patience time.Duration) (*models.ChannelCheck, error) {
	over := time.NewTimer(patience)
	defer over.Stop()
	look := time.NewTicker(50 * time.Millisecond)
	defer look.Stop()
	for {
		select {
		case <-look.C:
			check, err := scope.ChannelCheck(ctx, id)
			if err != nil || check.Answered(d.Now()) {
				return check, err
			}
		case <-over.C:
			return nil, nil //nolint:nilnil // not yet
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

// AnswerInspection asks a channel's platform how the account is, for a process
// that cannot.
func (d *Desk) AnswerInspection(ctx context.Context, id models.ID[models.Channel]) error {
	system := models.System("worker")
	channel, err := d.system().Channel(ctx, id)
	if err != nil || channel.ArchivedAt != nil {
		return errors.Join(err)
	}
	_, _, err = d.inspect(ctx, system, channel, d.Timers.send())
	return err
}

func (d *Desk) answerCheck(ctx context.Context, scope *store.Scope, channel *models.Channel, health *models.Health) error {
	now := d.Now()
	return scope.AnswerCheck(ctx, &models.ChannelCheck{ID: channel.ID, OrganizationID: channel.OrganizationID, AskedAt: now, AnsweredAt: &now, Health: *health})
}
