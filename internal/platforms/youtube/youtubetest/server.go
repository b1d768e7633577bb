// Package youtubetest is a server that speaks the Data API of YouTube for one
// channel, as far as the connector uses it. It keeps uploads and videos in
// memory and takes its orders as a [platformtest.Simulator].
package youtubetest

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"caravan/internal/platforms/platformtest"
)

// Token is the access token of the channel.
const Token = "ya29.sim-token-of-the-channel" //nolint:gosec // it opens nothing but this simulator

// Server is one server with one channel. It is safe for concurrent use.
type Server struct {
	platformtest.Faults

	Verdict string // what processing ends with, such as rejected; empty: processed
	Drop    int    // after so many bytes the next part is cut off; 0: none is
	Forgets bool   // uploads are forgotten
	Late    bool   // nothing is reported yet
	Closed  bool   // the token may not ask for reports
	Unread  int    // the status that captions are met with; 0: they are taken

	base    string
	now     func() time.Time
	mux     *http.ServeMux
	mu      sync.Mutex
	uploads []*upload
	videos  []*video
}

// An upload is a film that comes in parts.
type upload struct {
	snippet  Snippet
	privacy  string
	size     int64
	received []byte
	video    *video
}

// Snippet is what is told of a video.
type Snippet struct {
	Title       string   `json:"title"`
	Description string   `json:"description"`
	Tags        []string `json:"tags"`
	Language    string   `json:"defaultLanguage"`
}

type video struct {
	platformtest.Stored

	snippet  Snippet
	privacy  string
	captions map[string]string // by language
	at       time.Time
	counters platformtest.Counters
	broken   bool
	pending  int
}

// New returns a server.
func New(now func() time.Time) *Server {
	s := &Server{now: now, mux: http.NewServeMux()}
	s.mux.HandleFunc("POST /upload/youtube/v3/videos", s.begin)
	s.mux.HandleFunc("PUT /upload/youtube/v3/videos", s.take)
	s.mux.HandleFunc("POST /upload/youtube/v3/captions", s.caption)
	s.mux.HandleFunc("GET /youtube/v3/captions", s.captions)
	s.mux.HandleFunc("PUT /youtube/v3/videos", s.update)
	s.mux.HandleFunc("GET /youtube/v3/videos", s.list)
	s.mux.HandleFunc("DELETE /youtube/v3/videos", s.remove)
	s.mux.HandleFunc("GET /v2/reports", s.report)
	s.mux.HandleFunc("GET /youtube/v3/channels", s.channels)
	s.mux.HandleFunc("GET /youtube/v3/playlistItems", s.items)
	return s
}

// At tells the server its own address, which uploads begin with.
func (s *Server) At(base string) { s.base = base }

// ServeHTTP implements [http.Handler].
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Header.Get("Authorization") != "Bearer "+Token {
		refuse(w, http.StatusUnauthorized, "authError", "Invalid Credentials")
		return
	}
	s.mux.ServeHTTP(w, r)
}

