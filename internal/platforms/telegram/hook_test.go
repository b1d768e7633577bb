package telegram_test

import (
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"caravan/internal/platforms"
	"caravan/internal/platforms/platformtest"
	"caravan/internal/platforms/telegram"
	"caravan/internal/platforms/telegram/telegramtest"
)

const (
	own     = "https://caravan.example/hooks/0198a3f0-aaaa-7000-8000-000000000001"
	beside  = "https://caravan.example/hooks/0198a3f0-bbbb-7000-8000-000000000002"
	moved   = "https://old.example/hooks/0198a3f0-aaaa-7000-8000-000000000001"
	another = "https://shop.example/bot/hush-hush"

	counted = "message_reaction_count"
)

// heard hands over what a connector hears at the address that was named.
func heard(c *telegram.Connector, into *[]platforms.Word, failure *error) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		said, _ := io.ReadAll(r.Body)
		*into, *failure = c.Hear(r.Header, said)
		if platforms.ClassOf(*failure) == platforms.Locked {
			w.WriteHeader(http.StatusUnauthorized)
		}
	})
}

// Reactions of all kinds are one sum, as it is now: fewer than before, or none.
func TestTelegramTellsHowManyReactionsThereAre(t *testing.T) {
	c, s, _ := telegramtest.Connect(t)
	if err := c.Subscribe(t.Context(), own); err != nil {
		t.Fatal(err)
	}
	at := time.Date(2026, 11, 24, 9, 40, 0, 0, time.UTC)
	for _, totals := range [][]int{{12, 3, 2}, {9}, {}} {
		sum := int64(0)
		for _, n := range totals {
			sum += int64(n)
		}
		var words []platforms.Word
		var err error
		s.Tell(heard(c, &words, &err), telegramtest.Reactions(telegramtest.Channel, 77, at, totals...))
		want := []platforms.Word{{Account: "-1001234567890", Post: "77", At: at, Counts: []platforms.Count{{Native: "reactions", Value: &sum}}}}
		if diff := cmp.Diff(want, words); diff != "" || err != nil {
			t.Error(diff, err)
		}
	}
}

// Who reacted is not read, and neither is anything else.
func TestWhatElseTelegramTells(t *testing.T) {
	c, s, _ := telegramtest.Connect(t)
	if err := c.Subscribe(t.Context(), own); err != nil {
		t.Fatal(err)
	}
	const here = `"chat":{"id":-1001234567890,"type":"channel"},"message_id":77`
	for said, want := range map[string]platforms.Class{
		`{"update_id":1,"message_reaction":{` + here + `,"date":1790000600,"user":{"id":5},"new_reaction":[]}}`: "",
		`{"update_id":2,"channel_post":{` + here + `,"text":"👍"}}`:                                              "",
		`{}`: "",
		`{"update_id":3,"message_reaction_count":{` + here + `,"date":1790000600}}`:                                   platforms.Refused,
		`{"update_id":4,"message_reaction_count":{` + here + `,"reactions":[]}}`:                                      platforms.Refused,
		`{"update_id":5,"message_reaction_count":{"message_id":77,"date":1790000600,"reactions":[]}}`:                 platforms.Refused,
		`{"update_id":6,"message_reaction_count":{` + here + `,"date":1790000600,"reactions":[{"total_count":"1"}]}}`: platforms.Refused,
		`[`: platforms.Refused,
		``:  platforms.Refused,
	} {
		var words []platforms.Word
		var err error
		s.Tell(heard(c, &words, &err), []byte(said))
		if words != nil || platforms.ClassOf(err) != want {
			t.Errorf("%s: %+v, %v", said, words, err)
		}
	}
}

// Only whoever was given the secret of the address is believed.
func TestSecretOfTheAddress(t *testing.T) {
	c, s, _ := telegramtest.Connect(t)
	said := telegramtest.Reactions(telegramtest.Channel, 77, platformtest.Now(), 1)
	for _, header := range []http.Header{{}, {"X-Telegram-Bot-Api-Secret-Token": {"guess"}}, {"X-Telegram-Bot-Api-Secret-Token": {telegramtest.Token}}} {
		if words, err := c.Hear(header, said); platforms.ClassOf(err) != platforms.Locked || words != nil {
			t.Errorf("%v: %+v, %v", header, words, err)
		}
	}
	s.Occupy(own, counted) // with a secret of somebody else
	var words []platforms.Word
	var err error
	if status := s.Tell(heard(c, &words, &err), said); status != http.StatusUnauthorized || words != nil {
		t.Errorf("it is answered %d: %+v", status, words)
	}
}

