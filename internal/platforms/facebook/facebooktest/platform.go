package facebooktest

import (
	"net/http/httptest"
	"net/netip"
	"testing"

	"caravan/internal/platforms"
	"caravan/internal/platforms/facebook"
	"caravan/internal/platforms/platformtest"
)

// Platforms lists the platform for the suite.
func Platforms() []platformtest.Platform {
	return []platformtest.Platform{{
		Name: "facebook", Profile: facebook.Profile(),
		Cannot: map[string]string{
			"the same key twice makes one post":          "the Graph API takes no keys; an attempt is looked for before it is repeated",
			"rate limit honours the platform's own wait": "the wait is said in whole minutes; the connector's own test has it",
			"processing is confirmed when it is over":    "a post is live at once",
		},
		Start: func(tb testing.TB) platformtest.Bench {
			tb.Helper()
			s := New(platformtest.Now)
			server := httptest.NewServer(s)
			tb.Cleanup(server.Close)
			return platformtest.Bench{Connector: Connect(tb, server.URL), Simulator: s, Secrets: []string{Token}, Stop: server.Close}
		},
	}}
}

// Connect returns a connector that may reach this machine, and nothing else.
func Connect(tb testing.TB, base string) *facebook.Connector {
	tb.Helper()
	client := platforms.NewClient(platforms.Egress{Now: platformtest.Now, Allow: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}})
	connector, err := facebook.New(client, platforms.Settings{
		Credentials: platforms.Credentials{"server": base, "version": "v25.0", "page": Page, "access_token": Token}, Media: platformtest.Library{},
	})
	if err != nil {
		tb.Fatal(err)
	}
	return connector
}
