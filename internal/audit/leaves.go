package audit

import (
	"bytes"
	"context"
	"slices"

	"caravan/internal/store"
	"caravan/models"
)

// leaves builds the tree anew, and compares it with every checkpoint on the
// way.
func (v *verification) leaves(ctx context.Context) error {
	if err := v.compare(ctx); err != nil { // a witness may have seen an empty one
		return err
	}
	for more := true; more; {
		found, err := v.trail.Leaves(ctx, v.size(), page)
		if err != nil {
			return err
		}
		for _, l := range found {
			if err := v.leaf(ctx, l); err != nil {
				return err
			}
			if err := v.compare(ctx); err != nil {
				return err
			}
		}
		v.pass(len(found))
		more = len(found) == page
	}
	v.report.Size = v.size()
	var err error
	if v.report.Root, err = root(v.tree); err != nil {
		return err
	}
	return v.ends(ctx)
}

// size is how far the tree has come.
func (v *verification) size() int64 { return int64(v.tree.End()) } //nolint:gosec // no tree has that many

// leaf adds the entry at a place.
func (v *verification) leaf(ctx context.Context, l store.PlacedLeaf) error {
	last := v.placed[l.Organization]
	switch {
	case l.Index != v.size():
		return v.find(Broken, l.Organization, l.Seq, "place %d of the tree is empty", v.size())
	case l.Hash == nil:
		kept, err := v.trail.Keeps(ctx, l)
		if err != nil {
			return err
		}
		if kept || l.Seq != last+1 {
			return v.find(Broken, l.Organization, l.Seq, "place %d of the tree holds another entry", l.Index)
		}
		return v.find(Truncated, l.Organization, l.Seq, "the entry at place %d of the tree is gone", l.Index)
	case l.Seq != last+1:
		return v.find(Broken, l.Organization, last+1, "in the tree, after entry %d comes %d", last, l.Seq)
	}
	v.placed[l.Organization] = l.Seq
	return v.tree.Append(l.Hash, nil)
}

// compare looks at the checkpoints of the tree as large as it is now.
func (v *verification) compare(ctx context.Context) error {
	for len(v.seen) > 0 && v.seen[0].n == v.size() {
		is, err := root(v.tree)
		if err != nil {
			return err
		}
		if !bytes.Equal(is, v.seen[0].hash) {
			return v.find(Forged, "", 0, "a witness saw another tree of %d entries", v.size())
		}
		v.report.Witnessed, v.seen = v.size(), v.seen[1:]
	}
	next, err := v.next(ctx)
	if err != nil || next == nil || next.Size > v.size() {
		return err
	}
	v.checkpoints = v.checkpoints[1:]
	return v.checkpoint(next)
}

// next is the smallest checkpoint that was not yet looked at; nil if there are
// no more.
func (v *verification) next(ctx context.Context) (*models.AuditCheckpoint, error) {
	if len(v.checkpoints) == 0 && !v.drained {
		found, err := v.trail.Checkpoints(ctx, v.signed, page)
		if err != nil {
			return nil, err
		}
		v.checkpoints, v.drained = found, len(found) < page
	}
	if len(v.checkpoints) == 0 {
		return nil, nil //nolint:nilnil // there is none
	}
	return &v.checkpoints[0], nil
}

func (v *verification) checkpoint(c *models.AuditCheckpoint) error {
	open := v.Keys.Open
	if v.Keys.None() {
		open = peek
	}
	says, err := open([]byte(c.Note))
	if err != nil {
		return v.find(Forged, "", 0, "checkpoint %d: %v", c.Number, err)
	}
	is, err := root(v.tree)
	if err != nil {
		return err
	}
	switch {
	case c.Number != v.number+1:
		return v.find(Forged, "", 0, "after checkpoint %d comes %d", v.number, c.Number)
	case says.Size != v.tree.End() || c.Size != v.size():
		return v.find(Forged, "", 0, "checkpoint %d is of another size than it says", c.Number)
	case !bytes.Equal(says.Hash, is) || !bytes.Equal(c.Root, is) || !bytes.Equal(c.Frontier, slices.Concat(v.tree.Hashes()...)):
		return v.find(Forged, "", 0, "checkpoint %d is of another history", c.Number)
	}
	v.number, v.signed = c.Number, c.Size
	v.report.Checkpoints++
	return nil
}

// ends checks that nothing is left over on any side.
func (v *verification) ends(ctx context.Context) error {
	next, err := v.next(ctx)
	switch {
	case err != nil:
		return err
	case len(v.seen) > 0:
		return v.find(Truncated, "", 0, "a witness saw %d entries, and %d are left", v.seen[len(v.seen)-1].n, v.size())
	case next != nil:
		if c, err := peek([]byte(next.Note)); err != nil || int64(c.Size) != next.Size { //nolint:gosec // no tree has that many
			return v.find(Forged, "", 0, "checkpoint %d is of another size than it says", next.Number)
		}
		return v.find(Truncated, "", 0, "checkpoint %d is of %d entries, and %d are left", next.Number, next.Size, v.size())
	case v.signed != v.size():
		return v.find(Forged, "", 0, "the last checkpoint is of %d entries, and there was one of %d", v.signed, v.size())
	}
	return nil
}
