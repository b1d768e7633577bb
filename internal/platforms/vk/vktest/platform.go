package vktest

import (
	"net/http/httptest"
	"net/netip"
	"testing"

	"caravan/internal/platforms"
	"caravan/internal/platforms/platformtest"
	"caravan/internal/platforms/vk"
)

// Platforms lists the platform for the suite.
func Platforms() []platformtest.Platform {
	return []platformtest.Platform{{
		Name: "vk", Profile: vk.Profile(),
		Cannot: map[string]string{
			"rate limit honours the platform's own wait": "the code says that it is too much, not for how long; a second is waited",
			"duplicate is found":                         "a post with the same guid is answered like the first",
			"processing is confirmed when it is over":    "a post is live at once",
			"batch metrics partial error":                "one question answers for all posts, or for none",
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
func Connect(tb testing.TB, base string) *vk.Connector {
	tb.Helper()
	client := platforms.NewClient(platforms.Egress{Now: platformtest.Now, Allow: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}})
	connector, err := vk.New(client, platforms.Settings{
		Credentials: platforms.Credentials{"server": base, "access_token": Token, "group": Group}, Media: platformtest.Library{},
	})
	if err != nil {
		tb.Fatal(err)
	}
	return connector
}
