package telegramtest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"time"
)

// hook is where the bot's updates go.
type hook struct {
	url, secret string
	updates     []string
	waiting     int // updates that were not taken
	fault       string
	set         int // how often it was named
}

// Hook returns where updates go, and how often that was named.
func (s *Server) Hook() (address string, set int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.hook.url, s.hook.set
}

// Occupy has updates go to an address that somebody else named, for updates of
// some kinds.
func (s *Server) Occupy(address string, updates ...string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.hook = hook{url: address, secret: "another", updates: updates}
}

func (s *Server) tellHook(w http.ResponseWriter) {
	s.mu.Lock()
	defer s.mu.Unlock()
	h := s.hook
	told := map[string]any{"url": h.url, "has_custom_certificate": false, "pending_update_count": h.waiting}
	if h.updates != nil {
		told["allowed_updates"] = h.updates
	}
	if h.fault != "" {
		told["last_error_date"], told["last_error_message"] = 1790000000, h.fault
	}
	answer(w, told)
}

// setHook takes an address of the ports and with a secret of the characters
// that Telegram takes.
func (s *Server) setHook(w http.ResponseWriter, in map[string]string) {
	at, err := url.Parse(in["url"])
	if err != nil || at.Scheme != "https" || !slices.Contains([]string{"", "443", "80", "88", "8443"}, at.Port()) {
		refuse(w, http.StatusBadRequest, "Bad Request: bad webhook: An HTTPS URL must be provided for webhook", nil)
		return
	}
	const allowed = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-"
	if secret := in["secret_token"]; secret == "" || len(secret) > 256 || strings.Trim(secret, allowed) != "" {
		refuse(w, http.StatusBadRequest, "Bad Request: secret token contains unallowed characters", nil)
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.hook = hook{url: in["url"], secret: in["secret_token"], updates: strings.Fields(strings.Trim(in["allowed_updates"], "[]")), set: s.hook.set + 1}
	answer(w, true)
}

// Reactions is the update that says how many reactions of each kind a message
// of a channel has.
func Reactions(channelName string, message int, at time.Time, totals ...int) []byte {
	kinds := []map[string]any{{"type": "emoji", "emoji": "👍"}, {"type": "custom_emoji", "custom_emoji_id": "5368324170671202286"}, {"type": "paid"}}
	list := []map[string]any{}
	for i, n := range totals {
		list = append(list, map[string]any{"type": kinds[i%len(kinds)], "total_count": n})
	}
	said, _ := json.Marshal(map[string]any{"update_id": 900001, "message_reaction_count": map[string]any{
		"chat": channel(channelName), "message_id": message, "date": at.Unix(), "reactions": list,
	}})
	return said
}

// Tell sends an update to whoever answers at the address that was named, and
// returns the status of the answer. Unless that is a good one it waits
// until the next one is taken, and what was wrong is told for ever.
func (s *Server) Tell(to http.Handler, update []byte) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	r := httptest.NewRequest(http.MethodPost, s.hook.url, bytes.NewReader(update)) //nolint:noctx // it waits for nobody
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("X-Telegram-Bot-Api-Secret-Token", s.hook.secret)
	w := httptest.NewRecorder()
	to.ServeHTTP(w, r)
	if s.hook.waiting = 0; w.Code != http.StatusOK {
		s.hook.waiting, s.hook.fault = 1, fmt.Sprintf("Wrong response from the webhook: %d %s", w.Code, http.StatusText(w.Code))
	}
	return w.Code
}
