package bench_test

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"slices"
	"sync"
	"testing"
	"time"

	"caravan/internal/platforms"
	"caravan/internal/platforms/platformtest"
	"caravan/internal/platforms/platformtest/simulators"
)

const (
	publications = 200
	measured     = 1000
	rounds       = 3
)

// overhead publishes by each connector, and measures a thousand posts, against
// the same requests made bare of the same simulator, or of one like it where
// they publish. Both connect anew for each request, as connectors do.
func overhead(t *testing.T) []figure {
	t.Helper()
	var all []figure
	for _, p := range simulators.Platforms() {
		w, twin := &wire{TB: t}, &wire{TB: t}
		at, beside := p.Start(w), p.Start(twin)
		first := func(c platforms.Connector) func() { return func() { publish(t, p, c, "p0") } }
		w.record(first(at.Connector))
		asked := twin.record(first(beside.Connector))
		if len(asked) == 0 {
			continue // it does not speak HTTP
		}
		all = append(all, publishing(t, p, at.Connector, w, asked[0].request.Host))
		if measurer, can := at.Connector.(platforms.Measurer); can {
			all = append(all, measuring(t, p, measurer, w)...)
		}
	}
	return all
}

// A wire hears what is asked of simulators.
type wire struct {
	testing.TB

	mu    sync.Mutex
	heard []heard
}

// heard is a request as it came.
type heard struct {
	request *http.Request
	body    []byte
}

// Hear implements [platformtest.Tap].
func (w *wire) Hear(h http.Handler) http.Handler {
	return http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			w.Error(err)
		}
		kept := r.Clone(r.Context())
		r.Body = io.NopCloser(bytes.NewReader(body))
		w.mu.Lock()
		w.heard = append(w.heard, heard{kept, body})
		w.mu.Unlock()
		h.ServeHTTP(rw, r)
	})
}

// record returns the requests that are made meanwhile.
func (w *wire) record(do func()) []heard {
	w.mu.Lock()
	w.heard = nil
	w.mu.Unlock()
	do()
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.Clone(w.heard)
}

// replay makes the requests again of a host, with nothing of ours.
func replay(t *testing.T, client *http.Client, list []heard, host string) {
	t.Helper()
	for _, h := range list {
		req, err := http.NewRequestWithContext(t.Context(), h.request.Method, "http://"+host+h.request.RequestURI, bytes.NewReader(h.body))
		if err != nil {
			t.Fatal(err)
		}
		req.Header = h.request.Header.Clone()
		resp, err := client.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		_, err = io.Copy(io.Discard, resp.Body)
		_ = resp.Body.Close()
		if err != nil || resp.StatusCode >= http.StatusInternalServerError {
			t.Fatalf("%s %s: %s, %v", h.request.Method, h.request.URL.Path, resp.Status, err)
		}
	}
}

func bareClient() *http.Client {
	return &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
}

func publish(t *testing.T, p platformtest.Platform, c platforms.Connector, key string) platforms.Receipt {
	t.Helper()
	post := platforms.Post{Content: platformtest.Sample(), Key: key, Since: platformtest.Now()}
	post.Link += key // some take no text twice
	post.Media = p.Media
	receipt, err := c.Publish(t.Context(), post)
	if err != nil {
		t.Fatalf("%s: %v", p.Name, err)
	}
	return receipt
}

// publishing is how long a publication takes, in the middle of many, turn by
// turn with its requests alone.
func publishing(t *testing.T, p platformtest.Platform, c platforms.Connector, w *wire, beside string) figure {
	t.Helper()
	client := bareClient()
	var ours, bare []time.Duration
	for i := range publications {
		requests := w.record(func() {
			began := time.Now()
			publish(t, p, c, fmt.Sprintf("p%d", i+1))
			ours = append(ours, time.Since(began))
		})
		began := time.Now()
		replay(t, client, requests, beside)
		bare = append(bare, time.Since(began))
	}
	return against("publish on "+p.Name, middle(ours), middle(bare), "µs, less is better")
}

func middle(list []time.Duration) (us float64) {
	slices.Sort(list)
	return float64(list[len(list)/2].Nanoseconds()) / 1000
}

// measuring is how long the figures of a thousand posts take, and how many
// requests, where one for each post would be bare.
func measuring(t *testing.T, p platformtest.Platform, m platforms.Measurer, w *wire) []figure {
	t.Helper()
	receipts := make([]platforms.Receipt, measured)
	for i := range receipts {
		receipts[i] = publish(t, p, m.(platforms.Connector), fmt.Sprintf("m%d", i))
	}
	client := bareClient()
	var ours, bare []time.Duration
	var requests []heard
	for range rounds {
		requests = w.record(func() {
			began := time.Now()
			found, err := m.Measure(t.Context(), receipts)
			ours = append(ours, time.Since(began))
			if err != nil || len(found) != measured {
				t.Fatalf("%s: %d measured, %v", p.Name, len(found), err)
			}
		})
		began := time.Now()
		replay(t, client, requests, requests[0].request.Host)
		bare = append(bare, time.Since(began))
	}
	return []figure{
		against(fmt.Sprintf("measure %d posts on %s", measured, p.Name), middle(ours)/1000, middle(bare)/1000, "ms, less is better"),
		against(fmt.Sprintf("requests for %d posts on %s", measured, p.Name), float64(len(requests)), measured, "requests, less is better"),
	}
}
