// Package tiktok publishes films on an account of TikTok, over its Content
// Posting API (v2). A film is taken at once and becomes a post when it has been
// moderated, after minutes or hours; only then has it a name of its own. Nothing
// can be changed or taken down from outside. What an application that TikTok has
// not audited posts only its owner sees.
package tiktok

import (
	"net/url"
	"time"

	"caravan/internal/platforms"
)

// Credential fields.
const (
	fieldServer  = "server"
	fieldToken   = "access_token"
	fieldPrivacy = "privacy"
	fieldKey     = "client_key"
	fieldSecret  = "client_secret"
	fieldRefresh = "refresh_token"
	fieldSignIn  = "sign_in_server"
)

const (
	publicServer = "https://open.tiktokapis.com"
	publicSignIn = "https://www.tiktok.com"
)

// Native names of the metrics.
const (
	views    = "view_count"
	likes    = "like_count"
	comments = "comment_count"
	shares   = "share_count"
)

const film = "video/mp4"

// Profile describes the platform. How long a text may be is others'
// observation; how long a film, the platform says of each account.
func Profile() platforms.Profile {
	return platforms.Profile{
		Name:         "tiktok",
		Version:      1,
		ChannelClass: platforms.Social,
		Delivery:     platforms.Opaque, // what is not moderated yet cannot be seen
		Settle:       10 * time.Minute,
		Rate:         platforms.Rate{Posts: 6, Per: time.Minute},
		Limits: []platforms.Limit{
			{Field: platforms.FieldText, Unit: platforms.UTF16, Max: 2200},
			{Field: platforms.FieldMedia, Unit: platforms.Items, Max: 1},
			{Field: platforms.FieldDuration, Unit: platforms.Seconds, Max: 10 * 60},
		},
		MediaTypes: []string{film},
		Metrics: []platforms.Metric{
			platforms.Events("views", views, "times the video began to play", 0),
			platforms.Events("reactions", likes, "likes there are now", 0),
			platforms.Events("comments", comments, "comments there are now", 0),
			platforms.Events("shares", shares, "times the video was shared", 0),
		},
		Fields: []platforms.Field{
			{Name: fieldServer, Label: "credential.tiktok.server", Required: true, Default: publicServer},
			{
				Name: fieldPrivacy, Label: "credential.tiktok.privacy", Required: true, Default: "PUBLIC_TO_EVERYONE",
				Options: []string{"PUBLIC_TO_EVERYONE", "MUTUAL_FOLLOW_FRIENDS", "FOLLOWER_OF_CREATOR", "SELF_ONLY"},
			},
			{Name: fieldToken, Label: "credential.tiktok.access_token", Secret: true, Granted: true},
			{Name: fieldKey, Label: "credential.tiktok.client_key"},
			{Name: fieldSecret, Label: "credential.tiktok.client_secret", Secret: true},
			{Name: fieldRefresh, Label: "credential.tiktok.refresh_token", Secret: true, Granted: true},
			{Name: fieldSignIn, Label: "credential.tiktok.sign_in_server", Default: publicSignIn},
		},
		Grant: &platforms.Grant{
			Authorize: platforms.Place{Server: fieldSignIn, Path: "/v2/auth/authorize/"}, Token: platforms.Place{Server: fieldServer, Path: "/v2/oauth/token/"},
			Client: fieldKey, Secret: fieldSecret, Access: fieldToken, Refresh: fieldRefresh, ClientName: "client_key",
			Scopes: []string{"user.info.basic", "user.info.stats", "video.publish", "video.list"}, Separator: ",",
		},
		Schedule: platforms.Schedule(),
	}
}

// A Connector publishes on one account. It can find what it was given a name
// for, confirm, measure and inspect.
type Connector struct {
	client   *platforms.Client
	base     *url.URL
	token    string
	privacy  string
	settings platforms.Settings
	limits   []platforms.Limit
}

// New returns the connector of one account. The error is a *platforms.Failure
// of class Locked if the credentials cannot be of any.
func New(client *platforms.Client, s platforms.Settings) (*Connector, error) {
	base, err := s.Server(fieldServer)
	if err != nil {
		return nil, err
	}
	if s.Credentials[fieldToken] == "" {
		return nil, platforms.Unfit(fieldToken, "there is no access token")
	}
	return &Connector{client, base, s.Credentials[fieldToken], s.Credentials[fieldPrivacy], s, Profile().Over(s.Limits)}, nil
}

// Check implements [platforms.Connector]. A post is one film.
func (c *Connector) Check(post platforms.Post) []platforms.Objection {
	list := platforms.CheckPost(post.Content, c.limits, Profile().MediaTypes)
	if len(post.Media) == 0 {
		list = append(list, platforms.Objection{Field: platforms.FieldMedia, Code: platforms.CodeMissing, Detail: "a post needs a film"})
	}
	return list
}
