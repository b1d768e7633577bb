package public_test

import (
	"cmp"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/mmcdole/gofeed"

	"caravan/internal/dbtest"
	"caravan/internal/store"
	"caravan/models"
)

// feedTypes are how the formats of a feed end, and what they are served as.
var feedTypes = map[string]string{".atom": "application/atom+xml", ".xml": "application/rss+xml", ".json": "application/feed+json"}

// follow reads a feed as somebody with a reader of feeds does.
func (p *press) follow(name string) *gofeed.Feed {
	p.t.Helper()
	feed, err := gofeed.NewParser().ParseString(p.read("feed/"+name, aida))
	p.must(err)
	return feed
}

// A told is what every format says of a message.
type told struct {
	Name, Title, Link, Text, Published string
	Enclosure                          gofeed.Enclosure // the first
}

func tell(feed *gofeed.Feed) []told {
	all := []told{}
	for _, i := range feed.Items {
		one := told{Name: i.GUID, Title: i.Title, Link: i.Link, Text: cmp.Or(i.Content, i.Description), Published: i.PublishedParsed.Format(time.RFC3339Nano)}
		if len(i.Enclosures) > 0 {
			one.Enclosure = *i.Enclosures[0]
		}
		all = append(all, one)
	}
	return all
}

func TestFeed(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, records *store.Store) {
		p := newPress(t, records, nil)
		p.publish(models.Rendering{Language: "ru", Title: "Хлеб", Body: "Текст", Disclosure: "x"}, noon)
		page := p.publish(inDari, noon)
		for extension := range feedTypes {
			feed := p.follow("fa-AF" + extension)
			if !strings.Contains(feedTypes[extension], feed.FeedType) || feed.Language != "fa-AF" || feed.Title != "Osh Media" ||
				feed.Link != "https://caravan.example/p/osh/?language=fa-AF" || feed.FeedLink != "https://caravan.example/p/osh/feed/fa-AF"+extension || len(feed.Items) != 1 {
				t.Fatalf("%s: got %v", extension, feed)
			}
			if len(feed.Authors) != 1 || feed.Authors[0].Name != "Osh Media" || !strings.HasSuffix(feed.Description, " · Osh Media") || !feed.UpdatedParsed.Equal(noon) {
				t.Errorf("%s: got %v", extension, feed)
			}
			entry := tell(feed)[0]
			if entry.Title != inDari.Title || !strings.HasPrefix(entry.Name, "urn:uuid:") || entry.Link != "https://caravan.example/p/osh/"+page.Slug ||
				entry.Published != "2027-03-21T12:00:00Z" {
				t.Errorf("%s: got %v", extension, entry)
			}
			has(t, entry.Text, `<div lang="fa-AF" dir="rtl">`, `<p>بند نخست.<br>سطر دوم.</p>`, "kitob.example", inDari.Disclosure)
			inspect(t, "feed", strings.ReplaceAll(entry.Text, "<hr>", ""))
		}
	})
}

// Whoever changes to another reader reads the same, under the same names.
func TestEveryFormatTellsTheSame(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, records *store.Store) {
		p := newPress(t, records, nil)
		page := p.publish(models.Rendering{Language: "ru", Title: "Хлеб & «книги»", Body: "Ёлка, её хлеб", Disclosure: "Ош Медиа", Media: []models.RenderedMedia{
			{MediaFile: models.NewMediaFile(models.Digest(strings.Repeat("a", 64)), "image/png", 4, 64, 48), Alt: "Хлеб"},
			{MediaFile: models.NewMediaFile(models.Digest(strings.Repeat("b", 64)), "image/jpeg", 5, 64, 48), Alt: "Стол"},
		}}, noon.Add(1500*time.Millisecond))
		p.publish(models.Rendering{Language: "ru", Body: "Без названия", Disclosure: "Ош Медиа"}, noon)
		atom := p.follow("ru.atom")
		want := tell(atom)
		if len(want) != 2 || want[0].Title != "Хлеб & «книги»" || want[0].Published != "2027-03-21T12:00:01Z" ||
			want[0].Enclosure != (gofeed.Enclosure{URL: "https://caravan.example/p/osh/" + page.Slug + "/1.png", Length: "4", Type: "image/png"}) {
			t.Fatalf("got %+v", want)
		}
		for extension := range feedTypes {
			feed := p.follow("ru" + extension)
			if diff := gocmp.Diff(want, tell(feed)); diff != "" {
				t.Error(extension, diff)
			}
			if files := len(feed.Items[0].Enclosures); files != 2 && (extension != ".xml" || files != 1) {
				t.Errorf("%s: %d files of 2", extension, files)
			}
		}
	})
}

// What stands in the record goes out letter by letter: readers that know no
// more than the bytes show it too.
func TestFeedsHoldTheLettersThemselves(t *testing.T) {
	p := newPress(t, dbtest.SQLite(t), nil)
	p.publish(inDari, noon)
	p.publish(models.Rendering{Language: "tg-Cyrl", Title: "Нон ва китоб: ҷӯра", Body: "Ғамхорӣ, қадр, ҳамсоя", Disclosure: "Ош Медиа мегӯяд"}, noon)
	for extension := range feedTypes {
		has(t, p.read("feed/fa-AF"+extension, aida), inDari.Title, "بند نخست.", "سطر دوم.", inDari.Disclosure, "fa-AF")
		has(t, p.read("feed/tg-Cyrl"+extension, aida), "Нон ва китоб: ҷӯра", "Ғамхорӣ, қадр, ҳамсоя", "Ош Медиа мегӯяд", "tg-Cyrl")
	}
}

