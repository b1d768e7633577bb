package store

import (
	"context"

	"caravan/models"
)

// sealedAtOnce is how many entries are sealed in one transaction.
const sealedAtOnce = 1000

// sealTrails gives the entries from before there were hashes theirs. What was
// done before an interruption is done.
func (s *Store) sealTrails(ctx context.Context) error {
	for {
		n := 0
		err := s.As(models.System("migrate")).InTx(ctx, func(tx *Scope) (err error) {
			n, err = tx.sealSome(ctx)
			return err
		})
		if err != nil || n < sealedAtOnce {
			return err
		}
	}
}

func (s *Scope) sealSome(ctx context.Context) (int, error) {
	if err := s.alone(ctx, "audit:seal"); err != nil {
		return 0, err
	}
	bare, err := of[models.AuditEntry](s.db).Where("chain_hash IS NULL").Order("id").Limit(sealedAtOnce).Find(ctx)
	if err != nil {
		return 0, translate(err)
	}
	for i := range bare {
		e := &bare[i]
		var before []byte
		if e.Seq > 1 {
			last, err := of[models.AuditEntry](s.db).Scopes(inTrail(e.OrganizationID)).Where("seq = ?", e.Seq-1).Take(ctx)
			if err != nil {
				return 0, translate(err)
			}
			before = last.ChainHash
		}
		if err := e.Seal(before); err != nil {
			return 0, err
		}
		hashes := map[string]any{"leaf_hash": e.LeafHash, "chain_hash": e.ChainHash}
		if _, err := of[models.AuditEntry](s.db).Where("id = ?", e.ID).Set(ctx, hashes); err != nil {
			return 0, translate(err)
		}
	}
	return len(bare), nil
}

// bare reports whether entries wait for their hashes.
func (s *Store) bare(ctx context.Context) (bool, error) {
	n, err := of[models.AuditEntry](s.db).Where("id = (SELECT min(id) FROM audit_entries WHERE chain_hash IS NULL)").Count(ctx)
	return n > 0, translate(err)
}
