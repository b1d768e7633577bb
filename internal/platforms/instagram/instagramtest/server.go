// Package instagramtest is a server that speaks the Graph API for one account of
// Instagram, as far as the connector uses it. It keeps containers and posts in
// memory and takes its orders as a [platformtest.Simulator].
package instagramtest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"caravan/internal/platforms/platformtest"
)

// Token is the access token of the account.
const Token = "EAAsim-token-of-the-account-31f8" //nolint:gosec // it opens nothing but this simulator

// Account is the number of the account.
const Account = "17841405822304914"

// Server is one server with one account. It is safe for concurrent use.
type Server struct {
	platformtest.Faults

	Wait   int    // how often a new container is asked about before it is ready
	State  string // that every container is in; empty: as it went
	Used   int    // posts of today's quota of 100
	Stays  bool   // nothing is deleted, as it was before 2026
	Hidden bool   // what is published is not listed

	now        func() time.Time
	mux        *http.ServeMux
	mu         sync.Mutex
	containers map[string]*container
	posts      []*post
}

type container struct {
	caption   string
	files     []string // addresses
	wait      int
	published bool
}

type post struct {
	platformtest.Stored

	at       time.Time
	counters platformtest.Counters
	broken   bool
}

// New returns a server.
func New(now func() time.Time) *Server {
	s := &Server{now: now, mux: http.NewServeMux(), containers: map[string]*container{}}
	s.mux.HandleFunc("POST /v25.0/"+Account+"/media", s.contain)
	s.mux.HandleFunc("POST /v25.0/"+Account+"/media_publish", s.publish)
	s.mux.HandleFunc("GET /v25.0/"+Account+"/media", s.list)
	s.mux.HandleFunc("GET /v25.0/"+Account+"/content_publishing_limit", s.limit)
	s.mux.HandleFunc("GET /v25.0/"+Account, s.account)
	s.mux.HandleFunc("GET /v25.0/{id}/insights", s.insights)
	s.mux.HandleFunc("GET /v25.0/{id}", s.show)
	s.mux.HandleFunc("DELETE /v25.0/{id}", s.remove)
	return s
}

// ServeHTTP implements [http.Handler].
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Header.Get("Authorization") != "Bearer "+Token {
		refuse(w, http.StatusUnauthorized, 190, 467, "Invalid OAuth access token")
		return
	}
	s.mux.ServeHTTP(w, r)
}

// contain takes the addresses of files, or containers that have them.
func (s *Server) contain(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := &container{caption: r.FormValue("caption"), wait: s.Wait}
	for _, field := range []string{"image_url", "video_url"} {
		if address := r.FormValue(field); strings.HasPrefix(address, "https://") {
			c.files = append(c.files, address)
		}
	}
	if (r.FormValue("video_url") != "") != (r.FormValue("media_type") == "REELS") {
		c.files = nil
	}
	if r.FormValue("media_type") == "CAROUSEL" {
		for id := range strings.SplitSeq(r.FormValue("children"), ",") {
			if child, there := s.containers[id]; there {
				c.files = append(c.files, child.files...)
			}
		}
	}
	if len(c.files) == 0 {
		refuse(w, http.StatusBadRequest, 100, 0, "Invalid parameter")
		return
	}
	id := strconv.Itoa(17_889_455_560_051_444 + len(s.containers))
	s.containers[id] = c
	answer(w, map[string]any{"id": id})
}

// publish takes a post, or meets the fault whose turn it is.
func (s *Server) publish(w http.ResponseWriter, r *http.Request) {
	id := r.FormValue("creation_id")
	s.mu.Lock()
	c, there := s.containers[id]
	s.mu.Unlock()
	switch {
	case !there:
		refuse(w, http.StatusBadRequest, 100, 0, "Invalid parameter")
		return
	case c.wait > 0:
		refuse(w, http.StatusBadRequest, 9007, 2_207_027, "Media ID is not available")
		return
	}
	s.Meet(w, r, func() func() {
		posted := s.keep(c)
		return func() { answer(w, map[string]any{"id": posted.ID}) }
	}, func(f platformtest.Fault) { meet(w, f) })
}

// meet answers a fault that takes no post. It repeats the token, as a careless
// server might.
func meet(w http.ResponseWriter, f platformtest.Fault) {
	switch f.Kind { //nolint:exhaustive // the rest take a post
	case platformtest.RateLimited:
		w.Header().Set("X-Business-Use-Case-Usage", fmt.Sprintf(`{%q:[{"call_count":100,"estimated_time_to_regain_access":%d}]}`, Account, int(f.Wait.Minutes())))
		refuse(w, http.StatusBadRequest, 4, 0, "Application request limit reached")
	case platformtest.Expired:
		refuse(w, http.StatusUnauthorized, 190, 463, "Error validating access token "+Token)
	case platformtest.Forbidden:
		refuse(w, http.StatusForbidden, 10, 0, "Requires instagram_content_publish "+Token)
	case platformtest.Invalid:
		refuse(w, http.StatusBadRequest, 100, 0, "Invalid parameter "+Token)
	case platformtest.Broken:
		refuse(w, http.StatusInternalServerError, 2, 0, "An unknown error occurred")
	default:
		panic("instagramtest: there is no such fault on this platform")
	}
}

