package safeguards_test

import (
	"bytes"
	"database/sql"
	"net/http"
	"path/filepath"
	"strings"
	"testing"

	"caravan/internal/audit"
	"caravan/internal/cli"
	"caravan/internal/dbtest"
	"caravan/internal/store"
	"caravan/models"
)

// Drafts, approvals, sends and figures stand in a trail that evaluators read
// without learning who anybody is. Whoever changes a row of it beneath the
// program is found out by those who ask the program, and by the command, which
// needs the database alone.
func TestS29TheTrailCannotBeRewritten(t *testing.T) {
	asks(t)
	dbtest.EachBeneath(t, func(t *testing.T, records *store.Store, beneath *sql.DB) {
		b := newBureau(t, newWorld(t, records))
		evaluator := deeds(t, b)
		if verdict := evaluator.posts(t, "/audit/verification", "").is(t, http.StatusOK, "").text("verdict"); verdict != "sound" {
			t.Fatalf("it is %s before anybody touched it", verdict)
		}
		rewrite(t, beneath, records.Dialect(), b.planner.OrganizationID)
		found := evaluator.posts(t, "/audit/verification", "").is(t, http.StatusOK, "")
		if found.text("verdict") != "broken" || found.body["first_bad"] != 2.0 {
			t.Errorf("the second entry was changed: %s", found.raw)
		}
	})
	t.Run("sends and figures", func(t *testing.T) {
		c := newCount(t, here(t))
		sent := c.schedules(t, "2027-03-02T19:30", "", c.Channels[0]).delivery(t)
		c.comes(t, sent)
		c.enters(t, sent, "views", 5, 500)
		read := c.evaluator.gets(t, "/audit").is(t, http.StatusOK, "").raw
		for _, action := range []string{"delivery.scheduled", "delivery.published", "observations.imported"} {
			if !strings.Contains(read, action) {
				t.Errorf("it does not say %s: %s", action, read)
			}
		}
	})
	t.Run("command", func(t *testing.T) {
		records, path := dbtest.SQLiteFile(t)
		own := newWorld(t, records).found(t, "media_ngo", "osh").ID
		for range 3 {
			newWorld(t, records).person(t, own, models.Planner)
		}
		public := must(audit.Public(must(audit.NewKey("osh/audit"))))
		verify := func() (int, string) {
			var said bytes.Buffer
			code := cli.Run(t.Context(), []string{"audit", "verify", "--data=" + filepath.Dir(path), "--audit-public-key=" + public}, &said, &said)
			return code, said.String()
		}
		if code, said := verify(); code != int(audit.Sound) {
			t.Fatalf("%d before anybody touched it: %s", code, said)
		}
		beneath := must(sql.Open("sqlite", "file:"+path+"?_pragma=busy_timeout(5000)"))
		defer func() { _ = beneath.Close() }()
		rewrite(t, beneath, records.Dialect(), own)
		if code, said := verify(); code != int(audit.Broken) || !strings.Contains(said, "entry 2 of ") {
			t.Errorf("%d, %s", code, said)
		}
	})
}

// deeds does what has to stand in the trail, and lets an evaluator read that it
// does.
func deeds(t *testing.T, b *bureau) *person {
	t.Helper()
	path, digest := b.submits(t).submitted(t)
	decision := `{"kind":"approve","digest":"` + digest + `","state_action":"none_known","comment":"Read by Asanov"}`
	b.first.posts(t, path+"/decisions", decision).is(t, http.StatusCreated, "")
	b.second.posts(t, path+"/decisions", decision).is(t, http.StatusCreated, "")
	b.planner.posts(t, "/holds", `{"scope":"campaign","scope_id":"`+b.message.CampaignID.String()+`","reason":"Asanova fears for her family"}`).is(t, http.StatusCreated, "")
	evaluator := b.person(t, b.planner.OrganizationID, models.Evaluator)
	evaluator.posts(t, "/universes", `{"country":"KG","segment":"","kind":"population","platform":"","year":2026,"value":7000000,"low":null,"high":null,"source":"Office","licence":"","retrieved_on":"2027-02-01"}`).
		is(t, http.StatusCreated, "")
	read := evaluator.gets(t, "/audit?limit=200").is(t, http.StatusOK, "")
	for _, action := range []string{"version.frozen", "version.reviewed", "submission.made", "submission.approved", "hold.closed", "universe.added"} {
		if !strings.Contains(read.raw, `"`+action+`"`) {
			t.Errorf("it does not say %s", action)
		}
	}
	for _, p := range []*person{b.planner, b.reviewer, b.guardian, evaluator} {
		if strings.Contains(read.raw, p.Name) || strings.Contains(read.raw, p.UserID.String()) {
			t.Errorf("an evaluator reads of %s", p.Name)
		}
		if of := evaluator.gets(t, "/audit?object_id="+p.UserID.String()); len(of.items()) != 0 {
			t.Errorf("an evaluator finds what was done to %s: %s", p.Name, of.raw)
		}
	}
	if strings.Contains(read.raw, "Asanov") {
		t.Error("an evaluator reads what people wrote of each other")
	}
	return evaluator
}

// rewrite changes the second entry of an organisation, past everything that
// guards it.
func rewrite(t *testing.T, beneath *sql.DB, dialect string, of models.ID[models.Organization]) {
	t.Helper()
	statements := []string{"UPDATE audit_entries SET reason = 'nothing happened' WHERE seq = 2 AND organization_id = '" + of.String() + "'"}
	if dialect == "sqlite" {
		statements = append([]string{"DROP TRIGGER audit_entries_no_update"}, statements...)
	}
	for _, statement := range statements {
		if _, err := beneath.ExecContext(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}
}
