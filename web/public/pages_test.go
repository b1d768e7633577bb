package public_test

import (
	"compress/gzip"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"caravan/internal/dbtest"
	"caravan/internal/store"
	"caravan/models"
)

// inDari is a message with everything that one can have.
var inDari = models.Rendering{
	Language: "fa-AF", Direction: "rtl", Title: "نان و کتاب", Body: "بند نخست.\nسطر دوم.\n\nبند دوم: https://kitob.example/a?b=1&c=2.",
	Link: "https://www.kitob.example/nan", Hashtags: []string{"نان", "#کتاب"}, Disclosure: "اوش میدیا می گوید.",
}

func TestMessage(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, records *store.Store) {
		p := newPress(t, records, nil)
		russian := p.publish(models.Rendering{Language: "ru", Title: "Хлеб и книги", Body: "Текст", Disclosure: "Ош Медиа"}, noon)
		page := p.publish(inDari, noon)
		got := p.read(page.Slug, aida)
		has(t, got,
			`<html lang="fa-AF" dir="rtl">`, `<article lang="fa-AF" dir="rtl">`, `<title>نان و کتاب · Osh Media</title>`, `<h1>نان و کتاب</h1>`,
			`<p>بند نخست.<br>سطر دوم.</p>`,
			`<a href="https://kitob.example/a?b=1&amp;c=2" rel="nofollow noopener external"><bdi>https://kitob.example/a?b=1&amp;c=2</bdi></a>.</p>`,
			`<a href="https://www.kitob.example/nan" rel="nofollow noopener external">بیشتر بخوانید <bdi>kitob.example</bdi></a>`,
			`<bdi>#نان</bdi>`, `<bdi>#کتاب</bdi>`, `<time datetime="2027-03-21T12:00:00Z">۱ حمل ۱۴۰۶</time>`,
			`اوش میدیا می گوید.`, `<bdi>Osh Media</bdi>`, `<bdi>Foundation for Readers</bdi>`, `<bdi>City of Osh</bdi>`, `با نهادهای دولتی مشوره شده است.`,
			`href="/p/osh/about/`+p.campaign.PublicCode()+`"`,
			`<link rel="canonical" href="https://caravan.example/p/osh/`+page.Slug+`">`,
			`<link rel="alternate" hreflang="ru" href="https://caravan.example/p/osh/`+russian.Slug+`">`,
			`<link rel="alternate" hreflang="fa-AF" href="https://caravan.example/p/osh/`+page.Slug+`">`,
			`<link rel="alternate" type="application/atom+xml" href="/p/osh/feed/fa-AF.atom">`,
			`<link rel="alternate" type="application/rss+xml" href="/p/osh/feed/fa-AF.xml">`,
			`<link rel="alternate" type="application/feed+json" href="/p/osh/feed/fa-AF.json">`,
			`<meta property="og:type" content="article">`, `<meta property="og:title" content="نان و کتاب">`,
			`<meta property="og:url" content="https://caravan.example/p/osh/`+page.Slug+`">`, `<meta property="og:locale" content="fa_AF">`,
			`<meta property="article:published_time" content="2027-03-21T12:00:00Z">`, `<meta name="twitter:card" content="summary">`,
		)
		hasNot(t, got, "<script", "Internal", "Demonstration", "نمایشی")
	})
}

func TestMessageWithoutATitle(t *testing.T) {
	p := newPress(t, dbtest.SQLite(t), nil)
	page := p.publish(models.Rendering{Language: "ky", Body: "Нооруз майрамыңыз менен!\nНан бүгүн бекер.", Disclosure: "Ош Медиа"}, noon)
	has(t, p.read(page.Slug, aida), `<title>Нооруз майрамыңыз менен! · Osh Media</title>`, `<h1 class="unseen">Билдирүү</h1>`,
		`<meta name="description" content="Нооруз майрамыңыз менен! Нан бүгүн бекер.">`)
}

func TestLanguageWithoutWordsOfItsOwnIsHelped(t *testing.T) {
	p := newPress(t, dbtest.SQLite(t), nil)
	page := p.publish(models.Rendering{Language: "sgh-Cyrl-TJ", Body: "Хуг̌ну̊н", Disclosure: "Ош Медиа"}, noon)
	has(t, p.read(page.Slug, aida), `<html lang="tg-Cyrl" dir="ltr">`, `<article lang="sgh-Cyrl-TJ" dir="ltr">`, "21 марти соли 2027")
}

