package platforms_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"caravan/internal/platforms/platformtest"
	"caravan/internal/platforms/platformtest/simulators"
)

// TestConformance logs the matrix of what every connector does.
func TestConformance(t *testing.T) {
	platformtest.Run(t, slices.Concat(simulators.Platforms(), platformtest.Sandboxes())...)
}

// What the form of a channel asks for is asked in the reader's words.
func TestEveryFieldIsWorded(t *testing.T) {
	t.Parallel()
	words, err := os.ReadFile("../../web/src/channels/platformWords.ts")
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range simulators.Platforms() {
		for _, f := range p.Profile.Fields {
			if !strings.Contains(string(words), "\n  "+f.Name+": msg`") {
				t.Errorf("%s of %s has no words", f.Name, p.Profile.Name)
			}
		}
	}
}
