package distribution

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"caravan/models"
)

// How far the clock of a process may be from that of the database or from its
// own past, and how long it has to be right again before it is believed.
const (
	clockApart = 30 * time.Second
	clockBack  = 5 * time.Second
	clockCalm  = time.Minute
)

// A Clock is what the clock of a process is compared with, and how that went.
type Clock struct {
	Ask func(context.Context) (time.Time, error) // what the database says

	mu    sync.Mutex
	last  time.Time
	wrong time.Time // when it was last wrong; zero: not lately
}

// believes notes what two clocks say and reports whether the first may be gone
// by, and whether that has changed.
func (c *Clock) believes(own, database time.Time) (right, changed bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	before := c.wrong
	switch {
	case own.Sub(database).Abs() > clockApart || c.last.Sub(own) > clockBack:
		c.wrong = own
	case own.Sub(c.wrong) >= clockCalm:
		c.wrong = time.Time{}
	}
	c.last = own
	return c.wrong.IsZero(), before.IsZero() != c.wrong.IsZero()
}

// punctual refuses to publish while nobody can say what time it is: what is
// due by a clock that is an hour ahead would leave an hour early.
func (d *Desk) punctual(ctx context.Context) error {
	if d.Clock == nil {
		return nil
	}
	database, err := d.Clock.Ask(ctx)
	if err != nil {
		return err
	}
	own := d.Now()
	right, changed := d.Clock.believes(own, database)
	if changed {
		d.Log.ErrorContext(ctx, "clock of this process against that of the database", slog.Bool("believed", right), slog.Duration("ahead", own.Sub(database)))
	}
	if !right {
		return models.ErrHeld.With("The clocks of this process and of the database differ.")
	}
	return nil
}
