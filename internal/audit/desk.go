package audit

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"time"

	"github.com/transparency-dev/merkle/compact"
	"golang.org/x/mod/sumdb/note"

	"caravan/internal/store"
	"caravan/internal/tasks"
	"caravan/models"
)

// A Desk signs checkpoints and shows them to witnesses.
type Desk struct {
	Store     *store.Store
	Signer    note.Signer // nil: this process has no key, and signs nothing
	Keys      Keys        // public ones, for Verify; may be none
	Witnesses []Witness
	Now       func() time.Time
	Log       *slog.Logger
}

// every is how often a checkpoint is made, if there is anything new.
const every = time.Minute

// Begin owes the first checkpoint of a process, now.
func (d *Desk) Begin(ctx context.Context) error {
	if d.Signer == nil {
		d.Log.WarnContext(ctx, "no audit key: the audit trail is bound together, and nobody signs it")
		return nil
	}
	return d.owe(ctx, d.Now())
}

// owe owes a checkpoint. Those that are asked for for the same time are one.
func (d *Desk) owe(ctx context.Context, due time.Time) error {
	return d.system().Owe(ctx, tasks.Checkpoint{}, "audit.checkpoint:"+due.Format(time.RFC3339), due, d.Now())
}

func (d *Desk) system() *store.Scope { return d.Store.As(models.System("checkpoint")) }

// Keep signs all that is new, shows it to the witnesses that have not seen it,
// and owes itself again. A trail that was rewritten is a fault that is logged
// until somebody looks.
func (d *Desk) Keep(ctx context.Context) error {
	if d.Signer == nil {
		return nil
	}
	if err := d.owe(ctx, d.Now().Truncate(every).Add(every)); err != nil {
		return err
	}
	for {
		made, err := d.Checkpoint(ctx)
		if errors.Is(err, errRewritten) {
			d.Log.ErrorContext(ctx, "no checkpoint", slog.Any("error", err))
			return nil
		}
		if err != nil {
			return err
		}
		if made == nil {
			return d.show(ctx)
		}
	}
}

// NewSigner reads a signing key.
func NewSigner(private string) (note.Signer, error) {
	signer, err := note.NewSigner(private)
	if err != nil {
		return nil, errKey
	}
	return signer, nil
}

// most is how many entries one checkpoint adds.
const most = 10_000

// Checkpoint puts the entries that were written since the last one into the
// tree, and signs it. It returns nil when there are none. What does not follow
// from what was signed before is never signed.
//
// The order of entries of one organisation is that of their numbers; between
// organisations it is the order in which they were first seen here, and by ID
// where they were seen together. The places are kept, so that the order is
// the same ever after.
func (d *Desk) Checkpoint(ctx context.Context) (*models.AuditCheckpoint, error) {
	var made *models.AuditCheckpoint
	err := d.system().InTx(ctx, func(tx *store.Scope) error {
		last, err := tx.HoldCheckpoint(ctx)
		if err != nil {
			return err
		}
		fresh, err := tx.Unplaced(ctx, most)
		if err != nil || len(fresh) == 0 {
			return err
		}
		tree, err := resume(last)
		if err != nil {
			return err
		}
		if err := follow(ctx, tx, fresh); err != nil {
			return err
		}
		if made, err = d.sign(tree, last, fresh); err != nil {
			return err
		}
		return tx.CreateCheckpoint(ctx, made, places(last.Size, fresh))
	})
	return made, err
}

// resume returns the tree of a checkpoint, so that it can be added to.
func resume(c models.AuditCheckpoint) (*compact.Range, error) {
	tree, err := grow(uint64(c.Size), c.Frontier) //nolint:gosec // never negative
	if err != nil {
		return nil, err
	}
	if c.Number == 0 {
		return tree, nil
	}
	says, err := peek([]byte(c.Note))
	if err != nil {
		return nil, fmt.Errorf("checkpoint %d: %w", c.Number, err)
	}
	is, err := root(tree)
	if err != nil {
		return nil, err
	}
	if says.Size != tree.End() || !bytes.Equal(is, says.Hash) {
		return nil, fmt.Errorf("checkpoint %d: %w", c.Number, errRewritten)
	}
	return tree, nil
}

