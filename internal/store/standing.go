package store

import (
	"context"
	"slices"
	"strings"
	"time"

	"caravan/models"
)

// What happens to a text, a consent, a rule or a campaign takes the force from
// the versions and submissions that rest on it. Every desk that changes one of
// those calls on this file, in the transaction of the change.

// VoidMessage ends every version of a message and every submission made from
// them, and lets the campaign's states follow. It returns the number of the
// newest version, 0 if there is none.
func (s *Scope) VoidMessage(ctx context.Context, m *models.Message, reason string, now time.Time) (last int, err error) {
	versions, err := s.Versions(ctx, m.ID)
	if err != nil || len(versions) == 0 {
		return 0, err
	}
	for i := range versions {
		if versions[i].VoidedAt != nil {
			continue
		}
		versions[i].Void(reason, now)
		if err := s.SaveReview(ctx, &versions[i]); err != nil {
			return 0, err
		}
	}
	submissions, err := of[models.Submission](s.db).Scopes(s.held(s.submitted)).Where("message_id = ?", m.ID).Order("id").Find(ctx)
	if err != nil {
		return 0, translate(err)
	}
	if err := s.VoidSubmissions(ctx, submissions, reason, now); err != nil {
		return 0, err
	}
	return versions[0].Number, s.SettleCampaign(ctx, m.CampaignID)
}

// VoidSubmissions ends submissions, tells those who judge them, and lets the
// states of their campaigns follow.
func (s *Scope) VoidSubmissions(ctx context.Context, submissions []models.Submission, reason string, now time.Time) error {
	slices.SortStableFunc(submissions, func(a, b models.Submission) int { // trails are locked in one order
		return strings.Compare(a.OrganizationID.String(), b.OrganizationID.String())
	})
	touched := map[models.ID[models.Campaign]]bool{}
	for i := range submissions {
		sub := &submissions[i]
		if sub.State == models.Voided {
			continue
		}
		sub.Void(reason)
		if err := s.SaveSubmission(ctx, sub); err != nil {
			return err
		}
		if err := s.RecordSubmission(ctx, sub, "submission.voided", reason, now); err != nil {
			return err
		}
		if err := s.recall(ctx, sub, reason, now); err != nil {
			return err
		}
		touched[sub.CampaignID] = true
	}
	for campaign := range touched {
		if err := s.SettleCampaign(ctx, campaign); err != nil {
			return err
		}
	}
	return nil
}

