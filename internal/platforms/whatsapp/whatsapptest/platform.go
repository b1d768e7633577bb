package whatsapptest

import (
	"maps"
	"testing"

	"caravan/internal/platforms"
	"caravan/internal/platforms/platformtest"
	"caravan/internal/platforms/whatsapp"
)

// Platforms lists the platform for the suite.
func Platforms() []platformtest.Platform {
	const (
		noReading = "the API cannot read a group back"
		noCounts  = "WhatsApp counts nothing in groups that could be asked for; a person enters what it shows"
	)
	return []platformtest.Platform{{
		Name: "whatsapp", Profile: whatsapp.Profile(),
		Cannot: map[string]string{
			"what stands on the account is listed":       "the platform tells nobody what it was given",
			"happy media":                                "pictures would have to be uploaded before it is known whether the text is taken",
			"the same key twice makes one post":          "the API has no key",
			"rate limit honours the platform's own wait": "the code says that it is too much, not for how long",
			"duplicate is found":                         noReading,
			"what was never sent is not found":           noReading,
			"processing is confirmed when it is over":    "what is held for its quality nobody can ask about",
			"edit in place":                              "a message to a group stays as it is",
			"delete twice":                               "a message to a group cannot be taken back",
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

// Connect returns a connector at a fresh simulator, with some credentials
// changed.
func Connect(tb testing.TB, change platforms.Credentials) (*whatsapp.Connector, *Server, func()) {
	tb.Helper()
	s := New()
	connector, stop := platformtest.Serve(tb, s, whatsapp.New, func(base string) platforms.Credentials {
		account := platforms.Credentials{"server": base, "version": "v25.0", "phone_number_id": Number, "group_id": Group, "access_token": Token}
		maps.Copy(account, change)
		return account
	})
	return connector, s, stop
}
