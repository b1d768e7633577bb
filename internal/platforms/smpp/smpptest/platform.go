package smpptest

import (
	"net"
	"testing"

	"caravan/internal/platforms"
	"caravan/internal/platforms/platformtest"
	"caravan/internal/platforms/smpp"
)

// Platforms lists the platform for the suite.
func Platforms() []platformtest.Platform {
	const (
		noCounts = "the operator says of a message that it arrived, not at how many telephones; a person enters that"
		noFinder = "a text that was sent cannot be read back"
	)
	return []platformtest.Platform{{
		Name: "smpp", Profile: smpp.Profile(),
		Cannot: map[string]string{
			"what stands on the account is listed":       "the platform tells nobody what it was given",
			"happy media":                                "a text message has no media",
			"the same key twice makes one post":          "the protocol has no key",
			"rate limit honours the platform's own wait": "the status says that it is too much, not for how long",
			"duplicate is found":                         noFinder,
			"what was never sent is not found":           noFinder,
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
			connector, s := Connect(tb)
			return platformtest.Bench{Connector: connector, Simulator: s, Secrets: []string{Password}, Stop: s.Stop}
		},
	}}
}

// Connect returns a connector at a fresh simulator.
func Connect(tb testing.TB) (*smpp.Connector, *Server) {
	tb.Helper()
	s := Listen(tb)
	connector, err := smpp.New(platformtest.Client(), platforms.Settings{Credentials: Account(s.Addr)})
	if err != nil {
		tb.Fatal(err)
	}
	return connector, s
}

// Account returns the credentials of a list at an SMSC.
func Account(addr string) platforms.Credentials {
	host, port, err := net.SplitHostPort(addr)
	if err != nil {
		panic(err)
	}
	return platforms.Credentials{
		"smsc_host": host, "port": port, "system_id": SystemID, "password": Password, "list_number": "+" + List, "sms_sender": "Noor",
	}
}
