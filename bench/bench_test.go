// Package bench measures the program against what it is built on, in the same
// run on the same machine, so that the ratios hold where the times do not. It
// runs by make bench, prints a table and writes out/bench.json. CARAVAN_BENCH is
// 1 for everything, or the name of a part.
package bench_test

import (
	"encoding/json"
	"fmt"
	"os"
	"runtime"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
)

// A figure is one line of the table.
type figure struct {
	What  string  `json:"what"`
	Value float64 `json:"value"`
	Unit  string  `json:"unit"`
	Bare  float64 `json:"bare,omitempty"`  // of what it is built on
	Ratio float64 `json:"ratio,omitempty"` // to it; what is more is better or worse as the unit says
}

func against(what string, value, bare float64, unit string) figure {
	return figure{What: what, Value: value, Unit: unit, Bare: bare, Ratio: value / bare}
}

func TestBench(t *testing.T) {
	if os.Getenv("CARAVAN_BENCH") == "" {
		t.Skip("run it by make bench")
	}
	var all []figure
	for _, part := range []struct {
		name    string
		measure func(*testing.T) []figure
	}{
		{"dispatch", dispatch}, {"stop", stop}, {"list", list}, {"start", start}, {"trail", trail}, {"ingest", ingest}, {"compare", compare}, {"overhead", overhead},
	} {
		if asked := os.Getenv("CARAVAN_BENCH"); asked == "1" || asked == part.name {
			all = append(all, part.measure(t)...)
		}
	}
	fmt.Printf("%-72s %12s %12s %8s  %s\n", "", "caravan", "bare", "ratio", "unit")
	for _, f := range all {
		fmt.Printf("%-72s %12.1f %12.1f %8.2f  %s\n", f.What, f.Value, f.Bare, f.Ratio, f.Unit)
	}
	text, err := json.MarshalIndent(map[string]any{
		"at": time.Now().UTC(), "go": runtime.Version(), "cpus": runtime.NumCPU(), "figures": all,
	}, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll("out", 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile("out/bench.json", append(text, '\n'), 0o644); err != nil {
		t.Fatal(err)
	}
}

// redisHere is an emptied Redis.
func redisHere(t *testing.T) *redis.Client {
	t.Helper()
	options, err := redis.ParseURL(os.Getenv("CARAVAN_TEST_REDIS"))
	if err != nil {
		t.Fatal("make bench needs a Redis")
	}
	options.DB = max(0, options.DB-2) // the tests use the other two
	client := redis.NewClient(options)
	t.Cleanup(func() { _ = client.Close() })
	if err := client.FlushDB(t.Context()).Err(); err != nil {
		t.Fatal(err)
	}
	return client
}
