package platforms

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"syscall"
	"time"
)

// Egress says which way out connectors may take. Its zero value, with a
// clock, is the strictest: https on port 443 and mail submission to public
// addresses.
type Egress struct {
	// Now is the clock that waiting times of platforms are added to.
	Now func() time.Time

	// Allow lists special-purpose addresses that may be reached all the same,
	// on any port and without TLS: an intranet, or a test.
	Allow []netip.Prefix

	// Ports may be used besides 443 and, for mail, 25, 465 and 587.
	Ports []uint16

	// Roots are the authorities trusted; nil means those of the system.
	Roots *x509.CertPool

	// Resolver turns names into addresses; nil means that of the system.
	Resolver *net.Resolver

	// Timeout is for a whole exchange; zero means 20 seconds.
	Timeout time.Duration
}

const (
	connectTimeout  = 5 * time.Second
	headerTimeout   = 10 * time.Second
	exchangeTimeout = 20 * time.Second
	largestHeader   = 64 << 10
)

// ErrAddress is why an address is not connected to: it is not public, or the
// port or the scheme is not one of those allowed.
var ErrAddress = errors.New("address not allowed")

// A Client is the one way out for connectors. It follows no redirections,
// uses no proxy, keeps no cookies and no connections, speaks HTTP/1.1, and
// checks every address after it has been resolved, so that a name cannot
// point inside the network. It is safe for concurrent use.
type Client struct {
	egress Egress
	http   *http.Client
}

// NewClient returns a client for the way out given.
func NewClient(e Egress) *Client {
	if e.Timeout == 0 {
		e.Timeout = exchangeTimeout
	}
	c := &Client{egress: e}
	c.http = &http.Client{
		Timeout:       e.Timeout,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Transport: &http.Transport{
			Proxy:          nil,
			DialContext:    func(ctx context.Context, _, address string) (net.Conn, error) { return c.DialPlain(ctx, address) },
			DialTLSContext: func(ctx context.Context, _, address string) (net.Conn, error) { return c.DialTLS(ctx, address) },
			// A request on a kept connection that the platform has just closed
			// would have an unknown outcome.
			DisableKeepAlives:      true,
			ResponseHeaderTimeout:  headerTimeout,
			MaxResponseHeaderBytes: largestHeader,
		},
	}
	return c
}

// Now is the clock of the client.
func (c *Client) Now() time.Time { return c.egress.Now() }

// Roots are the authorities trusted; nil means those of the system.
func (c *Client) Roots() *x509.CertPool { return c.egress.Roots }

// Dial connects to a host that will be spoken to under TLS as soon as it has
// been greeted. The address must be public, or on the allow list.
func (c *Client) Dial(ctx context.Context, address string) (net.Conn, error) {
	return c.dialer(c.permit).DialContext(ctx, "tcp", address)
}

// DialTLS connects to a host under TLS from the first byte.
func (c *Client) DialTLS(ctx context.Context, address string) (net.Conn, error) {
	d := tls.Dialer{
		NetDialer: c.dialer(c.permit),
		Config:    &tls.Config{RootCAs: c.egress.Roots, MinVersion: tls.VersionTLS12},
	}
	return d.DialContext(ctx, "tcp", address)
}

// DialPlain connects to a host without TLS, which only an address on the allow
// list may be.
func (c *Client) DialPlain(ctx context.Context, address string) (net.Conn, error) {
	return c.dialer(c.permitPlain).DialContext(ctx, "tcp", address)
}

// dialer asks permit about every address that a name was resolved to, right
// before it is connected to.
func (c *Client) dialer(permit func(netip.AddrPort) error) *net.Dialer {
	return &net.Dialer{
		Timeout:  connectTimeout,
		Resolver: c.egress.Resolver,
		Control: func(_, address string, _ syscall.RawConn) error {
			at, err := netip.ParseAddrPort(address)
			if err != nil {
				return fmt.Errorf("%w: %s", ErrAddress, address)
			}
			return permit(netip.AddrPortFrom(at.Addr().Unmap(), at.Port()))
		},
	}
}

func (c *Client) permitPlain(at netip.AddrPort) error {
	if c.allows(at.Addr()) {
		return nil
	}
	return fmt.Errorf("%w: %s without encryption", ErrAddress, at)
}

func (c *Client) permit(at netip.AddrPort) error {
	if c.allows(at.Addr()) {
		return nil
	}
	if !public(at.Addr()) {
		return fmt.Errorf("%w: %s is not public", ErrAddress, at)
	}
	if !slices.Contains([]uint16{443, 25, 465, 587}, at.Port()) && !slices.Contains(c.egress.Ports, at.Port()) {
		return fmt.Errorf("%w: port %d", ErrAddress, at.Port())
	}
	return nil
}

func (c *Client) allows(a netip.Addr) bool {
	return slices.ContainsFunc(c.egress.Allow, func(p netip.Prefix) bool { return p.Contains(a) })
}

// admit refuses what can be seen to be wrong before any name is resolved.
func (c *Client) admit(u *url.URL) error {
	if u.Scheme != "https" && u.Scheme != "http" {
		return fmt.Errorf("%w: scheme %q", ErrAddress, u.Scheme)
	}
	if u.User != nil {
		return fmt.Errorf("%w: user information in a URL", ErrAddress)
	}
	if a, err := netip.ParseAddr(u.Hostname()); err == nil && !c.allows(a.Unmap()) {
		return fmt.Errorf("%w: a number for a host", ErrAddress)
	}
	return nil
}
