package distribution_test

import (
	"encoding/json"
	"slices"
	"testing"
	"time"

	"caravan/internal/letters"
	"caravan/internal/tasks"
	"caravan/models"
)

const day = 24 * time.Hour

// lent is a bank whose channel on "keyed" was given a token so long before
// everything else begins.
func lent(t *testing.T, s *stage, before time.Duration) *bank {
	t.Helper()
	office, err := letters.Open("smtps://mail.invalid", "caravan@example.org", s.desk.Now)
	if err != nil {
		t.Fatal(err)
	}
	s.desk.Letters = office
	for _, who := range []models.Actor{s.Planner, s.Colleague} {
		member := models.Membership{ID: models.NewID[models.Membership](), UserID: who.UserID, OrganizationID: who.OrganizationID, Roles: who.Roles, CreatedAt: s.now, Version: 1}
		if err := s.records.As(models.System("test")).CreateMembership(t.Context(), &member); err != nil {
			t.Fatal(err)
		}
	}
	b := newBank(t, s)
	noon := s.now
	s.now = noon.Add(-before)
	b.give(s.desk, s.channel("keyed"), "first")
	s.now = noon
	return b
}

// told counts the letters that are owed about the channel on "keyed", by what
// they are about.
func (b *bank) told() map[string]int {
	b.t.Helper()
	system := b.records.As(models.System("test"))
	owed, err := system.DueTasks(b.t.Context(), b.now, 1000)
	if err != nil {
		b.t.Fatal(err)
	}
	count := map[string]int{}
	for _, task := range owed {
		if task.Kind != (tasks.TellAccount{}).Kind() {
			continue
		}
		var tell tasks.TellAccount
		if err := json.Unmarshal([]byte(task.Payload), &tell); err != nil {
			b.t.Fatal(err)
		}
		notice, err := system.AccountNotice(b.t.Context(), tell.Notice)
		if err != nil {
			b.t.Fatal(err)
		}
		count[notice.About]++
	}
	return count
}

// armed fails unless the channel on "keyed" has its token still, and nobody or
// both planners know so many times that it will not.
func (b *bank) armed(warnings int) {
	b.t.Helper()
	c, told := b.account("keyed"), b.told()
	if len(c.Credentials) == 0 || c.State != models.ChannelHealthy || len(b.revoked) > 0 {
		b.t.Fatalf("it is %s, revoked are %v", c.State, b.revoked)
	}
	if told[models.AboutIdle] != 2*warnings || told[models.AboutDisarmed] != 0 {
		b.t.Fatalf("told are %v", told)
	}
}

// done lists what the trail says was done to the channel on "keyed".
func (b *bank) done() (actions []string) {
	b.t.Helper()
	entries, err := b.records.As(models.System("test")).Trail(b.t.Context(), 100)
	if err != nil {
		b.t.Fatal(err)
	}
	for _, e := range entries {
		if e.ObjectID == b.channel("keyed").String() {
			actions = append(actions, e.Action)
		}
	}
	return actions
}

// Access that nobody uses ends after 30 days: at the platform and here. People
// are told a week before and when it is done, each once.
func TestAccessThatNobodyUsesEnds(t *testing.T) {
	each(t, func(s *stage) {
		b := lent(t, s, 23*day-time.Minute)
		s.look("keyed")
		b.armed(0)
		s.now = s.now.Add(time.Minute)
		s.look("keyed")
		s.look("keyed") // another worker
		b.armed(1)
		if until := s.account("keyed").IdleUntil(); until == nil || !until.Equal(s.now.Add(7*day)) {
			t.Errorf("it ends at %v", until)
		}
		s.now = s.now.Add(6 * day)
		s.look("keyed")
		b.armed(1)

		s.now = s.now.Add(day)
		s.look("keyed")
		s.look("keyed")
		c := s.account("keyed")
		if c.State != models.ChannelExpired || c.SuspendedFor != "" || len(c.Credentials) > 0 || !slices.Equal(b.revoked, []string{"first"}) {
			t.Errorf("it is %s, revoked are %v", c.State, b.revoked)
		}
		if told := b.told(); told[models.AboutDisarmed] != 2 || told[models.AboutIdle] != 2 {
			t.Errorf("told are %v", told)
		}
		done := b.done()
		for _, action := range []string{"channel.idle_told", "channel.idle", "credentials.revoked"} {
			if n := len(slices.DeleteFunc(slices.Clone(done), func(a string) bool { return a != action })); n != 1 {
				t.Errorf("%s stands %d times in the trail: %v", action, n, done)
			}
		}
	})
}

