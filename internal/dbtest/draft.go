package dbtest

import (
	"errors"
	"testing"

	"caravan/internal/store"
	"caravan/models"
)

// Draft writes a complete campaign in Kyrgyzstan with one message in Russian
// and Dari, a portal that carries both, and a rule that asks a number of
// persons of the authority. It lacks nothing but to be frozen, reviewed and
// submitted.
func Draft(t *testing.T, scope *store.Scope, authority models.ID[models.Organization], quorum int) (*models.Message, *models.Channel) {
	t.Helper()
	ctx, by, now := t.Context(), scope.Who(), Noon()
	audience := must(models.NewAudience(models.Segment{SegmentName: "Young job seekers"}, by, now))
	campaign := must(models.NewCampaign(models.Plan{
		Title: "Bread and books", StartsOn: "2027-03-01", EndsOn: "2027-05-31", PrimaryAudience: audience.ID, CallToAction: "Come", DialoguePlan: "Daily",
		Goal:             models.Goal{Statement: "s", Indicator: "i", Target: "t", Deadline: "2027-05-31"},
		EvaluationDesign: "pre_post", GenderAnalysis: "g", ImpactAssessment: "p", Disclosure: "Osh Media", StateInvolvement: "approved", Funders: []string{"own"},
		HarmReview:   models.HarmReview{Dividers: "d", Connectors: "c", Harms: "h", Mitigations: "m", Reviewers: []string{"a", "b"}, ValidUntil: "2027-12-31"},
		ResponsePlan: models.ResponsePlan{Languages: []string{"ru", "fa-AF"}, Hours: "9-21", Escalation: "e"},
		Pretests:     []models.Pretest{{Language: "ru", Waiver: "w"}, {Language: "fa-AF", Waiver: "w"}},
	}, []string{"KG"}, by, now))
	speaker := must(models.NewMessenger(models.MessengerProfile{Pseudonym: "Quiet River", Type: "teacher_educator", Languages: []string{}}, by, now))
	message := must(models.NewMessage(campaign, models.Brief{
		Title: "Bread", Type: models.AlternativeNarrative, Approach: models.Positive, Components: []string{"belonging"},
		MessengerID: speaker.ID, AudienceID: audience.ID, SourceLanguage: "ru",
	}, by, now))
	russian := must(models.NewVariant(message, models.Text{Language: "ru", Title: "Хлеб", Body: "Хлеб и книги"}, by, now))
	dari := must(models.NewVariant(message, models.Text{Language: "fa-AF", Title: "نان", Body: "نان و کتاب", BackTranslation: "Bread and a book"}, by, now))
	if err := dari.Review(models.Actor{UserID: models.NewID[models.User]()}, now); err != nil {
		t.Fatal(err)
	}
	channel := must(models.NewChannel(models.Account{
		Platform: "portal", Class: "web", Name: "Portal", Countries: []string{"KG"}, Languages: []string{"ru", "fa-AF"}, Zone: "Asia/Bishkek",
	}, by, now))
	err := scope.InTx(ctx, func(tx *store.Scope) error {
		return errors.Join(
			tx.CreateAudience(ctx, audience), tx.CreateCampaign(ctx, campaign), tx.CreateMessenger(ctx, speaker), tx.CreateMessage(ctx, message),
			tx.CreateVariant(ctx, russian), tx.CreateVariant(ctx, dari), tx.CreateChannel(ctx, channel),
			tx.CreateConsent(ctx, &models.Consent{
				ID: models.NewID[models.Consent](), OrganizationID: by.OrganizationID, MessengerID: speaker.ID, Language: "ru", GivenOn: "2027-01-01",
				Platforms: []string{}, Countries: []string{"KG"}, ExpiresAt: now.AddDate(1, 0, 0), CreatedAt: now,
			}),
			tx.CreateRisk(ctx, &models.RiskAssessment{
				ID: models.NewID[models.RiskAssessment](), OrganizationID: by.OrganizationID, MessengerID: speaker.ID, Level: "low", Reviewers: []string{"a"},
				ValidUntil: now.AddDate(0, 6, 0), CreatedAt: now,
			}),
			tx.CreateRule(ctx, &models.ApprovalRule{
				ID: models.NewID[models.ApprovalRule](), Country: "KG", Mode: "required_by_agreement", Authority: "Commission", AuthorityID: &authority,
				Quorum: quorum, DeadlineHours: 72, Silence: models.SilenceEscalates, ValidityHours: 720, Source: "Agreement of 2026", ValidFrom: "2020-01-01", Version: 1,
			}),
		)
	})
	if err != nil {
		t.Fatal(err)
	}
	return message, channel
}
