// Package wordpress publishes on a site made with WordPress, as a user with an
// application password, over its REST API (observed on 6.1). The address of a
// post is made of the key of its delivery, so that a post can be looked for; the
// site itself would take the same address again and call it another.
package wordpress

import (
	"net/url"
	"time"

	"caravan/internal/platforms"
)

// Credential fields.
const (
	fieldServer   = "server"
	fieldUser     = "username"
	fieldPassword = "application_password"
)

// comments is the native name of the one metric.
const comments = "X-WP-Total of comments"

// Profile describes the platform. The site counts no views.
func Profile() platforms.Profile {
	return platforms.Profile{
		Name:         "wordpress",
		Version:      1,
		ChannelClass: platforms.Web,
		Delivery:     platforms.Searchable,
		Settle:       time.Minute,
		Rate:         platforms.Rate{Posts: 60, Per: time.Hour},
		Limits: []platforms.Limit{
			{Field: platforms.FieldTitle, Unit: platforms.Bytes, Max: 1000},
			{Field: platforms.FieldBody, Unit: platforms.Bytes, Max: 60_000},
			{Field: platforms.FieldMedia, Unit: platforms.Items, Max: 1},
			{Field: platforms.FieldMedia, Unit: platforms.Bytes, Max: 8 << 20},
		},
		MediaTypes: []string{"image/jpeg", "image/png", "image/gif", "image/webp"},
		Metrics: []platforms.Metric{{
			Name: "comments", Native: comments, Family: "comments", Unit: "events", Kind: platforms.Counter, Additive: platforms.Summable(),
			Threshold: "comments that the site shows",
		}},
		Fields: []platforms.Field{
			{Name: fieldServer, Label: "credential.wordpress.server", Required: true},
			{Name: fieldUser, Label: "credential.wordpress.username", Required: true},
			{Name: fieldPassword, Label: "credential.wordpress.application_password", Secret: true, Required: true},
		},
		Schedule: platforms.Schedule(),
	}
}

// A Connector publishes on one site. It can do everything but confirm and
// revoke: a post is live at once, and passwords are revoked on the site.
type Connector struct {
	client   *platforms.Client
	base     *url.URL
	user     string
	password string
	settings platforms.Settings
	limits   []platforms.Limit
}

// New returns the connector of one site. The error is a *platforms.Failure of
// class Locked if the credentials cannot be of any.
func New(client *platforms.Client, s platforms.Settings) (*Connector, error) {
	base, err := s.Server(fieldServer)
	if err != nil {
		return nil, err
	}
	user, password := s.Credentials[fieldUser], s.Credentials[fieldPassword]
	if user == "" || password == "" {
		return nil, platforms.Fail(platforms.Locked, "there is no user with an application password")
	}
	return &Connector{client, base, user, password, s, Profile().Over(s.Limits)}, nil
}

// Check implements [platforms.Connector].
func (c *Connector) Check(post platforms.Post) []platforms.Objection {
	list := platforms.Require(post.Content, platforms.FieldTitle, platforms.FieldBody)
	list = append(list, platforms.Check(post.Content, c.limits)...)
	return append(list, platforms.CheckMedia(post.Content, Profile().MediaTypes)...)
}
