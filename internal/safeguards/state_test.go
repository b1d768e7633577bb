package safeguards_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"caravan/models"
)

// A refusal names a ground, a law and where to appeal, and evaluators see how
// many there were, on which ground.
func TestS10RefusalsAnswerForThemselves(t *testing.T) {
	asks(t)
	each(t, func(t *testing.T, w *world) {
		b := newBureau(t, w)
		path, digest := b.submits(t).submitted(t)
		refuse := `{"kind":"refuse","digest":"` + digest + `","ground":"stigmatising","legal_basis":"Law 1, art. 2","comment":"It names a village."}`
		for _, lacking := range []string{`,"ground":"stigmatising"`, `,"legal_basis":"Law 1, art. 2"`, `,"comment":"It names a village."`} {
			b.first.posts(t, path+"/decisions", strings.Replace(refuse, lacking, "", 1)).is(t, http.StatusUnprocessableEntity, "ground_required")
		}
		b.first.posts(t, path+"/decisions", strings.Replace(refuse, "stigmatising", "unfavourable", 1)).is(t, http.StatusUnprocessableEntity, "invalid_request")
		ministry := must(w.system().Organization(t.Context(), b.first.OrganizationID))
		contact := ministry.Contact
		ministry.Contact = ""
		if err := w.system().SaveOrganization(t.Context(), ministry); err != nil {
			t.Fatal(err)
		}
		b.first.posts(t, path+"/decisions", refuse).is(t, http.StatusUnprocessableEntity, "appeal_required")
		ministry.Contact = contact
		if err := w.system().SaveOrganization(t.Context(), ministry); err != nil {
			t.Fatal(err)
		}
		b.first.posts(t, path+"/decisions", refuse).is(t, http.StatusCreated, "")
		evaluator := w.person(t, b.planner.OrganizationID, models.Evaluator)
		if counted := evaluator.gets(t, "/decision_times").is(t, http.StatusOK, "").raw; !strings.Contains(counted, `{"ground":"stigmatising","count":1}`) {
			t.Errorf("refusals are not counted: %s", counted)
		}
	})
}

// No text leaves on the word of one person, nor on nobody's where it names
// somebody in public life; around elections the state does not speak unasked.
func TestS11NobodyIsAttackedUnseen(t *testing.T) {
	asks(t)
	each(t, func(t *testing.T, w *world) {
		b := newBureau(t, w)
		alone := w.person(t, b.planner.OrganizationID, models.Planner, models.Reviewer)
		rule := must(w.system().Rules(t.Context(), "KG"))[0]
		write := func(more string) *models.MessageVersion {
			text := must(w.records.As(alone.Actor).Variant(t.Context(), b.message.ID, "ru"))
			body := fmt.Sprintf(`{"title":"Хлеб","body":%q,"link":"","hashtags":[],"back_translation":""}`, text.Body+more)
			alone.sends(t, http.MethodPut, "/messages/"+b.message.ID.String()+"/variants/ru", body, "If-Match", fmt.Sprintf(`"%d"`, text.Version)).is(t, http.StatusOK, "")
			return must(b.desks.Approval.Freeze(t.Context(), alone.Actor, b.message.ID))
		}
		own := write(" Министр Асанов лжёт.")
		alone.posts(t, "/versions/"+own.ID.String()+"/review", `{"digest":"`+string(own.Digest)+`"}`).is(t, http.StatusUnprocessableEntity, "four_eyes_author")
		b.reviewer.posts(t, "/versions/"+own.ID.String()+"/review", `{"digest":"`+string(own.Digest)+`"}`).is(t, http.StatusOK, "")
		b.version = own

		rule.Silence = models.SilenceApproves
		if err := w.system().SaveRule(t.Context(), &rule); err != nil {
			t.Fatal(err)
		}
		path, _ := b.submits(t).submitted(t)
		made := must(w.system().Submission(t.Context(), models.MustID[models.Submission](path[len("/submissions/"):])))
		if made.Silence == models.SilenceApproves {
			t.Error("silence would approve a text that names a minister")
		}
		b.planner.posts(t, path+"/withdrawal", "").is(t, http.StatusOK, "")

		rule.Mode, rule.Quorum = "notify_only", 0
		if err := w.system().SaveRule(t.Context(), &rule); err != nil {
			t.Fatal(err)
		}
		b.submits(t).is(t, http.StatusUnprocessableEntity, "quorum_not_met")
		text := must(w.records.As(alone.Actor).Variant(t.Context(), b.message.ID, "ru"))
		text.Body = "Хлеб"
		if err := w.records.As(alone.Actor).SaveVariant(t.Context(), text); err != nil {
			t.Fatal(err)
		}
		b.freeze(t, " и мир")
		b.submits(t).is(t, http.StatusCreated, "")
	})
	t.Run("election", func(t *testing.T) {
		r := newRoom(t, here(t), "keyed")
		r.Message.Type = models.GovStrategicComms
		if err := r.records.As(r.Planner).SaveMessage(t.Context(), r.Message); err != nil {
			t.Fatal(err)
		}
		before := r.schedules(t, "2027-03-05T19:30", "", r.Channels[0]).delivery(t)
		window := models.ElectionWindow{ID: models.NewID[models.ElectionWindow](), Country: "KG", Title: "Parliament", From: "2027-03-04", To: "2027-03-20", Source: "test", Version: 1}
		if err := r.system().CreateWindow(t.Context(), &window); err != nil {
			t.Fatal(err)
		}
		r.schedules(t, "2027-03-06T19:30", "", r.Channels[0]).is(t, http.StatusUnprocessableEntity, "election_window")
		if d := r.comes(t, before); d.State == models.Published {
			t.Error("the state speaks in an election window")
		}
	})
}
