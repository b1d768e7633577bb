// Package youtube publishes films on a channel of YouTube, over its Data API
// (v3, October 2026). A film is sent in parts to an upload of its own, which can
// be asked how far it has come, and makes one video. It is public when the
// platform has processed it. Projects that Google has not audited can only
// upload what nobody else sees.
package youtube

import (
	"net/url"
	"strings"
	"time"

	"caravan/internal/platforms"
)

// Credential fields.
const (
	fieldServer      = "server"
	fieldToken       = "access_token"
	fieldPrivacy     = "privacy"
	fieldApplication = "application_id"
	fieldSecret      = "application_secret"
	fieldRefresh     = "refresh_token"
	fieldSignIn      = "sign_in_server"
	fieldAnalytics   = "analytics_server"
)

const (
	publicServer    = "https://www.googleapis.com"
	publicSignIn    = "https://accounts.google.com"
	publicAnalytics = "https://youtubeanalytics.googleapis.com"
)

// Native names of the metrics. The last two are told by another service, days
// later.
const (
	views    = "viewCount"
	likes    = "likeCount"
	comments = "commentCount"
	watched  = "estimatedMinutesWatched"
	shares   = "shares"
)

const film = "video/mp4"

// scopes is what the names of all scopes begin with. To take a video down and to
// give it captions one alone is enough, and it lets upload as well.
const scopes = "https://www.googleapis.com/auth/"

// Profile describes the platform. The limits of texts are others' observations.
// Of uploads it takes a hundred a day, counted to midnight in California.
func Profile() platforms.Profile {
	const revised = 10 * platforms.Day // from memory: told after two or three days, and mended for a week
	return platforms.Profile{
		Name:         "youtube",
		Version:      2,
		ChannelClass: platforms.Social,
		Delivery:     platforms.Searchable,
		Settle:       10 * time.Minute,
		Rate:         platforms.Rate{Posts: 100, Per: 24 * time.Hour},
		Limits: []platforms.Limit{
			{Field: platforms.FieldTitle, Unit: platforms.UTF16, Max: 100},
			{Field: platforms.FieldText, Unit: platforms.Bytes, Max: 5000},
			{Field: platforms.FieldMedia, Unit: platforms.Items, Max: 1},
			{Field: platforms.FieldDuration, Unit: platforms.Seconds, Max: 12 * 60 * 60},
		},
		MediaTypes: []string{film},
		Metrics: []platforms.Metric{
			platforms.Events("views", views, "times the video was started, as the platform counts; near to live", 48*time.Hour),
			platforms.Events("reactions", likes, "likes there are now; not told where the channel hides them", 0),
			platforms.Events("comments", comments, "comments there are now", 0),
			platforms.Events("shares", shares, "times the video was shared with the button of the platform; told days later, and mended", revised),
			{
				Name: "minutes", Native: watched, Family: "minutes", Unit: "minutes", Kind: platforms.Counter, Additive: platforms.Summable(), Settle: revised,
				Threshold: "minutes that the video was watched, as the platform estimates; told days later, and mended",
			},
		},
		Fields: []platforms.Field{
			{Name: fieldServer, Label: "credential.youtube.server", Required: true, Default: publicServer},
			{Name: fieldPrivacy, Label: "credential.youtube.privacy", Required: true, Default: "public", Options: []string{"public", "unlisted", "private"}},
			{Name: fieldToken, Label: "credential.youtube.access_token", Secret: true, Granted: true},
			{Name: fieldApplication, Label: "credential.youtube.application_id"},
			{Name: fieldSecret, Label: "credential.youtube.application_secret", Secret: true},
			{Name: fieldRefresh, Label: "credential.youtube.refresh_token", Secret: true, Granted: true},
			{Name: fieldSignIn, Label: "credential.youtube.sign_in_server", Default: publicSignIn},
			{Name: fieldAnalytics, Label: "credential.youtube.analytics_server", Default: publicAnalytics},
		},
		Grant: &platforms.Grant{
			Authorize: platforms.Place{Server: fieldSignIn, Path: "/o/oauth2/v2/auth"}, Token: platforms.Place{Server: fieldServer, Path: "/oauth2/v4/token"},
			Client: fieldApplication, Secret: fieldSecret, Access: fieldToken, Refresh: fieldRefresh,
			Scopes:     []string{scopes + "youtube.force-ssl", scopes + "yt-analytics.readonly"},
			Parameters: map[string]string{"access_type": "offline", "prompt": "consent"},
		},
		Schedule: platforms.Schedule(revised),
	}
}

// A Connector publishes on one channel. It can do everything but edit and
// revoke.
type Connector struct {
	client    *platforms.Client
	base      *url.URL
	analytics *url.URL
	token     string
	privacy   string
	settings  platforms.Settings
	limits    []platforms.Limit
}

// New returns the connector of one channel. The error is a *platforms.Failure
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
	analytics, err := s.Server(fieldAnalytics)
	if err != nil {
		return nil, err
	}
	if s.Credentials[fieldToken] == "" {
		return nil, platforms.Unfit(fieldToken, "there is no access token")
	}
	return &Connector{client, base, analytics, s.Credentials[fieldToken], s.Credentials[fieldPrivacy], s, Profile().Over(s.Limits)}, nil
}

// Check implements [platforms.Connector]. A post is one film with a title.
func (c *Connector) Check(post platforms.Post) []platforms.Objection {
	list := platforms.CheckPost(post.Content, c.limits, Profile().MediaTypes)
	list = append(list, platforms.Require(post.Content, platforms.FieldTitle)...)
	if len(post.Media) == 0 {
		list = append(list, platforms.Objection{Field: platforms.FieldMedia, Code: platforms.CodeMissing, Detail: "a post needs a film"})
	}
	if strings.ContainsAny(post.Text(), "<>") {
		list = append(list, platforms.Objection{Field: platforms.FieldText, Code: platforms.CodeInvalid, Detail: "no angle brackets are taken"})
	}
	return list
}

// description is what stands under the title.
func description(c platforms.Content) string {
	c.Title = ""
	return c.Text()
}
