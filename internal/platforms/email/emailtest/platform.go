package emailtest

import (
	"net"
	"net/netip"
	"testing"

	"caravan/internal/platforms"
	"caravan/internal/platforms/email"
	"caravan/internal/platforms/platformtest"
)

// Platforms lists mailing lists for the suite.
func Platforms() []platformtest.Platform {
	const (
		noCounts = "the list's own server counts; a person enters what it says"
		noFinder = "sent mail cannot be read back"
	)
	return []platformtest.Platform{{
		Name: "email", Profile: email.Profile(),
		Start: func(tb testing.TB) platformtest.Bench {
			tb.Helper()
			s := Listen(tb, nil)
			return platformtest.Bench{Connector: connect(tb, s.Addr), Simulator: s, Secrets: []string{Password}, Stop: s.Stop}
		},
		Cannot: map[string]string{
			"what stands on the account is listed":       "the platform tells nobody what it was given",
			"the same key twice makes one post":          "mail servers heed no key",
			"rate limit honours the platform's own wait": "a reply says that it is too much, not for how long",
			"duplicate is found":                         noFinder,
			"what was never sent is not found":           noFinder,
			"processing is confirmed when it is over":    "delivery reports come by themselves, to Bounces",
			"edit in place":                              "mail cannot be changed once it is sent",
			"delete twice":                               "mail cannot be taken back",
			"metrics of a batch come in order":           noCounts,
			"metrics missing field is null":              noCounts,
			"metrics shrink is accepted":                 noCounts,
			"post removed on the platform is gone":       noCounts,
			"batch metrics partial error":                noCounts,
		},
	}}
}

// Account returns the credentials of a list on a server at an address, without
// TLS.
func Account(addr string) platforms.Credentials {
	host, port, err := net.SplitHostPort(addr)
	if err != nil {
		panic(err)
	}
	return platforms.Credentials{
		"host": host, "port": port, "tls": "none", "username": Username, "password": Password,
		"from_address": "noor@list.example", "from_name": "Иттиҳодияи «Нур»", "list_address": "readers@list.example",
		"list_id": "readers.list.example", "unsubscribe_url": "https://list.example/u/readers",
		"unsubscribe_address": "leave@list.example", "bounce_domain": "bounce.example",
	}
}

// connect returns a connector that may reach this machine, and nothing else.
func connect(tb testing.TB, addr string) platforms.Connector {
	tb.Helper()
	client := platforms.NewClient(platforms.Egress{
		Now: platformtest.Now, Allow: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")},
	})
	connector, err := email.New(client, platforms.Settings{Credentials: Account(addr), Media: platformtest.Library{}})
	if err != nil {
		tb.Fatal(err)
	}
	return connector
}
