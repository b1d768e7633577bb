package store

import (
	"context"
	"time"

	"gorm.io/gorm"

	"caravan/models"
)

// Many rows travel to Postgres by columns, each an array, in one statement: it
// is planned once, and needs neither a variable for each value nor a COPY,
// which no transaction of database/sql can begin.

// appendColumns writes observations.
func (s *Scope) appendColumns(ctx context.Context, observed []models.Observation) error {
	const statement = `INSERT INTO observations (delivery_id, definition_id, segment, value, value_low, value_high, level, missing_reason,
			observed_at, period_start, received_at, source, quality, batch, supersedes)
		SELECT * FROM unnest($1::uuid[], $2::bigint[], $3::text[], $4::bigint[], $5::bigint[], $6::bigint[], $7::double precision[], $8::text[],
			$9::timestamptz[], $10::timestamptz[], $11::timestamptz[], $12::text[], $13::text[], $14::text[], $15::bigint[])`
	return s.execute(ctx, statement,
		column(observed, func(o *models.Observation) [16]byte { return o.DeliveryID.UUID }),
		column(observed, func(o *models.Observation) int64 { return o.DefinitionID }),
		column(observed, func(o *models.Observation) string { return o.Segment }),
		column(observed, func(o *models.Observation) *int64 { return o.Value }),
		column(observed, func(o *models.Observation) *int64 { return o.ValueLow }),
		column(observed, func(o *models.Observation) *int64 { return o.ValueHigh }),
		column(observed, func(o *models.Observation) *float64 { return o.Level }),
		column(observed, func(o *models.Observation) string { return o.MissingReason }),
		column(observed, func(o *models.Observation) time.Time { return o.ObservedAt }),
		column(observed, func(o *models.Observation) *time.Time { return o.PeriodStart }),
		column(observed, func(o *models.Observation) time.Time { return o.ReceivedAt }),
		column(observed, func(o *models.Observation) string { return o.Source }),
		column(observed, func(o *models.Observation) string { return o.Quality }),
		column(observed, func(o *models.Observation) string { return o.Batch }),
		column(observed, func(o *models.Observation) *int64 { return o.Supersedes }),
	)
}

// markColumns marks series dirty, in the order given. A mark that is there is
// updated and not left alone: that holds it until this transaction ends.
// Otherwise a roll-up could take the mark of an earlier writer away before the
// rows written here can be seen.
func (s *Scope) markColumns(ctx context.Context, keys []models.SeriesKey, now time.Time) error {
	const statement = `INSERT INTO dirty_series (delivery_id, definition_id, segment, marked_at)
		SELECT delivery_id, definition_id, segment, $4 FROM unnest($1::uuid[], $2::bigint[], $3::text[]) AS t (delivery_id, definition_id, segment)
		ON CONFLICT (delivery_id, definition_id, segment) DO UPDATE SET marked_at = excluded.marked_at`
	return s.execute(ctx, statement,
		column(keys, func(k *models.SeriesKey) [16]byte { return k.DeliveryID.UUID }),
		column(keys, func(k *models.SeriesKey) int64 { return k.DefinitionID }),
		column(keys, func(k *models.SeriesKey) string { return k.Segment }),
		now,
	)
}

// daysByColumns writes the days of series.
func (s *Scope) daysByColumns(ctx context.Context, days []models.SeriesDay) error {
	const statement = `INSERT INTO series_days (delivery_id, definition_id, segment, day, increment, interpolated, suspect)
		SELECT * FROM unnest($1::uuid[], $2::bigint[], $3::text[], $4::text[], $5::bigint[], $6::boolean[], $7::boolean[])`
	return s.execute(ctx, statement,
		column(days, func(d *models.SeriesDay) [16]byte { return d.DeliveryID.UUID }),
		column(days, func(d *models.SeriesDay) int64 { return d.DefinitionID }),
		column(days, func(d *models.SeriesDay) string { return d.Segment }),
		column(days, func(d *models.SeriesDay) string { return string(d.Day) }),
		column(days, func(d *models.SeriesDay) int64 { return d.Increment }),
		column(days, func(d *models.SeriesDay) bool { return d.Interpolated }),
		column(days, func(d *models.SeriesDay) bool { return d.Suspect }),
	)
}

// addByColumns adds differences to the growth by day, in the order given.
func (s *Scope) addByColumns(ctx context.Context, differences []models.RollupDay) error {
	const statement = `INSERT INTO rollup_days (campaign_id, definition_id, segment, day, country, language, platform, message_type, messenger_type,
			organization_id, increment, series, interpolated, suspect)
		SELECT * FROM unnest($1::uuid[], $2::bigint[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[],
			$10::uuid[], $11::bigint[], $12::integer[], $13::integer[], $14::integer[])
		ON CONFLICT (campaign_id, definition_id, segment, day, country, language, platform, message_type, messenger_type) DO UPDATE SET
			increment = rollup_days.increment + excluded.increment, series = rollup_days.series + excluded.series,
			interpolated = rollup_days.interpolated + excluded.interpolated, suspect = rollup_days.suspect + excluded.suspect`
	return s.execute(ctx, statement,
		column(differences, func(d *models.RollupDay) [16]byte { return d.CampaignID.UUID }),
		column(differences, func(d *models.RollupDay) int64 { return d.DefinitionID }),
		column(differences, func(d *models.RollupDay) string { return d.Segment }),
		column(differences, func(d *models.RollupDay) string { return string(d.Day) }),
		column(differences, func(d *models.RollupDay) string { return d.Country }),
		column(differences, func(d *models.RollupDay) string { return d.Language }),
		column(differences, func(d *models.RollupDay) string { return d.Platform }),
		column(differences, func(d *models.RollupDay) string { return d.MessageType }),
		column(differences, func(d *models.RollupDay) string { return d.MessengerType }),
		column(differences, func(d *models.RollupDay) [16]byte { return d.OrganizationID.UUID }),
		column(differences, func(d *models.RollupDay) int64 { return d.Increment }),
		column(differences, func(d *models.RollupDay) int { return d.Series }),
		column(differences, func(d *models.RollupDay) int { return d.Interpolated }),
		column(differences, func(d *models.RollupDay) int { return d.Suspect }),
	)
}

// column is one value of each row.
func column[R, V any](rows []R, value func(*R) V) []V {
	values := make([]V, len(rows))
	for i := range rows {
		values[i] = value(&rows[i])
	}
	return values
}

// execute runs a statement past GORM, which would take an array apart.
func (s *Scope) execute(ctx context.Context, statement string, args ...any) error {
	_, err := s.db.Statement.ConnPool.ExecContext(ctx, statement, args...)
	if err == nil {
		return nil
	}
	if translator, ok := s.db.Dialector.(gorm.ErrorTranslator); ok {
		err = translator.Translate(err)
	}
	return translate(err)
}
