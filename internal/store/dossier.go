package store

import (
	"context"

	"caravan/models"
)

// A Dossier is everything that whoever judges a submission reads. Whoever may
// see the submission may see it, though they may not read the records that it
// is drawn from; a messenger appears by what they are called in the campaign.
type Dossier struct {
	Docket

	Message  *models.Message
	Audience *models.Audience        // nil: none was chosen
	Speaker  *models.Messenger       // nil: none was chosen
	Called   string                  // what the speaker is called in the campaign
	Consents []models.Consent        // those that the submission rests on
	Risk     *models.RiskAssessment  // the newest; nil: none
	Rule     *models.ApprovalRule    // as it is now
	Earlier  *models.Submission      // the last one of the message that this authority saw; nil: none
	Channels []models.Channel        // of the statement
	Part     *models.CampaignCountry // of the campaign, in the country; nil: none
	Partners []models.Partner        // who lend the campaign their name
	People   map[models.ID[models.User]]models.User
	Met      map[models.ID[models.Campaign]]models.Campaign         // the campaigns of the overlaps
	Theirs   map[models.ID[models.Organization]]models.Organization // whose overlaps and partners they are
}

// Dossier reads the dossier of a submission.
func (s *Scope) Dossier(ctx context.Context, id models.ID[models.Submission]) (*Dossier, error) {
	sub, err := s.Submission(ctx, id)
	if err != nil {
		return nil, err
	}
	dockets, err := s.Dockets(ctx, []models.Submission{*sub})
	if err != nil {
		return nil, err
	}
	d := &Dossier{Docket: dockets[0]}
	for _, read := range []func(context.Context, *Dossier) error{s.addMessage, s.addPart, s.addPartners, s.addSpeaker, s.addChannels, s.addEarlier, s.addNames} {
		if err := read(ctx, d); err != nil {
			return nil, err
		}
	}
	return d, nil
}

func (s *Scope) addMessage(ctx context.Context, d *Dossier) (err error) {
	if d.Message, err = take(ctx, s.db, everybody, d.Submission.MessageID); err != nil {
		return err
	}
	if d.Rule, err = take(ctx, s.db, everybody, d.Submission.RuleID); err != nil {
		return err
	}
	audiences, err := byID(ctx, s.db, []models.ID[models.Audience]{d.Message.AudienceID}, func(a *models.Audience) models.ID[models.Audience] { return a.ID })
	if a, there := audiences[d.Message.AudienceID]; there {
		d.Audience = &a
	}
	return err
}

func (s *Scope) addPart(ctx context.Context, d *Dossier) error {
	found, err := of[models.CampaignCountry](s.db).Where("campaign_id = ? AND country = ?", d.Submission.CampaignID, d.Submission.Country).Limit(1).Find(ctx)
	if len(found) > 0 {
		d.Part = &found[0]
	}
	return translate(err)
}

func (s *Scope) addPartners(ctx context.Context, d *Dossier) (err error) {
	d.Partners, err = of[models.Partner](s.db).Where("campaign_id = ?", d.Submission.CampaignID).Order("id").Find(ctx)
	return translate(err)
}

func (s *Scope) addSpeaker(ctx context.Context, d *Dossier) error {
	speakers, err := byID(ctx, s.db, []models.ID[models.Messenger]{d.Message.MessengerID}, func(m *models.Messenger) models.ID[models.Messenger] { return m.ID })
	speaker, there := speakers[d.Message.MessengerID]
	if err != nil || !there {
		return err
	}
	d.Speaker = &speaker
	called, err := of[models.Designation](s.db).Where("campaign_id = ? AND messenger_id = ?", d.Submission.CampaignID, speaker.ID).Limit(1).Find(ctx)
	if err != nil {
		return translate(err)
	}
	if len(called) > 0 {
		d.Called = called[0].Words
	}
	if d.Consents, err = of[models.Consent](s.db).Where("id = ?", d.Submission.ConsentID).Order("id").Find(ctx); err != nil {
		return translate(err)
	}
	risks, err := of[models.RiskAssessment](s.db).Where("messenger_id = ?", speaker.ID).Order("id DESC").Limit(1).Find(ctx)
	if len(risks) > 0 {
		d.Risk = &risks[0]
	}
	return translate(err)
}

func (s *Scope) addChannels(ctx context.Context, d *Dossier) (err error) {
	var ids []models.ID[models.Channel]
	for _, t := range d.Submission.Statement.Targets {
		ids = append(ids, t.ChannelID)
	}
	d.Channels, err = of[models.Channel](s.db).Where("id IN ?", ids).Order("id").Find(ctx)
	return translate(err)
}

// addEarlier finds what the authority last saw of the message before this.
func (s *Scope) addEarlier(ctx context.Context, d *Dossier) error {
	found, err := of[models.Submission](s.db).
		Where("message_id = ? AND country = ? AND authority_id = ? AND id < ?", d.Message.ID, d.Submission.Country, d.Submission.AuthorityID, d.Submission.ID).
		Where("(void_reason <> ? OR decided_at IS NOT NULL)", models.VoidWithdrawn).Order("id DESC").Limit(1).Find(ctx)
	if len(found) > 0 {
		d.Earlier = &found[0]
	}
	return translate(err)
}

// addNames reads who decided, whose campaigns overlap and who the partners are.
func (s *Scope) addNames(ctx context.Context, d *Dossier) (err error) {
	people := []models.ID[models.User]{d.Submission.SubmittedBy}
	for _, decision := range d.Decisions {
		people = append(people, decision.UserID)
	}
	if d.People, err = byID(ctx, s.db, people, func(u *models.User) models.ID[models.User] { return u.ID }); err != nil {
		return err
	}
	var campaigns []models.ID[models.Campaign]
	var organizations []models.ID[models.Organization]
	for _, o := range d.Overlaps {
		campaigns, organizations = append(campaigns, o.With.CampaignID), append(organizations, o.With.OrganizationID)
	}
	for i := range d.Partners {
		organizations = append(organizations, d.Partners[i].PartnerID)
	}
	if d.Met, err = byID(ctx, s.db, campaigns, func(c *models.Campaign) models.ID[models.Campaign] { return c.ID }); err != nil {
		return err
	}
	d.Theirs, err = byID(ctx, s.db, organizations, func(o *models.Organization) models.ID[models.Organization] { return o.ID })
	return err
}
