// Package mastodon publishes on servers that speak the client API of
// Mastodon: Mastodon itself, GoToSocial, Pleroma and their relatives. The
// limits of a server are read from it by Inspect and given back to New. The
// platform offers no impressions and no reach, by design, and counts only what
// the account's own server knows.
package mastodon

import (
	"net/url"
	"slices"
	"time"

	"caravan/internal/platforms"
)

// Credential fields.
const (
	fieldServer = "server"
	fieldToken  = "access_token"
	fieldKey    = "client_key" // of the application that the token is of; to be given one, and to revoke it
	fieldSecret = "client_secret"
)

// Native names of the metrics.
const (
	favourites = "favourites_count"
	replies    = "replies_count"
	reblogs    = "reblogs_count"
	quotes     = "quotes_count"
)

// linkLength limits nothing: its Max is what every link in a text counts.
const linkLength = platforms.FieldLinkLength

// Profile describes the platform. The limits are those Mastodon documents as
// its defaults; servers differ, and Inspect says how.
func Profile() platforms.Profile {
	return platforms.Profile{
		Name:         "mastodon",
		Version:      1,
		ChannelClass: platforms.Social,
		// The Idempotency-Key header is kept for an hour. GoToSocial ignores
		// it, so an attempt is read back before its key is sent again.
		Delivery:  platforms.Keyed,
		KeyWindow: time.Hour,
		Settle:    time.Minute,
		Rate:      platforms.Rate{Posts: 300, Per: 5 * time.Minute},
		Limits: []platforms.Limit{
			{Field: platforms.FieldText, Unit: platforms.Graphemes, Max: 500},
			{Field: linkLength, Unit: platforms.Graphemes, Max: 23},
			{Field: platforms.FieldMedia, Unit: platforms.Items, Max: 4},
			{Field: platforms.FieldImage, Unit: platforms.Bytes, Max: 16 << 20},
			{Field: platforms.FieldRecording, Unit: platforms.Bytes, Max: 99 << 20},
			{Field: platforms.FieldAlt, Unit: platforms.Graphemes, Max: 1500},
		},
		MediaTypes: []string{"image/jpeg", "image/png", "image/gif", "image/webp", "video/mp4", "audio/mp4"},
		Metrics: []platforms.Metric{
			platforms.Events("reactions", favourites, "favourites known to the account's server", 0),
			platforms.Events("comments", replies, "direct replies known to the account's server", 0),
			platforms.Events("shares", reblogs, "boosts known to the account's server", 0),
			platforms.Events("shares", quotes, "quotes known to the account's server", 0),
		},
		Fields: []platforms.Field{
			{Name: fieldServer, Label: "credential.mastodon.server", Required: true},
			{Name: fieldToken, Label: "credential.mastodon.access_token", Secret: true, Granted: true},
			{Name: fieldKey, Label: "credential.mastodon.client_key"},
			{Name: fieldSecret, Label: "credential.mastodon.client_secret", Secret: true},
		},
		Grant: &platforms.Grant{
			Authorize: platforms.Place{Server: fieldServer, Path: "/oauth/authorize"}, Token: platforms.Place{Server: fieldServer, Path: "/oauth/token"},
			Client: fieldKey, Secret: fieldSecret, Access: fieldToken, Scopes: []string{"read:accounts", "read:statuses", "write:statuses", "write:media"},
		},
		Schedule: platforms.Schedule(),
	}
}

// A Connector publishes on one account. It is a [platforms.Connector] with
// every capability but [platforms.Confirmer], for a post is live at once.
type Connector struct {
	client   *platforms.Client
	base     *url.URL
	token    string
	key      string // of the application; may be empty
	secret   string
	settings platforms.Settings
	limits   []platforms.Limit
}

// New returns the connector of one account. The error is a *platforms.Failure
// of class Locked if the credentials cannot be of any account.
func New(client *platforms.Client, s platforms.Settings) (*Connector, error) {
	base, err := s.Server(fieldServer)
	if err != nil {
		return nil, err
	}
	token := s.Credentials[fieldToken]
	if token == "" {
		return nil, platforms.Unfit(fieldToken, "there is no access token")
	}
	return &Connector{
		client: client, base: base, token: token, key: s.Credentials[fieldKey], secret: s.Credentials[fieldSecret], settings: s,
		limits: Profile().Over(s.Limits),
	}, nil
}

// Check implements [platforms.Connector].
func (c *Connector) Check(post platforms.Post) []platforms.Objection {
	var list []platforms.Objection
	if len(post.Media) == 0 {
		list = platforms.Require(post.Content, platforms.FieldText)
	}
	for _, l := range c.limits {
		if l.Field == platforms.FieldText {
			list = append(list, l.CheckText(platforms.WithLinks(post.Text(), c.limits))...)
		}
	}
	others := without(c.limits, platforms.FieldText, linkLength)
	list = append(list, platforms.Check(post.Content, others)...)
	return append(list, platforms.CheckMedia(post.Content, Profile().MediaTypes)...)
}

func without(limits []platforms.Limit, fields ...string) []platforms.Limit {
	var kept []platforms.Limit
	for _, l := range limits {
		if !slices.Contains(fields, l.Field) {
			kept = append(kept, l)
		}
	}
	return kept
}
