package cli

import (
	"context"
	"log/slog"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"

	"caravan/models"
)

// count registers what operators can measure of every process.
func (p *process) count() {
	p.metrics.MustRegister(p.desks.Distribution.Circuits, collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}), backlog{
		process:   p,
		owed:      prometheus.NewDesc("caravan_owed", "Tasks that are due and not done.", []string{"kind"}, nil),
		lag:       prometheus.NewDesc("caravan_delivery_lag_seconds", "How long the longest waiting delivery has been due.", nil, nil),
		uncertain: prometheus.NewDesc("caravan_uncertain_deliveries", "Deliveries of which nobody knows yet what became of them.", nil, nil),
	})
}

// A backlog reads at each scrape what the installation has yet to do. Without
// its database it says nothing.
type backlog struct {
	process              *process
	owed, lag, uncertain *prometheus.Desc
}

// Describe implements [prometheus.Collector].
func (b backlog) Describe(to chan<- *prometheus.Desc) {
	to <- b.owed
	to <- b.lag
	to <- b.uncertain
}

// Collect implements [prometheus.Collector].
func (b backlog) Collect(to chan<- prometheus.Metric) {
	p := b.process
	ctx, cancel := context.WithTimeout(p.outside.ctx, 2*time.Second)
	defer cancel()
	now := p.outside.now()
	waits, err := p.records.As(models.System("metrics")).Backlog(ctx, now)
	if err != nil {
		p.outside.log.WarnContext(ctx, "backlog not counted", slog.Any("error", err))
		return
	}
	for kind, n := range waits.Owed {
		to <- prometheus.MustNewConstMetric(b.owed, prometheus.GaugeValue, float64(n), kind)
	}
	to <- prometheus.MustNewConstMetric(b.uncertain, prometheus.GaugeValue, float64(waits.Uncertain))
	lag := 0.0
	if !waits.DueSince.IsZero() {
		lag = now.Sub(waits.DueSince).Seconds()
	}
	to <- prometheus.MustNewConstMetric(b.lag, prometheus.GaugeValue, lag)
}
