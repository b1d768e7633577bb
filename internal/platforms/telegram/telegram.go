// Package telegram publishes in a channel of Telegram as a bot that
// administers it, over the Bot API (10.1, June 2026). The API has no way to
// read a channel back and counts no views, so what became of an attempt
// without an answer is for a person to say, and views are entered by one.
// Reactions Telegram tells by itself, at an address that it is given.
package telegram

import (
	"net/url"
	"strings"
	"time"

	"caravan/internal/platforms"
)

// Credential fields.
const (
	fieldServer  = "server"
	fieldToken   = "bot_token"
	fieldChannel = "channel"
)

const publicServer = "https://api.telegram.org"

// Profile describes the platform.
func Profile() platforms.Profile {
	return platforms.Profile{
		Name:         "telegram",
		Version:      2,
		ChannelClass: platforms.Social,
		Delivery:     platforms.Opaque,
		Settle:       time.Minute,
		Rate:         platforms.Rate{Posts: 20, Per: time.Minute},
		Limits: []platforms.Limit{
			{Field: platforms.FieldText, Unit: platforms.UTF16, Max: 4096},
			{Field: platforms.FieldCaption, Unit: platforms.UTF16, Max: 1024},
			{Field: platforms.FieldMedia, Unit: platforms.Items, Max: 10},
			{Field: platforms.FieldImage, Unit: platforms.Bytes, Max: 10 << 20},
			{Field: platforms.FieldRecording, Unit: platforms.Bytes, Max: 50 << 20},
		},
		MediaTypes: []string{"image/jpeg", "image/png", "video/mp4"},
		Metrics: []platforms.Metric{
			platforms.ByHand("views", "views", "events", "times the post was shown, rounded as the channel shows it", 0),
			platforms.Events("reactions", reactions, "reactions of every kind that stand on the post, those that were paid for too, as often as each was given; told by Telegram within minutes of a change", 0),
		},
		Fields: []platforms.Field{
			{Name: fieldServer, Label: "credential.telegram.server", Required: true, Default: publicServer},
			{Name: fieldToken, Label: "credential.telegram.bot_token", Secret: true, Required: true},
			{Name: fieldChannel, Label: "credential.telegram.channel", Required: true},
		},
	}
}

// A Connector publishes in one channel. It can retract, edit, inspect and
// subscribe, and hears of reactions.
type Connector struct {
	client   *platforms.Client
	base     *url.URL
	token    string
	channel  string
	settings platforms.Settings
	limits   []platforms.Limit
}

// New returns the connector of one channel. The error is a *platforms.Failure
// of class Locked if the credentials cannot be of any bot.
func New(client *platforms.Client, s platforms.Settings) (*Connector, error) {
	base, err := s.Server(fieldServer)
	if err != nil {
		return nil, err
	}
	token, channel := s.Credentials[fieldToken], s.Credentials[fieldChannel]
	if id, secret, found := strings.Cut(token, ":"); !found || id == "" || secret == "" || strings.ContainsAny(token, "/?#% ") {
		return nil, platforms.Unfit(fieldToken, "this is no token of a bot")
	}
	if channel == "" {
		return nil, platforms.Unfit(fieldChannel, "no channel is named")
	}
	if !strings.HasPrefix(channel, "-") {
		channel = "@" + strings.TrimPrefix(channel, "@")
	}
	return &Connector{client, base, token, channel, s, Profile().Over(s.Limits)}, nil
}

// Check implements [platforms.Connector].
func (c *Connector) Check(post platforms.Post) []platforms.Objection {
	return platforms.CheckPost(post.Content, c.limits, Profile().MediaTypes)
}
