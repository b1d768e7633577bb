package public_test

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"caravan/internal/dbtest"
	"caravan/internal/store"
	"caravan/models"
	"caravan/web/public"
)

// counts returns what is written about a page after everything is.
func (p *press) counts(page *models.Page) []models.DayReads {
	p.t.Helper()
	p.must(p.counter.Flush(p.t.Context()))
	days, err := p.records.As(models.System("test")).DayReads(p.t.Context(), []string{page.Key})
	p.must(err)
	for i := range days {
		days[i].Key = ""
	}
	return days
}

func TestViewsAndReadersAreCountedByDay(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, records *store.Store) {
		p := newPress(t, records, nil)
		page := p.publish(inDari, noon)
		bakyt := reader{address: "203.0.113.78:1", agent: aida.agent, languages: aida.languages}
		for _, by := range []reader{aida, aida, bakyt, aida} {
			p.read(page.Slug, by)
		}
		p.clock = noon.Add(12 * time.Hour)
		p.read(page.Slug, aida)
		want := []models.DayReads{
			{Day: "2027-03-21", Views: 4, ReadersLow: 2, ReadersHigh: 2},
			{Day: "2027-03-22", Views: 1, ReadersLow: 1, ReadersHigh: 1},
		}
		if diff := cmp.Diff(want, p.counts(page)); diff != "" {
			t.Error(diff)
		}
		p.read(page.Slug, bakyt)
		want[1] = models.DayReads{Day: "2027-03-22", Views: 2, ReadersLow: 2, ReadersHigh: 2}
		if diff := cmp.Diff(want, p.counts(page)); diff != "" {
			t.Error("after another view:", diff)
		}
	})
}

func TestReadersOfTwoProcessesLieBetweenBounds(t *testing.T) {
	p := newPress(t, dbtest.SQLite(t), nil)
	page := p.publish(inDari, noon)
	p.read(page.Slug, aida)
	p.counts(page)
	log := slog.New(slog.DiscardHandler)
	p.counter = public.NewCounter(p.records, public.Client(nil), func() time.Time { return p.clock }, log)
	p.handler = public.New(p.records, nil, p.counter, "", log)
	p.read(page.Slug, aida)
	p.read(page.Slug, reader{address: "203.0.113.78:1", agent: aida.agent, languages: "ru"})
	want := []models.DayReads{{Day: "2027-03-21", Views: 3, ReadersLow: 2, ReadersHigh: 3}}
	if diff := cmp.Diff(want, p.counts(page)); diff != "" {
		t.Error(diff)
	}
}

func TestManyReadersAreEstimated(t *testing.T) {
	p := newPress(t, dbtest.SQLite(t), nil)
	page := p.publish(inDari, noon)
	const readers = 20_000
	r := httptest.NewRequest(http.MethodGet, "/", nil)
	r.Header.Set("Accept-Language", "fa")
	for i := range readers {
		r.RemoteAddr = fmt.Sprintf("198.51.%d.%d:1", i>>8, i&255)
		r.Header.Set("User-Agent", "Mozilla/5.0")
		p.counter.View(r, page.Key)
	}
	got := p.counts(page)[0]
	if off := got.ReadersLow - readers; got.Views != readers || off < -readers/50 || off > readers/50 {
		t.Errorf("%d views by %d readers", got.Views, got.ReadersLow)
	}
}

func TestOnlyPeopleAreCounted(t *testing.T) {
	p := newPress(t, dbtest.SQLite(t), nil)
	page := p.publish(inDari, noon)
	for _, agent := range []string{
		"", "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", "Mozilla/5.0 (compatible; YandexBot/3.0)",
		"TelegramBot (like TwitterBot)", "facebookexternalhit/1.1", "WhatsApp/2.23.20.0", "curl/8.5.0", "python-requests/2.31",
		"Go-http-client/2.0", "Mozilla/5.0 HeadlessChrome/120.0", "Mozilla/5.0 (Linux; Android 5; CUBOT) Googlebot/2.1",
	} {
		p.read(page.Slug, reader{address: aida.address, agent: agent, languages: "ru"})
	}
	for name, value := range map[string]string{
		"Sec-Purpose": "prefetch;prerender", "Purpose": "prefetch", "X-Moz": "prefetch", "X-Purpose": "preview", "Sec-Fetch-Dest": "empty",
	} {
		by := aida
		by.header = http.Header{name: {value}}
		p.read(page.Slug, by)
	}
	p.read(page.Slug, reader{address: aida.address, agent: aida.agent})
	p.request(http.MethodHead, "/p/osh/"+page.Slug, aida)
	p.read("", aida)
	p.read("feed/fa-AF.atom", aida)
	if got := p.counts(page); len(got) != 0 {
		t.Errorf("got %+v", got)
	}
	document := aida
	document.header = http.Header{"Sec-Fetch-Dest": {"document"}}
	p.read(page.Slug, document)
	if got := p.counts(page); len(got) != 1 || got[0].Views != 1 {
		t.Errorf("a person: got %+v", got)
	}
}

