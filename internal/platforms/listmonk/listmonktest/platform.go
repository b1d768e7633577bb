package listmonktest

import (
	"testing"

	"caravan/internal/platforms"
	"caravan/internal/platforms/listmonk"
	"caravan/internal/platforms/platformtest"
)

// Platforms lists the platform for the suite.
func Platforms() []platformtest.Platform {
	return []platformtest.Platform{{
		Name: "listmonk", Profile: listmonk.Profile(),
		Cannot: map[string]string{
			"what stands on the account is listed":    "others send campaigns from the server too, and may",
			"happy media":                             "pictures are in the server's own template",
			"duplicate is found":                      "a campaign under the same key is answered like the first",
			"processing is confirmed when it is over": "a campaign is under way at once",
			"edit in place":                           "a campaign that is under way cannot be changed",
		},
		Start: func(tb testing.TB) platformtest.Bench {
			tb.Helper()
			connector, s, stop := Connect(tb)
			return platformtest.Bench{Connector: connector, Simulator: s, Secrets: []string{Token}, Stop: stop}
		},
	}}
}

// Connect returns a connector at a fresh simulator.
func Connect(tb testing.TB) (*listmonk.Connector, *Server, func()) {
	tb.Helper()
	s := New(platformtest.Now)
	connector, stop := platformtest.Serve(tb, s, listmonk.New, func(base string) platforms.Credentials {
		return platforms.Credentials{"server": base, "username": Username, "access_token": Token, "list_id": List, "from_address": "noor@list.example"}
	})
	return connector, s, stop
}
