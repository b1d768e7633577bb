package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"time"

	"caravan/api"
	"caravan/internal/access"
	"caravan/internal/approval"
	"caravan/internal/planning"
	"caravan/internal/store"
	"caravan/models"
)

type serve struct {
	database

	Addr      string        `env:"CARAVAN_ADDR" default:"127.0.0.1:8080" help:"Address to answer on."`
	PublicURL string        `env:"CARAVAN_PUBLIC_URL" help:"Address that people use; with https cookies are bound to it."`
	Key       string        `env:"CARAVAN_KEY_FILE" type:"path" help:"File of the key that signs cursors; empty for api.key in the data directory."`
	Grace     time.Duration `env:"CARAVAN_SHUTDOWN_GRACE" default:"20s" help:"How long running requests may take to end."`
}

// Run serves until the context ends.
func (s *serve) Run(w *outside) error {
	records, err := s.open(w)
	if err != nil {
		return err
	}
	defer closeQuietly(records)
	if err := s.ready(w.ctx, records); err != nil {
		return err
	}
	key, err := secretKey(cmp.Or(s.Key, filepath.Join(s.Data, "api.key")))
	if err != nil {
		return err
	}
	desks := api.Desks{
		Access:   &access.Desk{Store: records, Now: w.now},
		Planning: &planning.Desk{Store: records, Now: w.now},
		Approval: &approval.Desk{Store: records, Now: w.now},
	}
	listener, err := (&net.ListenConfig{}).Listen(w.ctx, "tcp", s.Addr)
	if err != nil {
		return fmt.Errorf("listen: %w", err)
	}
	address := s.PublicURL
	if address == "" {
		address = "http://" + listener.Addr().String()
	}
	fmt.Fprintf(w.out, "Caravan answers at %s\n", address)
	if err := letFirstIn(w, desks.Access, records, address); err != nil {
		return err
	}
	service := api.New(desks, records, api.Options{Secure: strings.HasPrefix(s.PublicURL, "https://"), Key: key, Now: w.now, Log: w.log})
	return service.Serve(w.ctx, listener, s.Grace)
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
