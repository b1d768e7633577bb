package store

import (
	"context"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"caravan/models"
)

// DeliveryByLink reads the delivery that a link's code belongs to.
func (s *Scope) DeliveryByLink(ctx context.Context, code string) (*models.Delivery, error) {
	found, err := of[models.Delivery](s.db).Scopes(s.own("deliveries")).Where("link_code = ? AND link_code <> ''", code).Take(ctx)
	return &found, translate(err)
}

// Click counts that a delivery's link was followed.
func (s *Scope) Click(ctx context.Context, id models.ID[models.Delivery], now time.Time) error {
	more := clause.OnConflict{
		Columns: []clause.Column{{Name: "delivery_id"}, {Name: "hour"}}, DoUpdates: clause.Assignments(map[string]any{"clicks": gorm.Expr("link_clicks.clicks + 1")}),
	}
	first := models.LinkClicks{DeliveryID: id, Hour: now.UTC().Truncate(time.Hour), Clicks: 1}
	return translate(of[models.LinkClicks](s.db, more).Create(ctx, &first))
}

// Clicks returns how often a delivery's link was followed.
func (s *Scope) Clicks(ctx context.Context, id models.ID[models.Delivery]) (int64, error) {
	var sum struct{ N int64 }
	err := of[models.LinkClicks](s.db).Select("coalesce(sum(clicks), 0) AS n").Where("delivery_id = ?", id).Scan(ctx, &sum)
	return sum.N, translate(err)
}
