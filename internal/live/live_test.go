package live_test

import (
	"context"
	"log/slog"
	"testing"
	"time"

	"github.com/alicebob/miniredis/v2"
	"github.com/redis/go-redis/v9"
	"go.uber.org/goleak"

	"caravan/internal/live"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// run starts a hub that ends with the test.
func run(t *testing.T, client redis.UniversalClient) *live.Hub {
	t.Helper()
	hub := live.New(client, slog.New(slog.DiscardHandler))
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- hub.Run(ctx) }()
	t.Cleanup(func() {
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	return hub
}

func dial(t *testing.T, address string) redis.UniversalClient {
	t.Helper()
	client := redis.NewClient(&redis.Options{Addr: address})
	t.Cleanup(func() { _ = client.Close() })
	return client
}

func TestHintWakesItsOrganisationOnly(t *testing.T) {
	hub := run(t, nil)
	osh, stop := hub.Listen("osh")
	defer stop()
	batken, stop := hub.Listen("batken")
	defer stop()
	hub.Hint("osh")
	hub.Hint("osh")
	<-osh
	select {
	case <-osh:
		t.Error("two hints in a row woke twice")
	case <-batken:
		t.Error("woken by another organisation's hint")
	default:
	}
}

func TestHintReachesOtherProcesses(t *testing.T) {
	server := miniredis.RunT(t)
	here, there := run(t, dial(t, server.Addr())), run(t, dial(t, server.Addr()))
	woken, stop := there.Listen("osh")
	defer stop()
	hintUntil(t, here, woken)
}

func TestHubOutlivesItsRedis(t *testing.T) {
	server := miniredis.RunT(t)
	here, there := run(t, dial(t, server.Addr())), run(t, dial(t, server.Addr()))
	server.Close()
	local, stop := here.Listen("osh")
	defer stop()
	here.Hint("osh")
	<-local // the hint of the own process needs no Redis
	if err := server.Restart(); err != nil {
		t.Fatal(err)
	}
	woken, stop := there.Listen("osh")
	defer stop()
	hintUntil(t, here, woken)
}

// hintUntil hints until the other process hears it: who subscribes late, or
// has to join again, misses what came before.
func hintUntil(t *testing.T, from *live.Hub, woken <-chan struct{}) {
	t.Helper()
	again := time.NewTicker(20 * time.Millisecond)
	defer again.Stop()
	for deadline := time.After(20 * time.Second); ; {
		from.Hint("osh")
		select {
		case <-woken:
			return
		case <-again.C:
		case <-deadline:
			t.Fatal("no hint arrived")
		}
	}
}
