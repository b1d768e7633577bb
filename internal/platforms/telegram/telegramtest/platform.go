package telegramtest

import (
	"testing"

	"caravan/internal/platforms"
	"caravan/internal/platforms/platformtest"
	"caravan/internal/platforms/telegram"
)

// Platforms lists the platform for the suite.
func Platforms() []platformtest.Platform {
	const (
		blind   = "the Bot API cannot read a channel back"
		uncount = "the Bot API answers no question about a post: it tells of reactions by itself, and a person enters views"
	)
	return []platformtest.Platform{{
		Name: "telegram", Profile: telegram.Profile(),
		Cannot: map[string]string{
			"what stands on the account is listed":    "the platform tells nobody what it was given",
			"the same key twice makes one post":       "the Bot API takes no keys",
			"duplicate is found":                      blind,
			"what was never sent is not found":        blind,
			"processing is confirmed when it is over": "a post is live at once; what the server sends later has no number, and a person looks",
			"metrics of a batch come in order":        uncount,
			"metrics missing field is null":           uncount,
			"metrics shrink is accepted":              uncount,
			"post removed on the platform is gone":    uncount,
			"batch metrics partial error":             uncount,
		},
		Start: func(tb testing.TB) platformtest.Bench {
			tb.Helper()
			connector, s, stop := Connect(tb)
			return platformtest.Bench{Connector: connector, Simulator: s, Secrets: []string{Token}, Stop: stop}
		},
	}}
}

// Connect returns a connector at a fresh simulator.
func Connect(tb testing.TB) (*telegram.Connector, *Server, func()) {
	tb.Helper()
	s := New()
	connector, stop := platformtest.Serve(tb, s, telegram.New, func(base string) platforms.Credentials {
		return platforms.Credentials{"server": base, "bot_token": Token, "channel": Channel}
	})
	return connector, s, stop
}