func TestSomeLinksStayText(t *testing.T) {
	p := newPress(t, dbtest.SQLite(t), nil)
	for _, link := range []string{"javascript:alert(1)", "ftp://example.org/", "//example.org/", "example.org", "data:text/html,x", "https://", "https:example.org"} {
		page := p.publish(models.Rendering{Language: "ru", Body: "См. " + link + " и https://аррӏе.com/", Link: link, Disclosure: "x"}, noon)
		hasNot(t, p.read(page.Slug, aida), `rel="nofollow noopener external"`)
		p.say()
	}
}

func TestRemovedMessageIsGone(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, records *store.Store) {
		p := newPress(t, records, nil)
		page := p.publish(inDari, noon)
		p.remove(page, noon.Add(time.Hour))
		response := p.get(page.Slug, aida)
		got := response.Body.String()
		has(t, got, "Бул билдирүү алынып салынды", `href="/p/osh/"`)
		hasNot(t, got, page.Body, page.Title)
		if response.Code != http.StatusGone {
			t.Errorf("status %d", response.Code)
		}
		has(t, p.read("", aida), "эч нерсе жарыяланган жок")
	})
}

func TestWhatIsNotThere(t *testing.T) {
	p := newPress(t, dbtest.SQLite(t), nil)
	p.publish(inDari, noon)
	for _, path := range []string{
		"/p/", "/p/nobody/", "/p/nobody/aaaaaaaaaa", "/p/osh/aaaaaaaaaa", "/p/osh/feed/ru.atom", "/p/osh/feed/ru.json", "/p/osh/feed/fa-AF.rss", "/p/osh/feed/.xml", "/p/osh/feed/fa-AF",
		"/p/osh/about/000000000000", "/p/osh/about/", "/p/osh/a/b/c", "/p/osh/?before=aaaaaaaaaa", "/p/osh/%00", "/p/%F0%28/", "/p/style.css",
	} {
		response := p.request(http.MethodGet, path, aida)
		if response.Code != http.StatusNotFound {
			t.Errorf("%s: status %d", path, response.Code)
		}
		has(t, response.Body.String(), "Бул жерде эч нерсе жок")
	}
}

func TestNothingCanBeSentToAPage(t *testing.T) {
	p := newPress(t, dbtest.SQLite(t), nil)
	for _, method := range []string{http.MethodPost, http.MethodPut, http.MethodDelete} {
		if got := p.request(method, "/p/osh/", aida).Code; got != http.StatusMethodNotAllowed {
			t.Errorf("%s: status %d", method, got)
		}
	}
}

func TestListFollowsTheReader(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, records *store.Store) {
		p := newPress(t, records, nil)
		p.publish(inDari, noon)
		p.publish(models.Rendering{Language: "ru", Title: "Хлеб", Body: "Текст", Disclosure: "x"}, noon)
		p.publish(models.Rendering{Language: "uz-Cyrl", Title: "Нон", Body: "Матн", Disclosure: "x"}, noon.Add(time.Minute))
		for _, test := range []struct{ path, accept, want string }{
			{"", "ru-RU,en;q=0.5", "ru"},
			{"", "ky", "ru"},
			{"", "uz", "uz-Cyrl"},
			{"", "fa-IR", "fa-AF"},
			{"", "prs,ru", "fa-AF"},
			{"", "en-US,en;q=0.9", "uz-Cyrl"}, // none of theirs: the newest
			{"", "", "uz-Cyrl"},
			{"", "*;q=x,,;", "uz-Cyrl"},
			{"", "en," + strings.Repeat("ru,", 1000), "uz-Cyrl"},
			{"?language=fa-AF", "ru", "fa-AF"},
			{"?language=ps", "ru", "ru"},
			{"?language=%3Cscript%3E", "ru", "ru"},
		} {
			has(t, p.read(test.path, reader{languages: test.accept}), `<html lang="`+test.want+`"`)
		}
	})
}

