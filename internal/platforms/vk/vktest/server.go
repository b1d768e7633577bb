// Package vktest is a server that speaks the API of VK, as far as the connector
// uses it. It keeps posts in memory and takes its orders as a
// [platformtest.Simulator].
package vktest

import (
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"caravan/internal/platforms/platformtest"
)

// Token is the key of the community.
const Token = "vk1.a.sim-key-of-the-community-8e2b" //nolint:gosec // it opens nothing but this simulator

// Group is the number of the community.
const Group = "220000123"

// Server is one server with one community. It is safe for concurrent use.
type Server struct {
	platformtest.Faults

	Small bool // too small a community to be told about reach

	now    func() time.Time
	mu     sync.Mutex
	posts  []*post
	photos int
}

type post struct {
	platformtest.Stored

	date     int64
	counters platformtest.Counters
}

// New returns a server.
func New(now func() time.Time) *Server { return &Server{now: now} }

// ServeHTTP implements [http.Handler].
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path == "/upload" {
		s.take(w, r)
		return
	}
	if r.FormValue("access_token") != Token || r.FormValue("v") == "" {
		refuse(w, r, 5, "User authorization failed: invalid access_token")
		return
	}
	methods := map[string]func(http.ResponseWriter, *http.Request){
		"wall.post": s.post, "wall.edit": s.edit, "wall.delete": s.remove, "wall.get": s.wall, "wall.getById": s.byID,
		"stats.getPostReach": s.reach, "photos.getWallUploadServer": s.place, "photos.saveWallPhoto": s.save,
		"groups.getById": s.group,
	}
	if method, known := methods[strings.TrimPrefix(r.URL.Path, "/method/")]; known {
		method(w, r)
		return
	}
	refuse(w, r, 3, "Unknown method passed")
}

// post takes a post, or meets the fault whose turn it is.
func (s *Server) post(w http.ResponseWriter, r *http.Request) {
	if r.FormValue("owner_id") != "-"+Group || r.FormValue("message")+r.FormValue("attachments") == "" {
		refuse(w, r, 100, "One of the parameters specified was missing or invalid")
		return
	}
	s.Meet(w, r, func() func() {
		id := s.keep(r)
		return func() { answer(w, map[string]any{"post_id": id}) }
	}, func(f platformtest.Fault) { meet(w, r, f) })
}

// meet answers a fault that takes no post.
func meet(w http.ResponseWriter, r *http.Request, f platformtest.Fault) {
	switch f.Kind { //nolint:exhaustive // the rest take a post
	case platformtest.RateLimited:
		refuse(w, r, 6, "Too many requests per second")
	case platformtest.Expired:
		refuse(w, r, 5, "User authorization failed: access_token was given to another ip address: "+Token)
	case platformtest.Forbidden:
		refuse(w, r, 15, "Access denied: no access to call this method")
	case platformtest.Invalid:
		refuse(w, r, 222, "Hyperlinks are forbidden")
	case platformtest.Broken:
		refuse(w, r, 10, "Internal server error: could not save post")
	default:
		panic("vktest: there is no such fault on this platform")
	}
}

// keep takes a post, once for each guid.
func (s *Server) keep(r *http.Request) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	key := r.FormValue("guid")
	if i := slices.IndexFunc(s.posts, func(p *post) bool { return key != "" && p.Key == key }); i >= 0 {
		id, _ := strconv.Atoi(s.posts[i].ID)
		return id
	}
	id := 456 + len(s.posts)
	files := 0
	if list := r.FormValue("attachments"); list != "" {
		files = strings.Count(list, ",") + 1
	}
	s.posts = append(s.posts, &post{date: s.now().Unix(), counters: none(), Stored: platformtest.Stored{
		ID: strconv.Itoa(id), Key: key, Text: r.FormValue("message"), Media: files,
	}})
	return id
}

