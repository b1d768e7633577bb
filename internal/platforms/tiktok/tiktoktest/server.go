// Package tiktoktest is a server that speaks the Content Posting API of TikTok
// for one account, as far as the connector uses it. It keeps films in memory and
// takes its orders as a [platformtest.Simulator].
package tiktoktest

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"

	"caravan/internal/platforms/platformtest"
)

// Token is the access token of the account.
const Token = "act.sim-token-of-the-account" //nolint:gosec // it opens nothing but this simulator

// Server is one server with one account. It is safe for concurrent use.
type Server struct {
	platformtest.Faults

	Verdict string // why films are turned down; empty: they are not
	Longest int    // seconds that a film may have; zero: 600
	Private bool   // the application was not audited

	base  string
	mux   *http.ServeMux
	mu    sync.Mutex
	films []*film // in the order in which they were begun
	posts []*film // those that came whole
}

type film struct {
	platformtest.Stored

	size, received int64
	parts          int
	whole          bool
	post           int64
	counters       platformtest.Counters
	pending        int
}

// New returns a server.
func New() *Server {
	s := &Server{mux: http.NewServeMux()}
	s.mux.HandleFunc("POST /v2/post/publish/creator_info/query/", s.creator)
	s.mux.HandleFunc("POST /v2/post/publish/video/init/", s.begin)
	s.mux.HandleFunc("POST /v2/post/publish/status/fetch/", s.status)
	s.mux.HandleFunc("POST /v2/video/query/", s.query)
	s.mux.HandleFunc("GET /v2/user/info/", func(w http.ResponseWriter, _ *http.Request) {
		answer(w, map[string]any{"user": map[string]any{"open_id": "osh", "display_name": "Osh Media", "follower_count": 4100}})
	})
	return s
}

// ServeHTTP implements [http.Handler]. Whoever has the address of an upload
// needs no token.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method == http.MethodPut {
		s.take(w, r)
		return
	}
	if r.Header.Get("Authorization") != "Bearer "+Token {
		refuse(w, http.StatusUnauthorized, "access_token_invalid", "The access token is invalid")
		return
	}
	s.mux.ServeHTTP(w, r)
}

func (s *Server) creator(w http.ResponseWriter, _ *http.Request) {
	levels := []string{"PUBLIC_TO_EVERYONE", "SELF_ONLY"}
	if s.Private {
		levels = levels[1:]
	}
	longest := s.Longest
	if longest == 0 {
		longest = 600
	}
	answer(w, map[string]any{"privacy_level_options": levels, "max_video_post_duration_sec": longest})
}

