package store

import (
	"context"

	"gorm.io/gorm/clause"

	"caravan/models"
)

// Definitions lists every metric definition there ever was, by platform,
// native name and day. They are the same for every organisation.
func (s *Scope) Definitions(ctx context.Context) ([]models.MetricDefinition, error) {
	found, err := of[models.MetricDefinition](s.db).Order("platform, native_name, valid_from").Find(ctx)
	return found, translate(err)
}

// DefinitionsOf lists those of one platform.
func (s *Scope) DefinitionsOf(ctx context.Context, platform string) ([]models.MetricDefinition, error) {
	found, err := of[models.MetricDefinition](s.db).Where("platform = ?", platform).Order("native_name, valid_from").Find(ctx)
	return found, translate(err)
}

// CreateDefinition writes a version of a definition; one of the same day that
// is there already stays as it is.
func (s *Scope) CreateDefinition(ctx context.Context, d *models.MetricDefinition) error {
	return translate(of[models.MetricDefinition](s.db, clause.OnConflict{DoNothing: true}).Create(ctx, d))
}

// CloseDefinition writes the first day on which a version no longer holds;
// nothing else of a definition ever changes.
func (s *Scope) CloseDefinition(ctx context.Context, d *models.MetricDefinition) error {
	_, err := of[models.MetricDefinition](s.db).Where("id = ? AND valid_to = ''", d.ID).Update(ctx, "valid_to", d.ValidTo)
	return translate(err)
}

// Universes lists the population figures of the installation and of the
// actor's organisation.
func (s *Scope) Universes(ctx context.Context) ([]models.Universe, error) {
	query := of[models.Universe](s.db).Order("country, kind, segment, platform, year DESC, id DESC")
	if !s.who.IsSystem() {
		query = query.Where("organization_id IS NULL OR organization_id = ?", s.who.OrganizationID)
	}
	found, err := query.Find(ctx)
	return found, translate(err)
}

// CreateUniverse writes a population figure; one that is there already stays
// as it is.
func (s *Scope) CreateUniverse(ctx context.Context, u *models.Universe) error {
	return translate(of[models.Universe](s.db, clause.OnConflict{DoNothing: true}).Create(ctx, u))
}

// CreateUniverses writes population figures.
func (s *Scope) CreateUniverses(ctx context.Context, list []models.Universe) error {
	return translate(of[models.Universe](s.db).CreateInBatches(ctx, list, atOnce))
}

// ExchangeRates lists the rates of the actor's organisation, newest days first.
func (s *Scope) ExchangeRates(ctx context.Context) ([]models.ExchangeRate, error) {
	found, err := of[models.ExchangeRate](s.db).Scopes(s.own("exchange_rates")).Order("first_day DESC, base, quote, id DESC").Find(ctx)
	return found, translate(err)
}

// CreateExchangeRates writes rates. They never change.
func (s *Scope) CreateExchangeRates(ctx context.Context, list []models.ExchangeRate) error {
	return translate(of[models.ExchangeRate](s.db).CreateInBatches(ctx, list, atOnce))
}

// StandardPopulations lists those of the installation and of the actor's
// organisation, by name and newest first.
func (s *Scope) StandardPopulations(ctx context.Context) ([]models.StandardPopulation, error) {
	query := of[models.StandardPopulation](s.db).Order("name, id DESC")
	if !s.who.IsSystem() {
		query = query.Where("organization_id IS NULL OR organization_id = ?", s.who.OrganizationID)
	}
	found, err := query.Find(ctx)
	return found, translate(err)
}

// CreateStandardPopulation writes a standard; one that is there already stays
// as it is.
func (s *Scope) CreateStandardPopulation(ctx context.Context, p *models.StandardPopulation) error {
	return translate(of[models.StandardPopulation](s.db, clause.OnConflict{DoNothing: true}).Create(ctx, p))
}

// Assumptions reads the newest version of an assumption set.
func (s *Scope) Assumptions(ctx context.Context, name string) (*models.AssumptionSet, error) {
	set, err := of[models.AssumptionSet](s.db).Where("name = ?", name).Order("version DESC").Take(ctx)
	if err != nil {
		return nil, translate(err)
	}
	return &set, nil
}

// CreateAssumptions writes an assumption set; one that is there already stays
// as it is.
func (s *Scope) CreateAssumptions(ctx context.Context, set *models.AssumptionSet) error {
	return translate(of[models.AssumptionSet](s.db, clause.OnConflict{DoNothing: true}).Create(ctx, set))
}
