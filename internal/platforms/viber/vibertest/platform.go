package vibertest

import (
	"testing"

	"caravan/internal/platforms/platformtest"
	"caravan/internal/platforms/viber"
)

// Platforms lists the platform for the suite.
func Platforms() []platformtest.Platform {
	const (
		noReading = "the API cannot read a channel back"
		noCounts  = "the API counts nothing of a post; a person enters what the channel shows"
	)
	return []platformtest.Platform{{
		Name: "viber", Profile: viber.Profile(),
		Cannot: map[string]string{
			"what stands on the account is listed":       "the platform tells nobody what it was given",
			"happy media":                                "pictures would have to stand at a public address",
			"the same key twice makes one post":          "the API has no key",
			"rate limit honours the platform's own wait": "the status says that it is too much, not for how long",
			"duplicate is found":                         noReading,
			"what was never sent is not found":           noReading,
			"processing is confirmed when it is over":    "a post is live at once",
			"edit in place":                              "the API changes nothing",
			"delete twice":                               "the API takes nothing away",
			"metrics of a batch come in order":           noCounts,
			"metrics missing field is null":              noCounts,
			"metrics shrink is accepted":                 noCounts,
			"post removed on the platform is gone":       noCounts,
			"batch metrics partial error":                noCounts,
		},
		Start: func(tb testing.TB) platformtest.Bench {
			tb.Helper()
			connector, s, stop := Connect(tb, nil)
			return platformtest.Bench{Connector: connector, Simulator: s, Secrets: []string{Token}, Stop: stop}
		},
	}}
}
