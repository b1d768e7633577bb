// Package xcomtest is a server that speaks API v2 of X, as far as the connector
// uses it. It keeps posts in memory and takes its orders as a
// [platformtest.Simulator].
package xcomtest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"caravan/internal/platforms"
	"caravan/internal/platforms/platformtest"
)

// The keys of the account.
const (
	AppKey      = "sim-app-key"
	AppSecret   = "sim-app-secret-77ab"         //nolint:gosec // it opens nothing but this simulator
	Token       = "14-sim-token-of-the-account" //nolint:gosec // it opens nothing but this simulator
	TokenSecret = "sim-token-secret-c0de"
)

const self = "2244994945"

// Server is one server with one account. It is safe for concurrent use.
type Server struct {
	platformtest.Faults

	New bool // the names of after the rename are used

	now   func() time.Time
	mux   *http.ServeMux
	mu    sync.Mutex
	posts []*post
	media map[string]string // what each file shows, by its number
}

type post struct {
	platformtest.Stored

	created  time.Time
	counters platformtest.Counters
	broken   bool
}

// New returns a server.
func New(now func() time.Time) *Server {
	s := &Server{mux: http.NewServeMux(), now: now, media: map[string]string{}}
	s.mux.HandleFunc("POST /2/media/upload", s.upload)
	s.mux.HandleFunc("POST /2/media/metadata", s.describe)
	s.mux.HandleFunc("POST /2/tweets", s.post)
	s.mux.HandleFunc("DELETE /2/tweets/{id}", s.remove)
	s.mux.HandleFunc("GET /2/tweets", s.byID)
	s.mux.HandleFunc("GET /2/users/me", func(w http.ResponseWriter, _ *http.Request) {
		answer(w, http.StatusOK, map[string]any{"data": map[string]any{
			"id": self, "name": "Noor", "username": "noor_news", "public_metrics": map[string]any{"followers_count": 5200},
		}})
	})
	s.mux.HandleFunc("GET /2/users/{id}/tweets", s.timeline)
	return s
}

// ServeHTTP implements [http.Handler].
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	header := r.Header.Get("Authorization")
	for _, part := range []string{`oauth_consumer_key="` + AppKey + `"`, `oauth_token="` + Token + `"`, `oauth_signature="`, `oauth_nonce="`} {
		if !strings.Contains(header, part) {
			refuse(w, http.StatusUnauthorized, "about:blank", "Unauthorized", "Unauthorized")
			return
		}
	}
	unknown := "post.fields"
	if s.New {
		unknown = "tweet.fields"
	}
	if r.URL.Query().Has(unknown) {
		refuse(w, http.StatusBadRequest, "https://api.x.com/2/problems/invalid-request", "Invalid Request", "The query parameter ["+unknown+"] is not one of these")
		return
	}
	s.mux.ServeHTTP(w, r)
}

// post takes a post, or meets the fault whose turn it is. The same text again
// is refused.
func (s *Server) post(w http.ResponseWriter, r *http.Request) {
	var in struct {
		Text  string `json:"text"`
		Media struct {
			IDs []string `json:"media_ids"`
		} `json:"media"`
	}
	if json.NewDecoder(r.Body).Decode(&in) != nil || in.Text == "" || platforms.Length(platforms.Weighted, in.Text) > 280 {
		refuse(w, http.StatusBadRequest, "https://api.x.com/2/problems/invalid-request", "Invalid Request", "Your text is too long")
		return
	}
	if !s.described(in.Media.IDs) {
		refuse(w, http.StatusBadRequest, "https://api.x.com/2/problems/invalid-request", "Invalid Request", "Your media IDs are invalid.")
		return
	}
	s.Meet(w, r, func() func() {
		p := s.keep(in.Text, len(in.Media.IDs))
		if p == nil {
			return func() { duplicate(w) }
		}
		return func() {
			answer(w, http.StatusCreated, map[string]any{"data": map[string]any{"id": p.ID, "text": shortened(p.Text)}})
		}
	}, func(f platformtest.Fault) {
		if f.Kind == platformtest.Repeated {
			s.keep(in.Text, len(in.Media.IDs))
			duplicate(w)
			return
		}
		s.meet(w, f)
	})
}

// meet answers a fault that takes no post. It repeats the token, as a careless
// server might.
func (s *Server) meet(w http.ResponseWriter, f platformtest.Fault) {
	switch f.Kind { //nolint:exhaustive // the rest take a post
	case platformtest.RateLimited:
		w.Header().Set("X-Rate-Limit-Reset", strconv.FormatInt(s.now().Add(f.Wait).Unix(), 10))
		refuse(w, http.StatusTooManyRequests, "about:blank", "Too Many Requests", "Too Many Requests "+Token)
	case platformtest.Expired:
		refuse(w, http.StatusUnauthorized, "about:blank", "Unauthorized", "Unauthorized "+Token)
	case platformtest.Forbidden:
		refuse(w, http.StatusForbidden, "https://api.x.com/2/problems/client-forbidden", "Client Forbidden", "Your app may not "+Token)
	case platformtest.Invalid:
		refuse(w, http.StatusBadRequest, "https://api.x.com/2/problems/invalid-request", "Invalid Request", "Not this "+TokenSecret)
	case platformtest.Broken:
		w.WriteHeader(f.Code)
	default:
		panic("xcomtest: there is no such fault on this platform")
	}
}

// keep takes a post; nil if its text is there already.
func (s *Server) keep(text string, media int) *post {
	s.mu.Lock()
	defer s.mu.Unlock()
	if slices.ContainsFunc(s.posts, func(p *post) bool { return p.Text == text && !p.Removed }) {
		return nil
	}
	id := strconv.FormatInt(1346889436626259968+int64(len(s.posts)), 10)
	p := &post{Stored: platformtest.Stored{ID: id, Text: text, Media: media}, created: s.now(), counters: platformtest.Counters{}}
	s.posts = append(s.posts, p)
	return p
}

