// Package icecasttest is a server that answers like Icecast, as far as the
// connector asks it. It keeps the lines that it was told to show in memory and
// takes its orders as a [platformtest.Simulator].
package icecasttest

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"sync"

	"caravan/internal/platforms/platformtest"
)

// The account of the server.
const (
	Username = "admin"
	Password = "sim-icecast-password-5e21" //nolint:gosec // it opens nothing but this simulator
)

// Mount is the mount that is on air.
const Mount = "/live"

// Server is one server. It is safe for concurrent use.
type Server struct {
	platformtest.Faults

	Others int  // mounts that are on air besides
	Off    bool // the mount is not on air

	mu       sync.Mutex
	lines    []platformtest.Stored
	shown    string
	counters platformtest.Counters
	pending  int // questions until the last line is shown
}

// ServeHTTP implements [http.Handler].
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path == "/status-json.xsl" {
		s.status(w, r)
		return
	}
	if user, password, _ := r.BasicAuth(); user != Username || password != Password {
		say(w, http.StatusUnauthorized, "You need to authenticate")
		return
	}
	switch {
	case r.URL.Path == "/admin/listmounts":
		say(w, http.StatusOK, "<icestats></icestats>")
	case r.URL.Path != "/admin/metadata":
		say(w, http.StatusNotFound, "Not found")
	case s.Off || r.FormValue("mount") != Mount:
		say(w, http.StatusBadRequest, "<b>400 - Source does not exist</b>")
	case r.FormValue("mode") != "updinfo" || r.FormValue("charset") != "UTF-8":
		told(w, 0, "No such action")
	default:
		s.change(w, r)
	}
}

// change shows a line, or meets the fault whose turn it is.
func (s *Server) change(w http.ResponseWriter, r *http.Request) {
	song := r.FormValue("song")
	s.Meet(w, r, func() func() {
		s.keep(song, 0)
		return func() { told(w, 1, "Metadata update successful") }
	}, func(f platformtest.Fault) {
		if f.Kind == platformtest.Pending {
			s.keep(song, f.Polls)
			told(w, 1, "Metadata update successful")
			return
		}
		meet(w, f)
	})
}

// meet answers a fault that shows no line. It repeats the password, as a
// careless server might.
func meet(w http.ResponseWriter, f platformtest.Fault) {
	switch f.Kind { //nolint:exhaustive // the rest show one
	case platformtest.RateLimited:
		say(w, http.StatusServiceUnavailable, "Too many clients")
	case platformtest.Expired:
		say(w, http.StatusUnauthorized, "You need to authenticate "+Password)
	case platformtest.Forbidden:
		say(w, http.StatusForbidden, "Forbidden "+Password)
	case platformtest.Invalid:
		told(w, 0, "Mountpoint will not accept this action "+Password)
	case platformtest.Broken:
		w.WriteHeader(f.Code)
	default:
		panic("icecasttest: there is no such fault on this platform")
	}
}

// keep takes a line; the same again is no other.
func (s *Server) keep(line string, pending int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	sum := sha256.Sum256([]byte(line))
	id := hex.EncodeToString(sum[:8])
	if !slices.ContainsFunc(s.lines, func(l platformtest.Stored) bool { return l.ID == id }) {
		s.lines = append(s.lines, platformtest.Stored{ID: id, Text: line})
	}
	s.shown, s.pending = line, pending
}

// status is the public page: one mount is an object, several are a list, none
// is not there.
func (s *Server) status(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var on []map[string]any
	if !s.Off {
		live := map[string]any{"listenurl": "http://" + r.Host + Mount, "server_name": "Radio Caravan", "dummy": nil}
		for name, n := range s.counters {
			live[name] = n
		}
		if s.pending--; s.pending < 0 {
			live["title"] = s.shown
		}
		on = append(on, live)
	}
	for n := range s.Others {
		on = append(on, map[string]any{"listenurl": fmt.Sprintf("http://%s/other%d", r.Host, n), "listeners": 900})
	}
	stats := map[string]any{"server_id": "Icecast 2.4.4"}
	switch len(on) {
	case 0:
		stats["dummy"] = nil
	case 1:
		stats["source"] = on[0]
	default:
		stats["source"] = on
	}
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(map[string]any{"icestats": stats})
}

// Accepted implements [platformtest.Simulator].
func (s *Server) Accepted() []platformtest.Stored {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.lines)
}

// Grow implements [platformtest.Simulator]; it is the mount that has listeners.
func (s *Server) Grow(_ string, counters platformtest.Counters) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.counters = counters
}

// Break implements [platformtest.Simulator]; nothing is asked about a line.
func (*Server) Break(string) {}

// Remove implements [platformtest.Simulator]; the next line replaces it.
func (*Server) Remove(string) {}

func told(w http.ResponseWriter, value int, message string) {
	w.Header().Set("Content-Type", "text/xml; charset=utf-8")
	_, _ = fmt.Fprintf(w, "<?xml version=\"1.0\"?>\n<iceresponse><message>%s</message><return>%d</return></iceresponse>\n", message, value)
}

func say(w http.ResponseWriter, status int, words string) {
	w.WriteHeader(status)
	_, _ = io.WriteString(w, words)
}
