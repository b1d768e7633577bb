package platformtest

import (
	"slices"
	"testing"

	"caravan/internal/platforms"
)

// wholeProfile checks what everybody who reads a profile relies on.
func wholeProfile(t *testing.T, b *bench) {
	p := b.profile
	if p.Name == "" || p.Version < 1 || p.ChannelClass == "" || p.Rate.Posts < 1 || p.Rate.Per <= 0 {
		t.Errorf("name, version, channel class or rate is missing: %+v", p)
	}
	if p.Delivery != platforms.Keyed && p.KeyWindow != 0 {
		t.Errorf("a platform of class %s has a key window", p.Delivery)
	}
	if _, finds := b.Connector.(platforms.Finder); p.Delivery == platforms.Searchable && !finds {
		t.Error("the platform can be searched, and the connector cannot find")
	}
	if _, measures := b.Connector.(platforms.Measurer); measures != (len(p.Schedule) > 0) {
		t.Errorf("the connector measures: %v; the schedule is %v", measures, p.Schedule)
	}
	wholeMetrics(t, p)
	wholeFields(t, p)
}

// wholeMetrics checks the definitions. Whatever counts people may not be
// summed over anything.
func wholeMetrics(t *testing.T, p platforms.Profile) {
	t.Helper()
	var seen []string
	for _, m := range p.Metrics {
		if m.Name == "" || m.Native == "" || m.Family == "" || m.Unit == "" || m.Kind == "" || m.Threshold == "" {
			t.Errorf("the metric %q is not defined: %+v", m.Native, m)
		}
		if slices.Contains(seen, m.Native) {
			t.Errorf("the metric %q is defined twice", m.Native)
		}
		seen = append(seen, m.Native)
		people := slices.Contains([]string{"people", "accounts", "devices", "households"}, m.Unit)
		if people && m.Additive != (platforms.Additive{}) {
			t.Errorf("%s of %s can be summed", m.Unit, m.Native)
		}
	}
}

func wholeFields(t *testing.T, p platforms.Profile) {
	t.Helper()
	for _, f := range p.Fields {
		if f.Name == "" || f.Label == "" {
			t.Errorf("a field has no name or no wording: %+v", f)
		}
		if len(f.Options) > 0 && !slices.Contains(f.Options, f.Default) {
			t.Errorf("the default of %s is not one of its options", f.Name)
		}
		if f.Secret && f.Default != "" {
			t.Errorf("the secret %s has a default", f.Name)
		}
	}
}
