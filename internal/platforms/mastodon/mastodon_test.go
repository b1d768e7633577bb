package mastodon_test

import (
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"caravan/internal/platforms"
	"caravan/internal/platforms/mastodon"
	"caravan/internal/platforms/mastodon/mastodontest"
	"caravan/internal/platforms/platformtest"
)

// client may reach this machine, and nothing else.
func client() *platforms.Client {
	return platforms.NewClient(platforms.Egress{
		Now:   platformtest.Now,
		Allow: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")},
	})
}

// connect returns a connector to a server at a base address.
func connect(tb testing.TB, base string, limits ...platforms.Limit) *mastodon.Connector {
	tb.Helper()
	connector, err := mastodon.New(client(), platforms.Settings{
		Credentials: platforms.Credentials{"server": base, "access_token": mastodontest.Token},
		Limits:      limits,
		Media:       platformtest.Library{},
	})
	if err != nil {
		tb.Fatal(err)
	}
	return connector
}

// listen serves a handler and returns a connector to it.
func listen(tb testing.TB, handler http.Handler) (*mastodon.Connector, *httptest.Server) {
	tb.Helper()
	server := httptest.NewServer(handler)
	tb.Cleanup(server.Close)
	return connect(tb, server.URL), server
}

func post(change ...func(*platforms.Content)) platforms.Post {
	p := platforms.Post{Content: platformtest.Sample(), Key: "k1", Since: platformtest.Now()}
	for _, f := range change {
		f(&p.Content)
	}
	return p
}

