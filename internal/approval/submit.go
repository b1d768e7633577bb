package approval

import (
	"context"
	"fmt"
	"slices"
	"time"

	"caravan/internal/store"
	"caravan/models"
)

// A Request asks a country to approve a version for channels and days.
type Request struct {
	Version  models.ID[models.MessageVersion]
	Country  string
	Channels []models.ID[models.Channel] // the country judges those that reach it
	Period   models.Period
}

// Submit puts a reviewed version before the approvers of a country.
func (d *Desk) Submit(ctx context.Context, by models.Actor, r Request) (*models.Submission, error) {
	made, err := d.SubmitToEach(ctx, by, r, []string{r.Country})
	if err != nil {
		return nil, err
	}
	return &made[0], nil
}

// SubmitToEach is Submit to several countries, instead of the request's own:
// to all of them, or to none if one cannot be asked.
func (d *Desk) SubmitToEach(ctx context.Context, by models.Actor, r Request, countries []string) ([]models.Submission, error) {
	now := d.Now()
	var made []models.Submission
	err := d.Store.As(by).InTx(ctx, func(tx *store.Scope) error {
		f, err := gather(ctx, tx, r, now)
		if err != nil {
			return err
		}
		f.key = d.Link
		if f.called, err = d.call(ctx, tx, f.campaign, f.speaker.ID); err != nil {
			return err
		}
		for _, country := range countries {
			submissions, err := f.submit(ctx, tx, country, now)
			if err != nil {
				return err
			}
			made = append(made, submissions...)
		}
		return tx.SettleCampaign(ctx, f.campaign.ID)
	})
	if err != nil {
		return nil, err
	}
	return made, nil
}

// A file is what submissions are made from.
type file struct {
	by       models.Actor
	period   models.Period
	version  *models.MessageVersion
	message  *models.Message
	campaign *models.Campaign
	speaker  *models.Messenger
	called   string             // the speaker, in the campaign
	key      []byte             // that campaigns are linked with
	speakers []models.Messenger // of the campaign
	risk     *models.RiskAssessment
	consents []models.Consent
	channels []models.Channel
}

// gather reads what belongs to a submission and refuses what is not ready,
// whatever the country.
func gather(ctx context.Context, tx *store.Scope, r Request, now time.Time) (f *file, err error) {
	f = &file{by: tx.Who(), period: r.Period}
	if f.version, err = tx.Version(ctx, r.Version); err != nil {
		return nil, err
	}
	if f.version.ReviewedAt == nil || f.version.VoidedAt != nil {
		return nil, models.ErrNotReviewed
	}
	if err := r.Period.Check(models.Date(now.Format(time.DateOnly))); err != nil {
		return nil, err
	}
	if f.message, err = tx.Message(ctx, f.version.MessageID); err != nil {
		return nil, err
	}
	if f.campaign, err = tx.Campaign(ctx, f.message.CampaignID); err != nil {
		return nil, err
	}
	owner, err := tx.Organization(ctx, f.campaign.OrganizationID)
	if err != nil {
		return nil, err
	}
	if gaps := f.campaign.Gaps(owner, now); len(gaps) > 0 {
		return nil, incomplete(gaps)
	}
	if err := f.consider(ctx, tx); err != nil {
		return nil, err
	}
	for i, id := range r.Channels {
		channel, err := tx.Channel(ctx, id)
		if err != nil || channel.ArchivedAt != nil {
			return nil, models.ErrChannel.With("There is no such channel.").At(fmt.Sprintf("/channels/%d", i))
		}
		f.channels = append(f.channels, *channel)
	}
	return f, f.hear(ctx, tx, now)
}

// consider asks for the second look at the audiences that need one.
func (f *file) consider(ctx context.Context, tx *store.Scope) error {
	for _, id := range []models.ID[models.Audience]{f.campaign.PrimaryAudience, f.message.AudienceID} {
		if id.IsZero() {
			continue
		}
		audience, err := tx.Audience(ctx, id)
		if err != nil {
			return err
		}
		if err := audience.Considered(); err != nil {
			return err
		}
		if gaps := f.campaign.ImpactGaps(audience); len(gaps) > 0 {
			return incomplete(gaps)
		}
	}
	return nil
}

func incomplete(gaps []models.Gap) error {
	refusal := *models.ErrIncomplete
	for _, gap := range gaps {
		refusal.Fields = append(refusal.Fields, models.FieldError{Pointer: gap.Pointer, Code: "required"})
	}
	return &refusal
}

// hear reads the messenger with their consents and asks for a live risk
// assessment.
func (f *file) hear(ctx context.Context, tx *store.Scope, now time.Time) (err error) {
	if f.speaker, err = tx.Messenger(ctx, f.message.MessengerID); err != nil {
		return models.ErrConsent
	}
	if f.consents, err = tx.Consents(ctx, f.speaker.ID); err != nil {
		return err
	}
	risks, err := tx.Risks(ctx, f.speaker.ID)
	if err != nil {
		return err
	}
	if len(risks) == 0 || !risks[0].Live(now) {
		return models.ErrRisk
	}
	f.risk = &risks[0]
	f.speakers, err = tx.Speakers(ctx, f.campaign.ID)
	return err
}

