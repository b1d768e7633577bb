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
	var notices []models.RevealNotice
	for _, who := range staff {
		if step.Tells(who) {
			notices = append(notices, models.RevealNotice{UserID: &who.UserID})
		}
	}
	if step == models.StepGlassBroken {
		watch, err := tx.Ombudsperson(ctx)
		if err != nil {
			return err
		}
		notices = append(notices, models.RevealNotice{OmbudspersonID: &watch.ID})
	}
	for _, notice := range notices {
		notice.ID, notice.RevealID, notice.Step, notice.CreatedAt = models.NewID[models.RevealNotice](), r.ID, step, now
		if err := tx.CreateRevealNotice(ctx, &notice); err != nil {
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
	letter, err := d.letterOf(ctx, system, notice)
	if err != nil || letter.To == "" {
		return err
	}
	if d.Letters == nil {
		return errors.New("this process has no mail server to hand letters to")
	}
	letter.Key = notice.ID.String()
	if err := d.Letters.Send(ctx, letter); err != nil {
		return err
	}
	return system.RevealNoticeSent(ctx, notice.ID, d.Now())
}

// letterOf writes the letter of a notice; to nobody where the person has been
// shut out since.
func (d *Desk) letterOf(ctx context.Context, system *store.Scope, n *models.RevealNotice) (letters.Letter, error) {
	if n.OmbudspersonID != nil {
		return ombudsLetter(ctx, system, n)
	}
	user, err := system.User(ctx, *n.UserID)
	if err != nil || user.DisabledAt != nil {
		return letters.Letter{}, err
	}
	letter := letters.OfReveal(user.Locale, d.Address+"/", string(n.Step))
	letter.To = user.Email
	return letter, nil
}

// ombudsLetter tells the ombudsperson that the glass was broken. They have no
// account, so it says by what they can ask the organisation about it.
func ombudsLetter(ctx context.Context, system *store.Scope, n *models.RevealNotice) (letters.Letter, error) {
	watch, err := system.OmbudspersonOf(ctx, *n.OmbudspersonID)
	if err != nil {
		return letters.Letter{}, err
	}
	organization, err := system.Organization(ctx, watch.OrganizationID)
	if err != nil {
		return letters.Letter{}, err
	}
	letter := letters.OfBrokenGlass(watch.Locale, organization.PublicName, n.RevealID.String(), n.CreatedAt)
	letter.To = watch.Email
	return letter, nil
}
