package youtubetest

import (
	"encoding/json"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
)

// caption takes captions of a video, one of each language.
func (s *Server) caption(w http.ResponseWriter, r *http.Request) {
	var told struct {
		Snippet struct {
			Video    string `json:"videoId"`
			Language string `json:"language"`
		} `json:"snippet"`
	}
	text, err := related(r, &told)
	found := s.find(told.Snippet.Video)
	switch {
	case err != nil || len(found) == 0 || told.Snippet.Language == "":
		refuse(w, http.StatusBadRequest, "invalidMetadata", "The request contains invalid metadata values")
		return
	case s.Unread != 0:
		refuse(w, s.Unread, "backendError", "Backend Error")
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, has := found[0].captions[told.Snippet.Language]; has {
		refuse(w, http.StatusConflict, "captionExists", "The video has a track of this language")
		return
	}
	found[0].captions[told.Snippet.Language] = text
	answer(w, map[string]any{"id": "AUieDaZ", "snippet": told.Snippet})
}

// related reads what is told of a file, and the file.
func related(r *http.Request, told any) (text string, err error) {
	_, params, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil {
		return "", err
	}
	form := multipart.NewReader(r.Body, params["boundary"])
	part, err := form.NextPart()
	if err == nil {
		err = json.NewDecoder(part).Decode(told)
	}
	if err == nil {
		part, err = form.NextPart()
	}
	if err != nil {
		return "", err
	}
	file, err := io.ReadAll(part)
	return string(file), err
}

// captions lists those of a video: every video has some that the platform has
// guessed.
func (s *Server) captions(w http.ResponseWriter, r *http.Request) {
	items := []map[string]any{{"snippet": map[string]any{"language": "tg", "trackKind": "ASR"}}}
	for _, v := range s.find(r.URL.Query().Get("videoId")) {
		s.mu.Lock()
		for language := range v.captions {
			items = append(items, map[string]any{"snippet": map[string]any{"language": language, "trackKind": "standard"}})
		}
		s.mu.Unlock()
	}
	answer(w, map[string]any{"items": items})
}

// update changes who sees a video.
func (s *Server) update(w http.ResponseWriter, r *http.Request) {
	var told struct {
		ID     string `json:"id"`
		Status struct {
			Privacy string `json:"privacyStatus"`
		} `json:"status"`
	}
	if json.NewDecoder(r.Body).Decode(&told) != nil || told.Status.Privacy == "" || r.URL.Query().Get("part") != "status" {
		refuse(w, http.StatusBadRequest, "invalidVideoMetadata", "The request metadata is invalid")
		return
	}
	found := s.find(told.ID)
	if len(found) == 0 {
		refuse(w, http.StatusNotFound, "videoNotFound", "The video cannot be found")
		return
	}
	s.change(told.ID, func(v *video) { v.privacy = told.Status.Privacy })
	answer(w, s.shown(found[0]))
}

// Video is who sees a video, and its captions by their language.
func (s *Server) Video(id string) (privacy string, captions map[string]string) {
	s.change(id, func(v *video) { privacy, captions = v.privacy, v.captions })
	return privacy, captions
}