// errRewritten says that something is not as it was when it was written.
var errRewritten = errors.New("the audit trail was rewritten; nothing more is signed (caravan audit verify says what)")

// follow checks that entries are as they were written, and follow the ones
// before.
func follow(ctx context.Context, tx *store.Scope, fresh []models.AuditEntry) error {
	chains := map[models.ID[models.Organization]][]byte{}
	for i := range fresh {
		e := &fresh[i]
		trail := models.ID[models.Organization]{}
		if e.OrganizationID != nil {
			trail = *e.OrganizationID
		}
		before, begun := chains[trail]
		if !begun && e.Seq > 1 {
			last, err := tx.AuditEntry(ctx, e.OrganizationID, e.Seq-1)
			if err != nil {
				return err
			}
			before = last.ChainHash
		}
		leaf, err := e.Leaf()
		if err != nil || !bytes.Equal(leaf, e.LeafHash) || !bytes.Equal(models.ChainAfter(before, leaf), e.ChainHash) {
			return fmt.Errorf("entry %d of %s: %w", e.Seq, trail, errRewritten)
		}
		chains[trail] = e.ChainHash
	}
	return nil
}

// sign adds entries to the tree and signs what it is then.
func (d *Desk) sign(tree *compact.Range, last models.AuditCheckpoint, fresh []models.AuditEntry) (*models.AuditCheckpoint, error) {
	for i := range fresh {
		if err := tree.Append(fresh[i].LeafHash, nil); err != nil {
			return nil, err
		}
	}
	is, err := root(tree)
	if err != nil {
		return nil, err
	}
	body := Checkpoint{Origin: d.Signer.Name(), Size: tree.End(), Hash: is}
	signed, err := note.Sign(&note.Note{Text: string(body.Marshal())}, d.Signer)
	if err != nil {
		return nil, fmt.Errorf("sign checkpoint: %w", err)
	}
	return &models.AuditCheckpoint{
		Number: last.Number + 1, Size: last.Size + int64(len(fresh)), Root: is, Frontier: slices.Concat(tree.Hashes()...),
		Note: string(signed), CreatedAt: d.Now(),
	}, nil
}

func places(from int64, fresh []models.AuditEntry) []models.AuditLeaf {
	leaves := make([]models.AuditLeaf, len(fresh))
	for i := range fresh {
		e := &fresh[i]
		leaves[i] = models.AuditLeaf{LeafIndex: from + int64(i), EntryID: e.ID, OrganizationID: e.OrganizationID, Seq: e.Seq}
	}
	return leaves
}

// Check verifies the trail of an organisation, and says up to which number it
// is under a checkpoint, and up to which a witness has taken one.
func (d *Desk) Check(ctx context.Context, of models.ID[models.Organization]) (Checked, error) {
	report, err := Verify(ctx, d.Store, Question{Organization: &of, Keys: d.Keys})
	if err != nil {
		return Checked{}, err
	}
	checked := Checked{Report: report}
	if checked.Witnesses, err = d.system().AuditWitnesses(ctx); err != nil {
		return Checked{}, err
	}
	if checked.Checkpoints, err = d.system().Checkpoints(ctx, 1); err != nil {
		return Checked{}, err
	}
	var seen int64
	for _, w := range checked.Witnesses {
		seen = max(seen, w.Size)
	}
	err = d.Store.Inspect(ctx, func(trail *store.Trail) (err error) {
		if checked.Signed, err = trail.Covered(ctx, of, report.Size); err == nil {
			checked.Seen, err = trail.Covered(ctx, of, seen)
		}
		return err
	})
	return checked, err
}

// Checked is what a check of one trail comes to.
type Checked struct {
	Report

	Signed      int64 // number of the last entry under a checkpoint
	Seen        int64 // number of the last entry under one that a witness took
	Witnesses   []models.AuditWitness
	Checkpoints []models.AuditCheckpoint // the last, if there is any
}
