package approval_test

import (
	"errors"
	"testing"
	"time"

	"caravan/internal/approval"
	"caravan/internal/dbtest"
	"caravan/internal/store"
	"caravan/models"
)

var noon = time.Date(2027, 3, 1, 12, 0, 0, 0, time.UTC)

func must[T any](t *testing.T) func(T, error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func member(t *testing.T, records *store.Store, kind, slug string, role models.Role) models.Actor {
	t.Helper()
	system := records.As(models.System("test"))
	o := models.Organization{ID: models.NewID[models.Organization](), Kind: kind, PublicName: slug, Slug: slug, CreatedAt: noon, Version: 1}
	if err := system.CreateOrganization(t.Context(), &o); err != nil {
		t.Fatal(err)
	}
	return colleague(t, records, models.Actor{OrganizationID: o.ID, Organization: o}, slug, role)
}

func colleague(t *testing.T, records *store.Store, of models.Actor, name string, role models.Role) models.Actor {
	t.Helper()
	u := models.User{ID: models.NewID[models.User](), Email: name + "@example.org", Name: name, CreatedAt: noon, Version: 1}
	if err := records.As(models.System("test")).CreateUser(t.Context(), &u); err != nil {
		t.Fatal(err)
	}
	of.UserID, of.Name, of.Roles = u.ID, name, []models.Role{role}
	return of
}

// Two approvers of the ministry approve exactly what was frozen; an edit voids
// it, and the ministry never sees what was not submitted.
func TestApprovalBindsToOneVersion(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, records *store.Store) {
		ctx, desk := t.Context(), &approval.Desk{Store: records, Now: func() time.Time { return noon }}
		planner := member(t, records, "media_ngo", "osh", models.Planner)
		reviewer := colleague(t, records, planner, "reviewer", models.Reviewer)
		first := member(t, records, "ministry", "bishkek", models.Approver)
		second := colleague(t, records, first, "second", models.Approver)
		message, channel := message(t, records.As(planner), first.OrganizationID)

		version := must[*models.MessageVersion](t)(desk.Freeze(ctx, planner, message.ID))
		request := approval.Request{
			Version: version.ID, Country: "KG", Channels: []models.ID[models.Channel]{channel.ID},
			Period: models.Period{From: "2027-03-02", To: "2027-03-31", Zone: "Asia/Bishkek"},
		}
		_, err := desk.Submit(ctx, planner, request)
		if !errors.Is(err, models.ErrNotReviewed) {
			t.Fatalf("before the review: %v", err)
		}
		must[*models.MessageVersion](t)(desk.Review(ctx, reviewer, version.ID, version.Digest))
		submission := must[*models.Submission](t)(desk.Submit(ctx, planner, request))

		word := models.Decision{SubmissionID: submission.ID, Kind: models.Approve, Digest: submission.Digest}
		must[*models.Submission](t)(desk.Decide(ctx, first, word))
		if s := must[*models.Submission](t)(desk.Decide(ctx, first, word)); s.State != models.UnderReview {
			t.Fatalf("one person is %s", s.State)
		}
		approved := must[*models.Submission](t)(desk.Decide(ctx, second, word))
		rendering := must[models.Digest](t)(version.Texts[0].Render("Osh Media").Digest())
		if err := approved.Authorizes(channel.ID, rendering, "2027-03-05", noon); err != nil {
			t.Errorf("approved, yet %v", err)
		}
		if err := approved.Authorizes(channel.ID, rendering, "2027-04-05", noon); !errors.Is(err, models.ErrOutsideApproval) {
			t.Errorf("after the period: %v", err)
		}
		must[*models.MessageVersion](t)(desk.Freeze(ctx, planner, message.ID))
		voided := must[*models.Submission](t)(records.As(planner).Submission(ctx, submission.ID))
		if err := voided.Authorizes(channel.ID, rendering, "2027-03-05", noon); !errors.Is(err, models.ErrNotApproved) {
			t.Errorf("after an edit: %v", err)
		}
		if _, err := records.As(first).Version(ctx, version.ID); !errors.Is(err, models.ErrMissing) {
			t.Errorf("the ministry reads a draft: %v", err)
		}
	})
}

