package distribution

import (
	"context"
	"errors"
	"strings"

	"caravan/internal/platforms"
	"caravan/internal/store"
	"caravan/models"
)

// A Report is word from the way of a post, such as the delivery report of a
// mail server.
type Report struct {
	Channel models.ID[models.Channel] // whose posts may be spoken of; zero for all
	Key     string                    // of the post, perhaps in another case
	Arrived bool                      // else it came back for good
	Reason  string                    // why it came back, such as 5.1.1
}

// Report takes word from the way of a post. That it arrived settles a doubtful
// delivery. That it came back is written down for people to see and changes no
// state: to correct the address and send again is theirs. Word about keys that
// nobody knows is left aside.
func (d *Desk) Report(ctx context.Context, r Report) error {
	key := strings.ToLower(r.Key)
	var delivery *models.Delivery
	err := d.system().InTx(ctx, func(tx *store.Scope) (err error) {
		if delivery, err = tx.DeliveryByKey(ctx, key); err != nil {
			return err
		}
		if !r.Channel.IsZero() && delivery.ChannelID != r.Channel {
			return models.ErrMissing
		}
		if !r.Arrived {
			return d.cameBack(ctx, tx, delivery, r.Reason)
		}
		if delivery.PublishedAt != nil {
			return nil
		}
		return d.found(ctx, tx, delivery, platforms.Receipt{ID: key, State: platforms.Live}, false)
	})
	switch {
	case errors.Is(err, models.ErrMissing), errors.Is(err, models.ErrWrongState):
		return nil
	case err == nil:
		d.changed(delivery)
	}
	return err
}

// cameBack keeps why a post came back, once.
func (d *Desk) cameBack(ctx context.Context, tx *store.Scope, delivery *models.Delivery, reason string) error {
	const returned = "returned"
	if delivery.Reason == returned {
		return nil
	}
	delivery.Reason = returned
	if err := tx.SaveDelivery(ctx, delivery); err != nil {
		return err
	}
	return tx.Record(ctx, store.Change{
		Action: "delivery.returned", Kind: "delivery", Object: delivery.ID.String(), After: delivery.Digest,
		Reason: reason, At: d.Now(), Tenant: delivery.OrganizationID,
	})
}