// begin takes what is known of a film before it comes.
func (s *Server) begin(w http.ResponseWriter, r *http.Request) {
	var asked struct {
		Post struct {
			Title string `json:"title"`
		} `json:"post_info"`
		Source struct {
			Size  int64 `json:"video_size"`
			Chunk int64 `json:"chunk_size"`
			Parts int   `json:"total_chunk_count"`
		} `json:"source_info"`
	}
	if json.NewDecoder(r.Body).Decode(&asked) != nil || asked.Source.Size < 1 || asked.Source.Chunk < 1 || int64(asked.Source.Parts) != asked.Source.Size/asked.Source.Chunk {
		refuse(w, http.StatusBadRequest, "invalid_param", "The request is invalid")
		return
	}
	if f := s.Take(platformtest.RateLimited, platformtest.Expired, platformtest.Forbidden, platformtest.Invalid); f.Kind != platformtest.None {
		meet(w, f)
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	made := &film{size: asked.Source.Size, parts: asked.Source.Parts, post: 7_213_456_789_012_345_678 + int64(len(s.films))}
	made.ID, made.Text, made.Media = fmt.Sprintf("v_pub_file~v2.%d", len(s.films)), asked.Post.Title, 1
	made.counters = platformtest.Counters{"view_count": 0, "like_count": 0, "comment_count": 0, "share_count": 0}
	s.films = append(s.films, made)
	answer(w, map[string]any{"publish_id": made.ID, "upload_url": s.base + "/upload/" + strconv.Itoa(len(s.films)-1)})
}

// meet answers a fault that takes no film. It repeats the token, as a careless
// server might.
func meet(w http.ResponseWriter, f platformtest.Fault) {
	switch f.Kind { //nolint:exhaustive // the rest take a film
	case platformtest.RateLimited:
		refuse(w, http.StatusTooManyRequests, "rate_limit_exceeded", "Rate limit exceeded")
	case platformtest.Expired:
		refuse(w, http.StatusUnauthorized, "access_token_invalid", "The access token is invalid: "+Token)
	case platformtest.Forbidden:
		refuse(w, http.StatusForbidden, "spam_risk_user_banned_from_posting", "The user is banned "+Token)
	case platformtest.Invalid:
		refuse(w, http.StatusBadRequest, "invalid_param", "The request is invalid "+Token)
	case platformtest.Broken:
		refuse(w, http.StatusInternalServerError, "internal_error", "Internal error")
	default:
		panic("tiktoktest: there is no such fault on this platform")
	}
}

// take takes a part of a film. The last one makes it whole, or meets the fault
// whose turn it is.
func (s *Server) take(w http.ResponseWriter, r *http.Request) {
	n, err := strconv.Atoi(strings.TrimPrefix(r.URL.Path, "/upload/"))
	part, broken := io.ReadAll(r.Body)
	if err != nil || broken != nil || r.Header.Get("Authorization") != "" {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	s.mu.Lock()
	f := s.films[n]
	from := f.received
	s.mu.Unlock()
	if r.Header.Get("Content-Range") != fmt.Sprintf("bytes %d-%d/%d", from, from+int64(len(part))-1, f.size) {
		w.WriteHeader(http.StatusRequestedRangeNotSatisfiable)
		return
	}
	if from+int64(len(part)) < f.size {
		f.received += int64(len(part))
		w.WriteHeader(http.StatusPartialContent)
		return
	}
	s.Meet(w, r, func() func() {
		s.keep(f, 0)
		return func() { w.WriteHeader(http.StatusCreated) }
	}, func(fault platformtest.Fault) {
		if fault.Kind == platformtest.Pending {
			s.keep(f, fault.Polls)
			w.WriteHeader(http.StatusCreated)
			return
		}
		meet(w, fault)
	})
}

func (s *Server) keep(f *film, pending int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	f.received, f.whole, f.pending = f.size, true, pending
	s.posts = append(s.posts, f)
}

const posts = "publicaly_available_post_id" //nolint:misspell // as the platform spells it

// status answers how far a film is. Each question brings it further.
func (s *Server) status(w http.ResponseWriter, r *http.Request) {
	var asked struct {
		ID string `json:"publish_id"`
	}
	_ = json.NewDecoder(r.Body).Decode(&asked)
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, f := range s.films {
		if f.ID != asked.ID {
			continue
		}
		told := map[string]any{"status": "PUBLISH_COMPLETE", posts: []int64{f.post}, "uploaded_bytes": f.received}
		switch {
		case !f.whole:
			told = map[string]any{"status": "PROCESSING_UPLOAD", "uploaded_bytes": f.received}
		case s.Verdict != "":
			told = map[string]any{"status": "FAILED", "fail_reason": s.Verdict, "uploaded_bytes": f.received}
		case f.pending > 0:
			f.pending--
			told[posts] = []int64{}
		}
		answer(w, told)
		return
	}
	refuse(w, http.StatusBadRequest, "invalid_publish_id", "The publish_id is not known")
}

// query answers the figures of posts that are there.
func (s *Server) query(w http.ResponseWriter, r *http.Request) {
	var asked struct {
		Filters struct {
			IDs []string `json:"video_ids"`
		} `json:"filters"`
	}
	_ = json.NewDecoder(r.Body).Decode(&asked)
	s.mu.Lock()
	defer s.mu.Unlock()
	videos := []map[string]any{}
	for _, id := range asked.Filters.IDs {
		for _, f := range s.posts {
			if strconv.FormatInt(f.post, 10) != id || f.Removed {
				continue
			}
			told := map[string]any{"id": id, "share_url": "https://www.tiktok.com/@osh/video/" + id}
			for name, n := range f.counters {
				told[name] = n
			}
			videos = append(videos, told)
		}
	}
	answer(w, map[string]any{"videos": videos})
}

// Accepted implements [platformtest.Simulator].
func (s *Server) Accepted() []platformtest.Stored {
	s.mu.Lock()
	defer s.mu.Unlock()
	var list []platformtest.Stored
	for _, f := range s.posts {
		list = append(list, f.Stored)
	}
	return list
}

// Grow implements [platformtest.Simulator].
func (s *Server) Grow(id string, c platformtest.Counters) {
	s.change(id, func(f *film) { f.counters = c })
}

// Break implements [platformtest.Simulator]: no question is about one post.
func (*Server) Break(string) {}

// Remove implements [platformtest.Simulator].
func (s *Server) Remove(id string) { s.change(id, func(f *film) { f.Removed = true }) }

func (s *Server) change(id string, apply func(*film)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, f := range s.posts {
		if f.ID == id || strconv.FormatInt(f.post, 10) == id {
			apply(f)
		}
	}
}

func answer(w http.ResponseWriter, data any) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	_ = json.NewEncoder(w).Encode(map[string]any{"data": data, "error": map[string]any{"code": "ok", "message": "", "log_id": "20261124"}})
}

func refuse(w http.ResponseWriter, status int, code, message string) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(map[string]any{"data": map[string]any{}, "error": map[string]any{"code": code, "message": message, "log_id": "20261124"}})
}
