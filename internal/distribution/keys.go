package distribution

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"log/slog"
	"strconv"
	"sync"

	"caravan/internal/store"
	"caravan/internal/tasks"
	"caravan/internal/vault"
	"caravan/models"
)

// Keys seal the credentials of channels, and open them where Root is there.
// Their versions are kept in the database.
type Keys struct {
	Stamp  []byte       // marks public halves as the installation's own
	Root   *vault.Root  // nil in a process that answers people
	Legacy *vault.Vault // opens what was sealed before there were pairs; may be nil

	opened sync.Map // version to *vault.Private
}

// Opens reports whether this process can open credentials.
func (k *Keys) Opens() bool { return k != nil && k.Root != nil }

// stamp is what the installation says of a public half, so that nobody who
// only writes to the database puts another in its place.
func (k *Keys) stamp(version uint32, public []byte) []byte {
	mac := hmac.New(sha256.New, k.Stamp)
	mac.Write(binary.BigEndian.AppendUint32(nil, version))
	mac.Write(public)
	return mac.Sum(nil)
}

// errNoKeys refuses to seal before any process that can open has started.
var errNoKeys = models.ErrUnavailable.With("No publisher has started yet, so there is no key to seal with.")

// Seal hides a value with the newest key, for its place. In the transaction
// that keeps the value the key is not dropped.
func (k *Keys) Seal(ctx context.Context, tx *store.Scope, value []byte, place string) (models.Sealed, error) {
	key, err := tx.NewestTokenKey(ctx)
	if errors.Is(err, models.ErrMissing) {
		return nil, errNoKeys
	}
	if err != nil {
		return nil, err
	}
	if !hmac.Equal(key.Stamp, k.stamp(key.Version, key.Public)) {
		return nil, fmt.Errorf("token key %d is not of this installation", key.Version)
	}
	return vault.SealTo(key.Public, key.Version, value, place)
}

// open returns the credentials of a channel as it was read in scope. If the
// key is gone the channel was sealed anew meanwhile, and is read again.
func (k *Keys) open(ctx context.Context, scope *store.Scope, c *models.Channel) ([]byte, error) {
	if !k.Opens() {
		return nil, vault.ErrUnreadable
	}
	plain, err := k.unseal(ctx, scope, c.Credentials, c.CredentialsPlace())
	if !errors.Is(err, models.ErrMissing) {
		return plain, err
	}
	again, err := scope.Channel(ctx, c.ID)
	if err != nil {
		return nil, err
	}
	return k.unseal(ctx, scope, again.Credentials, again.CredentialsPlace())
}

// unseal opens what is sealed for a place.
func (k *Keys) unseal(ctx context.Context, scope *store.Scope, sealed models.Sealed, place string) ([]byte, error) {
	version := vault.KeyOf(sealed)
	if version == 0 && k.Legacy != nil {
		return k.Legacy.Open(sealed, place)
	}
	private, err := k.private(ctx, scope, version)
	if err != nil {
		return nil, err
	}
	return private.Open(sealed, place)
}

// private returns the private half of a version; once read it is remembered.
func (k *Keys) private(ctx context.Context, scope *store.Scope, version uint32) (*vault.Private, error) {
	if known, ok := k.opened.Load(version); ok {
		return known.(*vault.Private), nil
	}
	key, err := scope.TokenKey(ctx, version)
	if err != nil {
		return nil, err
	}
	private, err := k.Root.Unwrap(version, key.Wrapped)
	if err != nil {
		return nil, fmt.Errorf("token key %d: %w", version, err)
	}
	k.opened.Store(version, private)
	return private, nil
}

// generate writes a new version of the key.
func (d *Desk) generate(ctx context.Context, tx *store.Scope, version uint32) error {
	public, wrapped, err := d.Keys.Root.Generate(version)
	if err != nil {
		return err
	}
	return tx.CreateTokenKey(ctx, &models.TokenKey{
		Version: version, Public: public, Wrapped: wrapped, Stamp: d.Keys.stamp(version, public), CreatedAt: d.Now(),
	})
}

