package matrixtest

import (
	"net/http/httptest"
	"net/netip"
	"testing"

	"caravan/internal/platforms"
	"caravan/internal/platforms/matrix"
	"caravan/internal/platforms/platformtest"
)

// Platforms lists the platform for the suite.
func Platforms() []platformtest.Platform {
	const again = "the same number again is answered like the first time"
	return []platformtest.Platform{{
		Name: "matrix", Profile: matrix.Profile(),
		Cannot: map[string]string{
			"duplicate is found":                      again,
			"what was never sent is not found":        again,
			"processing is confirmed when it is over": "a post is live at once",
			"metrics missing field is null":           "events are counted, and none of them is none",
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
func Connect(tb testing.TB, base string) *matrix.Connector {
	tb.Helper()
	client := platforms.NewClient(platforms.Egress{Now: platformtest.Now, Allow: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}})
	connector, err := matrix.New(client, platforms.Settings{
		Credentials: platforms.Credentials{"server": base, "access_token": Token, "room": Room}, Media: platformtest.Library{},
	})
	if err != nil {
		tb.Fatal(err)
	}
	return connector
}
