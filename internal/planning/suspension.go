package planning

import (
	"context"
	"time"

	"caravan/internal/store"
	"caravan/internal/tasks"
	"caravan/models"
)

// SuspendUnreviewed shuts whoever broke the glass out, everywhere and at once,
// where nobody else has looked at it in time. Custodians and administrators are
// told.
func (d *Desk) SuspendUnreviewed(ctx context.Context, t tasks.ReviewDue) error {
	now := d.Now()
	return d.Store.As(models.System("worker")).InTx(ctx, func(tx *store.Scope) error {
		reveal, err := tx.Reveal(ctx, t.Reveal)
		if err != nil {
			return err
		}
		user, err := tx.User(ctx, reveal.AskedBy)
		if err != nil || !user.Suspend(reveal, now) {
			return err
		}
		if err := tx.SaveUser(ctx, user); err != nil {
			return err
		}
		if err := tx.EndAllAccess(ctx, user.ID, now); err != nil {
			return err
		}
		if err := d.tell(ctx, tx, reveal, models.StepSuspended); err != nil {
			return err
		}
		return tx.Record(ctx, store.Change{Action: "user.suspended", Kind: "user", Object: user.ID.String(), At: now, Tenant: reveal.OrganizationID})
	})
}

// oweReview owes what follows where nobody looks at a breaking of the glass.
func oweReview(ctx context.Context, tx *store.Scope, r *models.Reveal, now time.Time) error {
	return tx.Owe(ctx, tasks.ReviewDue{Reveal: r.ID}, "reveal.review-due/"+r.ID.String(), r.AskedAt.Add(models.ReviewWithin), now)
}

// oweReviews owes it for those that were broken before it followed.
func oweReviews(ctx context.Context, system *store.Scope, now time.Time) error {
	waiting, err := system.Unreviewed(ctx)
	if err != nil {
		return err
	}
	for i := range waiting {
		if err := oweReview(ctx, system, &waiting[i], now); err != nil {
			return err
		}
	}
	return nil
}
