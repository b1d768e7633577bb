package email

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net/textproto"
	"regexp"
	"slices"
	"strings"

	"github.com/emersion/go-message"
)

// A Bounce is what a mail server reported about one recipient of one message.
// It holds no address: if the list passes reports on, those of its subscribers
// are not ours to keep.
type Bounce struct {
	Key       string // of the post, perhaps in another case
	Action    Action
	Status    string // enhanced status code, such as 5.1.1
	Recipient Recipient
}

// Action is what a mail server did.
type Action string

// The actions of RFC 3464.
const (
	Failed    Action = "failed"
	Delayed   Action = "delayed" // and it still tries
	Delivered Action = "delivered"
	Relayed   Action = "relayed"  // to a server that sends no reports
	Expanded  Action = "expanded" // to the members of a list
)

// Recipient is whom a report is about.
type Recipient string

// The kinds of recipient.
const (
	TheList Recipient = "list"    // the address we wrote to
	AMember Recipient = "member"  // an address the list passed the message on to
	Untold  Recipient = "unknown" // the report does not say whom we wrote to
)

// Permanent reports whether the message came back for good. A full mailbox is
// not for good, whatever the server says.
func (b Bounce) Permanent() bool {
	return b.Action == Failed && strings.HasPrefix(b.Status, "5.") && b.Status != "5.2.2"
}

// Arrived reports whether the message reached the list.
func (b Bounce) Arrived() bool {
	return b.Recipient != AMember && (b.Action == Delivered || b.Action == Relayed || b.Action == Expanded)
}

// ErrNoReport is why a message is not a delivery report.
var ErrNoReport = errors.New("not a delivery report")

// ParseReport reads a delivery status notification (RFC 3464, and RFC 6533
// for its international form). The bounces have no key, for that is in the
// address the report was sent to and not in what it says. The error is
// ErrNoReport for any other message.
func ParseReport(r io.Reader) ([]Bounce, error) {
	entity, err := message.Read(r)
	if err != nil && !message.IsUnknownCharset(err) {
		return nil, fmt.Errorf("%w: %w", ErrNoReport, err)
	}
	parts := entity.MultipartReader()
	if parts == nil {
		return nil, ErrNoReport
	}
	for {
		part, err := parts.NextPart()
		if err != nil && !message.IsUnknownCharset(err) {
			return nil, ErrNoReport
		}
		switch kind, _, _ := part.Header.ContentType(); kind {
		case "message/delivery-status", "message/global-delivery-status":
			return parseStatus(part.Body)
		}
	}
}

// mostRecipients bounds what one report may say.
const mostRecipients = 1000

// parseStatus reads the groups of fields: one about the message, then one for
// each recipient.
func parseStatus(r io.Reader) ([]Bounce, error) {
	lines := textproto.NewReader(bufio.NewReader(r))
	var bounces []Bounce
	for len(bounces) < mostRecipients {
		fields, err := lines.ReadMIMEHeader()
		if bounce, ok := parseRecipient(fields); ok {
			bounces = append(bounces, bounce)
		}
		if err != nil && len(bounces) > 0 {
			return bounces, nil // the end, or what follows is broken
		}
		if err != nil {
			return nil, ErrNoReport
		}
	}
	return bounces, nil
}

var statusCode = regexp.MustCompile(`^[245]\.\d{1,3}\.\d{1,3}\b`)

func parseRecipient(fields textproto.MIMEHeader) (Bounce, bool) {
	b := Bounce{
		Action:    Action(strings.ToLower(strings.TrimSpace(fields.Get("Action")))),
		Status:    statusCode.FindString(strings.TrimSpace(fields.Get("Status"))),
		Recipient: recipient(fields.Get("Original-Recipient"), fields.Get("Final-Recipient")),
	}
	known := slices.Contains([]Action{Failed, Delayed, Delivered, Relayed, Expanded}, b.Action)
	return b, known && b.Status != "" && fields.Get("Final-Recipient") != ""
}

// recipient compares the address written to with the one the report is about.
// Both look like "rfc822; list@example.org".
func recipient(original, final string) Recipient {
	_, original, _ = strings.Cut(original, ";")
	_, final, _ = strings.Cut(final, ";")
	original, final = strings.TrimSpace(original), strings.TrimSpace(final)
	switch {
	case original == "":
		return Untold
	case strings.EqualFold(original, final):
		return TheList
	}
	return AMember
}
