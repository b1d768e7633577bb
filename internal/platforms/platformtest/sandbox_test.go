package platformtest_test

import (
	"testing"
	"time"

	"caravan/internal/platforms"
	"caravan/internal/platforms/platformtest"
)

func TestSandbox(t *testing.T) {
	t.Parallel()
	const (
		noSecrets = "a platform in memory has no credentials"
		noFinder  = "nothing can be read back"
		noKey     = "it does not heed keys"
	)
	sandbox := func(class platforms.DeliveryClass, cannot map[string]string) platformtest.Platform {
		cannot["credentials never appear in errors"] = noSecrets
		return platformtest.Platform{
			Name:    "sandbox " + string(class),
			Profile: platformtest.NewSandbox(class, platformtest.Now).Profile(),
			Start: func(testing.TB) platformtest.Bench {
				s := platformtest.NewSandbox(class, platformtest.Now)
				return platformtest.Bench{Connector: s.Connector(), Simulator: s, Stop: s.Stop}
			},
			Cannot: cannot,
		}
	}
	platformtest.Run(t,
		sandbox(platforms.Keyed, map[string]string{}),
		sandbox(platforms.Searchable, map[string]string{"the same key twice makes one post": noKey}),
		sandbox(platforms.Opaque, map[string]string{
			"the same key twice makes one post": noKey,
			"duplicate is found":                noFinder,
			"what was never sent is not found":  noFinder,
		}),
	)
}

func TestSandboxGrowsPlausibly(t *testing.T) {
	t.Parallel()
	now := platformtest.Now()
	s := platformtest.NewSandbox(platforms.Keyed, func() time.Time { return now })
	connector := s.Connector()
	receipt, err := connector.Publish(t.Context(), platforms.Post{Content: platformtest.Sample(), Key: "k1"})
	if err != nil {
		t.Fatal(err)
	}
	last := int64(-1)
	for _, age := range platforms.Schedule() {
		now = platformtest.Now().Add(age)
		list, err := connector.(platforms.Measurer).Measure(t.Context(), []platforms.Receipt{receipt})
		if err != nil {
			t.Fatal(err)
		}
		views, reach := *list[0].Counts[0].Value, *list[0].Counts[3].Value
		if views < last || reach > views {
			t.Errorf("after %v: %d views by %d accounts, before %d", age, views, reach, last)
		}
		last = views
	}
	if last < 400 {
		t.Errorf("%d views after four weeks", last)
	}
}
