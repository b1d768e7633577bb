package distribution_test

import (
	"errors"
	"log/slog"
	"testing"
	"time"

	"caravan/internal/dbtest"
	"caravan/internal/distribution"
	"caravan/internal/platforms"
	"caravan/internal/platforms/platformtest"
	"caravan/internal/store"
	"caravan/models"
)

// A stage is a newsroom with a sandbox platform of each class and a clock that
// is set by hand.
type stage struct {
	*dbtest.Newsroom
	t       *testing.T
	desk    *distribution.Desk
	records *store.Store
	now     time.Time
	sandbox map[string]*platformtest.Sandbox
}

func newStage(t *testing.T, records *store.Store) *stage {
	t.Helper()
	s := &stage{t: t, records: records, now: dbtest.Noon(), sandbox: map[string]*platformtest.Sandbox{}}
	clock := func() time.Time { return s.now }
	known := map[string]distribution.Platform{}
	for name, class := range map[string]platforms.DeliveryClass{"keyed": platforms.Keyed, "searchable": platforms.Searchable, "opaque": platforms.Opaque} {
		sandbox := platformtest.NewSandbox(class, clock)
		t.Cleanup(sandbox.Stop)
		s.sandbox[name] = sandbox
		known[name] = distribution.Platform{
			Profile: sandbox.Profile(),
			Connect: func(platforms.Settings) (platforms.Connector, error) { return sandbox.Connector(), nil },
		}
	}
	s.Newsroom = dbtest.NewNewsroom(t, records, "keyed", "searchable", "opaque")
	s.desk = &distribution.Desk{
		Store: records, Platforms: known, Now: clock, Log: slog.New(slog.DiscardHandler), Worker: "test", KeySecret: []byte("secret"),
		Timers: distribution.Timers{Send: 200 * time.Millisecond},
	}
	return s
}

// channel returns the ID of the channel on a platform.
func (s *stage) channel(platform string) models.ID[models.Channel] {
	s.t.Helper()
	for _, c := range s.Channels {
		if c.Platform == platform {
			return c.ID
		}
	}
	s.t.Fatalf("no channel on %s", platform)
	return models.ID[models.Channel]{}
}

// request asks for the Russian text on a platform at 19:30 in Bishkek.
func (s *stage) request(platform string) distribution.Request {
	s.t.Helper()
	return distribution.Request{
		Version: s.Version.ID, Channels: []models.ID[models.Channel]{s.channel(platform)}, Languages: []string{"ru"},
		Start: models.LocalTime{Local: "2027-03-02T19:30", Zone: "Asia/Bishkek"}, Traffic: "organic",
	}
}

// scheduled schedules the request, and lets time pass until it is due.
func (s *stage) scheduled(platform string) models.ID[models.Delivery] {
	s.t.Helper()
	made, err := s.desk.Schedule(s.t.Context(), s.Planner, s.request(platform))
	if err != nil || len(made) != 1 {
		s.t.Fatalf("scheduled %d, %v", len(made), err)
	}
	s.now = made[0].NotBefore
	return made[0].ID
}

// work sweeps and works, as the worker does, until there is nothing to do.
func (s *stage) work() {
	s.t.Helper()
	for range 10 {
		due, err := s.desk.Sweep(s.t.Context())
		if err != nil {
			s.t.Fatal(err)
		}
		for _, id := range due {
			if err := s.desk.Work(s.t.Context(), id); err != nil {
				s.t.Fatal(err)
			}
		}
		if len(due) == 0 {
			return
		}
	}
}

func (s *stage) is(id models.ID[models.Delivery], state models.DeliveryState, reason string) *models.Delivery {
	s.t.Helper()
	d, err := s.records.As(s.Planner).Delivery(s.t.Context(), id)
	if err != nil {
		s.t.Fatal(err)
	}
	if d.State != state || d.Reason != reason {
		s.t.Fatalf("it is %s (%s), want %s (%s)", d.State, d.Reason, state, reason)
	}
	return d
}

func (s *stage) posts(platform string, want int) {
	s.t.Helper()
	if got := len(s.sandbox[platform].Accepted()); got != want {
		s.t.Fatalf("%d posts on %s, want %d", got, platform, want)
	}
}

func each(t *testing.T, test func(s *stage)) {
	t.Helper()
	dbtest.Each(t, func(t *testing.T, records *store.Store) { test(newStage(t, records)) })
}

