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
	"caravan/internal/vault"
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
	tokenKey
	address
	vaultKeys
	intake
	auditing

	Demo bool `env:"CARAVAN_DEMO" help:"Fill an installation without people with a demonstration. Never where others can reach it."`
}

// Run answers and works, in one process, until the context ends.
func (s *serve) Run(w *outside) error {
	if s.Demo && !s.embedded() {
		return errors.New("a demonstration is for an embedded installation; use caravan demo to fill another database on purpose")
	}
	root, err := s.root(s.database)
	if err != nil {
		return err
	}
	return s.run(w, s.address, root, job{worker.Duties{Publish: true, Owed: true}, s.intake, s.auditing, &s.vaultKeys}, s.Demo)
}

type apiOnly struct {
	installation
	address
	vaultKeys
	publicAuditKeys
}

// Run answers until the context ends.
func (a *apiOnly) Run(w *outside) error {
	return a.run(w, a.address, nil, job{audit: auditing{publicAuditKeys: a.publicAuditKeys}, keys: &a.vaultKeys}, false)
}

type workerOnly struct {
	installation
	tokenKey
	vaultKeys
	intake
	auditing
}

// Run does what is owed, save for publishing, until the context ends.
func (o *workerOnly) Run(w *outside) error {
	return o.toil(w, o.tokenKey, job{worker.Duties{Owed: true}, o.intake, o.auditing, &o.vaultKeys})
}

type publisherOnly struct {
	installation
	tokenKey
}

// Run publishes until the context ends.
func (o *publisherOnly) Run(w *outside) error {
	return o.toil(w, o.tokenKey, job{duties: worker.Duties{Publish: true}})
}

// A job is what a process does besides answering.
type job struct {
	duties worker.Duties
	intake intake
	audit  auditing
	keys   *vaultKeys // nil: it has nothing to do with identities
}

// run answers, and works as far as it has a job.
func (i installation) run(w *outside, a address, root *vault.Root, j job, demo bool) (err error) {
	defer func() { err = unasked(w.ctx, err) }()
	listener, at, err := a.listen(w.ctx)
	if err != nil {
		return err
	}
	p, err := i.start(w, at, root)
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	defer p.end()
	if err := errors.Join(p.equip(j), p.desks.Approval.Begin(w.ctx), p.desks.Approval.CallAll(w.ctx)); err != nil {
		return err
	}
	if demo {
		if err := p.demonstrate(); err != nil {
			return err
		}
	}
	_, _ = fmt.Fprintf(w.out, "Caravan answers at %s\n", p.PublicURL)
	if err := letFirstIn(w, p.desks.Access, p.records, p.PublicURL); err != nil {
		return err
	}
	group, ctx := errgroup.WithContext(w.ctx)
	group.Go(func() error { return p.answer(ctx, listener) })
	p.do(ctx, group, j)
	return group.Wait()
}

// equip gives the desks what they need for the job, before anybody works.
func (p *process) equip(j job) error {
	p.desks.Distribution.Hears = j.intake.ReportAddr != ""
	return errors.Join(p.audits(j), p.guards(j))
}

// unasked leaves out the error of being told to end while starting.
func unasked(ctx context.Context, err error) error {
	if ctx.Err() != nil && errors.Is(err, context.Canceled) {
		return nil
	}
	return err
}

// toil works without answering anybody.
func (i installation) toil(w *outside, key tokenKey, j job) (err error) {
	defer func() { err = unasked(w.ctx, err) }()
	root, err := key.root(i.database)
	if err != nil {
		return err
	}
	p, err := i.start(w, "", root)
	if err != nil {
		return err
	}
	defer p.end()
	if err := p.equip(j); err != nil {
		return err
	}
	_, _ = fmt.Fprintln(w.out, "Caravan works")
	group, ctx := errgroup.WithContext(w.ctx)
	p.do(ctx, group, j)
	return group.Wait()
}

// open opens the database; the directory of an embedded one is made.
func (d database) open(w *outside) (*store.Store, error) {
	if !d.embedded() {
		address, err := withPassword(d.DatabaseURL, d.DatabasePasswordFile)
		if err != nil {
			return nil, fmt.Errorf("database address: %w", err)
		}
		return store.Open(address, w.log)
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
		return errOldSchema
	}
	return nil
}

// errOldSchema says what an operator has to do before anything can start.
var errOldSchema = errors.New("the schema is older than this program: run caravan migrate")

// letFirstIn prints a one-time link for the first administrator of an
// installation that has nobody yet.
func letFirstIn(w *outside, desk *access.Desk, records *store.Store, address string) error {
	system := models.System("first start")
	n, err := records.As(system).CountUsers(w.ctx)
	if err != nil || n > 0 {
		return err
	}
	o, err := firstOrganization(w, records.As(system))
	if err != nil {
		return err
	}
	first := models.User{Email: "administrator@localhost", Name: "Administrator", Locale: "en", Zone: "Asia/Bishkek"}
	secret, err := desk.Invite(w.ctx, system, first, o.ID, []models.Role{models.Admin, models.Operator, models.Planner})
	if err != nil {
		return err
	}
	_, _ = fmt.Fprintf(w.out, "Nobody is here yet. The first administrator (%s) enters once by %s/welcome#%s\n", first.Email, address, secret)
	return nil
}

// firstOrganization makes the organisation of the first administrator, unless
// a start that was broken off has made it already.
func firstOrganization(w *outside, records *store.Scope) (*models.Organization, error) {
	o, err := records.OrganizationBySlug(w.ctx, "first")
	if !errors.Is(err, models.ErrMissing) {
		return o, err
	}
	o = &models.Organization{
		ID: models.NewID[models.Organization](), Kind: "media_ngo", PublicName: "First organisation", Slug: "first",
		CreatedAt: w.now(), Version: 1,
	}
	return o, records.CreateOrganization(w.ctx, o)
}
