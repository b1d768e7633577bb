package planning

import (
	"context"
	"errors"

	"caravan/internal/letters"
	"caravan/internal/store"
	"caravan/internal/tasks"
	"caravan/models"
)

// tell owes a letter about a step of a reveal to all whom it concerns, in its
// transaction: where that cannot be written, the step is not taken.
func (d *Desk) tell(ctx context.Context, tx *store.Scope, r *models.Reveal, step models.RevealStep) error {
	if d.Letters == nil {
		return nil
	}
	now := d.Now()
	staff, err := tx.Staff(ctx, r.OrganizationID)
	if err != nil {
		return err
	}
	for _, who := range staff {
		if !step.Tells(who) {
			continue
		}
		notice := &models.RevealNotice{ID: models.NewID[models.RevealNotice](), RevealID: r.ID, UserID: who.UserID, Step: step, CreatedAt: now}
		if err := tx.CreateRevealNotice(ctx, notice); err != nil {
			return err
		}
		if err := tx.Owe(ctx, tasks.TellReveal{Notice: notice.ID}, "reveal.tell/"+notice.ID.String(), now, now); err != nil {
			return err
		}
	}
	return nil
}

// unwritten is a failure to write something down, which leaves everything
// closed. A refusal stays what it is.
func unwritten(err error) error {
	if _, refused := errors.AsType[*models.Refusal](err); err == nil || refused {
		return err
	}
	return errors.Join(models.ErrUnavailable.With("It cannot be written down, so it stays closed."), err)
}

// TellReveal sends the letter of a notice, unless it has left.
func (d *Desk) TellReveal(ctx context.Context, t tasks.TellReveal) error {
	system := d.Store.As(models.System("worker"))
	notice, err := system.RevealNotice(ctx, t.Notice)
	if err != nil || notice.SentAt != nil {
		return err
	}
	user, err := system.User(ctx, notice.UserID)
	if err != nil || user.DisabledAt != nil {
		return err
	}
	if d.Letters == nil {
		return errors.New("this process has no mail server to hand letters to")
	}
	letter := letters.OfReveal(user.Locale, d.Address+"/", string(notice.Step))
	letter.Key, letter.To = notice.ID.String(), user.Email
	if err := d.Letters.Send(ctx, letter); err != nil {
		return err
	}
	return system.RevealNoticeSent(ctx, notice.ID, d.Now())
}