// What else the formats ask for, which the reader of the other tests lets pass.
func TestFormatsAreKeptToTheLetter(t *testing.T) {
	p := newPress(t, dbtest.SQLite(t), nil)
	page := p.publish(inDari, noon)
	for name, want := range map[string][]string{
		"fa-AF.atom": {`<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="fa-AF">`, `<updated>2027-03-21T12:00:00Z</updated>`},
		"fa-AF.xml": {
			`<rss version="2.0" `, `<guid isPermaLink="false">urn:uuid:`, `<pubDate>Sun, 21 Mar 2027 12:00:00 +0000</pubDate>`,
			`<dc:creator>Osh Media</dc:creator><description>`,
		},
		"fa-AF.json": {`{"version":"https://jsonfeed.org/version/1.1",`, `"authors":[{"name":"Osh Media"}]`, `"date_published":"2027-03-21T12:00:00Z"`},
	} {
		has(t, p.read("feed/"+name, aida), want...)
	}
	p.remove(page, noon)
	has(t, p.read("feed/fa-AF.json", aida), `"items":[]`)
}

func TestFeedNamesStayTheSame(t *testing.T) {
	p := newPress(t, dbtest.SQLite(t), nil)
	p.publish(inDari, noon)
	first := tell(p.follow("fa-AF.atom"))[0].Name
	id := regexp.MustCompile(`<id>[^<]*</id>`)
	feed := id.FindString(p.read("feed/fa-AF.atom", aida)) // that of the feed itself, which only Atom has
	p.say()
	p.publish(inDari, noon.Add(time.Hour))
	if again := id.FindString(p.read("feed/fa-AF.atom", aida)); again != feed || feed == "" {
		t.Errorf("got %s, then %s", feed, again)
	}
	for extension := range feedTypes {
		if again := tell(p.follow("fa-AF" + extension)); len(again) != 2 || again[1].Name != first || again[0].Name == first {
			t.Errorf("%s: got %s, then %v", extension, first, again)
		}
	}
}

func TestFeedHoldsTheNewestFifty(t *testing.T) {
	p := newPress(t, dbtest.SQLite(t), nil)
	for i := range 60 {
		p.publish(models.Rendering{Language: "ru", Title: strconv.Itoa(i), Body: "Текст", Disclosure: "x"}, noon.Add(time.Duration(i)*time.Minute))
	}
	for extension := range feedTypes {
		if feed := p.follow("ru" + extension); len(feed.Items) != 50 || feed.Items[0].Title != "59" {
			t.Errorf("%s: got %d items", extension, len(feed.Items))
		}
	}
}

func TestUnchangedFeedIsNotSentAgain(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, records *store.Store) {
		p := newPress(t, records, nil)
		page := p.publish(inDari, noon)
		ask := func(extension, name, value string) int {
			by := aida
			by.header = http.Header{name: {value}}
			return p.get("feed/fa-AF"+extension, by).Code
		}
		first := map[string]http.Header{}
		for extension, kind := range feedTypes {
			got := p.get("feed/fa-AF"+extension, aida).Header()
			if got.Get("Last-Modified") != "Sun, 21 Mar 2027 12:00:00 GMT" || got.Get("Cache-Control") != "public, max-age=300" || got.Get("Content-Type") != kind+"; charset=utf-8" {
				t.Errorf("%s: got %v", extension, got)
			}
			if ask(extension, "If-None-Match", got.Get("ETag")) != http.StatusNotModified || ask(extension, "If-Modified-Since", got.Get("Last-Modified")) != http.StatusNotModified {
				t.Errorf("%s was sent again", extension)
			}
			first[extension] = got
		}
		p.remove(page, noon.Add(time.Hour))
		for extension, before := range first {
			if ask(extension, "If-None-Match", before.Get("ETag")) != http.StatusOK || ask(extension, "If-Modified-Since", before.Get("Last-Modified")) != http.StatusOK {
				t.Errorf("%s was not sent again after a page was taken down", extension)
			}
			feed := p.follow("fa-AF" + extension)
			if len(feed.Items) != 0 || extension != ".json" && !feed.UpdatedParsed.Equal(noon.Add(time.Hour)) { // JSON Feed has no date of its own
				t.Errorf("%s: got %v", extension, feed)
			}
			hasNot(t, p.read("feed/fa-AF"+extension, aida), inDari.Title, inDari.Disclosure)
		}
	})
}

func TestHostileFeedIsWellFormed(t *testing.T) {
	p := newPress(t, dbtest.SQLite(t), func(o *models.Organization, _ *models.Plan) { o.PublicName = hostile[0] })
	for i, text := range hostile {
		p.publish(models.Rendering{Language: "ru", Title: text, Body: text, Link: text, Hashtags: []string{text}, Disclosure: text}, noon.Add(time.Duration(i)*time.Second))
	}
	for extension := range feedTypes {
		feed := p.follow("ru" + extension)
		if len(feed.Items) != len(hostile) {
			t.Errorf("%s: %d items of %d", extension, len(feed.Items), len(hostile))
		}
		for _, i := range tell(feed) {
			inspect(t, i.Title, strings.ReplaceAll(i.Text, "<hr>", ""))
		}
	}
}
