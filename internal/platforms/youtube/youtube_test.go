package youtube_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"maps"
	"net/http"
	"strings"
	"testing"
	"time"

	"caravan/internal/platforms"
	"caravan/internal/platforms/platformtest"
	"caravan/internal/platforms/youtube"
	"caravan/internal/platforms/youtube/youtubetest"
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

// A reel is a library of one film.
type reel []byte

func (r reel) Open(context.Context, string) (io.ReadCloser, error) {
	return io.NopCloser(bytes.NewReader(r)), nil
}

// long is a film of several parts, and a connector that has it.
func long(t *testing.T) (*youtube.Connector, *youtubetest.Server, platforms.Post, reel) {
	t.Helper()
	film := reel(bytes.Repeat([]byte("frame by frame "), 600_000))
	s := youtubetest.New(platformtest.Now)
	post := sample()
	sum := sha256.Sum256(film)
	post.Media[0].SHA256, post.Media[0].Size = hex.EncodeToString(sum[:]), int64(len(film))
	connector, _ := platformtest.Serve(t, s, func(c *platforms.Client, settings platforms.Settings) (*youtube.Connector, error) {
		settings.Media = film
		return youtube.New(c, settings)
	}, func(base string) platforms.Credentials {
		s.At(base)
		return platforms.Credentials{"server": base, "access_token": youtubetest.Token, "privacy": "public"}
	})
	return connector, s, post, film
}

// A line that breaks loses nothing but the part that was on its way: the next
// attempt goes on, and there is one video.
func TestUploadGoesOnWhereItBroke(t *testing.T) {
	c, s, post, film := long(t)
	s.Drop = 5 << 20
	_, err := c.Publish(t.Context(), post)
	f := failure(t, err, platforms.Unsent)
	if post.Prepared = f.Prepared; post.Prepared == "" || len(s.Accepted()) != 0 {
		t.Fatalf("%+v is kept, %+v is there", f, s.Accepted())
	}
	receipt, err := c.Publish(t.Context(), post)
	if err != nil || len(s.Accepted()) != 1 || receipt.ID != s.Accepted()[0].ID {
		t.Fatalf("%+v, %v, %+v", receipt, err, s.Accepted())
	}
	if !bytes.Equal(s.Film(0), film) {
		t.Error("another film has come")
	}
}

// An upload that has made its video makes no other.
func TestUploadMakesOneVideo(t *testing.T) {
	c, s, _ := youtubetest.Connect(t)
	post := sample()
	s.Next(platformtest.CutBody())
	_, err := c.Publish(t.Context(), post)
	post.Prepared = failure(t, err, platforms.Uncertain).Prepared
	receipt, err := c.Publish(t.Context(), post)
	if err != nil || len(s.Accepted()) != 1 || receipt.ID != s.Accepted()[0].ID {
		t.Errorf("%+v, %v, %+v", receipt, err, s.Accepted())
	}
	found, there, err := c.Find(t.Context(), post)
	if err != nil || !there || found.ID != receipt.ID {
		t.Errorf("found %+v, %v, %v", found, there, err)
	}
	s.Forgets = true // and is looked for among the uploads of the channel
	if found, there, err = c.Find(t.Context(), post); err != nil || !there || found.ID != receipt.ID {
		t.Errorf("found %+v, %v, %v", found, there, err)
	}
}

// An upload that is not complete is proof that there is no video.
func TestUploadThatWaitsIsNoVideo(t *testing.T) {
	c, s, _ := youtubetest.Connect(t)
	post := sample()
	if _, err := c.Publish(t.Context(), post); err != nil {
		t.Fatal(err)
	}
	s.Next(platformtest.HTTP5xx())
	_, err := c.Publish(t.Context(), post)
	post.Prepared = failure(t, err, platforms.Uncertain).Prepared
	if _, there, err := c.Find(t.Context(), post); there || err != nil {
		t.Errorf("found: %v, %v", there, err)
	}
	s.Forgets = true
	_, err = c.Publish(t.Context(), post)
	if f := failure(t, err, platforms.Unsent); f.Prepared != "" {
		t.Error("an upload is kept that is not there any more")
	}
}

// What is turned down in the end is no post.
func TestProcessingTurnsDown(t *testing.T) {
	for _, verdict := range []string{"rejected", "failed"} {
		c, s, _ := youtubetest.Connect(t)
		receipt, err := c.Publish(t.Context(), sample())
		if err != nil {
			t.Fatal(err)
		}
		s.Verdict = verdict
		_, err = c.Confirm(t.Context(), receipt)
		if f := failure(t, err, platforms.Refused); !strings.Contains(f.Error(), "duplicate") {
			t.Errorf("it says %v", f)
		}
		s.Remove(receipt.ID)
		_, err = c.Confirm(t.Context(), receipt)
		_ = failure(t, err, platforms.Gone)
	}
}

// The quota counts anew at midnight in California, which is eight in the morning
// in winter.
func TestQuotaWaitsForCalifornia(t *testing.T) {
	c, s, _ := youtubetest.Connect(t)
	s.Next(platformtest.RateLimit(0))
	_, err := c.Publish(t.Context(), sample())
	if f := failure(t, err, platforms.Throttled); !f.Until.Equal(time.Date(2026, 11, 25, 8, 0, 0, 0, time.UTC)) {
		t.Errorf("come back at %v", f.Until)
	}
}

