// Package vk publishes on the wall of a community of VK, with a key of the
// community, over API 5.199 (schema of January 2025). Every answer has status
// 200; what went wrong stands in its body.
package vk

import (
	"net/url"
	"strconv"
	"strings"
	"time"

	"caravan/internal/platforms"
)

// Credential fields.
const (
	fieldServer = "server"
	fieldToken  = "access_token"
	fieldGroup  = "group"
)

const (
	publicServer = "https://api.vk.com"
	version      = "5.199"
)

// Native names of the metrics. Reach and what follows it come of
// stats.getPostReach.
const (
	views    = "views.count"
	likes    = "likes.count"
	comments = "comments.count"
	reposts  = "reposts.count"
	reach    = "reach_total"
	links    = "links"
)

// Profile describes the platform. How long a text may be and how many files go
// along is not in the schema; others report 16,000 and 10.
func Profile() platforms.Profile {
	return platforms.Profile{
		Name:         "vk",
		Version:      1,
		ChannelClass: platforms.Social,
		// The guid of a post is said to be heeded for an hour. It is sent, and
		// not relied on: the wall can be read.
		Delivery: platforms.Searchable,
		Settle:   time.Minute,
		Rate:     platforms.Rate{Posts: 50, Per: 24 * time.Hour},
		Limits: []platforms.Limit{
			{Field: platforms.FieldText, Unit: platforms.UTF16, Max: 15_000},
			{Field: platforms.FieldMedia, Unit: platforms.Items, Max: 10},
			{Field: platforms.FieldImage, Unit: platforms.Bytes, Max: 50 << 20},
		},
		MediaTypes: []string{"image/jpeg", "image/png", "image/gif"},
		Metrics: []platforms.Metric{
			platforms.Events("views", views, "times the post was shown", 0),
			platforms.Events("reactions", likes, "likes there are now", 0),
			platforms.Events("comments", comments, "comments there are now", 0),
			platforms.Events("shares", reposts, "reposts to walls and in messages", 0),
			{
				Name: "reach", Native: reach, Family: "reach", Unit: "people", Kind: platforms.Counter, Settle: 48 * time.Hour,
				Threshold: "people to whom the post was shown; of the last 300 posts, in communities of 5,000 members or more",
			},
			platforms.Events("clicks", links, "times a link of the post was followed", 0),
		},
		Fields: []platforms.Field{
			{Name: fieldServer, Label: "credential.vk.server", Required: true, Default: publicServer},
			{Name: fieldToken, Label: "credential.vk.access_token", Secret: true, Required: true},
			{Name: fieldGroup, Label: "credential.vk.group", Required: true},
		},
		Schedule: platforms.Schedule(),
	}
}

// A Connector publishes on one wall. It can do everything but confirm, for a
// post is live at once, and revoke, for which the API has no method.
type Connector struct {
	client   *platforms.Client
	base     *url.URL
	token    string
	group    int64
	settings platforms.Settings
	limits   []platforms.Limit
}

// New returns the connector of one community. The error is a
// *platforms.Failure of class Locked if the credentials cannot be of any.
func New(client *platforms.Client, s platforms.Settings) (*Connector, error) {
	base, err := s.Server(fieldServer)
	if err != nil {
		return nil, err
	}
	token := s.Credentials[fieldToken]
	if token == "" {
		return nil, platforms.Unfit(fieldToken, "there is no key of the community")
	}
	named := s.Credentials[fieldGroup]
	for _, before := range []string{"-", "club", "public"} { // as addresses have it
		named = strings.TrimPrefix(named, before)
	}
	group, err := strconv.ParseInt(named, 10, 64)
	if err != nil || group <= 0 {
		return nil, platforms.Unfit(fieldGroup, "the community is named by its number, such as 123456")
	}
	return &Connector{client, base, token, group, s, Profile().Over(s.Limits)}, nil
}

// Check implements [platforms.Connector].
func (c *Connector) Check(post platforms.Post) []platforms.Objection {
	return platforms.CheckPost(post.Content, c.limits, Profile().MediaTypes)
}