// A page that the reader has already is read again when it is opened again.
func TestUnchangedPageIsAViewToo(t *testing.T) {
	p := newPress(t, dbtest.SQLite(t), nil)
	page := p.publish(inDari, noon)
	again := aida
	again.header = http.Header{"If-None-Match": {p.get(page.Slug, aida).Header().Get("ETag")}}
	if got := p.get(page.Slug, again).Code; got != http.StatusNotModified {
		t.Fatalf("status %d", got)
	}
	if got := p.counts(page); len(got) != 1 || got[0].Views != 2 || got[0].ReadersHigh != 1 {
		t.Errorf("got %+v", got)
	}
}

func TestFeedReadsAreCountedApart(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, records *store.Store) {
		p := newPress(t, records, nil)
		page := p.publish(inDari, noon)
		for extension := range feedTypes {
			p.read("feed/fa-AF"+extension, reader{agent: "FeedFetcher-Google"})
		}
		p.request(http.MethodHead, "/p/osh/feed/fa-AF.atom", aida)
		if got := p.counts(page); len(got) != 0 {
			t.Errorf("views: %+v", got)
		}
		reads, err := records.As(models.System("test")).FeedReads(t.Context(), p.owner.ID)
		want := []models.FeedReads{{OrganizationID: p.owner.ID, Language: "fa-AF", Day: "2027-03-21", Reads: 3}}
		if diff := cmp.Diff(want, reads); diff != "" || err != nil {
			t.Error(err, diff)
		}
	})
}

func TestCountsWaitForTheDatabase(t *testing.T) {
	p := newPress(t, dbtest.SQLite(t), nil)
	page := p.publish(inDari, noon)
	p.read(page.Slug, aida)
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if err := p.counter.Flush(ended); err == nil {
		t.Fatal("it was written without a database")
	}
	p.clock = noon.Add(24 * time.Hour)
	p.read(page.Slug, aida)
	want := []models.DayReads{
		{Day: "2027-03-21", Views: 1, ReadersLow: 1, ReadersHigh: 1},
		{Day: "2027-03-22", Views: 1, ReadersLow: 1, ReadersHigh: 1},
	}
	if diff := cmp.Diff(want, p.counts(page)); diff != "" {
		t.Error(diff)
	}
}

func TestNoViewIsLostWhileCountsAreWritten(t *testing.T) {
	p := newPress(t, dbtest.SQLite(t), nil)
	page := p.publish(inDari, noon)
	running, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- p.counter.Run(running, time.Millisecond) }()
	r := httptest.NewRequest(http.MethodGet, "/", nil)
	r.Header = http.Header{"User-Agent": {aida.agent}, "Accept-Language": {"ky"}}
	var readers sync.WaitGroup
	for range 4 {
		readers.Go(func() {
			for range 500 {
				p.counter.View(r, page.Key)
			}
		})
	}
	readers.Wait()
	stop()
	if err := <-ended; err != nil {
		t.Fatal(err)
	}
	days, err := p.records.As(models.System("test")).DayReads(t.Context(), []string{page.Key})
	if err != nil || len(days) != 1 || days[0].Views != 2000 || days[0].ReadersHigh != 1 {
		t.Errorf("got %+v, %v", days, err)
	}
}

func TestClient(t *testing.T) {
	own := public.Client([]netip.Prefix{netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("2001:db8::/32")})
	for _, test := range []struct {
		client    func(*http.Request) netip.Addr
		remote    string
		forwarded []string
		want      string
	}{
		{public.Client(nil), "203.0.113.7:1", []string{"198.51.100.1"}, "203.0.113.7"},
		{own, "203.0.113.7:1", []string{"198.51.100.1"}, "203.0.113.7"},
		{own, "10.0.0.1:1", []string{"198.51.100.1"}, "198.51.100.1"},
		{own, "10.0.0.1:1", []string{"192.0.2.1, 198.51.100.1, 10.0.0.2"}, "198.51.100.1"},
		{own, "10.0.0.1:1", []string{"192.0.2.1", "198.51.100.1"}, "198.51.100.1"},
		{own, "[2001:db8::1]:1", []string{"2a00::1"}, "2a00::1"},
		{own, "[::ffff:10.0.0.1]:1", []string{"::ffff:198.51.100.1"}, "198.51.100.1"},
		{own, "10.0.0.1:1", []string{"unknown"}, "10.0.0.1"},
		{own, "10.0.0.1:1", nil, "10.0.0.1"},
		{own, "@", nil, "invalid IP"},
	} {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.RemoteAddr = test.remote
		r.Header["X-Forwarded-For"] = test.forwarded
		if got := test.client(r).String(); got != test.want {
			t.Errorf("%s %v: got %s, want %s", test.remote, test.forwarded, got, test.want)
		}
	}
}
