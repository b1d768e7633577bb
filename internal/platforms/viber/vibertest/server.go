// Package vibertest is a server that speaks the Channels Post API of Viber, as
// far as the connector uses it. It keeps posts in memory and takes its orders
// as a [platformtest.Simulator].
package vibertest

import (
	"encoding/json"
	"maps"
	"net/http"
	"strconv"
	"sync"
	"testing"

	"caravan/internal/platforms"
	"caravan/internal/platforms/platformtest"
	"caravan/internal/platforms/viber"
)

// Token is the token of the channel.
const Token = "4ac5d6-sim-token-of-the-channel-1f0e" //nolint:gosec // it opens nothing but this simulator

// Administrator is who posts.
const Administrator = "01234567890A="

// Server is one server with one channel. It is safe for concurrent use.
type Server struct {
	platformtest.Faults

	mu      sync.Mutex
	posts   []platformtest.Stored
	webhook string
}

// ServeHTTP implements [http.Handler].
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	var in struct{ From, Type, Text, URL string }
	_ = json.NewDecoder(r.Body).Decode(&in)
	s.mu.Lock()
	webhook := s.webhook
	if r.URL.Path == "/pa/set_webhook" {
		s.webhook = in.URL
	}
	s.mu.Unlock()
	switch {
	case r.Header.Get("X-Viber-Auth-Token") != Token:
		say(w, 2, "invalidAuthToken")
	case r.URL.Path == "/pa/get_account_info":
		answer(w, map[string]any{
			"status": 0, "status_message": "ok", "id": "pa:75346594275468546724", "name": "Noor", "webhook": webhook, "subscribers_count": 3500,
			"members": []map[string]any{{"id": "x=", "role": "admin"}, {"id": Administrator, "role": "superadmin"}},
		})
	case r.URL.Path == "/pa/set_webhook":
		say(w, 0, "ok")
	case r.URL.Path != "/pa/post":
		w.WriteHeader(http.StatusNotFound)
	case webhook == "":
		say(w, 10, "webhookNotSet")
	case in.From != Administrator || in.Type != "text" || in.Text == "":
		say(w, 3, "badData")
	default:
		s.Meet(w, r, func() func() {
			token := s.keep(in.Text)
			return func() { answer(w, map[string]any{"status": 0, "status_message": "ok", "message_token": token}) }
		}, func(f platformtest.Fault) { meet(w, f) })
	}
}

// meet answers a fault that takes no post. It repeats the token, as a careless
// server might.
func meet(w http.ResponseWriter, f platformtest.Fault) {
	switch f.Kind { //nolint:exhaustive // the rest take a post
	case platformtest.RateLimited:
		say(w, 12, "tooManyRequests "+Token)
	case platformtest.Expired:
		say(w, 2, "invalidAuthToken "+Token)
	case platformtest.Forbidden:
		say(w, 15, "publicAccountNotAuthorized "+Token)
	case platformtest.Invalid:
		say(w, 3, "badData "+Token)
	case platformtest.Broken:
		w.WriteHeader(f.Code)
	default:
		panic("vibertest: there is no such fault on this platform")
	}
}

// keep takes a post, whose number is beyond what a float can tell apart.
func (s *Server) keep(text string) int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	token := int64(5741311803571721087) + int64(len(s.posts))
	s.posts = append(s.posts, platformtest.Stored{ID: strconv.FormatInt(token, 10), Text: text})
	return token
}

// Webhook makes the address known that answers Viber.
func (s *Server) Webhook(address string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.webhook = address
}

// Accepted implements [platformtest.Simulator].
func (s *Server) Accepted() []platformtest.Stored {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]platformtest.Stored(nil), s.posts...)
}

// Grow implements [platformtest.Simulator]; the API counts nothing of a post.
func (*Server) Grow(string, platformtest.Counters) {}

// Break implements [platformtest.Simulator]; nothing can be asked about a post.
func (*Server) Break(string) {}

// Remove implements [platformtest.Simulator]; nobody would be told.
func (*Server) Remove(string) {}

func say(w http.ResponseWriter, status int, message string) {
	answer(w, map[string]any{"status": status, "status_message": message})
}

func answer(w http.ResponseWriter, body map[string]any) {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(body)
}

// Connect returns a connector at a fresh simulator, with changes.
func Connect(tb testing.TB, change platforms.Credentials) (*viber.Connector, *Server, func()) {
	tb.Helper()
	s := &Server{webhook: "https://noor.example/"}
	connector, stop := platformtest.Serve(tb, s, viber.New, func(base string) platforms.Credentials {
		credentials := platforms.Credentials{"server": base, "access_token": Token}
		maps.Copy(credentials, change)
		return credentials
	})
	return connector, s, stop
}