// upload takes a picture.
func (s *Server) upload(w http.ResponseWriter, r *http.Request) {
	file, _, err := r.FormFile("media")
	if err != nil || r.FormValue("media_category") != "tweet_image" {
		refuse(w, http.StatusBadRequest, "https://api.x.com/2/problems/invalid-request", "Invalid Request", "media")
		return
	}
	_ = file.Close()
	s.mu.Lock()
	defer s.mu.Unlock()
	id := strconv.Itoa(1146654567674912769 + len(s.media))
	s.media[id] = ""
	answer(w, http.StatusOK, map[string]any{"data": map[string]any{"id": id, "media_key": "3_" + id, "expires_after_secs": 86400}})
}

// describe keeps what a picture shows.
func (s *Server) describe(w http.ResponseWriter, r *http.Request) {
	var in struct {
		ID       string `json:"id"`
		Metadata struct {
			Alt struct {
				Text string `json:"text"`
			} `json:"alt_text"`
		} `json:"metadata"`
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	_ = json.NewDecoder(r.Body).Decode(&in)
	if _, there := s.media[in.ID]; !there || in.Metadata.Alt.Text == "" {
		refuse(w, http.StatusBadRequest, "https://api.x.com/2/problems/invalid-request", "Invalid Request", "id")
		return
	}
	s.media[in.ID] = in.Metadata.Alt.Text
	answer(w, http.StatusOK, map[string]any{"data": map[string]any{"id": in.ID}})
}

// described reports whether all of these pictures are there, with what they
// show.
func (s *Server) described(ids []string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return !slices.ContainsFunc(ids, func(id string) bool { return s.media[id] == "" })
}

var link = regexp.MustCompile(`https?://\S+`)

// shortened is a text as the platform shows it: every link is its own.
func shortened(text string) string { return link.ReplaceAllString(text, "https://t.co/Ab1") }

// entity is a post as it is answered.
func (s *Server) entity(p *post) map[string]any {
	urls := []map[string]any{}
	if found := link.FindString(p.Text); found != "" {
		urls = append(urls, map[string]any{"url": "https://t.co/Ab1", "expanded_url": found})
	}
	public, private := map[string]any{}, map[string]any{}
	for name, n := range p.counters {
		switch {
		case name == "url_link_clicks":
			private[name] = n
		case name == "repost_and_quote_count" && s.New:
			public["repost_count"], public["quote_count"] = n, 0
		case name == "repost_and_quote_count":
			public["retweet_count"], public["quote_count"] = n, 0
		default:
			public[name] = n
		}
	}
	return map[string]any{
		"id": p.ID, "text": shortened(p.Text), "created_at": p.created, "entities": map[string]any{"urls": urls},
		"public_metrics": public, "non_public_metrics": private,
	}
}

// timeline answers posts since a time, newest first and two at a time.
func (s *Server) timeline(w http.ResponseWriter, r *http.Request) {
	since, err := time.Parse(time.RFC3339, r.FormValue("start_time"))
	if err != nil || r.PathValue("id") != self {
		refuse(w, http.StatusBadRequest, "https://api.x.com/2/problems/invalid-request", "Invalid Request", "start_time")
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	all := []map[string]any{}
	for _, p := range slices.Backward(s.posts) {
		if !p.Removed && !p.created.Before(since) {
			all = append(all, s.entity(p))
		}
	}
	from, _ := strconv.Atoi(r.FormValue("pagination_token"))
	to := min(from+2, len(all))
	meta := map[string]any{"result_count": to - from}
	if to < len(all) {
		meta["next_token"] = strconv.Itoa(to)
	}
	answer(w, http.StatusOK, map[string]any{"data": all[from:to], "meta": meta})
}

// byID answers those that are there, and what is wrong with the others.
func (s *Server) byID(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	data, problems := []map[string]any{}, []map[string]any{}
	for id := range strings.SplitSeq(r.FormValue("ids"), ",") {
		i := slices.IndexFunc(s.posts, func(p *post) bool { return p.ID == id && !p.Removed })
		switch {
		case i < 0:
			problems = append(problems, map[string]any{
				"resource_id": id, "resource_type": "tweet", "title": "Not Found Error", "type": "https://api.x.com/2/problems/resource-not-found",
			})
		case s.posts[i].broken:
			problems = append(problems, map[string]any{"resource_id": id, "title": "Service Error " + Token, "type": "about:blank"})
		default:
			data = append(data, s.entity(s.posts[i]))
		}
	}
	answer(w, http.StatusOK, map[string]any{"data": data, "errors": problems})
}

func (s *Server) remove(w http.ResponseWriter, r *http.Request) {
	if !s.change(r.PathValue("id"), func(p *post) { p.Removed = true }) {
		refuse(w, http.StatusNotFound, "https://api.x.com/2/problems/resource-not-found", "Not Found Error", "Could not find it")
		return
	}
	answer(w, http.StatusOK, map[string]any{"data": map[string]any{"deleted": true}})
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

func duplicate(w http.ResponseWriter) {
	refuse(w, http.StatusForbidden, "about:blank", "Forbidden", "You are not allowed to create a Tweet with duplicate content.")
}

func answer(w http.ResponseWriter, status int, body map[string]any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body)
}

func refuse(w http.ResponseWriter, status int, kind, title, detail string) {
	w.Header().Set("Content-Type", "application/problem+json")
	w.WriteHeader(status)
	_, _ = fmt.Fprintf(w, `{"title":%q,"status":%d,"detail":%q,"type":%q}`, title, status, detail, kind)
}
