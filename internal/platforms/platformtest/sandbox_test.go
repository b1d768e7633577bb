package platformtest_test

import (
	"testing"
	"time"

	"caravan/internal/platforms"
	"caravan/internal/platforms/platformtest"
)

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
