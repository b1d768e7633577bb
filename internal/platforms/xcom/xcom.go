// Package xcom posts on an account of X, over API v2 (OpenAPI 2.167, August
// 2026), signed with the four keys that its owner makes for an application,
// which do not run out. Text is counted by weight, a link always as 23. A post
// costs money, and one with a link several times as much.
package xcom

import (
	"net/url"
	"time"

	"caravan/internal/platforms"
)

// Credential fields.
const (
	fieldServer      = "server"
	fieldAppKey      = "application_key"
	fieldAppSecret   = "application_secret"
	fieldToken       = "access_token"
	fieldTokenSecret = "access_token_secret"
	fieldFields      = "fields_parameter"
)

const publicServer = "https://api.x.com"

// The names of the parameter that asks for fields: a rename is under way.
const (
	oldFields = "tweet.fields"
	newFields = "post.fields"
)

// Native names of the metrics. Clicks are told of a post's first 30 days.
const (
	views   = "impression_count"
	likes   = "like_count"
	replies = "reply_count"
	shares  = "repost_and_quote_count"
	clicks  = "url_link_clicks"
)

// Profile describes the platform.
func Profile() platforms.Profile {
	return platforms.Profile{
		Name:         "x",
		Version:      3,
		ChannelClass: platforms.Social,
		Delivery:     platforms.Searchable,
		Settle:       time.Minute,
		Rate:         platforms.Rate{Posts: 100, Per: 15 * time.Minute},
		Limits: []platforms.Limit{
			{Field: platforms.FieldText, Unit: platforms.Weighted, Max: 280},
			{Field: platforms.FieldMedia, Unit: platforms.Items, Max: 4},
			{Field: platforms.FieldImage, Unit: platforms.Bytes, Max: 5 << 20},
			{Field: platforms.FieldAlt, Unit: platforms.UTF16, Max: 1000},
		},
		MediaTypes: []string{"image/jpeg", "image/png"},
		Metrics: []platforms.Metric{
			platforms.Events("views", views, "times the post was shown", 0),
			platforms.Events("reactions", likes, "likes there are now", 0),
			platforms.Events("comments", replies, "replies there are now", 0),
			platforms.Events("shares", shares, "reposts and quotes there are now", 0),
			platforms.Events("clicks", clicks, "times the link was followed; not told of posts older than 30 days", 0),
		},
		Fields: []platforms.Field{
			{Name: fieldServer, Label: "credential.x.server", Required: true, Default: publicServer},
			{Name: fieldAppKey, Label: "credential.x.application_key", Required: true},
			{Name: fieldAppSecret, Label: "credential.x.application_secret", Secret: true, Required: true},
			{Name: fieldToken, Label: "credential.x.access_token", Secret: true, Required: true},
			{Name: fieldTokenSecret, Label: "credential.x.access_token_secret", Secret: true, Required: true},
			{Name: fieldFields, Label: "credential.x.fields_parameter", Default: oldFields, Options: []string{oldFields, newFields}},
		},
		Schedule: platforms.Schedule(29 * platforms.Day), // a day later clicks are told no more
	}
}

// A Connector posts on one account. It can find, measure, retract and inspect.
type Connector struct {
	client *platforms.Client
	base   *url.URL
	keys   keys
	fields string
	limits []platforms.Limit

	settings platforms.Settings
}

// New returns the connector of one account. The error is a *platforms.Failure
// of class Locked if the credentials cannot be of any.
func New(client *platforms.Client, s platforms.Settings) (*Connector, error) {
	var err error
	if s.Credentials, err = Profile().Fill(s.Credentials); err != nil {
		return nil, err
	}
	base, err := s.Server(fieldServer)
	if err != nil {
		return nil, err
	}
	k := keys{s.Credentials[fieldAppKey], s.Credentials[fieldAppSecret], s.Credentials[fieldToken], s.Credentials[fieldTokenSecret]}
	return &Connector{client, base, k, s.Credentials[fieldFields], Profile().Over(s.Limits), s}, nil
}

// Check implements [platforms.Connector].
func (c *Connector) Check(post platforms.Post) []platforms.Objection {
	return platforms.CheckPost(post.Content, c.limits, Profile().MediaTypes)
}
