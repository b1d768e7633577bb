// Package archtest holds who may import whom, and fails on anything else: the
// table here is the plan of the house.
package archtest_test

import (
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

const module = "caravan"

// allowed says which packages of the module each package may import. A
// package that is not listed may not exist.
func allowed() map[string][]string {
	desk := []string{"models", "internal/store", "internal/tasks", "internal/vault"}
	return map[string][]string{
		"":                           {"internal/cli"},
		"models":                     {"internal/languages"},
		"migrations":                 {},
		"internal/languages":         {},
		"internal/reach":             {},
		"internal/tasks":             {"models"},
		"internal/platforms":         {"internal/languages"},
		"internal/vault":             {},
		"internal/live":              {},
		"internal/media":             {"models"},
		"internal/media/mediatest":   {},
		"internal/store":             {"models", "migrations", "internal/tasks"},
		"internal/planning":          append([]string{"internal/letters"}, desk...),
		"internal/approval":          append([]string{"internal/letters"}, desk...),
		"internal/paper":             {},
		"internal/dossier":           {"models", "internal/store", "internal/languages", "internal/paper", "web/src/words"},
		"internal/report":            {"models", "internal/evaluation", "internal/languages", "internal/paper", "web/src/words"},
		"internal/letters":           {"web/src/words"},
		"web/src/words":              {"internal/languages", "web/public"},
		"internal/signing":           {"models"},
		"internal/access":            append([]string{"internal/signing"}, desk...),
		"internal/access/keytest":    {},
		"internal/access/accesstest": {},
		"internal/distribution":      append([]string{"internal/platforms", "internal/letters"}, desk...),
		"internal/audit":             append([]string{"internal/platforms"}, desk...),
		"internal/evaluation":        append([]string{"internal/platforms", "internal/reach"}, desk...),
		"api":                        {"models", "internal/store", "internal/audit", "internal/planning", "internal/approval", "internal/access", "internal/distribution", "internal/evaluation", "internal/live", "internal/languages", "internal/dossier", "internal/paper", "internal/report"},
		"worker":                     {"models", "internal/store", "internal/audit", "internal/tasks", "internal/approval", "internal/planning", "internal/distribution", "internal/evaluation", "internal/access", "internal/live"},
		"web":                        {"models", "internal/store"},
		"web/public":                 {"models", "internal/store", "internal/languages"},
		"internal/dbtest":            {"internal/store", "migrations", "models"},
		"internal/archtest":          {},
		"internal/safeguards":        {},
		"internal/cli":               {"*"},
		"internal/demo":              {"*"},
		"internal/chaos":             {"*"},
		"bench":                      {"*"},
	}
}

// fences says which packages may use a third-party module.
func fences() map[string][]string {
	return map[string][]string{
		"gorm.io/":                      {"internal/store"},
		"modernc.org/sqlite":            {"internal/store"},
		"github.com/labstack/echo":      {"api"},
		"github.com/go-playground/":     {"api"},
		"github.com/pressly/goose":      {"migrations"},
		"github.com/hibiken/asynq":      {"worker"},
		"github.com/redis/go-redis":     {"worker", "internal/live", "internal/cli"},
		"github.com/alecthomas/kong":    {"internal/cli"},
		"github.com/alicebob/miniredis": {"internal/cli"},
		"github.com/go-text/":           {"internal/paper"},
		"github.com/xuri/":              {"internal/report"},
		"gonum.org/":                    {"internal/reach"},
		"filippo.io/age":                {"internal/vault"},
		"github.com/axiomhq/":           {"web/public"},
		"github.com/transparency-dev/":  {"internal/audit"},
		"golang.org/x/mod":              {"internal/audit"},
		"github.com/pquerna/otp":        {"internal/access", "internal/platforms", "internal/distribution"},
		"github.com/go-webauthn/":       {"internal/access", "internal/signing"},
		"github.com/coreos/go-oidc":     {"internal/access", "internal/platforms", "internal/distribution"},
		"golang.org/x/oauth2":           {"internal/access", "internal/platforms", "internal/distribution"},
		"github.com/linxGnu/gosmpp":     {"internal/platforms/smpp"},
		"golang.org/x/image/":           {"internal/media", "internal/paper"},
		"github.com/bep/imagemeta":      {"internal/media"},
		"github.com/abema/go-mp4":       {"internal/media"},
		"github.com/zitadel/":           {"internal/access/accesstest"},
	}
}

func TestImports(t *testing.T) {
	rules := allowed()
	for _, p := range packages(t) {
		name := strings.TrimPrefix(strings.TrimPrefix(p.ImportPath, module), "/")
		may, listed := rules[name]
		if platform := strings.HasPrefix(name, "internal/platforms/"); platform {
			may, listed = []string{"internal/platforms", "internal/platforms/graph"}, true // the graph is what two of them speak
			if strings.Contains(name, "test") {
				may = append(may, "*")
			}
		}
		if !listed {
			t.Errorf("%s is not in the plan of the house", name)
		}
		for _, imported := range p.Imports {
			own, ours := strings.CutPrefix(imported, module+"/")
			if ours && !slices.Contains(may, own) && !slices.Contains(may, "*") {
				t.Errorf("%s may not import %s", name, own)
			}
			for fence, inside := range fences() {
				if strings.HasPrefix(imported, fence) && !slices.Contains(inside, name) && !slices.Contains(may, "*") {
					t.Errorf("%s may not use %s", name, imported)
				}
			}
		}
	}
}

type pkg struct {
	ImportPath string
	Imports    []string
}

// packages lists the packages of the module without their tests.
func packages(t *testing.T) []pkg {
	t.Helper()
	list := exec.CommandContext(t.Context(), "go", "list", "-json=ImportPath,Imports", "./...")
	list.Dir = "../.."
	out, err := list.Output()
	if err != nil {
		t.Fatal(err)
	}
	var found []pkg
	for decoder := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p pkg
		switch err := decoder.Decode(&p); {
		case errors.Is(err, io.EOF):
			return found
		case err != nil:
			t.Fatal(err)
		}
		found = append(found, p)
	}
}
