package store

import (
	"context"

	"gorm.io/gorm"

	"caravan/models"
)

// A Docket is a submission with what a list of them says besides: whose it is,
// who has agreed so far, and what else is before the same public.
type Docket struct {
	Submission models.Submission
	Campaign   models.Campaign // its names and days
	Owner      models.Organization
	Authority  models.Organization
	Decisions  []models.Decision
	Overlaps   []models.Overlap
}

// Dockets adds to submissions, in their order, what a list says of them.
func (s *Scope) Dockets(ctx context.Context, submissions []models.Submission) ([]Docket, error) {
	about, err := s.background(ctx, submissions)
	if err != nil {
		return nil, err
	}
	overlaps, err := s.overlaps(ctx, submissions)
	if err != nil {
		return nil, err
	}
	dockets := make([]Docket, 0, len(submissions))
	for _, sub := range submissions {
		dockets = append(dockets, Docket{
			Submission: sub, Campaign: about.campaigns[sub.CampaignID], Owner: about.organizations[sub.OrganizationID],
			Authority: about.organizations[sub.AuthorityID], Decisions: about.decisions[sub.ID], Overlaps: overlaps[sub.ID],
		})
	}
	return dockets, nil
}

// A background is what several submissions refer to.
type background struct {
	campaigns     map[models.ID[models.Campaign]]models.Campaign
	organizations map[models.ID[models.Organization]]models.Organization
	decisions     map[models.ID[models.Submission]][]models.Decision
}

func (s *Scope) background(ctx context.Context, submissions []models.Submission) (b background, err error) {
	var campaigns []models.ID[models.Campaign]
	var organizations []models.ID[models.Organization]
	var ids []models.ID[models.Submission]
	for _, sub := range submissions {
		ids, campaigns = append(ids, sub.ID), append(campaigns, sub.CampaignID)
		organizations = append(organizations, sub.OrganizationID, sub.AuthorityID)
	}
	if b.campaigns, err = byID(ctx, s.db, campaigns, func(c *models.Campaign) models.ID[models.Campaign] { return c.ID }); err != nil {
		return b, err
	}
	if b.organizations, err = byID(ctx, s.db, organizations, func(o *models.Organization) models.ID[models.Organization] { return o.ID }); err != nil {
		return b, err
	}
	decisions, err := of[models.Decision](s.db).Where("submission_id IN ?", ids).Order("id").Find(ctx)
	b.decisions = map[models.ID[models.Submission]][]models.Decision{}
	for _, d := range decisions {
		b.decisions[d.SubmissionID] = append(b.decisions[d.SubmissionID], d)
	}
	return b, translate(err)
}

// byID reads records that somebody else's visible record refers to.
func byID[T any](ctx context.Context, db *gorm.DB, ids []models.ID[T], id func(*T) models.ID[T]) (map[models.ID[T]]T, error) {
	found, err := of[T](db).Where("id IN ?", ids).Find(ctx)
	records := make(map[models.ID[T]]T, len(found))
	for i := range found {
		records[id(&found[i])] = found[i]
	}
	return records, translate(err)
}

// overlaps finds for each standing submission the other campaigns that the
// actor may see and that would be before the same public on the same days.
func (s *Scope) overlaps(ctx context.Context, submissions []models.Submission) (map[models.ID[models.Submission]][]models.Overlap, error) {
	var countries []string
	for i := range submissions {
		if submissions[i].Standing() {
			countries = append(countries, submissions[i].Country)
		}
	}
	found := map[models.ID[models.Submission]][]models.Overlap{}
	if len(countries) == 0 {
		return found, nil
	}
	coverages, err := s.coverages(ctx, countries)
	if err != nil {
		return nil, err
	}
	for i := range submissions {
		found[submissions[i].ID] = models.Overlaps(submissions[i].ID, coverages)
	}
	return found, nil
}

// coverages says whom the standing submissions in some countries would reach.
func (s *Scope) coverages(ctx context.Context, countries []string) ([]models.Coverage, error) {
	sent, err := of[models.Submission](s.db).Scopes(s.submitted).
		Where("country IN ? AND state IN ?", countries, standing()).Order("id").Find(ctx)
	if err != nil {
		return nil, translate(err)
	}
	var ids []models.ID[models.Message]
	for _, sub := range sent {
		ids = append(ids, sub.MessageID)
	}
	messages, err := byID(ctx, s.db, ids, func(m *models.Message) models.ID[models.Message] { return m.ID })
	if err != nil {
		return nil, err
	}
	var audiences []models.ID[models.Audience]
	var campaigns []models.ID[models.Campaign]
	for _, m := range messages {
		audiences, campaigns = append(audiences, m.AudienceID), append(campaigns, m.CampaignID)
	}
	segments, err := byID(ctx, s.db, audiences, func(a *models.Audience) models.ID[models.Audience] { return a.ID })
	if err != nil {
		return nil, err
	}
	parts, err := of[models.CampaignCountry](s.db).Where("campaign_id IN ?", campaigns).Find(ctx)
	if err != nil {
		return nil, translate(err)
	}
	coverages := make([]models.Coverage, 0, len(sent))
	for i := range sent {
		m := messages[sent[i].MessageID]
		coverages = append(coverages, sent[i].Coverage(m.Brief, segments[m.AudienceID].Segment, parts))
	}
	return coverages, nil
}
