package reach_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"caravan/internal/reach"
)

func hasWarning(warnings []reach.Warning, want reach.Warning) bool {
	return slices.Contains(warnings, want)
}

func TestCombine(t *testing.T) {
	for name, c := range map[string]struct {
		sources  []reach.Source
		universe *float64
		want     reach.Result
	}{
		"nobody reported": {
			sources: []reach.Source{reach.Unreported("a"), reach.Unreported("b")}, universe: new(100.0),
			want: reach.Result{
				Label: reach.LabelMissing, Missing: []string{"a", "b"}, Warnings: []reach.Warning{reach.NoReachReported},
			},
		},
		"no sources at all": {
			universe: new(100.0),
			want:     reach.Result{Label: reach.LabelMissing, Warnings: []reach.Warning{reach.NoReachReported}},
		},
		"one source without a universe is what it reported": {
			sources: []reach.Source{reach.Exact("a", 40)},
			want: reach.Result{
				Value: new(40.0), Low: new(40.0), High: new(40.0), Label: reach.LabelReported,
				Warnings: []reach.Warning{reach.UniverseUnknown},
			},
		},
		"one missing without a universe has no upper bound": {
			sources: []reach.Source{reach.Exact("a", 40), reach.Unreported("b")},
			want: reach.Result{
				Low: new(40.0), Label: reach.LabelPartial, Missing: []string{"b"},
				Warnings: []reach.Warning{reach.UniverseUnknown, reach.SourceMissing},
			},
		},
		"below a privacy floor of 1,000 there may be 999 people": {
			sources: []reach.Source{reach.Exact("a", 5000), reach.BelowFloor("b", 1000)}, universe: new(20000.0),
			want: reach.Result{
				Low: new(5000.0), High: new(5999.0), Label: reach.LabelBounds, Missing: []string{"b"},
				Warnings: []reach.Warning{reach.SourceMissing},
			},
		},
		"one panel is an estimate": {
			sources: []reach.Source{reach.Between("tv", 30, 40, 50)}, universe: new(100.0),
			want: reach.Result{Value: new(40.0), Low: new(30.0), High: new(50.0), Label: reach.LabelEstimated},
		},
		"a source that reached everybody": {
			sources: []reach.Source{reach.Exact("a", 100), reach.Exact("b", 7)}, universe: new(100.0),
			want: reach.Result{Value: new(100.0), Low: new(100.0), High: new(100.0), Label: reach.LabelIndependent},
		},
		"a negative reach is no report": {
			sources: []reach.Source{reach.Exact("a", -1), reach.Exact("b", 7)}, universe: new(100.0),
			want: reach.Result{
				Low: new(7.0), High: new(100.0), Label: reach.LabelPartial, Missing: []string{"a"},
				Warnings: []reach.Warning{reach.SourceMissing},
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			c.want.Method, c.want.Unit = reach.MethodFrechet, "people"
			if diff := cmp.Diff(c.want, reach.Combine(c.sources, c.universe).Result()); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestCombineStrata(t *testing.T) {
	iraq := reach.Stratum{Key: "IQ", Universe: new(1000.0), Sources: exact([]float64{300, 200})}
	for name, c := range map[string]struct {
		second      reach.Stratum
		lower       float64
		upper       *float64
		independent *float64
		label       reach.Label
	}{
		"bounds add, the estimate needs every universe": {
			second: reach.Stratum{Key: "JO", Sources: exact([]float64{50, 60})},
			lower:  360, upper: new(610.0), label: reach.LabelBounds,
		},
		"a country that reported nothing may have any reach": {
			second: reach.Stratum{Key: "JO", Universe: new(400.0), Sources: []reach.Source{reach.Unreported("0")}},
			lower:  300, upper: new(900.0), label: reach.LabelPartial,
		},
		"a country of unknown size that reported nothing has no bound": {
			second: reach.Stratum{Key: "JO", Sources: []reach.Source{reach.Unreported("0")}},
			lower:  300, label: reach.LabelPartial,
		},
		"independence inside each": {
			second: reach.Stratum{Key: "JO", Universe: new(100.0), Sources: exact([]float64{50, 50})},
			lower:  350, upper: new(600.0), independent: new(440.0 + 75), label: reach.LabelIndependent,
		},
	} {
		t.Run(name, func(t *testing.T) {
			got := reach.CombineStrata([]reach.Stratum{iraq, c.second})
			if *got.Lower != c.lower || got.Label != c.label {
				t.Errorf("%s from %v", got.Label, *got.Lower)
			}
			if diff := cmp.Diff(c.upper, got.Upper); diff != "" {
				t.Errorf("upper: %s", diff)
			}
			if (got.Independent == nil) != (c.independent == nil) || got.Independent != nil && !near(*got.Independent, *c.independent) {
				t.Errorf("estimate %v, want %v", got.Independent, c.independent)
			}
			if without := len(got.WithoutEstimate) > 0; without != (c.independent == nil) {
				t.Errorf("without estimate: %v", got.WithoutEstimate)
			}
		})
	}
}

func TestPanelIsASourceWithAnInterval(t *testing.T) {
	tv := reach.PanelEstimate(50, 1200, 1.5, new(5_100_000.0), 0.95)
	got := reach.Combine([]reach.Source{tv.Source("tv"), reach.Exact("youtube", 100_000)}, new(5_100_000.0))
	if !near(*got.Lower, *tv.Low) || !near(*got.Upper, *tv.High+100_000) {
		t.Errorf("%v to %v", *got.Lower, *got.Upper)
	}
	unknown := reach.PanelEstimate(50, 1200, 1.5, nil, 0.95)
	if unknown.Point != nil || unknown.Label != reach.LabelMissing || !hasWarning(unknown.Warnings, reach.UniverseUnknown) {
		t.Errorf("%+v", unknown)
	}
}

func TestStrataResult(t *testing.T) {
	got := reach.CombineStrata([]reach.Stratum{
		{Key: "KG", Sources: []reach.Source{reach.Between("tv", 10, 20, 30)}, Universe: new(100.0)},
		{Key: "TJ", Sources: []reach.Source{reach.Exact("tv", 5)}, Universe: new(100.0)},
	}).Result()
	want := reach.Result{
		Value: new(25.0), Low: new(15.0), High: new(35.0), Label: reach.LabelEstimated,
		Method: reach.MethodStrata, Unit: "people", Missing: []string{}, Warnings: []reach.Warning{},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	none := reach.CombineStrata([]reach.Stratum{{Key: "KG", Sources: []reach.Source{reach.Unreported("tv")}}}).Result()
	if none.Label != reach.LabelMissing || none.Low != nil {
		t.Errorf("%+v", none)
	}
}

func TestTwoLevelDoubtsAPlatformThatContradictsItself(t *testing.T) {
	got := reach.TwoLevel([]reach.Platform{
		{Name: "facebook", Deliveries: exact([]float64{500, 400}), Total: new(450.0)},
		{Name: "radio", Deliveries: exact([]float64{100})},
	}, new(10_000.0), reach.DefaultKappaWithin)
	if !hasWarning(got.Warnings, reach.ReportedOutsideBounds) {
		t.Errorf("warnings %v", got.Warnings)
	}
	if want := 450 + 100 - 450*100/10_000.0; !near(*got.Independent, want) {
		t.Errorf("estimate %v, want %v", *got.Independent, want)
	}
}

func TestTwoLevelWithoutAUniverseHasBoundsOnly(t *testing.T) {
	got := reach.TwoLevel([]reach.Platform{{Name: "facebook", Deliveries: exact([]float64{500, 400})}}, nil, 0.8)
	if got.Independent != nil || *got.Lower != 500 || *got.Upper != 900 || got.Label != reach.LabelBounds {
		t.Errorf("%+v", got.Combined)
	}
}

func TestOverTime(t *testing.T) {
	days := exact([]float64{1200, 900, 1500})
	for name, c := range map[string]struct {
		reported *float64
		label    reach.Label
		warnings []reach.Warning
	}{
		"nothing reported":    {nil, reach.LabelBounds, nil},
		"within the bounds":   {new(2000.0), reach.LabelReported, nil},
		"below one of them":   {new(1400.0), reach.LabelReported, []reach.Warning{reach.ReportedOutsideBounds}},
		"above all of them":   {new(3601.0), reach.LabelReported, []reach.Warning{reach.ReportedOutsideBounds}},
		"more than there are": {new(9000.0), reach.LabelReported, []reach.Warning{reach.ReachExceedsUniverse}},
	} {
		t.Run(name, func(t *testing.T) {
			got := reach.OverTime(days, new(8000.0), c.reported)
			if got.Label != c.label || !slices.Equal(got.Warnings, c.warnings) {
				t.Errorf("%s with %v", got.Label, got.Warnings)
			}
			if diff := cmp.Diff(c.reported, got.Value); diff != "" {
				t.Error(diff)
			}
		})
	}
	if got := reach.OverTime(nil, new(10.0), new(4.0)); *got.Value != 4 || got.Label != reach.LabelReported || len(got.Warnings) > 0 {
		t.Errorf("a period without parts: %+v", got)
	}
}

func TestOverlapRefuses(t *testing.T) {
	sources := exact([]float64{400, 300, 300})
	for name, c := range map[string]struct {
		sources []reach.Source
		shared  []reach.Shared
		want    error
		pair    []string
	}{
		"more in common than the smaller has": {
			sources, []reach.Shared{{A: "0", B: "1", Both: 301}}, reach.ErrOverlap, []string{"0", "1"},
		},
		"less in common than must be": {
			exact([]float64{400, 300}), []reach.Shared{{A: "0", B: "1", Both: 99}}, reach.ErrOverlap, []string{"0", "1"},
		},
		"each pair possible, together not": {
			sources,
			[]reach.Shared{{A: "0", B: "1", Both: 300}, {A: "0", B: "2", Both: 300}, {A: "1", B: "2", Both: 100}},
			reach.ErrOverlap, nil,
		},
		"an overlap with nobody":   {sources, []reach.Shared{{A: "0", B: "9", Both: 1}}, reach.ErrArgument, nil},
		"an overlap with itself":   {sources, []reach.Shared{{A: "0", B: "0", Both: 1}}, reach.ErrArgument, nil},
		"a source without a reach": {[]reach.Source{reach.Unreported("0")}, nil, reach.ErrArgument, nil},
		"no source":                {nil, nil, reach.ErrArgument, nil},
		"two sources of one name":  {[]reach.Source{reach.Exact("0", 1), reach.Exact("0", 2)}, nil, reach.ErrArgument, nil},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := reach.Overlap(c.sources, new(600.0), c.shared)
			if !errors.Is(err, c.want) {
				t.Fatalf("got %v, want %v", err, c.want)
			}
			var refused *reach.InputError
			if errors.As(err, &refused) && !slices.Equal(refused.Pair, c.pair) {
				t.Errorf("pair %v, want %v", refused.Pair, c.pair)
			}
			for _, id := range c.pair {
				if !strings.Contains(err.Error(), id) {
					t.Errorf("%q does not name %s", err, id)
				}
			}
		})
	}
}

func TestOverlapOfManySourcesFallsBackToTheClassicalBounds(t *testing.T) {
	reaches := slices.Repeat([]float64{100}, 12)
	var shared []reach.Shared
	for _, a := range exact(reaches) {
		for _, b := range exact(reaches) {
			if a.ID < b.ID {
				shared = append(shared, reach.Shared{A: a.ID, B: b.ID, Both: 10})
			}
		}
	}
	got, err := reach.Overlap(exact(reaches), new(10_000.0), shared)
	if err != nil {
		t.Fatal(err)
	}
	// S1 = 1200 and S2 = 660: k = 2 below, and a tree of 11 edges above.
	if !near(*got.Lower, 800-220) || !near(*got.Upper, 1200-110) {
		t.Errorf("%v to %v", *got.Lower, *got.Upper)
	}
}
