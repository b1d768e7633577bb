package matrixtest

import (
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
			"what stands on the account is listed":    "others speak in the room too, and may",
			"duplicate is found":                      again,
			"what was never sent is not found":        again,
			"processing is confirmed when it is over": "a post is live at once",
			"metrics missing field is null":           "events are counted, and none of them is none",
		},
		Start: func(tb testing.TB) platformtest.Bench {
			tb.Helper()
			connector, s, stop := Connect(tb)
			return platformtest.Bench{Connector: connector, Simulator: s, Secrets: []string{Token}, Stop: stop}
		},
	}}
}

// Connect returns a connector at a fresh simulator.
func Connect(tb testing.TB) (*matrix.Connector, *Server, func()) {
	tb.Helper()
	s := New()
	connector, stop := platformtest.Serve(tb, s, matrix.New, func(base string) platforms.Credentials {
		return platforms.Credentials{"server": base, "access_token": Token, "room": Room}
	})
	return connector, s, stop
}
