package store

import (
	"context"

	"caravan/models"
)

// CreateExperiment writes an experiment down; it is never changed.
func (s *Scope) CreateExperiment(ctx context.Context, e *models.Experiment) error {
	return create(ctx, s.db, e)
}

// Experiment reads an experiment with its looks, and keeps anybody else from
// looking until the transaction ends.
func (s *Scope) Experiment(ctx context.Context, id models.ID[models.Experiment]) (*models.Experiment, error) {
	e, err := take(ctx, s.db, s.held(s.own("experiments")), id)
	if err != nil {
		return nil, err
	}
	e.Looks, err = of[models.ExperimentLook](s.db).Where("experiment_id = ?", id).Order("number").Find(ctx)
	return e, translate(err)
}

// ExperimentsOf lists the experiments of a campaign with their looks, oldest
// first.
func (s *Scope) ExperimentsOf(ctx context.Context, campaign models.ID[models.Campaign]) ([]models.Experiment, error) {
	found, err := of[models.Experiment](s.db).Scopes(s.own("experiments")).Where("campaign_id = ?", campaign).Order("id").Find(ctx)
	if err != nil {
		return nil, translate(err)
	}
	for i := range found {
		found[i].Looks, err = of[models.ExperimentLook](s.db).Where("experiment_id = ?", found[i].ID).Order("number").Find(ctx)
		if err != nil {
			return nil, translate(err)
		}
	}
	return found, nil
}

// CreateExperimentLook keeps a look. One of the same number is ErrTaken.
func (s *Scope) CreateExperimentLook(ctx context.Context, look *models.ExperimentLook) error {
	return create(ctx, s.db, look)
}
