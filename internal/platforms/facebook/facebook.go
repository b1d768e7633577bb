// Package facebook publishes on a Page of Facebook, over the Graph API (25.0,
// spring 2026). Insights follow up to two days late; what the API called
// impressions before November 2025 is another figure and is not read.
package facebook

import (
	"strings"
	"time"

	"caravan/internal/platforms"
	"caravan/internal/platforms/graph"
)

// Credential fields.
const (
	fieldServer  = "server"
	fieldVersion = "version"
	fieldPage    = "page"
	fieldToken   = "access_token"
)

const (
	publicServer  = "https://graph.facebook.com"
	publicVersion = "v25.0"
)

// Native names of the metrics. Those that begin with post are insights.
const (
	shown     = "post_media_view"
	reached   = "post_total_media_view_unique"
	clicks    = "post_clicks"
	reactions = "reactions.summary"
	comments  = "comments.summary"
	shares    = "shares.count"
)

// Profile describes the platform. How long a text may be, and how many may be
// posted, is not documented; both are others' observations.
func Profile() platforms.Profile {
	const late = 48 * time.Hour
	return platforms.Profile{
		Name:         "facebook",
		Version:      1,
		ChannelClass: platforms.Social,
		Delivery:     platforms.Searchable,
		Settle:       2 * time.Minute,
		Rate:         platforms.Rate{Posts: 25, Per: 24 * time.Hour},
		Limits: []platforms.Limit{
			{Field: platforms.FieldText, Unit: platforms.UTF16, Max: 63_206},
			{Field: platforms.FieldMedia, Unit: platforms.Items, Max: 10},
			{Field: platforms.FieldImage, Unit: platforms.Bytes, Max: 10 << 20},
		},
		MediaTypes: []string{"image/jpeg", "image/png", "image/gif"},
		Metrics: []platforms.Metric{
			platforms.Events("impressions", shown, "times the post was played or displayed", late),
			{
				Name: "reach", Native: reached, Family: "reach", Unit: "people", Kind: platforms.Counter, Settle: late,
				Threshold: "people to whom the post was played or displayed at least once",
			},
			platforms.Events("clicks", clicks, "times somebody clicked anywhere in the post", late),
			platforms.Events("reactions", reactions, "reactions there are now", 0),
			platforms.Events("comments", comments, "comments there are now", 0),
			platforms.Events("shares", shares, "times the post was shared", 0),
		},
		Fields: append([]platforms.Field{
			{Name: fieldServer, Label: "credential.facebook.server", Required: true, Default: publicServer},
			{Name: fieldVersion, Label: "credential.facebook.version", Required: true, Default: publicVersion},
			{Name: fieldPage, Label: "credential.facebook.page", Required: true},
		}, graph.Fields("facebook")...),
		Grant:    graph.Grant("pages_manage_posts", "pages_read_engagement", "read_insights"),
		Schedule: platforms.Schedule(),
	}
}

// A Connector publishes on one Page. It can do everything but confirm, for a
// post is live at once, and revoke, which takes the application's own token.
type Connector struct {
	graph    *graph.Client
	page     string
	settings platforms.Settings
	limits   []platforms.Limit
}

// New returns the connector of one Page. The error is a *platforms.Failure of
// class Locked if the credentials cannot be of any.
func New(client *platforms.Client, s platforms.Settings) (*Connector, error) {
	base, err := s.Server(fieldServer)
	if err != nil {
		return nil, err
	}
	page, token := s.Credentials[fieldPage], s.Credentials[fieldToken]
	if page == "" || strings.Trim(page, "0123456789") != "" {
		return nil, platforms.Unfit(fieldPage, "the Page is named by its number, such as 1029384756")
	}
	if token == "" {
		return nil, platforms.Unfit(fieldToken, "there is no access token")
	}
	return &Connector{graph.New(client, base.JoinPath(s.Credentials[fieldVersion]), token), page, s, Profile().Over(s.Limits)}, nil
}

// Check implements [platforms.Connector].
func (c *Connector) Check(post platforms.Post) []platforms.Objection {
	return platforms.CheckPost(post.Content, c.limits, Profile().MediaTypes)
}
