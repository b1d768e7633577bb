package instagram_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"caravan/internal/platforms"
	"caravan/internal/platforms/instagram/instagramtest"
	"caravan/internal/platforms/platformtest"
)

func sample(media ...platforms.Media) platforms.Post {
	post := platforms.Post{Content: platformtest.Sample(), Key: "delivery-1", Since: platformtest.Now()}
	post.Media = media
	return post
}

// failure is the failure of an attempt.
func failure(t *testing.T, err error, class platforms.Class) *platforms.Failure {
	t.Helper()
	f, _ := errors.AsType[*platforms.Failure](err)
	if f == nil || f.Class != class {
		t.Fatalf("got %v, want %s", err, class)
	}
	return f
}

// A reel is made ready for minutes. The container is kept and published when it
// is ready, and no second one is made.
func TestReelIsPublishedWhenItIsReady(t *testing.T) {
	c, s, _ := instagramtest.Connect(t)
	s.Wait = 2
	post := sample(platformtest.Film())
	for range 2 {
		_, err := c.Publish(t.Context(), post)
		f := failure(t, err, platforms.Unsent)
		if f.Prepared == "" || post.Prepared != "" && post.Prepared != f.Prepared {
			t.Fatalf("the container is %q, then %q", post.Prepared, f.Prepared)
		}
		post.Prepared = f.Prepared
	}
	receipt, err := c.Publish(t.Context(), post)
	if err != nil || receipt.State != platforms.Live || receipt.URL == "" || len(s.Accepted()) != 1 {
		t.Errorf("%+v, %v, %+v", receipt, err, s.Accepted())
	}
}

// What was published by an attempt without an answer is not published again:
// its container says so.
func TestContainerIsPublishedOnce(t *testing.T) {
	c, s, _ := instagramtest.Connect(t)
	post := sample(platformtest.Photo())
	s.Next(platformtest.CutBody())
	_, err := c.Publish(t.Context(), post)
	post.Prepared = failure(t, err, platforms.Uncertain).Prepared
	_, err = c.Publish(t.Context(), post)
	_ = failure(t, err, platforms.Duplicate)
	receipt, found, err := c.Find(t.Context(), post)
	if err != nil || !found || len(s.Accepted()) != 1 || receipt.ID != s.Accepted()[0].ID {
		t.Errorf("found %+v, %v, %v among %+v", receipt, found, err, s.Accepted())
	}
	s.Hidden = true
	if _, found, err = c.Find(t.Context(), post); found || failure(t, err, platforms.Unsent) == nil {
		t.Error("what is published and not listed is taken for absent")
	}
}

// A container that is not published is proof that there is no post, even if one
// with the same words is there.
func TestContainerThatWaitsIsNoPost(t *testing.T) {
	c, s, _ := instagramtest.Connect(t)
	post := sample(platformtest.Photo())
	if _, err := c.Publish(t.Context(), post); err != nil {
		t.Fatal(err)
	}
	s.Next(platformtest.HTTP5xx())
	_, err := c.Publish(t.Context(), post)
	post.Prepared = failure(t, err, platforms.Uncertain).Prepared
	if _, found, err := c.Find(t.Context(), post); found || err != nil {
		t.Errorf("found: %v, %v", found, err)
	}
}

// What becomes of a container decides whether another one is made.
func TestContainersThatCannotBePublished(t *testing.T) {
	for state, want := range map[string]struct {
		class platforms.Class
		kept  bool
	}{
		"ERROR": {platforms.Refused, false}, "EXPIRED": {platforms.Unsent, false},
		"IN_PROGRESS": {platforms.Unsent, true}, "SOMETHING_NEW": {platforms.Unsent, true}, "PUBLISHED": {platforms.Duplicate, true},
	} {
		c, s, _ := instagramtest.Connect(t)
		s.State = state
		_, err := c.Publish(t.Context(), sample(platformtest.Photo()))
		if f := failure(t, err, want.class); (f.Prepared != "") != want.kept {
			t.Errorf("%s: %q is kept", state, f.Prepared)
		}
		if len(s.Accepted()) != 0 {
			t.Errorf("%s: it was published", state)
		}
	}
}

