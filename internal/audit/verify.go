package audit

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math"
	"slices"

	"github.com/transparency-dev/merkle/compact"

	"caravan/internal/store"
	"caravan/models"
)

// A Verdict is what a check comes to. Its number is the exit code of the
// command.
type Verdict int

// The verdicts.
const (
	Sound        Verdict = iota // nothing was found
	Broken                      // an entry, or its place, is not as it was written
	Forged                      // a checkpoint is not signed, or is of another history
	Truncated                   // entries under a checkpoint are gone
	Contradicted                // a record stands otherwise than the trail says
	Unreadable                  // it could not be checked
)

// String names the verdict as programs read it.
func (v Verdict) String() string {
	return [...]string{"sound", "broken", "forged", "truncated", "contradicted", "unreadable"}[v]
}

// A Question says what is to be checked, and against what.
type Question struct {
	Organization *models.ID[models.Organization] // nil: all trails
	Since        int64                           // number of the first entry to check; what stands before is taken as it is
	Keys         Keys                            // none: signatures are not checked
	Witnessed    []Witnessed
	Progress     func(done, of int64) // called now and then; may be nil
}

// A Report is what was found. Organization, Seq and Detail say what is wrong,
// as far as the verdict has them.
type Report struct {
	Verdict     Verdict
	Entries     int64 // checked
	Trails      int
	Last        int64 // the highest number checked
	Size        int64 // entries in the tree
	Root        []byte
	Checkpoints int64 // that fit
	Signed      bool  // their signatures were checked
	Witnessed   int64 // size of the largest checkpoint of a witness that fits

	Organization string
	Seq          int64
	Detail       string
}

// Verify checks the trails as they stand now. It reads everything once, a page
// at a time, and finds the first thing that is wrong: in the entries, then in
// the tree and its checkpoints, then in the records that the trail tells of.
// An error means that it could not be checked.
func Verify(ctx context.Context, records *store.Store, q Question) (Report, error) {
	v := &verification{Question: q, heads: map[string]head{}, placed: map[string]int64{}, tree: newTree()}
	v.report.Signed = !q.Keys.None()
	err := records.Inspect(ctx, func(trail *store.Trail) error {
		v.trail = trail
		for _, step := range []func(context.Context) error{v.count, v.witnesses, v.entries, v.leaves, v.records} {
			if err := step(ctx); err != nil {
				return err
			}
		}
		return nil
	})
	if _, wrong := errors.AsType[*finding](err); wrong {
		return v.report, nil
	}
	if err != nil {
		v.report.Verdict = Unreadable
	}
	return v.report, err
}

// page is how much is read at once.
const page = 5000

type verification struct {
	Question

	trail  *store.Trail
	report Report

	done, total int64
	heads       map[string]head  // where each trail has come to, by organisation
	placed      map[string]int64 // the last number of each trail in the tree
	tree        *compact.Range
	seen        []head // by witnesses, smallest first
	checkpoints []models.AuditCheckpoint
	number      int64 // of the last checkpoint
	drained     bool  // there are no more checkpoints than those
	signed      int64 // size of the last checkpoint
}

// A head is a hash, and how many entries it stands for.
type head struct {
	n    int64
	hash []byte
}

// finding ends a check.
type finding struct{ Verdict }

// Error implements error.
func (f *finding) Error() string { return f.String() }

func (v *verification) find(verdict Verdict, organization string, seq int64, detail string, args ...any) error {
	v.report.Verdict, v.report.Organization, v.report.Seq, v.report.Detail = verdict, organization, seq, fmt.Sprintf(detail, args...)
	return &finding{verdict}
}

func (v *verification) count(ctx context.Context) (err error) {
	if v.total, err = v.trail.CountEntries(ctx, v.Organization, v.from()); err != nil {
		return err
	}
	leaves, err := v.trail.CountLeaves(ctx)
	v.total += leaves
	return err
}

// from is the number of the first entry that is read: one before the first
// that is checked.
func (v *verification) from() int64 {
	if v.Since <= 1 {
		return math.MinInt64
	}
	return v.Since - 1
}

// pass counts what was done.
func (v *verification) pass(n int) {
	v.done += int64(n)
	if v.Progress != nil {
		v.Progress(v.done, max(v.done, v.total))
	}
}

// witnesses reads what witnesses keep.
func (v *verification) witnesses(context.Context) error {
	for _, w := range v.Witnessed {
		open := v.Keys.Open
		if v.Keys.None() {
			open = peek
		}
		c, err := open(w.Note)
		if err != nil {
			return v.find(Forged, "", 0, "%s: %v", w.From, err)
		}
		v.seen = append(v.seen, head{int64(c.Size), c.Hash}) //nolint:gosec // no tree has that many
	}
	slices.SortFunc(v.seen, func(a, b head) int { return int(min(max(a.n-b.n, -1), 1)) })
	return nil
}

// entries checks every entry and how it hangs on the one before.
func (v *verification) entries(ctx context.Context) error {
	for after := (models.AuditEntry{}); ; {
		found, err := v.trail.Entries(ctx, v.Organization, after, v.from(), page)
		if err != nil {
			return err
		}
		for i := range found {
			if err := v.entry(&found[i]); err != nil {
				return err
			}
		}
		v.pass(len(found))
		if len(found) < page {
			v.report.Trails = len(v.heads)
			return nil
		}
		after = found[len(found)-1]
	}
}

func (v *verification) entry(e *models.AuditEntry) error {
	key := ""
	if e.OrganizationID != nil {
		key = e.OrganizationID.String()
	}
	last, begun := v.heads[key]
	if !begun && v.Since > 1 && e.Seq == v.Since-1 {
		v.heads[key] = head{e.Seq, e.ChainHash}
		return nil
	}
	if e.Seq != last.n+1 {
		return v.find(Broken, key, last.n+1, "after entry %d comes %d", last.n, e.Seq)
	}
	leaf, err := e.Leaf()
	if err != nil || !bytes.Equal(leaf, e.LeafHash) {
		return v.find(Broken, key, e.Seq, "the entry is not what was written")
	}
	chain := models.ChainAfter(last.hash, leaf)
	if !bytes.Equal(chain, e.ChainHash) {
		return v.find(Broken, key, e.Seq, "the entry does not follow the one before")
	}
	v.heads[key] = head{e.Seq, chain}
	v.report.Entries++
	v.report.Last = max(v.report.Last, e.Seq)
	return nil
}

// records compares what the trail tells with what stands.
func (v *verification) records(ctx context.Context) error {
	c, err := v.trail.Contradiction(ctx, v.Organization)
	if err != nil || c == nil {
		return err
	}
	stands, told := c.State, c.Recorded
	if stands == "" {
		stands = "gone"
	}
	if told == "" {
		told = "nothing"
	}
	return v.find(Contradicted, "", 0, "%s %s is %s, and the trail says %s", c.Kind, c.ID, stands, told)
}
