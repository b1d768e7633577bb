package cli

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"

	"caravan/internal/distribution"
	"caravan/internal/platforms/kannel"
)

// intake is what becomes of posts on their way, as others report it.
type intake struct {
	bounceIntake
	reportIntake
}

type reportIntake struct {
	ReportAddr string `env:"CARAVAN_REPORT_ADDR" help:"Address to take delivery reports of text messages on, such as 10.0.0.2:8090, for gateways alone to reach; empty to take none."`
}

// takeReports takes reports on text messages until ctx ends. Without an
// address it takes none and returns at once.
func (in reportIntake) takeReports(ctx context.Context, desk *distribution.Desk, log *slog.Logger) error {
	if in.ReportAddr == "" {
		return nil
	}
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", in.ReportAddr)
	if err != nil {
		return fmt.Errorf("listen for reports on text messages: %w", err)
	}
	const patience = 30 * time.Second
	server := &http.Server{
		Handler: reports(desk, log), ReadHeaderTimeout: 5 * time.Second, ReadTimeout: patience, WriteTimeout: patience, IdleTimeout: time.Minute,
		MaxHeaderBytes: 16 << 10, ErrorLog: slog.NewLogLogger(log.Handler(), slog.LevelWarn),
	}
	stop := context.AfterFunc(ctx, func() { _ = server.Close() })
	defer stop()
	if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

// reports hands what gateways report to the desk.
func reports(desk *distribution.Desk, log *slog.Logger) http.Handler {
	return &kannel.Reports{Log: log, Take: func(ctx context.Context, r kannel.Report) error {
		return desk.Report(ctx, word(r))
	}}
}

// word is what a report on a text message settles. That the operator took it
// is proof that it was sent, which is all that the way to the list can prove.
func word(r kannel.Report) distribution.Report {
	if !r.Failed() {
		return distribution.Report{Key: r.Key, Arrived: true}
	}
	reason := "undelivered"
	if r.State == kannel.Rejected {
		reason = "rejected"
	}
	if r.Reason != "" {
		reason += " " + r.Reason
	}
	return distribution.Report{Key: r.Key, Reason: reason}
}
