package platformtest

import (
	"net/http"
	"net/http/httptest"
	"net/netip"
	"testing"

	"caravan/internal/platforms"
)

// Client may reach this machine, and nothing else, at the instant of Now.
func Client() *platforms.Client {
	return platforms.NewClient(platforms.Egress{Now: Now, Allow: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}})
}

// A Tap is a TB that wants to hear what simulators are asked.
type Tap interface {
	Hear(http.Handler) http.Handler
}

// Serve starts a simulator that speaks HTTP, connects to it, and stops it when
// the test ends.
func Serve[C platforms.Connector](
	tb testing.TB, h http.Handler, connect func(*platforms.Client, platforms.Settings) (C, error), credentials func(base string) platforms.Credentials,
) (connector C, stop func()) {
	tb.Helper()
	if tap, ok := tb.(Tap); ok {
		h = tap.Hear(h)
	}
	server := httptest.NewServer(h)
	tb.Cleanup(server.Close)
	connector, err := connect(Client(), platforms.Settings{Credentials: credentials(server.URL), Media: Library{}})
	if err != nil {
		tb.Fatal(err)
	}
	return connector, server.Close
}
