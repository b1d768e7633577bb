package facebook_test

import (
	"errors"
	"testing"
	"time"

	"caravan/internal/platforms"
	"caravan/internal/platforms/facebook/facebooktest"
	"caravan/internal/platforms/platformtest"
)

func sample() platforms.Post {
	return platforms.Post{Content: platformtest.Sample(), Key: "delivery-1", Since: platformtest.Now()}
}

// A metric that the API has given up takes no other with it, and is no zero.
func TestDeadMetricIsAskedForAlone(t *testing.T) {
	c, s, _ := facebooktest.Connect(t)
	receipt, err := c.Publish(t.Context(), sample())
	if err != nil {
		t.Fatal(err)
	}
	s.Grow(receipt.ID, platformtest.Counters{"post_media_view": 340, "post_clicks": 12})
	s.Dead = "post_total_media_view_unique"
	list, err := c.Measure(t.Context(), []platforms.Receipt{receipt})
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]platforms.Count{}
	for _, count := range list[0].Counts {
		got[count.Native] = count
	}
	if v := got["post_media_view"].Value; v == nil || *v != 340 {
		t.Errorf("views: %+v", got["post_media_view"])
	}
	if dead := got[s.Dead]; dead.Value != nil || dead.Missing != platforms.NotSupported {
		t.Errorf("the dead metric: %+v", dead)
	}
}

// An empty answer means that the figures come later.
func TestInsightsThatAreNotThereYet(t *testing.T) {
	c, s, _ := facebooktest.Connect(t)
	receipt, err := c.Publish(t.Context(), sample())
	if err != nil {
		t.Fatal(err)
	}
	s.Grow(receipt.ID, platformtest.Counters{"shares.count": 3})
	list, err := c.Measure(t.Context(), []platforms.Receipt{receipt})
	if err != nil {
		t.Fatal(err)
	}
	for _, count := range list[0].Counts {
		if count.Native == "post_media_view" && count.Missing != platforms.NotYetFinal {
			t.Errorf("%+v", count)
		}
	}
}

// The wait is said in minutes, by the use that is furthest over.
func TestPageLimitWaitsAsLongAsTheUseSays(t *testing.T) {
	c, s, _ := facebooktest.Connect(t)
	s.Next(platformtest.RateLimit(12 * time.Minute))
	_, err := c.Publish(t.Context(), sample())
	f, _ := errors.AsType[*platforms.Failure](err)
	if f == nil || f.Class != platforms.Throttled || !f.Until.Equal(platformtest.Now().Add(12*time.Minute)) {
		t.Errorf("got %+v", f)
	}
}
