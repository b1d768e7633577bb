package store

import (
	"context"
	"time"

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
// last, oldest first, at most EventPage.
func (s *Scope) EventsAfter(ctx context.Context, last int64) ([]models.Event, error) {
	events, err := of[models.Event](s.db).Scopes(s.own("events")).Where("id > ?", last).Order("id").Limit(EventPage).Find(ctx)
	return events, translate(err)
}

// EventPage is how many events are read at a time.
const EventPage = 200

// SettledEvent returns the highest number of an event of the organisation that
// is so old at now that none below it can still turn up; 0 where there is
// none.
func (s *Scope) SettledEvent(ctx context.Context, now time.Time) (settled int64, err error) {
	if s.dialect == "sqlite" {
		now = now.Add(commitLag) // one writer: numbers are in the order of commits
	}
	err = s.highestEvent(ctx, &settled, "at <= ?", now.Add(-commitLag))
	return settled, err
}

// ResumeEvents returns the number below which a stream that broke after an
// event has seen everything. An event that is not known, or not any more, is
// ErrMissing.
func (s *Scope) ResumeEvents(ctx context.Context, last int64) (settled int64, err error) {
	if last == 0 {
		return 0, nil
	}
	event, err := of[models.Event](s.db).Scopes(s.own("events")).Where("id = ?", last).Take(ctx)
	if err != nil || s.dialect == "sqlite" {
		return last, translate(err)
	}
	err = s.highestEvent(ctx, &settled, "id < ? AND at < ?", last, event.At.Add(-commitLag))
	return settled, err
}

func (s *Scope) highestEvent(ctx context.Context, into *int64, query string, args ...any) error {
	err := s.db.WithContext(ctx).Model(&models.Event{}).Where("organization_id = ?", s.who.OrganizationID).Where(query, args...).
		Select("coalesce(max(id), 0)").Scan(into).Error
	return translate(err)
}
