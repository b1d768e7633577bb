package api

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"
	"strconv"
	"time"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"caravan/models"
)

// A visit is what is known about a request while it is being answered.
type visit struct {
	id         string // of the request
	route      string // the endpoint's name; empty outside the API
	address    string // where it came from
	who        models.Actor
	credential string // the session's or token's secret
	attempt    string // a sign-in at a provider that was begun, sealed
}

type contextKey struct{}

// visitOf returns the visit that a context belongs to.
func visitOf(ctx context.Context) *visit {
	if v, ok := ctx.Value(contextKey{}).(*visit); ok {
		return v
	}
	return &visit{}
}

// actor returns who asks. Only this package puts an actor into a context.
func actor(ctx context.Context) models.Actor { return visitOf(ctx).who }

// receive is around everything: it gives the request its ID, answers errors
// and panics, and writes the one line of the log.
func (a *API) receive(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		v := &visit{id: uuid.Must(uuid.NewV7()).String(), address: addressKey(c.RealIP())}
		if begun, err := c.Cookie(a.cookieName() + "-attempt"); err == nil {
			v.attempt = begun.Value
		}
		ctx := context.WithValue(c.Request().Context(), contextKey{}, v)
		c.SetRequest(c.Request().WithContext(ctx))
		c.Response().Header().Set(echo.HeaderXRequestID, v.id)
		start := time.Now() //nolint:forbidigo // a duration is measured, not a moment recorded
		if err := guarded(next, c); err != nil {
			a.answer(err, c)
		}
		a.note(c, v, time.Since(start))
		return nil
	}
}

// guarded turns a panic of a handler into a fault.
func guarded(next echo.HandlerFunc, c echo.Context) (err error) {
	defer func() {
		switch caught := recover(); caught {
		case nil:
		case http.ErrAbortHandler: // how a handler hangs up on purpose
			panic(caught)
		default:
			err = fmt.Errorf("panic: %v\n%s", caught, debug.Stack())
		}
	}()
	return next(c)
}

// note logs and counts an answered request. Queries and bodies are nobody's
// business here.
func (a *API) note(c echo.Context, v *visit, took time.Duration) {
	route := c.Path()
	if v.route == "" {
		route = "other"
	}
	route = c.Request().Method + " " + route
	status := c.Response().Status
	a.seconds.WithLabelValues(route, strconv.Itoa(status)).Observe(took.Seconds())
	a.log.LogAttrs(c.Request().Context(), slog.LevelInfo, "request",
		slog.String("request_id", v.id), slog.String("route", route), slog.Int("status", status),
		slog.String("actor_id", actorID(v.who)), slog.Duration("duration", took))
}

func actorID(who models.Actor) string {
	if who.UserID.IsZero() {
		return ""
	}
	return who.UserID.String()
}
