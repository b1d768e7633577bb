// Package listmonktest is a server that speaks the API of listmonk, as far as
// the connector uses it. It keeps campaigns in memory and takes its orders as a
// [platformtest.Simulator].
package listmonktest

import (
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"text/template"
	"time"

	"caravan/internal/platforms/platformtest"
)

// The account of the server.
const (
	Username = "caravan"
	Token    = "sim-token-of-the-api-user-90ab"
)

// List is the number of the list.
const List = "3"

// A Campaign is one as the server was given it.
type Campaign struct {
	Name    string   `json:"name"`
	Subject string   `json:"subject"`
	From    string   `json:"from_email"`
	Body    string   `json:"body"`
	Plain   string   `json:"altbody"`
	Type    string   `json:"content_type"`
	Lists   []int    `json:"lists"`
	Tags    []string `json:"tags"`

	id       int
	created  time.Time
	status   string
	counters platformtest.Counters
	broken   bool
	gone     bool
}

// Server is one server with one list. It is safe for concurrent use.
type Server struct {
	platformtest.Faults

	mux       *http.ServeMux
	now       func() time.Time
	mu        sync.Mutex
	campaigns []*Campaign
	begun     []*Campaign // in the order in which they were
}

// New returns a server.
func New(now func() time.Time) *Server {
	s := &Server{mux: http.NewServeMux(), now: now}
	s.mux.HandleFunc("GET /api/campaigns", s.list)
	s.mux.HandleFunc("POST /api/campaigns", s.create)
	s.mux.HandleFunc("GET /api/campaigns/{id}", s.show)
	s.mux.HandleFunc("PUT /api/campaigns/{id}/status", s.change)
	s.mux.HandleFunc("GET /api/lists/{id}", func(w http.ResponseWriter, r *http.Request) {
		if r.PathValue("id") != List {
			refuse(w, http.StatusBadRequest, "List not found")
			return
		}
		answer(w, map[string]any{"id": 3, "uuid": "ce13e971-c2ed-4069-bd0c-240e9a9f56f9", "name": "Readers", "subscriber_count": 1200})
	})
	return s
}

// ServeHTTP implements [http.Handler].
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if user, token, _ := r.BasicAuth(); user != Username || token != Token {
		refuse(w, http.StatusForbidden, "invalid API credentials")
		return
	}
	s.mux.ServeHTTP(w, r)
}

