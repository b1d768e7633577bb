// Package odnoklassnikitest is a server that speaks the REST API of
// Odnoklassniki for one group, as far as the connector uses it. It keeps topics
// in memory and takes its orders as a [platformtest.Simulator].
package odnoklassnikitest

import (
	"crypto/md5" //nolint:gosec // the platform signs with it
	"encoding/hex"
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"

	"caravan/internal/platforms/platformtest"
)

// What the application and the group open with.
const (
	Token  = "tkn1sim-token-of-the-group-5a0f" //nolint:gosec // it opens nothing but this simulator
	Key    = "CSIMKEY"
	Secret = "51MSECRET0F7HEAPPL1CAT10N"
	Group  = "57000000123456"
)

// Server is one server with one group. It is safe for concurrent use.
type Server struct {
	platformtest.Faults

	mu     sync.Mutex
	topics []*topic
}

type topic struct {
	platformtest.Stored

	counters platformtest.Counters
	broken   bool
}

// New returns a server.
func New() *Server { return &Server{} }

// ServeHTTP implements [http.Handler].
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path == "/upload" {
		file, _, err := r.FormFile("pic1")
		if err != nil {
			refuse(w, 100, "PARAM")
			return
		}
		_ = file.Close()
		answer(w, map[string]any{"photos": map[string]any{"p1": map[string]any{"token": "photo-token"}}})
		return
	}
	if r.FormValue("access_token") != Token {
		refuse(w, 103, "PARAM_SESSION_KEY : Invalid session key")
		return
	}
	if r.FormValue("sig") != signature(r) {
		refuse(w, 104, "PARAM_SIGNATURE : Invalid signature")
		return
	}
	switch r.FormValue("method") {
	case "mediatopic.post":
		s.post(w, r)
	case "mediatopic.deleteTopic":
		if !s.change(r.FormValue("topic_id"), func(t *topic) { t.Removed = true }) {
			refuse(w, 300, "NOT_FOUND")
			return
		}
		answer(w, true)
	case "group.getStatTopic":
		s.stat(w, r)
	case "group.getInfo":
		answer(w, []map[string]any{{"uid": Group, "name": "News"}})
	case "group.getCounters":
		answer(w, map[string]any{"counters": map[string]any{"members": 1640}})
	case "photosV2.getUploadUrl":
		answer(w, map[string]any{"photo_ids": []string{"p1"}, "upload_url": "http://" + r.Host + "/upload"})
	default:
		refuse(w, 3, "METHOD : Method does not exist")
	}
}

// signature is what a request has to be signed with.
func signature(r *http.Request) string {
	var parts []string
	for name := range r.PostForm {
		if name != "sig" && name != "access_token" {
			parts = append(parts, name+"="+r.PostForm.Get(name))
		}
	}
	slices.Sort(parts)
	return digest(strings.Join(parts, "") + digest(Token+Secret))
}

func digest(text string) string {
	sum := md5.Sum([]byte(text)) //nolint:gosec // the platform signs with it
	return hex.EncodeToString(sum[:])
}

// post takes a topic, or meets the fault whose turn it is.
func (s *Server) post(w http.ResponseWriter, r *http.Request) {
	var in struct {
		Media []struct {
			Text string              `json:"text"`
			List []map[string]string `json:"list"`
		} `json:"media"`
	}
	if json.Unmarshal([]byte(r.FormValue("attachment")), &in) != nil || len(in.Media) == 0 || r.FormValue("gid") != Group {
		refuse(w, 100, "PARAM : attachment")
		return
	}
	files := 0
	for _, part := range in.Media {
		files += len(part.List)
	}
	s.Meet(w, r, func() func() {
		id := s.keep(in.Media[0].Text, files)
		return func() { answer(w, id) }
	}, func(f platformtest.Fault) { meet(w, f) })
}

// meet answers a fault that takes no topic. It repeats the token, as a careless
// server might.
func meet(w http.ResponseWriter, f platformtest.Fault) {
	switch f.Kind { //nolint:exhaustive // the rest take a topic
	case platformtest.RateLimited:
		refuse(w, 11, "LIMIT_REACHED : Action limit reached")
	case platformtest.Expired:
		refuse(w, 102, "PARAM_SESSION_EXPIRED : Session expired "+Token)
	case platformtest.Forbidden:
		refuse(w, 10, "PERMISSION_DENIED : "+Token)
	case platformtest.Invalid:
		refuse(w, 600, "MEDIA_TOPIC_BLOCK_LIMIT : "+Token)
	case platformtest.Broken:
		refuse(w, 9999, "SYSTEM")
	default:
		panic("odnoklassnikitest: there is no such fault on this platform")
	}
}

func (s *Server) keep(text string, files int) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	t := &topic{Stored: platformtest.Stored{ID: strconv.Itoa(65743876063466 + len(s.topics)), Text: text, Media: files}}
	s.topics = append(s.topics, t)
	return t.ID
}

// change applies f to a topic that is there, and reports whether one is.
func (s *Server) change(id string, f func(*topic)) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	i := slices.IndexFunc(s.topics, func(t *topic) bool { return t.ID == id && !t.Removed })
	if i >= 0 {
		f(s.topics[i])
	}
	return i >= 0
}

func (s *Server) stat(w http.ResponseWriter, r *http.Request) {
	told, broken := map[string]any{"id": r.FormValue("topic_id")}, false
	there := s.change(r.FormValue("topic_id"), func(t *topic) {
		broken = t.broken
		for name, n := range t.counters {
			told[name] = n
		}
	})
	switch {
	case !there:
		refuse(w, 300, "NOT_FOUND")
	case broken:
		refuse(w, 2, "SERVICE : Service is temporarily unavailable")
	default:
		answer(w, map[string]any{"topic": told})
	}
}

// Accepted implements [platformtest.Simulator].
func (s *Server) Accepted() []platformtest.Stored {
	s.mu.Lock()
	defer s.mu.Unlock()
	var list []platformtest.Stored
	for _, t := range s.topics {
		list = append(list, t.Stored)
	}
	return list
}

// Grow implements [platformtest.Simulator].
func (s *Server) Grow(id string, c platformtest.Counters) {
	s.change(id, func(t *topic) { t.counters = c })
}

// Break implements [platformtest.Simulator].
func (s *Server) Break(id string) { s.change(id, func(t *topic) { t.broken = true }) }

// Remove implements [platformtest.Simulator].
func (s *Server) Remove(id string) { s.change(id, func(t *topic) { t.Removed = true }) }

func answer(w http.ResponseWriter, body any) {
	w.Header().Set("Content-Type", "application/json;charset=utf-8")
	_ = json.NewEncoder(w).Encode(body)
}

func refuse(w http.ResponseWriter, code int, message string) {
	answer(w, map[string]any{"error_code": code, "error_msg": message, "error_data": nil})
}
