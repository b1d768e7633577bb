package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"caravan/internal/planning"
	"caravan/internal/store"
	"caravan/internal/vault"
)

// vaultKeys says where the keys of sealed identities are kept: never with what
// they open.
type vaultKeys struct {
	VaultKeys             string `env:"CARAVAN_VAULT_KEYS" help:"Where the keys of sealed identities are kept: another Postgres, or a file. Without it no identity is kept. Embedded installations keep a file in the data directory. Keep no backup of it for more than 7 days."`
	VaultKeysPasswordFile string `env:"CARAVAN_VAULT_KEYS_PASSWORD_FILE" type:"path" help:"A file that holds the password of that Postgres."`
}

// open opens the key store; nil where there is none.
func (v vaultKeys) open(ctx context.Context, d database) (*store.KeyStore, error) {
	path := v.VaultKeys
	if path == "" && d.embedded() {
		path = filepath.Join(d.Data, "vault", "keys.db")
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			return nil, fmt.Errorf("make vault directory: %w", err)
		}
	}
	if path == "" {
		return nil, nil //nolint:nilnil // no key store is no mistake
	}
	if path == d.DatabaseURL {
		return nil, errors.New("the keys of identities are kept in another database than the identities")
	}
	address, err := withPassword(path, v.VaultKeysPasswordFile)
	if err != nil {
		return nil, fmt.Errorf("key store: %w", err)
	}
	return store.OpenKeys(ctx, address)
}

// guards gives the planning desk the keys of identities, where they are its
// affair.
func (p *process) guards(j job) error {
	if j.keys == nil {
		return nil
	}
	ctx, log := p.outside.ctx, p.outside.log
	keys, err := j.keys.open(ctx, p.database)
	if err != nil {
		return err
	}
	if keys == nil {
		log.WarnContext(ctx, "no identity of a messenger can be kept: name a store for their keys with CARAVAN_VAULT_KEYS")
		return nil
	}
	p.ends = append(p.ends, func() { _ = keys.Close() })
	given, err := p.secret.open(p.database)
	if err != nil {
		return err
	}
	root, err := vault.New(derive(given, "identity-keys"))
	if err != nil {
		return err
	}
	p.desks.Planning.Keys = &planning.Keys{Store: keys, Root: root}
	return p.desks.Planning.Begin(ctx)
}
