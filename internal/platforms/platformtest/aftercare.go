package platformtest

import (
	"slices"
	"strings"
	"testing"
	"time"

	"caravan/internal/platforms"
)

// aftercare lists the cases that follow a receipt.
func aftercare() []testCase {
	return []testCase{
		{"processing is confirmed when it is over", processing},
		{"edit in place", edit},
		{"delete twice", deleteTwice},
		{"metrics of a batch come in order", batchInOrder},
		{"metrics missing field is null", missingField},
		{"metrics shrink is accepted", shrink},
		{"post removed on the platform is gone", removed},
		{"batch metrics partial error", partialError},
		{"the account says who it is", inspect},
		{"what stands on the account is listed", listed},
	}
}

func processing(t *testing.T, b *bench) {
	confirmer := as[platforms.Confirmer](t, b)
	receipt, err := b.publish(t, b.post("pending-1"), Processing(1))
	if err != nil || receipt.State != platforms.Accepted {
		t.Fatalf("Publish = %+v, %v; want accepted", receipt, err)
	}
	for _, want := range []platforms.State{platforms.Accepted, platforms.Live} {
		if receipt, err = confirmer.Confirm(t.Context(), receipt); err != nil || receipt.State != want {
			t.Fatalf("Confirm = %+v, %v; want %s", receipt, err, want)
		}
	}
	b.accepted(t, 1)
}

func edit(t *testing.T, b *bench) {
	editor := as[platforms.Editor](t, b)
	receipt := b.must(t, b.post("edit-1"))
	changed := b.post("edit-1", func(c *platforms.Content) { c.Body = "Соати нав: шанбе, 10:00." })
	edited, err := editor.Edit(t.Context(), receipt, changed)
	if err != nil {
		t.Fatalf("Edit: %v", err)
	}
	stored := b.accepted(t, 1)[0]
	if edited.ID != stored.ID || stored.Text != changed.Text() {
		t.Errorf("after Edit %q holds %q", edited.ID, stored.Text)
	}
}

func deleteTwice(t *testing.T, b *bench) {
	retractor := as[platforms.Retractor](t, b)
	receipt := b.must(t, b.post("delete-1"))
	for range 2 {
		if err := retractor.Retract(t.Context(), receipt); err != nil {
			t.Fatalf("Retract: %v", err)
		}
	}
	if stored := b.accepted(t, 1)[0]; !stored.Removed {
		t.Error("the post is still there")
	}
}

// three publishes three posts that differ.
func three(t *testing.T, b *bench) []platforms.Receipt {
	t.Helper()
	var receipts []platforms.Receipt
	for _, n := range []string{"1", "2", "3"} {
		receipts = append(receipts, b.must(t, b.post("measure-"+n, func(c *platforms.Content) {
			c.Body = "Паёми " + n
			c.Link += n
		})))
	}
	return receipts
}

// measure asks about receipts and fails unless there is an answer to each.
func measure(t *testing.T, b *bench, receipts []platforms.Receipt) []platforms.Measures {
	t.Helper()
	list, err := as[platforms.Measurer](t, b).Measure(t.Context(), receipts)
	b.see(t, err)
	if err != nil || len(list) != len(receipts) {
		t.Fatalf("Measure = %d answers, %v; want %d", len(list), err, len(receipts))
	}
	for i, r := range receipts {
		if about := list[i].ID; about != r.ID {
			t.Fatalf("answer %d is about %q, want %q", i, about, r.ID)
		}
	}
	return list
}

// native is the metric that the suite plays with: the first counter.
func native(t *testing.T, b *bench) string {
	t.Helper()
	for _, m := range b.profile.Metrics {
		if m.Kind == platforms.Counter && !m.Manual {
			return m.Native
		}
	}
	t.Fatal("the profile has no counter: say in Cannot why not")
	return ""
}

