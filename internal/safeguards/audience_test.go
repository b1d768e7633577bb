package safeguards_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"caravan/models"
)

// fields are some fields of an answer, as JSON.
func fields(body map[string]any, names ...string) string {
	chosen := map[string]any{}
	for _, name := range names {
		chosen[name] = body[name]
	}
	return string(must(json.Marshal(chosen)))
}

// What is said to minors, to people at indicated risk, to one village or to
// those who speak a language is not approved before somebody of safeguarding,
// who did not choose these people, has said how they can be addressed.
func TestS02NobodyIsSingledOut(t *testing.T) {
	asks(t)
	each(t, func(t *testing.T, w *world) {
		b := newBureau(t, w)
		path := "/audiences/" + b.message.AudienceID.String()
		both := w.person(t, b.planner.OrganizationID, models.Planner, models.Safeguarding)
		for name, segment := range map[string]string{
			"minors":            strings.Replace(seekers, `"18-24"`, `"14-17"`, 1),
			"indicated":         strings.NewReplacer(`"universal"`, `"indicated"`, `"insight_evidence":""`, `"insight_evidence":"A survey"`).Replace(seekers),
			"single_place":      strings.Replace(seekers, `"settlement":""`, `"settlement":"rural"`, 1),
			"minority_language": strings.NewReplacer(`["Osh"]`, `[]`, `["18-24"]`, `[]`, `["jobseeker"]`, `[]`, `["ky"]`, `["tg-Cyrl"]`, `"insight_evidence":""`, `"insight_evidence":"They read no other"`).Replace(seekers),
		} {
			tag := both.gets(t, path).header.Get("ETag")
			changed := both.sends(t, http.MethodPut, path, segment, "If-Match", tag).is(t, http.StatusOK, "")
			if reasons, _ := changed.body["delicate"].([]any); len(reasons) != 1 || reasons[0] != name {
				t.Errorf("%s is delicate for %v", name, reasons)
			}
			b.submits(t).is(t, http.StatusUnprocessableEntity, "audience_review_required")
			if !b.guardian.needs(t, "audiences") || both.needs(t, "audiences") {
				t.Errorf("%s: who has to look at it is not told, or whoever wrote it is", name)
			}
			review, tag := `{"review":"A teacher reads each text first."}`, changed.header.Get("ETag")
			b.planner.sends(t, http.MethodPost, path+"/review", review, "If-Match", tag).is(t, http.StatusForbidden, "forbidden")
			both.sends(t, http.MethodPost, path+"/review", review, "If-Match", tag).is(t, http.StatusUnprocessableEntity, "four_eyes_author")
			b.guardian.sends(t, http.MethodPost, path+"/review", review, "If-Match", tag).is(t, http.StatusOK, "")
			if b.guardian.needs(t, "audiences") {
				t.Errorf("%s: it was looked at, and still waits", name)
			}
			made, _ := b.submits(t).submitted(t)
			b.planner.posts(t, made+"/withdrawal", "").is(t, http.StatusOK, "")
		}
	})
}

// A group is named together with who listed it, and when; else the writer is asked.
func TestS12GroupsAreNamedWithWhoListedThem(t *testing.T) {
	asks(t)
	b := newBureau(t, here(t))
	flags := func(citations ...string) (flagged bool) {
		b.message.Citations = citations
		if err := b.records.As(b.planner.Actor).SaveMessage(t.Context(), b.message); err != nil {
			t.Fatal(err)
		}
		draft := `{"language":"ru","title":"","body":"ИГИЛ зовёт молодых.","link":"","hashtags":[],"back_translation":""}`
		for _, note := range b.planner.posts(t, "/messages/"+b.message.ID.String()+"/lint", draft).is(t, http.StatusOK, "").items() {
			flagged = flagged || note["code"] == models.NoteNamedGroup
		}
		return flagged
	}
	for name, citations := range map[string][]string{
		"nothing": {}, "scripture": {"Коран 2:256"}, "an authority without a date": {"Верховный суд"}, "a date alone": {"2015"},
	} {
		if !flags(citations...) {
			t.Errorf("%s is taken for a listing", name)
		}
	}
	for _, listing := range []string{"Верховный суд КР, 4 февраля 2015", "UN Security Council list, 2014", "فهرست شورای امنیت، ۲۰۱۴"} {
		if flags(listing) {
			t.Errorf("%s is no listing", listing)
		}
	}
}
