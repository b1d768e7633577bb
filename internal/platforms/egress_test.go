package platforms_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync/atomic"
	"testing"

	"golang.org/x/net/dns/dnsmessage"

	"caravan/internal/dbtest"
	"caravan/internal/platforms"
)

// strict allows what is public, and nothing else.
func strict() *platforms.Client { return platforms.NewClient(platforms.Egress{Now: now}) }

func TestSpecialAddressesAreNotConnectedTo(t *testing.T) {
	t.Parallel()
	for _, address := range []string{
		"0.0.0.0", "10.1.2.3", "100.64.0.1", "127.0.0.1", "127.9.9.9", "169.254.169.254", "172.16.0.1", "172.31.255.255",
		"192.0.0.1", "192.0.2.1", "192.88.99.1", "192.168.1.1", "198.18.0.1", "198.51.100.1", "203.0.113.7", "224.0.0.1",
		"240.0.0.1", "255.255.255.255",
		"::", "::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "100::1", "fc00::1", "fd12::1", "fe80::1",
		"fec0::1", "ff02::1", "2001::1", "2001:db8::1", "2002:7f00:1::", "3fff::1", "5f00::1", "4000::1",
	} {
		for _, dial := range dials(strict()) {
			conn, err := dial(t.Context(), net.JoinHostPort(address, "443"))
			if conn != nil {
				_ = conn.Close()
			}
			if !errors.Is(err, platforms.ErrAddress) {
				t.Errorf("%s: %v, want %v", address, err, platforms.ErrAddress)
			}
		}
	}
}

// dials are the ways out of a client.
func dials(c *platforms.Client) []func(context.Context, string) (net.Conn, error) {
	return []func(context.Context, string) (net.Conn, error){c.Dial, c.DialTLS, c.DialPlain}
}

func TestPublicAddressesAreNotSpokenToInClearOrOnOddPorts(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel() // nothing is to leave this machine even if the check fails
	if _, err := strict().DialPlain(ctx, "1.1.1.1:80"); err == nil {
		t.Error("a public address was spoken to without TLS")
	}
	for target, want := range map[string]platforms.Class{
		"ftp://m.example/":           platforms.Locked,
		"file:///etc/passwd":         platforms.Locked,
		"https://user:pw@m.example/": platforms.Locked,
		"https://1.1.1.1/":           platforms.Locked,
		"https://[2606:4700::1111]/": platforms.Locked,
		"http://127.0.0.1:8080/":     platforms.Locked,
		"https://localhost/":         platforms.Locked,
		"https://name.invalid/":      platforms.Unsent,
	} {
		_, err := strict().Exchange(request(t, http.MethodPost, target))
		if class := platforms.ClassOf(err); class != want {
			t.Errorf("%s is %q, want %q: %v", target, class, want, err)
		}
		if err != nil && strings.Contains(err.Error(), "pw") {
			t.Errorf("the error shows the password: %v", err)
		}
	}
}

// A name that answers with an address of ours only the second time must not
// get us to connect to it.
func TestRebindingNameIsCheckedEachTime(t *testing.T) {
	t.Parallel()
	var inside atomic.Bool
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		inside.Store(true)
	}))
	defer server.Close()
	allowed := server.Listener.Addr().(*net.TCPAddr)
	other, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", fmt.Sprintf("127.0.0.2:%d", allowed.Port))
	if err != nil {
		dbtest.Missing(t, "second loopback address")
	}
	t.Cleanup(func() { _ = other.Close() })
	go func() {
		if conn, err := other.Accept(); err == nil {
			_ = conn.Close()
			t.Error("127.0.0.2 was connected to")
		}
	}()

	names := &dns{answers: [][4]byte{{127, 0, 0, 1}, {127, 0, 0, 2}}}
	client := platforms.NewClient(platforms.Egress{
		Now: now, Allow: []netip.Prefix{netip.MustParsePrefix("127.0.0.1/32")}, Resolver: names.resolver(t),
	})
	target := fmt.Sprintf("http://rebinding.example:%d/", allowed.Port)
	if _, err := client.Exchange(request(t, http.MethodPost, target)); err != nil || !inside.Load() {
		t.Fatalf("the first time: %v", err)
	}
	_, err = client.Exchange(request(t, http.MethodPost, target))
	if class := platforms.ClassOf(err); class != platforms.Locked {
		t.Errorf("the second time is %q: %v", class, err)
	}
}

// dns is a name server that gives its answers in turn, whatever is asked.
type dns struct {
	answers [][4]byte
	asked   atomic.Int32
}

func (d *dns) resolver(t *testing.T) *net.Resolver {
	t.Helper()
	conn, err := (&net.ListenConfig{}).ListenPacket(t.Context(), "udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	go d.serve(conn)
	return &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, "udp", conn.LocalAddr().String())
	}}
}

func (d *dns) serve(conn net.PacketConn) {
	buffer := make([]byte, 512)
	for {
		n, from, err := conn.ReadFrom(buffer)
		if err != nil {
			return
		}
		var question dnsmessage.Message
		if question.Unpack(buffer[:n]) != nil || len(question.Questions) == 0 {
			continue
		}
		packed, err := d.answer(question).Pack()
		if err != nil {
			panic(err)
		}
		_, _ = conn.WriteTo(packed, from)
	}
}

func (d *dns) answer(m dnsmessage.Message) *dnsmessage.Message {
	q := m.Questions[0]
	m.Response, m.Authoritative, m.Additionals = true, true, nil
	if q.Type == dnsmessage.TypeA {
		n := min(int(d.asked.Add(1)), len(d.answers))
		m.Answers = []dnsmessage.Resource{{
			Header: dnsmessage.ResourceHeader{Name: q.Name, Type: q.Type, Class: q.Class},
			Body:   &dnsmessage.AResource{A: d.answers[n-1]},
		}}
	}
	return &m
}
