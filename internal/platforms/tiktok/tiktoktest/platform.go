package tiktoktest

import (
	"testing"

	"caravan/internal/platforms"
	"caravan/internal/platforms/platformtest"
	"caravan/internal/platforms/tiktok"
)

// Platforms lists the platform for the suite.
func Platforms() []platformtest.Platform {
	const never = "the API changes nothing and takes nothing down"
	return []platformtest.Platform{{
		Name: "tiktok", Profile: tiktok.Profile(), Media: []platforms.Media{platformtest.Film()},
		Cannot: map[string]string{
			"the same key twice makes one post":          "the API takes no keys",
			"rate limit honours the platform's own wait": "it does not say how long",
			"duplicate is found":                         "what is posted twice is not told",
			"batch metrics partial error":                "one question answers for twenty posts, or for none",
			"what stands on the account is listed":       "until a post is moderated it has another name, and cannot be told from a stranger's",
			"edit in place":                              never,
			"delete twice":                               never,
		},
		Start: func(tb testing.TB) platformtest.Bench {
			tb.Helper()
			connector, s, stop := Connect(tb)
			return platformtest.Bench{Connector: connector, Simulator: s, Secrets: []string{Token}, Stop: stop}
		},
	}}
}

// Connect returns a connector at a fresh simulator.
func Connect(tb testing.TB) (*tiktok.Connector, *Server, func()) {
	tb.Helper()
	s := New()
	connector, stop := platformtest.Serve(tb, s, tiktok.New, func(base string) platforms.Credentials {
		s.base = base
		return platforms.Credentials{"server": base, "access_token": Token, "privacy": "PUBLIC_TO_EVERYONE"}
	})
	return connector, s, stop
}
