package xcomtest

import (
	"testing"

	"caravan/internal/platforms"
	"caravan/internal/platforms/platformtest"
	"caravan/internal/platforms/xcom"
)

// Platforms lists the platform for the suite.
func Platforms() []platformtest.Platform {
	return []platformtest.Platform{{
		Name: "x", Profile: xcom.Profile(),
		Cannot: map[string]string{
			"what stands on the account is listed":    "each read costs money, so that nobody watches",
			"the same key twice makes one post":       "the same text again is refused, and the first is found",
			"processing is confirmed when it is over": "a post is live at once",
			"edit in place": "an edit is a post of its own, with another number",
		},
		Start: func(tb testing.TB) platformtest.Bench {
			tb.Helper()
			connector, s, stop := Connect(tb, "")
			return platformtest.Bench{Connector: connector, Simulator: s, Secrets: []string{AppSecret, Token, TokenSecret}, Stop: stop}
		},
	}}
}

// Connect returns a connector at a fresh simulator, that asks for fields by a
// name; empty is the usual one.
func Connect(tb testing.TB, fields string) (*xcom.Connector, *Server, func()) {
	tb.Helper()
	s := New(platformtest.Now)
	connector, stop := platformtest.Serve(tb, s, xcom.New, func(base string) platforms.Credentials {
		return platforms.Credentials{
			"server": base, "application_key": AppKey, "application_secret": AppSecret, "access_token": Token, "access_token_secret": TokenSecret,
			"fields_parameter": fields,
		}
	})
	return connector, s, stop
}
