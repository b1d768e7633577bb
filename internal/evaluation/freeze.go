package evaluation

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"caravan/internal/store"
	"caravan/models"
)

// Freeze answers a question and keeps question and answer as they are now. The
// same question about the same data is the comparison that there already is.
func (d *Desk) Freeze(ctx context.Context, by models.Actor, q models.Question) (*models.Comparison, error) {
	answer, err := d.Compare(ctx, by, q)
	if err != nil {
		return nil, err
	}
	request, err := json.Marshal(answer.Question)
	if err != nil {
		return nil, fmt.Errorf("write question: %w", err)
	}
	result, err := json.Marshal(answer)
	if err != nil {
		return nil, fmt.Errorf("write answer: %w", err)
	}
	c := &models.Comparison{
		ID: models.NewID[models.Comparison](), OrganizationID: by.OrganizationID, Request: string(request), Result: string(result),
		DataVersion: answer.DataVersion, AssumptionSet: fmt.Sprintf("%s/%d", answer.Assumptions.Name, answer.Assumptions.Version),
		Program: d.Program, CreatedBy: by.UserID, CreatedAt: d.Now(),
	}
	c.Seal()
	return d.keep(ctx, by, c)
}

// Renew asks the question of a comparison again with what is known now. What
// was frozen stays; without new data it is that one itself.
func (d *Desk) Renew(ctx context.Context, by models.Actor, id models.ID[models.Comparison]) (*models.Comparison, error) {
	earlier, err := d.Store.As(by).Comparison(ctx, id)
	if err != nil {
		return nil, err
	}
	q, err := earlier.Question()
	if err != nil {
		return nil, err
	}
	return d.Freeze(ctx, by, q)
}

// A Standing says how a frozen comparison stands among those that answer the
// same question.
type Standing struct {
	Versions   []models.Comparison // oldest first
	Difference *Difference         // from the version before; nil for the first
	Overtaken  bool                // the data have changed since the newest of them
}

// Standing reads it. Nothing is kept.
func (d *Desk) Standing(ctx context.Context, by models.Actor, id models.ID[models.Comparison]) (Standing, error) {
	c, err := d.Store.As(by).Comparison(ctx, id)
	if err != nil {
		return Standing{}, err
	}
	var s Standing
	if s.Versions, err = d.Store.As(by).VersionsOf(ctx, c); err != nil {
		return s, err
	}
	if i := slices.IndexFunc(s.Versions, func(v models.Comparison) bool { return v.ID == c.ID }); i > 0 {
		difference, err := Differ(&s.Versions[i-1], c)
		if err != nil {
			return s, err
		}
		s.Difference = &difference
	}
	q, err := c.Question()
	if err != nil {
		return s, err
	}
	now, err := d.Compare(ctx, by, q)
	s.Overtaken = now.DataVersion != s.Versions[len(s.Versions)-1].DataVersion
	return s, err
}

// keep writes a comparison, or returns the one of the same digest.
func (d *Desk) keep(ctx context.Context, by models.Actor, c *models.Comparison) (*models.Comparison, error) {
	known, err := d.Store.As(by).ComparisonOf(ctx, c.Digest)
	if !errors.Is(err, models.ErrMissing) {
		return known, err
	}
	err = d.Store.As(by).InTx(ctx, func(tx *store.Scope) error {
		if err := tx.CreateComparison(ctx, c); err != nil {
			return err
		}
		return tx.Record(ctx, store.Change{Action: "comparison.frozen", Kind: "comparison", Object: c.ID.String(), After: c.Digest, At: c.CreatedAt})
	})
	if errors.Is(err, models.ErrTaken) { // by somebody who asked the same just now
		return d.Store.As(by).ComparisonOf(ctx, c.Digest)
	}
	return c, err
}
