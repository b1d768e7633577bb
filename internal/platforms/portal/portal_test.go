package portal_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"caravan/internal/platforms"
	"caravan/internal/platforms/platformtest"
	"caravan/internal/platforms/portal"
)

// shelf keeps pages in memory. It is the simulator of the portal: what goes
// wrong goes wrong with the record.
type shelf struct {
	platformtest.Faults

	mu    sync.Mutex
	pages []*page
	away  bool
}

type page struct {
	platformtest.Stored

	views int64
	days  []portal.Readers
}

func (s *shelf) Put(ctx context.Context, post platforms.Post) (string, error) {
	return "p-" + post.Key, s.Take().Around(ctx, func() error { return s.keep(post) })
}

func (s *shelf) keep(post platforms.Post) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.away {
		return platformtest.ErrRecord
	}
	if s.page(post.Key) == nil {
		s.pages = append(s.pages, &page{Stored: platformtest.Stored{
			ID: post.Key, Key: post.Key, Text: post.Text(), Language: post.Language, Media: len(post.Media),
		}})
	}
	return nil
}

// page returns the page of a key that is shown, or nil. The lock must be held.
func (s *shelf) page(key string) *page {
	for _, p := range s.pages {
		if p.Key == key && !p.Removed {
			return p
		}
	}
	return nil
}

func (s *shelf) Find(_ context.Context, key string) (string, bool, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return "p-" + key, s.page(key) != nil, nil
}

func (s *shelf) change(key string, f func(*page)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if p := s.page(key); p != nil {
		f(p)
	}
}

func (s *shelf) take(key string) { s.change(key, func(p *page) { p.Removed = true }) }

func (s *shelf) Counts(_ context.Context, keys []string) ([]portal.Counts, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.away {
		return nil, platformtest.ErrRecord
	}
	var list []portal.Counts
	for _, key := range keys {
		p := s.page(key)
		if p == nil {
			list = append(list, portal.Counts{Removed: true})
			continue
		}
		list = append(list, portal.Counts{Views: p.views, Days: p.days})
	}
	return list, nil
}

func (s *shelf) Accepted() []platformtest.Stored {
	s.mu.Lock()
	defer s.mu.Unlock()
	var list []platformtest.Stored
	for _, p := range s.pages {
		list = append(list, p.Stored)
	}
	return list
}

func (s *shelf) Stop() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.away = true
}

func (s *shelf) Grow(key string, c platformtest.Counters) {
	s.change(key, func(p *page) { p.views = c["views"] })
}

func (*shelf) Break(string) {}

// simulator is a shelf as the suite handles it: Remove without an error.
type simulator struct{ *shelf }

func (s simulator) Remove(key string) { s.take(key) }

// records is a shelf as the connector handles it.
type records struct{ *shelf }

func (r records) Remove(_ context.Context, key string) error {
	r.take(key)
	return nil
}

const pages = "https://caravan.example/p/"

func TestConformance(t *testing.T) {
	t.Parallel()
	const (
		noAccount = "the site is ours: there is no account, no wire and no limit"
		immutable = "a page shows what was approved and is never changed"
		allOrNone = "one question answers for all pages, or for none"
	)
	platformtest.Run(t, platformtest.Platform{
		Name: "portal", Profile: portal.Profile(),
		Start: func(testing.TB) platformtest.Bench {
			s := &shelf{}
			return platformtest.Bench{Connector: portal.New(records{s}, pages), Simulator: simulator{s}, Stop: s.Stop}
		},
		Cannot: map[string]string{
			"rate limit honours the platform's own wait": noAccount,
			"expired token":                           noAccount,
			"no permission":                           noAccount,
			"permanent refusal":                       noAccount,
			"cut body: one post":                      noAccount,
			"garbage JSON: one post":                  noAccount,
			"credentials never appear in errors":      noAccount,
			"the account says who it is":              noAccount,
			"duplicate is found":                      "a key has one page, which is no refusal",
			"processing is confirmed when it is over": "a page is live at once",
			"edit in place":                           immutable,
			"metrics missing field is null":           allOrNone,
			"batch metrics partial error":             allOrNone,
		},
	})
}

func TestMeasure(t *testing.T) {
	t.Parallel()
	s := &shelf{}
	connector := portal.New(records{s}, pages)
	receipt, err := connector.Publish(t.Context(), platforms.Post{Content: platformtest.Sample(), Key: "k1"})
	if err != nil {
		t.Fatal(err)
	}
	if want := (platforms.Receipt{ID: "k1", URL: pages + "p-k1", State: platforms.Live}); receipt != want {
		t.Errorf("the receipt is %+v, want %+v", receipt, want)
	}
	day := time.Date(2026, 11, 23, 19, 0, 0, 0, time.UTC) // midnight in Dushanbe
	s.change("k1", func(p *page) {
		p.views = 240
		p.days = []portal.Readers{{From: day, To: day.Add(24 * time.Hour), Value: 97, Low: 95, High: 180}}
	})
	got, err := connector.Measure(t.Context(), []platforms.Receipt{receipt})
	if err != nil {
		t.Fatal(err)
	}
	n := func(v int64) *int64 { return &v }
	want := []platforms.Measures{{ID: "k1", Counts: []platforms.Count{
		{Native: "views", Value: n(240)},
		{Native: "daily_readers", Value: n(97), Low: n(95), High: n(180), From: day, To: day.Add(24 * time.Hour)},
	}}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestMeasureWithoutRecordsLearnsNothing(t *testing.T) {
	t.Parallel()
	s := &shelf{}
	s.Stop()
	_, err := portal.New(records{s}, pages).Measure(t.Context(), []platforms.Receipt{{ID: "k1"}})
	if platforms.ClassOf(err) != platforms.Unsent || !errors.Is(err, platformtest.ErrRecord) {
		t.Errorf("%v", err)
	}
}

func TestCheck(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		change func(*platforms.Content)
		want   []string
	}{
		"no language":   {func(c *platforms.Content) { c.Language = "" }, []string{"language missing"}},
		"no direction":  {func(c *platforms.Content) { c.Direction = "" }, []string{"direction invalid"}},
		"no title":      {func(c *platforms.Content) { c.Title = " " }, []string{"title missing"}},
		"a web archive": {func(c *platforms.Content) { c.Media = []platforms.Media{{MIME: "text/html"}} }, []string{"media unsupported"}},
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