func TestPlannedDeliveryKeepsAccess(t *testing.T) {
	each(t, func(s *stage) {
		b := lent(t, s, 23*day)
		s.look("keyed")
		b.armed(1)
		noon := s.now
		id := s.scheduled("keyed")
		s.now = noon
		s.look("keyed")
		if c := s.account("keyed"); c.IdleToldAt != nil {
			t.Errorf("it would end at %v", c.IdleUntil())
		}
		b.armed(1)
		if _, err := s.desk.Cancel(t.Context(), s.Planner, id, "not now"); err != nil {
			t.Fatal(err)
		}
		s.now = noon.Add(8 * day)
		s.look("keyed")
		b.armed(2) // people have a week again
	})
}

func TestDeliveryThatWasSentKeepsAccess(t *testing.T) {
	each(t, func(s *stage) {
		b := lent(t, s, 23*day)
		s.look("keyed")
		id := s.scheduled("keyed")
		s.work()
		s.is(id, models.Published, "")
		s.now = s.now.Add(22 * day)
		s.look("keyed")
		b.armed(1)
		s.now = s.now.Add(day)
		s.look("keyed")
		b.armed(1) // whoever speaks in it may take the consent back, and then it is taken down

		if err := s.Consent.Withdraw(s.now); err != nil {
			t.Fatal(err)
		}
		if err := s.records.As(s.Planner).SaveConsent(t.Context(), s.Consent); err != nil {
			t.Fatal(err)
		}
		s.look("keyed")
		b.armed(2)
	})
}

// ended is a bank whose channel on "keyed" has just lost its token.
func ended(t *testing.T, s *stage) *bank {
	t.Helper()
	b := lent(t, s, 30*day)
	noon := s.now
	s.now = noon.Add(-7 * day)
	s.look("keyed")
	s.now = noon
	s.look("keyed")
	if c := s.account("keyed"); len(c.Credentials) > 0 || c.State != models.ChannelExpired {
		t.Fatalf("it is %s", c.State)
	}
	return b
}

func TestNewCredentialsGoOnAtOnce(t *testing.T) {
	each(t, func(s *stage) {
		b := ended(t, s)
		b.give(s.desk, s.channel("keyed"), "second")
		if c := s.account("keyed"); c.State != models.ChannelHealthy || c.IdleUntil() != nil {
			t.Errorf("it is %s, and ends at %v", c.State, c.IdleUntil())
		}
		id := s.scheduled("keyed")
		s.work()
		s.is(id, models.Published, "")
	})
}

func TestOwnerOfAnIdleAccountAllowsItAgain(t *testing.T) {
	each(t, func(s *stage) {
		ended(t, s)
		c := granted(t, s)
		if channel := c.read(s.channel("keyed")); channel.State != models.ChannelHealthy || !channel.ArmedAt.Equal(s.now) {
			t.Errorf("got %+v", channel)
		}
	})
}

// While the platform is asked somebody gives new credentials: they stay.
func TestCredentialsThatAreGivenMeanwhileStay(t *testing.T) {
	each(t, func(s *stage) {
		b := lent(t, s, 30*day)
		s.look("keyed")
		s.now = s.now.Add(7 * day)
		b.asked = func() { b.give(s.desk, s.channel("keyed"), "second") }
		s.look("keyed")
		if got := b.opened(s.desk, s.channel("keyed")); got != "of second" {
			t.Errorf("it opens with %q", got)
		}
	})
}

// A platform that does not take a token back keeps nobody from forgetting it,
// and a person's suspension stays.
func TestIdleAccountStaysSuspended(t *testing.T) {
	each(t, func(s *stage) {
		b := lent(t, s, 30*day)
		b.give(s.desk, s.channel("keyed"), "stray")
		if _, err := s.desk.Suspend(t.Context(), s.Planner, s.channel("keyed"), "the password leaked"); err != nil {
			t.Fatal(err)
		}
		s.now = s.now.Add(30 * day)
		s.look("keyed")
		s.now = s.now.Add(7 * day)
		s.look("keyed")
		if c := s.account("keyed"); len(c.Credentials) > 0 || c.State != models.ChannelSuspended || !slices.Contains(b.done(), "credentials.by_person") {
			t.Errorf("it is %s: %v", c.State, b.done())
		}
	})
}

// A process that cannot open credentials cannot have them taken back either.
func TestWhoCannotOpenDoesNotForget(t *testing.T) {
	each(t, func(s *stage) {
		b := lent(t, s, 30*day)
		s.look("keyed")
		s.now = s.now.Add(7 * day)
		if err := b.answering().Look(t.Context(), tasks.Look{Channel: s.channel("keyed")}); err != nil {
			t.Fatal(err)
		}
		if c := s.account("keyed"); len(c.Credentials) == 0 {
			t.Errorf("it is forgotten: %v", b.done())
		}
	})
}
