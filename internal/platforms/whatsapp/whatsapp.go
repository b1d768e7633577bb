// Package whatsapp writes to a group of WhatsApp as a business, over the Cloud
// API (v25.0, June 2026). People join a group by a link, at most eight of them;
// who they are WhatsApp knows, and nothing here asks. The API reads nothing
// back, changes nothing and takes nothing away, so what became of an attempt
// without an answer is for a person to say.
package whatsapp

import (
	"net/url"
	"strings"
	"time"

	"caravan/internal/platforms"
	"caravan/internal/platforms/graph"
)

// Credential fields.
const (
	fieldServer   = "server"
	fieldVersion  = "version"
	fieldNumber   = "phone_number_id"
	fieldGroup    = "group_id"
	fieldToken    = "access_token"
	fieldSecret   = "application_secret"
	fieldTemplate = "template"
	fieldLanguage = "template_language"
)

const (
	publicServer  = "https://graph.facebook.com"
	publicVersion = "v25.0"
)

// longestParameter is how much of a text fits into a template, from memory.
const longestParameter = 1024

// Profile describes the platform. How long a text may be is from memory; the
// API takes far more of them than a group wants to read.
func Profile() platforms.Profile {
	return platforms.Profile{
		Name:         "whatsapp",
		Version:      1,
		ChannelClass: platforms.Messenger,
		Delivery:     platforms.Opaque,
		Settle:       time.Minute,
		Rate:         platforms.Rate{Posts: 20, Per: time.Hour},
		Limits:       []platforms.Limit{{Field: platforms.FieldText, Unit: platforms.UTF16, Max: 4096}},
		Metrics: []platforms.Metric{
			platforms.ByHand("delivered", "delivered", "events", "telephones that the message reached, as WhatsApp shows it", 0),
			platforms.ByHand("reads", "read", "events", "telephones on which it was read, of those that say so", 0),
		},
		Fields: []platforms.Field{
			{Name: fieldServer, Label: "credential.whatsapp.server", Required: true, Default: publicServer},
			{Name: fieldVersion, Label: "credential.whatsapp.version", Required: true, Default: publicVersion},
			{Name: fieldNumber, Label: "credential.whatsapp.phone_number_id", Required: true},
			{Name: fieldGroup, Label: "credential.whatsapp.group_id", Required: true},
			{Name: fieldToken, Label: "credential.whatsapp.access_token", Secret: true, Required: true},
			{Name: fieldSecret, Label: "credential.whatsapp.application_secret", Secret: true},
			{Name: fieldTemplate, Label: "credential.whatsapp.template"},
			{Name: fieldLanguage, Label: "credential.whatsapp.template_language"},
		},
	}
}

// A Connector writes to one group. Besides [platforms.Connector] it is an
// [platforms.Inspector] and a [platforms.Hook].
type Connector struct {
	graph    *graph.Client
	number   string
	group    string
	secret   string // that WhatsApp signs with what it says; may be empty
	template string
	language string
	limits   []platforms.Limit
}

// New returns the connector of one group. The error is a *platforms.Failure of
// class Locked if the credentials cannot be of any.
func New(client *platforms.Client, s platforms.Settings) (*Connector, error) {
	base, err := s.Server(fieldServer)
	if err != nil {
		return nil, err
	}
	given := s.Credentials
	switch {
	case given[fieldNumber] == "" || strings.Trim(given[fieldNumber], "0123456789") != "":
		return nil, platforms.Unfit(fieldNumber, "the sender is named by the identifier of its number, such as 756079150920219")
	case given[fieldGroup] == "" || given[fieldGroup] != url.PathEscape(given[fieldGroup]):
		return nil, platforms.Unfit(fieldGroup, "there is no identifier of a group")
	case given[fieldToken] == "":
		return nil, platforms.Unfit(fieldToken, "there is no access token")
	case given[fieldTemplate] != "" && given[fieldLanguage] == "":
		return nil, platforms.Unfit(fieldLanguage, "a template is in a language, such as ru")
	}
	c := &Connector{
		graph.New(client, base.JoinPath(given[fieldVersion]), given[fieldToken]),
		given[fieldNumber], given[fieldGroup], given[fieldSecret], given[fieldTemplate], given[fieldLanguage], Profile().Over(s.Limits),
	}
	if c.template != "" {
		c.limits = []platforms.Limit{{Field: platforms.FieldText, Unit: platforms.UTF16, Max: longestParameter}}
	}
	return c, nil
}

// Check implements [platforms.Connector].
func (c *Connector) Check(post platforms.Post) []platforms.Objection {
	return platforms.CheckPost(post.Content, c.limits, nil)
}
