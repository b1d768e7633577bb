package store

import (
	"context"

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
