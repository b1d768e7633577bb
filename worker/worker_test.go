package worker_test

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/alicebob/miniredis/v2"
	"github.com/redis/go-redis/v9"
	"go.uber.org/goleak"

	"caravan/internal/dbtest"
	"caravan/internal/distribution"
	"caravan/internal/platforms"
	"caravan/internal/platforms/platformtest"
	"caravan/internal/store"
	"caravan/internal/tasks"
	"caravan/models"
	"caravan/worker"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// everywhere runs a test with each kind of database and of Redis: in this
// process, and a server where there is one.
func everywhere(t *testing.T, test func(t *testing.T, records *store.Store, bell *worker.AsynqBell)) {
	t.Helper()
	dbtest.Each(t, func(t *testing.T, records *store.Store) {
		bells(t, func(t *testing.T, bell *worker.AsynqBell) { test(t, records, bell) })
	})
}

func bells(t *testing.T, test func(t *testing.T, bell *worker.AsynqBell)) {
	t.Helper()
	t.Run("embedded", func(t *testing.T) { test(t, newBell(t, miniredis.RunT(t).Addr(), 0)) })
	t.Run("server", func(t *testing.T) {
		address := os.Getenv("CARAVAN_TEST_REDIS")
		if address == "" {
			dbtest.Missing(t, "CARAVAN_TEST_REDIS")
		}
		options, err := redis.ParseURL(address)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(t.Name(), "/sqlite") { // the databases are tested at the same time
			options.DB--
		}
		bell := newBell(t, options.Addr, options.DB)
		if err := bell.Redis.FlushDB(t.Context()).Err(); err != nil {
			t.Fatal(err)
		}
		test(t, bell)
	})
}

func newBell(t *testing.T, address string, db int) *worker.AsynqBell {
	t.Helper()
	client := redis.NewClient(&redis.Options{Addr: address, DB: db})
	t.Cleanup(func() { _ = client.Close() })
	return &worker.AsynqBell{Redis: client, Shutdown: time.Second, Log: slog.New(slog.DiscardHandler)}
}

// A post is awaited by polling the truth; the deadline only ends a hopeless
// wait.
func await(t *testing.T, what string, done func() bool) {
	t.Helper()
	deadline, tick := time.After(20*time.Second), time.NewTicker(10*time.Millisecond)
	defer tick.Stop()
	for !done() {
		select {
		case <-tick.C:
		case <-deadline:
			t.Fatalf("still waiting for %s", what)
		}
	}
}

// newWorker returns a worker over a newsroom whose clock begins at its noon
// and runs.
func newWorker(t *testing.T, records *store.Store, bell worker.Bell) (*worker.Worker, *platformtest.Sandbox, *dbtest.Newsroom) {
	t.Helper()
	began := time.Now()
	clock := func() time.Time { return dbtest.Noon().Add(time.Since(began)).Truncate(time.Microsecond) }
	sandbox := platformtest.NewSandbox(platforms.Keyed, clock)
	desk := &distribution.Desk{
		Store: records, Now: clock, Log: slog.New(slog.DiscardHandler), Worker: "test", KeySecret: []byte("secret"),
		Platforms: map[string]distribution.Platform{"sandbox": {
			Profile: sandbox.Profile(),
			Connect: func(platforms.Settings) (platforms.Connector, error) { return sandbox.Connector(), nil },
		}},
	}
	w := &worker.Worker{
		Store: records, Distribution: desk, Do: map[string]worker.Doer{}, Bell: bell, Duties: worker.Duties{Publish: true, Owed: true},
		Every: 20 * time.Millisecond, Now: clock, Log: slog.New(slog.DiscardHandler),
	}
	return w, sandbox, dbtest.NewNewsroom(t, records, "sandbox")
}

