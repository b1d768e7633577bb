// Package approval is the desk where a text is frozen, reviewed by another
// person of the organisation, submitted to a country and decided on. An
// approval binds to a digest of exactly what will leave.
package approval

import (
	"context"
	"slices"
	"time"

	"caravan/internal/store"
	"caravan/models"
)

// A Desk approves.
type Desk struct {
	Store *store.Store
	Now   func() time.Time
}

// Freeze makes the next version of a message. The one before it is void, and
// so is every submission made from it.
func (d *Desk) Freeze(ctx context.Context, by models.Actor, id models.ID[models.Message]) (*models.MessageVersion, error) {
	now := d.Now()
	var version *models.MessageVersion
	err := d.Store.As(by).InTx(ctx, func(tx *store.Scope) error {
		message, err := tx.Message(ctx, id)
		if err != nil {
			return err
		}
		variants, err := tx.Variants(ctx, id)
		if err != nil {
			return err
		}
		last, err := void(ctx, tx, id, "edited", now)
		if err != nil {
			return err
		}
		if version, err = models.Freeze(message, variants, last, by, now); err != nil {
			return err
		}
		if err := tx.CreateVersion(ctx, version); err != nil {
			return err
		}
		return tx.Record(ctx, store.Change{Action: "version.frozen", Kind: "version", Object: version.ID.String(), After: version.Digest, At: now})
	})
	return version, err
}

// void ends all versions and submissions of a message and returns the number
// of the last version.
func void(ctx context.Context, tx *store.Scope, id models.ID[models.Message], reason string, now time.Time) (int, error) {
	versions, err := tx.Versions(ctx, id)
	if err != nil || len(versions) == 0 {
		return 0, err
	}
	for i := range versions {
		versions[i].Void(reason, now)
		if err := tx.SaveReview(ctx, &versions[i]); err != nil {
			return 0, err
		}
	}
	submissions, err := tx.SubmissionsOf(ctx, id)
	if err != nil {
		return 0, err
	}
	for i := range submissions {
		submissions[i].Void(reason)
		if err := tx.SaveSubmission(ctx, &submissions[i]); err != nil {
			return 0, err
		}
	}
	return versions[0].Number, nil
}

// Review is the word of another person of the organisation on a version.
func (d *Desk) Review(ctx context.Context, by models.Actor, id models.ID[models.MessageVersion], read models.Digest) (*models.MessageVersion, error) {
	now := d.Now()
	var version *models.MessageVersion
	err := d.Store.As(by).InTx(ctx, func(tx *store.Scope) (err error) {
		if version, err = tx.Version(ctx, id); err != nil {
			return err
		}
		if err := version.Review(by, read, now); err != nil {
			return err
		}
		if err := tx.SaveReview(ctx, version); err != nil {
			return err
		}
		return tx.Record(ctx, store.Change{Action: "version.reviewed", Kind: "version", Object: id.String(), After: version.Digest, At: now})
	})
	return version, err
}

// A Request asks a country to approve a version for channels and days.
type Request struct {
	Version  models.ID[models.MessageVersion]
	Country  string
	Channels []models.ID[models.Channel]
	Period   models.Period
}

// Submit puts a reviewed version before the approvers of a country.
func (d *Desk) Submit(ctx context.Context, by models.Actor, r Request) (*models.Submission, error) {
	now := d.Now()
	var submission *models.Submission
	err := d.Store.As(by).InTx(ctx, func(tx *store.Scope) error {
		dossier, err := gather(ctx, tx, r, now)
		if err != nil {
			return err
		}
		if submission, err = dossier.submission(by, r, now); err != nil {
			return err
		}
		if err := tx.CreateSubmission(ctx, submission); err != nil {
			return err
		}
		return tx.Record(ctx, store.Change{Action: "submission.made", Kind: "submission", Object: submission.ID.String(), After: submission.Digest, At: now})
	})
	return submission, err
}

// A dossier is what a submission is made from.
type dossier struct {
	version  *models.MessageVersion
	message  *models.Message
	campaign *models.Campaign
	speaker  *models.Messenger
	consent  *models.Consent
	rule     *models.ApprovalRule
	channels []models.Channel
}

// gather reads what belongs to a submission and refuses what is not ready.
func gather(ctx context.Context, tx *store.Scope, r Request, now time.Time) (d dossier, err error) {
	if d.version, err = tx.Version(ctx, r.Version); err != nil {
		return d, err
	}
	if d.version.ReviewedAt == nil || d.version.VoidedAt != nil {
		return d, models.ErrNotReviewed
	}
	if d.message, err = tx.Message(ctx, d.version.MessageID); err != nil {
		return d, err
	}
	if d.campaign, err = tx.Campaign(ctx, d.message.CampaignID); err != nil {
		return d, err
	}
	if d.campaign.Country(r.Country) == nil {
		return d, models.ErrWrongCountry.At("/country")
	}
	if gaps := d.campaign.Gaps(now); len(gaps) > 0 {
		return d, incomplete(gaps)
	}
	rules, err := tx.Rules(ctx, r.Country)
	if err != nil {
		return d, err
	}
	d.rule = models.Strictest(rules, d.message, r.Country, models.Date(now.Format(time.DateOnly)))
	if d.rule == nil || d.rule.AuthorityID == nil {
		return d, models.ErrQuorum.With("Nobody in " + r.Country + " can approve this.")
	}
	for _, id := range r.Channels {
		channel, err := tx.Channel(ctx, id)
		if err != nil {
			return d, models.ErrChannel.With("There is no such channel.").At("/channels")
		}
		d.channels = append(d.channels, *channel)
	}
	return d, d.hear(ctx, tx, r.Country, now)
}

