package evaluation

import (
	"context"
	"slices"
	"time"

	"caravan/internal/platforms"
	"caravan/internal/store"
	"caravan/models"
)

// DefinitionsOf returns the metric definitions of a platform's profile, valid
// from a day on.
func DefinitionsOf(p platforms.Profile, from models.Date) []models.MetricDefinition {
	list := make([]models.MetricDefinition, 0, len(p.Metrics))
	for _, m := range append(slices.Clone(p.Metrics), platforms.LinkClicks()) {
		list = append(list, models.MetricDefinition{
			Metric: m.Name, Platform: p.Name, NativeName: m.Native, Family: m.Family, Unit: m.Unit, Kind: string(m.Kind),
			AdditiveTime: m.Additive.Time, AdditiveDelivery: m.Additive.Deliveries, AdditiveSegment: m.Additive.Segments,
			Threshold: m.Threshold, Manual: m.Manual, SettleHours: int(m.Settle / time.Hour),
			ValidFrom: from, Source: "profile " + p.Name,
		})
	}
	return list
}

// define brings the dictionary up to the versions wanted.
func define(ctx context.Context, tx *store.Scope, wanted []models.MetricDefinition, today models.Date) error {
	type name struct{ platform, native string }
	known, err := tx.Definitions(ctx)
	if err != nil {
		return err
	}
	versions, newest := map[name][]models.MetricDefinition{}, map[name]*models.MetricDefinition{}
	var names []name
	for _, w := range wanted {
		n := name{w.Platform, w.NativeName}
		if versions[n] == nil {
			names = append(names, n)
		}
		versions[n] = append(versions[n], w)
	}
	for i := range known { // in the order of their days
		newest[name{known[i].Platform, known[i].NativeName}] = &known[i]
	}
	for _, n := range names {
		if err := redefine(ctx, tx, versions[n], newest[n], today); err != nil {
			return err
		}
	}
	return nil
}

// redefine writes the versions of one definition, in the order of their days.
// Once there is any, only what the last of them means is compared: if it is
// not what holds, it holds from today on.
func redefine(ctx context.Context, tx *store.Scope, versions []models.MetricDefinition, newest *models.MetricDefinition, today models.Date) error {
	last := versions[len(versions)-1]
	if newest != nil {
		if newest.Same(&last) {
			return nil
		}
		if last.ValidFrom <= newest.ValidFrom {
			last.ValidFrom = max(today, dayAfter(newest.ValidFrom))
		}
		newest.ValidTo = last.ValidFrom
		if err := tx.CloseDefinition(ctx, newest); err != nil {
			return err
		}
		return tx.CreateDefinition(ctx, &last)
	}
	for i := range versions {
		if i+1 < len(versions) {
			versions[i].ValidTo = versions[i+1].ValidFrom
		}
		if err := tx.CreateDefinition(ctx, &versions[i]); err != nil {
			return err
		}
	}
	return nil
}

// dayAfter returns the day after a day that exists.
func dayAfter(day models.Date) models.Date {
	t, _ := time.Parse(time.DateOnly, string(day)) // a day of the database exists
	return models.DateOf(t.AddDate(0, 0, 1))
}

// A dictionary finds definitions.
type dictionary []models.MetricDefinition

// native returns the definition of a platform's own name on a day, or nil.
func (d dictionary) native(platform, name string, day models.Date) *models.MetricDefinition {
	for i := range d {
		if d[i].Platform == platform && d[i].NativeName == name && d[i].Holds(day) {
			return &d[i]
		}
	}
	return nil
}

// find returns the definition that a person means by a name on a day: the
// platform's own name, or the metric where only one definition is of it. It
// returns ErrMetric with the names that would do.
func (d dictionary) find(platform, name string, day models.Date) (*models.MetricDefinition, error) {
	if own := d.native(platform, name, day); own != nil {
		return own, nil
	}
	var meant []*models.MetricDefinition
	var names []string
	for i := range d {
		if d[i].Platform != platform || !d[i].Holds(day) {
			continue
		}
		names = append(names, d[i].NativeName)
		if d[i].Metric == name {
			meant = append(meant, &d[i])
		}
	}
	if len(meant) == 1 {
		return meant[0], nil
	}
	refusal := models.ErrMetric.At("/metric")
	refusal.Fields[0].Allowed = names
	return nil, refusal
}

// id returns the definition with an ID, or nil.
func (d dictionary) id(id int64) *models.MetricDefinition {
	for i := range d {
		if d[i].ID == id {
			return &d[i]
		}
	}
	return nil
}

// ids names the definitions that are wanted.
func (d dictionary) ids(wanted func(*models.MetricDefinition) bool) []int64 {
	ids := []int64{}
	for i := range d {
		if wanted(&d[i]) {
			ids = append(ids, d[i].ID)
		}
	}
	return ids
}

// of lists the definitions of a platform that hold on a day.
func (d dictionary) of(platform string, day models.Date) []*models.MetricDefinition {
	var list []*models.MetricDefinition
	for i := range d {
		if d[i].Platform == platform && d[i].Holds(day) {
			list = append(list, &d[i])
		}
	}
	return list
}
