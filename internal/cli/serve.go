package cli

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"

	"golang.org/x/sync/errgroup"

	"caravan/internal/access"
	"caravan/internal/store"
	"caravan/models"
	"caravan/worker"
)

// address is where a process answers.
type address struct {
	Addr string `env:"CARAVAN_ADDR" default:"127.0.0.1:8080" help:"Address to answer on."`
}

// listen returns a listener and the address that it can be reached at.
func (a address) listen(ctx context.Context) (net.Listener, string, error) {
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", a.Addr)
	if err != nil {
		return nil, "", fmt.Errorf("listen: %w", err)
	}
	return listener, "http://" + listener.Addr().String(), nil
}

type serve struct {
	installation
	address

	Demo bool `env:"CARAVAN_DEMO" help:"Fill an installation without people with a demonstration. Never where others can reach it."`
}

// Run answers and works, in one process, until the context ends.
func (s *serve) Run(w *outside) error {
	if s.Demo && !s.embedded() {
		return errors.New("a demonstration is for an embedded installation; use caravan demo to fill another database on purpose")
	}
	return s.run(w, s.address, worker.Duties{Publish: true, Owed: true}, s.Demo)
}

type apiOnly struct {
	installation
	address
}

// Run answers until the context ends.
func (a *apiOnly) Run(w *outside) error { return a.run(w, a.address, worker.Duties{}, false) }

type workerOnly struct{ installation }

// Run does what is owed, save for publishing, until the context ends.
func (o *workerOnly) Run(w *outside) error { return o.toil(w, worker.Duties{Owed: true}) }

type publisherOnly struct{ installation }

// Run publishes until the context ends.
func (o *publisherOnly) Run(w *outside) error { return o.toil(w, worker.Duties{Publish: true}) }

// run answers, and works as far as it has duties.
func (i installation) run(w *outside, a address, duties worker.Duties, demo bool) error {
	listener, at, err := a.listen(w.ctx)
	if err != nil {
		return err
	}
	p, err := i.start(w, at)
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	defer p.end()
	if demo {
		if err := p.demonstrate(); err != nil {
			return err
		}
	}
	fmt.Fprintf(w.out, "Caravan answers at %s\n", p.PublicURL)
	if err := letFirstIn(w, p.desks.Access, p.records, p.PublicURL); err != nil {
		return err
	}
	group, ctx := errgroup.WithContext(w.ctx)
	group.Go(func() error { return p.answer(ctx, listener) })
	if duties != (worker.Duties{}) {
		group.Go(func() error { return p.work(ctx, duties) })
	}
	return group.Wait()
}

// toil works without answering anybody.
func (i installation) toil(w *outside, duties worker.Duties) error {
	p, err := i.start(w, "")
	if err != nil {
		return err
	}
	defer p.end()
	fmt.Fprintln(w.out, "Caravan works")
	return p.work(w.ctx, duties)
}

// open opens the database; the directory of an embedded one is made.
func (d database) open(w *outside) (*store.Store, error) {
	if !d.embedded() {
		return store.Open(d.DatabaseURL, w.log)
	}
	if err := os.MkdirAll(d.Data, 0o700); err != nil {
		return nil, fmt.Errorf("make data directory: %w", err)
	}
	return store.Open(filepath.Join(d.Data, "caravan.db"), w.log)
}

// ready migrates an embedded database by itself; on Postgres that is a step of
// its own, so that several processes never surprise each other.
func (d database) ready(ctx context.Context, records *store.Store) error {
	if d.embedded() {
		return records.Migrate(ctx)
	}
	pending, err := records.Pending(ctx)
	if err != nil {
		return err
	}
	if pending {
		return errors.New("the schema is older than this program: run caravan migrate")
	}
	return nil
}

// letFirstIn prints a one-time link for the first administrator of an
// installation that has nobody yet.
func letFirstIn(w *outside, desk *access.Desk, records *store.Store, address string) error {
	system := models.System("first start")
	n, err := records.As(system).CountUsers(w.ctx)
	if err != nil || n > 0 {
		return err
	}
	o := &models.Organization{
		ID: models.NewID[models.Organization](), Kind: "media_ngo", PublicName: "First organisation", Slug: "first",
		CreatedAt: w.now(), Version: 1,
	}
	if err := records.As(system).CreateOrganization(w.ctx, o); err != nil {
		return err
	}
	first := models.User{Email: "administrator@localhost", Name: "Administrator", Locale: "en", Zone: "Asia/Bishkek"}
	secret, err := desk.Invite(w.ctx, system, first, o.ID, []models.Role{models.Admin, models.Operator, models.Planner})
	if err != nil {
		return err
	}
	fmt.Fprintf(w.out, "Nobody is here yet. The first administrator (%s) enters once by %s/welcome#%s\n", first.Email, address, secret)
	return nil
}
