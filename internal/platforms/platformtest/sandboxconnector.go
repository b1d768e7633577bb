package platformtest

import (
	"context"
	"errors"
	"time"

	"caravan/internal/platforms"
)

// sandboxConnector is the connector to a Sandbox.
type sandboxConnector struct{ s *Sandbox }

// sandboxFinder is one to a Sandbox that can be searched.
type sandboxFinder struct{ sandboxConnector }

var errUnreachable = errors.New("sandbox: nothing listens")

// reach fails if the platform is unreachable.
func (c sandboxConnector) reach() error {
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	if c.s.lost {
		return &platforms.Failure{Class: platforms.Unsent, Err: errUnreachable}
	}
	return nil
}

// Check implements [platforms.Connector].
func (c sandboxConnector) Check(post platforms.Post) []platforms.Objection {
	profile := c.s.Profile()
	list := platforms.Require(post.Content, platforms.FieldText)
	list = append(list, platforms.Check(post.Content, profile.Limits)...)
	return append(list, platforms.CheckMedia(post.Content, profile.MediaTypes)...)
}

// Publish implements [platforms.Connector].
func (c sandboxConnector) Publish(ctx context.Context, post platforms.Post) (platforms.Receipt, error) {
	if err := c.reach(); err != nil {
		return platforms.Receipt{}, err
	}
	return c.s.meet(ctx, post, c.s.Take())
}

// Find implements [platforms.Finder].
func (c sandboxFinder) Find(_ context.Context, post platforms.Post) (platforms.Receipt, bool, error) {
	if err := c.reach(); err != nil {
		return platforms.Receipt{}, false, err
	}
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	for _, p := range c.s.posts {
		if p.Key == post.Key && !p.Removed && !p.posted.Before(post.Since) {
			return p.receipt(), true, nil
		}
	}
	return platforms.Receipt{}, false, nil
}

// Recent implements [platforms.Lister].
func (c sandboxConnector) Recent(_ context.Context, since time.Time) ([]platforms.Shown, error) {
	if err := c.reach(); err != nil {
		return nil, err
	}
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	var shown []platforms.Shown
	for _, p := range c.s.posts {
		if !p.Removed && !p.posted.Before(since) {
			shown = append(shown, platforms.Shown{ID: p.ID, URL: p.receipt().URL, Text: p.Text})
		}
	}
	return shown, nil
}

// Confirm implements [platforms.Confirmer].
func (c sandboxConnector) Confirm(_ context.Context, receipt platforms.Receipt) (platforms.Receipt, error) {
	if err := c.reach(); err != nil {
		return receipt, err
	}
	now := receipt
	removed := false
	there := c.s.change(receipt.ID, func(p *sandboxPost) {
		p.pending = max(p.pending-1, 0)
		now, removed = p.receipt(), p.Removed
	})
	if !there || removed {
		return receipt, &platforms.Failure{Class: platforms.Gone, Err: errRefused}
	}
	return now, nil
}

// Edit implements [platforms.Editor].
func (c sandboxConnector) Edit(_ context.Context, receipt platforms.Receipt, post platforms.Post) (platforms.Receipt, error) {
	if !c.s.change(receipt.ID, func(p *sandboxPost) { p.Text = post.Text() }) {
		return receipt, &platforms.Failure{Class: platforms.Gone, Err: errRefused}
	}
	return receipt, nil
}

// Retract implements [platforms.Retractor].
func (c sandboxConnector) Retract(_ context.Context, receipt platforms.Receipt) error {
	c.s.Remove(receipt.ID)
	return nil
}

// Inspect implements [platforms.Inspector].
func (c sandboxConnector) Inspect(context.Context) (platforms.Account, error) {
	followers := int64(1280)
	c.s.mu.Lock()
	owner := c.s.owner
	c.s.mu.Unlock()
	return platforms.Account{ID: owner, Name: "sandbox", URL: "https://sandbox.example", Followers: &followers}, c.reach()
}

// Measure implements [platforms.Measurer].
func (c sandboxConnector) Measure(_ context.Context, receipts []platforms.Receipt) ([]platforms.Measures, error) {
	if err := c.reach(); err != nil {
		return nil, err
	}
	list := make([]platforms.Measures, 0, len(receipts))
	for _, r := range receipts {
		list = append(list, c.measure(r.ID))
	}
	return list, nil
}

func (c sandboxConnector) measure(id string) platforms.Measures {
	m := platforms.Measures{ID: id, Err: &platforms.Failure{Class: platforms.Gone, Err: errRefused}}
	c.s.change(id, func(p *sandboxPost) {
		switch {
		case p.Removed:
		case p.broken:
			m.Err = &platforms.Failure{Class: platforms.Unsent, Err: errAnswer}
		default:
			m.Err, m.Counts = nil, c.counts(p.counters(c.s.now()))
		}
	})
	return m
}

func (c sandboxConnector) counts(figures Counters) []platforms.Count {
	var counts []platforms.Count
	for _, metric := range c.s.Profile().Metrics {
		var value *int64
		if n, ok := figures[metric.Native]; ok {
			value = &n
		}
		counts = append(counts, platforms.Counted(metric.Native, value))
	}
	return counts
}
