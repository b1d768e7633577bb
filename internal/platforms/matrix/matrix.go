// Package matrix publishes in a room of Matrix, over the client-server API
// (July 2026). A request bears a number of its own, under which the server
// takes it once: the same number again is the same event.
package matrix

import (
	"net/url"
	"strings"
	"time"

	"caravan/internal/platforms"
)

// Credential fields.
const (
	fieldServer = "server"
	fieldToken  = "access_token"
	fieldRoom   = "room"
)

// Native names of the metrics.
const (
	reactions = "m.annotation"
	replies   = "m.thread"
)

// Profile describes the platform. An event may have 65,536 bytes with what
// surrounds it; half is left for that, since the text goes into it twice when
// it is edited.
func Profile() platforms.Profile {
	return platforms.Profile{
		Name:         "matrix",
		Version:      1,
		ChannelClass: platforms.Social,
		// A number belongs to the session of the token. How long servers keep
		// it is not in the specification; some keep half an hour.
		Delivery:  platforms.Keyed,
		KeyWindow: 30 * time.Minute,
		Settle:    time.Minute,
		Rate:      platforms.Rate{Posts: 10, Per: time.Minute},
		Limits: []platforms.Limit{
			{Field: platforms.FieldText, Unit: platforms.Bytes, Max: 30_000},
			{Field: platforms.FieldMedia, Unit: platforms.Items, Max: 1},
			{Field: platforms.FieldMedia, Unit: platforms.Bytes, Max: 50 << 20},
		},
		MediaTypes: []string{"image/jpeg", "image/png", "image/gif", "image/webp"},
		Metrics: []platforms.Metric{
			platforms.Events("reactions", reactions, "reactions of members that the server knows", 0),
			platforms.Events("comments", replies, "replies in the thread of the post", 0),
		},
		Fields: []platforms.Field{
			{Name: fieldServer, Label: "credential.matrix.server", Required: true},
			{Name: fieldToken, Label: "credential.matrix.access_token", Secret: true, Required: true},
			{Name: fieldRoom, Label: "credential.matrix.room", Required: true},
		},
		Schedule: platforms.Schedule(),
	}
}

// A Connector publishes in one room. It can measure, edit, retract and inspect.
type Connector struct {
	client   *platforms.Client
	base     *url.URL
	token    string
	room     string
	settings platforms.Settings
	limits   []platforms.Limit
}

// New returns the connector of one room. The error is a *platforms.Failure of
// class Locked if the credentials cannot be of any.
func New(client *platforms.Client, s platforms.Settings) (*Connector, error) {
	base, err := s.Server(fieldServer)
	if err != nil {
		return nil, err
	}
	token, room := s.Credentials[fieldToken], s.Credentials[fieldRoom]
	if token == "" {
		return nil, platforms.Unfit(fieldToken, "there is no access token")
	}
	if !strings.HasPrefix(room, "!") {
		return nil, platforms.Unfit(fieldRoom, "the room is named by its id, which begins with an exclamation mark")
	}
	return &Connector{client, base, token, room, s, Profile().Over(s.Limits)}, nil
}

// Check implements [platforms.Connector].
func (c *Connector) Check(post platforms.Post) []platforms.Objection {
	return platforms.CheckPost(post.Content, c.limits, Profile().MediaTypes)
}
