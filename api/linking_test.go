package api_test

import (
	"errors"
	"net/http"
	"os/exec"
	"regexp"
	"strings"
	"testing"
	"time"

	"caravan/internal/dbtest"
	"caravan/internal/paper"
	"caravan/internal/store"
	"caravan/models"
)

// A speaker is a messenger whose every word can be told from another's.
type speaker struct {
	models.MessengerProfile

	id    models.ID[models.Messenger]
	until time.Time // of the consent and of the risk assessment
	given models.Date
}

// enrol keeps a speaker of the bureau's organisation.
func (b *bureau) enrol(t *testing.T, s *speaker) {
	t.Helper()
	by := who(t, b.records, b.planner)
	s.Type, s.Languages, s.CredibilitySource = "teacher_educator", []string{"ru"}, "survey"
	m, err := models.NewMessenger(s.MessengerProfile, by, noon)
	if err != nil {
		t.Fatal(err)
	}
	s.id = m.ID
	err = b.records.As(by).InTx(t.Context(), func(tx *store.Scope) error {
		return errors.Join(
			tx.CreateMessenger(t.Context(), m),
			tx.CreateConsent(t.Context(), &models.Consent{
				ID: models.NewID[models.Consent](), OrganizationID: by.OrganizationID, MessengerID: m.ID, Language: "ru", GivenOn: s.given,
				Platforms: []string{}, Countries: []string{"KG"}, ExpiresAt: s.until, CreatedAt: noon,
			}),
			tx.CreateRisk(t.Context(), &models.RiskAssessment{
				ID: models.NewID[models.RiskAssessment](), OrganizationID: by.OrganizationID, MessengerID: m.ID, Level: "low", Reviewers: []string{"a"},
				ValidUntil: s.until, CreatedAt: noon,
			}),
		)
	})
	if err != nil {
		t.Fatal(err)
	}
}

// campaign puts a campaign of its own before the ministry, in which a speaker
// speaks, and returns where the submission is.
func (b *bureau) campaign(t *testing.T, s *speaker) (submission, campaign string) {
	t.Helper()
	by := who(t, b.records, b.planner)
	scope := b.records.As(by)
	plan, err := scope.Campaign(t.Context(), b.message.CampaignID)
	if err != nil {
		t.Fatal(err)
	}
	made, err := models.NewCampaign(plan.Plan, []string{"KG"}, by, noon)
	if err != nil {
		t.Fatal(err)
	}
	brief := b.message.Brief
	brief.MessengerID = s.id
	message, err := models.NewMessage(made, brief, by, noon)
	if err != nil {
		t.Fatal(err)
	}
	text, err := models.NewVariant(message, models.Text{Language: "ru", Title: "Хлеб", Body: "Хлеб и книги"}, by, noon)
	if err != nil {
		t.Fatal(err)
	}
	err = scope.InTx(t.Context(), func(tx *store.Scope) error {
		return errors.Join(tx.CreateCampaign(t.Context(), made), tx.CreateMessage(t.Context(), message), tx.CreateVariant(t.Context(), text))
	})
	if err != nil {
		t.Fatal(err)
	}
	b.message = message
	b.freeze(t)
	submission, _ = b.submit(t)
	return submission, made.ID.String()
}

var token = regexp.MustCompile(`[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[\pL\pN_.:+-]+`)

// tokens are all that an approver is answered about a submission.
func (b *bureau) tokens(t *testing.T, submission, campaign string) map[string]bool {
	t.Helper()
	found := map[string]bool{}
	for _, path := range []string{
		submission, submission + "/dossier", submission + "/decisions", "/api/v1/submissions?campaign_id=" + campaign, "/api/v1/campaigns/" + campaign + "/reach",
		"/api/v1/campaigns/" + campaign, "/api/v1/audit?object_id=" + campaign, "/api/v1/holds", "/api/v1/home", "/api/v1/messengers",
	} {
		answer := b.first.send(t, http.MethodGet, path, "")
		if answer.status != http.StatusOK {
			continue
		}
		for _, word := range token.FindAllString(answer.text, -1) {
			found[word] = true
		}
	}
	if _, err := exec.LookPath("pdftotext"); err == nil && paper.Ready() {
		for _, word := range token.FindAllString(b.first.printed(t, submission+"/dossier.pdf?language=en", "dossier-"+campaign), -1) {
			found[word] = true
		}
	}
	if len(found) < 100 {
		t.Fatalf("an approver reads almost nothing: %d", len(found))
	}
	return found
}

