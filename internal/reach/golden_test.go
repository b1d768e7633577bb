package reach_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math"
	"os"
	"slices"
	"testing"

	"caravan/internal/reach"
)

// A golden is a file of cases, each one operation with its input and what must
// come out.
type golden struct {
	Schema string
	Cases  []goldenCase
}

type goldenCase struct {
	ID        string
	Op        string
	Input     json.RawMessage
	Expect    map[string]any
	Tolerance struct{ Rel, Abs float64 }
}

// An operation decodes an input, calls the package, and gives back something
// that marshals to the keys of the golden file.
type operation func(json.RawMessage) (any, error)

// op makes an operation of a function.
func op[In any](f func(In) any) operation {
	return func(raw json.RawMessage) (any, error) {
		var in In
		if err := json.Unmarshal(raw, &in); err != nil {
			return nil, err
		}
		return f(in), nil
	}
}

// answer is a value, or the error in the place of one.
func answer(value any, err error) any {
	var refused *reach.InputError
	switch {
	case errors.As(err, &refused):
		return fields{"error": refused.Code, "pair": refused.Pair}
	case err != nil:
		return fields{"error": err.Error()}
	}
	return value
}

type fields map[string]any

// ends is an interval as an array, null if it has neither end.
func ends(i reach.Interval) any {
	if i.Low == nil && i.High == nil {
		return nil
	}
	return []*float64{i.Low, i.High}
}

// triple is bounds as an array.
func triple(b reach.Bounds) []*float64 {
	return []*float64{b.Low, b.Point, b.High}
}

// operations is every operation the package has.
func operations() map[string]operation {
	all := map[string]operation{}
	for _, part := range []map[string]operation{
		reachOperations(), curveOperations(), rateOperations(), counterOperations(), intervalOperations(),
		comparisonOperations(), experimentOperations(), surveyOperations(), publicationOperations(),
	} {
		maps.Copy(all, part)
	}
	return all
}

// TestGolden runs the golden file, or the one GOLDEN_STATS names. An operation
// that is not known here fails.
func TestGolden(t *testing.T) {
	path := os.Getenv("GOLDEN_STATS")
	if path == "" {
		path = "testdata/golden-stats.json"
	}
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var file golden
	if err := json.Unmarshal(raw, &file); err != nil {
		t.Fatal(err)
	}
	if file.Schema != "caravan.golden-stats/1" || len(file.Cases) == 0 {
		t.Fatalf("schema %q with %d cases", file.Schema, len(file.Cases))
	}
	known := operations()
	for _, c := range file.Cases {
		t.Run(c.ID, func(t *testing.T) {
			do, ok := known[c.Op]
			if !ok {
				t.Fatalf("no operation %s", c.Op)
			}
			got, err := do(c.Input)
			if err != nil {
				t.Fatal(err)
			}
			c.check(t, got)
		})
	}
}

// check compares by way of JSON, which refuses NaN and infinities.
func (c goldenCase) check(t *testing.T, got any) {
	t.Helper()
	text, err := json.Marshal(got)
	if err != nil {
		t.Fatal(err)
	}
	var value map[string]any
	if err := json.Unmarshal(text, &value); err != nil {
		t.Fatal(err)
	}
	for key, want := range c.Expect {
		actual, ok := value[key]
		if !ok {
			t.Errorf("%s is missing in %s", key, text)
			continue
		}
		if message := c.differ(key, want, actual); message != "" {
			t.Error(message)
		}
	}
}

// differ says how a value differs from the one wanted; warnings and codes are
// sets, and objects may have more keys.
func (c goldenCase) differ(key string, want, got any) string {
	different := fmt.Sprintf("%s: got %v, want %v", key, got, want)
	switch want := want.(type) {
	case float64:
		if x, ok := got.(float64); ok && math.Abs(x-want) <= c.Tolerance.Abs+c.Tolerance.Rel*math.Abs(want) {
			return ""
		}
		return different
	case []any:
		list, ok := got.([]any)
		if key == "warnings" || key == "codes" {
			want, list, ok = sorted(want), sorted(list), true
		}
		if !ok || len(list) != len(want) {
			return different
		}
		for i := range want {
			if message := c.differ(fmt.Sprintf("%s[%d]", key, i), want[i], list[i]); message != "" {
				return message
			}
		}
		return ""
	case map[string]any:
		object, _ := got.(map[string]any)
		for k, v := range want {
			actual, ok := object[k]
			if !ok {
				return different
			}
			if message := c.differ(key+"."+k, v, actual); message != "" {
				return message
			}
		}
		return ""
	}
	if got == want {
		return ""
	}
	return different
}

func sorted(list []any) []any {
	list = slices.Clone(list)
	slices.SortFunc(list, func(a, b any) int { return compareText(fmt.Sprint(a), fmt.Sprint(b)) })
	return list
}

func compareText(a, b string) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}