func TestApprovedMessageIsPublished(t *testing.T) {
	each(t, func(s *stage) {
		id := s.scheduled("keyed")
		s.work()
		d := s.is(id, models.Published, "")
		s.posts("keyed", 1)
		if d.RemoteID == "" || d.Language != "ru" || d.Country != "KG" || d.MessageType != "alternative_narrative" {
			s.t.Errorf("got %+v", d)
		}
		if err := s.desk.Publish(s.t.Context(), id); err != nil {
			s.t.Fatal(err)
		}
		s.posts("keyed", 1) // a call too many does nothing
	})
}

func TestScheduleRefusesWhatIsNotAllowed(t *testing.T) {
	records := dbtest.SQLite(t)
	s := newStage(t, records)
	for name, c := range map[string]struct {
		change func(*distribution.Request)
		want   error
	}{
		"in the past":        {func(r *distribution.Request) { r.Start.Local = "2027-02-01T10:00" }, models.ErrPast},
		"after the approval": {func(r *distribution.Request) { r.Start.Local = "2027-04-02T10:00" }, models.ErrOutsideApproval},
		"no such day":        {func(r *distribution.Request) { r.Start.Local = "2027-02-30T10:00" }, models.ErrTime},
		"no such zone":       {func(r *distribution.Request) { r.Start.Zone = "Mars/Olympus" }, models.ErrTime},
		"another language":   {func(r *distribution.Request) { r.Languages = []string{"ky"} }, models.ErrChannel},
		"another's channel": {func(r *distribution.Request) {
			r.Channels = []models.ID[models.Channel]{models.NewID[models.Channel]()}
		}, models.ErrChannel},
		"no such version":     {func(r *distribution.Request) { r.Version = models.NewID[models.MessageVersion]() }, models.ErrMissing},
		"twice the same time": {func(r *distribution.Request) { r.Channels = append(r.Channels, r.Channels[0]) }, models.ErrTaken},
	} {
		t.Run(name, func(t *testing.T) {
			r := s.request("keyed")
			c.change(&r)
			if _, err := s.desk.Schedule(t.Context(), s.Planner, r); !errors.Is(err, c.want) {
				t.Errorf("got %v, want %v", err, c.want)
			}
		})
	}
	if made, err := records.As(s.Planner).Deliveries(t.Context(), store.DeliveryFilter{}, store.Page{}); err != nil || len(made) != 0 {
		t.Errorf("%d deliveries were made, %v", len(made), err)
	}
}

func TestAmbiguousOutcomes(t *testing.T) {
	for platform, c := range map[string]struct {
		fault func() platformtest.Fault
		state models.DeliveryState
		why   string
		posts int
	}{
		"keyed":      {platformtest.HangAfterAccept, models.Published, "", 1},
		"searchable": {platformtest.HangAfterAccept, models.Published, "", 1},
		"opaque":     {platformtest.HangAfterAccept, models.UncertainHuman, "cannot_read_back", 1},
	} {
		t.Run(platform, func(t *testing.T) {
			each(t, func(s *stage) {
				id := s.scheduled(platform)
				s.sandbox[platform].Next(c.fault())
				s.work()
				s.is(id, models.Uncertain, "uncertain")
				s.now = s.now.Add(15 * time.Minute)
				s.work()
				s.is(id, c.state, c.why)
				s.posts(platform, c.posts)
			})
		})
	}
}

func TestWhatNeverArrivedIsSentAgain(t *testing.T) {
	each(t, func(s *stage) {
		id := s.scheduled("searchable")
		s.sandbox["searchable"].Next(platformtest.HangBeforeAccept())
		s.work()
		s.is(id, models.Uncertain, "uncertain")
		s.now = s.now.Add(15 * time.Minute)
		s.work() // the first look finds nothing
		s.is(id, models.Uncertain, "uncertain")
		s.now = s.now.Add(models.SecondLook)
		s.work() // the second look finds nothing: it is sent again
		s.is(id, models.Published, "")
		s.posts("searchable", 1)
	})
}

