// Package portaltest is a shelf in memory for the connector of package portal.
// It takes its orders as a simulator of the suite that every connector passes:
// what goes wrong goes wrong with the record.
package portaltest

import (
	"context"
	"errors"
	"sync"
	"testing"

	"caravan/internal/platforms"
	"caravan/internal/platforms/platformtest"
	"caravan/internal/platforms/portal"
)

// Platforms lists the portal for the suite.
func Platforms() []platformtest.Platform {
	const (
		noWire    = "the site is ours: there is no account, no wire and no limit"
		immutable = "a page shows what was approved and is never changed"
		allOrNone = "one question answers for all pages, or for none"
	)
	return []platformtest.Platform{{
		Name: "portal", Profile: portal.Profile(),
		Start: func(testing.TB) platformtest.Bench {
			s := &Shelf{}
			return platformtest.Bench{Connector: portal.New(s, "https://caravan.example/p/"), Simulator: simulator{s}, Stop: s.Stop}
		},
		Cannot: map[string]string{
			"what stands on the account is listed":       "the site shows nothing but what this program has put there",
			"rate limit honours the platform's own wait": noWire,
			"expired token":                           noWire,
			"no permission":                           noWire,
			"permanent refusal":                       noWire,
			"cut body: one post":                      noWire,
			"garbage JSON: one post":                  noWire,
			"credentials never appear in errors":      noWire,
			"the account says who it is":              noWire,
			"duplicate is found":                      "a key has one page, which is no refusal",
			"processing is confirmed when it is over": "a page is live at once",
			"edit in place":                           immutable,
			"metrics missing field is null":           allOrNone,
			"batch metrics partial error":             allOrNone,
		},
	}}
}

// ErrAway is the error of a shelf that cannot be reached.
var ErrAway = errors.New("the records are away")

// A Shelf keeps pages in memory. Its zero value is empty and safe for
// concurrent use.
type Shelf struct {
	platformtest.Faults

	mu    sync.Mutex
	pages []*page
	away  bool
}

type page struct {
	platformtest.Stored

	views int64
	days  []portal.Readers
}

// Put implements [portal.Shelf].
func (s *Shelf) Put(ctx context.Context, post platforms.Post) (string, error) {
	fault := s.Take()
	if fault.Kind == platformtest.Broken {
		return "", ErrAway
	}
	if fault.Kind == platformtest.HungBefore {
		fault.Hang(ctx)
		return "", ctx.Err()
	}
	fault.Delay()
	err := s.keep(post)
	if fault.Kind == platformtest.HungAfter {
		fault.Hang(ctx)
		return "", ctx.Err()
	}
	return path(post.Key), err
}

func path(key string) string { return "osh/" + key }

func (s *Shelf) keep(post platforms.Post) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.away {
		return ErrAway
	}
	for _, p := range s.pages {
		switch {
		case p.Key == post.Key && p.Removed:
			return platforms.Fail(platforms.Gone, "the page was taken away")
		case p.Key == post.Key:
			return nil
		}
	}
	s.pages = append(s.pages, &page{Stored: platformtest.Stored{
		ID: post.Key, Key: post.Key, Text: post.Text(), Language: post.Language, Media: len(post.Media),
	}})
	return nil
}

// shown returns the page of a key that is shown, or nil. The lock must be held.
func (s *Shelf) shown(key string) *page {
	for _, p := range s.pages {
		if p.Key == key && !p.Removed {
			return p
		}
	}
	return nil
}

// Find implements [portal.Shelf].
func (s *Shelf) Find(_ context.Context, key string) (string, bool, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return path(key), s.shown(key) != nil, nil
}

// Remove implements [portal.Shelf].
func (s *Shelf) Remove(_ context.Context, key string) error {
	s.change(key, func(p *page) { p.Removed = true })
	return nil
}

// Counts implements [portal.Shelf].
func (s *Shelf) Counts(_ context.Context, keys []string) ([]portal.Counts, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.away {
		return nil, ErrAway
	}
	var list []portal.Counts
	for _, key := range keys {
		p := s.shown(key)
		if p == nil {
			list = append(list, portal.Counts{Removed: true})
			continue
		}
		list = append(list, portal.Counts{Views: p.views, Days: p.days})
	}
	return list, nil
}

// Read lets a page have been read.
func (s *Shelf) Read(key string, views int64, days ...portal.Readers) {
	s.change(key, func(p *page) { p.views, p.days = views, days })
}

// Stop makes the shelf unreachable.
func (s *Shelf) Stop() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.away = true
}

// change applies f to the page of a key, if one is shown.
func (s *Shelf) change(key string, f func(*page)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if p := s.shown(key); p != nil {
		f(p)
	}
}

// simulator is a shelf as the suite handles it.
type simulator struct{ *Shelf }

// Accepted implements [platformtest.Simulator].
func (s simulator) Accepted() []platformtest.Stored {
	s.mu.Lock()
	defer s.mu.Unlock()
	var list []platformtest.Stored
	for _, p := range s.pages {
		list = append(list, p.Stored)
	}
	return list
}

// Grow implements [platformtest.Simulator].
func (s simulator) Grow(key string, c platformtest.Counters) { s.Read(key, c["views"]) }

// Break implements [platformtest.Simulator]; one page cannot fail alone.
func (simulator) Break(string) {}

// Remove implements [platformtest.Simulator].
func (s simulator) Remove(key string) {
	s.change(key, func(p *page) { p.Removed = true })
}
