package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/http/pprof"
	"time"

	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// admin is where operators look into a process. By default it is any free port
// of this machine, so that several processes never clash; the log says which.
type admin struct {
	AdminAddr string `env:"CARAVAN_ADMIN_ADDR" default:"127.0.0.1:0" help:"Address of health, metrics and profiles; never one that others can reach. Port 0 is any that is free."`
}

// watch answers operators until the process ends.
func (p *process) watch() error {
	listener, err := (&net.ListenConfig{}).Listen(p.outside.ctx, "tcp", p.AdminAddr)
	if err != nil {
		return fmt.Errorf("listen for operators: %w", err)
	}
	p.outside.log.InfoContext(p.outside.ctx, "operators look in", slog.String("admin_addr", listener.Addr().String()))
	// A profile takes half a minute by itself.
	server := &http.Server{Handler: p.panel(), ReadHeaderTimeout: 5 * time.Second, WriteTimeout: 2 * time.Minute}
	go func() { _ = server.Serve(listener) }()
	p.ends = append(p.ends, func() { _ = server.Close() })
	return nil
}

// panel is what operators can look at.
func (p *process) panel() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { _, _ = fmt.Fprintln(w, "alive") })
	mux.HandleFunc("GET /readyz", p.serveReadiness)
	mux.Handle("GET /metrics", promhttp.HandlerFor(p.metrics, promhttp.HandlerOpts{ErrorHandling: promhttp.ContinueOnError}))
	mux.HandleFunc("/debug/pprof/", pprof.Index)
	mux.HandleFunc("/debug/pprof/cmdline", pprof.Cmdline)
	mux.HandleFunc("/debug/pprof/profile", pprof.Profile)
	mux.HandleFunc("/debug/pprof/symbol", pprof.Symbol)
	mux.HandleFunc("/debug/pprof/trace", pprof.Trace)
	return mux
}

// A readiness says whether a process can do its work, and what it leans on.
// Redis is only told: without it everything goes on, a little later.
type readiness struct {
	Ready    bool   `json:"ready"`
	Database string `json:"database"`
	Schema   string `json:"schema"`
	Redis    string `json:"redis"`
	Version  string `json:"version"`
}

func (p *process) serveReadiness(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), 1500*time.Millisecond)
	defer cancel()
	state := p.readiness(ctx)
	w.Header().Set("Content-Type", "application/json")
	if !state.Ready {
		w.WriteHeader(http.StatusServiceUnavailable)
	}
	_ = json.NewEncoder(w).Encode(state)
}

func (p *process) readiness(ctx context.Context) readiness {
	state := readiness{Version: version, Database: spoken(p.records.Ping(ctx))}
	pending, err := p.records.Pending(ctx)
	if err == nil && pending {
		err = errOldSchema
	}
	state.Schema = spoken(err)
	state.Redis = spoken(p.redis.Ping(ctx).Err()) // last: it may use up the time
	state.Ready = state.Database == fine && state.Schema == fine && p.outside.ctx.Err() == nil
	return state
}

const fine = "ok"

// spoken says how something is without saying where it is.
func spoken(err error) string {
	switch {
	case err == nil:
		return fine
	case errors.Is(err, errOldSchema):
		return "old"
	default:
		return "away"
	}
}

type health struct{ admin }

// Run asks the process behind the admin address whether it is ready.
func (h *health) Run(w *outside) error {
	if _, port, err := net.SplitHostPort(h.AdminAddr); err != nil || port == "0" {
		return errors.New("name the admin address of the process with CARAVAN_ADMIN_ADDR")
	}
	ctx, cancel := context.WithTimeout(w.ctx, 2*time.Second)
	defer cancel()
	ask, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+h.AdminAddr+"/readyz", http.NoBody)
	if err != nil {
		return err
	}
	answer, err := (&http.Client{Transport: &http.Transport{Proxy: nil, DisableKeepAlives: true}}).Do(ask)
	if err != nil {
		return fmt.Errorf("nobody answers: %w", err)
	}
	defer func() { _ = answer.Body.Close() }()
	var state readiness
	if err := json.NewDecoder(answer.Body).Decode(&state); err != nil {
		return fmt.Errorf("not Caravan: %w", err)
	}
	_, _ = fmt.Fprintf(w.out, "ready %t, database %s, schema %s, redis %s\n", state.Ready, state.Database, state.Schema, state.Redis)
	if !state.Ready {
		return errors.New("not ready")
	}
	return nil
}
