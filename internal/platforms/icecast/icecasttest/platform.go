package icecasttest

import (
	"testing"

	"caravan/internal/platforms"
	"caravan/internal/platforms/icecast"
	"caravan/internal/platforms/platformtest"
)

// Platforms lists the platform for the suite.
func Platforms() []platformtest.Platform {
	const (
		oneLine  = "players show one line, of the title and the link"
		noFinder = "the same line again changes nothing, so none needs to be found"
		noCounts = "a mount has listeners at a minute; a line has none of its own"
	)
	return []platformtest.Platform{{
		Name: "icecast", Profile: icecast.Profile(),
		Cannot: map[string]string{
			"what stands on the account is listed":       "the platform tells nobody what it was given",
			"happy text":                                 oneLine,
			"happy media":                                oneLine,
			"over-long text is refused locally":          oneLine,
			"RTL and Cyrillic round trip byte-exact":     oneLine,
			"rate limit honours the platform's own wait": "the server has no limit of its own",
			"duplicate is found":                         noFinder,
			"what was never sent is not found":           noFinder,
			"edit in place":                              "a line is replaced by the next",
			"delete twice":                               "a line is replaced by the next",
			"metrics of a batch come in order":           noCounts,
			"metrics shrink is accepted":                 noCounts,
			"post removed on the platform is gone":       noCounts,
			"batch metrics partial error":                noCounts,
		},
		Start: func(tb testing.TB) platformtest.Bench {
			tb.Helper()
			connector, s, stop := Connect(tb)
			return platformtest.Bench{Connector: connector, Simulator: s, Secrets: []string{Password}, Stop: stop}
		},
	}}
}

// Connect returns a connector at a fresh simulator.
func Connect(tb testing.TB) (*icecast.Connector, *Server, func()) {
	tb.Helper()
	s := &Server{}
	connector, stop := platformtest.Serve(tb, s, icecast.New, func(base string) platforms.Credentials { return Account(base) })
	return connector, s, stop
}

// Account returns the credentials of the mount of a server.
func Account(base string) platforms.Credentials {
	return platforms.Credentials{"server": base, "mount": Mount, "username": Username, "password": Password}
}
