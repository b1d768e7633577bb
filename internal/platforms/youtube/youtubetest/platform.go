package youtubetest

import (
	"testing"

	"caravan/internal/platforms"
	"caravan/internal/platforms/platformtest"
	"caravan/internal/platforms/youtube"
)

// Platforms lists the platform for the suite.
func Platforms() []platformtest.Platform {
	return []platformtest.Platform{{
		Name: "youtube", Profile: youtube.Profile(), Media: []platforms.Media{platformtest.Film()},
		Cannot: map[string]string{
			"the same key twice makes one post":          "the Data API takes no keys; an upload makes one video, and is kept",
			"rate limit honours the platform's own wait": "it says no wait: a quota counts anew at midnight in California; the connector's own test has it",
			"duplicate is found":                         "what is uploaded twice is turned down while it is processed, not when it is sent",
			"edit in place":                              "a change replaces all that is known of a video, which takes reading it first",
		},
		Start: func(tb testing.TB) platformtest.Bench {
			tb.Helper()
			connector, s, stop := Connect(tb)
			return platformtest.Bench{Connector: connector, Simulator: s, Secrets: []string{Token}, Stop: stop}
		},
	}}
}

// Connect returns a connector at a fresh simulator.
func Connect(tb testing.TB) (*youtube.Connector, *Server, func()) {
	tb.Helper()
	s := New(platformtest.Now)
	connector, stop := platformtest.Serve(tb, s, youtube.New, func(base string) platforms.Credentials {
		s.At(base)
		return platforms.Credentials{"server": base, "analytics_server": base, "access_token": Token, "privacy": "public"}
	})
	return connector, s, stop
}
