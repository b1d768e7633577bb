package wordpresstest

import (
	"testing"

	"caravan/internal/platforms"
	"caravan/internal/platforms/platformtest"
	"caravan/internal/platforms/wordpress"
)

// Platforms lists the platform for the suite.
func Platforms() []platformtest.Platform {
	return []platformtest.Platform{{
		Name: "wordpress", Profile: wordpress.Profile(),
		Cannot: map[string]string{
			"what stands on the account is listed":    "others write on the site too, and may",
			"the same key twice makes one post":       "a site takes the same address again and calls it another; an attempt is looked for before it is repeated",
			"duplicate is found":                      "no site refuses a text for having it already",
			"processing is confirmed when it is over": "a post is live at once",
		},
		Start: func(tb testing.TB) platformtest.Bench {
			tb.Helper()
			connector, s, stop := Connect(tb)
			return platformtest.Bench{Connector: connector, Simulator: s, Secrets: []string{Password}, Stop: stop}
		},
	}}
}

// Connect returns a connector at a fresh simulator.
func Connect(tb testing.TB) (*wordpress.Connector, *Server, func()) {
	tb.Helper()
	s := New()
	connector, stop := platformtest.Serve(tb, s, wordpress.New, func(base string) platforms.Credentials {
		return platforms.Credentials{"server": base, "username": User, "application_password": Password}
	})
	return connector, s, stop
}
