package cli

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/redis/go-redis/v9"
	"golang.org/x/sync/errgroup"

	"caravan/api"
	"caravan/internal/access"
	"caravan/internal/approval"
	"caravan/internal/audit"
	"caravan/internal/distribution"
	"caravan/internal/evaluation"
	"caravan/internal/live"
	"caravan/internal/media"
	"caravan/internal/planning"
	"caravan/internal/signing"
	"caravan/internal/store"
	"caravan/internal/vault"
	"caravan/models"
	"caravan/web"
	"caravan/web/public"
	"caravan/worker"
)

// An installation is what all its processes are told alike.
type installation struct {
	database
	redisServer
	secret
	egress
	mail
	admin
	pictures

	Session   sessionRules  `embed:"" prefix:"session-"`
	PublicURL string        `env:"CARAVAN_PUBLIC_URL" help:"Address that people use; with https cookies are bound to it."`
	Grace     time.Duration `name:"shutdown-grace" env:"CARAVAN_SHUTDOWN_GRACE" default:"25s" help:"How long running requests and sends may take to end."`
	Retention time.Duration `name:"identity-retention" env:"CARAVAN_IDENTITY_RETENTION" default:"720h" help:"How long the sealed identity of a messenger is kept after the last consent has run out."`
	Timers    timers        `embed:"" prefix:"publish-" hidden:""`
	Poll      time.Duration `env:"CARAVAN_EVENTS_POLL" hidden:"" help:"How often streams of events look by themselves; 0: the default."`
}

// sessionRules say how long people stay signed in.
type sessionRules struct {
	Idle     time.Duration `env:"CARAVAN_SESSION_IDLE" default:"15m" help:"How long people stay signed in without doing anything; two thirds of it for those who approve, administer or protect. More where lines are slow."`
	Lifetime time.Duration `env:"CARAVAN_SESSION_LIFETIME" default:"8h" help:"How long people stay signed in at most."`
	Factor   string        `name:"second-factor" env:"CARAVAN_SESSION_SECOND_FACTOR" enum:"required,optional" default:"required" help:"Whether those who approve, administer or protect people need a second factor for anything dangerous. Optional is for demonstrations: a stolen password then is enough."`
}

// Validate refuses what would let nobody in.
func (s sessionRules) Validate() error {
	if s.Idle < time.Minute || s.Lifetime < s.Idle {
		return errors.New("a session lasts a minute at least, and no longer idle than in all")
	}
	return nil
}

func (s sessionRules) rules() models.SessionRules {
	return models.SessionRules{Idle: s.Idle, Lifetime: s.Lifetime, PasswordAlone: s.Factor == "optional"}
}

// timers are the waits of the publishing protocol; zero means the default.
type timers struct {
	Lease  time.Duration `env:"CARAVAN_PUBLISH_LEASE" help:"How long a worker that was killed keeps a delivery; 0: the default."`
	Send   time.Duration `env:"CARAVAN_PUBLISH_SEND" help:"How long a request to a platform may take; 0: the default."`
	Settle time.Duration `env:"CARAVAN_PUBLISH_SETTLE" help:"How long a request without an answer may still be accepted; 0: what is known of the platform."`
	Look   time.Duration `env:"CARAVAN_PUBLISH_LOOK" help:"How long one worker may look for a doubtful post; 0: the default."`
}

// A process is an installation with everything open.
type process struct {
	installation

	outside    *outside
	records    *store.Store
	redis      redis.UniversalClient
	desks      api.Desks
	evaluation *evaluation.Desk
	metrics    *prometheus.Registry
	live       *live.Hub
	key        []byte      // signs what browsers hand back
	root       *vault.Root // opens credentials; nil where that is not for this process
	ends       []func()
}

// start opens everything. Links that are handed out begin with address, unless
// the installation has a public one. Without a root no credentials are opened.
func (i installation) start(w *outside, address string, root *vault.Root) (*process, error) {
	if i.PublicURL == "" {
		i.PublicURL = address
	}
	i.PublicURL = strings.TrimSuffix(i.PublicURL, "/")
	p := &process{installation: i, outside: w, metrics: prometheus.NewRegistry(), root: root}
	w.log.InfoContext(w.ctx, "starting", slog.String("version", version), w.configuration)
	if err := p.open(); err != nil {
		p.end()
		return nil, err
	}
	return p, nil
}

// open opens the database, Redis and the vault, and sets the desks up.
func (p *process) open() (err error) {
	w := p.outside
	if p.records, err = p.database.open(w); err != nil {
		return err
	}
	p.ends = append(p.ends, func() { closeQuietly(p.records) })
	if err := p.ready(w.ctx, p.records); err != nil {
		return err
	}
	given, err := p.secret.open(p.database)
	if err != nil {
		return err
	}
	p.key = derive(given, "cursors")
	var stop func()
	if p.redis, stop, err = p.redisServer.open(w.ctx); err != nil {
		return err
	}
	p.ends = append(p.ends, stop)
	p.live = live.New(p.redis, w.log)
	p.records.Notify(func(o models.ID[models.Organization]) { p.live.Hint(o.String()) })
	if err := p.furnish(given); err != nil {
		return err
	}
	p.count()
	return p.watch()
}

