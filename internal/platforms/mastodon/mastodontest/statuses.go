package mastodontest

import (
	"encoding/json"
	"html"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"caravan/internal/platforms/platformtest"
)

type draft struct {
	Status   string   `json:"status"`
	Language string   `json:"language"`
	MediaIDs []string `json:"media_ids"`
}

// post takes a post, or meets the fault whose turn it is.
func (s *Server) post(w http.ResponseWriter, r *http.Request) {
	var d draft
	if json.NewDecoder(r.Body).Decode(&d) != nil || (d.Status == "" && len(d.MediaIDs) == 0) {
		s.invalid(w, "Validation failed: Text can't be blank")
		return
	}
	key := r.Header.Get("Idempotency-Key")
	s.Meet(w, r, func() func() {
		p := s.keep(d, key)
		return func() { answer(w, http.StatusOK, s.entity(p)) }
	}, func(f platformtest.Fault) { s.refuse(w, r, f) })
}

// refuse answers a fault that takes no post. It repeats the credentials, as a
// careless server might.
func (s *Server) refuse(w http.ResponseWriter, r *http.Request, f platformtest.Fault) {
	refusals := map[platformtest.FaultKind]struct {
		status int
		text   string
	}{
		platformtest.RateLimited: {http.StatusTooManyRequests, "Too many requests"},
		platformtest.Expired:     {http.StatusUnauthorized, "The access token was revoked"},
		platformtest.Forbidden:   {http.StatusForbidden, "This action is outside the authorized scopes"},
		platformtest.Invalid:     {http.StatusUnprocessableEntity, "Validation failed: Text is unwelcome"},
		platformtest.Broken:      {http.StatusServiceUnavailable, "Remote data could not be fetched"},
	}
	refusal, known := refusals[f.Kind]
	if !known {
		panic("mastodontest: there is no such fault on this platform")
	}
	if f.Code != 0 {
		refusal.status = f.Code
	} else if f.Kind == platformtest.Invalid && s.gotosocial {
		refusal.status = http.StatusBadRequest
	}
	if f.Kind == platformtest.RateLimited {
		w.Header().Set("X-RateLimit-Reset", s.now().Add(f.Wait).Format(time.RFC3339Nano))
	}
	problem(w, refusal.status, refusal.text+" ("+r.Header.Get("Authorization")+")")
}

func (s *Server) invalid(w http.ResponseWriter, text string) {
	if s.gotosocial {
		problem(w, http.StatusBadRequest, "Bad Request: "+text)
		return
	}
	problem(w, http.StatusUnprocessableEntity, text)
}

// entity is a post as the API shows it.
func (s *Server) entity(p *status) map[string]any {
	e := map[string]any{
		"id": p.ID, "created_at": p.posted.UTC().Format("2006-01-02T15:04:05.000Z"),
		"uri": "https://m.example/users/crv/statuses/" + p.ID, "url": "https://m.example/@crv/" + p.ID,
		"content": render(p.Text), "visibility": "public", "language": p.Language,
	}
	if s.gotosocial {
		e["text"] = p.Text
	}
	counters := p.counters
	if counters == nil {
		counters = platformtest.Counters{"replies_count": 0, "reblogs_count": 0, "favourites_count": 0, "quotes_count": 0}
	}
	for name, n := range counters {
		if name == "quotes_count" && s.gotosocial {
			continue
		}
		e[name] = n
	}
	return e
}

// render turns text into the HTML that servers make of it: links are cut for
// the eye and hashtags are links.
func render(text string) string {
	var out []string
	for paragraph := range strings.SplitSeq(text, "\n\n") {
		var words []string
		for word := range strings.SplitSeq(html.EscapeString(paragraph), " ") {
			words = append(words, renderWord(word))
		}
		out = append(out, "<p>"+strings.ReplaceAll(strings.Join(words, " "), "\n", "<br />")+"</p>")
	}
	return strings.Join(out, "")
}

func renderWord(word string) string {
	if tag, ok := strings.CutPrefix(word, "#"); ok {
		return `<a href="https://m.example/tags/` + tag + `" class="mention hashtag">#<span>` + tag + `</span></a>`
	}
	rest, ok := strings.CutPrefix(word, "https://")
	if !ok || len(rest) <= 20 {
		return word
	}
	return `<a href="` + word + `"><span class="invisible">https://</span><span class="ellipsis">` +
		rest[:20] + `</span><span class="invisible">` + rest[20:] + `</span></a>`
}

func (s *Server) batch(w http.ResponseWriter, r *http.Request) {
	if s.gotosocial {
		problem(w, http.StatusNotFound, "Not Found")
		return
	}
	list := []map[string]any{}
	for _, id := range r.URL.Query()["id[]"] {
		s.change(id, func(p *status) {
			if !p.broken {
				list = append(list, s.entity(p))
			}
		})
	}
	answer(w, http.StatusOK, list)
}

func (s *Server) show(w http.ResponseWriter, r *http.Request) {
	var shown map[string]any
	var broken bool
	there := s.change(r.PathValue("id"), func(p *status) { shown, broken = s.entity(p), p.broken })
	switch {
	case !there:
		problem(w, http.StatusNotFound, "Record not found")
	case broken:
		problem(w, http.StatusInternalServerError, "Something went wrong")
	default:
		answer(w, http.StatusOK, shown)
	}
}

func (s *Server) edit(w http.ResponseWriter, r *http.Request) {
	var d draft
	if json.NewDecoder(r.Body).Decode(&d) != nil {
		s.invalid(w, "Validation failed")
		return
	}
	var shown map[string]any
	if !s.change(r.PathValue("id"), func(p *status) {
		p.Text, p.Media = d.Status, len(d.MediaIDs)
		shown = s.entity(p)
	}) {
		problem(w, http.StatusNotFound, "Record not found")
		return
	}
	answer(w, http.StatusOK, shown)
}

func (s *Server) remove(w http.ResponseWriter, r *http.Request) {
	if !s.change(r.PathValue("id"), func(p *status) { p.Removed = true }) {
		problem(w, http.StatusNotFound, "Record not found")
		return
	}
	answer(w, http.StatusOK, map[string]any{})
}

// timeline lists posts, newest first.
func (s *Server) timeline(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	limit, err := strconv.Atoi(r.URL.Query().Get("limit"))
	if err != nil || limit > 40 {
		limit = 20
	}
	before := r.URL.Query().Get("max_id")
	list := []map[string]any{}
	for _, p := range slices.Backward(s.statuses) {
		if p.Removed || (before != "" && p.ID >= before) {
			continue
		}
		if len(list) < limit {
			list = append(list, s.entity(p))
		}
	}
	answer(w, http.StatusOK, list)
}
