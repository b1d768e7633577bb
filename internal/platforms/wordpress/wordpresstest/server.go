// Package wordpresstest is a site that speaks the REST API of WordPress, as far
// as the connector uses it. It keeps posts in memory and takes its orders as a
// [platformtest.Simulator].
package wordpresstest

import (
	"encoding/json"
	"fmt"
	"html"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"caravan/internal/platforms/platformtest"
)

// The user and their application password.
const (
	User     = "caravan"
	Password = "sim4 pass word 0f2c user" //nolint:gosec // it opens nothing but this simulator
)

// Server is one site. It is safe for concurrent use.
type Server struct {
	platformtest.Faults

	mu    sync.Mutex
	posts []*post
}

type post struct {
	platformtest.Stored

	slug     string
	counters platformtest.Counters
	broken   bool
}

// New returns a site.
func New() *Server { return &Server{} }

// ServeHTTP implements [http.Handler].
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if user, password, _ := r.BasicAuth(); user != User || password != Password {
		refuse(w, http.StatusUnauthorized, "rest_cannot_create", "Sorry, you are not allowed to create posts as this user.")
		return
	}
	route := strings.TrimPrefix(r.URL.Query().Get("rest_route"), "/wp/v2")
	kind, id, _ := strings.Cut(strings.TrimPrefix(route, "/"), "/")
	switch r.Method + " " + kind {
	case "POST posts":
		if id == "" {
			s.post(w, r)
			return
		}
		s.edit(w, r, id)
	case "GET posts":
		if id == "" {
			s.list(w, r)
			return
		}
		s.show(w, id)
	case "DELETE posts":
		s.done(w, s.change(id, func(p *post) { p.Removed = true }))
	case "POST media":
		answer(w, http.StatusCreated, map[string]any{"id": picture})
	case "DELETE media":
		answer(w, http.StatusOK, map[string]any{"deleted": true})
	case "GET comments":
		s.comments(w, r.URL.Query().Get("post"))
	case "GET users":
		answer(w, http.StatusOK, map[string]any{"id": 3, "name": "Caravan", "capabilities": map[string]bool{"publish_posts": true}})
	default:
		refuse(w, http.StatusNotFound, "rest_no_route", "No route was found matching the URL and request method.")
	}
}

// picture is the id of whatever is uploaded.
const picture = 7

type draft struct {
	Title   string `json:"title"`
	Content string `json:"content"`
	Slug    string `json:"slug"`
	Picture int    `json:"featured_media"`
}

// post takes a post, or meets the fault whose turn it is.
func (s *Server) post(w http.ResponseWriter, r *http.Request) {
	var d draft
	if json.NewDecoder(r.Body).Decode(&d) != nil || d.Content == "" {
		refuse(w, http.StatusBadRequest, "empty_content", "Content, title, and excerpt are empty.")
		return
	}
	s.Meet(w, r, func() func() {
		p := s.keep(d)
		return func() { answer(w, http.StatusCreated, p.entity()) }
	}, func(f platformtest.Fault) { meet(w, f) })
}

// meet answers a fault that takes no post. It repeats the password, as a
// careless plugin might.
func meet(w http.ResponseWriter, f platformtest.Fault) {
	switch f.Kind { //nolint:exhaustive // the rest take a post
	case platformtest.RateLimited: // by the server before the site
		w.Header().Set("Retry-After", strconv.Itoa(int(f.Wait.Seconds())))
		w.WriteHeader(http.StatusTooManyRequests)
	case platformtest.Expired:
		refuse(w, http.StatusUnauthorized, "incorrect_password", "The provided password is an invalid application password: "+Password)
	case platformtest.Forbidden:
		refuse(w, http.StatusForbidden, "rest_cannot_publish", "Sorry, you are not allowed to publish posts: "+Password)
	case platformtest.Invalid:
		refuse(w, http.StatusBadRequest, "rest_invalid_param", "Invalid parameter(s): "+Password)
	case platformtest.Broken:
		w.WriteHeader(f.Code)
	default:
		panic("wordpresstest: there is no such fault on this platform")
	}
}

// keep takes a post. A slug that is taken gets a number, and no error.
func (s *Server) keep(d draft) *post {
	s.mu.Lock()
	defer s.mu.Unlock()
	address := d.Slug
	for n := 2; slices.ContainsFunc(s.posts, func(p *post) bool { return p.slug == address }); n++ {
		address = fmt.Sprintf("%s-%d", d.Slug, n)
	}
	p := &post{slug: address, counters: platformtest.Counters{"X-WP-Total of comments": 0}, Stored: platformtest.Stored{
		ID: strconv.Itoa(len(s.posts) + 1), Text: d.text(), Media: min(d.Picture, 1),
	}}
	s.posts = append(s.posts, p)
	return p
}

// text is what a reader sees.
func (d draft) text() string {
	body := regexp.MustCompile(`</p>\s*`).ReplaceAllString(d.Content, "\n\n")
	body = strings.ReplaceAll(body, "<br>", "\n")
	body = regexp.MustCompile(`<[^>]*>`).ReplaceAllString(body, "")
	return strings.TrimSpace(html.UnescapeString(d.Title + "\n\n" + body))
}

func (p *post) entity() map[string]any {
	id, _ := strconv.Atoi(p.ID)
	return map[string]any{"id": id, "slug": p.slug, "link": "https://news.example/" + p.slug + "/", "status": "publish"}
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

func (s *Server) edit(w http.ResponseWriter, r *http.Request, id string) {
	var d draft
	_ = json.NewDecoder(r.Body).Decode(&d)
	s.done(w, s.change(id, func(p *post) { p.Text = d.text() }))
}

func (*Server) done(w http.ResponseWriter, there bool) {
	if !there {
		refuse(w, http.StatusNotFound, "rest_post_invalid_id", "Invalid post ID.")
		return
	}
	answer(w, http.StatusOK, map[string]any{"id": 1})
}

func (s *Server) show(w http.ResponseWriter, id string) {
	shown := map[string]any{}
	if !s.change(id, func(p *post) { shown["featured_media"] = picture * p.Media }) {
		s.done(w, false)
		return
	}
	answer(w, http.StatusOK, shown)
}

func (s *Server) list(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	q, found := r.URL.Query(), []map[string]any{}
	for _, p := range s.posts {
		named := slices.Contains(strings.Split(q.Get("include"), ","), p.ID)
		if !p.Removed && (p.slug == q.Get("slug") || named) {
			found = append(found, p.entity())
		}
	}
	answer(w, http.StatusOK, found)
}

func (s *Server) comments(w http.ResponseWriter, id string) {
	broken := false
	s.change(id, func(p *post) {
		broken = p.broken
		if n, counted := p.counters["X-WP-Total of comments"]; counted {
			w.Header().Set("X-WP-Total", strconv.FormatInt(n, 10))
		}
	})
	if broken {
		w.WriteHeader(http.StatusInternalServerError)
		return
	}
	answer(w, http.StatusOK, []any{})
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
	w.Header().Set("Content-Type", "application/json; charset=UTF-8")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body)
}

func refuse(w http.ResponseWriter, status int, code, message string) {
	answer(w, status, map[string]any{"code": code, "message": message, "data": map[string]any{"status": status}})
}
