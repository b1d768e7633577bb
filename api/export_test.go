package api

import (
	"log/slog"
	"testing"
	"time"

	"github.com/labstack/echo/v4"
)

// Routes lists what the router really serves, which no client can ask.
func Routes(t *testing.T) []*echo.Route {
	t.Helper()
	return New(Desks{}, nil, Options{Key: make([]byte, 32), Now: time.Now, Log: slog.New(slog.DiscardHandler)}).echo.Routes()
}
