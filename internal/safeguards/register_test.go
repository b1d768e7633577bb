package safeguards_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
)

const (
	page      = "../../docs/safeguards.md"
	safeguard = 31 // the last of them
)

// ids lists S-01 to the last.
func ids() []string {
	all := make([]string, safeguard)
	for i := range all {
		all[i] = fmt.Sprintf("S-%02d", i+1)
	}
	return all
}

// A promise is a line of the page.
type promise struct{ id, title, where, test string }

// policy reports whether nothing in the program could keep it.
func (p promise) policy() bool { return strings.HasPrefix(p.test, "policy, no code") }

// promises reads the page, by id.
func promises() (map[string]promise, error) {
	text, err := os.ReadFile(page)
	if err != nil {
		return nil, err
	}
	all := map[string]promise{}
	for line := range strings.Lines(string(text)) {
		cells := strings.Split(strings.Trim(strings.TrimSpace(line), "|"), "|")
		if len(cells) != 5 || !strings.HasPrefix(strings.TrimSpace(cells[0]), "S-") {
			continue
		}
		for i := range cells {
			cells[i] = strings.TrimSpace(cells[i])
		}
		if _, twice := all[cells[0]]; twice {
			return nil, fmt.Errorf("%s is on the page twice", cells[0])
		}
		all[cells[0]] = promise{id: cells[0], title: cells[1], where: cells[3], test: strings.Trim(cells[4], "`")}
	}
	return all, nil
}

// written lists the tests of this folder, by the id in their name.
func written() (map[string]string, error) {
	folder, err := os.ReadDir(".")
	if err != nil {
		return nil, err
	}
	named, all := regexp.MustCompile(`^TestS(\d\d)[A-Z]`), map[string]string{}
	for _, file := range folder {
		if !strings.HasSuffix(file.Name(), "_test.go") {
			continue
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file.Name(), nil, 0)
		if err != nil {
			return nil, err
		}
		for _, d := range parsed.Decls {
			f, is := d.(*ast.FuncDecl)
			if !is || !named.MatchString(f.Name.Name) {
				continue
			}
			id := "S-" + named.FindStringSubmatch(f.Name.Name)[1]
			if all[id] != "" {
				return nil, fmt.Errorf("%s has two tests: %s and %s", id, all[id], f.Name.Name)
			}
			all[id] = f.Name.Name
		}
	}
	return all, nil
}

// answers is what the tests that ran have said.
var answers = struct {
	sync.Mutex
	of map[string]string
}{of: map[string]string{}}

// asks begins the test of a safeguard; its verdict goes into the table.
func asks(t *testing.T) {
	t.Helper()
	id := "S-" + strings.TrimPrefix(t.Name(), "TestS")[:2]
	t.Cleanup(func() {
		verdict := "pass"
		switch {
		case t.Failed():
			verdict = "FAIL"
		case t.Skipped():
			verdict = "NOT COVERED" // it was not asked
		}
		answers.Lock()
		defer answers.Unlock()
		answers.of[id] = verdict
	})
}

// TestMain prints the table after the tests. A whole run fails where it has
// nothing to say about a safeguard.
func TestMain(m *testing.M) {
	code := m.Run()
	if chosen := slices.ContainsFunc(os.Args, func(a string) bool { return regexp.MustCompile(`^-test\.(run|skip|list)=.`).MatchString(a) }); !chosen {
		if !table(os.Stdout) && code == 0 {
			code = 1
		}
	}
	os.Exit(code)
}

// table prints what became of each safeguard, and reports whether all are
// accounted for.
func table(to io.Writer) bool {
	all, err := promises()
	if err != nil {
		_, _ = fmt.Fprintln(to, err)
		return false
	}
	whole := true
	for _, id := range ids() {
		verdict := answers.of[id]
		switch {
		case verdict != "":
		case all[id].policy():
			verdict = "policy, no code"
		default:
			verdict = "NOT COVERED"
		}
		whole = whole && verdict != "NOT COVERED"
		_, _ = fmt.Fprintf(to, "%s  %-66s %s\n", id, all[id].title, verdict)
	}
	return whole
}

// The page and the tests name the same safeguards: all of them.
func TestPageAndTestsAgree(t *testing.T) {
	onPage, err := promises()
	if err != nil {
		t.Fatal(err)
	}
	tests, err := written()
	if err != nil {
		t.Fatal(err)
	}
	if got := slices.Sorted(maps.Keys(onPage)); !slices.Equal(got, ids()) {
		t.Errorf("the page has %v", got)
	}
	for _, id := range ids() {
		p := onPage[id]
		switch {
		case p.policy() && (tests[id] != "" || p.test == "policy, no code"):
			t.Errorf("%s: a policy has no test, and says why: %q", id, p.test)
		case !p.policy() && (p.test != tests[id] || p.test == ""):
			t.Errorf("%s is tested by %q, the page says %q", id, tests[id], p.test)
		case p.title == "" || p.where == "" && !p.policy():
			t.Errorf("%s does not say what it is, or where", id)
		}
	}
	for id := range tests {
		if !slices.Contains(ids(), id) {
			t.Errorf("there is no %s", id)
		}
	}
}
