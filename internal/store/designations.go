package store

import (
	"context"

	"caravan/models"
)

// Called reads what a messenger is called in a campaign. Whoever is not called
// anything there yet is, by what make says of those who are. It must be called
// inside InTx.
func (s *Scope) Called(ctx context.Context, campaign models.ID[models.Campaign], messenger models.ID[models.Messenger], name func(taken []string) (*models.Designation, error)) (string, error) {
	if err := s.alone(ctx, "designations:"+campaign.String()); err != nil {
		return "", err
	}
	there, err := of[models.Designation](s.db).Where("campaign_id = ?", campaign).Find(ctx)
	if err != nil {
		return "", translate(err)
	}
	taken := make([]string, 0, len(there))
	for _, d := range there {
		if d.MessengerID == messenger {
			return d.Words, nil
		}
		taken = append(taken, d.Words)
	}
	d, err := name(taken)
	if err != nil {
		return "", err
	}
	return d.Words, create(ctx, s.db, d)
}

// An Uncalled is a messenger who speaks in a campaign that was put before
// somebody, and is not called anything there yet.
type Uncalled struct {
	CampaignID     models.ID[models.Campaign]
	MessengerID    models.ID[models.Messenger]
	OrganizationID models.ID[models.Organization]
}

// Uncalled lists those of every organisation.
func (s *Scope) Uncalled(ctx context.Context) ([]Uncalled, error) {
	var found []Uncalled
	err := s.db.WithContext(ctx).Raw(`SELECT DISTINCT s.campaign_id, m.messenger_id, s.organization_id
		FROM submissions s JOIN messages m ON m.id = s.message_id JOIN messengers p ON p.id = m.messenger_id
		WHERE NOT EXISTS (SELECT 1 FROM designations d WHERE d.campaign_id = s.campaign_id AND d.messenger_id = m.messenger_id)
		ORDER BY s.campaign_id, m.messenger_id`).Scan(&found).Error
	return found, translate(err)
}
