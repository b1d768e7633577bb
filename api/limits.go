package api

import (
	"fmt"
	"math"
	"net/http"
	"net/netip"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// A Limit is how often something may be asked: so many at once, then so many
// each second.
type Limit struct {
	Burst     int
	PerSecond float64
}

// Limits bound how often the API is asked. The zero value of a limit is the
// standard.
type Limits struct {
	Address      Limit // of one network address, signed in or not
	Session      Limit // of one session or token
	Organization Limit // of everybody of one organisation together
}

// standard returns the limits with what was not set filled in.
func (l Limits) standard() Limits {
	for limit, usual := range map[*Limit]Limit{
		&l.Address: {Burst: 400, PerSecond: 200}, &l.Session: {Burst: 40, PerSecond: 10}, &l.Organization: {Burst: 200, PerSecond: 100},
	} {
		if *limit == (Limit{}) {
			*limit = usual
		}
	}
	return l
}

// A meter counts turns by key, such as an address.
type meter struct {
	name  string
	limit Limit
	now   func() time.Time

	mu      sync.Mutex
	buckets map[string]*rate.Limiter
	tidied  time.Time
}

func newMeter(name string, limit Limit, now func() time.Time) *meter {
	return &meter{name: name, limit: limit, now: now, buckets: map[string]*rate.Limiter{}}
}

// maxBuckets is how many keys a meter keeps before it looks for full buckets,
// which say nothing that an absent one does not.
const maxBuckets = 10_000

// take uses up a turn and says so in the headers (draft-ietf-httpapi-ratelimit-headers).
// When there is none left the answer is 429, with Retry-After.
func (m *meter) take(h http.Header, key string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	now := m.now()
	if len(m.buckets) > maxBuckets && now.Sub(m.tidied) > time.Second {
		m.tidy(now)
	}
	bucket := m.buckets[key]
	if bucket == nil {
		bucket = rate.NewLimiter(rate.Limit(m.limit.PerSecond), m.limit.Burst)
		m.buckets[key] = bucket
	}
	allowed := bucket.AllowN(now, 1)
	left := max(0, bucket.TokensAt(now))
	window := math.Ceil(float64(m.limit.Burst) / m.limit.PerSecond)
	h.Add("RateLimit-Policy", fmt.Sprintf("%q;q=%d;w=%.0f", m.name, m.limit.Burst, window))
	h.Add("RateLimit", fmt.Sprintf("%q;r=%d;t=%.0f", m.name, int(left), math.Ceil((float64(m.limit.Burst)-left)/m.limit.PerSecond)))
	if !allowed {
		return waitFor(time.Duration((1 - left) / m.limit.PerSecond * float64(time.Second)))
	}
	return nil
}

func (m *meter) tidy(now time.Time) {
	m.tidied = now
	for key, bucket := range m.buckets {
		if bucket.TokensAt(now) >= float64(m.limit.Burst) {
			delete(m.buckets, key)
		}
	}
}

// addressKey is what an address is counted as: an IPv6 network of 64 bits is
// one customer.
func addressKey(text string) string {
	address, err := netip.ParseAddr(text)
	if err != nil {
		return text
	}
	address = address.Unmap()
	if address.Is4() {
		return address.String()
	}
	network, _ := address.WithZone("").Prefix(64) // 64 bits always fit
	return network.String()
}
