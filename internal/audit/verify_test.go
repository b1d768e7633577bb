package audit_test

import (
	"database/sql"
	"strings"
	"testing"

	"caravan/internal/audit"
	"caravan/internal/dbtest"
	"caravan/internal/store"
	"caravan/models"
)

func TestVerifyWithAndWithoutCheckpoints(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, records *store.Store) {
		l := newLog(t, records)
		l.verify(t, audit.Sound, audit.Question{}) // nothing was recorded
		l.write(t, 10)
		if r := l.verify(t, audit.Sound, audit.Question{}); r.Entries != 10 || r.Trails != 3 || r.Size != 0 {
			t.Errorf("%+v", r)
		}
		first := l.sign(t)
		l.write(t, 10)
		second := l.sign(t)
		if made, err := l.desk.Checkpoint(t.Context()); made != nil || err != nil {
			t.Errorf("nothing is new, and signed: %v, %v", made, err)
		}
		l.write(t, 1)
		var steps []int64
		r := l.verify(t, audit.Sound, audit.Question{Witnessed: []audit.Witnessed{second, first}, Progress: func(done, of int64) {
			steps = append(steps, done, of)
		}})
		if r.Entries != 21 || r.Size != 20 || r.Checkpoints != 2 || r.Witnessed != 20 || !r.Signed || len(steps) == 0 || steps[len(steps)-2] != steps[len(steps)-1] {
			t.Errorf("%+v, %v", r, steps)
		}
	})
}

// One trail, or its end, can be checked by itself.
func TestVerifyAPart(t *testing.T) {
	dbtest.EachBeneath(t, func(t *testing.T, records *store.Store, beneath *sql.DB) {
		l := newLog(t, records)
		l.write(t, 40)
		l.sign(t)
		g := breakIn(t, beneath, records.Dialect())
		g.run(t, "UPDATE audit_entries SET reason = 'another' WHERE seq = 5 AND organization_id = '"+l.osh.String()+"'")
		l.verify(t, audit.Sound, audit.Question{Organization: &l.naryn})
		if r := l.verify(t, audit.Sound, audit.Question{Organization: &l.osh, Since: 6}); r.Entries != 15 || r.Last != 20 {
			t.Errorf("%+v", r)
		}
		l.verify(t, audit.Broken, audit.Question{Organization: &l.osh, Since: 5})
		if r := l.verify(t, audit.Broken, audit.Question{}); r.Seq != 5 || r.Organization != l.osh.String() {
			t.Errorf("%+v", r)
		}
		if _, err := l.desk.Checkpoint(t.Context()); err != nil {
			t.Error("nothing is new, and it is looked at")
		}
		g.run(t, "DELETE FROM audit_entries WHERE seq > 1000")
		l.write(t, 3)
		g.run(t, "UPDATE audit_entries SET reason = 'another' WHERE id = (SELECT max(id) FROM audit_entries)")
		if made, err := l.desk.Checkpoint(t.Context()); err == nil || made != nil || !strings.Contains(err.Error(), "rewritten") {
			t.Errorf("what was rewritten is signed: %v, %v", made, err)
		}
	})
}

// A record that stands otherwise than the trail tells is found, and so is one
// that is gone.
func TestVerifyComparesRecordsWithTheTrail(t *testing.T) {
	dbtest.EachBeneath(t, func(t *testing.T, records *store.Store, beneath *sql.DB) {
		l := newLog(t, records)
		n := dbtest.NewNewsroom(t, records)
		r := l.verify(t, audit.Contradicted, audit.Question{Organization: &n.Planner.OrganizationID})
		if !strings.HasPrefix(r.Detail, "submission ") || !strings.Contains(r.Detail, "is approved, and the trail says nothing") {
			t.Errorf("an approval out of nowhere: %s", r.Detail)
		}
		subs, err := records.As(n.Planner).SubmissionsOf(t.Context(), n.Message.ID)
		if err != nil || len(subs) != 1 {
			t.Fatal(subs, err)
		}
		err = records.As(n.Planner).InTx(t.Context(), func(tx *store.Scope) error {
			for _, action := range []string{"submission.made", "submission.approved"} {
				if err := tx.RecordSubmission(t.Context(), &subs[0], action, "", dbtest.Noon()); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		l.verify(t, audit.Sound, audit.Question{})
		g := breakIn(t, beneath, records.Dialect())
		for _, forgery := range []struct{ statement, says string }{
			{"UPDATE submissions SET state = 'refused'", "is refused, and the trail says submission.approved"},
			{"UPDATE submissions SET state = 'approved', digest = '" + strings.Repeat("0", 64) + "'", "is approved, and the trail says submission.approved"},
			{"DELETE FROM submissions", "is gone, and the trail says submission.made"},
		} {
			g.run(t, forgery.statement)
			if r := l.verify(t, audit.Contradicted, audit.Question{Organization: &n.Planner.OrganizationID}); !strings.HasSuffix(r.Detail, forgery.says) {
				t.Errorf("%s: %s", forgery.statement, r.Detail)
			}
		}
	})
}

// Two keys can be known, as long as checkpoints of both are there; and a key of
// another name signs nothing.
func TestKeysCanChange(t *testing.T) {
	records := dbtest.SQLite(t)
	l := newLog(t, records)
	l.write(t, 5)
	l.sign(t)
	signer, public := newKey(t, "caravan.example/audit")
	l.desk.Signer = signer
	l.write(t, 5)
	l.sign(t)
	l.verify(t, audit.Forged, audit.Question{})
	_, stranger := newKey(t, "elsewhere.example/audit")
	both, err := audit.NewKeys(public, stranger)
	if err != nil {
		t.Fatal(err)
	}
	if r, err := audit.Verify(t.Context(), records, audit.Question{Keys: both}); err != nil || r.Verdict != audit.Forged {
		t.Errorf("%+v, %v", r, err)
	}
}

// Two who sign at once make one history.
func TestCheckpointsAreMadeByOneAtATime(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, records *store.Store) {
		l := newLog(t, records)
		l.write(t, 30)
		done := make(chan *models.AuditCheckpoint, 4)
		for range cap(done) {
			go func() {
				made, err := l.desk.Checkpoint(t.Context())
				if err != nil {
					t.Error(err)
				}
				done <- made
			}()
		}
		n := 0
		for range cap(done) {
			if made := <-done; made != nil {
				n++
			}
		}
		if n != 1 {
			t.Errorf("%d checkpoints", n)
		}
		l.verify(t, audit.Sound, audit.Question{})
	})
}
