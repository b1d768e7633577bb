package store

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"caravan/internal/tasks"
	"caravan/models"
)

// An OwedTask is work that has to be done from a time on. It stays until it is
// settled; after MaxTaskTries it waits for a person.
type OwedTask struct {
	ID         models.ID[OwedTask]
	Kind       string
	Payload    string // JSON
	UniqueKey  *string
	DueAt      time.Time
	LeaseUntil *time.Time
	Tries      int
	Held       bool
	Fault      string
	CreatedAt  time.Time
}

// TableName implements GORM's Tabler.
func (OwedTask) TableName() string { return "owed_tasks" }

// MaxTaskTries is how often a task is tried before a person has to look.
const MaxTaskTries = 8

// Owe writes work down. It must be called in the transaction that makes the
// work necessary. With a unique key, a second task of that key is not owed
// while the first is not settled.
func (s *Scope) Owe(ctx context.Context, task tasks.Task, uniqueKey string, due, now time.Time) error {
	payload, err := json.Marshal(task)
	if err != nil {
		return fmt.Errorf("encode task %s: %w", task.Kind(), err)
	}
	owed := OwedTask{ID: models.NewID[OwedTask](), Kind: task.Kind(), Payload: string(payload), DueAt: due, CreatedAt: now}
	if uniqueKey != "" {
		owed.UniqueKey = &uniqueKey
	}
	return translate(of[OwedTask](s.db, clause.OnConflict{DoNothing: true}).Create(ctx, &owed))
}

// DueTasks lists the tasks that nobody is doing and that are due, the longest
// due first.
func (s *Scope) DueTasks(ctx context.Context, now time.Time, limit int) ([]OwedTask, error) {
	found, err := of[OwedTask](s.db).
		Where("NOT held AND due_at <= ? AND (lease_until IS NULL OR lease_until <= ?)", now, now).Order("due_at").Limit(limit).Find(ctx)
	return found, translate(err)
}

// ClaimTask takes a task until the lease ends, and counts the try: the count
// is the fence. It reports whether the task is ours.
func (s *Scope) ClaimTask(ctx context.Context, id models.ID[OwedTask], now time.Time, lease time.Duration) (*OwedTask, bool, error) {
	until := now.Add(lease)
	n, err := of[OwedTask](s.db).
		Where("id = ? AND NOT held AND due_at <= ? AND (lease_until IS NULL OR lease_until <= ?)", id, now, now).
		Set(ctx, map[string]any{"lease_until": until, "tries": gorm.Expr("tries + 1")})
	if err != nil || n == 0 {
		return nil, false, translate(err)
	}
	task, err := of[OwedTask](s.db).Where("id = ?", id).Take(ctx)
	return &task, err == nil, translate(err)
}

// SettleTask removes a task that is done, unless somebody has overtaken us.
func (s *Scope) SettleTask(ctx context.Context, t *OwedTask) error {
	_, err := of[OwedTask](s.db).Where("id = ? AND tries = ?", t.ID, t.Tries).Delete(ctx)
	return translate(err)
}

// DeferTask lets a task that failed wait until a time, or for a person after
// MaxTaskTries.
func (s *Scope) DeferTask(ctx context.Context, t *OwedTask, until time.Time, fault error) error {
	_, err := of[OwedTask](s.db).Where("id = ? AND tries = ?", t.ID, t.Tries).Set(ctx, map[string]any{
		"lease_until": nil, "due_at": until, "held": t.Tries >= MaxTaskTries, "fault": fault.Error(),
	})
	return translate(err)
}
