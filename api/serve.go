package api

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"time"

	"caravan/models"
)

// Serve answers on a listener until ctx ends, then finishes what runs, for at
// most grace.
func (a *API) Serve(ctx context.Context, listener net.Listener, grace time.Duration) error {
	server := &http.Server{
		Handler: a, ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 30 * time.Second, WriteTimeout: time.Minute,
		IdleTimeout: time.Minute, MaxHeaderBytes: 16 << 10,
	}
	server.RegisterOnShutdown(func() { close(a.ending) })
	tidying, stop := context.WithCancel(ctx)
	defer stop()
	go a.tidy(tidying)
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

// tidy deletes what was kept only for a while, every hour. Several processes
// may do so at once.
func (a *API) tidy(ctx context.Context) {
	hourly := time.NewTicker(time.Hour)
	defer hourly.Stop()
	for {
		if err := a.records.As(models.System("api")).Prune(ctx, a.now()); err != nil && ctx.Err() == nil {
			a.log.WarnContext(ctx, "old answers and events not deleted", slog.Any("error", err))
		}
		select {
		case <-hourly.C:
		case <-ctx.Done():
			return
		}
	}
}
