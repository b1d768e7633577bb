// Package outlettest holds the slips that a connector of package outlet opens,
// as the program does in its deliveries, for the suite that every connector
// passes.
package outlettest

import (
	"context"
	"sync"
	"testing"

	"caravan/internal/platforms"
	"caravan/internal/platforms/outlet"
	"caravan/internal/platforms/platformtest"
)

// Platforms lists the kinds of outlet for the suite.
func Platforms() []platformtest.Platform {
	var list []platformtest.Platform
	for _, kind := range outlet.Kinds() {
		profile := outlet.Profile(kind)
		list = append(list, platformtest.Platform{
			Name: profile.Name, Profile: profile, Cannot: cannot(),
			Start: func(testing.TB) platformtest.Bench {
				b := &binder{Connector: outlet.New(kind)}
				return platformtest.Bench{Connector: b, Simulator: b}
			},
		})
	}
	return list
}

func cannot() map[string]string {
	const (
		noWire   = "nothing is sent anywhere: there is no account, no wire and no limit"
		oneSlip  = "a key has one slip, so nothing needs to be found"
		byPerson = "a person carries it out, confirms it and says how it went"
	)
	return map[string]string{
		"what stands on the account is listed":       noWire,
		"slow answer is waited for":                  noWire,
		"nothing listens: unsent":                    noWire,
		"rate limit honours the platform's own wait": noWire,
		"expired token":                              noWire,
		"no permission":                              noWire,
		"permanent refusal":                          noWire,
		"server error: one post":                     noWire,
		"hang before accept: one post after retry":   noWire,
		"hang after accept: one post":                noWire,
		"cut body: one post":                         noWire,
		"garbage JSON: one post":                     noWire,
		"credentials never appear in errors":         noWire,
		"the account says who it is":                 noWire,
		"duplicate is found":                         oneSlip,
		"what was never sent is not found":           oneSlip,
		"processing is confirmed when it is over":    byPerson,
		"edit in place":                              byPerson,
		"delete twice":                               byPerson,
		"metrics of a batch come in order":           byPerson,
		"metrics missing field is null":              byPerson,
		"metrics shrink is accepted":                 byPerson,
		"post removed on the platform is gone":       byPerson,
		"batch metrics partial error":                byPerson,
	}
}

// binder is a connector whose slips are kept, one under each id.
type binder struct {
	*outlet.Connector
	platformtest.Faults

	mu    sync.Mutex
	slips []platformtest.Stored
}

// Publish opens a slip and keeps it.
func (b *binder) Publish(ctx context.Context, post platforms.Post) (platforms.Receipt, error) {
	receipt, err := b.Connector.Publish(ctx, post)
	if err != nil {
		return receipt, err
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, s := range b.slips {
		if s.ID == receipt.ID {
			return receipt, nil
		}
	}
	b.slips = append(b.slips, platformtest.Stored{
		ID: receipt.ID, Key: post.Key, Text: post.Text(), Language: post.Language, Media: len(post.Media),
	})
	return receipt, nil
}

// Accepted implements [platformtest.Simulator].
func (b *binder) Accepted() []platformtest.Stored {
	b.mu.Lock()
	defer b.mu.Unlock()
	return append([]platformtest.Stored(nil), b.slips...)
}

// Grow implements [platformtest.Simulator]; nobody counts.
func (*binder) Grow(string, platformtest.Counters) {}

// Break implements [platformtest.Simulator]; nobody is asked.
func (*binder) Break(string) {}

// Remove implements [platformtest.Simulator]; what was aired is not taken back.
func (*binder) Remove(string) {}