// furnish sets the desks up.
func (p *process) furnish(given []byte) error {
	w, records := p.outside, p.records
	legacy, err := vault.New(derive(given, "credentials"))
	if err != nil {
		return err
	}
	keys := &distribution.Keys{Stamp: derive(given, "token-keys"), Root: p.root, Legacy: legacy}
	accounts, err := vault.New(derive(given, "accounts"))
	if err != nil {
		return err
	}
	post, err := p.mail.open(p.PublicURL, w.now)
	if err != nil {
		return err
	}
	shelf := p.shelf(p.database)
	known := p.platforms(records, p.PublicURL, w.now)
	p.evaluation = &evaluation.Desk{Store: records, Now: w.now, Program: version}
	p.desks = api.Desks{
		Access: &access.Desk{
			Store: records, Now: w.now, Vault: accounts, Rules: p.Session.rules(),
			Web: p.webClient(w.now), Address: p.PublicURL,
		},
		Planning: &planning.Desk{
			Store: records, Now: w.now, Retention: p.Retention, Letters: post, Address: p.PublicURL, Studio: media.NewStudio(shelf), Quota: p.quota(),
		},
		Approval: &approval.Desk{Store: records, Now: w.now, Letters: post, Address: p.PublicURL, Link: derive(given, "link")},
		Distribution: &distribution.Desk{
			Store: records, Keys: keys, Platforms: known, Now: w.now, Clock: &distribution.Clock{Ask: records.Clock}, Log: w.log, Circuits: &distribution.Circuits{}, Worker: workerName(), KeySecret: derive(given, "idempotency"),
			Letters: post, Address: p.PublicURL, Web: p.webClient(w.now), Media: shelf, Signed: signing.Checker{Address: p.PublicURL},
			Timers: distribution.Timers{Lease: p.Timers.Lease, Send: p.Timers.Send, Settle: p.Timers.Settle, Look: p.Timers.Look},
		},
		Evaluation: p.evaluation,
		Audit:      &audit.Desk{Store: records, Now: w.now, Log: w.log},
	}
	if err := p.evaluation.Seed(w.ctx, definitions(known)); err != nil {
		return fmt.Errorf("seed reference data: %w", err)
	}
	if !keys.Opens() {
		return nil
	}
	if err := p.desks.Distribution.PrepareKeys(w.ctx); err != nil {
		return fmt.Errorf("keys of credentials: %w", err)
	}
	return nil
}

// workerName tells processes apart in attempts.
func workerName() string {
	host, _ := os.Hostname()
	return fmt.Sprintf("%s/%d", host, os.Getpid())
}

// end closes what was opened, last first.
func (p *process) end() {
	for _, end := range slices.Backward(p.ends) {
		end()
	}
}

// answer serves the app, the API and the public sites on a listener until ctx
// ends.
func (p *process) answer(ctx context.Context, listener net.Listener) error {
	w := p.outside
	counter := public.NewCounter(p.records, public.Client(nil), w.now, w.log)
	counting, stop := context.WithCancel(context.WithoutCancel(ctx))
	counted := make(chan error, 1)
	go func() { counted <- counter.Run(counting, 5*time.Second) }()
	pages := http.NewServeMux()
	pages.Handle("/p/", public.New(p.records, p.shelf(p.database), counter, p.PublicURL, w.log))
	pages.Handle("/m/", public.Pull(p.desks.Distribution, p.shelf(p.database), w.log))
	pages.Handle("/l/", public.Follow(p.desks.Distribution, w.log))
	pages.Handle("/", web.Handler())
	service := api.New(p.desks, p.records, api.Options{
		App: pages, Secure: strings.HasPrefix(p.PublicURL, "https://"), Key: p.key, Now: w.now, Log: w.log, Metrics: p.metrics, Live: p.live, Poll: p.Poll, Library: p.shelf(p.database),
	})
	err := service.Serve(ctx, listener, p.Grace)
	stop() // only now has everybody been counted
	return errors.Join(err, <-counted)
}

// do lets a group carry hints, work, and take delivery reports, as far as the
// job goes, until ctx ends.
func (p *process) do(ctx context.Context, group *errgroup.Group, j job) {
	group.Go(func() error { return p.live.Run(ctx) })
	if j.duties != (worker.Duties{}) {
		group.Go(func() error { return p.work(ctx, j) })
	}
	group.Go(func() error { return j.intake.takeBounces(ctx, p.desks.Distribution, p.outside.log) })
	group.Go(func() error { return j.intake.takeReports(ctx, p.desks.Distribution, p.outside.log) })
}

// work does what is owed until ctx ends.
func (p *process) work(ctx context.Context, j job) error {
	w := p.outside
	if j.duties.Owed {
		if err := errors.Join(p.desks.Audit.Begin(ctx), p.desks.Distribution.WatchAll(ctx)); err != nil {
			return err
		}
	}
	crew := &worker.Worker{
		Store: p.records, Distribution: p.desks.Distribution, Do: worker.Chores(p.desks.Distribution, p.evaluation, p.desks.Planning, p.desks.Approval, p.desks.Audit),
		Duties: j.duties,
		Bell:   &worker.AsynqBell{Redis: p.redis, Shutdown: p.Grace, Log: w.log}, Now: w.now, Log: w.log, Metrics: p.metrics,
	}
	return crew.Run(ctx)
}
