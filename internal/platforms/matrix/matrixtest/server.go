// Package matrixtest is a server that speaks the client-server API of Matrix
// for one room, as far as the connector uses it. It keeps events in memory and
// takes its orders as a [platformtest.Simulator].
package matrixtest

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"

	"caravan/internal/platforms/platformtest"
)

// Token is the access token of the account.
const Token = "syt_sim_token_of_the_account_3d9e" //nolint:gosec // it opens nothing but this simulator

// Room is the room.
const Room = "!caravan:m.example"

// Server is one server with one account. It is safe for concurrent use.
type Server struct {
	platformtest.Faults

	mux    *http.ServeMux
	mu     sync.Mutex
	posts  []*post
	edited map[string]bool // by the numbers of edits
}

type post struct {
	platformtest.Stored

	counters platformtest.Counters
	broken   bool
}

// New returns a server.
func New() *Server {
	s := &Server{mux: http.NewServeMux(), edited: map[string]bool{}}
	s.mux.HandleFunc("PUT /_matrix/client/v3/rooms/{room}/send/m.room.message/{number}", s.send)
	s.mux.HandleFunc("PUT /_matrix/client/v3/rooms/{room}/redact/{event}/{number}", s.redact)
	s.mux.HandleFunc("GET /_matrix/client/v3/rooms/{room}/event/{event}", s.event)
	s.mux.HandleFunc("GET /_matrix/client/v1/rooms/{room}/relations/{event}", s.relations)
	s.mux.HandleFunc("POST /_matrix/media/v3/upload", s.upload)
	s.mux.HandleFunc("GET /_matrix/client/v3/account/whoami", func(w http.ResponseWriter, _ *http.Request) {
		answer(w, http.StatusOK, map[string]any{"user_id": "@caravan:m.example", "device_id": "CARAVAN"})
	})
	s.mux.HandleFunc("GET /_matrix/client/v3/joined_rooms", func(w http.ResponseWriter, _ *http.Request) {
		answer(w, http.StatusOK, map[string]any{"joined_rooms": []string{Room}})
	})
	return s
}

// ServeHTTP implements [http.Handler].
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Header.Get("Authorization") != "Bearer "+Token {
		refuse(w, http.StatusUnauthorized, "M_UNKNOWN_TOKEN", "Unknown token", nil)
		return
	}
	s.mux.ServeHTTP(w, r)
}

type content struct {
	Body string   `json:"body"`
	Type string   `json:"msgtype"`
	New  *content `json:"m.new_content"`
	To   struct {
		ID string `json:"event_id"`
	} `json:"m.relates_to"`
}

// send takes an event, or meets the fault whose turn it is.
func (s *Server) send(w http.ResponseWriter, r *http.Request) {
	var c content
	if json.NewDecoder(r.Body).Decode(&c) != nil || c.Body == "" || r.PathValue("room") != Room {
		refuse(w, http.StatusBadRequest, "M_BAD_JSON", "Bad content", nil)
		return
	}
	number := r.PathValue("number")
	if c.New != nil {
		s.edit(w, c, number)
		return
	}
	s.Meet(w, r, func() func() {
		id := s.keep(c, number)
		return func() { answer(w, http.StatusOK, map[string]any{"event_id": id}) }
	}, func(f platformtest.Fault) { meet(w, f) })
}

// meet answers a fault that takes no event. It repeats the token, as a careless
// server might.
func meet(w http.ResponseWriter, f platformtest.Fault) {
	switch f.Kind { //nolint:exhaustive // the rest take an event
	case platformtest.RateLimited:
		refuse(w, http.StatusTooManyRequests, "M_LIMIT_EXCEEDED", "Too many requests", map[string]any{"retry_after_ms": f.Wait.Milliseconds()})
	case platformtest.Expired:
		refuse(w, http.StatusUnauthorized, "M_UNKNOWN_TOKEN", "Unknown token "+Token, nil)
	case platformtest.Forbidden:
		refuse(w, http.StatusForbidden, "M_FORBIDDEN", "You don't have permission "+Token, nil)
	case platformtest.Invalid:
		refuse(w, http.StatusRequestEntityTooLarge, "M_TOO_LARGE", "event is too long "+Token, nil)
	case platformtest.Broken:
		w.WriteHeader(f.Code)
	default:
		panic("matrixtest: there is no such fault on this platform")
	}
}

