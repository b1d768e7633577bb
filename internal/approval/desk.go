// Package approval is the desk where a text is frozen, reviewed by another
// person of the organisation, submitted to a country and decided on. An
// approval binds to a digest of exactly what will leave. The rules that say who
// has to agree are kept here too.
package approval

import (
	"context"
	"slices"
	"time"

	"caravan/internal/letters"
	"caravan/internal/store"
	"caravan/models"
)

// A Desk approves.
type Desk struct {
	Store   *store.Store
	Now     func() time.Time
	Letters *letters.Office // nil: people are told on their screens alone
	Address string          // of the installation, that letters lead to
	Link    []byte          // key without which nobody sees that two campaigns have the same messenger
}

// Freeze makes the next version of a message. The one before it is void, and
// so is every submission made from it.
func (d *Desk) Freeze(ctx context.Context, by models.Actor, id models.ID[models.Message]) (*models.MessageVersion, error) {
	now := d.Now()
	var version *models.MessageVersion
	err := d.Store.As(by).InTx(ctx, func(tx *store.Scope) error {
		message, err := tx.Message(ctx, id)
		if err != nil {
			return err
		}
		variants, err := tx.Variants(ctx, id)
		if err != nil {
			return err
		}
		media, err := tx.MediaOf(ctx, id)
		if err != nil {
			return err
		}
		if version, err = next(ctx, tx, message, variants, media, now); err != nil {
			return err
		}
		if _, err := tx.VoidMessage(ctx, message, models.VoidEdited, now); err != nil {
			return err
		}
		if err := tx.CreateVersion(ctx, version); err != nil {
			return err
		}
		if err := tx.SettleCampaign(ctx, message.CampaignID); err != nil {
			return err
		}
		return tx.Record(ctx, changed("version.frozen", version, message.CampaignID, now))
	})
	return version, err
}

// next is the version that follows those that there are.
func next(ctx context.Context, tx *store.Scope, message *models.Message, variants []models.Variant, media []models.Media, now time.Time) (*models.MessageVersion, error) {
	before, err := tx.Versions(ctx, message.ID)
	if err != nil {
		return nil, err
	}
	if len(before) == 0 {
		return models.Freeze(message, variants, media, 0, tx.Who(), now)
	}
	version, err := models.Freeze(message, variants, media, before[0].Number, tx.Who(), now)
	if err != nil {
		return nil, err
	}
	return version, version.Follow(&before[0])
}

// changed describes what was done to a version.
func changed(action string, v *models.MessageVersion, campaign models.ID[models.Campaign], now time.Time) store.Change {
	return store.Change{Action: action, Kind: "version", Object: v.ID.String(), After: v.Digest, At: now, Campaign: campaign}
}

// Review is the word of another person of the organisation on a version.
func (d *Desk) Review(ctx context.Context, by models.Actor, id models.ID[models.MessageVersion], read models.Digest) (*models.MessageVersion, error) {
	now := d.Now()
	var version *models.MessageVersion
	err := d.Store.As(by).InTx(ctx, func(tx *store.Scope) (err error) {
		if version, err = tx.Version(ctx, id); err != nil {
			return err
		}
		message, err := tx.Message(ctx, version.MessageID)
		if err != nil {
			return err
		}
		if err := version.Review(by, read, now); err != nil {
			return err
		}
		if err := tx.SaveReview(ctx, version); err != nil {
			return err
		}
		return tx.Record(ctx, changed("version.reviewed", version, message.CampaignID, now))
	})
	return version, err
}

// Weigh refuses a decision that Decide would refuse, whether or not it is
// signed. It changes nothing.
func (d *Desk) Weigh(ctx context.Context, by models.Actor, word models.Decision) error {
	submission, err := d.Store.As(by).Submission(ctx, word.SubmissionID)
	if err != nil {
		return err
	}
	return submission.Weigh(word, by)
}

// Decide takes one approver's word. The same word twice changes nothing.
func (d *Desk) Decide(ctx context.Context, by models.Actor, word models.Decision) (*models.Submission, error) {
	now := d.Now()
	var submission *models.Submission
	err := d.Store.As(by).InTx(ctx, func(tx *store.Scope) (err error) {
		if submission, err = tx.Submission(ctx, word.SubmissionID); err != nil {
			return err
		}
		earlier, err := tx.Decisions(ctx, submission.ID)
		if err != nil {
			return err
		}
		word.ID, word.OrganizationID, word.UserID, word.CreatedAt = models.NewID[models.Decision](), by.OrganizationID, by.UserID, now
		if slices.ContainsFunc(earlier, func(e models.Decision) bool {
			return e.UserID == by.UserID && e.Digest == word.Digest && e.Kind == word.Kind
		}) {
			return nil
		}
		rule, err := tx.Rule(ctx, submission.RuleID)
		if err != nil {
			return err
		}
		if err := submission.Decide(word, by, earlier, time.Duration(rule.ValidityHours)*time.Hour, now); err != nil {
			return err
		}
		return keep(ctx, tx, submission, &word)
	})
	return submission, err
}

// keep writes a decision with what became of the submission.
func keep(ctx context.Context, tx *store.Scope, submission *models.Submission, word *models.Decision) error {
	if err := tx.CreateDecision(ctx, word); err != nil {
		return err
	}
	if err := tx.SaveSubmission(ctx, submission); err != nil {
		return err
	}
	if err := tx.SettleCampaign(ctx, submission.CampaignID); err != nil {
		return err
	}
	return tx.RecordSubmission(ctx, submission, "submission."+string(submission.State), word.Ground, word.CreatedAt)
}

// Withdraw takes back what the organisation submitted. An authority that has
// not decided on it no longer sees it.
func (d *Desk) Withdraw(ctx context.Context, by models.Actor, id models.ID[models.Submission]) (*models.Submission, error) {
	now := d.Now()
	var submission *models.Submission
	err := d.Store.As(by).InTx(ctx, func(tx *store.Scope) (err error) {
		if submission, err = tx.Submission(ctx, id); err != nil {
			return err
		}
		if submission.OrganizationID != by.OrganizationID {
			return models.ErrForbidden.With("Only who submitted it takes it back.")
		}
		if err := submission.Withdraw(); err != nil {
			return err
		}
		if err := tx.SaveSubmission(ctx, submission); err != nil {
			return err
		}
		if err := tx.SettleCampaign(ctx, submission.CampaignID); err != nil {
			return err
		}
		return tx.RecordSubmission(ctx, submission, "submission.withdrawn", "", now)
	})
	return submission, err
}