// Several pictures are one post.
func TestCarousel(t *testing.T) {
	c, s, _ := instagramtest.Connect(t)
	post := sample(platformtest.Photo(), platformtest.Photo(), platformtest.Photo())
	if objections := c.Check(post); len(objections) > 0 {
		t.Fatal(objections)
	}
	if _, err := c.Publish(t.Context(), post); err != nil {
		t.Fatal(err)
	}
	if posts := s.Accepted(); len(posts) != 1 || posts[0].Media != 3 || !strings.Contains(posts[0].Text, post.Body) {
		t.Errorf("%+v", posts)
	}
}

func TestWhatInstagramDoesNotTake(t *testing.T) {
	c, _, _ := instagramtest.Connect(t)
	unlisted := platformtest.Photo()
	unlisted.URL = ""
	for name, x := range map[string]struct {
		change func(*platforms.Post)
		field  string
		code   string
	}{
		"no picture":                {func(p *platforms.Post) { p.Media = nil }, platforms.FieldMedia, platforms.CodeMissing},
		"a PNG":                     {func(p *platforms.Post) { p.Media = []platforms.Media{platformtest.Picture()} }, platforms.FieldMedia, platforms.CodeUnsupported},
		"a reel beside a picture":   {func(p *platforms.Post) { p.Media = append(p.Media, platformtest.Film()) }, platforms.FieldMedia, platforms.CodeUnsupported},
		"thirty-one hashtags":       {func(p *platforms.Post) { p.Hashtags = make([]string, 31) }, platforms.FieldText, platforms.CodeTooMany},
		"a picture that is heavy":   {func(p *platforms.Post) { p.Media[0].Size = 9 << 20 }, platforms.FieldImage, platforms.CodeTooLong},
		"a long word of a picture":  {func(p *platforms.Post) { p.Media[0].Alt = strings.Repeat("x", 1001) }, platforms.FieldAlt, platforms.CodeTooLong},
		"eleven pictures":           {func(p *platforms.Post) { p.Media = make([]platforms.Media, 11) }, platforms.FieldMedia, platforms.CodeTooMany},
		"a text longer than it has": {func(p *platforms.Post) { p.Body = strings.Repeat("x", 2201) }, platforms.FieldText, platforms.CodeTooLong},
	} {
		post := sample(platformtest.Photo())
		x.change(&post)
		met := false
		for _, o := range c.Check(post) {
			met = met || o.Field == x.field && o.Code == x.code
		}
		if !met {
			t.Errorf("%s: %+v", name, c.Check(post))
		}
	}
	_, err := c.Publish(t.Context(), sample(unlisted))
	_ = failure(t, err, platforms.Refused)
}

// The day's posts are used up: nobody needs to look, and it waits.
func TestQuotaIsSaid(t *testing.T) {
	c, s, _ := instagramtest.Connect(t)
	s.Used = 100
	_, err := c.Inspect(t.Context())
	_ = failure(t, err, platforms.Throttled)
	s.Next(platformtest.RateLimit(12 * time.Minute))
	_, err = c.Publish(t.Context(), sample(platformtest.Photo()))
	if f := failure(t, err, platforms.Throttled); !f.Until.Equal(platformtest.Now().Add(12*time.Minute)) || f.Prepared == "" {
		t.Errorf("%+v", f)
	}
}

// A platform that does not delete says that the post is not there. It is.
func TestWhatStaysIsNotTakenForDeleted(t *testing.T) {
	c, s, _ := instagramtest.Connect(t)
	receipt, err := c.Publish(t.Context(), sample(platformtest.Photo()))
	if err != nil {
		t.Fatal(err)
	}
	s.Stays = true
	_ = failure(t, c.Retract(t.Context(), receipt), platforms.Refused)
}
