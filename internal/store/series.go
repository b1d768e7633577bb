package store

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"caravan/migrations"
	"caravan/models"
)

// TakeDirty takes series whose derived figures are behind, the longest waiting
// first, and their marks away. It must be called inside InTx; series that
// another transaction has taken are passed over.
func (s *Scope) TakeDirty(ctx context.Context, limit int) ([]models.SeriesKey, error) {
	unlocked := clause.Locking{Strength: "UPDATE", Options: "SKIP LOCKED"}
	marks, err := of[models.DirtySeries](s.db, unlocked).
		Order("marked_at, delivery_id, definition_id, segment").Limit(limit).Find(ctx)
	if err != nil || len(marks) == 0 {
		return nil, translate(err)
	}
	keys := make([]models.SeriesKey, 0, len(marks))
	for _, m := range marks {
		keys = append(keys, m.SeriesKey)
	}
	if _, err := among[models.DirtySeries](s, keys).Delete(ctx); err != nil {
		return nil, translate(err)
	}
	slices.SortFunc(keys, compareSeries)
	return keys, nil
}

// among narrows a query to some series.
func among[T any](s *Scope, keys []models.SeriesKey) query[T] {
	if s.dialect == migrations.Postgres {
		return of[T](s.db).Where("(delivery_id, definition_id, segment) IN (SELECT * FROM unnest(CAST(? AS uuid[]), CAST(? AS bigint[]), CAST(? AS text[])))",
			array(keys, func(k models.SeriesKey) string { return k.DeliveryID.String() }),
			array(keys, func(k models.SeriesKey) string { return strconv.FormatInt(k.DefinitionID, 10) }),
			array(keys, func(k models.SeriesKey) string { return k.Segment }))
	}
	const one = "(delivery_id = ? AND definition_id = ? AND segment = ?)"
	values := make([]any, 0, 3*len(keys))
	for _, k := range keys {
		values = append(values, k.DeliveryID, k.DefinitionID, k.Segment)
	}
	return of[T](s.db).Where(strings.Join(slices.Repeat([]string{one}, len(keys)), " OR "), values...)
}

// array writes an array as Postgres does: GORM would take a slice apart. None
// of the texts has a quotation mark or a backslash in it.
func array(keys []models.SeriesKey, part func(models.SeriesKey) string) string {
	parts := make([]string, 0, len(keys))
	for _, k := range keys {
		parts = append(parts, `"`+part(k)+`"`)
	}
	return "{" + strings.Join(parts, ",") + "}"
}

// Dirty returns how many series are behind.
func (s *Scope) Dirty(ctx context.Context) (int64, error) {
	n, err := of[models.DirtySeries](s.db).Count(ctx)
	return n, translate(err)
}

// Histories reads the observations of some series, each in the order of their
// IDs.
func (s *Scope) Histories(ctx context.Context, keys []models.SeriesKey) (map[models.SeriesKey][]models.Observation, error) {
	found, err := among[models.Observation](s, keys).Order("id").Find(ctx)
	histories := make(map[models.SeriesKey][]models.Observation, len(keys))
	for i := range found {
		key := found[i].Series()
		histories[key] = append(histories[key], found[i])
	}
	return histories, translate(err)
}

// DaysOf reads the days of some series.
func (s *Scope) DaysOf(ctx context.Context, keys []models.SeriesKey) (map[models.SeriesKey][]models.SeriesDay, error) {
	found, err := among[models.SeriesDay](s, keys).Order("day").Find(ctx)
	days := make(map[models.SeriesKey][]models.SeriesDay, len(keys))
	for _, d := range found {
		days[d.SeriesKey] = append(days[d.SeriesKey], d)
	}
	return days, translate(err)
}

// ReplaceSeries writes the derived figures of some series in place of those
// that there were.
func (s *Scope) ReplaceSeries(ctx context.Context, states []models.SeriesState, days []models.SeriesDay) error {
	keys := make([]models.SeriesKey, 0, len(states))
	for i := range states {
		keys = append(keys, states[i].SeriesKey)
	}
	if _, err := among[models.SeriesState](s, keys).Delete(ctx); err != nil {
		return translate(err)
	}
	if _, err := among[models.SeriesDay](s, keys).Delete(ctx); err != nil {
		return translate(err)
	}
	err := of[models.SeriesState](s.db).CreateInBatches(ctx, states, atOnce)
	switch {
	case err != nil || len(days) == 0:
		return translate(err)
	case s.dialect == migrations.Postgres:
		return s.daysByColumns(ctx, days)
	}
	return translate(of[models.SeriesDay](s.db).CreateInBatches(ctx, days, 5*atOnce))
}

