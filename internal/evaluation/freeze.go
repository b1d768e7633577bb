package evaluation

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

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
