package distribution

import (
	"context"
	"slices"
	"time"

	"caravan/internal/store"
	"caravan/models"
)

// Grounds are what the deliveries of a message rest on, as they stand now. In
// a transaction no consent among them ends before it does.
type grounds struct {
	owner       *models.Organization // of the campaign
	campaign    *models.Campaign
	message     *models.Message
	rules       []models.ApprovalRule
	windows     []models.ElectionWindow
	consents    []models.Consent
	risks       []models.RiskAssessment
	submissions []models.Submission
	doubts      map[models.ID[models.Submission]]error // of those that people do not carry
	speakers    []models.Messenger                     // of the campaign
	speaker     *models.Messenger
	partners    []models.Partner
}

// groundsOf reads what the deliveries of a message rest on.
func (d *Desk) groundsOf(ctx context.Context, tx *store.Scope, campaign models.ID[models.Campaign], message models.ID[models.Message], messenger models.ID[models.Messenger]) (*grounds, error) {
	var g grounds
	var err error
	if g.campaign, err = tx.Campaign(ctx, campaign); err != nil {
		return nil, err
	}
	if g.owner, err = tx.Organization(ctx, g.campaign.OrganizationID); err != nil {
		return nil, err
	}
	if g.message, err = tx.Message(ctx, message); err != nil {
		return nil, err
	}
	var countries []string
	for _, c := range g.campaign.Countries {
		countries = append(countries, c.Country)
	}
	if g.rules, err = tx.Rules(ctx, countries...); err != nil {
		return nil, err
	}
	if g.windows, err = tx.Windows(ctx, countries...); err != nil {
		return nil, err
	}
	if g.consents, err = tx.KeepConsents(ctx, messenger); err != nil {
		return nil, err
	}
	if g.risks, err = tx.Risks(ctx, messenger); err != nil {
		return nil, err
	}
	if g.submissions, err = tx.SubmissionsOf(ctx, message); err != nil {
		return nil, err
	}
	if g.doubts, err = d.doubts(ctx, tx, g.submissions); err != nil {
		return nil, err
	}
	return &g, g.people(ctx, tx, messenger)
}

// doubts counts again who agreed to submissions, and checks what they signed.
func (d *Desk) doubts(ctx context.Context, tx *store.Scope, submissions []models.Submission) (map[models.ID[models.Submission]]error, error) {
	decisions, err := tx.DecisionsOn(ctx, submissions)
	if err != nil {
		return nil, err
	}
	keys, err := tx.KeysThatSigned(ctx, decisions)
	if err != nil {
		return nil, err
	}
	genuine := func(word *models.Decision) error {
		key, known := keys[word.Signature.KeyID]
		if !known || d.Signed == nil {
			return models.ErrSignature
		}
		return d.Signed.Check(word, &key)
	}
	doubts := map[models.ID[models.Submission]]error{}
	for i := range submissions {
		s := &submissions[i]
		on := slices.DeleteFunc(slices.Clone(decisions), func(word models.Decision) bool { return word.SubmissionID != s.ID })
		doubts[s.ID] = s.Upheld(on, genuine)
	}
	return doubts, nil
}

// people reads who speaks in the campaign, and who lends it their name.
func (g *grounds) people(ctx context.Context, tx *store.Scope, messenger models.ID[models.Messenger]) (err error) {
	if g.speaker, err = tx.Messenger(ctx, messenger); err != nil {
		return err
	}
	if g.speakers, err = tx.Speakers(ctx, g.campaign.ID); err != nil {
		return err
	}
	g.partners, err = tx.Partners(ctx, g.campaign.ID)
	return err
}

// allow refuses a delivery that they do not allow.
func (g *grounds) allow(delivery *models.Delivery, channel *models.Channel, now time.Time) error {
	if digest, err := delivery.Rendering.Digest(); err != nil || digest != delivery.Digest {
		return models.ErrDigestMismatch
	}
	if err := g.campaign.CheckHarm(now); err != nil {
		return err
	}
	if err := g.campaign.CheckModerated(channel, delivery.Tag()); err != nil {
		return err
	}
	if err := g.campaign.Backed(g.partners); err != nil {
		return err
	}
	if err := g.campaign.Disclosed(g.owner); err != nil {
		return err
	}
	if err := g.campaign.Disclose(delivery, g.speaker); err != nil {
		return err
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
		if err := g.agreed(delivery, country, now); err != nil {
			return err
		}
	}
	return nil
}

// agreed refuses a delivery unless everybody in the country who was asked has
// approved it, and everybody who has to be asked today was.
func (g *grounds) agreed(delivery *models.Delivery, country string, now time.Time) error {
	var standing []*models.Submission
	for i := range g.submissions {
		s := &g.submissions[i]
		if s.Country != country || s.VersionID != delivery.VersionID || s.State == models.Voided {
			continue
		}
		if err := s.Authorizes(delivery.ChannelID, delivery.Digest, delivery.Day(), now); err != nil {
			return err
		}
		if err := g.doubts[s.ID]; err != nil {
			return err
		}
		standing = append(standing, s)
	}
	if len(standing) == 0 {
		return models.ErrNotApproved.With("Not approved for " + country + ".")
	}
	day := delivery.Day()
	occasions := g.message.Occasions(standing[0].Statement.Texts, country, day, day, g.windows)
	matter := models.Matter{Country: country, Type: g.message.Type, Classes: []string{delivery.ChannelClass}, Occasions: occasions}
	today := models.Date(now.Format(time.DateOnly))
	for _, rule := range models.Asked(g.rules, matter, today) {
		if !slices.ContainsFunc(standing, func(s *models.Submission) bool { return s.Meets(&rule) }) {
			return models.ErrNotApproved.With(rule.Authority + " has to agree too.")
		}
	}
	return g.quiet(matter, today)
}

// quiet keeps the state from speaking in an election window unless there is
// somebody who has agreed to just that (S-11).
func (g *grounds) quiet(m models.Matter, today models.Date) error {
	watched := slices.ContainsFunc(g.rules, func(r models.ApprovalRule) bool {
		return r.Occasion == models.Election && r.Asks() && r.Applies(m, today)
	})
	if m.Type == models.GovStrategicComms && slices.Contains(m.Occasions, models.Election) && !watched {
		return models.ErrElection
	}
	return nil
}

// consented refuses a delivery whose messenger has no live consent or risk
// assessment for it.
func (g *grounds) consented(delivery *models.Delivery, countries []string, now time.Time) error {
	face := delivery.Rendering.ShowsFace()
	if err := g.speaker.CheckFace(face); err != nil {
		return err
	}
	for _, country := range countries {
		at := slices.IndexFunc(g.consents, func(c models.Consent) bool { return c.Shows(face) && c.Covers(delivery.Platform, country, now) })
		if at < 0 {
			return models.ErrConsent
		}
		if err := g.speaker.CheckChild(g.message.Brief, g.consents[at]); err != nil {
			return err
		}
	}
	if len(g.risks) == 0 {
		return models.ErrRisk
	}
	for _, country := range countries {
		if err := g.risks[0].Suffices(g.speaker, g.speakers, country, now); err != nil {
			return err
		}
	}
	return nil
}
