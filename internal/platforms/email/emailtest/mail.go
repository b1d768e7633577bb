package emailtest

import (
	"bytes"
	"io"
	"strings"

	"github.com/emersion/go-message"

	"caravan/internal/platforms/platformtest"
)

// Mail is a message as the server was given it.
type Mail struct {
	From, To string   // of the envelope
	Return   string   // RET of the envelope
	Notify   []string // NOTIFY of the envelope
	Content  []byte
}

// Header returns a field of the message, decoded.
func (m Mail) Header(name string) string {
	entity, err := message.Read(bytes.NewReader(m.Content))
	if err != nil {
		return ""
	}
	text, err := entity.Header.Text(name)
	if err != nil {
		return entity.Header.Get(name)
	}
	return text
}

// Part returns the first part of a type, decoded, with the line ends of text
// made those of Go.
func (m Mail) Part(mediaType string) string {
	var found string
	m.walk(func(kind string, body []byte) {
		if kind == mediaType && found == "" {
			found = strings.ReplaceAll(string(body), "\r\n", "\n")
		}
	})
	return found
}

// Pictures counts the pictures in the message.
func (m Mail) Pictures() int {
	n := 0
	m.walk(func(kind string, body []byte) {
		if strings.HasPrefix(kind, "image/") && len(body) > 0 {
			n++
		}
	})
	return n
}

func (m Mail) walk(visit func(kind string, body []byte)) {
	entity, err := message.Read(bytes.NewReader(m.Content))
	if err != nil {
		return
	}
	_ = entity.Walk(func(_ []int, part *message.Entity, err error) error {
		if err != nil {
			return err
		}
		kind, _, _ := part.Header.ContentType()
		if strings.HasPrefix(kind, "multipart/") {
			return nil
		}
		body, err := io.ReadAll(part.Body)
		visit(kind, body)
		return err
	})
}

// stored is the message as the suite looks at it.
func (m Mail) stored() platformtest.Stored {
	local, _, _ := strings.Cut(m.From, "@")
	_, key, _ := strings.Cut(local, "+")
	id, _, _ := strings.Cut(strings.Trim(m.Header("Message-ID"), "<>"), "@")
	return platformtest.Stored{
		ID: id, Key: key, Text: strings.TrimSpace(m.Part("text/plain")),
		Language: m.Header("Content-Language"), Media: m.Pictures(),
	}
}
