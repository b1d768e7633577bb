package access_test

import (
	"bytes"
	"slices"
	"testing"
	"time"

	"caravan/internal/access"
	"caravan/internal/dbtest"
	"caravan/internal/store"
	"caravan/models"
)

var morning = time.Date(2027, 3, 1, 12, 0, 0, 0, time.UTC)

// A guest is somebody of an organisation who has come in.
type guest struct {
	desk   *access.Desk
	now    *time.Time
	who    models.Actor
	secret string
}

// admitted makes an organisation and lets a planner come in.
func admitted(t *testing.T, records *store.Store) *guest {
	t.Helper()
	now := morning
	desk, link := invited(t, records, &now)
	secret, who, err := desk.Welcome(t.Context(), link, password, "")
	is(t, err, nil)
	return &guest{desk, &now, who, secret}
}

// again signs the guest in once more, elsewhere.
func (g *guest) again(t *testing.T) string {
	t.Helper()
	secret, _, err := g.desk.SignIn(t.Context(), "aigul@example.org", password, "")
	is(t, err, nil)
	return secret
}

// finds expects what asking with a secret comes to.
func (g *guest) finds(t *testing.T, secret string, want error) {
	t.Helper()
	_, err := g.desk.Peek(t.Context(), secret)
	is(t, err, want)
}

func TestIdleSessionEnds(t *testing.T) {
	g := admitted(t, dbtest.SQLite(t))
	for range 3 { // each use counts
		*g.now = g.now.Add(14 * time.Minute)
		_, err := g.desk.Session(t.Context(), g.secret)
		is(t, err, nil)
	}
	*g.now = g.now.Add(14 * time.Minute)
	g.finds(t, g.secret, nil) // looking does not
	*g.now = g.now.Add(2 * time.Minute)
	g.finds(t, g.secret, models.ErrUnknownPerson)
}

func TestSessionEndsAfterADayOfWork(t *testing.T) {
	g := admitted(t, dbtest.SQLite(t))
	for g.now.Sub(morning) < 8*time.Hour {
		_, err := g.desk.Session(t.Context(), g.secret)
		is(t, err, nil)
		*g.now = g.now.Add(10 * time.Minute)
	}
	_, err := g.desk.Session(t.Context(), g.secret)
	is(t, err, models.ErrUnknownPerson)
}

func TestSessionsOfThoseWhoDecideEndSooner(t *testing.T) {
	rules := models.SessionRules{Idle: 30 * time.Minute}
	for role, idle := range map[models.Role]time.Duration{
		models.Planner: 30 * time.Minute, models.Evaluator: 30 * time.Minute,
		models.Approver: 20 * time.Minute, models.Admin: 20 * time.Minute, models.Safeguarding: 20 * time.Minute, models.Operator: 20 * time.Minute,
	} {
		who := models.Actor{Roles: []models.Role{models.Translator, role}}
		s := rules.NewSession(who, nil, models.ByPassword, morning)
		if !rules.Live(s, who, morning.Add(idle-time.Second)) || rules.Live(s, who, morning.Add(idle)) {
			t.Errorf("%s: not %s", role, idle)
		}
	}
}

func TestConfirmingGoesOnUnderAnotherSecret(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, records *store.Store) {
		g := admitted(t, records)
		*g.now = g.now.Add(models.StepUpLifetime + time.Second)
		who, err := g.desk.Session(t.Context(), g.secret)
		if err != nil || who.Confirmed(*g.now) {
			t.Fatalf("got %v, confirmed %t", err, who.Confirmed(*g.now))
		}
		_, _, err = g.desk.Confirm(t.Context(), who, g.secret, "four other words here", "")
		is(t, err, models.ErrWrongPassword)
		secret, _, err := g.desk.Confirm(t.Context(), who, g.secret, password, "")
		is(t, err, nil)
		g.finds(t, g.secret, models.ErrUnknownPerson)
		again, err := g.desk.Session(t.Context(), secret)
		is(t, err, nil)
		if !again.Confirmed(*g.now) || again.Session != who.Session {
			t.Errorf("got %+v", again)
		}
		_, _, err = g.desk.Confirm(t.Context(), who, g.secret, password, "") // with the secret of before
		is(t, err, models.ErrUnknownPerson)
	})
}

