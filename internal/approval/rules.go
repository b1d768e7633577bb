package approval

import (
	"context"
	"slices"
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
		return enforce(ctx, tx, rule.Country, ruled("approval_rule.made", &rule, now))
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
		return enforce(ctx, tx, rule.Country, ruled("approval_rule.changed", &rule, now))
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

// ruled describes what was done to a rule.
func ruled(action string, rule *models.ApprovalRule, now time.Time) store.Change {
	return store.Change{Action: action, Kind: "approval_rule", Object: rule.ID.String(), At: now}
}

// Window keeps a new election window. What it puts under a stricter rule than
// it was asked for is void.
func (d *Desk) Window(ctx context.Context, by models.Actor, window models.ElectionWindow) (*models.ElectionWindow, error) {
	window.ID, window.Version = models.NewID[models.ElectionWindow](), 1
	err := d.Store.As(by).InTx(ctx, func(tx *store.Scope) error {
		if err := window.Check(); err != nil {
			return err
		}
		if err := tx.CreateWindow(ctx, &window); err != nil {
			return err
		}
		return enforce(ctx, tx, window.Country, windowed("election_window.made", &window, d.Now()))
	})
	return &window, err
}

// ChangeWindow replaces the version of an election window that was read.
func (d *Desk) ChangeWindow(ctx context.Context, by models.Actor, id models.ID[models.ElectionWindow], read int, window models.ElectionWindow) (*models.ElectionWindow, error) {
	err := d.Store.As(by).InTx(ctx, func(tx *store.Scope) error {
		old, err := tx.Window(ctx, id)
		if err != nil {
			return err
		}
		if old.Version != read {
			return models.ErrStale
		}
		window.ID, window.Version, window.Country = id, read, old.Country
		if err := window.Check(); err != nil {
			return err
		}
		if err := tx.SaveWindow(ctx, &window); err != nil {
			return err
		}
		return enforce(ctx, tx, window.Country, windowed("election_window.changed", &window, d.Now()))
	})
	return &window, err
}

func windowed(action string, w *models.ElectionWindow, now time.Time) store.Change {
	return store.Change{Action: action, Kind: "election_window", Object: w.ID.String(), Reason: w.Country, At: now}
}

// enforce records a change of the rules of a country, and voids what stands
// there but lacks the word of somebody who has to agree today.
func enforce(ctx context.Context, tx *store.Scope, country string, change store.Change) error {
	rules, err := tx.Rules(ctx, country)
	if err != nil {
		return err
	}
	windows, err := tx.Windows(ctx, country)
	if err != nil {
		return err
	}
	standing, err := tx.SubmissionsIn(ctx, country)
	if err != nil {
		return err
	}
	today := models.Date(change.At.Format(time.DateOnly))
	var outgrown []models.Submission
	for i := range standing {
		s := &standing[i]
		period := s.Submission.Statement.Period
		asked := models.Asked(rules, models.Matter{
			Country: country, Type: s.Message.Type, Classes: s.Classes,
			Occasions: s.Message.Occasions(s.Submission.Statement.Texts, country, period.From, period.To, windows),
		}, today)
		met := func(rule models.ApprovalRule) bool {
			return slices.ContainsFunc(standing, func(other store.Judged) bool {
				return other.Submission.VersionID == s.Submission.VersionID && other.Submission.Meets(&rule)
			})
		}
		if len(asked) == 0 || slices.ContainsFunc(asked, func(rule models.ApprovalRule) bool { return !met(rule) }) {
			outgrown = append(outgrown, s.Submission)
		}
	}
	if err := tx.VoidSubmissions(ctx, outgrown, models.VoidRule, change.At); err != nil {
		return err
	}
	return tx.Record(ctx, change)
}
