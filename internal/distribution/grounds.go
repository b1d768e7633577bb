package distribution

import (
	"context"
	"time"

	"caravan/internal/store"
	"caravan/models"
)

// Grounds are what the deliveries of a message rest on, as they stand now. In
// a transaction no consent among them ends before it does.
type grounds struct {
	campaign    *models.Campaign
	consents    []models.Consent
	risks       []models.RiskAssessment
	submissions []models.Submission
}

// groundsOf reads what the deliveries of a message rest on.
func groundsOf(ctx context.Context, tx *store.Scope, campaign models.ID[models.Campaign], message models.ID[models.Message], messenger models.ID[models.Messenger]) (*grounds, error) {
	var g grounds
	var err error
	if g.campaign, err = tx.Campaign(ctx, campaign); err != nil {
		return nil, err
	}
	if g.consents, err = tx.KeepConsents(ctx, messenger); err != nil {
		return nil, err
	}
	if g.risks, err = tx.Risks(ctx, messenger); err != nil {
		return nil, err
	}
	g.submissions, err = tx.SubmissionsOf(ctx, message)
	return &g, err
}

// allow refuses a delivery that they do not allow.
func (g *grounds) allow(delivery *models.Delivery, channel *models.Channel, now time.Time) error {
	if digest, err := delivery.Rendering.Digest(); err != nil || digest != delivery.Digest {
		return models.ErrDigestMismatch
	}
	countries := channel.Needs(g.campaign)
	if err := g.approved(delivery, countries, now); err != nil {
		return err
	}
	return g.consented(delivery, countries, now)
}

// approved refuses a delivery whose bytes some country has not approved.
func (g *grounds) approved(delivery *models.Delivery, countries []string, now time.Time) error {
	if len(countries) == 0 {
		return models.ErrNotApproved.With("The channel reaches no country of the campaign.")
	}
	for _, country := range countries {
		reason := error(models.ErrNotApproved.With("Not approved for " + country + "."))
		for i := range g.submissions {
			s := &g.submissions[i]
			if s.Country == country && s.VersionID == delivery.VersionID && s.State != models.Voided {
				reason = s.Authorizes(delivery.ChannelID, delivery.Digest, delivery.Day(), now)
			}
		}
		if reason != nil {
			return reason
		}
	}
	return nil
}

// consented refuses a delivery whose messenger has no live consent or risk
// assessment for it.
func (g *grounds) consented(delivery *models.Delivery, countries []string, now time.Time) error {
	for _, country := range countries {
		covered := false
		for i := range g.consents {
			covered = covered || g.consents[i].Covers(delivery.Platform, country, now)
		}
		if !covered {
			return models.ErrConsent
		}
	}
	if len(g.risks) == 0 || !g.risks[0].Live(now) {
		return models.ErrRisk
	}
	return nil
}
