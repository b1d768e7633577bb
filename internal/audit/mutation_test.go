package audit_test

import (
	"database/sql"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/note"

	"caravan/internal/audit"
	"caravan/internal/dbtest"
	"caravan/internal/store"
	"caravan/models"
)

// Whatever somebody who owns the database does to the trail without the key is
// found, and called what it is.
func TestEveryMutationIsFound(t *testing.T) {
	dbtest.EachBeneath(t, func(t *testing.T, records *store.Store, beneath *sql.DB) {
		n := map[string]int{"sqlite": 1200, "postgres": 60}[records.Dialect()]
		l := newLog(t, records)
		var witnessed []audit.Witnessed
		for range 4 {
			l.write(t, 9)
			witnessed = append(witnessed, l.sign(t))
		}
		l.write(t, 4)
		l.verify(t, audit.Sound, audit.Question{Witnessed: witnessed})
		original, g := l.take(t), breakIn(t, beneath, records.Dialect())
		if err := g.put(t, original); err != nil {
			t.Fatal(err)
		}
		l.verify(t, audit.Sound, audit.Question{Witnessed: witnessed}) // what is put back is what was taken
		r := rand.New(rand.NewPCG(6962, 1))
		done := map[string]int{}
		for i := 0; i < n; i++ {
			kind := mutations()[i%len(mutations())]
			m := &mutant{world: original.clone(), r: r, signer: l.desk.Signer, want: audit.Sound}
			what := kind.apply(m)
			if g.put(t, m.world) != nil {
				n++ // the database itself does not hold it
				continue
			}
			done[kind.name]++
			got, err := audit.Verify(t.Context(), records, audit.Question{Keys: l.public, Witnessed: witnessed})
			if err != nil || got.Verdict != m.want {
				t.Errorf("%s, %s: %s (%s), %v, want %s", kind.name, what, got.Verdict, got.Detail, err, m.want)
			}
			if m.first != 0 && got.Seq != m.first {
				t.Errorf("%s, %s: entry %d, want %d", kind.name, what, got.Seq, m.first)
			}
		}
		t.Logf("found all of %v", done)
		for _, kind := range mutations() {
			if done[kind.name] == 0 {
				t.Errorf("%s was never done", kind.name)
			}
		}
	})
}

// A mutant is a world being changed, and what the check must say then.
type mutant struct {
	*world

	r      *rand.Rand
	signer note.Signer
	want   audit.Verdict
	first  int64 // the number it must name; zero: any
}

type mutation struct {
	name  string
	apply func(m *mutant) string
}

func mutations() []mutation {
	return []mutation{
		{"flip a column", flipEntry},
		{"flip a column once more", flipEntry},
		{"flip a place", flipLeaf},
		{"flip a checkpoint", flipCheckpoint},
		{"delete", remove},
		{"delete a place", removeLeaf},
		{"delete a checkpoint", removeCheckpoint},
		{"insert", insert},
		{"swap", swap},
		{"truncate", truncate},
		{"truncate everywhere", truncateAll},
		{"rewrite", rewrite},
		{"rewrite and sign with another key", resign},
		{"fork", fork},
	}
}

func (m *mutant) any() int { return m.r.IntN(len(m.entries)) }

// signed picks an entry that a checkpoint covers.
func (m *mutant) signed() int { return m.r.IntN(len(m.leaves)) }

func letter(r *rand.Rand, text string) string {
	if text == "" {
		return "x"
	}
	b := []byte(text)
	at := r.IntN(len(b))
	b[at] = 'a' + (b[at]+1)%26
	return string(b)
}

func bit(r *rand.Rand, b []byte) { b[r.IntN(len(b))] ^= 1 << r.IntN(8) }

