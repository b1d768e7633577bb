package vk_test

import (
	"errors"
	"testing"
	"time"

	"caravan/internal/platforms"
	"caravan/internal/platforms/platformtest"
	"caravan/internal/platforms/vk"
	"caravan/internal/platforms/vk/vktest"
)

func sample() platforms.Post {
	return platforms.Post{Content: platformtest.Sample(), Key: "delivery-1", Since: platformtest.Now()}
}

// A community that is too small is not told about reach; its views are known
// all the same.
func TestSmallCommunityHasViewsAndNoReach(t *testing.T) {
	c, s, _ := vktest.Connect(t)
	receipt, err := c.Publish(t.Context(), sample())
	if err != nil || receipt.URL != "https://vk.com/wall-220000123_456" {
		t.Fatalf("Publish = %+v, %v", receipt, err)
	}
	s.Grow(receipt.ID, platformtest.Counters{"views.count": 1200, "reach_total": 900})
	for small, want := range map[bool]platforms.Missing{false: "", true: platforms.NotSupported} {
		s.Small = small
		list, err := c.Measure(t.Context(), []platforms.Receipt{receipt})
		if err != nil {
			t.Fatal(err)
		}
		got := map[string]platforms.Count{}
		for _, count := range list[0].Counts {
			got[count.Native] = count
		}
		if v := got["views.count"].Value; v == nil || *v != 1200 {
			t.Errorf("views: %+v", got["views.count"])
		}
		if r := got["reach_total"]; r.Missing != want || (want == "" && *r.Value != 900) {
			t.Errorf("reach of a community, small %v: %+v", small, r)
		}
	}
}

// Too many requests wait a second; what the wall forbids is no limit of speed.
func TestTooFastIsWaitedFor(t *testing.T) {
	c, s, _ := vktest.Connect(t)
	s.Next(platformtest.RateLimit(time.Second))
	_, err := c.Publish(t.Context(), sample())
	f, _ := errors.AsType[*platforms.Failure](err)
	if f == nil || f.Class != platforms.Throttled || !f.Until.Equal(platformtest.Now().Add(time.Second)) {
		t.Errorf("got %+v", f)
	}
}

// The account is the community, however its number was copied.
func TestCommunityIsNamedByItsNumber(t *testing.T) {
	c, _, _ := vktest.Connect(t)
	account, err := c.Inspect(t.Context())
	if err != nil || account.ID != vktest.Group || account.URL != "https://vk.com/caravan_news" || *account.Followers != 5200 {
		t.Errorf("Inspect = %+v, %v", account, err)
	}
	for named, class := range map[string]platforms.Class{"220": "", "-220": "", "club220": "", "public220": "", "news": platforms.Locked, "": platforms.Locked, "-0": platforms.Locked} {
		_, err := vk.New(nil, platforms.Settings{Credentials: platforms.Credentials{"server": "https://api.vk.com", "access_token": "x", "group": named}})
		if platforms.ClassOf(err) != class {
			t.Errorf("%q: %v", named, err)
		}
	}
}