func none() platformtest.Counters {
	return platformtest.Counters{"views.count": 0, "likes.count": 0, "comments.count": 0, "reposts.count": 0, "reach_total": 0, "links": 0}
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

func (s *Server) edit(w http.ResponseWriter, r *http.Request) {
	if !s.change(r.FormValue("post_id"), func(p *post) { p.Text = r.FormValue("message") }) {
		refuse(w, r, 104, "Not found")
		return
	}
	answer(w, map[string]any{"post_id": r.FormValue("post_id")})
}

func (s *Server) remove(w http.ResponseWriter, r *http.Request) {
	if !s.change(r.FormValue("post_id"), func(p *post) { p.Removed = true }) {
		refuse(w, r, 104, "Not found")
		return
	}
	answer(w, 1)
}

// entity is a post as it is answered: each number in an object of its own.
func (p *post) entity() map[string]any {
	id, _ := strconv.Atoi(p.ID)
	e := map[string]any{"id": id, "owner_id": "-" + Group, "date": p.date, "text": p.Text, "post_type": "post"}
	for name, n := range p.counters {
		if field, is := strings.CutSuffix(name, ".count"); is {
			e[field] = map[string]any{"count": n}
		}
	}
	return e
}

// list answers those posts that are there and that are meant, newest first.
func (s *Server) list(w http.ResponseWriter, meant func(*post) bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	items := []map[string]any{}
	for _, p := range slices.Backward(s.posts) {
		if !p.Removed && meant(p) {
			items = append(items, p.entity())
		}
	}
	answer(w, map[string]any{"count": len(items), "items": items})
}

func (s *Server) wall(w http.ResponseWriter, _ *http.Request) {
	s.list(w, func(*post) bool { return true })
}

func (s *Server) byID(w http.ResponseWriter, r *http.Request) {
	names := strings.Split(r.FormValue("posts"), ",")
	s.list(w, func(p *post) bool { return slices.Contains(names, "-"+Group+"_"+p.ID) })
}

func (s *Server) reach(w http.ResponseWriter, r *http.Request) {
	if s.Small {
		refuse(w, r, 15, "Access denied: statistics are not available")
		return
	}
	ids, list := strings.Split(r.FormValue("post_ids"), ","), []map[string]any{}
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, p := range s.posts {
		if slices.Contains(ids, p.ID) && !p.Removed {
			id, _ := strconv.Atoi(p.ID)
			told := map[string]any{"post_id": id}
			for name, n := range p.counters {
				if !strings.HasSuffix(name, ".count") {
					told[name] = n
				}
			}
			list = append(list, told)
		}
	}
	answer(w, list)
}

func (*Server) place(w http.ResponseWriter, r *http.Request) {
	answer(w, map[string]any{"upload_url": "http://" + r.Host + "/upload", "album_id": -14, "user_id": 0})
}

func (*Server) take(w http.ResponseWriter, r *http.Request) {
	file, _, err := r.FormFile("photo")
	if err != nil {
		_ = json.NewEncoder(w).Encode(map[string]any{"server": 1, "photo": "[]", "hash": ""})
		return
	}
	_ = file.Close()
	_ = json.NewEncoder(w).Encode(map[string]any{"server": 1, "photo": `[{"photo":"x"}]`, "hash": "ab"})
}

func (s *Server) save(w http.ResponseWriter, r *http.Request) {
	if r.FormValue("hash") != "ab" {
		refuse(w, r, 129, "Invalid photo")
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.photos++
	answer(w, []map[string]any{{"id": s.photos, "owner_id": -220000123}})
}

func (*Server) group(w http.ResponseWriter, _ *http.Request) {
	id, _ := strconv.Atoi(Group)
	answer(w, map[string]any{"groups": []map[string]any{{"id": id, "name": "News", "screen_name": "caravan_news", "members_count": 5200}}, "profiles": []any{}})
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

// Break implements [platformtest.Simulator]; one question answers for all.
func (*Server) Break(string) {}

// Remove implements [platformtest.Simulator].
func (s *Server) Remove(id string) { s.change(id, func(p *post) { p.Removed = true }) }

func answer(w http.ResponseWriter, response any) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	_ = json.NewEncoder(w).Encode(map[string]any{"response": response})
}

// refuse answers as VK does: with status 200, and what was sent repeated.
func refuse(w http.ResponseWriter, r *http.Request, code int, message string) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	params := []map[string]string{}
	for name := range r.Form {
		params = append(params, map[string]string{"key": name, "value": r.Form.Get(name)})
	}
	_ = json.NewEncoder(w).Encode(map[string]any{"error": map[string]any{"error_code": code, "error_msg": message, "request_params": params}})
}