// AddToRollup adds differences to the growth by day. Keys to which no series
// contributes any more disappear.
func (s *Scope) AddToRollup(ctx context.Context, differences []models.RollupDay) error {
	if len(differences) == 0 {
		return nil
	}
	// Two roll-ups that touch the same days must do so in one order.
	slices.SortFunc(differences, func(a, b models.RollupDay) int { return compareRollups(a.RollupKey, b.RollupKey) })
	if err := s.add(ctx, differences); err != nil {
		return err
	}
	for _, d := range differences {
		if d.Series >= 0 {
			continue
		}
		k := d.RollupKey
		_, err := of[models.RollupDay](s.db).Where(`series = 0 AND campaign_id = ? AND definition_id = ? AND segment = ? AND day = ?
			AND country = ? AND language = ? AND platform = ? AND message_type = ? AND messenger_type = ?`,
			k.CampaignID, k.DefinitionID, k.Segment, k.Day, k.Country, k.Language, k.Platform, k.MessageType, k.MessengerType).Delete(ctx)
		if err != nil {
			return translate(err)
		}
	}
	return nil
}

func (s *Scope) add(ctx context.Context, differences []models.RollupDay) error {
	if s.dialect == migrations.Postgres {
		return s.addByColumns(ctx, differences)
	}
	add := clause.OnConflict{
		Columns: rollupColumns(),
		DoUpdates: clause.Assignments(map[string]any{
			"increment":    gorm.Expr("rollup_days.increment + excluded.increment"),
			"series":       gorm.Expr("rollup_days.series + excluded.series"),
			"interpolated": gorm.Expr("rollup_days.interpolated + excluded.interpolated"),
			"suspect":      gorm.Expr("rollup_days.suspect + excluded.suspect"),
		}),
	}
	return translate(of[models.RollupDay](s.db, add).CreateInBatches(ctx, differences, atOnce))
}

func rollupColumns() []clause.Column {
	var columns []clause.Column
	for _, name := range []string{
		"campaign_id", "definition_id", "segment", "day", "country", "language", "platform", "message_type", "messenger_type",
	} {
		columns = append(columns, clause.Column{Name: name})
	}
	return columns
}

func compareRollups(a, b models.RollupKey) int {
	return cmp.Or(
		slices.Compare(a.CampaignID.UUID[:], b.CampaignID.UUID[:]), cmp.Compare(a.DefinitionID, b.DefinitionID),
		cmp.Compare(a.Segment, b.Segment), cmp.Compare(a.Day, b.Day), cmp.Compare(a.Country, b.Country),
		cmp.Compare(a.Language, b.Language), cmp.Compare(a.Platform, b.Platform),
		cmp.Compare(a.MessageType, b.MessageType), cmp.Compare(a.MessengerType, b.MessengerType))
}

// rollupLock is the advisory lock between rolling up, which shares it, and
// forgetting everything, which does not.
const rollupLock = 7246152

// ShareRollup keeps everything derived from being forgotten until the
// transaction ends.
func (s *Scope) ShareRollup(ctx context.Context) error {
	return s.lockRollup(ctx, "SELECT pg_advisory_xact_lock_shared(?)")
}

// ForgetDerived deletes everything that is derived from observations and marks
// every series dirty. It must be called inside InTx.
func (s *Scope) ForgetDerived(ctx context.Context) error {
	if err := s.lockRollup(ctx, "SELECT pg_advisory_xact_lock(?)"); err != nil {
		return err
	}
	db := s.db.WithContext(ctx)
	for _, statement := range []string{
		"DELETE FROM rollup_days", "DELETE FROM series_days", "DELETE FROM series_states",
		`INSERT INTO dirty_series (delivery_id, definition_id, segment, marked_at)
			SELECT delivery_id, definition_id, segment, max(received_at) FROM observations WHERE true GROUP BY delivery_id, definition_id, segment
			ON CONFLICT (delivery_id, definition_id, segment) DO NOTHING`,
	} {
		if err := db.Exec(statement).Error; err != nil {
			return translate(err)
		}
	}
	return nil
}

func (s *Scope) lockRollup(ctx context.Context, statement string) error {
	if s.dialect != "postgres" {
		return nil // one writer
	}
	return translate(s.db.WithContext(ctx).Exec(statement, rollupLock).Error)
}

// FrozenDelivery reads a delivery for what is derived from it, without
// keeping it from being published.
func (s *Scope) FrozenDelivery(ctx context.Context, id models.ID[models.Delivery]) (*models.Delivery, error) {
	return take(ctx, s.db, s.own("deliveries"), id)
}
