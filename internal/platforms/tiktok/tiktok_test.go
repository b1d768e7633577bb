package tiktok_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"caravan/internal/platforms"
	"caravan/internal/platforms/platformtest"
	"caravan/internal/platforms/tiktok/tiktoktest"
)

func sample() platforms.Post {
	post := platforms.Post{Content: platformtest.Sample(), Key: "delivery-1", Since: platformtest.Now()}
	post.Media = []platforms.Media{platformtest.Film()}
	return post
}

func failure(t *testing.T, err error, class platforms.Class) *platforms.Failure {
	t.Helper()
	f, _ := errors.AsType[*platforms.Failure](err)
	if f == nil || f.Class != class {
		t.Fatalf("got %v, want %s", err, class)
	}
	return f
}

// A film that came whole and was not answered is found by the name that it was
// given, and not sent again.
func TestFilmIsFoundByItsName(t *testing.T) {
	c, s, _ := tiktoktest.Connect(t)
	post := sample()
	s.Next(platformtest.HTTP5xx()) // it did not come
	_, err := c.Publish(t.Context(), post)
	post.Prepared = failure(t, err, platforms.Uncertain).Prepared
	if _, there, err := c.Find(t.Context(), post); there || err != nil {
		t.Errorf("found: %v, %v", there, err)
	}
	if _, err = c.Publish(t.Context(), post); err != nil {
		t.Fatal(err)
	}
	second := sample()
	s.Next(platformtest.CutBody())
	if _, err = c.Publish(t.Context(), second); err != nil {
		second.Prepared = failure(t, err, platforms.Uncertain).Prepared
	} else {
		t.Fatal("an answer that was cut off was taken for one")
	}
	receipt, err := c.Publish(t.Context(), second)
	if err != nil || receipt.ID != second.Prepared || receipt.State != platforms.Accepted || len(s.Accepted()) != 2 {
		t.Errorf("%+v, %v, %+v", receipt, err, s.Accepted())
	}
}

// After moderation a post has a name and an address of its own, and before it no
// figures.
func TestPostIsNamedAfterModeration(t *testing.T) {
	c, s, _ := tiktoktest.Connect(t)
	s.Next(platformtest.Processing(2))
	receipt, err := c.Publish(t.Context(), sample())
	if err != nil {
		t.Fatal(err)
	}
	measured, err := c.Measure(t.Context(), []platforms.Receipt{receipt})
	if err != nil || measured[0].Err != nil || measured[0].Counts[0].Missing != platforms.NotYetFinal {
		t.Errorf("%+v, %v", measured, err)
	}
	for range 2 {
		if receipt, err = c.Confirm(t.Context(), receipt); err != nil {
			t.Fatal(err)
		}
	}
	if receipt.State != platforms.Live || strings.Trim(receipt.ID, "0123456789") != "" || receipt.URL != "https://www.tiktok.com/@osh/video/"+receipt.ID {
		t.Errorf("it is %+v", receipt)
	}
	s.Grow(receipt.ID, platformtest.Counters{"view_count": 7})
	if measured, err = c.Measure(t.Context(), []platforms.Receipt{receipt}); err != nil || measured[0].ID != receipt.ID || *measured[0].Counts[0].Value != 7 {
		t.Errorf("%+v, %v", measured, err)
	}
}

// What moderation turns down is no post.
func TestModerationTurnsDown(t *testing.T) {
	c, s, _ := tiktoktest.Connect(t)
	receipt, err := c.Publish(t.Context(), sample())
	if err != nil {
		t.Fatal(err)
	}
	s.Verdict = "spam_risk"
	_, err = c.Confirm(t.Context(), receipt)
	if f := failure(t, err, platforms.Refused); !strings.Contains(f.Error(), "spam_risk") {
		t.Errorf("it says %v", f)
	}
}

// The account is asked what it may post before each post.
func TestAccountIsAskedFirst(t *testing.T) {
	c, s, _ := tiktoktest.Connect(t)
	post := sample()
	post.Media[0].Duration = 61 * time.Second
	s.Longest = 60
	_, err := c.Publish(t.Context(), post)
	_ = failure(t, err, platforms.Refused)
	s.Longest, s.Private = 600, true
	_, err = c.Publish(t.Context(), post)
	if f := failure(t, err, platforms.Locked); f.Field != "privacy" {
		t.Errorf("it blames %q", f.Field)
	}
	if len(s.Accepted()) != 0 {
		t.Error("it was published")
	}
}

func TestWhatTikTokDoesNotTake(t *testing.T) {
	c, _, _ := tiktoktest.Connect(t)
	for name, change := range map[string]func(*platforms.Post){
		"no film":      func(p *platforms.Post) { p.Media = nil },
		"a picture":    func(p *platforms.Post) { p.Media[0] = platformtest.Photo() },
		"two films":    func(p *platforms.Post) { p.Media = append(p.Media, p.Media[0]) },
		"half an hour": func(p *platforms.Post) { p.Media[0].Duration = 30 * time.Minute },
	} {
		post := sample()
		if change(&post); len(c.Check(post)) == 0 {
			t.Errorf("%s is taken", name)
		}
	}
}
