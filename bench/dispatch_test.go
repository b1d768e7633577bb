package bench_test

import (
	"context"
	"database/sql"
	"log/slog"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/hibiken/asynq"
	_ "github.com/jackc/pgx/v5/stdlib" // the driver that counts
	"github.com/redis/go-redis/v9"

	"caravan/internal/dbtest"
	"caravan/internal/distribution"
	"caravan/internal/platforms"
	"caravan/internal/store"
	"caravan/models"
	"caravan/worker"
)

const (
	newsrooms = 10
	channels  = 25
	times     = 10
	due       = newsrooms * channels * 2 * times
	parallel  = 10
)

// nothing is a platform that takes every post at once.
type nothing struct{ n *atomic.Int64 }

func (nothing) Check(platforms.Post) []platforms.Objection { return nil }

func (p nothing) Publish(_ context.Context, post platforms.Post) (platforms.Receipt, error) {
	p.n.Add(1)
	return platforms.Receipt{ID: post.Key, State: platforms.Live}, nil
}

// dispatch takes due deliveries through the whole protocol, and as many bare
// tasks through Asynq.
func dispatch(t *testing.T) []figure {
	t.Helper()
	client := redisHere(t)
	bare := bareTasks(t, client)
	if err := client.FlushDB(t.Context()).Err(); err != nil {
		t.Fatal(err)
	}
	plant := build(t, client, parallel)
	ctx, stop := context.WithCancel(t.Context())
	began := time.Now()
	ended := make(chan error, 1)
	go func() { ended <- plant.crew.Run(ctx) }()
	for left := due; left > 0; <-time.After(50 * time.Millisecond) {
		if err := plant.db.QueryRowContext(t.Context(), "SELECT count(*) FROM deliveries WHERE state <> 'published'").Scan(&left); err != nil {
			t.Fatal(err)
		}
	}
	took := time.Since(began)
	stop()
	if err := <-ended; err != nil {
		t.Fatal(err)
	}
	if n := plant.platform.n.Load(); n != due {
		t.Errorf("%d posts of %d deliveries", n, due)
	}
	return []figure{against("deliveries dispatched, asynq tasks done", due/took.Seconds(), bare, "a second, more is better")}
}

// A plant is a publisher on Postgres and Redis with much to do.
type plant struct {
	desk      *distribution.Desk
	crew      worker.Worker
	db        *sql.DB
	platform  nothing
	newsrooms []*dbtest.Newsroom
}

func build(t *testing.T, client *redis.Client, parallel int) *plant {
	t.Helper()
	address := dbtest.PostgresURL(t)
	records, err := store.Open(address, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = records.Close() })
	db, err := sql.Open("pgx", address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	platform := nothing{&atomic.Int64{}}
	clock := func() time.Time { return time.Now().UTC().Truncate(time.Microsecond) }
	log := slog.New(slog.DiscardHandler)
	desk := &distribution.Desk{
		Store: records, Now: clock, Log: log, Worker: "bench", KeySecret: []byte("secret"), Platforms: map[string]distribution.Platform{
			"nothing": {
				Profile: platforms.Profile{Name: "nothing", Delivery: platforms.Opaque},
				Connect: func(platforms.Settings) (platforms.Connector, error) { return platform, nil },
			},
		},
	}
	return &plant{
		desk: desk, db: db, platform: platform, newsrooms: prepare(t, desk),
		crew: worker.Worker{
			Store: records, Distribution: desk, Bell: &worker.AsynqBell{Redis: client, Shutdown: 10 * time.Second, Log: log},
			Duties: worker.Duties{Publish: true}, Parallel: parallel, Every: 100 * time.Millisecond, Now: clock, Log: log,
		},
	}
}

// prepare makes what is due.
func prepare(t *testing.T, desk *distribution.Desk) (made []*dbtest.Newsroom) {
	t.Helper()
	names := make([]string, channels)
	for i := range names {
		names[i] = "nothing"
	}
	for range newsrooms {
		n := dbtest.NewNewsroomAt(t, desk.Store, time.Now().UTC().AddDate(0, 0, -1).Truncate(time.Second), names...).OneVoice(t, desk.Store)
		made = append(made, n)
		r := distribution.Request{Version: n.Version.ID, Traffic: "organic", Start: models.LocalTime{
			Local: time.Now().Add(2 * time.Minute).In(time.FixedZone("", 6*3600)).Format("2006-01-02T15:04"), Zone: "Asia/Bishkek",
		}}
		for _, c := range n.Channels {
			r.Channels = append(r.Channels, c.ID)
		}
		foreseen, err := desk.Foresee(t.Context(), n.Planner, r)
		if err != nil {
			t.Fatal(err)
		}
		planned := make([]models.Delivery, 0, len(foreseen))
		for i := range foreseen {
			planned = append(planned, foreseen[i].Delivery)
		}
		err = desk.Store.As(n.Planner).InTx(t.Context(), func(tx *store.Scope) error { return repeat(t, tx, planned, desk.Now()) })
		if err != nil {
			t.Fatal(err)
		}
	}
	return made
}

// repeat writes each of the planned deliveries several times, all due.
func repeat(t *testing.T, tx *store.Scope, planned []models.Delivery, now time.Time) error {
	t.Helper()
	for _, d := range planned {
		for k := range times {
			d.ID, d.State = models.NewID[models.Delivery](), models.Ready
			d.NotBefore = now.Add(-time.Duration(k+1) * time.Second)
			d.NextAt = d.NotBefore
			if err := tx.CreateDelivery(t.Context(), &d); err != nil {
				return err
			}
		}
	}
	return nil
}

// bareTasks returns how many tasks that do nothing Asynq does in a second,
// enqueuing included.
func bareTasks(t *testing.T, client *redis.Client) float64 {
	t.Helper()
	var done sync.WaitGroup
	done.Add(due)
	server := asynq.NewServerFromRedisClient(client, asynq.Config{Concurrency: parallel, LogLevel: asynq.FatalLevel})
	mux := asynq.NewServeMux()
	mux.HandleFunc("nothing", func(context.Context, *asynq.Task) error { done.Done(); return nil })
	began := time.Now()
	if err := server.Start(mux); err != nil {
		t.Fatal(err)
	}
	defer server.Shutdown()
	queue := asynq.NewClientFromRedisClient(client)
	for range due {
		if _, err := queue.EnqueueContext(t.Context(), asynq.NewTask("nothing", nil), asynq.MaxRetry(0)); err != nil {
			t.Fatal(err)
		}
	}
	done.Wait()
	return due / time.Since(began).Seconds()
}
