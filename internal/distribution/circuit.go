package distribution

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/sony/gobreaker/v2"

	"caravan/internal/platforms"
	"caravan/internal/store"
	"caravan/models"
)

// Circuits remember which servers of platforms fail for everybody, so that what
// is due waits for them instead of using up its attempts. Each process learns
// that by itself: a restart costs a few attempts, and nothing more.
type Circuits struct {
	Pause time.Duration // until one post is let through to see; zero means a minute

	mu     sync.Mutex
	states map[server]*gobreaker.TwoStepCircuitBreaker[any]
}

// A server is one machine of a platform.
type server struct{ platform, address string }

// A server is taken to be down after so many posts in a row that it did not
// take and did not answer to, of whichever accounts, within a time.
const (
	failuresInRow = 5
	failuresSpan  = 5 * time.Minute
)

// errUntried says that in the end nothing was sent.
var errUntried = errors.New("nothing was sent")

func (c *Circuits) pause() time.Duration { return or(c.Pause, time.Minute) }

func (c *Circuits) of(s server) *gobreaker.TwoStepCircuitBreaker[any] {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.states == nil {
		c.states = map[server]*gobreaker.TwoStepCircuitBreaker[any]{}
	}
	if c.states[s] == nil {
		c.states[s] = gobreaker.NewTwoStepCircuitBreaker[any](gobreaker.Settings{
			Interval: failuresSpan, Timeout: c.pause(),
			ReadyToTrip:  func(n gobreaker.Counts) bool { return n.ConsecutiveFailures >= failuresInRow },
			IsSuccessful: func(err error) bool { return !down(err) },
			IsExcluded:   func(err error) bool { return errors.Is(err, errUntried) },
		})
	}
	return c.states[s]
}

// down reports whether an outcome says that the platform does not work. Whoever
// refuses, or asks to wait, works.
func down(err error) bool {
	return slices.Contains([]platforms.Class{platforms.Unsent, platforms.Uncertain}, platforms.ClassOf(err))
}

// enter asks whether a post may be sent to a server. The function is told what
// came of it; nil means that the server is down.
func (c *Circuits) enter(s server) func(error) {
	if c == nil {
		return func(error) {}
	}
	done, err := c.of(s).Allow()
	if err != nil {
		return nil
	}
	return done
}

// down reports whether a server is taken to be down.
func (c *Circuits) down(s server) bool {
	return c != nil && c.of(s).State() == gobreaker.StateOpen
}

// Describe implements [prometheus.Collector].
func (c *Circuits) Describe(to chan<- *prometheus.Desc) { to <- circuitGauge() }

// Collect implements [prometheus.Collector].
func (c *Circuits) Collect(to chan<- prometheus.Metric) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for s, state := range c.states {
		to <- prometheus.MustNewConstMetric(circuitGauge(), prometheus.GaugeValue, float64(state.State()), s.platform, s.address)
	}
}

func circuitGauge() *prometheus.Desc {
	return prometheus.NewDesc("caravan_platform_circuit", "Whether posts are let through to a server: 0 all, 1 one to see whether it is back, 2 none.",
		[]string{"platform", "server"}, nil)
}

// serverOf is where a channel's posts go. Credentials that cannot be opened name
// none; whoever sends finds that out.
func (d *Desk) serverOf(ctx context.Context, channel *models.Channel) server {
	given, err := d.credentials(ctx, d.system(), channel)
	if err != nil {
		return server{platform: channel.Platform}
	}
	return server{channel.Platform, given.Server()}
}

// putOff lets a claimed delivery go for a while, untried.
func (d *Desk) putOff(ctx context.Context, claimed *models.Delivery, reason string, until time.Time) error {
	return d.system().InTx(ctx, func(tx *store.Scope) error {
		delivery, err := tx.Delivery(ctx, claimed.ID)
		if err != nil || delivery.Fence != claimed.Fence || delivery.State != models.Claimed {
			return err
		}
		return d.wait(ctx, tx, delivery, reason, until)
	})
}
