package platformtest

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"caravan/internal/platforms"
)

// patience bounds an attempt on a platform that does answer.
const patience = 30 * time.Second

// A bench is a Bench under test; it remembers every error it has seen.
type bench struct {
	Bench

	profile platforms.Profile
	media   []platforms.Media // that every post has
	errs    []error
}

// post is a post of sample content, under a key of its own.
func (b *bench) post(key string, change ...func(*platforms.Content)) platforms.Post {
	post := platforms.Post{Content: Sample(), Key: key, Since: Now().Add(-time.Minute)}
	post.Media = b.media
	for _, f := range change {
		f(&post.Content)
	}
	return post
}

// publish makes one attempt. A fault that hangs is waited for and given up on
// as soon as it is met.
func (b *bench) publish(t *testing.T, post platforms.Post, faults ...Fault) (platforms.Receipt, error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	for _, f := range faults {
		b.Simulator.Next(f)
		if f.Reached != nil {
			go func() {
				select {
				case <-f.Reached:
					cancel()
				case <-ctx.Done():
				}
			}()
		}
	}
	receipt, err := b.Connector.Publish(ctx, post)
	b.see(t, err)
	return receipt, err
}

// see checks what is true of every error of a connector.
func (b *bench) see(t *testing.T, err error) {
	t.Helper()
	if err == nil {
		return
	}
	b.errs = append(b.errs, err)
	if _, ok := errors.AsType[*platforms.Failure](err); !ok {
		t.Errorf("error %v is not a *platforms.Failure", err)
	}
	for _, secret := range b.Secrets {
		if strings.Contains(fmt.Sprintf("%v %+v %#v", err, err, err), secret) {
			t.Errorf("a credential stands in the error %q", err)
		}
	}
}

// ending is how a delivery ended.
type ending string

const (
	published ending = "published"
	unknown   ending = "unknown" // a person has to look
	failed    ending = "failed"
)

// deliver publishes a post as the program does: it repeats what was surely
// not taken, looks for what may have been, and repeats that only where the
// class of the platform allows it.
func (b *bench) deliver(t *testing.T, post platforms.Post, faults ...Fault) (platforms.Receipt, ending) {
	t.Helper()
	for range 5 {
		receipt, err := b.publish(t, post, faults...)
		if err == nil {
			return receipt, published
		}
		faults = nil
		if f, ok := errors.AsType[*platforms.Failure](err); ok {
			post.Prepared = f.Prepared
		}
		switch platforms.ClassOf(err) {
		case platforms.Unsent, platforms.Throttled:
		case platforms.Uncertain, platforms.Duplicate:
			receipt, found, again := b.reconcile(t, post)
			if found {
				return receipt, published
			}
			if !again {
				return receipt, unknown
			}
		case platforms.Refused, platforms.Locked, platforms.Gone:
			return receipt, failed
		}
	}
	t.Fatal("the post was still not taken after five attempts")
	return platforms.Receipt{}, failed
}

// reconcile looks for a post that may have been taken, and says whether it
// may be sent again if it is not there.
func (b *bench) reconcile(t *testing.T, post platforms.Post) (r platforms.Receipt, found, again bool) {
	t.Helper()
	if finder, ok := b.Connector.(platforms.Finder); ok {
		r, found, err := finder.Find(t.Context(), post)
		b.see(t, err)
		if err != nil {
			t.Fatalf("Find: %v", err)
		}
		return r, found, b.profile.Delivery != platforms.Opaque
	}
	return r, false, b.profile.Delivery == platforms.Keyed
}

// accepted fails unless the platform has taken exactly n posts.
func (b *bench) accepted(t *testing.T, n int) []Stored {
	t.Helper()
	list := b.Simulator.Accepted()
	if len(list) != n {
		t.Fatalf("the platform has taken %d posts, want %d: %+v", len(list), n, list)
	}
	return list
}

// must publishes a post on a platform where nothing goes wrong.
func (b *bench) must(t *testing.T, post platforms.Post) platforms.Receipt {
	t.Helper()
	receipt, err := b.publish(t, post)
	if err != nil {
		t.Fatalf("Publish: %v", err)
	}
	if receipt.ID == "" {
		t.Fatal("the receipt has no id")
	}
	return receipt
}

// as asserts that the connector can do something.
func as[C any](t *testing.T, b *bench) C {
	t.Helper()
	c, ok := b.Connector.(C)
	if !ok {
		t.Fatalf("%T is no %T: say in Cannot why not", b.Connector, (*C)(nil))
	}
	return c
}
