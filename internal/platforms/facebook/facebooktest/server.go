// Package facebooktest is a server that speaks the Graph API for one Page, as
// far as the connector uses it. It keeps posts in memory and takes its orders
// as a [platformtest.Simulator].
package facebooktest

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

// Token is the access token of the Page.
const Token = "EAAsim-token-of-the-page-77c0" //nolint:gosec // it opens nothing but this simulator

// Page is the number of the Page.
const Page = "1029384756"

// Server is one server with one Page. It is safe for concurrent use.
type Server struct {
	platformtest.Faults

	Dead string // a metric that the API does not know any more

	now    func() time.Time
	mux    *http.ServeMux
	mu     sync.Mutex
	posts  []*post
	photos int
}

type post struct {
	platformtest.Stored

	at       time.Time
	counters platformtest.Counters
	broken   bool
}

// New returns a server.
func New(now func() time.Time) *Server {
	s := &Server{now: now, mux: http.NewServeMux()}
	s.mux.HandleFunc("POST /v25.0/"+Page+"/feed", s.feed)
	s.mux.HandleFunc("POST /v25.0/"+Page+"/photos", s.photo)
	s.mux.HandleFunc("GET /v25.0/"+Page+"/published_posts", s.published)
	s.mux.HandleFunc("GET /v25.0/"+Page, s.page)
	s.mux.HandleFunc("GET /v25.0/{id}/insights", s.insights)
	s.mux.HandleFunc("GET /v25.0/{id}", s.show)
	s.mux.HandleFunc("POST /v25.0/{id}", s.edit)
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

// feed takes a post, or meets the fault whose turn it is.
func (s *Server) feed(w http.ResponseWriter, r *http.Request) {
	if r.FormValue("message") == "" && r.FormValue("attached_media[0]") == "" {
		refuse(w, http.StatusBadRequest, 100, 0, "Invalid parameter")
		return
	}
	s.Meet(w, r, func() func() {
		id := s.keep(r).ID
		return func() { answer(w, map[string]any{"id": id}) }
	}, func(f platformtest.Fault) {
		if f.Kind == platformtest.Repeated {
			s.keep(r)
			refuse(w, http.StatusBadRequest, 506, 0, "Duplicate status message")
			return
		}
		meet(w, f)
	})
}

// meet answers a fault that takes no post. It repeats the token, as a careless
// server might.
func meet(w http.ResponseWriter, f platformtest.Fault) {
	switch f.Kind { //nolint:exhaustive // the rest take a post
	case platformtest.RateLimited:
		w.Header().Set("X-Business-Use-Case-Usage", fmt.Sprintf(`{%q:[{"call_count":100,"estimated_time_to_regain_access":%d}]}`, Page, int(f.Wait.Minutes())))
		refuse(w, http.StatusBadRequest, 32, 0, "Page request limit reached")
	case platformtest.Expired:
		refuse(w, http.StatusUnauthorized, 190, 463, "Error validating access token "+Token)
	case platformtest.Forbidden:
		refuse(w, http.StatusForbidden, 200, 0, "Requires pages_manage_posts "+Token)
	case platformtest.Invalid:
		refuse(w, http.StatusBadRequest, 100, 0, "Invalid parameter "+Token)
	case platformtest.Broken:
		refuse(w, http.StatusInternalServerError, 1, 0, "An unknown error occurred")
	default:
		panic("facebooktest: there is no such fault on this platform")
	}
}

// keep takes a post.
func (s *Server) keep(r *http.Request) *post {
	s.mu.Lock()
	defer s.mu.Unlock()
	files := 0
	for r.FormValue(fmt.Sprintf("attached_media[%d]", files)) != "" {
		files++
	}
	p := &post{at: s.now(), Stored: platformtest.Stored{
		ID: fmt.Sprintf("%s_%d", Page, 5647382910+len(s.posts)), Text: r.FormValue("message"), Media: files,
	}}
	p.counters = platformtest.Counters{
		"reactions.summary": 0, "comments.summary": 0, "shares.count": 0, "post_media_view": 0, "post_total_media_view_unique": 0, "post_clicks": 0,
	}
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

func (s *Server) photo(w http.ResponseWriter, r *http.Request) {
	file, _, err := r.FormFile("source")
	if err != nil || r.FormValue("published") != "false" {
		refuse(w, http.StatusBadRequest, 100, 0, "Invalid parameter")
		return
	}
	_ = file.Close()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.photos++
	answer(w, map[string]any{"id": strconv.Itoa(5600 + s.photos)})
}

// published lists posts, newest first.
func (s *Server) published(w http.ResponseWriter, _ *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	list := []map[string]any{}
	for _, p := range slices.Backward(s.posts) {
		if !p.Removed {
			list = append(list, map[string]any{
				"id": p.ID, "message": p.Text, "created_time": p.at.Format("2006-01-02T15:04:05-0700"), "permalink_url": "https://www.facebook.com/" + p.ID,
			})
		}
	}
	answer(w, map[string]any{"data": list})
}

func (*Server) page(w http.ResponseWriter, _ *http.Request) {
	answer(w, map[string]any{"id": Page, "name": "News", "link": "https://www.facebook.com/" + Page, "followers_count": 1640})
}

// show answers the live counts of a post.
func (s *Server) show(w http.ResponseWriter, r *http.Request) {
	var told map[string]any
	broken := false
	there := s.change(r.PathValue("id"), func(p *post) {
		broken, told = p.broken, map[string]any{"id": p.ID}
		for name, n := range p.counters {
			if field, is := strings.CutSuffix(name, ".summary"); is {
				told[field] = map[string]any{"data": []any{}, "summary": map[string]any{"total_count": n}}
			} else if field, is := strings.CutSuffix(name, ".count"); is {
				told[field] = map[string]any{"count": n}
			}
		}
	})
	switch {
	case !there:
		refuse(w, http.StatusBadRequest, 100, 33, "Unsupported get request. Object with ID '"+r.PathValue("id")+"' does not exist")
	case broken:
		refuse(w, http.StatusInternalServerError, 2, 0, "Service temporarily unavailable")
	default:
		answer(w, told)
	}
}

// insights answers the figures that it has; an unknown metric fails all.
func (s *Server) insights(w http.ResponseWriter, r *http.Request) {
	metrics := strings.Split(r.URL.Query().Get("metric"), ",")
	if s.Dead != "" && slices.Contains(metrics, s.Dead) {
		refuse(w, http.StatusBadRequest, 100, 0, "(#100) The value must be a valid insights metric")
		return
	}
	data := []map[string]any{}
	s.change(r.PathValue("id"), func(p *post) {
		for _, metric := range metrics {
			if n, counted := p.counters[metric]; counted {
				data = append(data, map[string]any{"name": metric, "period": "lifetime", "values": []map[string]any{{"value": n}}})
			}
		}
	})
	answer(w, map[string]any{"data": data})
}

func (s *Server) edit(w http.ResponseWriter, r *http.Request) {
	s.done(w, s.change(r.PathValue("id"), func(p *post) { p.Text = r.FormValue("message") }))
}

func (s *Server) remove(w http.ResponseWriter, r *http.Request) {
	s.done(w, s.change(r.PathValue("id"), func(p *post) { p.Removed = true }))
}

func (*Server) done(w http.ResponseWriter, there bool) {
	if !there {
		refuse(w, http.StatusBadRequest, 100, 33, "Object does not exist")
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
