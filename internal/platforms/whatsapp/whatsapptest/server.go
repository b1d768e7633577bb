// Package whatsapptest is a server that speaks the Cloud API of WhatsApp for
// one group, as far as the connector uses it. It keeps messages in memory and
// takes its orders as a [platformtest.Simulator].
package whatsapptest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"sync"

	"caravan/internal/platforms/platformtest"
)

// Token is the access token of the business.
const Token = "EAAsim-token-of-the-business-51d8" //nolint:gosec // it opens nothing but this simulator

// The sender, the group, and the one template there is.
const (
	Number   = "756079150920219"
	Group    = "Y2FwaV9ncm91cDoxNzA1NTU1MDEzOToxMjAzNjM0MDQ2OTQyMzM4MjAZD"
	Template = "news"
)

// Server is one server with one group. It is safe for concurrent use.
type Server struct {
	platformtest.Faults

	Status    string // what is said of messages that are taken; empty for nothing
	Suspended bool   // the group

	mux      *http.ServeMux
	mu       sync.Mutex
	messages []platformtest.Stored
}

// New returns a server.
func New() *Server {
	s := &Server{mux: http.NewServeMux()}
	s.mux.HandleFunc("POST /v25.0/"+Number+"/messages", s.message)
	s.mux.HandleFunc("GET /v25.0/"+Number, func(w http.ResponseWriter, _ *http.Request) {
		answer(w, http.StatusOK, map[string]any{"id": Number, "verified_name": "Noor"})
	})
	s.mux.HandleFunc("GET /v25.0/"+Group, func(w http.ResponseWriter, r *http.Request) {
		if r.FormValue("fields") == "" || strings.Contains(r.FormValue("fields"), "participants") {
			panic("whatsapptest: people were asked for")
		}
		answer(w, http.StatusOK, map[string]any{"id": Group, "subject": "Bread and books", "suspended": s.Suspended, "total_participant_count": 7})
	})
	return s
}

// ServeHTTP implements [http.Handler].
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Header.Get("Authorization") != "Bearer "+Token {
		refuse(w, http.StatusUnauthorized, 190, "Invalid OAuth access token")
		return
	}
	s.mux.ServeHTTP(w, r)
}

// sent is a message as it comes.
type sent struct {
	Product string `json:"messaging_product"`
	Kind    string `json:"recipient_type"`
	To      string `json:"to"`
	Type    string `json:"type"`
	Data    string `json:"biz_opaque_callback_data"`
	Text    struct {
		Body string `json:"body"`
	} `json:"text"`
	Template struct {
		Name     string `json:"name"`
		Language struct {
			Code string `json:"code"`
		} `json:"language"`
		Components []struct {
			Type       string `json:"type"`
			Parameters []struct {
				Type string `json:"type"`
				Text string `json:"text"`
			} `json:"parameters"`
		} `json:"components"`
	} `json:"template"`
}

// words are those of the message, or the code of why it is not taken.
func (m sent) words() (string, int) {
	switch {
	case m.Product != "whatsapp" || m.Kind != "group" || m.To != Group:
		return "", 100
	case m.Type == "text" && m.Text.Body != "":
		return m.Text.Body, 0
	case m.Type != "template":
		return "", 131051
	case m.Template.Name != Template || m.Template.Language.Code != "ru":
		return "", 132001
	case len(m.Template.Components) != 1 || m.Template.Components[0].Type != "body" || len(m.Template.Components[0].Parameters) != 1:
		return "", 132000
	}
	text := m.Template.Components[0].Parameters[0].Text
	if strings.ContainsAny(text, "\n\t") {
		return "", 132018
	}
	return text, 0
}

// message takes a message, or meets the fault whose turn it is.
func (s *Server) message(w http.ResponseWriter, r *http.Request) {
	var m sent
	if json.NewDecoder(r.Body).Decode(&m) != nil {
		refuse(w, http.StatusBadRequest, 100, "Invalid parameter")
		return
	}
	text, code := m.words()
	if code != 0 {
		refuse(w, http.StatusBadRequest, code, "Invalid parameter")
		return
	}
	s.Meet(w, r, func() func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		kept := platformtest.Stored{ID: fmt.Sprintf("wamid.HBgL%d", len(s.messages)), Text: text, Key: m.Data}
		s.messages = append(s.messages, kept)
		taken := map[string]any{"id": kept.ID}
		if s.Status != "" {
			taken["message_status"] = s.Status
		}
		return func() {
			answer(w, http.StatusOK, map[string]any{"messaging_product": "whatsapp", "messages": []any{taken}})
		}
	}, func(f platformtest.Fault) { meet(w, f) })
}

// meet answers a fault that takes no message. It repeats the token, as a
// careless server might.
func meet(w http.ResponseWriter, f platformtest.Fault) {
	switch f.Kind { //nolint:exhaustive // the rest take a message
	case platformtest.RateLimited:
		refuse(w, http.StatusBadRequest, 130429, "Rate limit hit")
	case platformtest.Expired:
		refuse(w, http.StatusUnauthorized, 190, "Error validating access token "+Token)
	case platformtest.Forbidden:
		refuse(w, http.StatusForbidden, 200, "Permission error "+Token)
	case platformtest.Invalid:
		code := f.Code
		if code == 0 {
			code = 131051
		}
		refuse(w, http.StatusBadRequest, code, "Unsupported message type "+Token)
	case platformtest.Broken:
		refuse(w, http.StatusInternalServerError, 131000, "Something went wrong")
	default:
		panic("whatsapptest: there is no such fault on this platform")
	}
}

// Accepted implements [platformtest.Simulator].
func (s *Server) Accepted() []platformtest.Stored {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]platformtest.Stored(nil), s.messages...)
}

// Grow implements [platformtest.Simulator]; nothing is counted that could be
// asked for.
func (*Server) Grow(string, platformtest.Counters) {}

// Break implements [platformtest.Simulator]; nothing can be asked about a message.
func (*Server) Break(string) {}

// Remove implements [platformtest.Simulator]; nobody would be told.
func (*Server) Remove(string) {}

func refuse(w http.ResponseWriter, status, code int, message string) {
	answer(w, status, map[string]any{"error": map[string]any{
		"message": fmt.Sprintf("(#%d) %s", code, message), "type": "OAuthException", "code": code, "fbtrace_id": "Az8or2yhqkZfEZ",
	}})
}

func answer(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body)
}
