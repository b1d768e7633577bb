package platformtest

import (
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"math"
	"strconv"
	"sync"
	"time"

	"caravan/internal/platforms"
)

// Sandbox is an imaginary platform in memory. It takes posts, fails on request
// and, unless told by Grow, lets their figures grow as those of a lively
// account do. It is the simulator of its own connector and is safe for
// concurrent use.
type Sandbox struct {
	Faults

	class platforms.DeliveryClass
	now   func() time.Time

	mu    sync.Mutex
	posts []*sandboxPost
	lost  bool   // nothing listens
	owner string // whose account it is
}

type sandboxPost struct {
	Stored

	posted  time.Time
	grown   Counters // nil: by itself
	broken  bool
	pending int
}

// NewSandbox returns an empty platform of a delivery class that lives by a
// clock.
func NewSandbox(class platforms.DeliveryClass, now func() time.Time) *Sandbox {
	return &Sandbox{class: class, now: now, owner: "1"}
}

// Profile describes the platform. Its figures are made up.
func (s *Sandbox) Profile() platforms.Profile {
	counter := func(name, unit string, additive platforms.Additive) platforms.Metric {
		return platforms.Metric{
			Name: name, Native: name, Family: name, Unit: unit, Kind: platforms.Counter,
			Additive: additive, Threshold: "made up",
		}
	}
	sum := platforms.Summable()
	window := time.Duration(0)
	if s.class == platforms.Keyed {
		window = time.Hour
	}
	return platforms.Profile{
		Name: "sandbox", Version: 1, ChannelClass: platforms.Social,
		Delivery: s.class, KeyWindow: window, Settle: time.Minute,
		Rate:       platforms.Rate{Posts: 100, Per: time.Minute},
		Limits:     []platforms.Limit{{Field: platforms.FieldText, Unit: platforms.Graphemes, Max: 500}},
		MediaTypes: []string{"image/png", "image/jpeg"},
		Metrics: []platforms.Metric{
			counter("views", "plays", sum), counter("reactions", "events", sum), counter("shares", "events", sum),
			counter("reach", "accounts", platforms.Additive{}),
		},
		Schedule: platforms.Schedule(),
	}
}

// Connector returns a connector to the platform. On one of class Opaque it is
// no [platforms.Finder].
func (s *Sandbox) Connector() platforms.Connector {
	if s.class == platforms.Opaque {
		return sandboxConnector{s}
	}
	return sandboxFinder{sandboxConnector{s}}
}

// Stop makes the platform unreachable.
func (s *Sandbox) Stop() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.lost = true
}

// Become makes the account another one.
func (s *Sandbox) Become(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.owner = id
}

// Intrude has a stranger, who has the credentials too, post something.
func (s *Sandbox) Intrude(text string) (id string) {
	return s.keep(platforms.Post{Content: platforms.Content{Body: text}, Key: "stranger: " + text}, 0).ID
}

// Accepted implements [Simulator].
func (s *Sandbox) Accepted() []Stored {
	s.mu.Lock()
	defer s.mu.Unlock()
	var list []Stored
	for _, p := range s.posts {
		list = append(list, p.Stored)
	}
	return list
}

// Grow implements [Simulator].
func (s *Sandbox) Grow(id string, counters Counters) {
	s.change(id, func(p *sandboxPost) { p.grown = counters })
}

// Break implements [Simulator].
func (s *Sandbox) Break(id string) { s.change(id, func(p *sandboxPost) { p.broken = true }) }

// Remove implements [Simulator].
func (s *Sandbox) Remove(id string) { s.change(id, func(p *sandboxPost) { p.Removed = true }) }

// change applies f to a post and reports whether there is one.
func (s *Sandbox) change(id string, f func(*sandboxPost)) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, p := range s.posts {
		if p.ID == id {
			f(p)
			return true
		}
	}
	return false
}

// keep takes a post, unless its key is known and the platform heeds keys.
func (s *Sandbox) keep(post platforms.Post, pending int) *sandboxPost {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, p := range s.posts {
		if s.class == platforms.Keyed && p.Key == post.Key {
			return p
		}
	}
	p := &sandboxPost{posted: s.now(), pending: pending, Stored: Stored{
		ID: strconv.Itoa(1001 + len(s.posts)), Key: post.Key,
		Text: post.Text(), Language: post.Language, Media: len(post.Media),
	}}
	s.posts = append(s.posts, p)
	return p
}

// receipt is the evidence of a post. The lock must be held, or the post new.
func (p *sandboxPost) receipt() platforms.Receipt {
	r := platforms.Receipt{ID: p.ID, URL: "https://sandbox.example/" + p.ID, State: platforms.Live}
	if p.pending > 0 {
		r.State = platforms.Accepted
	}
	return r
}

// counters are the figures of a post after its age. Half of what it will ever
// get comes on the first half day; how much that is depends on the key.
func (p *sandboxPost) counters(now time.Time) Counters {
	if p.grown != nil {
		return p.grown
	}
	h := fnv.New32a()
	_, _ = h.Write([]byte(p.Key))
	final := float64(400 + h.Sum32()%6000)
	part := 1 - math.Exp2(-now.Sub(p.posted).Hours()/12)
	views := final * part
	return Counters{
		"views": int64(views), "reactions": int64(views * 0.04),
		"shares": int64(views * 0.009), "reach": int64(views * 0.72),
	}
}

// taken is what a fault does to a publication before or after it is taken.
var (
	errHung    = errors.New("sandbox: no answer")
	errAnswer  = errors.New("sandbox: unreadable answer")
	errRefused = errors.New("sandbox: the platform says no")
)

// meet publishes a post through a fault.
func (s *Sandbox) meet(ctx context.Context, post platforms.Post, f Fault) (platforms.Receipt, error) {
	none := platforms.Receipt{}
	switch f.Kind {
	case RateLimited:
		return none, &platforms.Failure{Class: platforms.Throttled, Until: s.now().Add(f.Wait), Err: errRefused}
	case Expired, Forbidden:
		return none, &platforms.Failure{Class: platforms.Locked, Err: errRefused}
	case Invalid:
		return none, &platforms.Failure{Class: platforms.Refused, Err: fmt.Errorf("%w: code %d", errRefused, f.Code)}
	case Broken:
		return none, &platforms.Failure{Class: platforms.Uncertain, Err: errAnswer}
	case HungBefore:
		f.Hang(ctx)
		return none, &platforms.Failure{Class: platforms.Uncertain, Err: errHung}
	case HungAfter:
		s.keep(post, 0)
		f.Hang(ctx)
		return none, &platforms.Failure{Class: platforms.Uncertain, Err: errHung}
	case Cut, Garbage:
		s.keep(post, 0)
		return none, &platforms.Failure{Class: platforms.Uncertain, Err: errAnswer}
	case Repeated:
		s.keep(post, 0)
		return none, &platforms.Failure{Class: platforms.Duplicate, Err: errRefused}
	case Pending:
		return s.keep(post, f.Polls+1).receipt(), nil
	case Delayed:
		f.Delay()
	case None:
	}
	return s.keep(post, 0).receipt(), nil
}