// submit makes and keeps the submissions to one country: one for each body that
// has to agree.
func (f *file) submit(ctx context.Context, tx *store.Scope, country string, now time.Time) ([]models.Submission, error) {
	if f.campaign.Country(country) == nil {
		return nil, models.ErrWrongCountry.With("The campaign is not in " + country + ".").At("/countries")
	}
	if err := f.risk.Suffices(f.speaker, f.speakers, country, now); err != nil {
		return nil, err
	}
	channels := slices.DeleteFunc(slices.Clone(f.channels), func(c models.Channel) bool { return !slices.Contains(c.Countries, country) })
	if len(channels) == 0 {
		return nil, models.ErrChannel.With("None of the channels reaches " + country + ".").At("/channels")
	}
	asked, err := f.asked(ctx, tx, country, classes(channels), now)
	if err != nil {
		return nil, err
	}
	made := make([]models.Submission, 0, len(asked))
	for i := range asked {
		submission, err := f.state(country, channels, &asked[i], now)
		if err != nil {
			return nil, err
		}
		if err := tx.CreateSubmission(ctx, submission); err != nil {
			return nil, err
		}
		if err := wind(ctx, tx, submission, "", now); err != nil {
			return nil, err
		}
		if err := tx.RecordSubmission(ctx, submission, "submission.made", asked[i].Occasion, now); err != nil {
			return nil, err
		}
		made = append(made, *submission)
	}
	return made, nil
}

// asked returns the rules of a country that have to be followed today.
func (f *file) asked(ctx context.Context, tx *store.Scope, country string, classes []string, now time.Time) ([]models.ApprovalRule, error) {
	rules, err := tx.Rules(ctx, country)
	if err != nil {
		return nil, err
	}
	windows, err := tx.Windows(ctx, country)
	if err != nil {
		return nil, err
	}
	matter := models.Matter{
		Country: country, Type: f.message.Type, Classes: classes,
		Occasions: f.message.Occasions(f.version.Texts, country, f.period.From, f.period.To, windows),
	}
	asked := models.Asked(rules, matter, models.Date(now.Format(time.DateOnly)))
	if len(asked) == 0 {
		return nil, models.ErrQuorum.With("Nobody in " + country + " can approve this.")
	}
	return asked, matter.Attended(asked)
}

func classes(channels []models.Channel) []string {
	var found []string
	for i := range channels {
		found = append(found, channels[i].Class)
	}
	return found
}

// consent returns one that covers every channel in the country, and what the
// pictures show.
func (f *file) consent(channels []models.Channel, country string, now time.Time) (*models.Consent, error) {
	face := slices.ContainsFunc(f.version.Texts, models.FrozenText.ShowsFace)
	if err := f.speaker.CheckFace(face); err != nil {
		return nil, err
	}
	at := slices.IndexFunc(f.consents, func(c models.Consent) bool {
		return c.Shows(face) && !slices.ContainsFunc(channels, func(ch models.Channel) bool { return !c.Covers(ch.Platform, country, now) })
	})
	if at < 0 {
		return nil, models.ErrConsent
	}
	return &f.consents[at], nil
}

// state says exactly what would leave in a country, and where and when.
func (f *file) state(country string, channels []models.Channel, rule *models.ApprovalRule, now time.Time) (*models.Submission, error) {
	consent, err := f.consent(channels, country, now)
	if err != nil {
		return nil, err
	}
	if err := f.speaker.CheckChild(f.message.Brief, *consent); err != nil {
		return nil, err
	}
	statement := models.Statement{
		Organization: f.version.OrganizationID, Campaign: f.campaign.ID, Message: f.message.ID, Texts: f.version.Texts, Period: f.period,
		Audience:   map[string]string{"id": f.message.AudienceID.String()},
		Messengers: []models.StatementMessenger{{Designation: f.called, Mark: models.ConsentMark(f.key, f.campaign.ID, consent.ID)}},
		Disclosure: f.campaign.Disclosure, Countries: []string{country}, Rule: rule.ID,
	}
	for i := range channels {
		targets, err := f.targets(&channels[i])
		if err != nil {
			return nil, err
		}
		statement.Targets = append(statement.Targets, targets...)
	}
	statement = models.NewStatement(statement, f.version.Number)
	digest, err := statement.Digest()
	if err != nil {
		return nil, err
	}
	submission := &models.Submission{
		ID: models.NewID[models.Submission](), OrganizationID: f.version.OrganizationID, CampaignID: f.campaign.ID, MessageID: f.message.ID,
		VersionID: f.version.ID, Country: country, Statement: statement, Digest: digest, Editors: f.version.Editors,
		SubmittedBy: f.by.UserID, SubmittedAt: now, ConsentID: &consent.ID, Version: 1,
	}
	return submission, submission.Ask(rule, now)
}

// targets renders every text in a language of the channel.
func (f *file) targets(channel *models.Channel) ([]models.Target, error) {
	var targets []models.Target
	for _, text := range f.version.Texts {
		if !channel.Carries(text.Language) {
			continue
		}
		if err := f.campaign.CheckModerated(channel, text.Language); err != nil {
			return nil, err
		}
		target, err := channel.Target(f.campaign, &text)
		if err != nil {
			return nil, err
		}
		targets = append(targets, target)
	}
	if len(targets) == 0 {
		return nil, models.ErrChannel.With(channel.Name + " carries none of the languages.").At("/channels")
	}
	return targets, nil
}
