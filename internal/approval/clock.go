package approval

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"caravan/internal/letters"
	"caravan/internal/store"
	"caravan/internal/tasks"
	"caravan/models"
)

// wind owes the alarm that comes after one that has rung.
func wind(ctx context.Context, tx *store.Scope, s *models.Submission, rung models.Alarm, now time.Time) error {
	alarm, at := s.Following(rung)
	if s.State != models.UnderReview || alarm == "" {
		return nil
	}
	return tx.Owe(ctx, tasks.Ring{Submission: s.ID, Alarm: alarm}, fmt.Sprintf("submission.alarm/%s/%s", s.ID, alarm), at, now)
}

// Ring does what an alarm of a submission asks for, and owes the next one. An
// alarm that comes late, after the next, is passed over. Ringing it twice
// tells nobody twice.
func (d *Desk) Ring(ctx context.Context, t tasks.Ring) error {
	now := d.Now()
	return d.Store.As(models.System("clock")).InTx(ctx, func(tx *store.Scope) error {
		s, err := tx.Submission(ctx, t.Submission)
		if errors.Is(err, models.ErrMissing) {
			return nil
		}
		if err != nil || s.State != models.UnderReview {
			return err
		}
		if t.Alarm == models.Deadline {
			return d.lapse(ctx, tx, s, now)
		}
		if _, next := s.Following(t.Alarm); now.Before(next) {
			if err := d.notify(ctx, tx, s, t.Alarm, now); err != nil {
				return err
			}
		}
		return wind(ctx, tx, s, t.Alarm, now)
	})
}

// lapse ends the time to decide.
func (d *Desk) lapse(ctx context.Context, tx *store.Scope, s *models.Submission, now time.Time) error {
	rule, err := tx.Rule(ctx, s.RuleID)
	if err != nil || !s.Lapse(rule, now) {
		return err
	}
	if err := tx.SaveSubmission(ctx, s); err != nil {
		return err
	}
	if !s.BySilence {
		if err := d.notify(ctx, tx, s, models.Deadline, now); err != nil {
			return err
		}
		return tx.RecordSubmission(ctx, s, "submission.escalated", "", now)
	}
	if err := tx.SettleCampaign(ctx, s.CampaignID); err != nil {
		return err
	}
	return tx.RecordSubmission(ctx, s, "submission."+string(s.State), "silence", now)
}

// notify owes a letter to each of the authority who may decide and has not; at
// the deadline to everybody there, for somebody has to see to it.
func (d *Desk) notify(ctx context.Context, tx *store.Scope, s *models.Submission, alarm models.Alarm, now time.Time) error {
	if d.Letters == nil {
		return nil
	}
	decisions, err := tx.Decisions(ctx, s.ID)
	if err != nil {
		return err
	}
	staff, err := tx.Staff(ctx, s.AuthorityID)
	if err != nil {
		return err
	}
	for _, who := range staff {
		decided := slices.ContainsFunc(decisions, func(e models.Decision) bool { return e.UserID == who.UserID })
		asked := who.May(models.Decide) && s.Judge(who) == nil && !decided
		if !asked && alarm != models.Deadline {
			continue
		}
		notice := &models.Notice{ID: models.NewID[models.Notice](), SubmissionID: s.ID, UserID: who.UserID, Alarm: alarm, CreatedAt: now}
		made, err := tx.CreateNotice(ctx, notice)
		if err == nil && made {
			err = tx.Owe(ctx, tasks.Notify{Notice: notice.ID}, "notice.send/"+notice.ID.String(), now, now)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// Notify sends the letter of a notice, unless it has left, or nothing waits
// for a decision any more. What the submission is about is not in it: mail is
// read by others too.
func (d *Desk) Notify(ctx context.Context, t tasks.Notify) error {
	system := d.Store.As(models.System("clock"))
	notice, err := system.Notice(ctx, t.Notice)
	if err != nil || notice.SentAt != nil {
		return err
	}
	s, err := system.Submission(ctx, notice.SubmissionID)
	if err != nil || s.State != models.UnderReview {
		return err
	}
	user, err := system.User(ctx, notice.UserID)
	if err != nil || user.DisabledAt != nil {
		return err
	}
	if d.Letters == nil {
		return errors.New("this process has no mail server to hand letters to")
	}
	letter := letters.Waiting(user.Locale, d.Address+"/approvals/"+s.ID.String(), inZone(s.DueAt, user.Zone), notice.Alarm == models.Deadline)
	letter.Key, letter.To = notice.ID.String(), user.Email
	if err := d.Letters.Send(ctx, letter); err != nil {
		return err
	}
	return system.NoticeSent(ctx, notice.ID, d.Now())
}

func inZone(at time.Time, zone string) time.Time {
	if place, err := time.LoadLocation(zone); err == nil {
		return at.In(place)
	}
	return at
}