// recall takes back what was to leave under a submission and has not left yet:
// every country that a channel reaches has to agree, so none of its deliveries
// may leave without this one.
func (s *Scope) recall(ctx context.Context, sub *models.Submission, reason string, now time.Time) error {
	waiting, err := of[models.Delivery](s.db).Scopes(s.held(everybody)).
		Where("version_id = ? AND state IN ?", sub.VersionID, models.Recallable()).Order("id").Find(ctx)
	if err != nil {
		return translate(err)
	}
	for i := range waiting {
		d := &waiting[i]
		if !sub.Statement.Targeted(d.ChannelID) || d.Recall(reason) != nil {
			continue
		}
		if err := s.SaveDelivery(ctx, d); err != nil {
			return err
		}
		err := s.Record(ctx, Change{
			Action: "delivery." + string(d.State), Kind: "delivery", Object: d.ID.String(), After: d.Digest, Reason: reason, At: now,
			Tenant: d.OrganizationID, Campaign: d.CampaignID,
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// RecordSubmission writes down what was done to a submission, for the
// organisation that made it, and for the authority where it did it itself;
// otherwise the authority gets a hint.
func (s *Scope) RecordSubmission(ctx context.Context, sub *models.Submission, action, reason string, now time.Time) error {
	c := Change{
		Action: action, Kind: "submission", Object: sub.ID.String(), After: sub.Digest, Reason: reason, At: now, Campaign: sub.CampaignID,
		Tenant: sub.OrganizationID,
	}
	if err := s.Record(ctx, c); err != nil || sub.AuthorityID == sub.OrganizationID {
		return err
	}
	if c.Tenant = sub.AuthorityID; s.who.OrganizationID != sub.AuthorityID {
		return s.Tell(ctx, sub.AuthorityID, c)
	}
	return s.Record(ctx, c)
}

// SettleCampaign lets the state of a campaign in each of its countries follow
// from its versions and submissions, whoever asks: a decision of an authority
// moves a campaign that it cannot read.
func (s *Scope) SettleCampaign(ctx context.Context, id models.ID[models.Campaign]) error {
	countries, err := of[models.CampaignCountry](s.db).Scopes(s.held(everybody)).Where("campaign_id = ?", id).Order("country").Find(ctx)
	if err != nil {
		return translate(err)
	}
	var frozen int64
	err = s.db.WithContext(ctx).Model(&models.MessageVersion{}).
		Where("voided_at IS NULL AND message_id IN (SELECT id FROM messages WHERE campaign_id = ?)", id).Count(&frozen).Error
	if err != nil {
		return translate(err)
	}
	var rows []struct {
		Country string
		State   models.SubmissionState
	}
	err = s.db.WithContext(ctx).Model(&models.Submission{}).Select("country, state").Where("campaign_id = ?", id).Scan(&rows).Error
	if err != nil {
		return translate(err)
	}
	for i := range countries {
		var states []models.SubmissionState
		for _, row := range rows {
			if row.Country == countries[i].Country {
				states = append(states, row.State)
			}
		}
		if countries[i].Settle(frozen > 0, states) {
			if err := s.SaveCampaignCountry(ctx, &countries[i]); err != nil {
				return err
			}
		}
	}
	return nil
}

// GoLive moves a campaign that is approved in a country to live there: the
// first of its messages has come out.
func (s *Scope) GoLive(ctx context.Context, id models.ID[models.Campaign], country string) error {
	found, err := of[models.CampaignCountry](s.db).Scopes(s.held(everybody)).
		Where("campaign_id = ? AND country = ? AND state = ?", id, country, models.CampaignApproved).Find(ctx)
	if err != nil || len(found) == 0 {
		return translate(err)
	}
	if err := found[0].Move(models.CampaignLive); err != nil {
		return err
	}
	return s.SaveCampaignCountry(ctx, &found[0])
}

// SubmissionsUnder lists the standing submissions that rest on a consent.
func (s *Scope) SubmissionsUnder(ctx context.Context, consent *models.Consent) ([]models.Submission, error) {
	found, err := of[models.Submission](s.db).Scopes(s.held(s.own("submissions"))).
		Where("state IN ? AND consent_id = ?", standing(), consent.ID).Order("id").Find(ctx)
	return found, translate(err)
}

// SubmissionsOfCampaign lists the standing submissions of a campaign.
func (s *Scope) SubmissionsOfCampaign(ctx context.Context, id models.ID[models.Campaign]) ([]models.Submission, error) {
	found, err := of[models.Submission](s.db).Scopes(s.held(s.own("submissions"))).
		Where("campaign_id = ? AND state IN ?", id, standing()).Order("id").Find(ctx)
	return found, translate(err)
}

// A Judged is a submission with what a rule looks at.
type Judged struct {
	Submission models.Submission
	Message    models.Message
	Classes    []string // of its channels
}

// SubmissionsIn lists the standing submissions of every organisation in a
// country: what a changed rule may touch.
func (s *Scope) SubmissionsIn(ctx context.Context, country string) ([]Judged, error) {
	found, err := of[models.Submission](s.db).Scopes(s.held(everybody)).Where("country = ? AND state IN ?", country, standing()).Order("id").Find(ctx)
	if err != nil {
		return nil, translate(err)
	}
	judged := make([]Judged, 0, len(found))
	for _, sub := range found {
		m, err := take(ctx, s.db, everybody, sub.MessageID)
		if err != nil {
			return nil, err
		}
		classes, err := s.classes(ctx, &sub)
		if err != nil {
			return nil, err
		}
		judged = append(judged, Judged{sub, *m, classes})
	}
	return judged, nil
}

// classes lists the classes of the channels of a submission.
func (s *Scope) classes(ctx context.Context, sub *models.Submission) ([]string, error) {
	var ids []models.ID[models.Channel]
	for _, t := range sub.Statement.Targets {
		ids = append(ids, t.ChannelID)
	}
	var classes []string
	err := s.db.WithContext(ctx).Model(&models.Channel{}).Distinct("class").Where("id IN ?", ids).Scan(&classes).Error
	return classes, translate(err)
}

// standing lists the states in which a submission has force, or may get it.
func standing() []models.SubmissionState {
	return []models.SubmissionState{models.UnderReview, models.Approved, models.ApprovedWithConditions}
}
