package approval

import (
	"context"
	"time"

	"caravan/internal/store"
	"caravan/models"
)

// Rule keeps a new approval rule. What was submitted under a laxer one is void.
func (d *Desk) Rule(ctx context.Context, by models.Actor, rule models.ApprovalRule) (*models.ApprovalRule, error) {
	now := d.Now()
	rule.ID, rule.Version = models.NewID[models.ApprovalRule](), 1
	err := d.Store.As(by).InTx(ctx, func(tx *store.Scope) error {
		if err := decides(ctx, tx, &rule); err != nil {
			return err
		}
		if err := tx.CreateRule(ctx, &rule); err != nil {
			return err
		}
		return enforce(ctx, tx, &rule, "approval_rule.made", now)
	})
	return &rule, err
}

// ChangeRule replaces the version of a rule that was read.
func (d *Desk) ChangeRule(ctx context.Context, by models.Actor, id models.ID[models.ApprovalRule], read int, rule models.ApprovalRule) (*models.ApprovalRule, error) {
	now := d.Now()
	err := d.Store.As(by).InTx(ctx, func(tx *store.Scope) error {
		old, err := tx.Rule(ctx, id)
		if err != nil {
			return err
		}
		if old.Version != read {
			return models.ErrStale
		}
		if old.Country != rule.Country {
			return models.ErrWrongCountry.With("A rule for another country is another rule.").At("/country")
		}
		rule.ID, rule.Version = id, read
		if err := decides(ctx, tx, &rule); err != nil {
			return err
		}
		if err := tx.SaveRule(ctx, &rule); err != nil {
			return err
		}
		return enforce(ctx, tx, &rule, "approval_rule.changed", now)
	})
	return &rule, err
}

// decides refuses a rule that cannot be followed, or whose authority does not
// approve others' work.
func decides(ctx context.Context, tx *store.Scope, rule *models.ApprovalRule) error {
	if err := rule.Check(); err != nil || rule.AuthorityID == nil {
		return err
	}
	authority, err := tx.Organization(ctx, *rule.AuthorityID)
	if err != nil || !authority.Decides() {
		return models.ErrInvalid.With("There is no such authority.").At("/authority_id")
	}
	return nil
}

// enforce voids what stands in the country but was asked for under less than
// the rules of today.
func enforce(ctx context.Context, tx *store.Scope, rule *models.ApprovalRule, action string, now time.Time) error {
	rules, err := tx.Rules(ctx, rule.Country)
	if err != nil {
		return err
	}
	standing, err := tx.SubmissionsIn(ctx, rule.Country)
	if err != nil {
		return err
	}
	var outgrown []models.Submission
	for i := range standing {
		s := &standing[i]
		today := models.Strictest(rules, &s.Message, s.Classes, rule.Country, models.Date(now.Format(time.DateOnly)))
		if s.Submission.Outgrown(today) {
			outgrown = append(outgrown, s.Submission)
		}
	}
	if err := tx.VoidSubmissions(ctx, outgrown, models.VoidRule, now); err != nil {
		return err
	}
	return tx.Record(ctx, store.Change{Action: action, Kind: "approval_rule", Object: rule.ID.String(), At: now})
}