func flipEntry(m *mutant) string {
	at := m.any()
	e := &m.entries[at]
	m.want, m.first = audit.Broken, e.Seq
	columns := []func() string{
		func() string { e.ID += int64(1000 + m.r.IntN(1000)); m.first = 0; return "id" },
		func() string { e.Seq += int64(m.r.IntN(100) + 1); m.first = 0; return "seq" },
		func() string {
			e.OrganizationID = new(models.NewID[models.Organization]())
			m.first = 0
			return "organization_id"
		},
		func() string { e.At = e.At.Add(time.Duration(1+m.r.IntN(9)) * time.Microsecond); return "at" },
		func() string { e.ActorID = new(models.NewID[models.User]()); return "actor_id" },
		func() string { e.ActorRole = letter(m.r, e.ActorRole); return "actor_role" },
		func() string { e.Strength = letter(m.r, e.Strength); return "strength" },
		func() string { e.Action = letter(m.r, e.Action); return "action" },
		func() string { e.ObjectKind = letter(m.r, e.ObjectKind); return "object_kind" },
		func() string { e.ObjectID = letter(m.r, e.ObjectID); return "object_id" },
		func() string { e.Before = models.Digest(letter(m.r, string(e.Before))); return "before" },
		func() string { e.After = models.Digest(letter(m.r, string(e.After))); return "after" },
		func() string { e.RequestID = letter(m.r, e.RequestID); return "request_id" },
		func() string { e.Reason = letter(m.r, e.Reason); return "reason" },
		func() string { bit(m.r, e.LeafHash); return "leaf_hash" },
		func() string { bit(m.r, e.ChainHash); return "chain_hash" },
	}
	return columns[m.r.IntN(len(columns))]()
}

func flipLeaf(m *mutant) string {
	l := &m.leaves[m.signed()]
	m.want = audit.Broken
	columns := []func() string{
		func() string { l.LeafIndex += int64(1000 + m.r.IntN(1000)); return "leaf_index" },
		func() string { l.EntryID = m.entries[len(m.leaves)+m.r.IntN(4)].ID; return "entry_id" },
		func() string { l.EntryID += 100000; return "entry_id of none" },
		func() string { l.OrganizationID = new(models.NewID[models.Organization]()); return "organization_id" },
		func() string { l.Seq += int64(m.r.IntN(100) + 1); return "seq" },
	}
	return columns[m.r.IntN(len(columns))]()
}

func flipCheckpoint(m *mutant) string {
	c := &m.checkpoints[m.r.IntN(len(m.checkpoints))]
	m.want = audit.Forged
	columns := []func() string{
		func() string { c.Number += int64(m.r.IntN(100) + 10); return "number" },
		func() string { c.Size += int64(m.r.IntN(100) + 1); return "size" },
		func() string { bit(m.r, c.Root); return "root" },
		func() string { bit(m.r, c.Frontier); return "frontier" },
		func() string { c.Note = letter(m.r, c.Note); return "note" },
	}
	return columns[m.r.IntN(len(columns))]()
}

// remove takes out an entry that is not the last of its trail.
func remove(m *mutant) string {
	for {
		at := m.any()
		e := m.entries[at]
		if slices.ContainsFunc(m.entries, func(o models.AuditEntry) bool {
			return o.Seq == e.Seq+1 && text(o.OrganizationID) == text(e.OrganizationID)
		}) {
			m.want, m.first = audit.Broken, e.Seq
			m.entries = slices.Delete(m.entries, at, at+1)
			return fmt.Sprint("entry ", e.ID)
		}
	}
}

func removeLeaf(m *mutant) string {
	at := m.signed()
	m.leaves = slices.Delete(m.leaves, at, at+1)
	m.want = audit.Broken
	if at == len(m.leaves) {
		m.want = audit.Truncated // the last checkpoint is of more
	}
	return fmt.Sprint("place ", at)
}

func removeCheckpoint(m *mutant) string {
	at := m.r.IntN(len(m.checkpoints))
	m.checkpoints = slices.Delete(m.checkpoints, at, at+1)
	m.want = audit.Forged
	return fmt.Sprint("checkpoint ", at+1)
}