func TestSessionsOfOthersAreNotOnesOwn(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, records *store.Store) {
		g := admitted(t, records)
		here := g.again(t)
		who, err := g.desk.Session(t.Context(), here)
		is(t, err, nil)
		own, err := g.desk.Sessions(t.Context(), who, store.Page{})
		if err != nil || len(own) != 2 || own[0].ID != who.Session {
			t.Fatalf("got %v, %v", own, err)
		}
		stranger := models.Actor{UserID: models.NewID[models.User](), OrganizationID: who.OrganizationID}
		is(t, g.desk.EndSession(t.Context(), stranger, g.who.Session), models.ErrMissing)
		is(t, g.desk.EndOtherSessions(t.Context(), stranger), nil)
		g.finds(t, g.secret, nil)

		is(t, g.desk.EndOtherSessions(t.Context(), who), nil)
		g.finds(t, g.secret, models.ErrUnknownPerson)
		g.finds(t, here, nil)
		is(t, g.desk.EndSession(t.Context(), who, who.Session), nil)
		g.finds(t, here, models.ErrUnknownPerson)
	})
}

func TestAnotherPasswordEndsOtherSessions(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, records *store.Store) {
		g := admitted(t, records)
		elsewhere := g.again(t)
		_, _, err := g.desk.SetPassword(t.Context(), g.who, g.secret, "Aigul-Osh-2026-Aigul")
		is(t, err, models.ErrCommonPassword)
		secret, _, err := g.desk.SetPassword(t.Context(), g.who, g.secret, "seven ducks on the lake")
		is(t, err, nil)
		g.finds(t, elsewhere, models.ErrUnknownPerson)
		g.finds(t, g.secret, models.ErrUnknownPerson)
		g.finds(t, secret, nil)
		_, _, err = g.desk.SignIn(t.Context(), "aigul@example.org", password, "")
		is(t, err, models.ErrWrongPassword)
	})
}

// What lies in the database opens nothing.
func TestSecretsAreNotKept(t *testing.T) {
	records := dbtest.SQLite(t)
	g := admitted(t, records)
	own, err := g.desk.Sessions(t.Context(), g.who, store.Page{})
	is(t, err, nil)
	if bytes.Contains(own[0].TokenHash, []byte(g.secret)) {
		t.Error("the secret is kept")
	}
	g.finds(t, string(own[0].TokenHash), models.ErrUnknownPerson)
}

func TestResetEndsSessionsAndItsLinkIsShort(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, records *store.Store) {
		g := admitted(t, records)
		members, err := records.As(models.System("test")).Members(t.Context(), g.who.OrganizationID, store.Page{})
		is(t, err, nil)
		reset := func() string {
			t.Helper()
			link, err := g.desk.Renew(t.Context(), models.System("test"), members[0].Membership.ID)
			is(t, err, nil)
			return link
		}
		link := reset()
		g.finds(t, g.secret, nil) // asking for it changes nothing: the old password stands
		g.again(t)
		*g.now = g.now.Add(30 * time.Minute)
		_, _, err = g.desk.Welcome(t.Context(), link, "seven ducks on the lake", "")
		is(t, err, models.ErrLinkUsed)

		here, link := g.again(t), reset()
		*g.now = g.now.Add(29 * time.Minute)
		if _, err = g.desk.Session(t.Context(), here); err == nil {
			t.Fatal("an idle session is live")
		}
		here = g.again(t)
		_, _, err = g.desk.Welcome(t.Context(), link, "seven ducks on the lake", "")
		is(t, err, nil)
		g.finds(t, here, models.ErrUnknownPerson)
		_, _, err = g.desk.Welcome(t.Context(), link, "seven ducks on the lake", "")
		is(t, err, models.ErrLinkUsed)
	})
}

// An address that nobody has takes as long to refuse as a wrong password.
func TestTimeDoesNotTellWhoIsKnown(t *testing.T) {
	g := admitted(t, dbtest.SQLite(t))
	took := map[string][]time.Duration{}
	for range 15 {
		for _, email := range []string{"aigul@example.org", "nobody@example.org"} {
			start := time.Now()
			_, _, err := g.desk.SignIn(t.Context(), email, "four other words here", "")
			took[email] = append(took[email], time.Since(start))
			is(t, err, models.ErrWrongPassword)
		}
	}
	// The quickest of each is what the machine's other work disturbs least.
	known, unknown := slices.Min(took["aigul@example.org"]), slices.Min(took["nobody@example.org"])
	if unknown < known/4 || known < unknown/4 {
		t.Errorf("known %s, unknown %s", known, unknown)
	}
}
