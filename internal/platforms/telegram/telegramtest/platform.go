package telegramtest

import (
	"net/http/httptest"
	"net/netip"
	"testing"

	"caravan/internal/platforms"
	"caravan/internal/platforms/platformtest"
	"caravan/internal/platforms/telegram"
)

// Platforms lists the platform for the suite.
func Platforms() []platformtest.Platform {
	const (
		blind   = "the Bot API cannot read a channel back"
		uncount = "the Bot API counts no views; a person enters them"
	)
	return []platformtest.Platform{{
		Name: "telegram", Profile: telegram.Profile(),
		Cannot: map[string]string{
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
			s := New()
			server := httptest.NewServer(s)
			tb.Cleanup(server.Close)
			return platformtest.Bench{Connector: Connect(tb, server.URL), Simulator: s, Secrets: []string{Token}, Stop: server.Close}
		},
	}}
}

// Connect returns a connector that may reach this machine, and nothing else.
func Connect(tb testing.TB, base string) *telegram.Connector {
	tb.Helper()
	client := platforms.NewClient(platforms.Egress{Now: platformtest.Now, Allow: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}})
	connector, err := telegram.New(client, platforms.Settings{
		Credentials: platforms.Credentials{"server": base, "bot_token": Token, "channel": Channel}, Media: platformtest.Library{},
	})
	if err != nil {
		tb.Fatal(err)
	}
	return connector
}
