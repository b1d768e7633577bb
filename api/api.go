// Package api is HTTP: what may be asked and what is answered. A handler is a
// function from a request type to a response type; routes.go lists them all,
// and that list makes both the routes and the contract, openapi.yaml. Nothing
// but this package knows Echo. Start with routes.go and endpoint.go.
package api

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/prometheus/client_golang/prometheus"

	"caravan/internal/access"
	"caravan/internal/approval"
	"caravan/internal/audit"
	"caravan/internal/distribution"
	"caravan/internal/evaluation"
	"caravan/internal/live"
	"caravan/internal/planning"
	"caravan/internal/store"
	"caravan/models"
)

// Desks are what the API hands requests to.
type Desks struct {
	Access   *access.Desk
	Planning *planning.Desk
	Approval *approval.Desk

	Distribution *distribution.Desk
	Evaluation   *evaluation.Desk
	Audit        *audit.Desk
}

// Options are what an API needs to know besides the desks.
type Options struct {
	App      http.Handler          // answers what is not under /api; nil: nothing is there
	Secure   bool                  // cookies travel over HTTPS only
	Key      []byte                // signs cursors; at least 32 bytes, the same in every process
	Now      func() time.Time      // the clock
	Log      *slog.Logger          // one line for each request
	Metrics  prometheus.Registerer // nil: counts are kept for nobody
	Proxies  []netip.Prefix        // whose word about a client's address is taken
	Limits   Limits                // how often one may ask
	Patience time.Duration         // how long an answer may take; 0: 1.8 seconds
	Library  Library               // of pictures
	Live     *live.Hub             // wakes streams of events; nil: they look by themselves
	Poll     time.Duration         // how often streams look by themselves; 0: 5 seconds
}

// An API answers HTTP requests.
type API struct {
	desks    Desks
	records  *store.Store
	log      *slog.Logger
	echo     *echo.Echo
	routes   []endpoint
	secure   bool
	key      []byte
	now      func() time.Time
	patience time.Duration
	seconds  *prometheus.HistogramVec
	guesses  *signInThrottle
	live     *live.Hub
	poll     time.Duration
	library  Library
	streams  *tally
	ending   chan struct{} // closed when streams have to end
	written  func() []byte // the contract; whoever asks costs nothing, because anybody may
	docs     func() ([]byte, error)

	addresses, sessions, organizations *meter
}

// New returns an API over the desks and, for reading, the records. It panics
// if the options have no key, no clock or no log.
func New(desks Desks, records *store.Store, o Options) *API {
	if len(o.Key) < 32 || o.Now == nil || o.Log == nil {
		panic("api: a key of 32 bytes, a clock and a log are needed")
	}
	limits := o.Limits.standard()
	a := &API{
		desks: desks, records: records, log: o.Log, echo: echo.New(), secure: o.Secure, key: o.Key, now: o.Now,
		patience: cmp.Or(o.Patience, 1800*time.Millisecond), poll: cmp.Or(o.Poll, pollEvents),
		live: o.Live, library: o.Library, streams: &tally{n: map[string]int{}}, ending: make(chan struct{}), seconds: newSeconds(o.Metrics), guesses: newSignInThrottle(o.Now),
		addresses: newMeter("address", limits.Address, o.Now), sessions: newMeter("session", limits.Session, o.Now),
		organizations: newMeter("organization", limits.Organization, o.Now),
	}
	if a.live == nil {
		a.live = live.New(nil, o.Log)
	}
	a.echo.HideBanner, a.echo.HidePort = true, true
	a.echo.HTTPErrorHandler = a.answer
	a.echo.Validator = newValidation()
	a.echo.IPExtractor = extractor(o.Proxies)
	a.echo.Pre(a.receive, a.harden)
	a.written, a.docs = sync.OnceValue(a.OpenAPI), sync.OnceValues(a.writeDocs)
	a.routes = a.endpoints()
	for _, e := range a.routes {
		a.echo.Add(e.method, e.path, a.handle(e))
	}
	a.echo.RouteNotFound("/*", a.outside(o.App))
	return a
}

