package worker

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/hibiken/asynq"
	"github.com/redis/go-redis/v9"
)

// The queues and their only kind of message: an ID.
const (
	publishQueue = "publish"
	owedQueue    = "default"
	ringKind     = "ring"
)

// An AsynqBell rings over Redis. It never asks Asynq to try again: whether and
// when is written in the database.
type AsynqBell struct {
	Redis    redis.UniversalClient
	Shutdown time.Duration // how long running work may take to end
	Log      *slog.Logger
}

// Ring implements [Bell]. Rings for the same thing within five seconds are
// one.
func (b *AsynqBell) Ring(ctx context.Context, r Ring) error {
	queue := owedQueue
	if r.Delivery {
		queue = publishQueue
	}
	client := asynq.NewClientFromRedisClient(b.Redis)
	_, err := client.EnqueueContext(ctx, asynq.NewTask(ringKind, r.ID[:]), asynq.Queue(queue), asynq.MaxRetry(0),
		asynq.Unique(5*time.Second), asynq.Timeout(b.Shutdown+5*time.Second))
	if err != nil && !errors.Is(err, asynq.ErrDuplicateTask) {
		return fmt.Errorf("ring: %w", err)
	}
	return nil
}

// Listen implements [Bell].
func (b *AsynqBell) Listen(ctx context.Context, duties Duties, parallel int, answer func(context.Context, Ring)) error {
	queues := map[string]int{}
	if duties.Publish {
		queues[publishQueue] = 2
	}
	if duties.Owed {
		queues[owedQueue] = 1
	}
	mux := asynq.NewServeMux()
	mux.HandleFunc(ringKind, func(ctx context.Context, t *asynq.Task) error {
		queue, _ := asynq.GetQueueName(ctx)
		if len(t.Payload()) == 16 {
			answer(ctx, Ring{Delivery: queue == publishQueue, ID: [16]byte(t.Payload())})
		}
		return nil
	})
	server := asynq.NewServerFromRedisClient(b.Redis, asynq.Config{
		Concurrency: parallel, Queues: queues, ShutdownTimeout: b.Shutdown, Logger: asynqLog{b.Log}, LogLevel: asynq.WarnLevel,
		TaskCheckInterval: 200 * time.Millisecond, HealthCheckInterval: time.Minute,
	})
	if err := server.Start(mux); err != nil {
		return fmt.Errorf("listen for rings: %w", err)
	}
	<-ctx.Done()
	server.Shutdown()
	return nil
}

// asynqLog hands Asynq's lines to slog.
type asynqLog struct{ log *slog.Logger }

func (l asynqLog) Debug(args ...any) { l.log.Debug("asynq", slog.String("says", fmt.Sprint(args...))) }

func (l asynqLog) Info(args ...any) { l.log.Info("asynq", slog.String("says", fmt.Sprint(args...))) }

func (l asynqLog) Warn(args ...any) { l.log.Warn("asynq", slog.String("says", fmt.Sprint(args...))) }

func (l asynqLog) Error(args ...any) { l.log.Warn("asynq", slog.String("says", fmt.Sprint(args...))) }

func (l asynqLog) Fatal(args ...any) { l.log.Error("asynq", slog.String("says", fmt.Sprint(args...))) }
