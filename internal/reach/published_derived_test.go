package reach_test

import (
	"slices"
	"testing"

	"caravan/internal/reach"
)

// TestPublishedPartsAddUp takes totals that were published beside their parts,
// and shares that were stated beside both counts.
func TestPublishedPartsAddUp(t *testing.T) {
	figures := published(t)
	arabic, english := figures["R01"][0]-figures["R03"][0], figures["R03"][0]
	sum := reach.Combine([]reach.Source{reach.Exact("ar", arabic), reach.Exact("en", english)}, nil)
	if *sum.GrossSum != 320_906 || sum.Label == reach.LabelReported {
		t.Errorf("clickers of both languages: %v, %s", *sum.GrossSum, sum.Label)
	}
	for _, c := range []struct{ part, whole, stated float64 }{
		{figures["A03"][0], figures["A03"][1], 50.4}, {figures["A04"][0], figures["A04"][1], 42.6},
	} {
		if got := *reach.Wilson(c.part, c.whole, 0.95).Estimate * 100; !closeTo(got, c.stated, 0.05) {
			t.Errorf("%v of %v: %.2f %%, want %v", c.part, c.whole, got, c.stated)
		}
	}
	if stated := figures["A04"][2]; !closeTo(100*figures["A04"][0]/figures["A04"][1], stated, 0.5) {
		t.Errorf("%v is not what was stated, rounded", stated)
	}
}

// TestSessionsMayExceedPeople derives sessions from the minutes watched and the
// average of one: in English there were more than people who clicked, which
// events may be and people may not.
func TestSessionsMayExceedPeople(t *testing.T) {
	figures := published(t)
	for name, c := range map[string]struct{ minutes, average, clickers, share float64 }{
		"ar": {figures["R04"][0] - figures["R06"][0], figures["R19"][0], figures["R01"][0] - figures["R03"][0], 0.158},
		"en": {figures["R06"][0], figures["R17"][0], figures["R03"][0], 1.12},
	} {
		sessions := c.minutes / (c.average / 60)
		events := reach.EngagementRate(&sessions, &c.clickers, nil, false, 0.95)
		if !closeTo(*events.ByReach.Estimate, c.share, 0.005) {
			t.Errorf("%s: %.3f sessions for each who clicked, want %v", name, *events.ByReach.Estimate, c.share)
		}
		people := reach.EngagementRate(&sessions, &c.clickers, nil, true, 0.95)
		if impossible := hasWarning(people.Warnings, reach.EngagedExceedReach); impossible != (c.share > 1) {
			t.Errorf("%s: as people, %v", name, people.Warnings)
		}
	}
}

// TestPublishedLiftsFollowFromRoundedRates accepts what a source says if any
// rates that round to its own give it.
func TestPublishedLiftsFollowFromRoundedRates(t *testing.T) {
	figures := published(t)
	for name, c := range map[string]struct{ after, before, lift, half float64 }{
		"keyword A":  {figures["R13"][0], figures["R07"][0], figures["R14"][0], 0.05},
		"keyword B":  {figures["R15"][0], figures["R10"][0], figures["R16"][0], 0.05},
		"in English": {figures["R10"][0], figures["R11"][0], figures["R12"][0], 0.05},
		"in Arabic":  {figures["R07"][0], figures["R08"][0], figures["R09"][0], 0.05},
	} {
		low, high := 100*((c.after-c.half)/(c.before+c.half)-1), 100*((c.after+c.half)/(c.before-c.half)-1)
		if c.lift < low-0.5 || c.lift > high+0.5 {
			t.Errorf("%s: %v is not in %.1f..%.1f", name, c.lift, low, high)
		}
	}
	if grown := figures["B08"]; !closeTo(100*grown[0]/(figures["B05"][0]-grown[0]), grown[1], 0.5) {
		t.Errorf("growth of %v is not %v %%", grown[0], grown[1])
	}
}

// TestAModelComesCloseToAPublishedReach takes 4.7 and 3.2 million of the adults
// of whom 6.7 million are two in five: chance gives 7.0, and what some call
// Sainsbury 95 % of it.
func TestAModelComesCloseToAPublishedReach(t *testing.T) {
	figures := published(t)
	together := figures["B01"][0]
	adults := together / 0.4
	got := reach.Combine([]reach.Source{reach.Exact("radio", 4.7e6), reach.Exact("tv", figures["B03"][0])}, &adults)
	if !closeTo(*got.Independent, 7.0e6, 0.01e6) || !closeTo(0.95**got.Independent, together, 0.01*together) || got.Label != reach.LabelIndependent {
		t.Errorf("by chance %.0f as %s", *got.Independent, got.Label)
	}
}

// TestUnitsAndDefinitionsAreKeptApart has contacts that are no people, adults
// that are not everybody, and one audience under three definitions.
func TestUnitsAndDefinitionsAreKeptApart(t *testing.T) {
	figures := published(t)
	everybody := 40_121_600.0
	head := reach.PerCapita(reach.Bounds{Low: &figures["B04"][0], Point: &figures["B04"][0], High: &figures["B04"][0]}, &everybody, nil)
	if !closeTo(*head.Per1000.Point, 284, 0.5) {
		t.Errorf("of everybody: %v per 1,000", *head.Per1000.Point)
	}
	people := reach.Figure{Metric: "reach", Definition: "1", Family: "reach_people", Unit: "people", Kind: "measured"}
	for name, other := range map[string]reach.Figure{
		"contacts of events":        {Metric: "reach", Definition: "1", Family: "reach_people", Unit: "contacts", Kind: "measured"},
		"without a definition":      {Metric: "reach", Definition: "", Family: "", Unit: "people", Kind: "measured"},
		"with Telegram counted too": {Metric: "reach", Definition: "2", Family: "social_with_telegram", Unit: "people", Kind: "measured"},
	} {
		if got := reach.Compare(people, other); got.Verdict != reach.NotComparable {
			t.Errorf("%s: %s", name, got.Verdict)
		}
	}
}

// TestAPartCannotExceedItsWhole has 96 % of a population on one service where
// 59 % use the internet at all.
func TestAPartCannotExceedItsWhole(t *testing.T) {
	figures := published(t)
	got := reach.Identities(map[string]float64{"universe": figures["K01"][0], "reach": figures["K06"][0]})
	if !slices.Contains(got, reach.ReachExceedsUniverse) {
		t.Errorf("96 %% of 59 %% pass: %v", got)
	}
}

// TestHarmIsNotClamped has a campaign after which fewer say yes.
func TestHarmIsNotClamped(t *testing.T) {
	worse := reach.PairedChange(reach.Transitions{YesYes: 40, YesNo: 30, NoYes: 5, NoNo: 125}, 0.95)
	if *worse.Estimate != -0.125 || *worse.High >= 0 {
		t.Errorf("a boomerang: %v, up to %v", *worse.Estimate, *worse.High)
	}
}
