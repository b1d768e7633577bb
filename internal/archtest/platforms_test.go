package archtest_test

import (
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"testing"

	"caravan/internal/dbtest"
)

// Adding a platform is a folder and the line that registers it. Code that asks
// for a platform by its name would have to be found and changed as well; what
// everybody has - a site, mail, outlets offline - may be named.
func TestNoPlatformIsNamedElsewhere(t *testing.T) {
	folders, err := os.ReadDir("../platforms")
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, folder := range folders {
		if folder.IsDir() && !slices.Contains([]string{"portal", "email", "outlet", "platformtest"}, folder.Name()) {
			names = append(names, folder.Name())
		}
	}
	if len(names) < 2 {
		t.Fatalf("the platforms are %v", names)
	}
	registered := []string{"internal/cli/platforms.go"}
	quoted := regexp.MustCompile("[\"'`](" + strings.Join(names, "|") + ")[\"'`]")
	list := exec.CommandContext(t.Context(), "git", "ls-files", "*.go", "*.ts", "*.tsx", "*.sql")
	list.Dir = "../.."
	tracked, err := list.Output()
	if err != nil {
		dbtest.Missing(t, "a checkout with git")
	}
	for file := range strings.Lines(string(tracked)) {
		file = strings.TrimSpace(file)
		if strings.HasPrefix(file, "internal/platforms/") || slices.Contains(registered, file) || strings.Contains(file, "_test.") || strings.Contains(file, "e2e/") {
			continue
		}
		text, err := os.ReadFile("../../" + file)
		if os.IsNotExist(err) {
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		if found := quoted.FindString(string(text)); found != "" {
			t.Errorf("%s asks for %s", file, found)
		}
	}
}
