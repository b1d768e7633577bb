package xcom_test

import (
	"strings"
	"testing"

	"caravan/internal/platforms"
	"caravan/internal/platforms/platformtest"
	"caravan/internal/platforms/xcom/xcomtest"
)

func post(body string) platforms.Post {
	p := platforms.Post{Key: "delivery-1", Since: platformtest.Now()}
	p.Body = body
	return p
}

// Text is counted by weight: a link is 23 whatever its length, and what is
// beyond the letters of Europe and the Middle East counts twice.
func TestTextIsCountedByWeight(t *testing.T) {
	c, _, _ := xcomtest.Connect(t, "")
	long := "https://caravan.example/l/" + strings.Repeat("x", 200)
	for name, test := range map[string]struct {
		body string
		want int // what is counted; 0: it fits
	}{
		"Cyrillic":          {strings.Repeat("ӯ", 280), 0},
		"Arabic":            {strings.Repeat("ت", 280), 0},
		"a letter more":     {strings.Repeat("ӯ", 281), 281},
		"signs that weigh":  {strings.Repeat("平", 141), 282},
		"a long link":       {strings.Repeat("a", 256) + " " + long, 0},
		"a sign and a link": {strings.Repeat("a", 257) + " " + long, 281},
	} {
		objections := c.Check(post(test.body))
		got := 0
		if len(objections) == 1 && objections[0].Code == platforms.CodeTooLong {
			got = objections[0].Count
		}
		if got != test.want {
			t.Errorf("%s: %+v", name, objections)
		}
	}
}

// The names of before and of after the rename are both read.
func TestBothSpellingsAreRead(t *testing.T) {
	for fields, renamed := range map[string]bool{"tweet.fields": false, "post.fields": true} {
		c, s, _ := xcomtest.Connect(t, fields)
		s.New = renamed
		receipt, err := c.Publish(t.Context(), post("Салом"))
		if err != nil || receipt.URL != "https://x.com/i/status/1346889436626259968" {
			t.Fatalf("%s: Publish = %+v, %v", fields, receipt, err)
		}
		s.Grow(receipt.ID, platformtest.Counters{"impression_count": 5432, "repost_and_quote_count": 58})
		list, err := c.Measure(t.Context(), []platforms.Receipt{receipt})
		if err != nil {
			t.Fatalf("%s: %v", fields, err)
		}
		if got := list[0].Counts[3]; got.Value == nil || *got.Value != 58 {
			t.Errorf("%s: shares are %+v", fields, got)
		}
		if got := list[0].Counts[4]; got.Value != nil || got.Missing != platforms.NotSupported {
			t.Errorf("%s: clicks that are not told are %+v", fields, got)
		}
	}
}

// Links come back shortened; a post is known by where they lead.
func TestPostIsFoundByWhereItsLinkLeads(t *testing.T) {
	c, s, _ := xcomtest.Connect(t, "")
	ours := platforms.Post{Content: platformtest.Sample(), Key: "delivery-1", Since: platformtest.Now()}
	s.Next(platformtest.GarbageJSON())
	if _, err := c.Publish(t.Context(), ours); platforms.ClassOf(err) != platforms.Uncertain {
		t.Fatalf("Publish: %v", err)
	}
	for _, other := range []string{"as", "many", "as", "fill", "pages"} {
		_, _ = c.Publish(t.Context(), post(other))
	}
	receipt, found, err := c.Find(t.Context(), ours)
	if err != nil || !found || receipt.ID != s.Accepted()[0].ID {
		t.Errorf("Find = %+v, %v, %v", receipt, found, err)
	}
}
