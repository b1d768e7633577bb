package store

import (
	"context"
	"time"

	"gorm.io/gorm"

	"caravan/models"
)

// Notify sets what is called after a commit that changed something, once for
// each organisation that it concerns. It has to be set before the store is
// used, and must not block.
func (s *Store) Notify(call func(models.ID[models.Organization])) { s.notify = call }

// Tell leaves a hint for another organisation that something changed which it
// may see, such as a submission that it has to judge. Record does so for the
// actor's own.
func (s *Scope) Tell(ctx context.Context, organization models.ID[models.Organization], c Change) error {
	event := models.Event{OrganizationID: organization, Kind: c.Kind, ObjectID: c.Object, At: c.At}
	if !c.Campaign.IsZero() {
		event.CampaignID = &c.Campaign
	}
	if err := create(ctx, s.db, &event); err != nil {
		return err
	}
	if s.told != nil {
		s.told[organization] = true
	}
	return nil
}

// commitLag is how much later than it was written an event may become visible
// on Postgres, where transactions do not commit in the order of their numbers.
const commitLag = 10 * time.Second

// EventsAfter lists the hints for the actor's organisation with a number above
// last, oldest first, at most 200. Numbers below those of the result may still
// turn up within the moment that EventsSettled speaks of.
func (s *Scope) EventsAfter(ctx context.Context, last int64) ([]models.Event, error) {
	events, err := gorm.G[models.Event](s.db).Scopes(s.own("events")).Where("id > ?", last).Order("id").Limit(200).Find(ctx)
	return events, translate(err)
}

// LastEvent returns the highest number of an event so old at now that none
// below it can still turn up, and the highest of all. Both are 0 where there
// is none.
func (s *Scope) LastEvent(ctx context.Context, now time.Time) (settled, last int64, err error) {
	var row struct{ Settled, Last int64 }
	err = s.db.WithContext(ctx).Model(&models.Event{}).Where("organization_id = ?", s.who.OrganizationID).
		Select("coalesce(max(case when at < ? then id end), 0) AS settled, coalesce(max(id), 0) AS last", now.Add(-commitLag)).Scan(&row).Error
	if s.dialect == "sqlite" {
		row.Settled = row.Last // one writer: numbers are in the order of commits
	}
	return row.Settled, row.Last, translate(err)
}
