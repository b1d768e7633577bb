package mastodontest

import (
	"net/http"
	"strconv"
)

// Convert makes files be converted, as films are: each is ready after having
// been asked for so many times.
func (s *Server) Convert(polls int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.polls = polls
}

// upload takes a file with its description.
func (s *Server) upload(w http.ResponseWriter, r *http.Request) {
	file, _, err := r.FormFile("file")
	if err != nil || r.FormValue("description") == "" {
		problem(w, http.StatusUnprocessableEntity, "Validation failed: File can't be blank")
		return
	}
	_ = file.Close()
	s.mu.Lock()
	defer s.mu.Unlock()
	id := strconv.Itoa(22000 + len(s.uploads))
	s.uploads[id] = s.polls
	if s.polls > 0 {
		answer(w, http.StatusAccepted, map[string]any{"id": id, "url": nil})
		return
	}
	answer(w, http.StatusOK, map[string]any{"id": id, "url": "https://m.example/media/" + id})
}

// showMedia answers 206 while a file is being converted.
func (s *Server) showMedia(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	left, known := s.uploads[r.PathValue("id")]
	switch {
	case !known:
		problem(w, http.StatusNotFound, "Record not found")
	case left > 0:
		s.uploads[r.PathValue("id")]--
		answer(w, http.StatusPartialContent, map[string]any{"id": r.PathValue("id"), "url": nil})
	default:
		answer(w, http.StatusOK, map[string]any{"id": r.PathValue("id")})
	}
}

func (s *Server) verify(w http.ResponseWriter, _ *http.Request) {
	answer(w, http.StatusOK, map[string]any{
		"id": Account, "username": "crv", "acct": "crv", "url": "https://m.example/@crv", "followers_count": 1640,
	})
}

// instance names the limits; those of GoToSocial are wider.
func (s *Server) instance(w http.ResponseWriter, _ *http.Request) {
	characters, attachments, perURL := 500, 4, 23
	if s.gotosocial {
		characters, attachments, perURL = 5000, 6, 25
	}
	answer(w, http.StatusOK, map[string]any{
		"domain": "m.example",
		"configuration": map[string]any{
			"statuses": map[string]any{
				"max_characters": characters, "max_media_attachments": attachments, "characters_reserved_per_url": perURL,
			},
			"media_attachments": map[string]any{"image_size_limit": 8 << 20, "description_limit": 1500},
		},
	})
}