func TestListGoesOnToOlderMessages(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, records *store.Store) {
		p := newPress(t, records, nil)
		for i := range 45 {
			p.say()
			p.publish(models.Rendering{Language: "ru", Title: fmt.Sprintf("№%02d.", i), Body: "Текст", Disclosure: "x"}, noon.Add(time.Duration(i/4)*time.Minute))
		}
		seen := map[string]bool{}
		path, lists := "?language=ru", 0
		for path != "" && lists < 10 {
			page := p.read(path, aida)
			for i := range 45 {
				if title := fmt.Sprintf("№%02d.", i); strings.Contains(page, title) {
					if seen[title] {
						t.Errorf("%s is shown twice", title)
					}
					seen[title] = true
				}
			}
			_, next, _ := strings.Cut(page, `<a href="/p/osh/?before=`)
			next, _, _ = strings.Cut(next, `"`)
			if path = ""; next != "" {
				path = "?before=" + strings.ReplaceAll(next, "&amp;", "&")
			}
			lists++
		}
		if len(seen) != 45 || lists != 3 {
			t.Errorf("%d messages on %d lists", len(seen), lists)
		}
	})
}

func TestCampaignSaysWhoSpeaksAndWhoPays(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, records *store.Store) {
		p := newPress(t, records, nil)
		about := "about/" + p.campaign.PublicCode()
		if got := p.get(about, aida).Code; got != http.StatusNotFound {
			t.Errorf("status %d before anything is published", got)
		}
		p.publish(inDari, noon)
		russian := p.publish(models.Rendering{Language: "ru", Title: "Хлеб", Body: "Текст", Disclosure: "x"}, noon)
		got := p.read(about, reader{languages: "ru"})
		has(t, got, `<html lang="ru"`, `<h1><bdi>Bread and books</bdi></h1>`, "Osh Media says this.", `<bdi>Foundation for Readers</bdi>`,
			"С государственными органами консультировались.", `<a href="mailto:editors@osh.example"`, `href="/p/osh/`+russian.Slug+`"`)
		hasNot(t, got, "Internal", inDari.Title)
		has(t, p.read(about+"?language=ps", reader{languages: "ru"}), `<html lang="ps" dir="rtl">`, "له دولتي ادارو سره سلا مشوره شوې ده.")
		has(t, p.read(about, reader{}), `<html lang="en" dir="ltr">`, "State bodies were asked for advice.", inDari.Title)
	})
}

func TestWhatIsNotStatedIsSaidSo(t *testing.T) {
	p := newPress(t, dbtest.SQLite(t), func(o *models.Organization, plan *models.Plan) {
		o.Contact, plan.PublicName, plan.Funders, plan.StateInvolvement, plan.Disclosure = "", "", nil, "", ""
	})
	p.publish(inDari, noon)
	has(t, p.read("about/"+p.campaign.PublicCode(), reader{languages: "en"}), `<h1><bdi>Campaign</bdi></h1>`, "<dd>Not stated.</dd>", "has not said yet how to reach it")
}

func TestContactIsALinkWhereItCanBe(t *testing.T) {
	for contact, want := range map[string]string{
		"editors@osh.example":        `<a href="mailto:editors@osh.example"`,
		"https://osh.example/help":   `<a href="https://osh.example/help"`,
		"+996 3222 12345":            `<p class="contact"><bdi>&#43;996 3222 12345</bdi>`,
		"javascript:alert(1)":        `<p class="contact"><bdi>javascript:alert(1)</bdi>`,
		"Osh <editors@osh.example>":  `<p class="contact"><bdi>Osh &lt;editors@osh.example&gt;</bdi>`,
		"Lenin Street 205, Osh 7235": `<p class="contact"><bdi>Lenin Street 205, Osh 7235</bdi>`,
	} {
		p := newPress(t, dbtest.SQLite(t), func(o *models.Organization, _ *models.Plan) { o.Contact = contact })
		p.publish(inDari, noon)
		has(t, p.read("about/"+p.campaign.PublicCode(), aida), want)
	}
}

func TestDemonstrationSaysSo(t *testing.T) {
	p := newPress(t, dbtest.SQLite(t), nil)
	page := p.publish(models.Rendering{Language: "en", Body: "Text", Disclosure: "x"}, noon)
	p.campaign.Demonstration = true
	p.must(p.scope.SaveCampaign(t.Context(), p.campaign))
	for _, path := range []string{page.Slug, "about/" + p.campaign.PublicCode() + "?language=en"} {
		has(t, p.read(path, aida), "A demonstration. The campaign is invented")
	}
}

