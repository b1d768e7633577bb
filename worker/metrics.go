package worker

import (
	"context"
	"log/slog"
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// newSeconds counts what was done by kind and outcome, and how long it took.
func newSeconds(registry prometheus.Registerer) *prometheus.HistogramVec {
	seconds := prometheus.NewHistogramVec(prometheus.HistogramOpts{
		Name: "caravan_task_seconds", Help: "Time to do a task, or to work on a delivery.",
		Buckets: []float64{.005, .02, .05, .1, .25, .5, 1, 2.5, 5, 10, 20, 60},
	}, []string{"kind", "outcome"})
	if registry != nil {
		registry.MustRegister(seconds)
	}
	return seconds
}

// timed does one thing, counts it, and writes the one line of the log.
func (w *Worker) timed(ctx context.Context, kind, id string, do func() error) error {
	start := time.Now() //nolint:forbidigo // a duration is measured, not a moment recorded
	err := do()
	took, outcome := time.Since(start), "done"
	if err != nil {
		outcome = "failed"
	}
	if w.seconds != nil {
		w.seconds.WithLabelValues(kind, outcome).Observe(took.Seconds())
	}
	w.Log.InfoContext(ctx, "task", slog.String("kind", kind), slog.String("id", id), slog.String("outcome", outcome), slog.Duration("duration", took))
	return err
}
