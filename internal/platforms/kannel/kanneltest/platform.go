package kanneltest

import (
	"testing"

	"caravan/internal/platforms"
	"caravan/internal/platforms/kannel"
	"caravan/internal/platforms/platformtest"
)

// Platforms lists the platform for the suite.
func Platforms() []platformtest.Platform {
	const (
		noCounts = "the gateway and the operator count; a person enters what they say"
		noFinder = "a text that was sent cannot be read back"
	)
	return []platformtest.Platform{{
		Name: "kannel", Profile: kannel.Profile(),
		Cannot: map[string]string{
			"what stands on the account is listed":       "the platform tells nobody what it was given",
			"happy media":                                "a text message has no media",
			"the same key twice makes one post":          "the gateway heeds no key",
			"rate limit honours the platform's own wait": "the gateway queues what is too fast",
			"duplicate is found":                         noFinder,
			"what was never sent is not found":           noFinder,
			"processing is confirmed when it is over":    "reports come by themselves, to Reports",
			"edit in place":                              "a text cannot be changed once it is sent",
			"delete twice":                               "a text cannot be taken back",
			"metrics of a batch come in order":           noCounts,
			"metrics missing field is null":              noCounts,
			"metrics shrink is accepted":                 noCounts,
			"post removed on the platform is gone":       noCounts,
			"batch metrics partial error":                noCounts,
		},
		Start: func(tb testing.TB) platformtest.Bench {
			tb.Helper()
			connector, s, stop := Connect(tb, "http://reports.example/")
			return platformtest.Bench{Connector: connector, Simulator: s, Secrets: []string{Password}, Stop: stop}
		},
	}}
}

// Connect returns a connector at a fresh simulator, that has its reports sent
// to an address.
func Connect(tb testing.TB, reports string) (*kannel.Connector, *Server, func()) {
	tb.Helper()
	s := &Server{}
	connector, stop := platformtest.Serve(tb, s, kannel.New, func(base string) platforms.Credentials {
		return Account(base, reports)
	})
	return connector, s, stop
}

// Account returns the credentials of a list on a gateway.
func Account(base, reports string) platforms.Credentials {
	return platforms.Credentials{
		"server": base, "username": Username, "password": Password, "list_number": List, "sms_sender": "Noor", "route": "FAKE", "report_url": reports,
	}
}
