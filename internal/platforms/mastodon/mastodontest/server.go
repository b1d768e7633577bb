// Package mastodontest is a server that speaks the client API of Mastodon, or
// of GoToSocial with its differences, as far as the connector uses it. It
// keeps posts in memory and takes its orders as a [platformtest.Simulator].
package mastodontest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"sync"
	"time"

	"caravan/internal/platforms/platformtest"
)

// Token is the access token of the account.
const Token = "sim-mastodon-token-5f1d2c" //nolint:gosec // it opens nothing but this simulator

// The application that the token was issued to.
const (
	ClientKey    = "sim-mastodon-application"
	ClientSecret = "sim-mastodon-secret-91ab" //nolint:gosec // it opens nothing but this simulator
)

// Account is the id of the account.
const Account = "109"

// Server is one server with one account. It is safe for concurrent use.
type Server struct {
	platformtest.Faults

	gotosocial bool
	now        func() time.Time
	mux        *http.ServeMux

	mu       sync.Mutex
	statuses []*status
	uploads  map[string]int // media id to polls left
	polls    int            // of the next upload
	revoked  bool           // the token
}

type status struct {
	platformtest.Stored

	posted   time.Time
	counters platformtest.Counters
	broken   bool
}

// Mastodon returns a server that behaves as Mastodon does.
func Mastodon(now func() time.Time) *Server { return newServer(now, false) }

// GoToSocial returns a server with the differences of GoToSocial: it ignores
// Idempotency-Key, gives the text of posts, counts no quotes, answers 400
// where Mastodon answers 422, and does not know batches.
func GoToSocial(now func() time.Time) *Server { return newServer(now, true) }

func newServer(now func() time.Time, gotosocial bool) *Server {
	s := &Server{now: now, gotosocial: gotosocial, mux: http.NewServeMux(), uploads: map[string]int{}}
	s.mux.HandleFunc("POST /oauth/revoke", s.revoke)
	s.mux.HandleFunc("POST /api/v2/media", s.upload)
	s.mux.HandleFunc("GET /api/v1/media/{id}", s.showMedia)
	s.mux.HandleFunc("POST /api/v1/statuses", s.post)
	s.mux.HandleFunc("GET /api/v1/statuses", s.batch)
	s.mux.HandleFunc("GET /api/v1/statuses/{id}", s.show)
	s.mux.HandleFunc("PUT /api/v1/statuses/{id}", s.edit)
	s.mux.HandleFunc("DELETE /api/v1/statuses/{id}", s.remove)
	s.mux.HandleFunc("GET /api/v1/accounts/verify_credentials", s.verify)
	s.mux.HandleFunc("GET /api/v1/accounts/{id}/statuses", s.timeline)
	s.mux.HandleFunc("GET /api/v2/instance", s.instance)
	return s
}

// ServeHTTP implements [http.Handler].
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Header.Get("Authorization") != "Bearer "+Token || s.Revoked() {
		problem(w, http.StatusUnauthorized, "The access token is invalid")
		return
	}
	s.mux.ServeHTTP(w, r)
}

// Revoked reports whether the token was taken back.
func (s *Server) Revoked() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.revoked
}

func (s *Server) revoke(w http.ResponseWriter, r *http.Request) {
	var in map[string]string
	if json.NewDecoder(r.Body).Decode(&in) != nil || in["client_id"] != ClientKey || in["client_secret"] != ClientSecret || in["token"] != Token {
		problem(w, http.StatusForbidden, "You are not authorized to revoke this token")
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.revoked = true
	answer(w, http.StatusOK, map[string]string{})
}

// Accepted implements [platformtest.Simulator].
func (s *Server) Accepted() []platformtest.Stored {
	s.mu.Lock()
	defer s.mu.Unlock()
	var list []platformtest.Stored
	for _, p := range s.statuses {
		list = append(list, p.Stored)
	}
	return list
}

// Grow implements [platformtest.Simulator].
func (s *Server) Grow(id string, c platformtest.Counters) {
	s.change(id, func(p *status) { p.counters = c })
}

// Break implements [platformtest.Simulator].
func (s *Server) Break(id string) { s.change(id, func(p *status) { p.broken = true }) }

// Remove implements [platformtest.Simulator].
func (s *Server) Remove(id string) { s.change(id, func(p *status) { p.Removed = true }) }

// change applies f to a post that is there, and reports whether one is.
func (s *Server) change(id string, f func(*status)) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	i := slices.IndexFunc(s.statuses, func(p *status) bool { return p.ID == id && !p.Removed })
	if i < 0 {
		return false
	}
	f(s.statuses[i])
	return true
}

// keep takes a post, once for each key where keys are heeded.
func (s *Server) keep(d draft, key string) *status {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, p := range s.statuses {
		if key != "" && p.Key == key && !s.gotosocial {
			return p
		}
	}
	p := &status{posted: s.now(), Stored: platformtest.Stored{
		ID: s.newID(), Key: key, Text: d.Status, Language: d.Language, Media: len(d.MediaIDs),
	}}
	s.statuses = append(s.statuses, p)
	return p
}

func (s *Server) newID() string {
	n := len(s.statuses) + 1
	if s.gotosocial {
		return fmt.Sprintf("01JDESIM%018d", n) // looks like a ULID
	}
	return strconv.Itoa(103254962155278000 + n)
}

func answer(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body)
}

func problem(w http.ResponseWriter, status int, text string) {
	answer(w, status, map[string]string{"error": text})
}
