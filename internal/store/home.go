package store

import (
	"context"
	"time"

	"caravan/models"
)

// A Need is something that waits for a person: one line of where they begin.
type Need struct {
	ID         string // of the thing
	CampaignID string
	MessageID  string
	Title      string
	Campaign   string
	Country    string
	Platform   string
	State      string
	Reason     string
	At         *time.Time // when it is due, or since when it waits
}

// needs is the most that one section of the beginning shows.
const needs = 25

// ask fills a section with one query.
func (s *Scope) ask(ctx context.Context, query string, args ...any) ([]Need, error) {
	found := []Need{}
	err := s.db.WithContext(ctx).Raw(query+" LIMIT ?", append(args, needs)...).Scan(&found).Error
	return found, translate(err)
}

// ReturnedToUs lists what an authority has sent back and nobody has frozen
// anew.
func (s *Scope) ReturnedToUs(ctx context.Context) ([]Need, error) {
	return s.ask(ctx, `SELECT s.id, s.campaign_id, s.message_id, m.title, c.title AS campaign, s.country, s.state, s.decided_at AS at
		FROM submissions s JOIN messages m ON m.id = s.message_id JOIN campaigns c ON c.id = s.campaign_id
		WHERE s.organization_id = ? AND s.state = 'returned' AND c.archived_at IS NULL ORDER BY s.decided_at, s.id`, s.who.OrganizationID)
}

// ToDecide lists the submissions that wait for the person's own word, the most
// urgent first. They carry the names that the public knows.
func (s *Scope) ToDecide(ctx context.Context) ([]Need, error) {
	return s.ask(ctx, `SELECT s.id, c.public_name AS campaign, o.public_name AS title, s.country, s.state, s.due_at AS at
		FROM submissions s JOIN campaigns c ON c.id = s.campaign_id JOIN organizations o ON o.id = s.organization_id
		WHERE s.authority_id = ? AND s.state = 'under_review' AND s.submitted_by <> ?
		AND NOT EXISTS (SELECT 1 FROM decisions d WHERE d.submission_id = s.id AND d.user_id = ? AND d.digest = s.digest) ORDER BY s.due_at, s.id`,
		s.who.OrganizationID, s.who.UserID, s.who.UserID)
}

// ToReview lists the versions that wait for the word of a colleague who had no
// part in them.
func (s *Scope) ToReview(ctx context.Context) ([]Need, error) {
	return s.ask(ctx, `SELECT v.id, m.campaign_id, v.message_id, m.title, c.title AS campaign, v.created_at AS at
		FROM message_versions v JOIN messages m ON m.id = v.message_id JOIN campaigns c ON c.id = m.campaign_id
		WHERE v.organization_id = ? AND v.voided_at IS NULL AND v.reviewed_at IS NULL AND v.created_by <> ?
		AND CAST(v.editors AS text) NOT LIKE ? ORDER BY v.created_at, v.id`, s.who.OrganizationID, s.who.UserID, "%"+s.who.UserID.String()+"%")
}

// GoneWrong lists the deliveries since a time that failed, or that nobody but a
// person can settle.
func (s *Scope) GoneWrong(ctx context.Context, since time.Time) ([]Need, error) {
	return s.ask(ctx, `SELECT d.id, d.campaign_id, d.message_id, m.title, c.title AS campaign, d.country, d.platform, d.state, d.reason, d.not_before AS at
		FROM deliveries d JOIN messages m ON m.id = d.message_id JOIN campaigns c ON c.id = d.campaign_id
		WHERE d.organization_id = ? AND (d.state IN ('unknown_human', 'failed', 'takedown_failed') OR d.unwanted > 0) AND d.not_before >= ?
		ORDER BY d.state DESC, d.not_before DESC, d.id`, s.who.OrganizationID, since)
}

// ConsentsEnding lists the messengers whose last consent ends before a time.
func (s *Scope) ConsentsEnding(ctx context.Context, now, before time.Time) ([]Need, error) {
	return s.ask(ctx, `SELECT m.id, m.pseudonym AS title, c.expires_at AS at FROM consents c JOIN messengers m ON m.id = c.messenger_id
		WHERE c.organization_id = ? AND m.archived_at IS NULL AND c.withdrawn_at IS NULL AND c.expires_at > ? AND c.expires_at < ?
		AND NOT EXISTS (SELECT 1 FROM consents o WHERE o.messenger_id = c.messenger_id AND o.withdrawn_at IS NULL
			AND (o.expires_at > c.expires_at OR o.expires_at = c.expires_at AND o.id > c.id)) ORDER BY c.expires_at, m.id`,
		s.who.OrganizationID, now, before)
}