// keep publishes a container.
func (s *Server) keep(c *container) *post {
	s.mu.Lock()
	defer s.mu.Unlock()
	c.published = true
	p := &post{at: s.now(), Stored: platformtest.Stored{
		ID: strconv.Itoa(17_920_238_422_030_506 + len(s.posts)), Text: c.caption, Media: len(c.files),
	}}
	p.counters = platformtest.Counters{"like_count": 0, "comments_count": 0, "views": 0, "reach": 0, "shares": 0, "saved": 0}
	s.posts = append(s.posts, p)
	return p
}

// change applies f to a post that is there, and reports whether one is.
func (s *Server) change(id string, f func(*post)) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	i := slices.IndexFunc(s.posts, func(p *post) bool { return p.ID == id && !p.Removed })
	if i >= 0 {
		f(s.posts[i])
	}
	return i >= 0
}

// state is how far a container is. Each question brings it further.
func (s *Server) state(id string) (string, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c, there := s.containers[id]
	switch {
	case !there:
		return "", false
	case s.State != "":
		return s.State, true
	case c.published:
		return "PUBLISHED", true
	case c.wait > 0:
		c.wait--
		return "IN_PROGRESS", true
	}
	return "FINISHED", true
}

// list answers posts, newest first.
func (s *Server) list(w http.ResponseWriter, _ *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	list := []map[string]any{}
	for _, p := range slices.Backward(s.posts) {
		if !p.Removed && !s.Hidden {
			list = append(list, map[string]any{
				"id": p.ID, "caption": p.Text, "timestamp": p.at.Format("2006-01-02T15:04:05-0700"), "permalink": "https://www.instagram.com/p/" + p.ID,
			})
		}
	}
	answer(w, map[string]any{"data": list})
}

func (s *Server) limit(w http.ResponseWriter, _ *http.Request) {
	answer(w, map[string]any{"data": []map[string]any{{"quota_usage": s.Used, "config": map[string]any{"quota_total": 100, "quota_duration": 86_400}}}})
}

func (*Server) account(w http.ResponseWriter, _ *http.Request) {
	answer(w, map[string]any{"id": Account, "username": "osh.media", "followers_count": 2210})
}

// show answers a container, or the live counts of a post.
func (s *Server) show(w http.ResponseWriter, r *http.Request) {
	id := r.PathValue("id")
	if state, is := s.state(id); is {
		answer(w, map[string]any{"id": id, "status_code": state, "status": state + ": told for people"})
		return
	}
	told := map[string]any{"id": id, "permalink": "https://www.instagram.com/p/" + id}
	broken := false
	there := s.change(id, func(p *post) {
		broken = p.broken
		for _, field := range []string{"like_count", "comments_count"} {
			if n, counted := p.counters[field]; counted {
				told[field] = n
			}
		}
	})
	switch {
	case !there:
		refuse(w, http.StatusBadRequest, 100, 33, "Unsupported get request. Object with ID '"+id+"' does not exist")
	case broken:
		refuse(w, http.StatusInternalServerError, 2, 0, "Service temporarily unavailable")
	default:
		answer(w, told)
	}
}

// insights answers the figures that it has.
func (s *Server) insights(w http.ResponseWriter, r *http.Request) {
	data := []map[string]any{}
	s.change(r.PathValue("id"), func(p *post) {
		for metric := range strings.SplitSeq(r.URL.Query().Get("metric"), ",") {
			if n, counted := p.counters[metric]; counted {
				data = append(data, map[string]any{"name": metric, "period": "lifetime", "values": []map[string]any{{"value": n}}})
			}
		}
	})
	answer(w, map[string]any{"data": data})
}

func (s *Server) remove(w http.ResponseWriter, r *http.Request) {
	if s.Stays || !s.change(r.PathValue("id"), func(p *post) { p.Removed = true }) {
		refuse(w, http.StatusBadRequest, 100, 33, "Unsupported delete request")
		return
	}
	answer(w, map[string]any{"success": true})
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

func answer(w http.ResponseWriter, body any) {
	w.Header().Set("Content-Type", "application/json; charset=UTF-8")
	_ = json.NewEncoder(w).Encode(body)
}

func refuse(w http.ResponseWriter, status, code, subcode int, message string) {
	w.Header().Set("Content-Type", "application/json; charset=UTF-8")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(map[string]any{"error": map[string]any{
		"message": message, "type": "OAuthException", "code": code, "error_subcode": subcode, "fbtrace_id": "EJplcsCHuLu",
	}})
}