// keep takes an event, once for each number.
func (s *Server) keep(c content, number string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, p := range s.posts {
		if p.Key == number {
			return p.ID
		}
	}
	p := &post{Stored: platformtest.Stored{ID: fmt.Sprintf("$h1Hu%02d/Zx+", len(s.posts)), Key: number, Text: c.Body}}
	if c.Type == "m.image" {
		p.Media = 1
	}
	s.posts = append(s.posts, p)
	return p.ID
}

func (s *Server) edit(w http.ResponseWriter, c content, number string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, p := range s.posts {
		if p.ID == c.To.ID && !p.Removed && !s.edited[number] {
			p.Text, s.edited[number] = c.New.Body, true
		}
	}
	answer(w, http.StatusOK, map[string]any{"event_id": "$edit" + number})
}

func (s *Server) redact(w http.ResponseWriter, r *http.Request) {
	s.change(r.PathValue("event"), func(p *post) { p.Removed = true })
	answer(w, http.StatusOK, map[string]any{"event_id": "$redaction"})
}

// change applies f to an event, and reports whether there is one.
func (s *Server) change(id string, f func(*post)) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	i := slices.IndexFunc(s.posts, func(p *post) bool { return p.ID == id })
	if i >= 0 {
		f(s.posts[i])
	}
	return i >= 0
}

// event answers an event; of a redacted one nothing is left but why.
func (s *Server) event(w http.ResponseWriter, r *http.Request) {
	told, broken := map[string]any{"event_id": r.PathValue("event"), "content": map[string]any{}}, false
	there := s.change(r.PathValue("event"), func(p *post) {
		broken = p.broken
		if p.Removed {
			told["unsigned"] = map[string]any{"redacted_because": map[string]any{"type": "m.room.redaction"}}
		}
	})
	switch {
	case !there:
		refuse(w, http.StatusNotFound, "M_NOT_FOUND", "Event not found", nil)
	case broken:
		refuse(w, http.StatusInternalServerError, "M_UNKNOWN", "Internal server error", nil)
	default:
		answer(w, http.StatusOK, told)
	}
}

// relations answers, two at a time, what members made of an event.
func (s *Server) relations(w http.ResponseWriter, r *http.Request) {
	var all []map[string]any
	s.change(r.PathValue("event"), func(p *post) {
		for kind, n := range p.counters {
			for range n {
				all = append(all, map[string]any{"sender": "@somebody:m.example", "content": map[string]any{"m.relates_to": map[string]any{"rel_type": kind}}})
			}
		}
	})
	from, _ := strconv.Atoi(r.URL.Query().Get("from"))
	to := min(from+2, len(all))
	told := map[string]any{"chunk": append([]map[string]any{}, all[from:to]...)}
	if to < len(all) {
		told["next_batch"] = strconv.Itoa(to)
	}
	answer(w, http.StatusOK, told)
}

func (*Server) upload(w http.ResponseWriter, r *http.Request) {
	if n, err := io.Copy(io.Discard, r.Body); err != nil || n == 0 || !strings.HasPrefix(r.Header.Get("Content-Type"), "image/") {
		refuse(w, http.StatusBadRequest, "M_UNKNOWN", "Bad upload", nil)
		return
	}
	answer(w, http.StatusOK, map[string]any{"content_uri": "mxc://m.example/picture"})
}

// Accepted implements [platformtest.Simulator].
func (s *Server) Accepted() []platformtest.Stored {
	s.mu.Lock()
	defer s.mu.Unlock()
	var list []platformtest.Stored
	for _, p := range s.posts {
		list = append(list, p.Stored)
	}
	return list
}

// Grow implements [platformtest.Simulator].
func (s *Server) Grow(id string, c platformtest.Counters) {
	s.change(id, func(p *post) { p.counters = c })
}

// Break implements [platformtest.Simulator].
func (s *Server) Break(id string) { s.change(id, func(p *post) { p.broken = true }) }

// Remove implements [platformtest.Simulator].
func (s *Server) Remove(id string) { s.change(id, func(p *post) { p.Removed = true }) }

func answer(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body)
}

func refuse(w http.ResponseWriter, status int, code, text string, more map[string]any) {
	body := map[string]any{"errcode": code, "error": text}
	maps.Copy(body, more)
	answer(w, status, body)
}