// RisksEnding lists the messengers whose risk assessment is over, or ends
// before a time.
func (s *Scope) RisksEnding(ctx context.Context, before time.Time) ([]Need, error) {
	return s.ask(ctx, `SELECT m.id, m.pseudonym AS title, r.valid_until AS at FROM risk_assessments r JOIN messengers m ON m.id = r.messenger_id
		WHERE r.organization_id = ? AND m.archived_at IS NULL AND r.valid_until < ?
		AND NOT EXISTS (SELECT 1 FROM risk_assessments o WHERE o.messenger_id = r.messenger_id AND o.id > r.id) ORDER BY r.valid_until, m.id`,
		s.who.OrganizationID, before)
}

// HarmReviewsEnding lists the campaigns that speak, or soon will, whose review
// of what they could set off is over, or ends before a time.
func (s *Scope) HarmReviewsEnding(ctx context.Context, before time.Time) ([]Need, error) {
	campaigns, err := of[models.Campaign](s.db).Scopes(s.own("campaigns")).
		Where("archived_at IS NULL AND ends_on >= ?", models.DateOf(before.AddDate(0, 0, -30))).
		Where("id IN (SELECT campaign_id FROM campaign_countries WHERE state IN ?)",
			[]models.CampaignState{models.CampaignApproved, models.CampaignLive, models.CampaignPaused}).Order("id").Find(ctx)
	found := []Need{}
	for i := range campaigns {
		review := campaigns[i].HarmReview
		end, err := time.Parse(time.DateOnly, string(review.ValidUntil))
		if err != nil || !review.Over(models.DateOf(before)) || len(found) == needs {
			continue
		}
		end = end.AddDate(0, 0, 1)
		found = append(found, Need{ID: campaigns[i].ID.String(), CampaignID: campaigns[i].ID.String(), Title: campaigns[i].Title, At: &end})
	}
	return found, translate(err)
}

// AudiencesToConsider lists the delicate audiences that nobody has looked at
// since they were changed, and that the person did not change.
func (s *Scope) AudiencesToConsider(ctx context.Context) ([]Need, error) {
	audiences, err := of[models.Audience](s.db).Scopes(s.own("audiences")).
		Where("reviewed_at IS NULL AND (edited_by IS NULL OR edited_by <> ?)", s.who.UserID).Order("id DESC").Find(ctx)
	found := []Need{}
	for i := range audiences {
		a := &audiences[i]
		if len(a.Delicate()) > 0 && len(found) < needs {
			found = append(found, Need{ID: a.ID.String(), Title: a.SegmentName, At: &a.UpdatedAt})
		}
	}
	return found, translate(err)
}

// BackingsToConfirm lists the campaigns whose statement of who is behind them
// waits for the word of the person's organisation. They carry the names that
// the public knows.
func (s *Scope) BackingsToConfirm(ctx context.Context) ([]Need, error) {
	partnerships, err := s.Partnerships(ctx)
	found := []Need{}
	for i := range partnerships {
		p := &partnerships[i]
		campaign, err := s.Backed(ctx, p)
		if err != nil {
			return nil, err
		}
		if campaign.ArchivedAt == nil && !p.Knows(campaign) && len(found) < needs {
			found = append(found, Need{ID: p.ID.String(), Title: campaign.Backing().Campaign, At: &p.CreatedAt})
		}
	}
	return found, err
}

// A DueDay is what is due on one local day for a campaign on a platform in a
// country.
type DueDay struct {
	Day        models.Date
	CampaignID string
	Campaign   string
	Country    string
	Platform   string
	Zone       string
	First      string // local time
	Count      int
}

// Ahead sums up what is due between two times, day by day.
func (s *Scope) Ahead(ctx context.Context, from, to time.Time) ([]DueDay, error) {
	found := []DueDay{}
	err := s.db.WithContext(ctx).Raw(`SELECT substr(d.local, 1, 10) AS day, d.campaign_id, c.title AS campaign, d.country, d.platform, d.zone,
			min(d.local) AS first, count(*) AS count
		FROM deliveries d JOIN campaigns c ON c.id = d.campaign_id
		WHERE d.organization_id = ? AND d.state IN ('planned', 'ready', 'retry_wait', 'claimed') AND d.not_before >= ? AND d.not_before < ?
		GROUP BY substr(d.local, 1, 10), d.campaign_id, c.title, d.country, d.platform, d.zone
		ORDER BY 1, 7, c.title, d.platform LIMIT 200`, s.who.OrganizationID, from, to).Scan(&found).Error
	return found, translate(err)
}
