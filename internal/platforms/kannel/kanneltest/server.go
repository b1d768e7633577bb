// Package kanneltest is a gateway that speaks the HTTP interface of Kannel, as
// far as the connector uses it. It keeps messages in memory, calls back like
// Kannel, and takes its orders as a [platformtest.Simulator].
package kanneltest

import (
	"context"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"

	"caravan/internal/platforms/platformtest"
)

// The account of the gateway.
const (
	Username = "caravan"
	Password = "sim-kannel-password-41c7" //nolint:gosec // it opens nothing but this simulator
)

// List is the number of the list.
const List = "+992900000001"

// A Message is one as the gateway was given it.
type Message struct {
	From, To, Coding, Route, ReportTo, Text string
}

// Server is one gateway. It is safe for concurrent use.
type Server struct {
	platformtest.Faults

	mu       sync.Mutex
	messages []Message
}

// ServeHTTP implements [http.Handler].
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path != "/cgi-bin/sendsms" {
		say(w, http.StatusNotFound, "Unknown request.")
		return
	}
	h := func(name string) string { return r.Header.Get("X-Kannel-" + name) }
	if h("Username") != Username || h("Password") != Password {
		say(w, http.StatusForbidden, "Authorization failed for sendsms")
		return
	}
	text, err := io.ReadAll(r.Body)
	if h("To") == "" {
		say(w, http.StatusBadRequest, "Missing receiver(s) number(s), rejected")
		return
	}
	if err != nil || h("To") != List || r.Header.Get("Content-Type") != "text/plain; charset=UTF-8" || len(text) == 0 {
		say(w, http.StatusBadRequest, "Number(s) has/have been denied by white- and/or black-lists.")
		return
	}
	s.Meet(w, r, func() func() {
		s.keep(Message{h("From"), h("To"), h("Coding"), h("SMSC"), h("DLR-Url"), string(text)})
		return func() { say(w, http.StatusAccepted, "0: Accepted for delivery") }
	}, func(f platformtest.Fault) { meet(w, f) })
}

// meet answers a fault that takes no message. It repeats the password, as a
// careless gateway might.
func meet(w http.ResponseWriter, f platformtest.Fault) {
	switch f.Kind { //nolint:exhaustive // the rest take a message
	case platformtest.RateLimited:
		say(w, http.StatusServiceUnavailable, "Temporal failure, try again later.")
	case platformtest.Expired, platformtest.Forbidden:
		say(w, http.StatusForbidden, "Authorization failed for sendsms "+Password)
	case platformtest.Invalid:
		say(w, http.StatusForbidden, "Not routable. Do not try again. "+Password)
	case platformtest.Broken:
		w.WriteHeader(f.Code)
	default:
		panic("kanneltest: there is no such fault on this platform")
	}
}

func (s *Server) keep(m Message) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.messages = append(s.messages, m)
}

// Messages returns every message that was taken, in order.
func (s *Server) Messages() []Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Message(nil), s.messages...)
}

// Report calls back about a message, in the words of the operator, and returns
// the status that it was answered with.
func (m Message) Report(ctx context.Context, state int, words string) (int, error) {
	address := strings.NewReplacer("%d", strconv.Itoa(state), "%A", url.QueryEscape(words)).Replace(m.ReportTo)
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return 0, err
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return 0, err
	}
	return resp.StatusCode, resp.Body.Close()
}

// key is that of the post, from the address its reports go to.
func (m Message) key() string {
	path, _, _ := strings.Cut(m.ReportTo, "?")
	return path[strings.LastIndexByte(path, '/')+1:]
}

// Accepted implements [platformtest.Simulator].
func (s *Server) Accepted() []platformtest.Stored {
	var list []platformtest.Stored
	for _, m := range s.Messages() {
		list = append(list, platformtest.Stored{ID: m.key(), Key: m.key(), Text: m.Text})
	}
	return list
}

// Grow implements [platformtest.Simulator]; a gateway counts nothing.
func (*Server) Grow(string, platformtest.Counters) {}

// Break implements [platformtest.Simulator]; a gateway answers no questions.
func (*Server) Break(string) {}

// Remove implements [platformtest.Simulator]; a text cannot be taken back.
func (*Server) Remove(string) {}

func say(w http.ResponseWriter, status int, words string) {
	w.Header().Set("Content-Type", "text/html")
	w.WriteHeader(status)
	_, _ = io.WriteString(w, words)
}
