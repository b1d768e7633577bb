package odnoklassnikitest

import (
	"net/http/httptest"
	"net/netip"
	"testing"

	"caravan/internal/platforms"
	"caravan/internal/platforms/odnoklassniki"
	"caravan/internal/platforms/platformtest"
)

// Platforms lists the platform for the suite.
func Platforms() []platformtest.Platform {
	const blind = "topics that nobody has seen are in no list, so none can be looked for"
	return []platformtest.Platform{{
		Name: "odnoklassniki", Profile: odnoklassniki.Profile(),
		Cannot: map[string]string{
			"the same key twice makes one post":          "the API takes no keys",
			"rate limit honours the platform's own wait": "the code says that it is too much, not for how long",
			"duplicate is found":                         blind,
			"what was never sent is not found":           blind,
			"processing is confirmed when it is over":    "a topic is live at once",
			"edit in place":                              "whether a topic can be changed is not documented",
		},
		Start: func(tb testing.TB) platformtest.Bench {
			tb.Helper()
			s := New()
			server := httptest.NewServer(s)
			tb.Cleanup(server.Close)
			return platformtest.Bench{Connector: connect(tb, server.URL), Simulator: s, Secrets: []string{Token, Secret}, Stop: server.Close}
		},
	}}
}

// connect returns a connector that may reach this machine, and nothing else.
func connect(tb testing.TB, base string) platforms.Connector {
	tb.Helper()
	client := platforms.NewClient(platforms.Egress{Now: platformtest.Now, Allow: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}})
	connector, err := odnoklassniki.New(client, platforms.Settings{
		Credentials: platforms.Credentials{
			"server": base, "group": Group, "access_token": Token, "application_key": Key, "application_secret": Secret,
		},
		Media: platformtest.Library{},
	})
	if err != nil {
		tb.Fatal(err)
	}
	return connector
}
