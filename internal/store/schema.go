package store

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"caravan/models"
)

// Columns returns the names of a table's columns.
func (s *Store) Columns(ctx context.Context, table string) ([]string, error) {
	query := "SELECT column_name FROM information_schema.columns WHERE table_schema = 'public' AND table_name = ?"
	if s.dialect == "sqlite" {
		query = "SELECT name FROM pragma_table_info(?)"
	}
	var names []string
	err := s.db.WithContext(ctx).Raw(query, table).Scan(&names).Error
	return names, translate(err)
}

// Tables returns the names of all tables, save for those of the migrations and
// of the database itself.
func (s *Store) Tables(ctx context.Context) ([]string, error) {
	query := "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'"
	if s.dialect == "sqlite" {
		query = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
	}
	var names []string
	err := s.db.WithContext(ctx).Raw(query).Scan(&names).Error
	return slices.DeleteFunc(names, func(name string) bool { return name == "goose_db_version" }), translate(err)
}

// Transitions returns the changes of a delivery's state that the database
// allows, sorted.
func (s *Store) Transitions(ctx context.Context) (map[models.DeliveryState][]models.DeliveryState, error) {
	var rows []struct{ FromState, ToState models.DeliveryState }
	err := s.db.WithContext(ctx).Raw("SELECT from_state, to_state FROM delivery_transitions ORDER BY from_state, to_state").Scan(&rows).Error
	table := map[models.DeliveryState][]models.DeliveryState{}
	for _, r := range rows {
		table[r.FromState] = append(table[r.FromState], r.ToState)
	}
	return table, translate(err)
}

// Derived returns everything that is derived from observations as sorted lines
// of JSON, so that two derivations can be compared.
func (s *Store) Derived(ctx context.Context) ([]string, error) {
	var lines []string
	states, err := of[models.SeriesState](s.db).Find(ctx)
	if err != nil {
		return nil, translate(err)
	}
	for i := range states {
		for _, at := range []**time.Time{&states[i].FirstAt, &states[i].LastAt} {
			if *at != nil {
				*at = new((*at).UTC())
			}
		}
		lines = append(lines, line(states[i]))
	}
	days, err := of[models.SeriesDay](s.db).Find(ctx)
	if err != nil {
		return nil, translate(err)
	}
	for _, d := range days {
		lines = append(lines, line(d))
	}
	sums, err := of[models.RollupDay](s.db).Find(ctx)
	for _, d := range sums {
		lines = append(lines, line(d))
	}
	slices.Sort(lines)
	return lines, translate(err)
}

func line(row any) string {
	text, _ := json.Marshal(row) // plain values: cannot fail
	return string(text)
}
