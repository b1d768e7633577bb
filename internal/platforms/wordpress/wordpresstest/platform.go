package wordpresstest

import (
	"net/http/httptest"
	"net/netip"
	"testing"

	"caravan/internal/platforms"
	"caravan/internal/platforms/platformtest"
	"caravan/internal/platforms/wordpress"
)

// Platforms lists the platform for the suite.
func Platforms() []platformtest.Platform {
	return []platformtest.Platform{{
		Name: "wordpress", Profile: wordpress.Profile(),
		Cannot: map[string]string{
			"the same key twice makes one post":       "a site takes the same address again and calls it another; an attempt is looked for before it is repeated",
			"duplicate is found":                      "no site refuses a text for having it already",
			"processing is confirmed when it is over": "a post is live at once",
		},
		Start: func(tb testing.TB) platformtest.Bench {
			tb.Helper()
			s := New()
			server := httptest.NewServer(s)
			tb.Cleanup(server.Close)
			return platformtest.Bench{Connector: Connect(tb, server.URL), Simulator: s, Secrets: []string{Password}, Stop: server.Close}
		},
	}}
}

// Connect returns a connector that may reach this machine, and nothing else.
func Connect(tb testing.TB, base string) *wordpress.Connector {
	tb.Helper()
	client := platforms.NewClient(platforms.Egress{Now: platformtest.Now, Allow: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}})
	connector, err := wordpress.New(client, platforms.Settings{
		Credentials: platforms.Credentials{"server": base, "username": User, "application_password": Password}, Media: platformtest.Library{},
	})
	if err != nil {
		tb.Fatal(err)
	}
	return connector
}