func TestInspectReadsTheLimits(t *testing.T) {
	t.Parallel()
	connector, _ := listen(t, mastodontest.GoToSocial(platformtest.Now))
	account, err := connector.Inspect(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	followers := int64(1640)
	want := platforms.Account{
		ID: mastodontest.Account, Name: "crv", URL: "https://m.example/@crv", Followers: &followers,
		Limits: []platforms.Limit{
			{Field: "text", Unit: platforms.Graphemes, Max: 5000},
			{Field: "link_length", Unit: platforms.Graphemes, Max: 25},
			{Field: "media", Unit: platforms.Items, Max: 6},
			{Field: "image", Unit: platforms.Bytes, Max: 8 << 20},
			{Field: "recording", Unit: platforms.Bytes, Max: 99 << 20},
			{Field: "alt", Unit: platforms.Graphemes, Max: 1500},
		},
	}
	if diff := cmp.Diff(want, account); diff != "" {
		t.Error(diff)
	}
}

func TestCheckCountsAsTheServer(t *testing.T) {
	t.Parallel()
	long := "https://caravan.example/" + strings.Repeat("l", 600)
	text := func(body string) platforms.Post {
		return platforms.Post{Content: platforms.Content{Body: body}}
	}
	connector := connect(t, "https://m.example")
	for name, test := range map[string]struct {
		post platforms.Post
		want []string
	}{
		"500 letters of four bytes each":       {text(strings.Repeat("𐴀", 500)), nil},
		"letters with their marks are one":     {text(strings.Repeat("й", 500)), nil},
		"501 letters":                          {text(strings.Repeat("ӯ", 501)), []string{"text too_long"}},
		"a link counts 23, however long it is": {text(strings.Repeat("x", 476) + " " + long), nil},
		"a link counts 23 even if it is short": {text(strings.Repeat("x", 477) + " " + long), []string{"text too_long"}},
		"nothing at all":                       {text(""), []string{"text missing"}},
		"a picture alone":                      {platforms.Post{Content: platforms.Content{Media: []platforms.Media{platformtest.Picture()}}}, nil},
		"what no server shows": {post(func(c *platforms.Content) {
			c.Media = []platforms.Media{{MIME: "application/pdf"}}
		}), []string{"media unsupported"}},
		"too many pictures, one too large, one with too many words": {post(func(c *platforms.Content) {
			large := platforms.Media{MIME: "image/png", Size: 17 << 20, Alt: strings.Repeat("a", 1501)}
			c.Media = []platforms.Media{large, platformtest.Picture(), platformtest.Picture(), platformtest.Picture(), platformtest.Picture()}
		}), []string{"media too_many", "image too_long", "alt too_long"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var got []string
			for _, o := range connector.Check(test.post) {
				got = append(got, o.Field+" "+o.Code)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestCheckUsesTheInspectedLimits(t *testing.T) {
	t.Parallel()
	connector := connect(t, "https://m.example", platforms.Limit{Field: "text", Unit: platforms.Graphemes, Max: 5000})
	long := post(func(c *platforms.Content) { c.Body = strings.Repeat("x", 2000) })
	if objections := connector.Check(long); len(objections) > 0 {
		t.Errorf("%+v", objections)
	}
}

func TestPublishWaitsForConvertedFiles(t *testing.T) {
	t.Parallel()
	server := mastodontest.Mastodon(platformtest.Now)
	server.Convert(1)
	connector, _ := listen(t, server)
	_, err := connector.Publish(t.Context(), post(func(c *platforms.Content) { c.Media = []platforms.Media{platformtest.Picture()} }))
	if err != nil {
		t.Fatal(err)
	}
	if stored := server.Accepted(); len(stored) != 1 || stored[0].Media != 1 {
		t.Errorf("%+v", stored)
	}
}

func TestPublishWithAFailedUploadIsUnsent(t *testing.T) {
	t.Parallel()
	server := mastodontest.Mastodon(platformtest.Now)
	connector, _ := listen(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/api/v2/media" {
			w.WriteHeader(http.StatusBadGateway)
			return
		}
		server.ServeHTTP(w, r)
	}))
	_, err := connector.Publish(t.Context(), post(func(c *platforms.Content) { c.Media = []platforms.Media{platformtest.Picture()} }))
	if class := platforms.ClassOf(err); class != platforms.Unsent {
		t.Errorf("class is %q: %v", class, err)
	}
	if stored := server.Accepted(); len(stored) != 0 {
		t.Errorf("%+v", stored)
	}
}

func TestFindTellsPostsApart(t *testing.T) {
	t.Parallel()
	sample := post()
	for name, test := range map[string]struct {
		server func(func() time.Time) *mastodontest.Server
		sought platforms.Post
		found  bool
	}{
		"by its text in HTML":                 {mastodontest.Mastodon, sample, true},
		"by its text as written":              {mastodontest.GoToSocial, sample, true},
		"by its link, if the text is changed": {mastodontest.Mastodon, post(func(c *platforms.Content) { c.Body = "Дигар." }), true},
		"not by half of its link":             {mastodontest.Mastodon, post(func(c *platforms.Content) { c.Body, c.Link = "Дигар.", c.Link[:30] }), false},
		"not without a link":                  {mastodontest.Mastodon, post(func(c *platforms.Content) { c.Body, c.Link = "Дигар.", "" }), false},
		"not before the first attempt": {mastodontest.Mastodon, platforms.Post{
			Content: sample.Content, Since: platformtest.Now().Add(time.Hour),
		}, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			connector, _ := listen(t, test.server(platformtest.Now))
			receipt, err := connector.Publish(t.Context(), sample)
			if err != nil {
				t.Fatal(err)
			}
			got, found, err := connector.Find(t.Context(), test.sought)
			if err != nil || found != test.found || (found && got != receipt) {
				t.Errorf("Find = %+v, %v, %v; want %v", got, found, err, test.found)
			}
		})
	}
}

func TestFindReadsOnUntilTheFirstAttempt(t *testing.T) {
	t.Parallel()
	server := mastodontest.Mastodon(platformtest.Now)
	connector, _ := listen(t, server)
	first := post()
	if _, err := connector.Publish(t.Context(), first); err != nil {
		t.Fatal(err)
	}
	for n := range 85 {
		other := post(func(c *platforms.Content) { c.Body, c.Link = strings.Repeat("x", n+1), "" })
		other.Key = other.Body
		if _, err := connector.Publish(t.Context(), other); err != nil {
			t.Fatal(err)
		}
	}
	receipt, found, err := connector.Find(t.Context(), first)
	if err != nil || !found || receipt.ID != server.Accepted()[0].ID {
		t.Errorf("Find = %+v, %v, %v", receipt, found, err)
	}
}

func TestMeasureAsksInBatches(t *testing.T) {
	t.Parallel()
	server := mastodontest.Mastodon(platformtest.Now)
	var calls atomic.Int32
	connector, _ := listen(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodGet {
			calls.Add(1)
		}
		server.ServeHTTP(w, r)
	}))
	var receipts []platforms.Receipt
	for n := range 45 {
		other := post()
		other.Key = strings.Repeat("k", n+1)
		receipt, err := connector.Publish(t.Context(), other)
		if err != nil {
			t.Fatal(err)
		}
		receipts = append(receipts, receipt)
	}
	list, err := connector.Measure(t.Context(), receipts)
	if err != nil || len(list) != 45 || calls.Load() != 3 {
		t.Errorf("Measure = %d, %v in %d calls; want 45 in 3", len(list), err, calls.Load())
	}
}

