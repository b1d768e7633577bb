package outlet_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"caravan/internal/platforms"
	"caravan/internal/platforms/outlet"
	"caravan/internal/platforms/platformtest"
)

func TestPublishOpensASlip(t *testing.T) {
	t.Parallel()
	post := platforms.Post{Content: platformtest.Sample(), Key: "k1"}
	receipt, err := outlet.New(platforms.Radio).Publish(t.Context(), post)
	want := platforms.Receipt{ID: "slip-k1", State: platforms.Accepted}
	if err != nil || receipt != want {
		t.Errorf("Publish = %+v, %v; want %+v", receipt, err, want)
	}
}

func TestCheckSlot(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		slot platforms.Slot
		want []string
	}{
		"whole":                    {platforms.Slot{Local: "2026-12-01T19:30", Zone: "Asia/Dushanbe"}, nil},
		"no time":                  {platforms.Slot{Zone: "Asia/Dushanbe"}, []string{"slot invalid"}},
		"a time that is no time":   {platforms.Slot{Local: "2026-13-01T10:00", Zone: "Asia/Dushanbe"}, []string{"slot invalid"}},
		"no zone":                  {platforms.Slot{Local: "2026-12-01T19:30"}, []string{"slot invalid"}},
		"the zone of this machine": {platforms.Slot{Local: "2026-12-01T19:30", Zone: "Local"}, []string{"slot invalid"}},
		"a zone that is none":      {platforms.Slot{Local: "2026-12-01T19:30", Zone: "Asia/Khorog"}, []string{"slot invalid"}},
		"nothing":                  {platforms.Slot{}, []string{"slot invalid", "slot invalid"}},
	} {
		post := platforms.Post{Content: platformtest.Sample()}
		post.Slot = test.slot
		var got []string
		for _, o := range outlet.New(platforms.TV).Check(post) {
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
