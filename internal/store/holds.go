package store

import (
	"context"

	"caravan/models"
)

// gateKey is the advisory lock between closing a hold and committing an
// attempt.
const gateKey = 7246152

// PassGate holds the gate open for this transaction: who closes it waits for
// the transactions that passed before, and for no others. SQLite has one
// writer, which is the same promise.
func (s *Scope) PassGate(ctx context.Context) error {
	return s.lockGate(ctx, "SELECT pg_advisory_xact_lock_shared(?)")
}

func (s *Scope) lockGate(ctx context.Context, query string) error {
	if s.dialect != "postgres" {
		return nil
	}
	return translate(s.db.WithContext(ctx).Exec(query, gateKey).Error)
}

// CloseHold closes a gate. When the transaction has committed, no attempt in
// its scope commits any more.
func (s *Scope) CloseHold(ctx context.Context, h *models.Hold) error {
	if err := s.lockGate(ctx, "SELECT pg_advisory_xact_lock(?)"); err != nil {
		return err
	}
	return create(ctx, s.db, h)
}

// CreateHold closes a gate for what is claimed later, without waiting for the
// attempts being committed. It is for the publisher itself, which passes the
// gate while it finds out that an account is locked.
func (s *Scope) CreateHold(ctx context.Context, h *models.Hold) error { return create(ctx, s.db, h) }

// visibleHolds narrows holds to those of the actor's organisation and of the
// installation.
func (s *Scope) visibleHolds() condition {
	if s.who.IsSystem() {
		return where("1 = 1")
	}
	return where("(organization_id IS NULL OR organization_id = ?)", s.who.OrganizationID)
}

// Holds lists the closed holds, newest first.
func (s *Scope) Holds(ctx context.Context) ([]models.Hold, error) {
	visible := s.visibleHolds()
	found, err := of[models.Hold](s.db).Where(visible.query, visible.args...).Where("opened_at IS NULL").Order("id DESC").Find(ctx)
	return found, translate(err)
}

// Hold reads a hold.
func (s *Scope) Hold(ctx context.Context, id int64) (*models.Hold, error) {
	visible := s.visibleHolds()
	h, err := of[models.Hold](s.db).Where(visible.query, visible.args...).Where("id = ?", id).Take(ctx)
	if err != nil {
		return nil, translate(err)
	}
	return &h, nil
}

// SaveHold writes who opens a hold.
func (s *Scope) SaveHold(ctx context.Context, h *models.Hold) error {
	_, err := of[models.Hold](s.db).Where("id = ?", h.ID).Select("opening_by", "opened_by", "opened_at").Updates(ctx, *h)
	return translate(err)
}

// HeldBy returns the closed holds that stop a delivery: of the installation,
// and of its organisation, in any scope it lies in.
func (s *Scope) HeldBy(ctx context.Context, d *models.Delivery) ([]models.Hold, error) {
	found, err := of[models.Hold](s.db).
		Where("opened_at IS NULL AND (organization_id IS NULL OR organization_id = ?)", d.OrganizationID).
		Where(`scope = 'all' OR scope = 'country' AND scope_id = ? OR scope = 'campaign' AND scope_id = ? OR scope = 'message' AND scope_id = ?
			OR scope = 'platform' AND scope_id = ? OR scope = 'channel' AND scope_id = ? OR scope = 'messenger' AND scope_id = ?`,
			d.Country, d.CampaignID.String(), d.MessageID.String(), d.Platform, d.ChannelID.String(), d.MessengerID.String()).
		Find(ctx)
	return found, translate(err)
}
