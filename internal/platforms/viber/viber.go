// Package viber posts in a channel of Viber, with the token that its super
// administrator is given, over the Channels Post API (7.3). Every answer has
// status 200; what went wrong stands in its body. The API reads nothing back,
// takes nothing away and counts subscribers alone, so what became of an attempt
// without an answer is for a person to say.
package viber

import (
	"net/url"
	"time"

	"caravan/internal/platforms"
)

// Credential fields.
const (
	fieldServer  = "server"
	fieldToken   = "access_token"
	fieldFrom    = "administrator_id"
	fieldWebhook = "webhook_url"
)

const publicServer = "https://chatapi.viber.com"

// Profile describes the platform. How fast one may post is not documented.
func Profile() platforms.Profile {
	return platforms.Profile{
		Name:         "viber",
		Version:      1,
		ChannelClass: platforms.Messenger,
		Delivery:     platforms.Opaque,
		Settle:       time.Minute,
		Rate:         platforms.Rate{Posts: 20, Per: time.Hour},
		Limits:       []platforms.Limit{{Field: platforms.FieldText, Unit: platforms.UTF16, Max: 7000}},
		Metrics: []platforms.Metric{
			platforms.ByHand("views", "views", "events", "times the post was seen, as the channel shows it", 0),
			platforms.ByHand("reactions", "likes", "events", "reactions there are now", 0),
		},
		Fields: []platforms.Field{
			{Name: fieldServer, Label: "credential.viber.server", Required: true, Default: publicServer},
			{Name: fieldToken, Label: "credential.viber.access_token", Secret: true, Required: true},
			{Name: fieldFrom, Label: "credential.viber.administrator_id"},
			{Name: fieldWebhook, Label: "credential.viber.webhook_url"},
		},
	}
}

// A Connector posts in one channel. Besides [platforms.Connector] it is an
// [platforms.Inspector].
type Connector struct {
	client  *platforms.Client
	base    *url.URL
	token   string
	from    string
	webhook string
	limits  []platforms.Limit
}

// New returns the connector of one channel. The error is a *platforms.Failure
// of class Locked if the credentials cannot be of any.
func New(client *platforms.Client, s platforms.Settings) (*Connector, error) {
	base, err := s.Server(fieldServer)
	if err != nil {
		return nil, err
	}
	if s.Credentials[fieldToken] == "" {
		return nil, platforms.Unfit(fieldToken, "there is no token of the channel")
	}
	return &Connector{client, base, s.Credentials[fieldToken], s.Credentials[fieldFrom], s.Credentials[fieldWebhook], Profile().Over(s.Limits)}, nil
}

// Check implements [platforms.Connector].
func (c *Connector) Check(post platforms.Post) []platforms.Objection {
	return platforms.CheckPost(post.Content, c.limits, nil)
}
