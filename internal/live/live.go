// Package live wakes those who watch an organisation when something of it
// changed. A hint says nothing else: what happened is read from the records.
// Hints travel between processes over Redis; where it is missing or lost they
// stay within the process, and whoever watches has to look by themselves from
// time to time.
package live

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"github.com/redis/go-redis/v9"
)

// channel is where hints travel in Redis.
const channel = "caravan:live"

// A Hub passes hints on.
type Hub struct {
	redis redis.UniversalClient
	log   *slog.Logger
	out   chan string

	mu        sync.Mutex
	listeners map[string]map[chan struct{}]bool
}

// New returns a hub over a Redis, or within the process only where client is
// nil.
func New(client redis.UniversalClient, log *slog.Logger) *Hub {
	return &Hub{redis: client, log: log, out: make(chan string, 1024), listeners: map[string]map[chan struct{}]bool{}}
}

// Hint wakes those who listen to an organisation. It never blocks; under a
// flood hints for other processes are dropped.
func (h *Hub) Hint(organization string) {
	h.wake(organization)
	select {
	case h.out <- organization:
	default:
	}
}

// Listen returns a channel that is woken after a change of the organisation,
// once for many changes in a row, and a function that ends the listening.
func (h *Hub) Listen(organization string) (woken <-chan struct{}, stop func()) {
	bell := make(chan struct{}, 1)
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.listeners[organization] == nil {
		h.listeners[organization] = map[chan struct{}]bool{}
	}
	h.listeners[organization][bell] = true
	return bell, func() {
		h.mu.Lock()
		defer h.mu.Unlock()
		delete(h.listeners[organization], bell)
		if len(h.listeners[organization]) == 0 {
			delete(h.listeners, organization)
		}
	}
}

func (h *Hub) wake(organization string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for bell := range h.listeners[organization] {
		select {
		case bell <- struct{}{}:
		default: // woken already
		}
	}
}

// Run carries hints to other processes and back until ctx ends. A Redis that
// is lost is joined again when it is back.
func (h *Hub) Run(ctx context.Context) error {
	if h.redis == nil {
		<-ctx.Done()
		return nil
	}
	subscription := h.redis.Subscribe(ctx, channel)
	defer func() { _ = subscription.Close() }()
	heard := subscription.Channel()
	lost := false
	for {
		select {
		case <-ctx.Done():
			return nil
		case message, open := <-heard:
			if !open {
				return nil
			}
			h.wake(message.Payload)
		case organization := <-h.out:
			err := h.publish(ctx, organization)
			if err != nil && !lost && ctx.Err() == nil {
				h.log.WarnContext(ctx, "hints stay in this process", slog.Any("error", err))
			}
			lost = err != nil
		}
	}
}

func (h *Hub) publish(ctx context.Context, organization string) error {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	return h.redis.Publish(ctx, channel, organization).Err()
}