// A film with captions is shown to people when it has them, and not before:
// what breaks in between leaves nothing that anybody sees, and is gone on with.
func TestFilmWaitsForItsCaptions(t *testing.T) {
	const said = "WEBVTT\n\n00:00.000 --> 00:02.000\nСалом, дӯстон.\n"
	c, s, _ := youtubetest.Connect(t)
	post := sample()
	post.Media[0].Captions = said
	s.Unread = http.StatusServiceUnavailable
	_, err := c.Publish(t.Context(), post)
	post.Prepared = failure(t, err, platforms.Unsent).Prepared
	id := s.Accepted()[0].ID
	if privacy, _ := s.Video(id); privacy != "private" {
		t.Errorf("without captions it is %s", privacy)
	}
	for _, prepared := range []string{post.Prepared, ""} {
		looked := post
		looked.Prepared = prepared
		if _, there, err := c.Find(t.Context(), looked); there || err != nil {
			t.Errorf("found: %v, %v", there, err)
		}
	}
	s.Unread = 0
	receipt, err := c.Publish(t.Context(), post)
	if err != nil || receipt.ID != id || len(s.Accepted()) != 1 {
		t.Fatalf("%+v, %v", receipt, err)
	}
	if privacy, captions := s.Video(id); privacy != "public" || captions[post.Language] != said {
		t.Errorf("it is %s and says %q", privacy, captions)
	}
	if found, there, err := c.Find(t.Context(), post); !there || found.ID != id || err != nil {
		t.Errorf("found %+v, %v, %v", found, there, err)
	}
	if _, err := c.Publish(t.Context(), post); err != nil { // whoever could not know that all was done
		t.Errorf("once more: %v", err)
	}
}

// What is told days later is not zero until then, and what the token may not ask
// about is not offered. Neither costs the figures of the day.
func TestMinutesAreToldDaysLater(t *testing.T) {
	c, s, _ := youtubetest.Connect(t)
	receipt, err := c.Publish(t.Context(), sample())
	if err != nil {
		t.Fatal(err)
	}
	s.Grow(receipt.ID, platformtest.Counters{"viewCount": 340, "estimatedMinutesWatched": 512, "shares": 9})
	for _, x := range []struct {
		late, closed bool
		want         map[string]platforms.Missing
	}{
		{late: true, want: map[string]platforms.Missing{"estimatedMinutesWatched": platforms.NotYetFinal, "shares": platforms.NotYetFinal}},
		{closed: true, want: map[string]platforms.Missing{"estimatedMinutesWatched": platforms.NotSupported, "shares": platforms.NotSupported}},
		{want: map[string]platforms.Missing{}},
	} {
		s.Late, s.Closed = x.late, x.closed
		measured, err := c.Measure(t.Context(), []platforms.Receipt{receipt})
		if err != nil || measured[0].Err != nil {
			t.Fatalf("%v, %v", err, measured[0].Err)
		}
		missing, told := map[string]platforms.Missing{}, map[string]int64{}
		for _, count := range measured[0].Counts {
			switch {
			case count.Value != nil:
				told[count.Native] = *count.Value
			case strings.HasSuffix(count.Native, "Watched") || count.Native == "shares":
				missing[count.Native] = count.Missing
			}
		}
		if told["viewCount"] != 340 || !maps.Equal(missing, x.want) {
			t.Errorf("%+v: told %v, missing %v", x, told, missing)
		}
		if len(x.want) == 0 && (told["estimatedMinutesWatched"] != 512 || told["shares"] != 9) {
			t.Errorf("told %v", told)
		}
	}
}

func TestWhatYouTubeDoesNotTake(t *testing.T) {
	c, _, _ := youtubetest.Connect(t)
	for name, x := range map[string]struct {
		change      func(*platforms.Post)
		field, code string
	}{
		"no film":         {func(p *platforms.Post) { p.Media = nil }, platforms.FieldMedia, platforms.CodeMissing},
		"a picture":       {func(p *platforms.Post) { p.Media[0] = platformtest.Picture() }, platforms.FieldMedia, platforms.CodeUnsupported},
		"two films":       {func(p *platforms.Post) { p.Media = append(p.Media, p.Media[0]) }, platforms.FieldMedia, platforms.CodeTooMany},
		"no title":        {func(p *platforms.Post) { p.Title = " " }, platforms.FieldTitle, platforms.CodeMissing},
		"a long title":    {func(p *platforms.Post) { p.Title = strings.Repeat("Н", 101) }, platforms.FieldTitle, platforms.CodeTooLong},
		"brackets":        {func(p *platforms.Post) { p.Body = "a < b" }, platforms.FieldText, platforms.CodeInvalid},
		"a day of a film": {func(p *platforms.Post) { p.Media[0].Duration = 24 * time.Hour }, platforms.FieldDuration, platforms.CodeTooLong},
	} {
		post := sample()
		x.change(&post)
		met := false
		for _, o := range c.Check(post) {
			met = met || o.Field == x.field && o.Code == x.code
		}
		if !met {
			t.Errorf("%s: %+v", name, c.Check(post))
		}
	}
}
