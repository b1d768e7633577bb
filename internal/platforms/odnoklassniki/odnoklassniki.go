// Package odnoklassniki publishes topics in a group of Odnoklassniki, over its
// REST API. Every answer has status 200; what went wrong stands in its body.
// Topics cannot be listed reliably, for those that only their author has seen
// are left out, so what became of an attempt without an answer is for a person
// to say.
package odnoklassniki

import (
	"net/url"
	"strings"
	"time"

	"caravan/internal/platforms"
)

// Credential fields.
const (
	fieldServer = "server"
	fieldGroup  = "group"
	fieldToken  = "access_token"
	fieldKey    = "application_key"
	fieldSecret = "application_secret"

	// Only to be given a token.
	fieldApplication = "application_id"
	fieldRefresh     = "refresh_token"
	fieldSignIn      = "sign_in_server"
)

const (
	publicServer = "https://api.ok.ru"
	publicSignIn = "https://connect.ok.ru"
)

// Native names of the metrics.
const (
	renderings = "renderings"
	reach      = "reach"
	likes      = "likes"
	comments   = "comments"
	reshares   = "reshares"
	clicks     = "link_clicks"
)

// Profile describes the platform. The limits are not documented; these are
// well below what others report.
func Profile() platforms.Profile {
	return platforms.Profile{
		Name:         "odnoklassniki",
		Version:      1,
		ChannelClass: platforms.Social,
		Delivery:     platforms.Opaque,
		Settle:       time.Minute,
		Rate:         platforms.Rate{Posts: 20, Per: time.Hour},
		Limits: []platforms.Limit{
			{Field: platforms.FieldText, Unit: platforms.UTF16, Max: 16_000},
			{Field: platforms.FieldMedia, Unit: platforms.Items, Max: 10},
			{Field: platforms.FieldImage, Unit: platforms.Bytes, Max: 10 << 20},
		},
		MediaTypes: []string{"image/jpeg", "image/png", "image/gif"},
		Metrics: []platforms.Metric{
			platforms.Events("impressions", renderings, "times the topic was displayed", 0),
			{
				Name: "reach", Native: reach, Family: "reach", Unit: "people", Kind: platforms.Counter, Settle: 48 * time.Hour,
				Threshold: "people to whom the topic was displayed at least once",
			},
			platforms.Events("reactions", likes, "likes there are now", 0),
			platforms.Events("comments", comments, "comments there are now", 0),
			platforms.Events("shares", reshares, "times the topic was shared", 0),
			platforms.Events("clicks", clicks, "times a link of the topic was followed", 0),
		},
		Fields: []platforms.Field{
			{Name: fieldServer, Label: "credential.odnoklassniki.server", Required: true, Default: publicServer},
			{Name: fieldGroup, Label: "credential.odnoklassniki.group", Required: true},
			{Name: fieldToken, Label: "credential.odnoklassniki.access_token", Secret: true, Granted: true},
			{Name: fieldKey, Label: "credential.odnoklassniki.application_key", Required: true},
			{Name: fieldSecret, Label: "credential.odnoklassniki.application_secret", Secret: true, Required: true},
			{Name: fieldApplication, Label: "credential.odnoklassniki.application_id"},
			{Name: fieldRefresh, Label: "credential.odnoklassniki.refresh_token", Secret: true, Granted: true},
			{Name: fieldSignIn, Label: "credential.odnoklassniki.sign_in_server", Default: publicSignIn},
		},
		Grant: &platforms.Grant{
			Authorize: platforms.Place{Server: fieldSignIn, Path: "/oauth/authorize"}, Token: platforms.Place{Server: fieldServer, Path: "/oauth/token.do"},
			Client: fieldApplication, Secret: fieldSecret, Access: fieldToken, Refresh: fieldRefresh,
			Scopes: []string{"VALUABLE_ACCESS", "LONG_ACCESS_TOKEN", "GROUP_CONTENT"}, Separator: ";",
		},
		Schedule: platforms.Schedule(),
	}
}

// A Connector publishes in one group. It can measure, retract and inspect.
type Connector struct {
	client   *platforms.Client
	base     *url.URL
	group    string
	token    string
	key      string // of the application
	secret   string
	settings platforms.Settings
	limits   []platforms.Limit
}

// New returns the connector of one group. The error is a *platforms.Failure of
// class Locked if the credentials cannot be of any.
func New(client *platforms.Client, s platforms.Settings) (*Connector, error) {
	base, err := s.Server(fieldServer)
	if err != nil {
		return nil, err
	}
	for _, field := range []string{fieldGroup, fieldToken, fieldKey, fieldSecret} {
		if s.Credentials[field] == "" {
			return nil, platforms.Unfit(field, "there is no %s", field)
		}
	}
	if strings.Trim(s.Credentials[fieldGroup], "0123456789") != "" {
		return nil, platforms.Unfit(fieldGroup, "the group is named by its number")
	}
	return &Connector{
		client, base, s.Credentials[fieldGroup], s.Credentials[fieldToken], s.Credentials[fieldKey], s.Credentials[fieldSecret], s,
		Profile().Over(s.Limits),
	}, nil
}

// Check implements [platforms.Connector].
func (c *Connector) Check(post platforms.Post) []platforms.Objection {
	return platforms.CheckPost(post.Content, c.limits, Profile().MediaTypes)
}