func TestGoToSocialCountsNoQuotes(t *testing.T) {
	t.Parallel()
	connector, _ := listen(t, mastodontest.GoToSocial(platformtest.Now))
	receipt, err := connector.Publish(t.Context(), post())
	if err != nil {
		t.Fatal(err)
	}
	list, err := connector.Measure(t.Context(), []platforms.Receipt{receipt})
	if err != nil {
		t.Fatal(err)
	}
	zero := int64(0)
	want := []platforms.Count{
		{Native: "favourites_count", Value: &zero},
		{Native: "replies_count", Value: &zero},
		{Native: "reblogs_count", Value: &zero},
		{Native: "quotes_count", Missing: platforms.NotSupported},
	}
	if diff := cmp.Diff(want, list[0].Counts); diff != "" {
		t.Error(diff)
	}
}

func TestMeasureWithAnExpiredTokenLearnsNothing(t *testing.T) {
	t.Parallel()
	_, server := listen(t, mastodontest.Mastodon(platformtest.Now))
	connector, err := mastodon.New(client(), platforms.Settings{
		Credentials: platforms.Credentials{"server": server.URL, "access_token": "another"},
	})
	if err != nil {
		t.Fatal(err)
	}
	_, err = connector.Measure(t.Context(), []platforms.Receipt{{ID: "1"}})
	if class := platforms.ClassOf(err); class != platforms.Locked {
		t.Errorf("class is %q: %v", class, err)
	}
}

func TestNewRefusesWhatCannotWork(t *testing.T) {
	t.Parallel()
	for name, credentials := range map[string]platforms.Credentials{
		"no server":      {"access_token": "x"},
		"no token":       {"server": "https://m.example"},
		"not an address": {"server": "://", "access_token": "x"},
	} {
		if _, err := mastodon.New(client(), platforms.Settings{Credentials: credentials}); platforms.ClassOf(err) != platforms.Locked {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestCapabilities(t *testing.T) {
	t.Parallel()
	want := []string{"find", "list", "measure", "retract", "edit", "inspect", "revoke"}
	if diff := cmp.Diff(want, platforms.Capabilities((*mastodon.Connector)(nil))); diff != "" {
		t.Error(diff)
	}
}

// A token that was taken back opens nothing, and taking it back again is no
// fault. Only the application that it was issued to can.
func TestRevokedTokenOpensNothing(t *testing.T) {
	t.Parallel()
	_, server := listen(t, mastodontest.Mastodon(platformtest.Now))
	connect := func(key, secret string) *mastodon.Connector {
		connector, err := mastodon.New(client(), platforms.Settings{Credentials: platforms.Credentials{
			"server": server.URL, "access_token": mastodontest.Token, "client_key": key, "client_secret": secret,
		}})
		if err != nil {
			t.Fatal(err)
		}
		return connector
	}
	if err := connect("", "").Revoke(t.Context()); platforms.ClassOf(err) != platforms.Refused {
		t.Errorf("without the application: %v", err)
	}
	if err := connect(mastodontest.ClientKey, "another").Revoke(t.Context()); platforms.ClassOf(err) != platforms.Locked {
		t.Errorf("another application: %v", err)
	}
	connector := connect(mastodontest.ClientKey, mastodontest.ClientSecret)
	if _, err := connector.Inspect(t.Context()); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := connector.Revoke(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := connector.Inspect(t.Context()); platforms.ClassOf(err) != platforms.Locked {
		t.Errorf("it still opens the account: %v", err)
	}
}
