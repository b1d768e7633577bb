package platforms_test

import (
	"compress/gzip"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"caravan/internal/platforms"
)

func now() time.Time { return time.Date(2026, 11, 24, 9, 30, 0, 0, time.UTC) }

// local may reach this machine without TLS.
func local() *platforms.Client {
	return platforms.NewClient(platforms.Egress{Now: now, Allow: []netip.Prefix{netip.MustParsePrefix("127.0.0.1/32")}})
}

// exchange makes a request of a handler.
func exchange(t *testing.T, method string, handler http.HandlerFunc) (platforms.Answer, error) {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return local().Exchange(request(t, method, server.URL+"/bot-secret-token/send?key=secret-token"))
}

func request(t *testing.T, method, target string) *http.Request {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, target, strings.NewReader(`{"text":"Салом"}`))
	if err != nil {
		t.Fatal(err)
	}
	return req
}

func TestStatusDecidesTheClass(t *testing.T) {
	t.Parallel()
	for status, want := range map[int]map[string]platforms.Class{
		200: {"POST": "", "GET": "", "DELETE": ""},
		201: {"POST": ""},
		202: {"POST": ""},
		301: {"POST": platforms.Uncertain, "GET": platforms.Unsent},
		307: {"POST": platforms.Uncertain},
		400: {"POST": platforms.Refused, "GET": platforms.Refused},
		401: {"POST": platforms.Locked, "GET": platforms.Locked},
		403: {"POST": platforms.Refused},
		404: {"POST": platforms.Refused, "GET": platforms.Gone, "DELETE": platforms.Gone, "PUT": platforms.Gone},
		408: {"POST": platforms.Uncertain, "GET": platforms.Unsent},
		410: {"POST": platforms.Refused, "GET": platforms.Gone},
		413: {"POST": platforms.Refused},
		422: {"POST": platforms.Refused},
		425: {"POST": platforms.Uncertain},
		429: {"POST": platforms.Throttled, "GET": platforms.Throttled},
		500: {"POST": platforms.Uncertain, "GET": platforms.Unsent, "DELETE": platforms.Uncertain},
		502: {"POST": platforms.Uncertain},
		503: {"POST": platforms.Uncertain},
	} {
		for method, class := range want {
			_, err := exchange(t, method, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(status) })
			if got := platforms.ClassOf(err); got != class {
				t.Errorf("%s answered %d is %q, want %q", method, status, got, class)
			}
		}
	}
}

func TestRetryAfter(t *testing.T) {
	t.Parallel()
	for header, want := range map[string]time.Time{
		"14":                            now().Add(14 * time.Second),
		"0":                             now(),
		"-5":                            now(),
		"99999999999":                   now().Add(24 * time.Hour),
		"Tue, 24 Nov 2026 10:00:00 GMT": now().Add(30 * time.Minute),
		"Tue, 24 Nov 2020 10:00:00 GMT": now(),
		"Tue, 24 Nov 2099 10:00:00 GMT": now().Add(24 * time.Hour),
		"soon":                          {},
		"":                              {},
	} {
		_, err := exchange(t, http.MethodPost, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Retry-After", header)
			w.WriteHeader(http.StatusTooManyRequests)
		})
		failure, ok := errors.AsType[*platforms.Failure](err)
		if !ok || !failure.Until.Equal(want) {
			t.Errorf("Retry-After %q: %+v, want %v", header, failure, want)
		}
	}
}

func TestBrokenExchanges(t *testing.T) {
	t.Parallel()
	hijack := func(reply string) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			_, _ = io.Copy(io.Discard, r.Body)
			conn, _, err := http.NewResponseController(w).Hijack()
			if err != nil {
				panic(err)
			}
			_, _ = conn.Write([]byte(reply))
			_ = conn.Close()
		}
	}
	for name, test := range map[string]struct {
		handler   http.HandlerFunc
		post, get platforms.Class
	}{
		"closed without an answer": {hijack(""), platforms.Uncertain, platforms.Unsent},
		"no HTTP":                  {hijack("220 mail.example ESMTP\r\n"), platforms.Uncertain, platforms.Unsent},
		"cut in the header":        {hijack("HTTP/1.1 200 OK\r\nContent-"), platforms.Uncertain, platforms.Unsent},
		"cut in the body":          {hijack("HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n{\"id\":"), platforms.Uncertain, platforms.Unsent},
		"cut in the body of a refusal": {
			hijack("HTTP/1.1 422 Unprocessable\r\nContent-Length: 50\r\n\r\n{\"er"), platforms.Refused, platforms.Refused,
		},
		"a body without end": {func(w http.ResponseWriter, _ *http.Request) {
			_, _ = io.Copy(w, io.LimitReader(zeros{}, 3<<20))
		}, platforms.Uncertain, platforms.Unsent},
		"a small body that unpacks to a large one": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Encoding", "gzip")
			packed := gzip.NewWriter(w)
			_, _ = io.Copy(packed, io.LimitReader(zeros{}, 64<<20))
			_ = packed.Close()
		}, platforms.Uncertain, platforms.Unsent},
	} {
		for method, want := range map[string]platforms.Class{http.MethodPost: test.post, http.MethodGet: test.get} {
			answer, err := exchange(t, method, test.handler)
			if got := platforms.ClassOf(err); got != want {
				t.Errorf("%s %s is %q, want %q: %v", method, name, got, want, err)
			}
			if len(answer.Body) > 1<<20 {
				t.Errorf("%s: %d bytes were read", name, len(answer.Body))
			}
		}
	}
}

