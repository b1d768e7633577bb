package reach_test

import (
	"encoding/json"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"caravan/internal/reach"
)

func TestResultMarshalsToTheSameBytes(t *testing.T) {
	kyrgyz := time.FixedZone("", 6*60*60)
	at := time.Date(2026, 5, 1, 12, 0, 0, 0, kyrgyz)
	result := reach.Result{
		Value: new(math.NaN()), Low: new(300.0), Label: reach.LabelPartial, Method: reach.MethodFrechet, Unit: "people",
		DefinitionIDs: []int64{7, 3}, AsOf: &at, Missing: []string{"tiktok", "radio", "radio"},
		Warnings: []reach.Warning{reach.UniverseUnknown, reach.SourceMissing}, AssumptionSet: "1", DataVersion: "42",
	}
	want := `{"value":null,"low":300,"high":null,"level":null,"label":"partial","method":"frechet_independence",` +
		`"unit":"people","definition_ids":[3,7],"sources":[],"as_of":"2026-05-01T06:00:00Z","n_deliveries":0,` +
		`"missing":["radio","tiktok"],"warnings":["source_missing","universe_unknown"],"assumption_set":"1","data_version":"42"}`
	got, err := json.Marshal(result)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Error(diff)
	}
	if result.DefinitionIDs[0] != 7 {
		t.Error("marshalling changed the result")
	}
}

func TestEveryLabelAndWarningHasASentence(t *testing.T) {
	for _, l := range reach.Labels() {
		sentence := reach.Result{Label: l}.Sentence()
		if sentence == "" || strings.ContainsAny(sentence, "{}") {
			t.Errorf("%s: %q", l, sentence)
		}
	}
	seen := map[string]reach.Warning{}
	for _, w := range reach.Warnings() {
		s := w.Sentence()
		if other, twice := seen[s]; s == "" || twice {
			t.Errorf("%s: %q, as %s", w, s, other)
		}
		seen[s] = w
	}
	if reach.Label("guess").Template() != "" || reach.Warning("bad").Sentence() != "" {
		t.Error("an unknown code has a sentence")
	}
}

func TestSentenceTakesFactsTheResultDoesNotHold(t *testing.T) {
	panel := reach.Wilson(50, 1200, 0.95).Result("share")
	got := panel.Sentence("n", "1,200")
	want := "Estimate from a panel or survey of n = 1,200; 95 % interval 0.03175 to 0.05451."
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	scenario := reach.Result{Label: reach.LabelScenario}
	if got := scenario.Sentence("kappa", "0.5"); got != "What-if value for duplication k = 0.5; not a measurement." {
		t.Error(got)
	}
	if got := scenario.Sentence(); !strings.Contains(got, "k = not stated") {
		t.Error(got)
	}
}
