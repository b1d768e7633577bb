package instagramtest

import (
	"testing"

	"caravan/internal/platforms"
	"caravan/internal/platforms/instagram"
	"caravan/internal/platforms/platformtest"
)

// Platforms lists the platform for the suite.
func Platforms() []platformtest.Platform {
	return []platformtest.Platform{{
		Name: "instagram", Profile: instagram.Profile(), Media: []platforms.Media{platformtest.Photo()},
		Cannot: map[string]string{
			"the same key twice makes one post":          "the Graph API takes no keys; an attempt is looked for before it is repeated",
			"rate limit honours the platform's own wait": "the wait is said in whole minutes; the connector's own test has it",
			"processing is confirmed when it is over":    "a container is made ready before it is published, and then it is live",
			"duplicate is found":                         "a container that was published already is no post; the connector's own test has it",
			"edit in place":                              "a caption stays as it is",
		},
		Start: func(tb testing.TB) platformtest.Bench {
			tb.Helper()
			connector, s, stop := Connect(tb)
			return platformtest.Bench{Connector: connector, Simulator: s, Secrets: []string{Token}, Stop: stop}
		},
	}}
}

// Connect returns a connector at a fresh simulator.
func Connect(tb testing.TB) (*instagram.Connector, *Server, func()) {
	tb.Helper()
	s := New(platformtest.Now)
	connector, stop := platformtest.Serve(tb, s, instagram.New, func(base string) platforms.Credentials {
		return platforms.Credentials{"server": base, "version": "v25.0", "account": Account, "access_token": Token}
	})
	return connector, s, stop
}
