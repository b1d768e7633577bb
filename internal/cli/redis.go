package cli

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/alicebob/miniredis/v2"
	"github.com/redis/go-redis/v9"
)

type redisServer struct {
	RedisURL          string `env:"CARAVAN_REDIS_URL" help:"Redis address; empty for one inside this process."`
	RedisPasswordFile string `env:"CARAVAN_REDIS_PASSWORD_FILE" type:"path" help:"A file that holds the password of Redis."`
}

// silence keeps the client from writing lines of its own: what goes wrong is
// said by whoever asked.
type silence struct{}

// Printf implements the client's logger.
func (silence) Printf(context.Context, string, ...any) {}

var silenceRedis = sync.OnceFunc(func() { redis.SetLogger(silence{}) }) //nolint:gochecknoglobals // it sets a global of the client

// open returns a client, and a function that ends it. Redis holds nothing that
// the database does not know, so the one inside the process forgets everything
// at its end.
func (r redisServer) open(ctx context.Context) (redis.UniversalClient, func(), error) {
	silenceRedis()
	if r.RedisURL != "" {
		address, err := withPassword(r.RedisURL, r.RedisPasswordFile)
		if err != nil {
			return nil, nil, fmt.Errorf("redis address: %w", err)
		}
		options, err := redis.ParseURL(address)
		if err != nil {
			return nil, nil, errors.New("the redis address cannot be read") // the error quotes it
		}
		client := redis.NewClient(options)
		return client, func() { _ = client.Close() }, nil
	}
	server := miniredis.NewMiniRedis()
	password := rand.Text()
	server.RequireAuth(password)
	if err := server.Start(); err != nil {
		return nil, nil, fmt.Errorf("start redis: %w", err)
	}
	ctx, stop := context.WithCancel(ctx)
	go age(ctx, server)
	client := redis.NewClient(&redis.Options{Addr: server.Addr(), Password: password})
	return client, func() { _ = client.Close(); stop(); server.Close() }, nil
}

// age lets time pass in the Redis of this process, which does not by itself.
func age(ctx context.Context, server *miniredis.Miniredis) {
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	for {
		select {
		case <-tick.C:
			server.FastForward(time.Second)
		case <-ctx.Done():
			return
		}
	}
}
