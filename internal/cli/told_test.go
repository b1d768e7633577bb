package cli

import (
	"bytes"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"caravan/internal/approval"
	"caravan/internal/dbtest"
	"caravan/internal/distribution"
	"caravan/internal/evaluation"
	"caravan/internal/planning"
	"caravan/internal/platforms"
	"caravan/internal/platforms/platformtest"
	"caravan/internal/platforms/telegram"
	"caravan/internal/platforms/telegram/telegramtest"
	"caravan/internal/store"
	"caravan/internal/vault"
	"caravan/models"
	"caravan/worker"
)

// A bot is one with two channels of a newsroom, which is told of reactions.
type bot struct {
	*dbtest.Newsroom
	t       *testing.T
	records *store.Store
	server  *telegramtest.Server
	desk    *distribution.Desk
	crew    *worker.Worker
	hooks   http.Handler
	now     time.Time
}

func newBot(t *testing.T, records *store.Store) *bot {
	t.Helper()
	b := &bot{t: t, records: records, server: telegramtest.New(), now: dbtest.Noon(), Newsroom: dbtest.NewNewsroom(t, records, "telegram", "telegram")}
	served := httptest.NewServer(b.server)
	t.Cleanup(served.Close)
	root, err := vault.NewRoot(bytes.Repeat([]byte{1}, 32))
	must(t, err)
	clock, log := func() time.Time { return b.now }, slog.New(slog.DiscardHandler)
	b.desk = &distribution.Desk{
		Store: records, Now: clock, Log: log, Worker: "test", KeySecret: []byte("secret"), Address: "https://caravan.example", Hears: true,
		Keys: &distribution.Keys{Root: root, Stamp: []byte("stamp")},
		Platforms: map[string]distribution.Platform{"telegram": {Profile: telegram.Profile(), Connect: func(s platforms.Settings) (platforms.Connector, error) {
			return telegram.New(platformtest.Client(), s)
		}}},
	}
	must(t, b.desk.PrepareKeys(t.Context()))
	evaluated := &evaluation.Desk{Store: records, Now: clock, Program: "test"}
	must(t, evaluated.Seed(t.Context(), evaluation.DefinitionsOf(telegram.Profile(), "2020-01-01")))
	b.crew = &worker.Worker{
		Store: records, Distribution: b.desk, Do: worker.Chores(b.desk, evaluated, &planning.Desk{Store: records, Now: clock}, &approval.Desk{Store: records, Now: clock}, nil), Bell: unheard{},
		Duties: worker.Duties{Publish: true, Owed: true}, Now: clock, Log: log,
	}
	b.hooks = reports(b.desk, log)
	for i, name := range []string{telegramtest.Channel, telegramtest.Beside} {
		b.connect(i, served.URL, name)
	}
	return b
}

// connect opens a channel of the newsroom with the bot.
func (b *bot) connect(i int, server, name string) {
	b.t.Helper()
	channel := b.channel(i)
	account := channel.Account
	account.Reason = "books have a channel of their own"
	_, err := b.desk.Resettle(b.t.Context(), b.Planner, channel.ID, channel.Version, account, distribution.Credentials{
		"server": server, "bot_token": telegramtest.Token, "channel": name,
	})
	must(b.t, err)
	b.crew.Sweep(b.t.Context()) // somebody looks whose account it is
}

func (b *bot) channel(i int) *models.Channel {
	b.t.Helper()
	channel, err := b.records.As(b.Planner).Channel(b.t.Context(), b.Channels[i].ID)
	must(b.t, err)
	return channel
}

// publish publishes the text in a language on a channel.
func (b *bot) publish(i int, language string) *models.Delivery {
	b.t.Helper()
	b.now = b.now.Add(time.Hour)
	made, err := b.desk.Schedule(b.t.Context(), b.Planner, distribution.Request{
		Version: b.Version.ID, Channels: []models.ID[models.Channel]{b.Channels[i].ID}, Languages: []string{language}, Traffic: "organic",
		Start: models.LocalTime{Local: b.now.Add(6*time.Hour + time.Minute).Format("2006-01-02T15:04"), Zone: "Asia/Bishkek"},
	})
	must(b.t, err)
	b.now = made[0].NotBefore
	b.crew.Sweep(b.t.Context())
	d, err := b.records.As(b.Planner).Delivery(b.t.Context(), made[0].ID)
	must(b.t, err)
	if d.State != models.Published {
		b.t.Fatalf("it is %s (%s)", d.State, d.Reason)
	}
	return d
}

// react has people react to the post of a delivery in one of the channels, as
// Telegram tells some minutes later.
func (b *bot) react(channel, post string, totals ...int) {
	b.t.Helper()
	id, err := strconv.Atoi(post)
	must(b.t, err)
	update := telegramtest.Reactions(channel, id, b.now, totals...)
	b.now = b.now.Add(3 * time.Minute)
	if status := b.server.Tell(b.hooks, update); status != http.StatusOK {
		b.t.Fatalf("it is answered %d", status)
	}
	b.crew.Sweep(b.t.Context())
}