// message writes a complete campaign with one text, and a rule that asks for
// two persons of the authority.
func message(t *testing.T, scope *store.Scope, authority models.ID[models.Organization]) (*models.Message, *models.Channel) {
	t.Helper()
	ctx, by := t.Context(), scope.Who()
	audience := must[*models.Audience](t)(models.NewAudience(models.Segment{SegmentName: "Young job seekers"}, by, noon))
	campaign := must[*models.Campaign](t)(models.NewCampaign(models.Plan{
		Title: "Bread and books", StartsOn: "2027-03-01", EndsOn: "2027-05-31", PrimaryAudience: audience.ID, CallToAction: "Come", DialoguePlan: "Daily",
		Goal:             models.Goal{Statement: "s", Indicator: "i", Target: "t", Deadline: "2027-05-31"},
		EvaluationDesign: "pre_post", GenderAnalysis: "g", Disclosure: "Osh Media", StateInvolvement: "approved", Funders: []string{"own"},
		HarmReview: models.HarmReview{Mitigations: "m", Reviewers: []string{"a", "b"}, ValidUntil: "2027-12-31"},
	}, []string{"KG"}, by, noon))
	speaker := must[*models.Messenger](t)(models.NewMessenger(models.MessengerProfile{Pseudonym: "Quiet River", Type: "teacher_educator"}, by, noon))
	brief := models.Brief{
		Title: "Bread", Type: models.AlternativeNarrative, Approach: models.Positive, Components: []string{"belonging"},
		MessengerID: speaker.ID, AudienceID: audience.ID, SourceLanguage: "ru",
	}
	m := must[*models.Message](t)(models.NewMessage(campaign, brief, by, noon))
	text := must[*models.Variant](t)(models.NewVariant(m, models.Text{Language: "ru", Body: "Хлеб и книги"}, by, noon))
	channel := must[*models.Channel](t)(models.NewChannel(models.Account{
		Platform: "portal", Class: "web", Name: "Portal", Countries: []string{"KG"}, Languages: []string{"ru"}, Zone: "Asia/Bishkek",
	}, by, noon))
	err := scope.InTx(ctx, func(tx *store.Scope) error {
		return errors.Join(
			tx.CreateAudience(ctx, audience), tx.CreateCampaign(ctx, campaign), tx.CreateMessenger(ctx, speaker), tx.CreateMessage(ctx, m),
			tx.CreateVariant(ctx, text), tx.CreateChannel(ctx, channel),
			tx.CreateConsent(ctx, &models.Consent{
				ID: models.NewID[models.Consent](), OrganizationID: by.OrganizationID, MessengerID: speaker.ID, Language: "ru", GivenOn: "2027-01-01",
				Platforms: []string{}, Countries: []string{"KG"}, ExpiresAt: noon.AddDate(1, 0, 0), CreatedAt: noon,
			}),
			tx.CreateRisk(ctx, &models.RiskAssessment{
				ID: models.NewID[models.RiskAssessment](), OrganizationID: by.OrganizationID, MessengerID: speaker.ID, Level: "low", Reviewers: []string{"a"},
				ValidUntil: noon.AddDate(0, 6, 0), CreatedAt: noon,
			}),
			tx.CreateRule(ctx, &models.ApprovalRule{
				ID: models.NewID[models.ApprovalRule](), Country: "KG", Mode: "required_by_agreement", Authority: "Commission", AuthorityID: &authority,
				Quorum: 2, DeadlineHours: 72, ValidityHours: 720, Source: "test", ValidFrom: "2020-01-01", Version: 1,
			}),
		)
	})
	if err != nil {
		t.Fatal(err)
	}
	return m, channel
}