func TestEveryAnswerIsHardened(t *testing.T) {
	p := newPress(t, dbtest.SQLite(t), nil)
	page := p.publish(inDari, noon)
	_, style, _ := strings.Cut(p.read("", aida), `rel="stylesheet" href="`)
	style, _, _ = strings.Cut(style, `"`)
	for _, path := range []string{"/p/osh/", "/p/osh/" + page.Slug, "/p/osh/feed/fa-AF.atom", "/p/osh/feed/fa-AF.json", "/p/osh/about/" + p.campaign.PublicCode(), "/p/osh", "/p/none/", style} {
		h := p.request(http.MethodGet, path, aida).Header()
		for name, want := range map[string]string{
			"Content-Security-Policy":   "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
			"X-Content-Type-Options":    "nosniff",
			"Referrer-Policy":           "no-referrer",
			"X-Frame-Options":           "DENY",
			"Strict-Transport-Security": "max-age=63072000; includeSubDomains",
			"Set-Cookie":                "",
		} {
			if got := h.Get(name); got != want {
				t.Errorf("%s: %s is %q", path, name, got)
			}
		}
	}
	if got := p.request(http.MethodGet, style, aida); got.Code != http.StatusOK || !strings.Contains(got.Header().Get("Cache-Control"), "immutable") {
		t.Errorf("style: %d %v", got.Code, got.Header())
	}
}

func TestPageIsFetchedOnce(t *testing.T) {
	p := newPress(t, dbtest.SQLite(t), nil)
	page := p.publish(inDari, noon)
	first := p.get(page.Slug, aida)
	again := aida
	again.header = http.Header{"If-None-Match": {first.Header().Get("ETag")}}
	if got := p.get(page.Slug, again).Code; got != http.StatusNotModified {
		t.Errorf("status %d", got)
	}
	p.remove(page, noon)
	if got := p.get(page.Slug, again).Code; got != http.StatusGone {
		t.Errorf("status %d after it was taken down", got)
	}
}

func TestPageTravelsCompressed(t *testing.T) {
	p := newPress(t, dbtest.SQLite(t), nil)
	page := p.publish(inDari, noon)
	plain := p.get(page.Slug, aida)
	by := aida
	by.header = http.Header{"Accept-Encoding": {"gzip, br"}}
	packed := p.get(page.Slug, by)
	unpacked, err := gzip.NewReader(packed.Body)
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(unpacked)
	if err != nil || string(body) != plain.Body.String() {
		t.Errorf("got %q, %v", body, err)
	}
	if packed.Header().Get("ETag") == plain.Header().Get("ETag") {
		t.Error("two bodies have one tag")
	}
}

func TestStyleIsSmall(t *testing.T) {
	p := newPress(t, dbtest.SQLite(t), nil)
	_, style, _ := strings.Cut(p.read("", aida), `rel="stylesheet" href="`)
	style, _, _ = strings.Cut(style, `"`)
	css := p.request(http.MethodGet, style, aida).Body.String()
	if len(css) == 0 || len(css) > 8<<10 {
		t.Errorf("%d bytes", len(css))
	}
	hasNot(t, css, "url(", "@import", "-left:", "-right:", " left:", " right:", "-top:", "-bottom:")
}

// The page of a campaign says where its posts have no room to say who speaks.
func TestCampaignSaysWhereItsLineDoesNotFit(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, records *store.Store) {
		p := newPress(t, records, nil)
		roomy := must(p.scope.Delivery(t.Context(), p.publish(inDari, noon).DeliveryID))
		roomy.PublishedAt = &noon
		p.must(p.scope.SaveDelivery(t.Context(), roomy))
		about := "about/" + p.campaign.PublicCode() + "?language=en"
		everywhere, except := "ends with a line that says who speaks.</p>", "too short for it:</p>\n<ul>\n<li><bdi>Short &lt;news&gt;</bdi></li>\n</ul>"
		short := must(models.NewChannel(models.Account{Platform: "sms", Class: "messaging", Tight: true, Name: "Short <news>", Zone: "Asia/Bishkek"}, p.scope.Who(), noon))
		p.must(p.scope.CreateChannel(t.Context(), short))
		has(t, p.read(about, aida), everywhere) // nothing has left there yet
		d := must(p.scope.Delivery(t.Context(), p.publish(inDari, noon.Add(time.Minute)).DeliveryID))
		d.ChannelID, d.PublishedAt = short.ID, &noon
		p.must(p.scope.SaveDelivery(t.Context(), d))
		got := p.read(about, aida)
		has(t, got, except)
		hasNot(t, got, everywhere)
	})
}
