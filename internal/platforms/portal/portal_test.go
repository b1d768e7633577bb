package portal_test

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"caravan/internal/platforms"
	"caravan/internal/platforms/platformtest"
	"caravan/internal/platforms/portal"
	"caravan/internal/platforms/portal/portaltest"
)

const pages = "https://caravan.example/p/"

func TestMeasure(t *testing.T) {
	t.Parallel()
	s := &portaltest.Shelf{}
	connector := portal.New(s, pages)
	receipt, err := connector.Publish(t.Context(), platforms.Post{Content: platformtest.Sample(), Key: "k1"})
	if err != nil {
		t.Fatal(err)
	}
	if want := (platforms.Receipt{ID: "k1", URL: pages + "osh/k1", State: platforms.Live}); receipt != want {
		t.Errorf("the receipt is %+v, want %+v", receipt, want)
	}
	day := time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)
	s.Read("k1", 240, portal.Readers{From: day, To: day.Add(24 * time.Hour), Low: 95, High: 180})
	got, err := connector.Measure(t.Context(), []platforms.Receipt{receipt})
	if err != nil {
		t.Fatal(err)
	}
	n := func(v int64) *int64 { return &v }
	want := []platforms.Measures{{ID: "k1", Counts: []platforms.Count{
		{Native: "views", Value: n(240)},
		{Native: "daily_readers", Value: n(95), Low: n(95), High: n(180), From: day, To: day.Add(24 * time.Hour)},
	}}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestMeasureWithoutRecordsLearnsNothing(t *testing.T) {
	t.Parallel()
	s := &portaltest.Shelf{}
	s.Stop()
	_, err := portal.New(s, pages).Measure(t.Context(), []platforms.Receipt{{ID: "k1"}})
	if platforms.ClassOf(err) != platforms.Unsent || !errors.Is(err, portaltest.ErrAway) {
		t.Errorf("%v", err)
	}
}

func TestCheck(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		change func(*platforms.Content)
		want   []string
	}{
		"no language":  {func(c *platforms.Content) { c.Language = "" }, []string{"language missing"}},
		"no direction": {func(c *platforms.Content) { c.Direction = "" }, []string{"direction invalid"}},
		"no title":     {func(c *platforms.Content) { c.Title = " " }, nil},
		"no body":      {func(c *platforms.Content) { c.Body = " " }, []string{"body missing"}},
		"a picture":    {func(c *platforms.Content) { c.Media = []platforms.Media{platformtest.Picture()} }, nil},
		"a film":       {func(c *platforms.Content) { c.Media = []platforms.Media{{MIME: "video/mp4"}} }, []string{"media unsupported"}},
	} {
		post := platforms.Post{Content: platformtest.Sample()}
		test.change(&post.Content)
		var got []string
		for _, o := range portal.New(nil, pages).Check(post) {
			got = append(got, o.Field+" "+o.Code)
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestReadersAreNeverSummed(t *testing.T) {
	t.Parallel()
	for _, m := range portal.Profile().Metrics {
		if m.Native == "daily_readers" && m.Additive != (platforms.Additive{}) {
			t.Errorf("readers can be summed: %+v", m.Additive)
		}
	}
}
