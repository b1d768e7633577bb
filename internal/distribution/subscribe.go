package distribution

import (
	"context"
	"strings"

	"caravan/internal/platforms"
	"caravan/internal/store"
	"caravan/internal/tasks"
	"caravan/models"
)

// HookPath is where platforms say by themselves what becomes of posts; the
// identifier of a channel follows.
const HookPath = "/hooks/"

// subscribe has a platform say by itself what becomes of the posts of a
// channel, where the installation can be told. It returns why it will not; the
// account is no less well for it.
func (d *Desk) subscribe(ctx context.Context, channel *models.Channel, connector platforms.Connector) string {
	subscriber, can := connector.(platforms.Subscriber)
	if !can || !d.Hears || !strings.HasPrefix(d.Address, "https://") {
		return ""
	}
	if err := subscriber.Subscribe(ctx, d.Address+HookPath+channel.ID.String()); err != nil {
		return err.Error()
	}
	return ""
}

// told owes it to keep how a post is doing, as its platform says by itself at
// the address of a channel. The post may be of another channel of the
// organisation there: a platform says at one address what it says to one bot.
// Posts that are not ours are left aside.
func (d *Desk) told(ctx context.Context, id models.ID[models.Channel], w platforms.Word) error {
	err := d.system().InTx(ctx, func(tx *store.Scope) error {
		heard, err := tx.Channel(ctx, id)
		if err != nil {
			return err
		}
		delivery, err := tx.DeliveryOfPost(ctx, heard, w.Account, w.Post)
		if err != nil {
			return err
		}
		for _, c := range w.Counts {
			if c.Value == nil {
				continue
			}
			task := tasks.Told{Delivery: delivery.ID, Native: c.Native, Value: *c.Value, At: w.At}
			if err := tx.Owe(ctx, task, "", d.Now(), d.Now()); err != nil {
				return err
			}
		}
		return nil
	})
	return ignore(err, models.ErrMissing)
}
