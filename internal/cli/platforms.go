package cli

import (
	"context"
	"maps"
	"net"
	"net/http"
	"net/netip"
	"slices"
	"time"

	"caravan/internal/distribution"
	"caravan/internal/evaluation"
	"caravan/internal/platforms"
	"caravan/internal/platforms/email"
	"caravan/internal/platforms/facebook"
	"caravan/internal/platforms/icecast"
	"caravan/internal/platforms/instagram"
	"caravan/internal/platforms/kannel"
	"caravan/internal/platforms/listmonk"
	"caravan/internal/platforms/mastodon"
	"caravan/internal/platforms/matrix"
	"caravan/internal/platforms/odnoklassniki"
	"caravan/internal/platforms/outlet"
	"caravan/internal/platforms/portal"
	"caravan/internal/platforms/smpp"
	"caravan/internal/platforms/telegram"
	"caravan/internal/platforms/tiktok"
	"caravan/internal/platforms/viber"
	"caravan/internal/platforms/vk"
	"caravan/internal/platforms/whatsapp"
	"caravan/internal/platforms/wordpress"
	"caravan/internal/platforms/xcom"
	"caravan/internal/platforms/youtube"
	"caravan/internal/store"
	"caravan/models"
)

type egress struct {
	AllowEgress []netip.Prefix `env:"CARAVAN_ALLOW_EGRESS" placeholder:"NETWORK" help:"Networks that channels may reach though they are not public, such as 10.0.0.0/8; there on any port, and without TLS."`
}

// platforms lists every platform that this program can use, by name. Adding
// one is a folder in internal/platforms and a line here. Base is the public
// address of the installation, without a slash at its end.
func (e egress) platforms(records *store.Store, base string, now func() time.Time) map[string]distribution.Platform {
	out := platforms.NewClient(platforms.Egress{Now: now, Allow: e.AllowEgress})
	site := portal.New(shelf{records.As(models.System("portal")), now}, base+"/p/")
	known := []distribution.Platform{
		connectable(portal.Profile(), func(platforms.Settings) (*portal.Connector, error) { return site, nil }),
		connectable(mastodon.Profile(), func(s platforms.Settings) (*mastodon.Connector, error) { return mastodon.New(out, s) }),
		connectable(telegram.Profile(), func(s platforms.Settings) (*telegram.Connector, error) { return telegram.New(out, s) }),
		connectable(viber.Profile(), func(s platforms.Settings) (*viber.Connector, error) { return viber.New(out, s) }),
		connectable(whatsapp.Profile(), func(s platforms.Settings) (*whatsapp.Connector, error) { return whatsapp.New(out, s) }),
		connectable(matrix.Profile(), func(s platforms.Settings) (*matrix.Connector, error) { return matrix.New(out, s) }),
		connectable(odnoklassniki.Profile(), func(s platforms.Settings) (*odnoklassniki.Connector, error) { return odnoklassniki.New(out, s) }),
		connectable(facebook.Profile(), func(s platforms.Settings) (*facebook.Connector, error) { return facebook.New(out, s) }),
		connectable(instagram.Profile(), func(s platforms.Settings) (*instagram.Connector, error) { return instagram.New(out, s) }),
		connectable(tiktok.Profile(), func(s platforms.Settings) (*tiktok.Connector, error) { return tiktok.New(out, s) }),
		connectable(youtube.Profile(), func(s platforms.Settings) (*youtube.Connector, error) { return youtube.New(out, s) }),
		connectable(vk.Profile(), func(s platforms.Settings) (*vk.Connector, error) { return vk.New(out, s) }),
		connectable(xcom.Profile(), func(s platforms.Settings) (*xcom.Connector, error) { return xcom.New(out, s) }),
		connectable(wordpress.Profile(), func(s platforms.Settings) (*wordpress.Connector, error) { return wordpress.New(out, s) }),
		connectable(email.Profile(), func(s platforms.Settings) (*email.Connector, error) { return email.New(out, s) }),
		connectable(listmonk.Profile(), func(s platforms.Settings) (*listmonk.Connector, error) { return listmonk.New(out, s) }),
		connectable(kannel.Profile(), func(s platforms.Settings) (*kannel.Connector, error) { return kannel.New(out, s) }),
		connectable(smpp.Profile(), func(s platforms.Settings) (*smpp.Connector, error) { return smpp.New(out, s) }),
		connectable(icecast.Profile(), func(s platforms.Settings) (*icecast.Connector, error) { return icecast.New(out, s) }),
	}
	for _, kind := range outlet.Kinds() {
		slips := outlet.New(kind)
		known = append(known, connectable(outlet.Profile(kind), func(platforms.Settings) (*outlet.Connector, error) { return slips, nil }))
	}
	named := make(map[string]distribution.Platform, len(known))
	for _, p := range known {
		named[p.Profile.Name] = p
	}
	return named
}

// largestAnswer of an identity provider is far more than any has to say.
const largestAnswer = 1 << 20

// webClient asks for sign-ins and access at addresses that administrators name: never
// inside the network, and no more is read than they have to say.
func (e egress) webClient(now func() time.Time) *http.Client {
	out := platforms.NewClient(platforms.Egress{Now: now, Allow: e.AllowEgress})
	return &http.Client{
		Timeout:       10 * time.Second,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Transport: bounded{&http.Transport{
			DialContext:    func(ctx context.Context, _, address string) (net.Conn, error) { return out.DialPlain(ctx, address) },
			DialTLSContext: func(ctx context.Context, _, address string) (net.Conn, error) { return out.DialTLS(ctx, address) },
		}},
	}
}

// bounded ends answers that are too long.
type bounded struct{ to http.RoundTripper }

// RoundTrip implements http.RoundTripper.
func (b bounded) RoundTrip(r *http.Request) (*http.Response, error) {
	answer, err := b.to.RoundTrip(r)
	if err == nil {
		answer.Body = http.MaxBytesReader(nil, answer.Body, largestAnswer)
	}
	return answer, err
}

// connectable is a platform with connectors of one type, which says what they
// can do.
func connectable[C platforms.Connector](profile platforms.Profile, connect func(platforms.Settings) (C, error)) distribution.Platform {
	var none C
	return distribution.Platform{
		Profile: profile, Can: platforms.Capabilities(none),
		Connect: func(s platforms.Settings) (platforms.Connector, error) {
			connector, err := connect(s)
			if err != nil {
				return nil, err // and no nil of its type, which would not be nil
			}
			return connector, nil
		},
	}
}

// knownSince is the day from which the definitions that the program brings
// along hold: before any figure.
const knownSince models.Date = "2020-01-01"

// definitions says what the platforms' numbers mean.
func definitions(known map[string]distribution.Platform) []models.MetricDefinition {
	var list []models.MetricDefinition
	for _, name := range slices.Sorted(maps.Keys(known)) {
		list = append(list, evaluation.DefinitionsOf(known[name].Profile, knownSince)...)
	}
	return list
}