// value is the count of a metric; nil if there is none.
func value(m platforms.Measures, native string) *int64 {
	for _, c := range m.Counts {
		if c.Native == native {
			return c.Value
		}
	}
	return nil
}

func expect(t *testing.T, m platforms.Measures, native string, want int64) {
	t.Helper()
	got := value(m, native)
	if m.Err != nil || got == nil || *got != want {
		t.Errorf("%s of %s is %v (%v), want %d", native, m.ID, got, m.Err, want)
	}
}

func batchInOrder(t *testing.T, b *bench) {
	receipts, metric := three(t, b), native(t, b)
	for i, r := range receipts {
		b.Simulator.Grow(r.ID, Counters{metric: int64(10 * i)})
	}
	for i, m := range measure(t, b, receipts) {
		expect(t, m, metric, int64(10*i))
	}
}

func missingField(t *testing.T, b *bench) {
	receipt := b.must(t, b.post("missing-1"))
	b.Simulator.Grow(receipt.ID, Counters{})
	for _, c := range measure(t, b, []platforms.Receipt{receipt})[0].Counts {
		if c.Value != nil || c.Missing == "" {
			t.Errorf("%s is %v, missing for %q; want nil and a reason", c.Native, c.Value, c.Missing)
		}
	}
}

func shrink(t *testing.T, b *bench) {
	receipt, metric := b.must(t, b.post("shrink-1")), native(t, b)
	for _, n := range []int64{12, 7} {
		b.Simulator.Grow(receipt.ID, Counters{metric: n})
		expect(t, measure(t, b, []platforms.Receipt{receipt})[0], metric, n)
	}
}

func removed(t *testing.T, b *bench) {
	receipts, metric := three(t, b), native(t, b)
	for _, r := range receipts {
		b.Simulator.Grow(r.ID, Counters{metric: 5})
	}
	b.Simulator.Remove(receipts[1].ID)
	list := measure(t, b, receipts)
	if list[1].Err == nil || list[1].Err.Class != platforms.Gone {
		t.Errorf("the removed post is %+v, want gone", list[1])
	}
	expect(t, list[0], metric, 5)
	expect(t, list[2], metric, 5)
}

func partialError(t *testing.T, b *bench) {
	receipts, metric := three(t, b), native(t, b)
	for _, r := range receipts {
		b.Simulator.Grow(r.ID, Counters{metric: 5})
	}
	b.Simulator.Break(receipts[1].ID)
	list := measure(t, b, receipts)
	if err := list[1].Err; err == nil || err.Class == platforms.Gone {
		t.Errorf("the broken post is %+v, want a failure that is not gone", list[1])
	} else {
		b.see(t, err)
	}
	expect(t, list[0], metric, 5)
	expect(t, list[2], metric, 5)
}

func inspect(t *testing.T, b *bench) {
	account, err := as[platforms.Inspector](t, b).Inspect(t.Context())
	b.see(t, err)
	if err != nil || account.ID == "" {
		t.Errorf("Inspect = %+v, %v; want an id", account, err)
	}
}

func listed(t *testing.T, b *bench) {
	lister := as[platforms.Lister](t, b)
	receipts := three(t, b)
	b.Simulator.Remove(receipts[1].ID)
	shown, err := lister.Recent(t.Context(), Now().Add(-time.Hour))
	b.see(t, err)
	if err != nil || len(shown) != 2 {
		t.Fatalf("Recent = %+v, %v; want the two that stand", shown, err)
	}
	for _, s := range shown {
		i := slices.IndexFunc(receipts, func(r platforms.Receipt) bool { return r.ID == s.ID })
		if i < 0 || s.URL != receipts[i].URL || !strings.Contains(s.Text, Sample().Link) {
			t.Errorf("%+v is listed", s)
		}
	}
	if later, err := lister.Recent(t.Context(), Now().Add(time.Hour)); err != nil || len(later) > 0 {
		t.Errorf("of later are listed %+v, %v", later, err)
	}
}
