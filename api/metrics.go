package api

import "github.com/prometheus/client_golang/prometheus"

// newSeconds counts answers by route and status, and how long they took.
func newSeconds(registry prometheus.Registerer) *prometheus.HistogramVec {
	seconds := prometheus.NewHistogramVec(prometheus.HistogramOpts{
		Name: "caravan_http_seconds", Help: "Time to answer a request.",
		Buckets: []float64{.005, .01, .025, .05, .1, .15, .25, .4, .8, 2, 5},
	}, []string{"route", "status"})
	if registry != nil {
		registry.MustRegister(seconds)
	}
	return seconds
}
