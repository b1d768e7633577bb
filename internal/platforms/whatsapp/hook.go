package whatsapp

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"caravan/internal/platforms"
)

// Greet implements [platforms.Hook]. Whoever names the address to WhatsApp
// gives it the identifier of the group to prove it by.
func (c *Connector) Greet(query url.Values) string {
	challenge := query.Get("hub.challenge")
	if query.Get("hub.verify_token") != c.group || strings.Trim(challenge, "0123456789") != "" {
		return ""
	}
	return challenge
}

// Hear implements [platforms.Hook]. Of the statuses it reads which message they
// are of, and what became of it; the rest, such as who answered, it leaves.
func (c *Connector) Hear(header http.Header, body []byte) ([]platforms.Word, error) {
	signature, _ := strings.CutPrefix(header.Get("X-Hub-Signature-256"), "sha256=")
	if !platforms.SignedBy(c.secret, body, signature) {
		return nil, platforms.Fail(platforms.Locked, "it is not signed with the secret of the application")
	}
	var said struct {
		Entry []struct {
			Changes []struct {
				Value struct {
					Statuses []status `json:"statuses"`
				} `json:"value"`
			} `json:"changes"`
		} `json:"entry"`
	}
	if err := json.Unmarshal(body, &said); err != nil {
		return nil, platforms.Fail(platforms.Refused, "read what was said: %w", err)
	}
	var words []platforms.Word
	for _, entry := range said.Entry {
		for _, change := range entry.Changes {
			for _, s := range change.Value.Statuses {
				if s.Group == c.group && s.Key != "" {
					words = append(words, s.word())
				}
			}
		}
	}
	return words, nil
}

// status is what became of a message.
type status struct {
	Key    string `json:"biz_opaque_callback_data"` // from memory
	Group  string `json:"recipient_id"`
	Status string `json:"status"`
	Errors []struct {
		Code int `json:"code"`
	} `json:"errors"`
}

func (s status) word() platforms.Word {
	word := platforms.Word{Key: s.Key, Arrived: s.Status != "failed"}
	if !word.Arrived && len(s.Errors) > 0 {
		word.Reason = strconv.Itoa(s.Errors[0].Code)
	}
	return word
}