// create prepares a campaign.
func (s *Server) create(w http.ResponseWriter, r *http.Request) {
	c := &Campaign{status: "draft", created: s.now(), counters: platformtest.Counters{"views": 0, "clicks": 0, "bounces": 0, "sent": 0}}
	if err := json.NewDecoder(r.Body).Decode(c); err != nil || c.Subject == "" || !slices.Equal(c.Lists, []int{3}) {
		refuse(w, http.StatusBadRequest, "Invalid fields")
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	c.id = 40 + len(s.campaigns)
	s.campaigns = append(s.campaigns, c)
	answer(w, c.entity())
}

// change begins a campaign, or meets the fault whose turn it is, or stops one.
func (s *Server) change(w http.ResponseWriter, r *http.Request) {
	var in struct {
		Status string `json:"status"`
	}
	_ = json.NewDecoder(r.Body).Decode(&in)
	if in.Status == "cancelled" {
		s.become(w, r, "running", "cancelled")
		return
	}
	s.Meet(w, r, func() func() {
		kept := &answered{header: http.Header{}}
		s.become(kept, r, "draft", in.Status)
		return func() { kept.to(w) }
	}, func(f platformtest.Fault) { meet(w, f) })
}

// become puts a campaign from one state into another.
func (s *Server) become(w http.ResponseWriter, r *http.Request, from, to string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.find(r.PathValue("id"))
	switch {
	case c == nil:
		refuse(w, http.StatusBadRequest, "Campaign not found")
	case c.status != from:
		refuse(w, http.StatusBadRequest, "Cannot change the status of a campaign that is "+c.status)
	default:
		if c.status = to; to == "running" {
			s.begun = append(s.begun, c)
		}
		answer(w, c.entity())
	}
}

// meet answers a fault that begins no campaign. It repeats the token, as a
// careless server might.
func meet(w http.ResponseWriter, f platformtest.Fault) {
	switch f.Kind { //nolint:exhaustive // the rest begin one
	case platformtest.RateLimited:
		w.Header().Set("Retry-After", strconv.Itoa(int(f.Wait.Seconds())))
		refuse(w, http.StatusTooManyRequests, "Too many requests "+Token)
	case platformtest.Expired, platformtest.Forbidden:
		refuse(w, http.StatusForbidden, "Permission denied: campaigns:send "+Token)
	case platformtest.Invalid:
		refuse(w, http.StatusBadRequest, "Error compiling template "+Token)
	case platformtest.Broken:
		w.WriteHeader(f.Code)
	default:
		panic("listmonktest: there is no such fault on this platform")
	}
}

// find returns the campaign of a number, or nil.
func (s *Server) find(id string) *Campaign {
	i := slices.IndexFunc(s.campaigns, func(c *Campaign) bool { return strconv.Itoa(c.id) == id && !c.gone })
	if i < 0 {
		return nil
	}
	return s.campaigns[i]
}

func (s *Server) show(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch c := s.find(r.PathValue("id")); {
	case c == nil:
		refuse(w, http.StatusBadRequest, "Campaign not found")
	case c.broken:
		refuse(w, http.StatusInternalServerError, "Error fetching campaign: pq: out of memory "+Token)
	default:
		answer(w, c.entity())
	}
}

// list answers campaigns, newest first.
func (s *Server) list(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	all := []map[string]any{}
	for _, c := range slices.Backward(s.campaigns) {
		if tag := r.FormValue("tag"); !c.gone && (tag == "" || slices.Contains(c.Tags, tag)) {
			all = append(all, c.entity())
		}
	}
	page, _ := strconv.Atoi(r.FormValue("page"))
	size, _ := strconv.Atoi(r.FormValue("per_page"))
	from := min((page-1)*size, len(all))
	answer(w, map[string]any{"results": all[from:min(from+size, len(all))], "total": len(all), "page": page, "per_page": size})
}

func (c *Campaign) entity() map[string]any {
	e := map[string]any{"id": c.id, "status": c.status, "tags": c.Tags, "created_at": c.created, "name": c.Name, "subject": c.Subject}
	for name, n := range c.counters {
		e[name] = n
	}
	return e
}

// Rendered is a text as the server would send it: every text is a template.
func Rendered(text string) string {
	var b strings.Builder
	parsed, err := template.New("").Funcs(template.FuncMap{"TrackLink": func(link string) string { return link }}).Parse(text)
	if err == nil {
		err = parsed.Execute(&b, nil)
	}
	if err != nil {
		return "error: " + err.Error()
	}
	return b.String()
}

// Begun returns every campaign that was ever begun, in order.
func (s *Server) Begun() []Campaign {
	s.mu.Lock()
	defer s.mu.Unlock()
	var list []Campaign
	for _, c := range s.begun {
		list = append(list, *c)
	}
	return list
}

// Accepted implements [platformtest.Simulator].
func (s *Server) Accepted() []platformtest.Stored {
	var list []platformtest.Stored
	for _, c := range s.Begun() {
		list = append(list, platformtest.Stored{
			ID: strconv.Itoa(c.id), Key: strings.Join(c.Tags, ","), Text: Rendered(c.Plain), Removed: c.gone || c.status == "cancelled",
		})
	}
	return list
}

// with applies f to a campaign.
func (s *Server) with(id string, f func(*Campaign)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if c := s.find(id); c != nil {
		f(c)
	}
}

// Grow implements [platformtest.Simulator].
func (s *Server) Grow(id string, counters platformtest.Counters) {
	s.with(id, func(c *Campaign) { c.counters = counters })
}

// Break implements [platformtest.Simulator].
func (s *Server) Break(id string) { s.with(id, func(c *Campaign) { c.broken = true }) }

// Remove implements [platformtest.Simulator].
func (s *Server) Remove(id string) { s.with(id, func(c *Campaign) { c.gone = true }) }

// answered is an answer that is given later.
type answered struct {
	header http.Header
	status int
	body   []byte
}

// Header implements [http.ResponseWriter].
func (a *answered) Header() http.Header { return a.header }

// WriteHeader implements [http.ResponseWriter].
func (a *answered) WriteHeader(status int) { a.status = status }

// Write implements [http.ResponseWriter].
func (a *answered) Write(b []byte) (int, error) {
	a.body = append(a.body, b...)
	return len(b), nil
}

func (a *answered) to(w http.ResponseWriter) {
	if a.status != 0 {
		w.WriteHeader(a.status)
	}
	_, _ = w.Write(a.body)
}

func answer(w http.ResponseWriter, data any) {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(map[string]any{"data": data})
}

func refuse(w http.ResponseWriter, status int, message string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(map[string]any{"message": message})
}
