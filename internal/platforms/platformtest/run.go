package platformtest

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// Run drives every platform through every case and logs what came of it as a
// matrix. A case that a platform cannot do must say why.
func Run(t *testing.T, list ...Platform) {
	t.Helper()
	m := matrix{}
	for _, p := range list {
		t.Run(p.Name, func(t *testing.T) {
			known(t, p)
			for _, c := range cases() {
				m.set(c.name, p.Name, attempt(t, p, c))
			}
		})
	}
	t.Log(m.table(list))
}

// A testCase is one thing that happens to publications.
type testCase struct {
	name string
	run  func(t *testing.T, b *bench)
}

// cases lists them in the order of the matrix.
func cases() []testCase { return append(publishing(), aftercare()...) }

func attempt(t *testing.T, p Platform, c testCase) string {
	t.Helper()
	if why, ok := p.Cannot[c.name]; ok {
		return "– " + why
	}
	passed := t.Run(c.name, func(t *testing.T) {
		c.run(t, &bench{Bench: p.Start(t), profile: p.Profile, media: p.Media})
	})
	if !passed {
		return "FAIL"
	}
	return "pass"
}

// known fails on a reason for a case that does not exist.
func known(t *testing.T, p Platform) {
	t.Helper()
	for name, why := range p.Cannot {
		if !slices.ContainsFunc(cases(), func(c testCase) bool { return c.name == name }) {
			t.Errorf("there is no case %q", name)
		}
		if why == "" {
			t.Errorf("%s: no reason is given", name)
		}
	}
}

// matrix is what came of each case on each platform.
type matrix map[[2]string]string

func (m matrix) set(name, platform, result string) { m[[2]string{name, platform}] = result }

// table lists the cases with a column for each platform. Cases that do not
// apply bear the number of their reason, which stands below.
func (m matrix) table(list []Platform) string {
	var table strings.Builder
	var reasons []string
	fmt.Fprintf(&table, "\n%-44s", "case")
	for _, p := range list {
		fmt.Fprintf(&table, "  %-12s", p.Name)
	}
	for _, c := range cases() {
		fmt.Fprintf(&table, "\n%-44s", c.name)
		for _, p := range list {
			result := m[[2]string{c.name, p.Name}]
			if why, ok := strings.CutPrefix(result, "– "); ok {
				if !slices.Contains(reasons, why) {
					reasons = append(reasons, why)
				}
				result = fmt.Sprintf("– %d", slices.Index(reasons, why)+1)
			}
			fmt.Fprintf(&table, "  %-12s", result)
		}
	}
	for i, why := range reasons {
		fmt.Fprintf(&table, "\n%3d  %s", i+1, why)
	}
	return table.String()
}
