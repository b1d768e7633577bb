package vktest

import (
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
			connector, s, stop := Connect(tb)
			return platformtest.Bench{Connector: connector, Simulator: s, Secrets: []string{Token}, Stop: stop}
		},
	}}
}

// Connect returns a connector at a fresh simulator.
func Connect(tb testing.TB) (*vk.Connector, *Server, func()) {
	tb.Helper()
	s := New(platformtest.Now)
	connector, stop := platformtest.Serve(tb, s, vk.New, func(base string) platforms.Credentials {
		return platforms.Credentials{"server": base, "access_token": Token, "group": Group}
	})
	return connector, s, stop
}