// An approver who reads everything about two campaigns cannot tell that they
// have the same messenger: nothing stands in both that does not stand in a
// third one, with another messenger, as well.
func TestNobodySeesThatTwoCampaignsHaveOneMessenger(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, records *store.Store) {
		b := newBureau(t, records)
		one := &speaker{MessengerProfile: models.MessengerProfile{Pseudonym: "Grey Wolf", Credibility: "Taught half of the valley"}, until: noon.Add(4321*time.Hour + 17*time.Second), given: "2026-10-11"}
		other := &speaker{MessengerProfile: models.MessengerProfile{Pseudonym: "Red Fox", Credibility: "Drove a lorry"}, until: noon.Add(5432*time.Hour + 29*time.Second), given: "2026-09-12"}
		b.enrol(t, one)
		b.enrol(t, other)
		first, firstCampaign := b.campaign(t, one)
		second, secondCampaign := b.campaign(t, one)
		third, thirdCampaign := b.campaign(t, other)
		a, again, control := b.tokens(t, first, firstCampaign), b.tokens(t, second, secondCampaign), b.tokens(t, third, thirdCampaign)
		shared := b.differ(t, first, second)
		for word := range a {
			if again[word] && !control[word] && !shared[word] {
				t.Errorf("both campaigns, and not the third: %s", word)
			}
		}
		for _, kept := range []string{"Wolf", "Taught", one.id.String(), string(one.given)} {
			if a[kept] {
				t.Errorf("an approver reads %s", kept)
			}
		}
	})
}

// differ checks that the two submissions of one messenger name them in two
// ways, of which none is told by the other without the key. It returns their
// single words, because any two designations may have one in common.
func (b *bureau) differ(t *testing.T, first, second string) map[string]bool {
	t.Helper()
	read := func(path string) models.StatementMessenger {
		s, err := b.records.As(who(t, b.records, b.planner)).Submission(t.Context(), idIn[models.Submission](path))
		if err != nil || len(s.Statement.Messengers) != 1 || !s.Intact() {
			t.Fatalf("%+v, %v", s, err)
		}
		return s.Statement.Messengers[0]
	}
	a, again := read(first), read(second)
	if a.Designation == again.Designation || a.Mark == again.Mark || a.Pseudonym+again.Pseudonym != "" || !a.Consent.IsZero() || len(strings.Fields(a.Designation)) != 2 {
		t.Errorf("%+v and %+v", a, again)
	}
	words := map[string]bool{}
	for word := range strings.FieldsSeq(a.Designation + " " + again.Designation) {
		words[word] = true
	}
	return words
}

// Evaluators read messages without who speaks in them; planners see it.
func TestMessagesDoNotSayWhoSpeaksToThoseWhoMayNotKnow(t *testing.T) {
	b := newBureau(t, dbtest.SQLite(t))
	path := "/api/v1/messages/" + b.message.ID.String()
	if got := b.planner.send(t, http.MethodGet, path, ""); got.body["messenger_id"] != b.message.MessengerID.String() {
		t.Errorf("a planner reads %v", got.body["messenger_id"])
	}
	for role, c := range map[string]*client{
		"evaluator":  join(t, b.records, b.server, b.planner.organization, "evaluator@example.org", models.Evaluator),
		"translator": join(t, b.records, b.server, b.planner.organization, "translator@example.org", models.Translator),
	} {
		for _, look := range []string{path, "/api/v1/messages?campaign_id=" + b.message.CampaignID.String(), "/api/v1/campaigns/" + b.message.CampaignID.String() + "/completeness"} {
			got := c.send(t, http.MethodGet, look, "")
			got.is(t, http.StatusOK, "")
			if strings.Contains(got.text, b.message.MessengerID.String()) {
				t.Errorf("%s reads who speaks in %s", role, look)
			}
		}
		c.send(t, http.MethodGet, "/api/v1/messengers", "").is(t, http.StatusForbidden, "forbidden")
	}
	operator := join(t, b.records, b.server, b.planner.organization, "operator@example.org", models.Operator)
	if err := b.records.As(models.System("test")).InTx(t.Context(), func(tx *store.Scope) error {
		return tx.Record(t.Context(), store.Change{Action: "consent.ended", Kind: "messenger", Object: b.message.MessengerID.String(), At: noon, Tenant: b.planner.organization})
	}); err != nil {
		t.Fatal(err)
	}
	for _, look := range []string{"/api/v1/audit", "/api/v1/audit?object_id=" + b.message.MessengerID.String()} {
		got := operator.send(t, http.MethodGet, look, "")
		got.is(t, http.StatusOK, "")
		if strings.Contains(got.text, b.message.MessengerID.String()) || strings.Contains(look, "object_id") && strings.Contains(got.text, "consent.ended") {
			t.Errorf("an operator reads about whom an entry is: %s", got.text)
		}
	}
}
