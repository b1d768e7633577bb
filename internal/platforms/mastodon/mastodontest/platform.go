package mastodontest

import (
	"maps"
	"testing"
	"time"

	"caravan/internal/platforms"
	"caravan/internal/platforms/mastodon"
	"caravan/internal/platforms/platformtest"
)

// Platforms lists both kinds of server for the suite.
func Platforms() []platformtest.Platform {
	return []platformtest.Platform{
		platform("mastodon", Mastodon, nil),
		platform("gotosocial", GoToSocial, map[string]string{
			"the same key twice makes one post": "Idempotency-Key is ignored; an attempt is read back before it is repeated",
		}),
	}
}

func platform(name string, simulator func(func() time.Time) *Server, besides map[string]string) platformtest.Platform {
	cannot := map[string]string{
		"duplicate is found":                      "no server refuses a text for having it already",
		"processing is confirmed when it is over": "a post is live at once; only its files are converted",
	}
	maps.Copy(cannot, besides)
	return platformtest.Platform{
		Name: name, Profile: mastodon.Profile(), Cannot: cannot,
		Start: func(tb testing.TB) platformtest.Bench {
			tb.Helper()
			s := simulator(platformtest.Now)
			connector, stop := platformtest.Serve(tb, s, mastodon.New, func(base string) platforms.Credentials {
				return platforms.Credentials{"server": base, "access_token": Token}
			})
			return platformtest.Bench{Connector: connector, Simulator: s, Secrets: []string{Token}, Stop: stop}
		},
	}
}
