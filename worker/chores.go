package worker

import (
	"context"
	"encoding/json"
	"fmt"

	"caravan/internal/approval"
	"caravan/internal/audit"
	"caravan/internal/distribution"
	"caravan/internal/evaluation"
	"caravan/internal/planning"
	"caravan/internal/tasks"
)

// Chores returns who does each kind of owed task. Without an audit desk nothing
// is signed.
func Chores(distribution *distribution.Desk, evaluation *evaluation.Desk, planning *planning.Desk, approval *approval.Desk, audit *audit.Desk) map[string]Doer {
	c := &chores{distribution, evaluation, planning, audit}
	do := map[string]Doer{}
	does(do, c.measure)
	does(do, evaluation.Told)
	does(do, c.rollUp)
	does(do, c.inspect)
	does(do, c.redeem)
	does(do, distribution.Renew)
	does(do, c.rewrap)
	does(do, c.forget)
	does(do, c.purge)
	does(do, planning.SweepMedia)
	does(do, planning.TellReveal)
	does(do, planning.SuspendUnreviewed)
	does(do, approval.Ring)
	does(do, approval.Notify)
	does(do, c.watch)
	does(do, distribution.TellBacklash)
	does(do, distribution.Look)
	does(do, distribution.Forewarn)
	does(do, distribution.TellAccount)
	does(do, c.checkpoint)
	return do
}

// does puts a function down for the kind of task that it takes.
func does[T tasks.Task](do map[string]Doer, fn func(context.Context, T) error) {
	var kind T
	do[kind.Kind()] = func(ctx context.Context, payload []byte) error {
		var task T
		if err := json.Unmarshal(payload, &task); err != nil {
			return fmt.Errorf("read task %s: %w", task.Kind(), err)
		}
		return fn(ctx, task)
	}
}

type chores struct {
	distribution *distribution.Desk
	evaluation   *evaluation.Desk
	planning     *planning.Desk
	audit        *audit.Desk
}

// measure reads how a post is doing, keeps what was said, and owes the next
// reading. The batch names the round, so that a reading that is repeated after
// a fault is taken once.
func (c *chores) measure(ctx context.Context, t tasks.Measure) error {
	reading, readable, err := c.distribution.Read(ctx, t.Delivery)
	if err != nil || !readable {
		return err
	}
	batch := fmt.Sprintf("%s/%d", t.Delivery, t.Round)
	now := c.distribution.Now()
	if reading.Failure != nil {
		err = c.evaluation.Unmeasured(ctx, t.Delivery, reading.Failure, batch, now)
	} else {
		err = c.evaluation.Measure(ctx, t.Delivery, reading.Measures, batch, now)
	}
	if err != nil {
		return err
	}
	return c.distribution.NextReading(ctx, t)
}

// rollUp derives what screens read from what was observed.
func (c *chores) rollUp(ctx context.Context, _ tasks.RollUp) error {
	_, err := c.evaluation.RollUp(ctx)
	return err
}

// watch owes the next look, and stops the campaigns that people turn against.
func (c *chores) watch(ctx context.Context, _ tasks.Watch) error {
	if err := c.evaluation.WatchAgain(ctx); err != nil {
		return err
	}
	backlashes, err := c.evaluation.Backlashes(ctx)
	if err != nil {
		return err
	}
	for _, b := range backlashes {
		if err := c.distribution.StopForBacklash(ctx, b.Campaign, b.Alarms); err != nil {
			return err
		}
	}
	return nil
}

// inspect asks how the account of a channel is.
func (c *chores) inspect(ctx context.Context, t tasks.Inspect) error {
	return c.distribution.AnswerInspection(ctx, t.Channel)
}

// redeem has the owner of a channel's account let it be used.
func (c *chores) redeem(ctx context.Context, t tasks.Redeem) error {
	return c.distribution.Redeem(ctx, t.Channel)
}

// rewrap seals credentials anew.
func (c *chores) rewrap(ctx context.Context, _ tasks.Rewrap) error { return c.distribution.Rewrap(ctx) }

// forget destroys identities that are kept without need.
func (c *chores) forget(ctx context.Context, _ tasks.Forget) error {
	_, err := c.planning.DestroyForgotten(ctx)
	return err
}

// purge lets nothing be left of destroyed identities.
func (c *chores) purge(ctx context.Context, _ tasks.Purge) error { return c.planning.Purge(ctx) }

// checkpoint signs what was added to the audit trail.
func (c *chores) checkpoint(ctx context.Context, _ tasks.Checkpoint) error {
	if c.audit == nil {
		return nil
	}
	return c.audit.Keep(ctx)
}