// PrepareKeys makes the first key of an installation, refuses a root that does
// not fit the keys, and seals anew what an older program has sealed with the
// secret that all processes share.
func (d *Desk) PrepareKeys(ctx context.Context) error {
	err := d.system().InTx(ctx, func(tx *store.Scope) error {
		if _, err := tx.NewestTokenKey(ctx); !errors.Is(err, models.ErrMissing) {
			return err
		}
		return d.generate(ctx, tx, 1)
	})
	if ignore(err, models.ErrTaken) != nil {
		return err
	}
	newest, err := d.system().NewestTokenKey(ctx)
	if err != nil {
		return err
	}
	if _, err := d.Keys.private(ctx, d.system(), newest.Version); err != nil {
		return err
	}
	return d.Rewrap(ctx)
}

// RotateKeys makes a new version of the key, which seals from now on, and owes
// sealing everything else anew. It returns the version.
func (d *Desk) RotateKeys(ctx context.Context, by models.Actor) (version uint32, err error) {
	err = d.Store.As(by).InTx(ctx, func(tx *store.Scope) error {
		newest, err := tx.NewestTokenKey(ctx)
		if err != nil {
			return err
		}
		version = newest.Version + 1
		if err := d.generate(ctx, tx, version); err != nil {
			return err
		}
		if err := tx.Owe(ctx, tasks.Rewrap{}, "keys.rewrap", d.Now(), d.Now()); err != nil {
			return err
		}
		return tx.Record(ctx, store.Change{Action: "token_key.rotated", Kind: "token_key", Object: strconv.FormatUint(uint64(version), 10), At: d.Now()})
	})
	return version, err
}

// rewrapBatch is how many channels are looked at together.
const rewrapBatch = 50

// Rewrap seals with the newest key what is sealed in another way, each channel
// in a transaction of its own, and drops the keys that nothing needs any more.
// It may be broken off and begun again at any time. What cannot be opened
// stays as it is, keeps its key, and is an error in the end.
func (d *Desk) Rewrap(ctx context.Context) error {
	newest, err := d.system().NewestTokenKey(ctx)
	if err != nil {
		return err
	}
	prefix := vault.Prefix(newest.Version)
	var faults []error
	var last models.ID[models.Channel]
	for {
		batch, err := d.system().SealedElsewhere(ctx, prefix, last, rewrapBatch)
		if err != nil {
			return err
		}
		for i := range batch {
			last = batch[i].ID
			if err := d.rewrap(ctx, last); err != nil {
				faults = append(faults, fmt.Errorf("channel %s: %w", last, err))
			} else if d.Rewrapped != nil {
				d.Rewrapped()
			}
		}
		if len(batch) < rewrapBatch {
			break
		}
	}
	return errors.Join(append(faults, d.dropKeys(ctx, newest.Version))...)
}

// rewrap seals the credentials of one channel anew.
func (d *Desk) rewrap(ctx context.Context, id models.ID[models.Channel]) error {
	return d.system().InTx(ctx, func(tx *store.Scope) error {
		channel, err := tx.LockChannel(ctx, id)
		if err != nil || len(channel.Credentials) == 0 {
			return err
		}
		plain, err := d.Keys.unseal(ctx, tx, channel.Credentials, channel.CredentialsPlace())
		if err != nil {
			return err
		}
		defer clear(plain)
		sealed, err := d.Keys.Seal(ctx, tx, plain, channel.CredentialsPlace())
		if err != nil {
			return err
		}
		return tx.Reseal(ctx, id, sealed)
	})
}

// dropKeys drops the versions before one that nothing is sealed to.
func (d *Desk) dropKeys(ctx context.Context, newest uint32) error {
	keys, err := d.system().TokenKeys(ctx)
	if err != nil {
		return err
	}
	for _, key := range keys {
		if key.Version >= newest {
			continue
		}
		dropped, err := d.system().DropTokenKey(ctx, key.Version, vault.Prefix(key.Version))
		if ignore(err, models.ErrMissing) != nil {
			return err
		}
		if dropped {
			d.Log.InfoContext(ctx, "token key dropped", slog.Uint64("version", uint64(key.Version)))
		}
	}
	return nil
}
