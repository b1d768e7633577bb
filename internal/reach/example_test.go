package reach_test

import (
	"fmt"
	"time"

	"caravan/internal/reach"
)

// Three platforms reached people of one country, age band and month.
func ExampleCombine() {
	audience := 1_000_000.0
	together := reach.Combine([]reach.Source{
		reach.Exact("facebook", 300_000),
		reach.Exact("youtube", 200_000),
		reach.Exact("radio", 100_000),
	}, &audience)
	fmt.Printf("%.0f to %.0f, perhaps %.0f\n", *together.Lower, *together.Upper, *together.Independent)
	fmt.Println(together.Result().Sentence())
	// Output:
	// 300000 to 600000, perhaps 496000
	// Estimate assuming that overlap between sources is no more than chance, inside each country and age/gender group; usually too high. Certain range 300000 to 600000.
}

// One platform has not answered yet: there is no estimate, and anybody else
// may have been reached.
func ExampleCombine_missing() {
	audience := 100_000.0
	together := reach.Combine([]reach.Source{
		reach.Exact("facebook", 12_000),
		reach.Unreported("tiktok"),
	}, &audience)
	fmt.Println(together.Independent == nil, *together.Lower, *together.Upper)
	fmt.Println(together.Result().Sentence())
	// Output:
	// true 12000 100000
	// Does not include: tiktok. Lower bound only.
}

// A video was watched 1,000 and 5,000 times, and then the platform counted
// from the beginning again.
func ExampleIncrements() {
	hour := func(h int) time.Time { return time.Date(2026, 3, 1, h, 0, 0, 0, time.UTC) }
	growth := reach.Increments([]reach.Snapshot{
		{At: hour(6), Value: 1000},
		{At: hour(7), Value: 5000},
		{At: hour(8), Value: 40},
	}, reach.BaselineZero, reach.DefaultResetRatio)
	for _, i := range growth.Increments {
		fmt.Println(i.Value, i.Flag)
	}
	fmt.Println("in all", growth.Total)
	// Output:
	// 1000 baseline
	// 4000 ok
	// 40 reset
	// in all 5040
}

// Twelve hours around midnight of Baghdad, which is three hours before
// midnight UTC.
func ExampleBucketed() {
	zone, err := time.LoadLocation("Asia/Baghdad")
	if err != nil {
		fmt.Println(err)
		return
	}
	from := time.Date(2026, 3, 1, 18, 0, 0, 0, time.UTC)
	days := reach.Bucketed([]reach.Increment{{From: from, To: from.Add(12 * time.Hour), Value: 1001}}, zone, reach.Day)
	for _, d := range days.Buckets {
		fmt.Println(d.Key, d.Value)
	}
	// Output:
	// 2026-03-01 250
	// 2026-03-02 751
}

// Two campaigns whose posts differ a lot cannot be told apart by six and four
// posts, however many people saw them.
func ExampleCompareRates() {
	a := []reach.DeliveryCount{{120, 10000}, {80, 9000}, {310, 21000}, {45, 5200}, {60, 6100}, {150, 12500}}
	b := []reach.DeliveryCount{{90, 12000}, {130, 11000}, {40, 7500}, {220, 15000}}
	c := reach.CompareRates(a, b, 0.95)
	fmt.Printf("%.2f times, %.2f to %.2f, p = %.2f\n", *c.Ratio.Estimate, *c.Ratio.Low, *c.Ratio.High, *c.PValue)
	// Output:
	// 1.14 times, 0.61 to 2.11, p = 0.61
}

// Dinars have three decimals; rounding happens once, at the end.
func ExampleConvert() {
	jod, err := reach.Convert("999.99", "0.709", 3)
	fmt.Println(jod, err)
	// Output:
	// 708.993 <nil>
}

// Six people above 45 came; with the total printed, hiding them alone would
// give them away.
func ExampleSuppress() {
	safe := reach.Suppress(map[string]int64{"15-24": 240, "25-34": 130, "35-44": 45, "45+": 6}, reach.DefaultThreshold, true)
	fmt.Println(safe.Cells["35-44"] == nil, safe.Reasons["35-44"])
	fmt.Println(safe.Cells["45+"] == nil, safe.Reasons["45+"])
	fmt.Println(*safe.Total)
	// Output:
	// true complementary
	// true primary
	// 421
}