// figures are what is known of a delivery, oldest first.
func (b *bot) figures(d *models.Delivery) []int64 {
	b.t.Helper()
	observed, err := b.records.As(b.Planner).Observations(b.t.Context(), store.ObservationFilter{Delivery: d.ID}, 0, 100)
	must(b.t, err)
	var list []int64
	for _, o := range slices.Backward(observed) {
		list = append(list, *o.Value)
	}
	return list
}

// A bot says at one address what happens in all channels of the organisation,
// and each post gets what is its own.
func TestReactionsAreCountedWhereTheyWereGiven(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, records *store.Store) {
		b := newBot(t, records)
		first := "https://caravan.example/hooks/" + b.Channels[0].ID.String()
		b.now = b.now.Add(25 * time.Hour)
		for i := range b.Channels { // the next day
			_, health, _, err := b.desk.Inspect(t.Context(), b.Planner, b.channel(i).ID, time.Minute)
			if err != nil || !health.Well || health.Detail != "" {
				t.Errorf("%+v, %v", health, err)
			}
		}
		if address, set := b.server.Hook(); address != first || set != 1 {
			t.Errorf("named %d times, last %s", set, address)
		}
		news, books := b.publish(0, "ru"), b.publish(1, "fa-AF")
		b.react(telegramtest.Channel, news.RemoteID, 12, 3)
		b.react(telegramtest.Beside, books.RemoteID, 4)
		b.react(telegramtest.Channel, news.RemoteID, 9)
		b.react(telegramtest.Channel, books.RemoteID, 100) // of the other channel
		b.react(telegramtest.Channel, "5", 100)            // somebody else's
		if got := b.figures(news); !slices.Equal(got, []int64{15, 9}) {
			t.Errorf("the news have %v", got)
		}
		if got := b.figures(books); !slices.Equal(got, []int64{4}) {
			t.Errorf("the books have %v", got)
		}
	})
}

// Whoever does not know the secret of the address says nothing there, nor does
// anybody at that of a channel which is archived.
func TestReactionsAreBelievedOfTelegramAlone(t *testing.T) {
	b := newBot(t, dbtest.SQLite(t))
	news := b.publish(0, "ru")
	id, err := strconv.Atoi(news.RemoteID)
	must(t, err)
	update := telegramtest.Reactions(telegramtest.Channel, id, b.now, 1000)
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/hooks/"+news.ChannelID.String(), bytes.NewReader(update))
	r.Header.Set("X-Telegram-Bot-Api-Secret-Token", "guess")
	w := httptest.NewRecorder()
	b.hooks.ServeHTTP(w, r)
	if w.Code != http.StatusUnauthorized {
		t.Errorf("a guess is answered %d", w.Code)
	}
	_, err = b.desk.Archive(t.Context(), b.Planner, news.ChannelID)
	must(t, err)
	if status := b.server.Tell(b.hooks, update); status != http.StatusUnauthorized {
		t.Errorf("of an archived channel it is answered %d", status)
	}
	b.crew.Sweep(t.Context())
	if got := b.figures(news); len(got) > 0 {
		t.Errorf("the news have %v", got)
	}
	// The other channel takes the address over.
	_, _, _, err = b.desk.Inspect(t.Context(), b.Planner, b.Channels[1].ID, time.Minute)
	must(t, err)
	if address, _ := b.server.Hook(); !strings.HasSuffix(address, b.Channels[1].ID.String()) {
		t.Errorf("the bot speaks to %s", address)
	}
}

// An account is no less well for a bot that speaks to somebody else, and it
// says so.
func TestBotOfSomebodyElseStaysTheirs(t *testing.T) {
	b := newBot(t, dbtest.SQLite(t))
	const shop = "https://shop.example/bot"
	b.server.Occupy(shop)
	channel, health, _, err := b.desk.Inspect(t.Context(), b.Planner, b.Channels[0].ID, time.Minute)
	if err != nil || !health.Well || !strings.Contains(health.Detail, "shop.example") || channel.State != models.ChannelHealthy {
		t.Errorf("%+v, %v", health, err)
	}
	if address, _ := b.server.Hook(); address != shop {
		t.Errorf("the bot speaks to %s", address)
	}
}

// Where nobody could be told, nobody asks to be.
func TestNobodyAsksToBeToldWhoCannotHear(t *testing.T) {
	b := newBot(t, dbtest.SQLite(t))
	b.server.Occupy("")
	for address, hears := range map[string]bool{"https://caravan.example": false, "http://127.0.0.1:8080": true, "": true} {
		b.desk.Address, b.desk.Hears = address, hears
		_, health, _, err := b.desk.Inspect(t.Context(), b.Planner, b.Channels[0].ID, time.Minute)
		if now, set := b.server.Hook(); err != nil || health.Detail != "" || set > 0 {
			t.Errorf("%q: %s, %+v, %v", address, now, health, err)
		}
	}
}