// schedule makes deliveries due a second from now, at most one a minute apart
// in plan, all due within the newsroom's day.
func schedule(t *testing.T, w *worker.Worker, n *dbtest.Newsroom) models.ID[models.Delivery] {
	t.Helper()
	at := w.Now().Add(time.Minute).In(time.FixedZone("", 6*3600)).Format("2006-01-02T15:04")
	made, err := w.Distribution.Schedule(t.Context(), n.Planner, distribution.Request{
		Version: n.Version.ID, Channels: []models.ID[models.Channel]{n.Channels[0].ID}, Languages: []string{"ru"}, Traffic: "organic",
		Start: models.LocalTime{Local: at, Zone: "Asia/Bishkek"},
	})
	if err != nil {
		t.Fatal(err)
	}
	return made[0].ID
}

// run starts the worker and returns a function that ends it.
func run(t *testing.T, w *worker.Worker) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- w.Run(ctx) }()
	return func() {
		cancel()
		if err := <-ended; err != nil && !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
	}
}

// later makes the worker's clock show a minute more.
func later(w *worker.Worker) {
	clock := w.Now
	w.Now = func() time.Time { return clock().Add(2 * time.Minute) }
	w.Distribution.Now = w.Now
}

func TestWorkerPublishesWhatIsDue(t *testing.T) {
	everywhere(t, func(t *testing.T, records *store.Store, bell *worker.AsynqBell) {
		w, sandbox, n := newWorker(t, records, bell)
		id := schedule(t, w, n)
		later(w)
		defer run(t, w)()
		await(t, "the post", func() bool { return len(sandbox.Accepted()) == 1 })
		await(t, "its state", func() bool {
			d, err := records.As(n.Planner).Delivery(t.Context(), id)
			return err == nil && d.State == models.Published
		})
	})
}

// A deaf bell is a Redis that is gone.
type deafBell struct{}

func (deafBell) Ring(context.Context, worker.Ring) error { return errors.New("no Redis") }

func (deafBell) Listen(ctx context.Context, _ worker.Duties, _ int, _ func(context.Context, worker.Ring)) error {
	<-ctx.Done()
	return nil
}

func TestWorkerNeedsNoRedis(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, records *store.Store) {
		w, sandbox, n := newWorker(t, records, deafBell{})
		schedule(t, w, n)
		later(w)
		defer run(t, w)()
		await(t, "the post", func() bool { return len(sandbox.Accepted()) == 1 })
	})
}

func TestEmptiedRedisLosesNothing(t *testing.T) {
	everywhere(t, func(t *testing.T, records *store.Store, bell *worker.AsynqBell) {
		w, sandbox, n := newWorker(t, records, bell)
		schedule(t, w, n)
		later(w)
		w.Sweep(t.Context()) // rings, and nobody listens yet
		if err := bell.Redis.FlushDB(t.Context()).Err(); err != nil {
			t.Fatal(err)
		}
		defer run(t, w)()
		await(t, "the post", func() bool { return len(sandbox.Accepted()) == 1 })
	})
}

func TestOwedTaskIsTriedUntilItIsDone(t *testing.T) {
	everywhere(t, func(t *testing.T, records *store.Store, bell *worker.AsynqBell) {
		w, _, _ := newWorker(t, records, bell)
		tried, done := make(chan int, 10), 0
		w.Do[tasks.Tidy{}.Kind()] = func(context.Context, []byte) error {
			done++
			tried <- done
			if done == 1 {
				return errors.New("not yet")
			}
			return nil
		}
		scope := records.As(models.System("test"))
		if err := scope.Owe(t.Context(), tasks.Tidy{}, "tidy", w.Now(), w.Now()); err != nil {
			t.Fatal(err)
		}
		if err := scope.Owe(t.Context(), tasks.Tidy{}, "tidy", w.Now(), w.Now()); err != nil {
			t.Fatal(err) // one of a key is enough
		}
		for i := 1; i <= 2; i++ {
			w.Sweep(t.Context())
			stop := run(t, w)
			if got := <-tried; got != i {
				t.Errorf("try %d is the %d.", i, got)
			}
			stop()
			later(w)
		}
		due, err := scope.DueTasks(t.Context(), w.Now().Add(time.Hour), 10)
		if err != nil || len(due) != 0 {
			t.Errorf("still owed: %v, %v", due, err)
		}
	})
}