// begin opens an upload.
func (s *Server) begin(w http.ResponseWriter, r *http.Request) {
	var told struct {
		Snippet Snippet `json:"snippet"`
		Status  struct {
			Privacy string `json:"privacyStatus"`
		} `json:"status"`
	}
	size, err := strconv.ParseInt(r.Header.Get("X-Upload-Content-Length"), 10, 64)
	if err != nil || json.NewDecoder(r.Body).Decode(&told) != nil || told.Snippet.Title == "" || told.Status.Privacy == "" || r.URL.Query().Get("uploadType") != "resumable" {
		refuse(w, http.StatusBadRequest, "invalidTitle", "The request metadata is invalid")
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.uploads = append(s.uploads, &upload{snippet: told.Snippet, privacy: told.Status.Privacy, size: size})
	w.Header().Set("Location", fmt.Sprintf("%s/upload/youtube/v3/videos?upload_id=%d", s.base, len(s.uploads)))
}

// take takes a part of a film, or says how far it has come.
func (s *Server) take(w http.ResponseWriter, r *http.Request) {
	n, err := strconv.Atoi(r.URL.Query().Get("upload_id"))
	s.mu.Lock()
	if err != nil || n < 1 || n > len(s.uploads) || s.Forgets {
		s.mu.Unlock()
		refuse(w, http.StatusNotFound, "notFound", "Upload not found")
		return
	}
	u := s.uploads[n-1]
	s.mu.Unlock()
	part, err := io.ReadAll(r.Body)
	if err != nil {
		return
	}
	if u.video != nil {
		answer(w, s.shown(u.video))
		return
	}
	if strings.HasPrefix(r.Header.Get("Content-Range"), "bytes */") {
		u.goOn(w)
		return
	}
	if want := fmt.Sprintf("bytes %d-%d/%d", len(u.received), len(u.received)+len(part)-1, u.size); r.Header.Get("Content-Range") != want {
		refuse(w, http.StatusBadRequest, "badContent", "The part is not the next one")
		return
	}
	if s.Drop > 0 && len(u.received)+len(part) > s.Drop {
		u.received, s.Drop = append(u.received, part[:s.Drop-len(u.received)]...), 0
		panic(http.ErrAbortHandler)
	}
	if int64(len(u.received)+len(part)) < u.size {
		u.received = append(u.received, part...)
		u.goOn(w)
		return
	}
	s.finish(w, r, u, part)
}

// goOn says how many bytes there are.
func (u *upload) goOn(w http.ResponseWriter) {
	if len(u.received) > 0 {
		w.Header().Set("Range", fmt.Sprintf("bytes=0-%d", len(u.received)-1))
	}
	w.WriteHeader(http.StatusPermanentRedirect)
}

// finish makes a video of an upload, or meets the fault whose turn it is.
func (s *Server) finish(w http.ResponseWriter, r *http.Request, u *upload, part []byte) {
	s.Meet(w, r, func() func() {
		v := s.keep(u, part, 0)
		return func() { answer(w, s.shown(v)) }
	}, func(f platformtest.Fault) {
		if f.Kind == platformtest.Pending {
			answer(w, s.shown(s.keep(u, part, f.Polls+1)))
			return
		}
		meet(w, f)
	})
}

// meet answers a fault that takes no film. It repeats the token, as a careless
// server might.
func meet(w http.ResponseWriter, f platformtest.Fault) {
	switch f.Kind { //nolint:exhaustive // the rest take a film
	case platformtest.RateLimited:
		refuse(w, http.StatusForbidden, "quotaExceeded", "The request cannot be completed because you have exceeded your quota")
	case platformtest.Expired:
		refuse(w, http.StatusUnauthorized, "authError", "Invalid Credentials "+Token)
	case platformtest.Forbidden:
		refuse(w, http.StatusForbidden, "forbidden", "Access forbidden "+Token)
	case platformtest.Invalid:
		refuse(w, http.StatusBadRequest, "invalidDescription", "The description is invalid "+Token)
	case platformtest.Broken:
		refuse(w, http.StatusServiceUnavailable, "backendError", "Backend Error")
	default:
		panic("youtubetest: there is no such fault on this platform")
	}
}

// keep makes a video.
func (s *Server) keep(u *upload, part []byte, pending int) *video {
	s.mu.Lock()
	defer s.mu.Unlock()
	u.received = append(u.received, part...)
	u.video = &video{at: s.now(), snippet: u.snippet, privacy: u.privacy, captions: map[string]string{}, pending: pending, counters: platformtest.Counters{"viewCount": 0, "likeCount": 0, "commentCount": 0}, Stored: platformtest.Stored{
		ID: fmt.Sprintf("dQw4w9WgXc%d", len(s.videos)), Text: u.snippet.Title + "\n\n" + u.snippet.Description, Language: u.snippet.Language, Media: 1,
	}}
	s.videos = append(s.videos, u.video)
	return u.video
}

// Film is what came of the nth upload.
func (s *Server) Film(nth int) []byte {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.uploads[nth].received
}

// shown is a video as it is told about. Each question brings its processing
// further.
func (s *Server) shown(v *video) map[string]any {
	s.mu.Lock()
	defer s.mu.Unlock()
	state := "processed"
	switch {
	case v.pending > 0:
		v.pending--
		state = "uploaded"
	case s.Verdict != "":
		state = s.Verdict
	}
	told := map[string]any{"id": v.ID, "status": map[string]any{"uploadStatus": state, "rejectionReason": "duplicate", "privacyStatus": v.privacy}}
	if !v.broken {
		figures := map[string]string{}
		for name, n := range v.counters {
			if strings.HasSuffix(name, "Count") {
				figures[name] = strconv.FormatInt(n, 10)
			}
		}
		told["statistics"] = figures
	}
	return told
}

// find returns the videos with ids that are there.
func (s *Server) find(ids ...string) []*video {
	s.mu.Lock()
	defer s.mu.Unlock()
	var found []*video
	for _, v := range s.videos {
		if slices.Contains(ids, v.ID) && !v.Removed {
			found = append(found, v)
		}
	}
	return found
}

func (s *Server) list(w http.ResponseWriter, r *http.Request) {
	items := []map[string]any{}
	for _, v := range s.find(strings.Split(r.URL.Query().Get("id"), ",")...) {
		items = append(items, s.shown(v))
	}
	answer(w, map[string]any{"items": items})
}

// report tells of videos in a table, in columns as they are asked for.
func (s *Server) report(w http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	ids, found := strings.CutPrefix(query.Get("filters"), "video==")
	if s.Closed {
		refuse(w, http.StatusForbidden, "insufficientPermissions", "Insufficient Permission")
		return
	}
	if !found || query.Get("ids") != "channel==MINE" || query.Get("dimensions") != "video" || query.Get("startDate") > query.Get("endDate") || query.Get("sort") == "" {
		refuse(w, http.StatusBadRequest, "badRequest", "The query is not supported")
		return
	}
	metrics := strings.Split(query.Get("metrics"), ",")
	columns := []map[string]string{{"name": "video", "columnType": "DIMENSION", "dataType": "STRING"}}
	for _, m := range metrics {
		columns = append(columns, map[string]string{"name": m, "columnType": "METRIC", "dataType": "INTEGER"})
	}
	rows := [][]any{}
	for _, v := range s.find(strings.Split(ids, ",")...) {
		row := []any{v.ID}
		for _, m := range metrics {
			if n, told := v.counters[m]; told {
				row = append(row, n)
			}
		}
		if !s.Late && len(row) > len(metrics) {
			rows = append(rows, row)
		}
	}
	answer(w, map[string]any{"kind": "youtubeAnalytics#resultTable", "columnHeaders": columns, "rows": rows})
}

func (s *Server) remove(w http.ResponseWriter, r *http.Request) {
	found := s.find(r.URL.Query().Get("id"))
	if len(found) == 0 {
		refuse(w, http.StatusNotFound, "videoNotFound", "The video cannot be found")
		return
	}
	s.Remove(found[0].ID)
	w.WriteHeader(http.StatusNoContent)
}

func (*Server) channels(w http.ResponseWriter, _ *http.Request) {
	answer(w, map[string]any{"items": []map[string]any{{
		"id": "UCosh", "snippet": map[string]any{"title": "Osh Media"}, "statistics": map[string]any{"subscriberCount": "1250", "hiddenSubscriberCount": false},
		"contentDetails": map[string]any{"relatedPlaylists": map[string]any{"uploads": "UUosh"}},
	}}})
}

// items lists uploads, newest first.
func (s *Server) items(w http.ResponseWriter, r *http.Request) {
	if r.URL.Query().Get("playlistId") != "UUosh" {
		refuse(w, http.StatusNotFound, "playlistNotFound", "The playlist cannot be found")
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	items := []map[string]any{}
	for _, v := range slices.Backward(s.videos) {
		if !v.Removed {
			items = append(items, map[string]any{"snippet": map[string]any{
				"title": v.snippet.Title, "description": v.snippet.Description, "publishedAt": v.at.Format(time.RFC3339), "resourceId": map[string]any{"videoId": v.ID},
			}, "status": map[string]any{"privacyStatus": v.privacy}})
		}
	}
	answer(w, map[string]any{"items": items})
}

// Accepted implements [platformtest.Simulator].
func (s *Server) Accepted() []platformtest.Stored {
	s.mu.Lock()
	defer s.mu.Unlock()
	var list []platformtest.Stored
	for _, v := range s.videos {
		list = append(list, v.Stored)
	}
	return list
}

// Grow implements [platformtest.Simulator].
func (s *Server) Grow(id string, c platformtest.Counters) {
	s.change(id, func(v *video) { v.counters = c })
}

// Break implements [platformtest.Simulator].
func (s *Server) Break(id string) { s.change(id, func(v *video) { v.broken = true }) }

// Remove implements [platformtest.Simulator].
func (s *Server) Remove(id string) { s.change(id, func(v *video) { v.Removed = true }) }

func (s *Server) change(id string, f func(*video)) {
	for _, v := range s.find(id) {
		s.mu.Lock()
		f(v)
		s.mu.Unlock()
	}
}

func answer(w http.ResponseWriter, body any) {
	w.Header().Set("Content-Type", "application/json; charset=UTF-8")
	_ = json.NewEncoder(w).Encode(body)
}

func refuse(w http.ResponseWriter, status int, reason, message string) {
	w.Header().Set("Content-Type", "application/json; charset=UTF-8")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(map[string]any{"error": map[string]any{
		"code": status, "message": message, "errors": []map[string]any{{"message": message, "domain": "youtube", "reason": reason}},
	}})
}
