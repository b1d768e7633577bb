package planning_test

import (
	"database/sql"
	"errors"
	"slices"
	"testing"
	"time"

	"caravan/internal/dbtest"
	"caravan/internal/store"
	"caravan/internal/tasks"
	"caravan/models"
)

// signedIn opens a session of somebody and issues them a token, and returns how
// to find out whether these still open anything.
func signedIn(t *testing.T, records *store.Store, who models.Actor, now time.Time) (live func() [2]bool) {
	t.Helper()
	system := records.As(models.System("test"))
	session := models.SessionRules{}.NewSession(who, []byte(who.UserID.String()), models.ByPassword, now)
	token := &models.Token{ID: models.NewID[models.Token](), OrganizationID: who.OrganizationID, UserID: who.UserID, Name: "script", TokenHash: []byte("token" + who.UserID.String()), Scopes: []string{}, CreatedAt: now, ExpiresAt: now.AddDate(0, 0, 30)}
	if err := errors.Join(system.CreateSession(t.Context(), session), system.CreateToken(t.Context(), token)); err != nil {
		t.Fatal(err)
	}
	return func() [2]bool {
		_, ended := system.SessionByHash(t.Context(), session.TokenHash)
		kept, err := system.TokenByHash(t.Context(), token.TokenHash)
		if err != nil {
			t.Fatal(err)
		}
		return [2]bool{ended == nil, kept.RevokedAt == nil}
	}
}

// Whoever broke the glass is out at the hour at which somebody else should have
// looked at it: their sessions and tokens end, and others are told.
func TestWhoeverBrokeTheGlassIsSuspended(t *testing.T) {
	dbtest.EachBeneath(t, func(t *testing.T, records *store.Store, beneath *sql.DB) {
		s := newSafe(t, records)
		server := s.posted(t)
		s.watched(t, records)
		reveal, err := s.breaks(t, 0, s.sealed(t, 0))
		if err != nil {
			t.Fatal(err)
		}
		s.send(t, records, beneath)
		before := len(server.Mail())
		system := records.As(models.System("test"))
		owed, err := system.DueTasks(t.Context(), s.now.Add(24*time.Hour), 100)
		if err != nil || !slices.ContainsFunc(owed, func(o store.OwedTask) bool {
			return o.Kind == "reveal.review-due" && o.DueAt.Equal(s.now.Add(24*time.Hour))
		}) {
			t.Fatalf("nobody asks after a day: %+v, %v", owed, err)
		}
		alone, colleague := signedIn(t, records, s.custodians[0], s.now), signedIn(t, records, s.custodians[1], s.now)
		due := func() {
			t.Helper()
			if err := s.desk.SuspendUnreviewed(t.Context(), tasks.ReviewDue{Reveal: reveal.ID}); err != nil {
				t.Fatal(err)
			}
		}
		s.now = s.now.Add(24*time.Hour - time.Second)
		if due(); alone() != [2]bool{true, true} {
			t.Fatal("suspended before the day was over")
		}
		s.now = s.now.Add(time.Second)
		due()
		due()
		if alone() != [2]bool{} || colleague() != [2]bool{true, true} {
			t.Errorf("signed in are they %v, the colleague %v", alone(), colleague())
		}
		if _, err := system.Actor(t.Context(), s.custodians[0].UserID, s.Planner.OrganizationID); !errors.Is(err, models.ErrUnknownPerson) {
			t.Errorf("they act: %v", err)
		}
		s.send(t, records, beneath)
		if got := len(server.Mail()) - before; got != 3 {
			t.Errorf("two custodians and an administrator have %d letters", got)
		}
		trail, err := records.As(s.custodians[1]).Trail(t.Context(), 100)
		if n := len(slices.DeleteFunc(trail, func(e models.AuditEntry) bool { return e.Action != "user.suspended" })); n != 1 || err != nil {
			t.Errorf("%d entries, %v", n, err)
		}
	})
}

// Who was judged in time stays; a review that was owed to nobody is owed when
// the program starts.
func TestAReviewInTimeSuspendsNobody(t *testing.T) {
	dbtest.EachBeneath(t, func(t *testing.T, records *store.Store, beneath *sql.DB) {
		s := newSafe(t, records)
		s.posted(t)
		s.watched(t, records)
		reveal, err := s.breaks(t, 0, s.sealed(t, 0))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := beneath.ExecContext(t.Context(), "DELETE FROM owed_tasks"); err != nil {
			t.Fatal(err)
		}
		if err := s.desk.Begin(t.Context()); err != nil {
			t.Fatal(err)
		}
		owed, err := records.As(models.System("test")).DueTasks(t.Context(), s.now.Add(24*time.Hour), 100)
		if err != nil || len(owed) != 1 || owed[0].Kind != "reveal.review-due" {
			t.Errorf("owed are %+v, %v", owed, err)
		}
		if _, err := s.desk.Review(t.Context(), s.custodians[1], reveal.ID, "It was right"); err != nil {
			t.Fatal(err)
		}
		s.now = s.now.Add(25 * time.Hour)
		if err := s.desk.SuspendUnreviewed(t.Context(), tasks.ReviewDue{Reveal: reveal.ID}); err != nil {
			t.Fatal(err)
		}
		if _, err := records.As(models.System("test")).Actor(t.Context(), s.custodians[0].UserID, s.Planner.OrganizationID); err != nil {
			t.Errorf("they are out: %v", err)
		}
	})
}
