package outlet_test

import (
	"context"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"caravan/internal/platforms"
	"caravan/internal/platforms/outlet"
	"caravan/internal/platforms/platformtest"
)

// drawer keeps slips in memory. It is the simulator of an outlet: what goes
// wrong goes wrong with the record.
type drawer struct {
	platformtest.Faults

	mu    sync.Mutex
	slips []platformtest.Stored
	shut  bool
}

func (d *drawer) Open(ctx context.Context, post platforms.Post) (id, url string, err error) {
	id = "slip-" + post.Key
	return id, "https://caravan.example/slips/" + id, d.Take().Around(ctx, func() error { return d.keep(id, post) })
}

func (d *drawer) keep(id string, post platforms.Post) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.shut {
		return platformtest.ErrRecord
	}
	for _, s := range d.slips {
		if s.Key == post.Key {
			return nil
		}
	}
	d.slips = append(d.slips, platformtest.Stored{
		ID: id, Key: post.Key, Text: post.Text(), Language: post.Language, Media: len(post.Media),
	})
	return nil
}

func (d *drawer) Stop() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.shut = true
}

func (d *drawer) Accepted() []platformtest.Stored {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.slips
}

func (*drawer) Grow(string, platformtest.Counters) {}
func (*drawer) Break(string)                       {}
func (*drawer) Remove(string)                      {}

func TestConformance(t *testing.T) {
	t.Parallel()
	const (
		noAccount = "a slip is a record of ours: there is no account, no wire and no limit"
		byPerson  = "a person carries it out, confirms it and says how it went"
	)
	cannot := map[string]string{
		"rate limit honours the platform's own wait": noAccount,
		"expired token":                           noAccount,
		"no permission":                           noAccount,
		"permanent refusal":                       noAccount,
		"cut body: one post":                      noAccount,
		"garbage JSON: one post":                  noAccount,
		"credentials never appear in errors":      noAccount,
		"the account says who it is":              noAccount,
		"duplicate is found":                      "a key has one slip, so nothing needs to be found",
		"what was never sent is not found":        "a key has one slip, so nothing needs to be found",
		"processing is confirmed when it is over": byPerson,
		"edit in place":                           byPerson,
		"delete twice":                            byPerson,
		"metrics of a batch come in order":        byPerson,
		"metrics missing field is null":           byPerson,
		"metrics shrink is accepted":              byPerson,
		"post removed on the platform is gone":    byPerson,
		"batch metrics partial error":             byPerson,
	}
	var list []platformtest.Platform
	for _, kind := range outlet.Kinds() {
		list = append(list, platformtest.Platform{
			Name: string(kind), Profile: outlet.Profile(kind), Cannot: cannot,
			Start: func(testing.TB) platformtest.Bench {
				d := &drawer{}
				return platformtest.Bench{Connector: outlet.New(kind, d), Simulator: d, Stop: d.Stop}
			},
		})
	}
	platformtest.Run(t, list...)
}

func TestPublishOpensASlip(t *testing.T) {
	t.Parallel()
	post := platforms.Post{Content: platformtest.Sample(), Key: "k1"}
	receipt, err := outlet.New(platforms.Radio, &drawer{}).Publish(t.Context(), post)
	want := platforms.Receipt{ID: "slip-k1", URL: "https://caravan.example/slips/slip-k1", State: platforms.Accepted}
	if err != nil || receipt != want {
		t.Errorf("Publish = %+v, %v; want %+v", receipt, err, want)
	}
}

func TestCheckSlot(t *testing.T) {
	t.Parallel()
	slot := platformtest.Sample().Slot
	with := func(change func(*platforms.Slot)) platforms.Slot {
		s := slot
		change(&s)
		return s
	}
	for name, test := range map[string]struct {
		kind platforms.ChannelClass
		slot platforms.Slot
		want []string
	}{
		"radio":                    {platforms.Radio, slot, nil},
		"no time":                  {platforms.TV, with(func(s *platforms.Slot) { s.Local = "" }), []string{"slot invalid"}},
		"a time that is no time":   {platforms.Print, with(func(s *platforms.Slot) { s.Local = "2026-13-01T10:00" }), []string{"slot invalid"}},
		"no zone":                  {platforms.Event, with(func(s *platforms.Slot) { s.Zone = "" }), []string{"slot invalid"}},
		"the zone of this machine": {platforms.Event, with(func(s *platforms.Slot) { s.Zone = "Local" }), []string{"slot invalid"}},
		"a zone that is none":      {platforms.Event, with(func(s *platforms.Slot) { s.Zone = "Asia/Khorog" }), []string{"slot invalid"}},
		"radio without duration":   {platforms.Radio, with(func(s *platforms.Slot) { s.Duration = 0 }), []string{"duration missing"}},
		"radio without place":      {platforms.Radio, with(func(s *platforms.Slot) { s.Place = "" }), nil},
		"print without duration":   {platforms.Print, with(func(s *platforms.Slot) { s.Duration = 0 }), nil},
		"event without place":      {platforms.Event, with(func(s *platforms.Slot) { s.Place = "" }), []string{"place missing"}},
		"nothing":                  {platforms.TV, platforms.Slot{}, []string{"slot invalid", "slot invalid", "duration missing"}},
	} {
		post := platforms.Post{Content: platformtest.Sample()}
		post.Slot = test.slot
		var got []string
		for _, o := range outlet.New(test.kind, nil).Check(post) {
			got = append(got, o.Field+" "+o.Code)
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestProfilesClaimAndNeverMeasure(t *testing.T) {
	t.Parallel()
	want := map[platforms.ChannelClass][]string{
		platforms.Radio: {"spots_aired", "airtime_min", "attested_reach"},
		platforms.TV:    {"spots_aired", "airtime_min", "attested_reach"},
		platforms.Print: {"print_run", "copies_distributed", "attested_reach"},
		platforms.Event: {"attendance", "attested_reach"},
	}
	for _, kind := range outlet.Kinds() {
		profile := outlet.Profile(kind)
		var got []string
		for _, m := range profile.Metrics {
			got = append(got, m.Native)
			if m.Kind != platforms.Estimate || !m.Manual {
				t.Errorf("%s of %s is %s, manual %v", m.Native, kind, m.Kind, m.Manual)
			}
			if m.Name == "reach" && m.Additive != (platforms.Additive{}) {
				t.Errorf("reach of %s can be summed", kind)
			}
		}
		if diff := cmp.Diff(want[kind], got); diff != "" {
			t.Errorf("%s: %s", kind, diff)
		}
		if !profile.NeedsPerson || profile.Schedule != nil {
			t.Errorf("%s: needs a person %v, measured at %v", kind, profile.NeedsPerson, profile.Schedule)
		}
	}
}