// A bot speaks to one address only. One of ours that hears it stays, and so
// does that of others.
func TestAddressIsNamedWhereItMustBe(t *testing.T) {
	for name, now := range map[string]struct {
		address string
		updates []string
		set     int
		class   platforms.Class
	}{
		"nobody's":                            {"", nil, 1, ""},
		"the same, of all updates":            {own, nil, 1, ""},
		"the same":                            {own, []string{counted}, 0, ""},
		"another channel's":                   {beside, []string{counted}, 0, ""},
		"another channel's, of other updates": {beside, []string{"message"}, 1, ""},
		"where the installation was":          {moved, []string{counted}, 1, ""},
		"somebody else's":                     {another, []string{counted}, 0, platforms.Refused},
	} {
		c, s, _ := telegramtest.Connect(t)
		s.Occupy(now.address, now.updates...)
		err := c.Subscribe(t.Context(), own)
		address, set := s.Hook()
		if want := map[int]string{0: now.address, 1: own}[now.set]; platforms.ClassOf(err) != now.class || set != now.set || address != want {
			t.Errorf("%s: named %d times, now %s, %v", name, set, address, err)
		}
		if err != nil && strings.Contains(err.Error(), "hush-hush") {
			t.Errorf("%s: it says %v", name, err)
		}
	}
}

// Where the bot has a new token, or a channel another bot, what is said to the
// old secret is turned away: then the address is named again, once.
func TestAddressThatTurnsTheBotAwayIsNamedAnew(t *testing.T) {
	c, s, _ := telegramtest.Connect(t)
	for _, address := range []string{own, beside} {
		s.Occupy(address, counted)
		var words []platforms.Word
		var err error
		s.Tell(heard(c, &words, &err), telegramtest.Reactions(telegramtest.Channel, 77, platformtest.Now(), 1))
		for range 2 {
			if err := c.Subscribe(t.Context(), own); err != nil {
				t.Fatal(err)
			}
		}
		if now, set := s.Hook(); now != own || set != 1 {
			t.Errorf("%s: named %d times, now %s", address, set, now)
		}
		if status := s.Tell(heard(c, &words, &err), telegramtest.Reactions(telegramtest.Channel, 77, platformtest.Now(), 1)); status != http.StatusOK || len(words) != 1 {
			t.Errorf("it is answered %d: %v", status, err)
		}
	}
}

// What was turned away once and heard later is no reason to move.
func TestAddressThatHearsTheBotAgainStays(t *testing.T) {
	c, s, _ := telegramtest.Connect(t)
	if err := c.Subscribe(t.Context(), own); err != nil {
		t.Fatal(err)
	}
	said := telegramtest.Reactions(telegramtest.Channel, 77, platformtest.Now(), 1)
	s.Tell(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusUnauthorized) }), said)
	var words []platforms.Word
	var err error
	s.Tell(heard(c, &words, &err), said)
	if err := c.Subscribe(t.Context(), beside); err != nil {
		t.Fatal(err)
	}
	if now, set := s.Hook(); now != own || set != 1 {
		t.Errorf("named %d times, now %s", set, now)
	}
}

// An address that Telegram does not take is a failure in its words.
func TestAddressThatIsRefused(t *testing.T) {
	c, _, stop := telegramtest.Connect(t)
	if err := c.Subscribe(t.Context(), "https://caravan.example:8080/hooks/1"); platforms.ClassOf(err) != platforms.Refused || !strings.Contains(err.Error(), "bad webhook") {
		t.Errorf("Subscribe: %v", err)
	}
	stop()
	if err := c.Subscribe(t.Context(), own); platforms.ClassOf(err) != platforms.Unsent {
		t.Errorf("Subscribe: %v", err)
	}
}