func incomplete(gaps []models.Gap) error {
	refusal := *models.ErrIncomplete
	for _, gap := range gaps {
		refusal.Fields = append(refusal.Fields, models.FieldError{Pointer: gap.Pointer, Code: "required"})
	}
	return &refusal
}

// hear finds the messenger's live consent for every channel, and their live
// risk assessment.
func (d *dossier) hear(ctx context.Context, tx *store.Scope, country string, now time.Time) (err error) {
	if d.speaker, err = tx.Messenger(ctx, d.message.MessengerID); err != nil {
		return models.ErrConsent
	}
	consents, err := tx.Consents(ctx, d.speaker.ID)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(consents, func(c models.Consent) bool {
		return !slices.ContainsFunc(d.channels, func(ch models.Channel) bool { return !c.Covers(ch.Platform, country, now) })
	})
	if at < 0 || len(d.channels) == 0 {
		return models.ErrConsent
	}
	d.consent = &consents[at]
	risks, err := tx.Risks(ctx, d.speaker.ID)
	if err != nil {
		return err
	}
	if len(risks) == 0 || !risks[0].Live(now) {
		return models.ErrRisk
	}
	return nil
}

// submission states exactly what would leave, and where and when.
func (d *dossier) submission(by models.Actor, r Request, now time.Time) (*models.Submission, error) {
	statement := models.Statement{
		Organization: d.version.OrganizationID, Campaign: d.campaign.ID, Message: d.message.ID, Texts: d.version.Texts, Period: r.Period,
		Audience:   map[string]string{"id": d.message.AudienceID.String()},
		Messengers: []models.StatementMessenger{{Pseudonym: d.speaker.Pseudonym, Consent: d.consent.ID}},
		Disclosure: d.campaign.Disclosure, Countries: []string{r.Country}, Rule: d.rule.ID,
	}
	for i := range d.channels {
		targets, err := d.targets(&d.channels[i])
		if err != nil {
			return nil, err
		}
		statement.Targets = append(statement.Targets, targets...)
	}
	statement = models.NewStatement(statement, d.version.Number)
	digest, err := statement.Digest()
	if err != nil {
		return nil, err
	}
	return &models.Submission{
		ID: models.NewID[models.Submission](), OrganizationID: d.version.OrganizationID, CampaignID: d.campaign.ID, MessageID: d.message.ID,
		VersionID: d.version.ID, Country: r.Country, AuthorityID: *d.rule.AuthorityID, RuleID: d.rule.ID, Quorum: d.rule.Quorum,
		Statement: statement, Digest: digest, Editors: d.version.Editors, State: models.UnderReview, SubmittedBy: by.UserID,
		SubmittedAt: now, DueAt: now.Add(time.Duration(d.rule.DeadlineHours) * time.Hour), Version: 1,
	}, nil
}

// targets renders every text in a language of the channel.
func (d *dossier) targets(channel *models.Channel) ([]models.Target, error) {
	var targets []models.Target
	for _, text := range d.version.Texts {
		if !channel.Carries(text.Language) {
			continue
		}
		disclosure := channel.DisclosureFor(d.campaign)
		digest, err := text.Render(disclosure).Digest()
		if err != nil {
			return nil, err
		}
		targets = append(targets, models.Target{
			ChannelID: channel.ID, Platform: channel.Platform, Account: channel.Handle, Language: text.Language, Rendering: digest, Disclosure: disclosure,
		})
	}
	if len(targets) == 0 {
		return nil, models.ErrChannel.With(channel.Name + " carries none of the languages.").At("/channels")
	}
	return targets, nil
}

// Decide takes one approver's word. The same word twice changes nothing.
func (d *Desk) Decide(ctx context.Context, by models.Actor, word models.Decision) (*models.Submission, error) {
	now := d.Now()
	var submission *models.Submission
	err := d.Store.As(by).InTx(ctx, func(tx *store.Scope) (err error) {
		if submission, err = tx.Submission(ctx, word.SubmissionID); err != nil {
			return err
		}
		earlier, err := tx.Decisions(ctx, submission.ID)
		if err != nil {
			return err
		}
		word.ID, word.OrganizationID, word.UserID, word.CreatedAt = models.NewID[models.Decision](), by.OrganizationID, by.UserID, now
		if slices.ContainsFunc(earlier, func(e models.Decision) bool {
			return e.UserID == by.UserID && e.Digest == word.Digest && e.Kind == word.Kind
		}) {
			return nil
		}
		rule, err := tx.Rule(ctx, submission.RuleID)
		if err != nil {
			return err
		}
		if err := submission.Decide(word, by, earlier, time.Duration(rule.ValidityHours)*time.Hour, now); err != nil {
			return err
		}
		return keep(ctx, tx, submission, &word)
	})
	return submission, err
}

// keep writes a decision with what became of the submission.
func keep(ctx context.Context, tx *store.Scope, submission *models.Submission, word *models.Decision) error {
	if err := tx.CreateDecision(ctx, word); err != nil {
		return err
	}
	if err := tx.SaveSubmission(ctx, submission); err != nil {
		return err
	}
	return tx.Record(ctx, store.Change{
		Action: "submission." + string(submission.State), Kind: "submission", Object: submission.ID.String(), After: submission.Digest,
		Reason: word.Ground, At: word.CreatedAt,
	})
}
