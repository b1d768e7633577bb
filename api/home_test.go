package api_test

import (
	"net/http"
	"testing"

	"caravan/internal/dbtest"
	"caravan/internal/store"
	"caravan/models"
)

// Everybody begins with what their roles are about, and with nothing else.
func TestHomeDependsOnTheRole(t *testing.T) {
	records := dbtest.SQLite(t)
	server := serve(t, records)
	planner := signIn(t, records, server, "osh", models.Planner)
	approver := signIn(t, records, server, "bishkek", models.Approver)
	planner.send(t, http.MethodPost, "/api/v1/campaigns", bread).is(t, http.StatusCreated, "")
	ours, theirs := planner.send(t, http.MethodGet, "/api/v1/home", ""), approver.send(t, http.MethodGet, "/api/v1/home", "")
	drafts, _ := ours.body["drafts"].([]any)
	if len(drafts) != 1 || drafts[0].(map[string]any)["title"] != "Bread and books" || ours.body["decisions"] != nil {
		t.Errorf("a planner begins with %v", ours.body)
	}
	if list, ok := theirs.body["decisions"].([]any); !ok || len(list) != 0 || theirs.body["drafts"] != nil || theirs.body["ahead"] != nil {
		t.Errorf("an approver begins with %v", theirs.body)
	}
	(&client{server: server}).send(t, http.MethodGet, "/api/v1/home", "").is(t, http.StatusUnauthorized, "not_signed_in")
}

// What waits is found on both databases, by those whom it waits for.
func TestHomeFindsWhatWaits(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, records *store.Store) {
		room := dbtest.NewNewsroom(t, records, "portal")
		ours := records.As(room.Planner)
		submissions, err := ours.SubmissionsOf(t.Context(), room.Message.ID)
		if err != nil {
			t.Fatal(err)
		}
		judged := submissions[0]
		judged.State = models.UnderReview
		if err := ours.SaveSubmission(t.Context(), &judged); err != nil {
			t.Fatal(err)
		}
		judge := models.Actor{UserID: models.NewID[models.User](), OrganizationID: judged.AuthorityID}
		waits(t, "a decision", 1)(records.As(judge).ToDecide(t.Context()))
		waits(t, "a decision of our own", 0)(ours.ToDecide(t.Context()))
		judged.State = models.Returned
		if err := ours.SaveSubmission(t.Context(), &judged); err != nil {
			t.Fatal(err)
		}
		waits(t, "what was returned", 1)(ours.ReturnedToUs(t.Context()))
		waits(t, "a version", 1)(records.As(room.Colleague).ToReview(t.Context()))
		waits(t, "the own version", 0)(ours.ToReview(t.Context()))
		waits(t, "a consent of next year", 0)(ours.ConsentsEnding(t.Context(), noon, noon.AddDate(0, 1, 0)))
		waits(t, "a consent", 1)(ours.ConsentsEnding(t.Context(), noon, noon.AddDate(1, 1, 0)))
		waits(t, "an assessment", 1)(ours.RisksEnding(t.Context(), noon.AddDate(1, 0, 0)))
		waits(t, "a failure", 0)(ours.GoneWrong(t.Context(), noon))
		if ahead, err := ours.Ahead(t.Context(), noon, noon.AddDate(0, 0, 7)); err != nil || len(ahead) != 0 {
			t.Errorf("ahead: %v, %v", ahead, err)
		}
	})
}

// waits expects so many lines of a section.
func waits(t *testing.T, what string, want int) func([]store.Need, error) {
	t.Helper()
	return func(found []store.Need, err error) {
		t.Helper()
		if err != nil || len(found) != want {
			t.Errorf("%s: %v, %v, want %d", what, found, err, want)
		}
	}
}
