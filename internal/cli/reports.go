package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"time"

	"caravan/internal/distribution"
	"caravan/internal/platforms/kannel"
	"caravan/models"
)

// intake is what becomes of posts on their way, as others report it.
type intake struct {
	bounceIntake
	reportIntake
}

type reportIntake struct {
	ReportAddr string `env:"CARAVAN_REPORT_ADDR" help:"Address to take delivery reports on, such as 10.0.0.2:8090; those of text messages for gateways alone to reach, those of channels, at /hooks/, signed; empty to take none."`
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

// reports hands to the desk what gateways report, and what is said of channels
// at /hooks/ and their identifier, under a signature.
func reports(desk *distribution.Desk, log *slog.Logger) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("/", &kannel.Reports{Log: log, Take: func(ctx context.Context, r kannel.Report) error {
		return desk.Report(ctx, word(r))
	}})
	mux.Handle("POST "+distribution.HookPath+"{channel}", hook(log, func(r *http.Request, id models.ID[models.Channel], body []byte) (string, error) {
		return "", desk.Hear(r.Context(), id, r.Header, body)
	}))
	mux.Handle("GET "+distribution.HookPath+"{channel}", hook(log, func(r *http.Request, id models.ID[models.Channel], _ []byte) (string, error) {
		greeting, err := desk.Greet(r.Context(), id, r.URL.Query())
		if err == nil && greeting == "" {
			err = distribution.ErrNotSigned
		}
		return greeting, err
	}))
	return mux
}

// longestReport is more than platforms say at once.
const longestReport = 1 << 20

// hook answers what is said of a channel, and tells nobody which there are.
func hook(log *slog.Logger, take func(*http.Request, models.ID[models.Channel], []byte) (string, error)) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, longestReport))
		if err != nil {
			w.WriteHeader(http.StatusRequestEntityTooLarge)
			return
		}
		answer := ""
		id, err := models.ParseID[models.Channel](r.PathValue("channel"))
		if err == nil {
			answer, err = take(r, id, body)
		}
		switch {
		case err == nil:
			w.Header().Set("Content-Type", "text/plain; charset=utf-8")
			_, _ = io.WriteString(w, answer)
		case errors.Is(err, distribution.ErrNotSigned), errors.Is(err, models.ErrMissing):
			w.WriteHeader(http.StatusUnauthorized)
		case errors.Is(err, distribution.ErrHeardBefore):
			w.WriteHeader(http.StatusConflict)
		case errors.Is(err, distribution.ErrUnheard):
			w.WriteHeader(http.StatusBadRequest)
		default:
			log.ErrorContext(r.Context(), "report on a channel not taken", slog.Any("error", err))
			w.WriteHeader(http.StatusServiceUnavailable)
		}
	})
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
