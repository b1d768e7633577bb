package public

import (
	"net/http"
	"net/netip"
	"slices"
	"strings"
)

// Client returns a function that says where a request comes from: the other
// end of the connection or, if that is one of the proxies, whoever the nearest
// proxy that is not ours says. Nobody else's word is taken. The address is the
// zero one if none can be read.
func Client(proxies []netip.Prefix) func(*http.Request) netip.Addr {
	ours := func(a netip.Addr) bool {
		return slices.ContainsFunc(proxies, func(p netip.Prefix) bool { return p.Contains(a) })
	}
	return func(r *http.Request) netip.Addr {
		end, err := netip.ParseAddrPort(r.RemoteAddr)
		if err != nil {
			return netip.Addr{}
		}
		from := end.Addr().Unmap()
		hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
		for _, hop := range slices.Backward(hops) {
			if !ours(from) {
				break
			}
			before, err := netip.ParseAddr(strings.TrimSpace(hop))
			if err != nil {
				break
			}
			from = before.Unmap()
		}
		return from
	}
}

// household is the part of an IPv6 address that belongs to the line; the rest
// is changed by telephones several times a day.
const household = 64

// network is what an address says about the line it came by.
func network(a netip.Addr) string {
	if a.Is6() {
		if p, err := a.Prefix(household); err == nil {
			return p.String()
		}
	}
	return a.String()
}
