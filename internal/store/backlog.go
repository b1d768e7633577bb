package store

import (
	"context"
	"time"

	"caravan/models"
)

// A Backlog is what an installation has yet to do.
type Backlog struct {
	Owed      map[string]int // due tasks, by kind
	Uncertain int            // deliveries of which nobody knows what became of them
	DueSince  time.Time      // of the longest waiting delivery; zero if none is due
}

// Backlog counts what is to be done at now.
func (s *Scope) Backlog(ctx context.Context, now time.Time) (Backlog, error) {
	b := Backlog{Owed: map[string]int{}}
	var owed []struct {
		Kind string
		N    int
	}
	err := s.db.WithContext(ctx).Model(&OwedTask{}).Where("due_at <= ?", now).Select("kind, count(*) AS n").Group("kind").Scan(&owed).Error
	if err != nil {
		return b, translate(err)
	}
	for _, o := range owed {
		b.Owed[o.Kind] = o.N
	}
	uncertain, err := of[models.Delivery](s.db).Where("state IN ?", []models.DeliveryState{models.Uncertain, models.UncertainHuman}).Count(ctx)
	if err != nil {
		return b, translate(err)
	}
	b.Uncertain = int(uncertain)
	waiting, err := of[models.Delivery](s.db).
		Where("state IN ('ready', 'retry_wait') AND not_before <= ? AND next_at <= ? AND not_after > ?", now, now, now).
		Order("not_before").Limit(1).Find(ctx)
	if len(waiting) > 0 {
		b.DueSince = waiting[0].NotBefore
	}
	return b, translate(err)
}
