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
	if err := s.AwaitGate(ctx); err != nil {
		return err
	}
	return create(ctx, s.db, h)
}

// AwaitGate waits for the attempts being committed and lets none commit until
// the transaction ends, for whoever decides in it whether to close.
func (s *Scope) AwaitGate(ctx context.Context) error {
	return s.lockGate(ctx, "SELECT pg_advisory_xact_lock(?)")
}

// CreateHold closes a gate for what is claimed later, without waiting for the
// attempts being committed. It is for the publisher itself, which passes the
// gate while it finds out that an account is locked.
func (s *Scope) CreateHold(ctx context.Context, h *models.Hold) error { return create(ctx, s.db, h) }

// visibleHolds narrows holds to those of the installation, of the actor's
// organisation, and of the authorities that it has put something before, as
// far as they concern it; and the program's own on campaigns that it has before
// it to decide on.
func (s *Scope) visibleHolds() condition {
	if s.who.IsSystem() {
		return where("1 = 1")
	}
	own := s.who.OrganizationID
	return where(`(organization_id IS NULL OR organization_id = ? OR organization_id IN (SELECT authority_id FROM submissions WHERE organization_id = ?)
		AND (scope IN ('all', 'country', 'platform')
			OR scope_id IN (SELECT CAST(campaign_id AS text) FROM submissions WHERE organization_id = ?)
			OR scope_id IN (SELECT CAST(message_id AS text) FROM submissions WHERE organization_id = ?))
		OR id IN (SELECT hold_id FROM backlash_alarms WHERE campaign_id IN (SELECT campaign_id FROM submissions WHERE authority_id = ? AND state <> 'voided')))`, own, own, own, own, own)
}

// Holds lists the closed holds, newest first.
func (s *Scope) Holds(ctx context.Context) ([]models.Hold, error) {
	visible := s.visibleHolds()
	found, err := of[models.Hold](s.db).Where(visible.query, visible.args...).Where("opened_at IS NULL").Order("id DESC").Find(ctx)
	return found, translate(err)
}

// HeldNames returns what the campaigns and channels are called that holds stop,
// by their IDs, as far as the actor knows them: a hold can name anybody's.
// Campaigns have the name that the public knows.
func (s *Scope) HeldNames(ctx context.Context, holds []models.Hold) (map[string]string, error) {
	own := s.who.OrganizationID
	campaigns, err := of[models.Campaign](s.db).Where(`id IN ? AND (organization_id = ?
		OR id IN (SELECT campaign_id FROM submissions WHERE authority_id = ? AND state <> 'voided'))`, stoppedBy[models.Campaign](holds, "campaign"), own, own).Find(ctx)
	if err != nil {
		return nil, translate(err)
	}
	channels, err := of[models.Channel](s.db).Where("id IN ? AND organization_id = ?", stoppedBy[models.Channel](holds, "channel"), own).Find(ctx)
	names := map[string]string{}
	for i := range campaigns {
		names[campaigns[i].ID.String()] = campaigns[i].NameOutside()
	}
	for i := range channels {
		names[channels[i].ID.String()] = channels[i].Name
	}
	return names, translate(err)
}

// stoppedBy lists what holds of a scope stop.
func stoppedBy[T any](holds []models.Hold, scope string) (ids []models.ID[T]) {
	for _, h := range holds {
		if id, err := models.ParseID[T](h.ScopeID); err == nil && h.Scope == scope {
			ids = append(ids, id)
		}
	}
	return ids
}

// Hold reads a hold.
func (s *Scope) Hold(ctx context.Context, id int64) (*models.Hold, error) {
	visible := s.visibleHolds()
	h, err := of[models.Hold](s.db).Scopes(s.held(everybody)).Where(visible.query, visible.args...).Where("id = ?", id).Take(ctx)
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

// HeldBy returns the closed holds that stop a delivery over a channel that
// reaches some countries: of the installation, of its organisation, and of the
// authorities that have its message before them, in any scope it lies in.
func (s *Scope) HeldBy(ctx context.Context, d *models.Delivery, reaches []string) ([]models.Hold, error) {
	found, err := of[models.Hold](s.db).
		Where(`opened_at IS NULL AND (organization_id IS NULL OR organization_id = ?
			OR organization_id IN (SELECT authority_id FROM submissions WHERE message_id = ? AND state <> 'voided'))`, d.OrganizationID, d.MessageID).
		Where(`scope = 'all' OR scope = 'country' AND scope_id IN ? OR scope = 'campaign' AND scope_id = ? OR scope = 'message' AND scope_id = ?
			OR scope = 'platform' AND scope_id = ? OR scope = 'channel' AND scope_id = ? OR scope = 'messenger' AND scope_id = ?`,
			append([]string{d.Country}, reaches...), d.CampaignID.String(), d.MessageID.String(), d.Platform, d.ChannelID.String(), d.MessengerID.String()).
		Find(ctx)
	return found, translate(err)
}

// stopped is the condition of a delivery that waits for people: behind a hold
// or a suspended channel. It keeps what waits from filling the sweep; that
// nothing leaves is HeldBy's.
const stopped = `EXISTS (SELECT 1 FROM channels WHERE channels.id = deliveries.channel_id AND channels.state = 'suspended')
	OR EXISTS (SELECT 1 FROM holds WHERE holds.opened_at IS NULL
		AND (holds.organization_id IS NULL OR holds.organization_id = deliveries.organization_id
			OR holds.organization_id IN (SELECT authority_id FROM submissions WHERE submissions.message_id = deliveries.message_id AND submissions.state <> 'voided'))
		AND (holds.scope = 'all' OR holds.scope = 'country' AND holds.scope_id = deliveries.country
			OR holds.scope = 'platform' AND holds.scope_id = deliveries.platform
			OR holds.scope = 'campaign' AND holds.scope_id = CAST(deliveries.campaign_id AS text)
			OR holds.scope = 'message' AND holds.scope_id = CAST(deliveries.message_id AS text)
			OR holds.scope = 'channel' AND holds.scope_id = CAST(deliveries.channel_id AS text)
			OR holds.scope = 'messenger' AND holds.scope_id = CAST(deliveries.messenger_id AS text)))`

// KeepConsents reads a messenger's consents like Consents, and lets none of
// them end before the transaction does.
func (s *Scope) KeepConsents(ctx context.Context, messenger models.ID[models.Messenger]) ([]models.Consent, error) {
	found, err := of[models.Consent](s.db).Scopes(s.shared(s.own("consents"))).Where("messenger_id = ?", messenger).Order("id DESC").Find(ctx)
	return found, translate(err)
}
