package public_test

import (
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/mmcdole/gofeed"
	"github.com/mmcdole/gofeed/atom"

	"caravan/internal/dbtest"
	"caravan/internal/store"
	"caravan/models"
)

func TestFeed(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, records *store.Store) {
		p := newPress(t, records, nil)
		p.publish(models.Rendering{Language: "ru", Title: "Хлеб", Body: "Текст", Disclosure: "x"}, noon)
		page := p.publish(inDari, noon)
		body := p.read("feed/fa-AF.atom", aida)
		feed, err := gofeed.NewParser().ParseString(body)
		if err != nil {
			t.Fatal(err)
		}
		if feed.FeedType != "atom" || feed.Language != "fa-AF" || feed.Title != "Osh Media" || feed.Link != "https://caravan.example/p/osh/?language=fa-AF" ||
			feed.FeedLink != "https://caravan.example/p/osh/feed/fa-AF.atom" || !feed.UpdatedParsed.Equal(noon) || len(feed.Items) != 1 {
			t.Fatalf("got %v", feed)
		}
		entry := feed.Items[0]
		if entry.Title != inDari.Title || !strings.HasPrefix(entry.GUID, "urn:uuid:") || entry.Link != "https://caravan.example/p/osh/"+page.Slug ||
			!entry.PublishedParsed.Equal(noon) || !entry.UpdatedParsed.Equal(noon) {
			t.Errorf("got %v", entry)
		}
		has(t, entry.Content, `<div lang="fa-AF" dir="rtl">`, `<p>بند نخست.<br>سطر دوم.</p>`, "kitob.example", inDari.Disclosure)
		inspect(t, "feed", strings.ReplaceAll(entry.Content, "<hr>", ""))
	})
}

func TestFeedNamesStayTheSame(t *testing.T) {
	p := newPress(t, dbtest.SQLite(t), nil)
	p.publish(inDari, noon)
	names := func() string {
		feed, err := (&atom.Parser{}).Parse(strings.NewReader(p.read("feed/fa-AF.atom", aida)))
		if err != nil {
			t.Fatal(err)
		}
		return feed.ID + " " + feed.Entries[len(feed.Entries)-1].ID
	}
	first := names()
	p.say()
	p.publish(inDari, noon.Add(time.Hour))
	if again := names(); again != first {
		t.Errorf("got %s, then %s", first, again)
	}
}

func TestFeedHoldsTheNewestFifty(t *testing.T) {
	p := newPress(t, dbtest.SQLite(t), nil)
	for i := range 60 {
		p.publish(models.Rendering{Language: "ru", Title: strconv.Itoa(i), Body: "Текст", Disclosure: "x"}, noon.Add(time.Duration(i)*time.Minute))
	}
	feed, err := gofeed.NewParser().ParseString(p.read("feed/ru.atom", aida))
	if err != nil || len(feed.Items) != 50 || feed.Items[0].Title != "59" {
		t.Errorf("got %d items, %v", len(feed.Items), err)
	}
}

func TestUnchangedFeedIsNotSentAgain(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, records *store.Store) {
		p := newPress(t, records, nil)
		page := p.publish(inDari, noon)
		first := p.get("feed/fa-AF.atom", aida)
		if got := first.Header(); got.Get("Last-Modified") != "Sun, 21 Mar 2027 12:00:00 GMT" || got.Get("Cache-Control") != "public, max-age=300" {
			t.Errorf("got %v", got)
		}
		ask := func(name, value string) int {
			by := aida
			by.header = http.Header{name: {value}}
			return p.get("feed/fa-AF.atom", by).Code
		}
		tag, date := first.Header().Get("ETag"), first.Header().Get("Last-Modified")
		if ask("If-None-Match", tag) != http.StatusNotModified || ask("If-Modified-Since", date) != http.StatusNotModified {
			t.Error("it was sent again")
		}
		p.remove(page, noon.Add(time.Hour))
		if ask("If-None-Match", tag) != http.StatusOK || ask("If-Modified-Since", date) != http.StatusOK {
			t.Error("it was not sent again after a page was taken down")
		}
		feed, err := gofeed.NewParser().ParseString(p.read("feed/fa-AF.atom", aida))
		if err != nil || len(feed.Items) != 0 || !feed.UpdatedParsed.Equal(noon.Add(time.Hour)) {
			t.Errorf("got %v, %v", feed, err)
		}
	})
}

func TestHostileFeedIsWellFormed(t *testing.T) {
	p := newPress(t, dbtest.SQLite(t), func(o *models.Organization, _ *models.Plan) { o.PublicName = hostile[0] })
	for i, text := range hostile {
		p.publish(models.Rendering{Language: "ru", Title: text, Body: text, Link: text, Hashtags: []string{text}, Disclosure: text}, noon.Add(time.Duration(i)*time.Second))
	}
	feed, err := gofeed.NewParser().ParseString(p.read("feed/ru.atom", aida))
	if err != nil {
		t.Fatal(err)
	}
	if len(feed.Items) != len(hostile) {
		t.Errorf("%d items of %d", len(feed.Items), len(hostile))
	}
	for _, i := range feed.Items {
		inspect(t, i.Title, strings.ReplaceAll(i.Content, "<hr>", ""))
	}
}
