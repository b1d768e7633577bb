package store

import (
	"context"
	"time"

	"caravan/models"
)

// BacklashWatch reads the rules of a campaign, which has none before somebody
// set them: ErrMissing.
func (s *Scope) BacklashWatch(ctx context.Context, campaign models.ID[models.Campaign]) (*models.BacklashWatch, error) {
	w, err := of[models.BacklashWatch](s.db).Scopes(s.held(s.own("backlash_watches"))).Where("campaign_id = ?", campaign).Take(ctx)
	if err != nil {
		return nil, translate(err)
	}
	return &w, nil
}

// BacklashWatches lists the rules of all campaigns that have any and are not
// archived.
func (s *Scope) BacklashWatches(ctx context.Context) ([]models.BacklashWatch, error) {
	found, err := of[models.BacklashWatch](s.db).Scopes(s.own("backlash_watches")).
		Where("campaign_id IN (SELECT id FROM campaigns WHERE archived_at IS NULL)").Order("id").Find(ctx)
	return found, translate(err)
}

// CreateBacklashWatch writes the first rules of a campaign.
func (s *Scope) CreateBacklashWatch(ctx context.Context, w *models.BacklashWatch) error {
	return create(ctx, s.db, w)
}

// SaveBacklashWatch writes changed rules, or is stale.
func (s *Scope) SaveBacklashWatch(ctx context.Context, w *models.BacklashWatch) error {
	return save(ctx, s.db, w.ID, &w.Version, w)
}

// CreateTally appends what a moderator counted.
func (s *Scope) CreateTally(ctx context.Context, t *models.Tally) error { return create(ctx, s.db, t) }

// Tallies lists what counts of a campaign from a day to a day, both included:
// the newest tally of each day and channel, the latest day first.
func (s *Scope) Tallies(ctx context.Context, campaign models.ID[models.Campaign], from, to models.Date) ([]models.Tally, error) {
	found, err := of[models.Tally](s.db).Scopes(s.own("tallies")).
		Where("campaign_id = ? AND day BETWEEN ? AND ?", campaign, from, to).
		Where(`NOT EXISTS (SELECT 1 FROM tallies AS newer WHERE newer.campaign_id = tallies.campaign_id AND newer.channel_id = tallies.channel_id
			AND newer.day = tallies.day AND newer.id > tallies.id)`).
		Order("day DESC, id DESC").Find(ctx)
	return found, translate(err)
}

// CreateBacklashAlarm writes the evidence of a hold.
func (s *Scope) CreateBacklashAlarm(ctx context.Context, a *models.BacklashAlarm) error {
	return create(ctx, s.db, a)
}

// BacklashAlarms lists the evidence of holds that the actor may see.
func (s *Scope) BacklashAlarms(ctx context.Context, holds []int64) (map[int64][]models.BacklashAlarm, error) {
	visible := s.visibleHolds()
	found, err := of[models.BacklashAlarm](s.db).
		Where("hold_id IN ? AND hold_id IN (SELECT id FROM holds WHERE "+visible.query+")", append([]any{holds}, visible.args...)...).Order("hold_id, signal").Find(ctx)
	alarms := map[int64][]models.BacklashAlarm{}
	for _, a := range found {
		alarms[a.HoldID] = append(alarms[a.HoldID], a)
	}
	return alarms, translate(err)
}

// BacklashHolds lists the holds that the program placed on a campaign, opened
// ones too, newest first.
func (s *Scope) BacklashHolds(ctx context.Context, campaign models.ID[models.Campaign]) ([]models.Hold, error) {
	visible := s.visibleHolds()
	found, err := of[models.Hold](s.db).Where(visible.query, visible.args...).
		Where("id IN (SELECT hold_id FROM backlash_alarms WHERE campaign_id = ?)", campaign).Order("id DESC").Find(ctx)
	return found, translate(err)
}

// LastBacklashHold reads the newest of them; nil where there is none.
func (s *Scope) LastBacklashHold(ctx context.Context, campaign models.ID[models.Campaign]) (*models.Hold, error) {
	holds, err := s.BacklashHolds(ctx, campaign)
	if err != nil || len(holds) == 0 {
		return nil, err
	}
	return &holds[0], nil
}

// Deciding lists the authorities that have messages of a campaign before them.
func (s *Scope) Deciding(ctx context.Context, campaign models.ID[models.Campaign]) (authorities []models.ID[models.Organization], err error) {
	err = of[models.Submission](s.db).Where("campaign_id = ? AND state <> 'voided'", campaign).
		Distinct("authority_id").Order("authority_id").Scan(ctx, &authorities)
	return authorities, translate(err)
}

// CreateBacklashNotice writes whom a stop is told.
func (s *Scope) CreateBacklashNotice(ctx context.Context, n *models.BacklashNotice) error {
	return create(ctx, s.db, n)
}

// BacklashNotice reads one.
func (s *Scope) BacklashNotice(ctx context.Context, id models.ID[models.BacklashNotice]) (*models.BacklashNotice, error) {
	return take(ctx, s.db, everybody, id)
}

// BacklashNoticeSent notes that it has left.
func (s *Scope) BacklashNoticeSent(ctx context.Context, id models.ID[models.BacklashNotice], now time.Time) error {
	_, err := of[models.BacklashNotice](s.db).Where("id = ?", id).Update(ctx, "sent_at", now)
	return translate(err)
}

// BacklashTold lists who is told of a stop.
func (s *Scope) BacklashTold(ctx context.Context, hold int64) (people []models.ID[models.User], err error) {
	err = of[models.BacklashNotice](s.db).Where("hold_id = ?", hold).Order("id").Select("user_id").Scan(ctx, &people)
	return people, translate(err)
}