func TestHoldStopsAndTwoPeopleOpen(t *testing.T) {
	each(t, func(s *stage) {
		id := s.scheduled("keyed")
		hold, _, err := s.desk.Close(s.t.Context(), s.Planner, "campaign", s.Campaign.ID.String(), "threats in the comments")
		if err != nil {
			s.t.Fatal(err)
		}
		s.work()
		s.is(id, models.Ready, "")
		s.posts("keyed", 0)
		if _, open, err := s.desk.Open(s.t.Context(), s.Planner, hold.ID, "calm again"); open || err != nil {
			s.t.Fatalf("one person: %v %v", open, err)
		}
		if _, open, err := s.desk.Open(s.t.Context(), s.Colleague, hold.ID, "calm again"); !open || err != nil {
			s.t.Fatalf("two people: %v %v", open, err)
		}
		s.work()
		s.is(id, models.Published, "")
	})
}

func TestConsentIsAskedAtTheMomentOfSending(t *testing.T) {
	each(t, func(s *stage) {
		id := s.scheduled("keyed")
		if err := s.Consent.Withdraw(s.now); err != nil {
			s.t.Fatal(err)
		}
		if err := s.records.As(s.Planner).SaveConsent(s.t.Context(), s.Consent); err != nil {
			s.t.Fatal(err)
		}
		s.work()
		s.is(id, models.Cancelled, "consent_missing")
		s.posts("keyed", 0)
	})
}

func TestVoidedApprovalSendsNothing(t *testing.T) {
	each(t, func(s *stage) {
		id := s.scheduled("keyed")
		scope := s.records.As(s.Planner)
		submissions, err := scope.SubmissionsOf(s.t.Context(), s.Message.ID)
		if err != nil {
			s.t.Fatal(err)
		}
		submissions[0].Void("edited")
		if err := scope.SaveSubmission(s.t.Context(), &submissions[0]); err != nil {
			s.t.Fatal(err)
		}
		s.work()
		s.is(id, models.Planned, "not_approved")
		s.posts("keyed", 0)
	})
}

func TestLateDeliveryExpiresUnsent(t *testing.T) {
	each(t, func(s *stage) {
		id := s.scheduled("keyed")
		s.now = s.now.Add(3 * time.Hour)
		s.work()
		s.is(id, models.Expired, "window_over")
		s.posts("keyed", 0)
	})
}

func TestRateLimitIsHonoured(t *testing.T) {
	each(t, func(s *stage) {
		id := s.scheduled("keyed")
		s.sandbox["keyed"].Next(platformtest.RateLimit(2 * time.Minute))
		s.work()
		s.is(id, models.RetryWait, "throttled")
		s.now = s.now.Add(119 * time.Second)
		s.work()
		s.posts("keyed", 0)
		s.now = s.now.Add(2 * time.Second)
		s.work()
		s.posts("keyed", 1)
	})
}

func TestPublishedPostIsTakenDown(t *testing.T) {
	each(t, func(s *stage) {
		id := s.scheduled("keyed")
		s.work()
		if _, err := s.desk.Retract(s.t.Context(), s.Planner, id, "the messenger asked"); err != nil {
			s.t.Fatal(err)
		}
		s.work()
		s.is(id, models.TakenDown, "")
	})
}

func TestOpaquePostTakesTwoPeopleToSendAgain(t *testing.T) {
	each(t, func(s *stage) {
		id := s.scheduled("opaque")
		s.sandbox["opaque"].Next(platformtest.HangBeforeAccept())
		s.work()
		s.now = s.now.Add(15 * time.Minute)
		s.work()
		s.is(id, models.UncertainHuman, "cannot_read_back")
		notThere := distribution.Finding{Verdict: "not_there", Reason: "looked at the channel"}
		if d, err := s.desk.Resolve(s.t.Context(), s.Planner, id, notThere); err != nil || d.State != models.UncertainHuman {
			s.t.Fatalf("one person: %+v %v", d, err)
		}
		if _, err := s.desk.Resolve(s.t.Context(), s.Planner, id, notThere); !errors.Is(err, models.ErrSecondPerson) {
			s.t.Fatalf("the same person: %v", err)
		}
		if _, err := s.desk.Resolve(s.t.Context(), s.Colleague, id, notThere); err != nil {
			s.t.Fatal(err)
		}
		s.work()
		s.is(id, models.Published, "")
		s.posts("opaque", 1)
	})
}

func TestOthersCannotTouchADelivery(t *testing.T) {
	records := dbtest.SQLite(t)
	s, theirs := newStage(t, records), dbtest.NewNewsroom(t, records)
	id := s.scheduled("keyed")
	_, err := s.desk.Cancel(t.Context(), theirs.Planner, id, "because")
	if !errors.Is(err, models.ErrMissing) {
		t.Errorf("got %v, want missing", err)
	}
}
