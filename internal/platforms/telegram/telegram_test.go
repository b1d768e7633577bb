package telegram_test

import (
	"strings"
	"testing"

	"caravan/internal/platforms"
	"caravan/internal/platforms/platformtest"
	"caravan/internal/platforms/telegram"
	"caravan/internal/platforms/telegram/telegramtest"
)

func post(files int) platforms.Post {
	p := platforms.Post{Content: platformtest.Sample(), Key: "delivery-1", Since: platformtest.Now()}
	for range files {
		p.Media = append(p.Media, platformtest.Picture())
	}
	return p
}

// An album is one post of several messages, and goes as a whole.
func TestAlbumIsPublishedAndTakenBackWhole(t *testing.T) {
	c, s, _ := telegramtest.Connect(t)
	receipt, err := c.Publish(t.Context(), post(3))
	if err != nil || receipt.ID != "77,78,79" || receipt.URL != "https://t.me/caravan_news/77" {
		t.Fatalf("Publish = %+v, %v", receipt, err)
	}
	if stored := s.Accepted()[0]; stored.Media != 3 || stored.Text != post(0).Text() {
		t.Errorf("the album is %+v", stored)
	}
	if err := c.Retract(t.Context(), receipt); err != nil || !s.Accepted()[0].Removed {
		t.Errorf("Retract = %v, and the album is %+v", err, s.Accepted()[0])
	}
}

// Text is counted in UTF-16 units, and has less room beside media.
func TestTextHasLessRoomBesideMedia(t *testing.T) {
	c, _, _ := telegramtest.Connect(t)
	p := post(0)
	p.Body = strings.Repeat("🤝", 1000) // 2,000 units
	if objections := c.Check(p); len(objections) > 0 {
		t.Errorf("Check objects to %+v", objections)
	}
	p.Media = []platforms.Media{platformtest.Picture()}
	if objections := c.Check(p); len(objections) != 1 || objections[0].Field != platforms.FieldCaption || objections[0].Limit != 1024 || objections[0].Count < 2000 {
		t.Errorf("Check objects to %+v", objections)
	}
}

// A text that stands there already is no failure, and one that is gone is.
func TestEditIsRepeatable(t *testing.T) {
	c, s, _ := telegramtest.Connect(t)
	receipt, err := c.Publish(t.Context(), post(0))
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if _, err := c.Edit(t.Context(), receipt, post(0)); err != nil {
			t.Errorf("Edit: %v", err)
		}
	}
	s.Remove(receipt.ID)
	if _, err := c.Edit(t.Context(), receipt, post(0)); platforms.ClassOf(err) != platforms.Gone {
		t.Errorf("Edit of what is gone: %v", err)
	}
}

// A bot that may not post is found before anything is due.
func TestBotWithoutTheRightIsLocked(t *testing.T) {
	c, s, _ := telegramtest.Connect(t)
	account, err := c.Inspect(t.Context())
	if err != nil || account.ID != "-1001234567890" || account.URL != "https://t.me/caravan_news" || account.Followers == nil || *account.Followers != 1640 {
		t.Errorf("Inspect = %+v, %v", account, err)
	}
	s.May = false
	if _, err := c.Inspect(t.Context()); platforms.ClassOf(err) != platforms.Locked {
		t.Errorf("Inspect = %v", err)
	}
}

// What cannot be a token never comes into an address.
func TestTokensThatAreNone(t *testing.T) {
	for _, token := range []string{"", "abc", "12:", ":x", "12:a/../b", "12:a?b"} {
		_, err := telegram.New(nil, platforms.Settings{Credentials: platforms.Credentials{"server": "https://api.telegram.org", "bot_token": token, "channel": "news"}})
		if platforms.ClassOf(err) != platforms.Locked {
			t.Errorf("%q: %v", token, err)
		}
	}
}
