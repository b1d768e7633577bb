// Package icecast stands beside a spot on internet radio: while the station
// airs it, the mount of its Icecast server (2.4) shows a line with the title
// and the link in every player, and is asked each minute how many listen. The
// same line again changes nothing. A mount of MP3 shows other scripts than
// Latin only where its charset is set to UTF-8; Confirm says whether it does.
package icecast

import (
	"net/url"
	"strings"
	"time"

	"caravan/internal/platforms"
)

// Credential fields.
const (
	fieldServer   = "server"
	fieldMount    = "mount"
	fieldUser     = "username"
	fieldPassword = "password"
)

// Native names of the metrics.
const (
	listeners = "listeners"
	peak      = "listener_peak"
	devices   = "log_devices"
	minutesOf = "log_minutes"
)

// slot is how long a spot and what surrounds it are listened along with.
const slot = 30 * time.Minute

// day is when the station's log has everybody: whoever listens on has no line.
const day = 24 * time.Hour

// Profile describes the platform. How long a line may be is ours: players show
// little more.
func Profile() platforms.Profile {
	return platforms.Profile{
		Name:         "icecast",
		Version:      1,
		ChannelClass: platforms.Radio,
		Delivery:     platforms.Keyed,
		Rate:         platforms.Rate{Posts: 30, Per: time.Hour},
		Limits:       []platforms.Limit{{Field: platforms.FieldTitle, Unit: platforms.Graphemes, Max: 120}},
		Metrics: []platforms.Metric{
			{
				Name: "listeners", Native: listeners, Family: "listeners", Unit: "devices", Kind: platforms.Gauge,
				Threshold: "connections that the server held open at the minute; one that listens twice counts twice",
			},
			{
				Name: "listeners", Native: peak, Family: "listener_peak", Unit: "devices", Kind: platforms.Gauge,
				Threshold: "the most connections at once since the station last came on air",
			},
			{
				Name: "listeners", Native: devices, Family: devices, Unit: "devices", Kind: platforms.Counter, Settle: day, Manual: true,
				Threshold: "different addresses and players that the station's log has for the time of the spot",
			},
			platforms.ByHand("minutes", minutesOf, "minutes", "what all of them heard of the spot together, by the station's log", day),
		},
		Fields: []platforms.Field{
			{Name: fieldServer, Label: "credential.icecast.server", Required: true},
			{Name: fieldMount, Label: "credential.icecast.mount", Required: true},
			{Name: fieldUser, Label: "credential.icecast.username", Default: "admin"},
			{Name: fieldPassword, Label: "credential.icecast.password", Secret: true, Required: true},
		},
		Schedule: minutes(slot),
	}
}

// minutes are those of a time, one by one.
func minutes(until time.Duration) []time.Duration {
	var list []time.Duration
	for at := time.Minute; at <= until; at += time.Minute {
		list = append(list, at)
	}
	return list
}

// A Connector shows lines on one mount. It can confirm, measure and inspect.
type Connector struct {
	client   *platforms.Client
	base     *url.URL
	mount    string
	user     string
	password string
	limits   []platforms.Limit
}

// New returns the connector of one mount. The error is a *platforms.Failure of
// class Locked if the credentials cannot be of any.
func New(client *platforms.Client, s platforms.Settings) (*Connector, error) {
	var err error
	if s.Credentials, err = Profile().Fill(s.Credentials); err != nil {
		return nil, err
	}
	base, err := s.Server(fieldServer)
	if err != nil {
		return nil, err
	}
	mount := "/" + strings.TrimPrefix(s.Credentials[fieldMount], "/")
	if mount == "/" || s.Credentials[fieldPassword] == "" {
		return nil, platforms.Fail(platforms.Locked, "the mount or the password is empty")
	}
	return &Connector{client, base, mount, s.Credentials[fieldUser], s.Credentials[fieldPassword], Profile().Over(s.Limits)}, nil
}

// Check implements [platforms.Connector].
func (c *Connector) Check(post platforms.Post) []platforms.Objection {
	list := platforms.Require(post.Content, platforms.FieldTitle)
	list = append(list, platforms.Check(post.Content, c.limits)...)
	return append(list, platforms.CheckMedia(post.Content, nil)...)
}