// extractor finds out where a request comes from: from the connection itself,
// or from what known proxies say. Anybody else's X-Forwarded-For is ignored.
func extractor(proxies []netip.Prefix) echo.IPExtractor {
	if len(proxies) == 0 {
		return echo.ExtractIPDirect()
	}
	options := []echo.TrustOption{echo.TrustLoopback(false), echo.TrustLinkLocal(false), echo.TrustPrivateNet(false)}
	for _, p := range proxies {
		options = append(options, echo.TrustIPRange(&net.IPNet{IP: p.Addr().AsSlice(), Mask: net.CIDRMask(p.Bits(), p.Addr().BitLen())}))
	}
	return echo.ExtractIPFromXFFHeader(options...)
}

// outside answers what no endpoint does: the app, save under /api, where the
// method or the address is wrong.
func (a *API) outside(app http.Handler) echo.HandlerFunc {
	return func(c echo.Context) error {
		path := c.Request().URL.Path
		if methods := a.methods(path); len(methods) > 0 {
			c.Response().Header().Set("Allow", strings.Join(methods, ", "))
			return echo.ErrMethodNotAllowed
		}
		if app == nil || strings.HasPrefix(path, "/api/") {
			return models.ErrMissing
		}
		app.ServeHTTP(c.Response(), c.Request())
		return nil
	}
}

// methods lists the methods that an address may be asked with.
func (a *API) methods(path string) []string {
	parts := strings.Split(path, "/")
	var methods []string
	for _, e := range a.routes {
		route := strings.Split(e.path, "/")
		fits := slices.EqualFunc(route, parts, func(of, is string) bool { return of == is || strings.HasPrefix(of, ":") && is != "" })
		if fits {
			methods = append(methods, e.method)
		}
	}
	return methods
}

// handle answers an endpoint's requests, within the patience of the API: what
// is below may be gone without saying so.
func (a *API) handle(e endpoint) echo.HandlerFunc {
	return func(c echo.Context) error {
		asked := c.Request().Context()
		visitOf(asked).route = e.name
		patience := a.patience
		if e.takes != "" {
			patience = uploadPatience
			a.extend(c, patience)
		}
		ctx, cancel := context.WithTimeout(asked, patience)
		defer cancel()
		if err := a.admit(ctx, e, c); err != nil {
			return err
		}
		if e.stream != nil {
			return e.stream(c)
		}
		whole := c.Request()
		c.SetRequest(whole.WithContext(ctx))
		defer c.SetRequest(whole)
		answer, err := a.once(c, e)
		if err != nil {
			return err
		}
		return answer.write(c)
	}
}

// extend lets a request be sent and answered for longer than the server
// grants every other.
func (a *API) extend(c echo.Context, patience time.Duration) {
	control := http.NewResponseController(c.Response())
	until := time.Now().Add(patience) //nolint:forbidigo // the connection has no other clock
	if err := errors.Join(control.SetReadDeadline(until), control.SetWriteDeadline(until)); err != nil {
		a.log.WarnContext(c.Request().Context(), "deadline not extended", slog.Any("error", err))
	}
}

// admit lets a request in: somebody who may, and not too often.
func (a *API) admit(ctx context.Context, e endpoint, c echo.Context) error {
	h := c.Response().Header()
	if err := a.permit(ctx, e, c.Request()); err != nil {
		return err
	}
	v := visitOf(ctx)
	if v.credential == "" {
		return nil
	}
	if err := a.sessions.take(h, pairKey("", v.credential)); err != nil {
		return err
	}
	return a.organizations.take(h, v.who.OrganizationID.String())
}

// ServeHTTP implements http.Handler.
func (a *API) ServeHTTP(w http.ResponseWriter, r *http.Request) { a.echo.ServeHTTP(w, r) }

// harden sets what every answer has, and refuses changes that another site
// asked the browser for.
func (a *API) harden(next echo.HandlerFunc) echo.HandlerFunc {
	protection := http.NewCrossOriginProtection()
	return func(c echo.Context) error {
		h := c.Response().Header()
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("X-Frame-Options", "DENY")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
		h.Set("Content-Security-Policy",
			"default-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'; img-src 'self' data:; media-src 'self' data:")
		h.Set("Cache-Control", "no-store")
		if a.secure {
			h.Set("Strict-Transport-Security", "max-age=63072000; includeSubDomains")
		}
		if err := a.addresses.take(h, visitOf(c.Request().Context()).address); err != nil {
			return err
		}
		if err := protection.Check(c.Request()); err != nil {
			return models.ErrCrossSite
		}
		return next(c)
	}
}
