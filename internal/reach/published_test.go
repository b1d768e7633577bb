package reach_test

import (
	"encoding/csv"
	"math"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"caravan/internal/reach"
)

// published is the figures of testdata/published-campaigns.csv by their id;
// a row may hold several, divided by bars.
func published(t *testing.T) map[string][]float64 {
	t.Helper()
	file, err := os.Open("testdata/published-campaigns.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	reader := csv.NewReader(file)
	reader.LazyQuotes = true // sources are quoted word for word
	rows, err := reader.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	figures := map[string][]float64{}
	for _, row := range rows[1:] {
		for text := range strings.SplitSeq(row[7], "|") {
			if x, err := strconv.ParseFloat(text, 64); err == nil {
				figures[row[0]] = append(figures[row[0]], x)
			}
		}
	}
	return figures
}

// TestPublishedReachLiesWithinItsBounds takes broadcasters that published both
// the reach of each medium and the reach of all, found by a survey.
func TestPublishedReachLiesWithinItsBounds(t *testing.T) {
	figures := published(t)
	for name, c := range map[string]struct {
		parts        []float64
		together     float64
		lower, upper float64
	}{
		// 4.7 million by radio were published beside the 3.2 by television.
		"BBC Afghanistan 2014":          {[]float64{4.7e6, figures["B03"][0]}, figures["B01"][0], 4.7e6, 7.9e6},
		"BBC world 2015/16 by medium":   {figures["B06"], figures["B05"][0], 162e6, 389e6},
		"BBC world 2015/16 by language": {figures["B07"], figures["B05"][0], 201e6, 353e6},
	} {
		t.Run(name, func(t *testing.T) {
			got := reach.OverTime(exact(c.parts), nil, &c.together)
			if *got.Lower != c.lower || *got.Upper != c.upper {
				t.Errorf("bounds %v..%v, want %v..%v", *got.Lower, *got.Upper, c.lower, c.upper)
			}
			if got.Label != reach.LabelReported || hasWarning(got.Warnings, reach.ReportedOutsideBounds) {
				t.Errorf("%s with %v", got.Label, got.Warnings)
			}
		})
	}
}

// TestPublishedSharesHaveTheirIntervals checks the Wilson intervals of two
// surveys of Central Asia, in percent.
func TestPublishedSharesHaveTheirIntervals(t *testing.T) {
	figures := published(t)
	for _, c := range []struct{ share, n, low, high float64 }{
		{figures["K03"][0], 1512, 63.87, 68.63},
		{figures["K03"][1], 1512, 37.41, 42.34},
		{figures["K01"][0], 2167, 56.92, 61.05},
		{figures["K01"][5], 2167, 43.91, 48.10},
	} {
		got := reach.Wilson(c.share/100*c.n, c.n, 0.95)
		if !closeTo(100**got.Low, c.low, 0.005) || !closeTo(100**got.High, c.high, 0.005) {
			t.Errorf("%v %% of %v: %.3f to %.3f, want %v to %v", c.share, c.n, 100**got.Low, 100**got.High, c.low, c.high)
		}
	}
}

// TestRatesAreRatiosOfSums takes the minutes watched per person who clicked in
// Arabic and in English: over both it is 1.558, where the mean of the two
// rates would be 1.980.
func TestRatesAreRatiosOfSums(t *testing.T) {
	figures := published(t)
	clickers, english := figures["R01"][0], figures["R03"][0]
	minutes, watched := figures["R04"][0], figures["R06"][0]
	languages := []reach.DeliveryCount{{Y: minutes - watched, X: clickers - english}, {Y: watched, X: english}}
	if got := *reach.RateOverDeliveries(languages, 0.95).Ratio; !closeTo(got, 1.558, 0.0005) {
		t.Errorf("both languages %v, want 1.558", got)
	}
	for i, want := range []float64{1.320, 2.640} {
		if got := *reach.RateOverDeliveries(languages[i:i+1], 0.95).Ratio; !closeTo(got, want, 0.0005) {
			t.Errorf("language %d: %v, want %v", i, got, want)
		}
	}
}

// TestSharesSpeakOfTheirDenominators takes the same two languages: Arabic has
// most of those who clicked and most of the minutes, and yet who clicked in
// English watched twice as long. None of the three says the others wrong.
func TestSharesSpeakOfTheirDenominators(t *testing.T) {
	figures := published(t)
	clickers, minutes := figures["R01"][0], figures["R04"][0]
	arabic := reach.DeliveryCount{Y: minutes - figures["R06"][0], X: clickers - figures["R03"][0]}
	english := reach.DeliveryCount{Y: figures["R06"][0], X: figures["R03"][0]}
	for _, c := range []struct {
		what      string
		part, all float64
		want      float64
	}{
		{"of those who clicked", arabic.X, clickers, 82.0}, {"of the minutes", arabic.Y, minutes, 69.4},
	} {
		if got := 100 * *reach.RateOverDeliveries([]reach.DeliveryCount{{Y: c.part, X: c.all}}, 0.95).Ratio; !closeTo(got, c.want, 0.05) {
			t.Errorf("Arabic has %.1f %% %s, want %.1f", got, c.what, c.want)
		}
	}
	each := func(language reach.DeliveryCount) float64 {
		return *reach.RateOverDeliveries([]reach.DeliveryCount{language}, 0.95).Ratio
	}
	if each(english) <= each(arabic) {
		t.Errorf("minutes each: English %.2f, Arabic %.2f", each(english), each(arabic))
	}
}

// TestGrossRatings repeats the examples of broadcasters' glossaries: 25 % three
// times, 10 % ten times, 20 % twelve times, and 30 points over 20 %.
func TestGrossRatings(t *testing.T) {
	want := []float64{75, 100, 240}
	for i, c := range []struct{ reach, frequency float64 }{{25, 3}, {10, 10}, {20, 12}} {
		universe, reached := 100.0, c.reach
		got := reach.GrossRatings(new(c.reach*c.frequency), &reached, &universe)
		if !closeTo(*got.GRP, want[i], 1e-9) || !closeTo(*got.Frequency, c.frequency, 1e-9) {
			t.Errorf("%v %% x %v: %v points", c.reach, c.frequency, *got.GRP)
		}
	}
	if got := reach.AverageFrequency(new(30.0), new(20.0)); *got.Frequency != 1.5 {
		t.Errorf("30 points over 20 %%: frequency %v", *got.Frequency)
	}
}

// TestSnapshotsAreDifferences takes a video seen more than 28,000 and later
// 45,000 times: that is growth of 17,000 and never 73,000 views.
func TestSnapshotsAreDifferences(t *testing.T) {
	first := int64(published(t)["Q01"][0])
	got := reach.Increments([]reach.Snapshot{{Value: first}, {At: day(2), Value: 45_000}}, reach.BaselineFirst, 0.1)
	if got.Total != 17_000 {
		t.Errorf("growth %d, want 17000", got.Total)
	}
}

// TestDaysOfAWindowAreBothCounted takes a campaign that ran from the 7th to the
// 31st of December and was published as 24 days: those that went by between
// them. Both are days on which it ran, so there are 25.
func TestDaysOfAWindowAreBothCounted(t *testing.T) {
	first, last := time.Date(2017, 12, 7, 0, 0, 0, 0, time.UTC), time.Date(2017, 12, 31, 0, 0, 0, 0, time.UTC)
	got := reach.Bucketed([]reach.Increment{{From: first, To: last.AddDate(0, 0, 1), Value: int64(published(t)["I02"][0])}}, time.UTC, reach.Day)
	if len(got.Buckets) != 25 || got.Buckets[0].Key != "2017-12-07" || got.Buckets[24].Key != "2017-12-31" {
		t.Errorf("%d days, %v to %v", len(got.Buckets), got.Buckets[0], got.Buckets[len(got.Buckets)-1])
	}
	if elapsed := last.Sub(first).Hours() / 24; elapsed != 24 {
		t.Errorf("%v days went by", elapsed)
	}
}

func closeTo(got, want, within float64) bool {
	return math.Abs(got-want) <= within
}