// zeros is an endless reader.
type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}

func TestTimeoutAfterTheRequestIsUncertain(t *testing.T) {
	t.Parallel()
	client := platforms.NewClient(platforms.Egress{
		Now: now, Allow: []netip.Prefix{netip.MustParsePrefix("127.0.0.1/32")}, Timeout: 50 * time.Millisecond,
	})
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		<-r.Context().Done()
	}))
	defer server.Close()
	_, err := client.Exchange(request(t, http.MethodPost, server.URL))
	if class := platforms.ClassOf(err); class != platforms.Uncertain {
		t.Errorf("class is %q: %v", class, err)
	}
}

func TestNothingWrittenIsUnsent(t *testing.T) {
	t.Parallel()
	closed := httptest.NewServer(http.NotFoundHandler())
	closed.Close()
	noTLS := httptest.NewServer(http.NotFoundHandler())
	defer noTLS.Close()
	for name, target := range map[string]string{
		"connection refused": closed.URL,
		"no such name":       "https://name.invalid/",
		"no TLS there":       strings.Replace(noTLS.URL, "http:", "https:", 1),
	} {
		_, err := local().Exchange(request(t, http.MethodPost, target))
		if class := platforms.ClassOf(err); class != platforms.Unsent {
			t.Errorf("%s is %q: %v", name, class, err)
		}
	}
}

func TestUntrustedCertificateIsUnsent(t *testing.T) {
	t.Parallel()
	server := httptest.NewUnstartedServer(http.NotFoundHandler())
	server.Config.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, slog.LevelError)
	server.StartTLS()
	defer server.Close()
	_, err := local().Exchange(request(t, http.MethodPost, server.URL))
	if class := platforms.ClassOf(err); class != platforms.Unsent {
		t.Errorf("class is %q: %v", class, err)
	}
}

// A server that reads the request and then closes the connection makes
// net/http repeat requests it thinks harmless, such as one with an
// idempotency key.
func TestRequestIsNeverRepeated(t *testing.T) {
	t.Parallel()
	var arrived atomic.Int32
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		if arrived.Add(1) == 1 {
			return // the first one makes a connection that could be used again
		}
		conn, _, err := http.NewResponseController(w).Hijack()
		if err != nil {
			panic(err)
		}
		_ = conn.Close()
	}))
	defer server.Close()
	client := local()
	for range 2 {
		req := request(t, http.MethodPost, server.URL)
		req.Header.Set("Idempotency-Key", "k1")
		_, _ = client.Exchange(req)
	}
	if n := arrived.Load(); n != 2 {
		t.Errorf("%d requests arrived, want 2", n)
	}
}

func TestRedirectIsNotFollowed(t *testing.T) {
	t.Parallel()
	var followed atomic.Bool
	target := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { followed.Store(true) }))
	defer target.Close()
	_, err := exchange(t, http.MethodPost, func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, target.URL, http.StatusTemporaryRedirect)
	})
	if platforms.ClassOf(err) != platforms.Uncertain || followed.Load() {
		t.Errorf("followed: %v, %v", followed.Load(), err)
	}
}

func TestErrorsDoNotShowTheURL(t *testing.T) {
	t.Parallel()
	handlers := []http.HandlerFunc{
		func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusForbidden) },
		func(w http.ResponseWriter, _ *http.Request) { panic(http.ErrAbortHandler) },
	}
	for _, handler := range handlers {
		_, err := exchange(t, http.MethodPost, handler)
		if err == nil || strings.Contains(err.Error(), "secret") {
			t.Errorf("the error is %v", err)
		}
		if u, ok := errors.AsType[*url.Error](err); ok {
			t.Errorf("the error holds the URL %q", u.URL)
		}
	}
}

func TestUnreadableAnswers(t *testing.T) {
	t.Parallel()
	for method, want := range map[string]platforms.Class{
		http.MethodPost: platforms.Uncertain, http.MethodGet: platforms.Unsent,
	} {
		answer, err := exchange(t, method, func(w http.ResponseWriter, _ *http.Request) {
			_, _ = w.Write([]byte("<html>"))
		})
		if err != nil {
			t.Fatal(err)
		}
		var into struct{ ID string }
		if class := platforms.ClassOf(answer.Decode(&into)); class != want {
			t.Errorf("Decode after %s is %q, want %q", method, class, want)
		}
		if class := answer.Unreadable("id").Class; class != want {
			t.Errorf("Unreadable after %s is %q, want %q", method, class, want)
		}
	}
}

func TestProxyOfTheEnvironmentIsIgnored(t *testing.T) {
	proxied := false
	proxy := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { proxied = true }))
	defer proxy.Close()
	t.Setenv("HTTP_PROXY", proxy.URL)
	t.Setenv("HTTPS_PROXY", proxy.URL)
	_, err := local().Exchange(request(t, http.MethodPost, "http://name.invalid/"))
	if proxied || err == nil {
		t.Errorf("proxied: %v, %v", proxied, err)
	}
}
