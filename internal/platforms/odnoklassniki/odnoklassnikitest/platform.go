package odnoklassnikitest

import (
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
			"what stands on the account is listed":       "topics that only their author has seen are left out of every list",
			"the same key twice makes one post":          "the API takes no keys",
			"rate limit honours the platform's own wait": "the code says that it is too much, not for how long",
			"duplicate is found":                         blind,
			"what was never sent is not found":           blind,
			"processing is confirmed when it is over":    "a topic is live at once",
			"edit in place":                              "whether a topic can be changed is not documented",
		},
		Start: func(tb testing.TB) platformtest.Bench {
			tb.Helper()
			connector, s, stop := Connect(tb)
			return platformtest.Bench{Connector: connector, Simulator: s, Secrets: []string{Token, Secret}, Stop: stop}
		},
	}}
}

// Connect returns a connector at a fresh simulator.
func Connect(tb testing.TB) (*odnoklassniki.Connector, *Server, func()) {
	tb.Helper()
	s := New()
	connector, stop := platformtest.Serve(tb, s, odnoklassniki.New, func(base string) platforms.Credentials {
		return platforms.Credentials{"server": base, "group": Group, "access_token": Token, "application_key": Key, "application_secret": Secret}
	})
	return connector, s, stop
}
