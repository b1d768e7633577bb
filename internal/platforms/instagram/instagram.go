// Package instagram publishes on a professional account of Instagram, over the
// Graph API (25.0, spring 2026): a picture, up to ten of them, or a reel.
// Instagram fetches them itself. A post is made in two steps: a container,
// which can be made ready for long, and its publication, which works once.
package instagram

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
	fieldAccount = "account"
	fieldToken   = "access_token"
)

const (
	publicServer  = "https://graph.facebook.com"
	publicVersion = "v25.0"
)

// What is taken. Only pictures of this type are, and reels.
const (
	picture = "image/jpeg"
	reel    = "video/mp4"

	maxHashtags = 30
)

// Native names of the metrics. The first two are of the post, the others
// insights.
const (
	likes    = "like_count"
	comments = "comments_count"
	views    = "views"
	reached  = "reach"
	shares   = "shares"
	saved    = "saved"
)

// Profile describes the platform. The limits of captions and files are others'
// observations; how many posts are taken in a day the platform says itself.
func Profile() platforms.Profile {
	const late = 48 * time.Hour
	return platforms.Profile{
		Name:         "instagram",
		Version:      1,
		ChannelClass: platforms.Social,
		Delivery:     platforms.Searchable,
		Settle:       2 * time.Minute,
		Rate:         platforms.Rate{Posts: 50, Per: 24 * time.Hour},
		Limits: []platforms.Limit{
			{Field: platforms.FieldText, Unit: platforms.UTF16, Max: 2200},
			{Field: platforms.FieldMedia, Unit: platforms.Items, Max: 10},
			{Field: platforms.FieldImage, Unit: platforms.Bytes, Max: 8 << 20},
			{Field: platforms.FieldRecording, Unit: platforms.Bytes, Max: 300 << 20},
			{Field: platforms.FieldDuration, Unit: platforms.Seconds, Max: 15 * 60},
			{Field: platforms.FieldAlt, Unit: platforms.UTF16, Max: 1000},
		},
		MediaTypes: []string{picture, reel},
		Metrics: []platforms.Metric{
			platforms.Events("impressions", views, "times the post was played or displayed", late),
			{
				Name: "reach", Native: reached, Family: "reach", Unit: "accounts", Kind: platforms.Counter, Settle: late,
				Threshold: "accounts that the post was played or displayed to at least once, estimated",
			},
			platforms.Events("reactions", likes, "likes there are now", 0),
			platforms.Events("comments", comments, "comments there are now", 0),
			platforms.Events("shares", shares, "times the post was shared", late),
			platforms.Events("saves", saved, "times the post was saved", late),
		},
		Fields: append([]platforms.Field{
			{Name: fieldServer, Label: "credential.instagram.server", Required: true, Default: publicServer},
			{Name: fieldVersion, Label: "credential.instagram.version", Required: true, Default: publicVersion},
			{Name: fieldAccount, Label: "credential.instagram.account", Required: true},
		}, graph.Fields("instagram")...),
		Grant:    graph.Grant("instagram_basic", "instagram_content_publish", "instagram_manage_insights", "pages_show_list", "pages_read_engagement"),
		Schedule: platforms.Schedule(),
	}
}

// A Connector publishes on one account. It can find, measure, inspect, and take
// down where the platform lets it.
type Connector struct {
	graph   *graph.Client
	account string
	limits  []platforms.Limit

	credentials platforms.Credentials
}

// New returns the connector of one account. The error is a *platforms.Failure
// of class Locked if the credentials cannot be of any.
func New(client *platforms.Client, s platforms.Settings) (*Connector, error) {
	base, err := s.Server(fieldServer)
	if err != nil {
		return nil, err
	}
	account, token := s.Credentials[fieldAccount], s.Credentials[fieldToken]
	if account == "" || strings.Trim(account, "0123456789") != "" {
		return nil, platforms.Unfit(fieldAccount, "the account is named by its number, such as 17841405822304914")
	}
	if token == "" {
		return nil, platforms.Unfit(fieldToken, "there is no access token")
	}
	return &Connector{graph.New(client, base.JoinPath(s.Credentials[fieldVersion]), token), account, Profile().Over(s.Limits), s.Credentials}, nil
}

// Check implements [platforms.Connector]. A post is pictures, or one reel.
func (c *Connector) Check(post platforms.Post) []platforms.Objection {
	list := platforms.CheckPost(post.Content, c.limits, Profile().MediaTypes)
	if len(post.Media) == 0 {
		list = append(list, platforms.Objection{Field: platforms.FieldMedia, Code: platforms.CodeMissing, Detail: "a post needs a picture or a reel"})
	}
	if n := len(post.Hashtags); n > maxHashtags {
		list = append(list, platforms.Objection{Field: platforms.FieldText, Code: platforms.CodeTooMany, Detail: "hashtags", Limit: maxHashtags, Count: n})
	}
	for _, m := range post.Media {
		if m.MIME == reel && len(post.Media) > 1 {
			list = append(list, platforms.Objection{Field: platforms.FieldMedia, Code: platforms.CodeUnsupported, Detail: "a reel stands alone"})
			break
		}
	}
	return list
}
