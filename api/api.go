// Package api is HTTP: what may be asked and what is answered. A handler is a
// function from a request type to a response type; routes.go lists them all,
// and nothing but this package knows Echo.
package api

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"caravan/internal/access"
	"caravan/internal/planning"
	"caravan/internal/store"
	"caravan/models"
)

// Desks are what the API hands requests to.
type Desks struct {
	Access   *access.Desk
	Planning *planning.Desk
}

// An API answers HTTP requests.
type API struct {
	desks   Desks
	records *store.Store
	log     *slog.Logger
	echo    *echo.Echo
	secure  bool
}

// New returns an API over the desks and, for reading, the records. App answers
// what is not under /api. With secure, cookies travel over HTTPS only.
func New(desks Desks, records *store.Store, app http.Handler, secure bool, log *slog.Logger) *API {
	a := &API{desks: desks, records: records, log: log, echo: echo.New(), secure: secure}
	a.echo.HideBanner, a.echo.HidePort = true, true
	a.echo.HTTPErrorHandler = a.answer
	a.echo.Validator = newValidation()
	a.echo.IPExtractor = echo.ExtractIPDirect()
	a.echo.Pre(a.harden)
	for _, e := range a.endpoints() {
		a.echo.Add(e.method, e.path, e.handler, a.permit(e.action))
	}
	a.echo.GET("/*", outside(app))
	return a
}

// outside answers what no endpoint does: the app, save under /api.
func outside(app http.Handler) echo.HandlerFunc {
	return func(c echo.Context) error {
		if strings.HasPrefix(c.Request().URL.Path, "/api/") {
			return models.ErrMissing
		}
		app.ServeHTTP(c.Response(), c.Request())
		return nil
	}
}

// ServeHTTP implements http.Handler.
func (a *API) ServeHTTP(w http.ResponseWriter, r *http.Request) { a.echo.ServeHTTP(w, r) }

// Serve answers on a listener until ctx ends, then finishes what runs, for at
// most grace.
func (a *API) Serve(ctx context.Context, listener net.Listener, grace time.Duration) error {
	server := &http.Server{
		Handler: a, ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 30 * time.Second, WriteTimeout: time.Minute,
		IdleTimeout: time.Minute, MaxHeaderBytes: 16 << 10,
	}
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(listener) }()
	select {
	case err := <-ended:
		return err
	case <-ctx.Done():
	}
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), grace)
	defer cancel()
	if err := server.Shutdown(last); err != nil {
		return err
	}
	if err := <-ended; !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

// harden sets what every answer has, and refuses changes that another site
// asked the browser for.
func (a *API) harden(next echo.HandlerFunc) echo.HandlerFunc {
	protection := http.NewCrossOriginProtection()
	return func(c echo.Context) error {
		id := uuid.Must(uuid.NewV7()).String()
		h := c.Response().Header()
		h.Set(echo.HeaderXRequestID, id)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("X-Frame-Options", "DENY")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
		h.Set("Content-Security-Policy",
			"default-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'; img-src 'self' data:")
		h.Set("Cache-Control", "no-store")
		if a.secure {
			h.Set("Strict-Transport-Security", "max-age=63072000; includeSubDomains")
		}
		if err := protection.Check(c.Request()); err != nil {
			return models.ErrCrossSite
		}
		return next(c)
	}
}

func requestID(c echo.Context) string { return c.Response().Header().Get(echo.HeaderXRequestID) }
