package cli_test

import (
	"bytes"
	"cmp"
	"flag"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/alecthomas/kong"

	"caravan/internal/cli"
	"caravan/internal/dbtest"
)

var update = flag.Bool("update", false, "write docs/options.md anew")

const optionsPage = "../../docs/options.md"

// An option is what one environment variable says, to whichever commands.
type option struct {
	*kong.Flag

	commands []string
}

// options are all that the program reads from its environment.
func options(t *testing.T) map[string]*option {
	t.Helper()
	model, err := cli.Model()
	if err != nil {
		t.Fatal(err)
	}
	known := map[string]*option{}
	for _, command := range model.Leaves(false) {
		for _, f := range slices.Concat(command.AllFlags(false)...) {
			for _, variable := range f.Envs {
				o := cmp.Or(known[variable], &option{Flag: f})
				if o.Help != f.Help || o.Default != f.Default || o.Name != f.Name {
					t.Errorf("%s means one thing to %s and another to %v", variable, command.FullPath(), o.commands)
				}
				o.commands = append(o.commands, strings.TrimPrefix(command.FullPath(), "caravan "))
				known[variable] = o
			}
		}
	}
	return known
}

// takers names the commands that take the option.
func (o *option) takers(all int) string {
	if len(o.commands) == all {
		return "all"
	}
	return strings.Join(o.commands, ", ")
}

// The page of options is written from the program: `go test ./internal/cli
// -run Options -update`.
func TestOptionsAreDocumented(t *testing.T) {
	known := options(t)
	all := len(known["CARAVAN_LOG_LEVEL"].commands)
	var page bytes.Buffer
	page.WriteString("# Options\n\nEvery option of every command has a flag and an environment variable; a flag goes before its variable. `caravan COMMAND --help` prints those of one\n" +
		"command, save for the ones marked †, which are for tests. This page is written by `go test ./internal/cli -run Options -update`.\n\n" +
		"| variable | flag | default | commands | meaning |\n|---|---|---|---|---|\n")
	for _, variable := range slices.Sorted(maps.Keys(known)) {
		o := known[variable]
		if o.Help == "" {
			t.Errorf("%s does not say what it means", variable)
		}
		name, preset := "`--"+o.Name+"`", ""
		if o.Hidden {
			name += " †"
		}
		if o.Default != "" {
			preset = "`" + o.Default + "`"
		}
		_, _ = fmt.Fprintf(&page, "| `%s` | %s | %s | %s | %s |\n", variable, name, preset, o.takers(all), strings.ReplaceAll(o.Help, "|", `\|`))
	}
	if *update {
		if err := os.WriteFile(optionsPage, page.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if written, err := os.ReadFile(optionsPage); err != nil || !bytes.Equal(written, page.Bytes()) {
		t.Errorf("docs/options.md is not what the program reads; run go test ./internal/cli -run Options -update (%v)", err)
	}
}

// Nothing that is written down names an option that there is not.
func TestOnlyKnownOptionsAreNamed(t *testing.T) {
	known := options(t)
	tracked := exec.CommandContext(t.Context(), "git", "ls-files", "*.md", "*.yml", "*.sh", "*.go", "Dockerfile", "Makefile")
	tracked.Dir = "../.."
	listed, err := tracked.Output()
	if err != nil {
		dbtest.Missing(t, "a checkout with git")
	}
	ofTests := regexp.MustCompile(`^CARAVAN_(TEST_\w+|REQUIRE_SERVERS|BENCH(_OBSERVATIONS)?|CHAOS_SEED|STATEMENTS(_SEED)?)$`)
	for file := range strings.Lines(string(listed)) {
		text, err := os.ReadFile("../../" + strings.TrimSpace(file))
		if err != nil {
			t.Fatal(err)
		}
		for _, variable := range regexp.MustCompile(`CARAVAN_\w*[A-Z]`).FindAllString(string(text), -1) {
			if known[variable] == nil && !ofTests.MatchString(variable) {
				t.Errorf("%s names %s", strings.TrimSpace(file), variable)
			}
		}
	}
}
