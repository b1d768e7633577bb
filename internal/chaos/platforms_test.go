package chaos_test

import (
	"bytes"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"caravan/internal/platforms/email/emailtest"
	"caravan/internal/platforms/mastodon/mastodontest"
	"caravan/internal/platforms/platformtest"
)

// An arrival is a request to post that reached a platform.
type arrival struct {
	key    string
	at     time.Time
	ahead  bool // its attempt had been committed
	worker string
}

// A network of servers that speak Mastodon, each with one account. It fails as
// networks do, and has the sender killed at the worst moments.
type network struct {
	url     string
	servers []*mastodontest.Server
	sender  func(key string) (worker string, ahead bool)
	kill    func(worker string)

	mu       sync.Mutex
	dice     *rand.Rand
	calm     bool
	arrivals []arrival
}

func newNetwork(t *testing.T, servers int, dice *rand.Rand) *network {
	t.Helper()
	n := &network{dice: dice}
	for range servers {
		n.servers = append(n.servers, mastodontest.Mastodon(time.Now))
	}
	front := httptest.NewServer(n)
	t.Cleanup(front.Close)
	n.url = front.URL
	return n
}

// server is the address of one of the servers.
func (n *network) server(i int) string { return fmt.Sprintf("%s/%d", n.url, i) }

// ServeHTTP hands a request to its server, unless something goes wrong.
func (n *network) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	var i int
	if _, err := fmt.Sscanf(r.URL.Path, "/%d/", &i); err != nil || i >= len(n.servers) {
		http.NotFound(w, r)
		return
	}
	server := http.StripPrefix(fmt.Sprintf("/%d", i), n.servers[i])
	if r.Method != http.MethodPost || !strings.HasSuffix(r.URL.Path, "/statuses") {
		server.ServeHTTP(w, r)
		return
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return // the sender is gone
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	n.post(w, r, server)
}

// post meets a request to post with what the dice say.
func (n *network) post(w http.ResponseWriter, r *http.Request, server http.Handler) {
	a := arrival{key: r.Header.Get("Idempotency-Key"), at: time.Now()}
	a.worker, a.ahead = n.sender(a.key)
	roll := n.roll(a)
	take := func() { server.ServeHTTP(httptest.NewRecorder(), r) }
	switch {
	case roll < 3:
		n.kill(a.worker)
	case roll < 7:
		take()
		n.kill(a.worker)
	case roll < 10:
		w.WriteHeader(http.StatusInternalServerError)
	case roll < 14:
		take()
		w.WriteHeader(http.StatusBadGateway)
	case roll < 17:
		panic(http.ErrAbortHandler) // cut before it is taken
	case roll < 20:
		take()
		panic(http.ErrAbortHandler) // cut after
	case roll < 23:
		take()
		<-r.Context().Done() // hang after
	case roll < 25:
		<-r.Context().Done() // taken late, when nobody waits any more
		take()
	case roll < 27:
		w.Header().Set("Retry-After", "1")
		w.WriteHeader(http.StatusTooManyRequests)
	default:
		server.ServeHTTP(w, r)
	}
}

// roll writes the arrival down and throws a die of 100 sides; 99 when calm.
func (n *network) roll(a arrival) int {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.arrivals = append(n.arrivals, a)
	if n.calm {
		return 99
	}
	return n.dice.IntN(100)
}

func (n *network) settle() {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.calm = true
}

// newMail starts a mail server that fails now and then.
func newMail(t *testing.T, dice *rand.Rand) *emailtest.Server {
	t.Helper()
	s := emailtest.Listen(t, nil)
	for range 150 {
		fault := platformtest.Fault{}
		switch roll := dice.IntN(100); {
		case roll < 3:
			fault = platformtest.HTTP5xx()
		case roll < 6:
			fault = platformtest.HangBeforeAccept()
		case roll < 9:
			fault = platformtest.HangAfterAccept()
		case roll < 12:
			fault = platformtest.CutBody()
		case roll < 15:
			fault = platformtest.GarbageJSON()
		case roll < 18:
			fault = platformtest.RateLimit(time.Second)
		}
		s.Next(fault)
	}
	return s
}

// arrived counts the requests to post so far.
func (n *network) arrived() int {
	n.mu.Lock()
	defer n.mu.Unlock()
	return len(n.arrivals)
}
