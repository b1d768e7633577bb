// Package worker does what is owed, when it is due. The database says what
// that is: a sweep finds it, rings for it over Redis, and whoever hears the
// ring claims it in the database first. Redis may lose or double a ring, or be
// gone: the sweep then does the work itself. What the work is stands in the
// desks.
package worker

import (
	"context"
	"log/slog"
	"math/rand/v2"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"golang.org/x/sync/errgroup"

	"caravan/internal/distribution"
	"caravan/internal/store"
	"caravan/models"
)

// Duties say which work a process takes on.
type Duties struct {
	Publish bool // deliveries: the only work that needs the credentials of channels
	Owed    bool // everything else
}

// A Worker works until its context ends.
type Worker struct {
	Store        *store.Store
	Distribution *distribution.Desk
	Do           map[string]Doer // by kind of task
	Bell         Bell
	Duties       Duties
	Parallel     int           // how much is done at once; 0 means 10
	Every        time.Duration // between two sweeps; 0 means a second
	Now          func() time.Time
	Log          *slog.Logger
	Metrics      prometheus.Registerer // nil: times are kept for nobody

	seconds *prometheus.HistogramVec
}

// A Doer does one kind of owed task, given as JSON. An error means: later
// again.
type Doer func(ctx context.Context, payload []byte) error

// A Bell rings for work. A ring may be lost, doubled or late.
type Bell interface {
	// Ring tells some worker of the installation that a thing is to be done.
	Ring(ctx context.Context, r Ring) error
	// Listen calls answer for each ring until ctx ends, at most parallel at
	// once, and returns when the last call has.
	Listen(ctx context.Context, duties Duties, parallel int, answer func(context.Context, Ring)) error
}

// A Ring names one thing to be done, and nothing else.
type Ring struct {
	Delivery bool // a delivery, else a task
	ID       [16]byte
}

// lease is how long a task may take before another worker tries it.
const lease = 2 * time.Minute

// Run sweeps and answers rings until ctx ends; what has begun is finished.
func (w *Worker) Run(ctx context.Context) error {
	w.seconds = newSeconds(w.Metrics)
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error { return w.Bell.Listen(ctx, w.Duties, w.parallel(), w.answer) })
	group.Go(func() error { w.sweepAll(ctx); return nil })
	return group.Wait()
}

func (w *Worker) parallel() int {
	if w.Parallel == 0 {
		return 10
	}
	return w.Parallel
}

// sweepAll looks for work again and again, a little irregularly, so that
// several workers do not look in step.
func (w *Worker) sweepAll(ctx context.Context) {
	every := w.Every
	if every == 0 {
		every = time.Second
	}
	for {
		w.Sweep(ctx)
		pause := time.Duration(float64(every) * (0.7 + 0.6*rand.Float64())) //nolint:gosec // spread, not a secret
		select {
		case <-time.After(pause):
		case <-ctx.Done():
			return
		}
	}
}

// Sweep looks once for what is due and rings for it. Where nobody can be rung
// for, it does the work here and now.
func (w *Worker) Sweep(ctx context.Context) {
	for _, ring := range w.due(ctx) {
		if ctx.Err() != nil {
			return
		}
		ringing, cancel := context.WithTimeout(ctx, 200*time.Millisecond)
		err := w.Bell.Ring(ringing, ring)
		cancel()
		if err != nil {
			w.answer(ctx, ring)
		}
	}
}

func (w *Worker) due(ctx context.Context) []Ring {
	var rings []Ring
	if w.Duties.Publish {
		ids, err := w.Distribution.Sweep(ctx)
		w.complain(ctx, "sweep deliveries", err)
		for _, id := range ids {
			rings = append(rings, Ring{Delivery: true, ID: id.UUID})
		}
	}
	if w.Duties.Owed {
		owed, err := w.system().DueTasks(ctx, w.Now(), 100)
		w.complain(ctx, "sweep tasks", err)
		for _, t := range owed {
			rings = append(rings, Ring{ID: t.ID.UUID})
		}
	}
	return rings
}

// answer does what was rung for, if nobody else has.
func (w *Worker) answer(ctx context.Context, r Ring) {
	if r.Delivery {
		if w.Duties.Publish {
			id := models.ID[models.Delivery]{UUID: r.ID}
			w.complain(ctx, "work on delivery", w.timed(ctx, "delivery", id.String(), func() error { return w.Distribution.Work(ctx, id) }))
		}
		return
	}
	if w.Duties.Owed {
		w.complain(ctx, "do task", w.do(ctx, models.ID[store.OwedTask]{UUID: r.ID}))
	}
}

// do claims a task, does it, and settles it or puts it off.
func (w *Worker) do(ctx context.Context, id models.ID[store.OwedTask]) error {
	task, ours, err := w.system().ClaimTask(ctx, id, w.Now(), lease)
	if err != nil || !ours {
		return err
	}
	doing, cancel := context.WithTimeout(context.WithoutCancel(ctx), lease)
	defer cancel()
	doer, known := w.Do[task.Kind]
	if !known {
		return w.system().DeferTask(doing, task, w.Now().Add(time.Hour), errUnknownKind)
	}
	fault := w.timed(ctx, task.Kind, task.ID.String(), func() error { return doer(doing, []byte(task.Payload)) })
	if fault != nil {
		w.complain(ctx, "task "+task.Kind, fault)
		return w.system().DeferTask(doing, task, w.Now().Add(models.Backoff(task.Tries, rand.Float64())), fault) //nolint:gosec // spread, not a secret
	}
	return w.system().SettleTask(doing, task)
}

type constError string

func (e constError) Error() string { return string(e) }

const errUnknownKind = constError("no worker of this version knows the kind")

// complain logs a fault. A worker goes on: the sweep comes again.
func (w *Worker) complain(ctx context.Context, doing string, err error) {
	if err != nil && ctx.Err() == nil {
		w.Log.ErrorContext(ctx, "work failed", slog.String("doing", doing), slog.Any("error", err))
	}
}

func (w *Worker) system() *store.Scope { return w.Store.As(models.System("worker")) }