// insert puts an entry between others, and moves those of its trail on: as
// they are, or with their hashes done anew.
func insert(m *mutant) string {
	at := m.signed()
	forged := m.entries[at]
	forged.ID, forged.Reason = 5000, "forged"
	for i := len(m.entries) - 1; i >= at; i-- {
		if text(m.entries[i].OrganizationID) == text(forged.OrganizationID) {
			m.entries[i].Seq++
		}
	}
	m.want = audit.Broken
	if m.r.IntN(2) == 0 {
		m.entries = append(m.entries, forged)
		return fmt.Sprint("at ", at)
	}
	for i := range m.entries {
		m.entries[i].ID += 10000
	}
	forged.ID = m.entries[at].ID - 1
	for i := range at {
		m.entries[i].ID--
	}
	m.entries = slices.Insert(m.entries, at, forged)
	n := len(m.leaves)
	m.rehash()
	m.leaves, m.want = leaves(m.entries[:n]), audit.Forged
	return fmt.Sprint("with hashes at ", at)
}

// swap exchanges what two entries of anybody say.
func swap(m *mutant) string {
	a, b := m.any(), m.any()
	for a == b {
		b = m.any()
	}
	x, y := &m.entries[a], &m.entries[b]
	*x, *y = *y, *x
	x.ID, y.ID = y.ID, x.ID
	m.want = audit.Broken
	if m.r.IntN(2) == 0 { // they keep their numbers
		x.Seq, y.Seq = y.Seq, x.Seq
		x.OrganizationID, y.OrganizationID = y.OrganizationID, x.OrganizationID
	}
	return fmt.Sprint(a, " and ", b)
}

// truncate takes the newest entries out, and leaves everything else.
func truncate(m *mutant) string {
	n := m.signed()
	m.entries = m.entries[:n]
	m.want = audit.Truncated
	return fmt.Sprint("to ", n)
}

// truncateAll goes back to an earlier state: only a witness knows.
func truncateAll(m *mutant) string {
	keep := m.r.IntN(len(m.checkpoints))
	m.checkpoints = m.checkpoints[:keep]
	size := int64(0)
	if keep > 0 {
		size = m.checkpoints[keep-1].Size
	}
	m.leaves = m.leaves[:size]
	m.entries = m.entries[:size+int64(m.r.IntN(5))]
	m.want = audit.Truncated
	return fmt.Sprint("to checkpoint ", keep)
}

// rehash does all hashes anew, as anybody can.
func (m *mutant) rehash() {
	chains := map[any][]byte{}
	for i := range m.entries {
		e := &m.entries[i]
		if err := e.Seal(chains[text(e.OrganizationID)]); err != nil {
			panic(err)
		}
		chains[text(e.OrganizationID)] = e.ChainHash
	}
}

func rewrite(m *mutant) string {
	at := m.signed()
	m.entries[at].Reason = "another"
	m.rehash()
	m.want = audit.Forged
	return fmt.Sprint("entry ", at)
}

func resign(m *mutant) string {
	at := m.signed()
	m.entries[at].Reason = "another"
	m.rehash()
	private, err := audit.NewKey("caravan.example/audit")
	if err != nil {
		panic(err)
	}
	signer, err := audit.NewSigner(private)
	if err != nil {
		panic(err)
	}
	m.checkpoints = []models.AuditCheckpoint{audit.SignTree(signer, m.entries[:len(m.leaves)])}
	m.want = audit.Forged
	return fmt.Sprint("entry ", at)
}

// fork goes back, and from there another way, with the true key: a backup that
// was put back and worked on. Only a witness knows.
func fork(m *mutant) string {
	from := m.signed()
	if from == len(m.leaves) {
		from--
	}
	to := from + 1 + m.r.IntN(len(m.entries)-from)
	m.entries = slices.Clone(m.entries[:to])
	for i := from; i < to; i++ {
		m.entries[i].Reason = "another way"
	}
	m.rehash()
	m.leaves = leaves(m.entries)
	seen := m.checkpoints
	m.checkpoints = []models.AuditCheckpoint{audit.SignTree(m.signer, m.entries)}
	m.want = audit.Truncated
	if slices.ContainsFunc(seen, func(c models.AuditCheckpoint) bool { return c.Size > int64(from) && c.Size <= int64(to) }) {
		m.want = audit.Forged
	}
	return fmt.Sprintf("from %d to %d", from, to)
}
