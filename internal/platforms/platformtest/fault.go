package platformtest

import (
	"context"
	"io"
	"net/http"
	"slices"
	"sync"
	"time"
)

// FaultKind is what goes wrong.
type FaultKind int

// The kinds of fault.
const (
	None FaultKind = iota
	RateLimited
	Expired
	Forbidden
	Invalid
	Broken
	HungBefore
	HungAfter
	Cut
	Garbage
	Delayed
	Repeated
	Pending
)

// A Fault is something that goes wrong with one publication.
type Fault struct {
	Kind  FaultKind
	Wait  time.Duration // of RateLimited and Delayed
	Code  int           // of Invalid and Broken
	Polls int           // of Pending

	// Reached is closed when a simulator hangs.
	Reached chan struct{}
}

// RateLimit refuses the post until a time has passed.
func RateLimit(wait time.Duration) Fault { return Fault{Kind: RateLimited, Wait: wait} }

// AuthExpired refuses the credentials.
func AuthExpired() Fault { return Fault{Kind: Expired} }

// Permission refuses what the credentials may do.
func Permission() Fault { return Fault{Kind: Forbidden} }

// Permanent refuses the post for ever, with a code of the platform; zero is
// the usual one.
func Permanent(code int) Fault { return Fault{Kind: Invalid, Code: code} }

// HTTP5xx fails before the post is taken, without saying so.
func HTTP5xx() Fault { return Fault{Kind: Broken, Code: 502} }

// HangBeforeAccept never answers and does not take the post.
func HangBeforeAccept() Fault { return Fault{Kind: HungBefore, Reached: make(chan struct{})} }

// HangAfterAccept takes the post and never answers.
func HangAfterAccept() Fault { return Fault{Kind: HungAfter, Reached: make(chan struct{})} }

// CutBody takes the post and breaks off in the middle of the answer.
func CutBody() Fault { return Fault{Kind: Cut} }

// GarbageJSON takes the post and answers nonsense.
func GarbageJSON() Fault { return Fault{Kind: Garbage} }

// Slow answers late.
func Slow(d time.Duration) Fault { return Fault{Kind: Delayed, Wait: d} }

// Duplicate refuses a post that the platform says it has already; the post is
// taken, as by an attempt whose answer was lost.
func Duplicate() Fault { return Fault{Kind: Repeated} }

// Processing takes the post and shows it after having been asked n times.
func Processing(n int) Fault { return Fault{Kind: Pending, Polls: n} }

// Hang tells whoever waits that the fault is met, and returns when ctx ends.
func (f Fault) Hang(ctx context.Context) {
	if f.Reached != nil {
		close(f.Reached)
	}
	<-ctx.Done()
}

// Delay returns after the time that a slow answer takes.
func (f Fault) Delay() { <-time.After(f.Wait) }

// Faults is the queue of a simulator. Its zero value is empty.
type Faults struct {
	mu    sync.Mutex
	queue []Fault
}

// Next implements [Simulator].
func (q *Faults) Next(fault Fault) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.queue = append(q.queue, fault)
}

// Meet takes a publication over HTTP, or lets it meet the fault whose turn it is.
// Keep takes the post and returns what answers it; refuse answers a fault that
// takes none.
func (q *Faults) Meet(w http.ResponseWriter, r *http.Request, keep func() (answer func()), refuse func(Fault)) {
	switch f := q.Take(); f.Kind {
	case None:
		keep()()
	case Delayed:
		f.Delay()
		keep()()
	case HungBefore:
		f.Hang(r.Context())
	case HungAfter:
		keep()
		f.Hang(r.Context())
	case Cut:
		keep()
		w.Header().Set("Content-Length", "64")
		_, _ = io.WriteString(w, `{"`)
	case Garbage:
		keep()
		_, _ = io.WriteString(w, "<html>Bad Gateway")
	case RateLimited, Expired, Forbidden, Invalid, Broken, Repeated, Pending:
		refuse(f)
	}
}

// Take removes the first fault if it is of one of the kinds, or of any where
// none is named. Otherwise it returns one of kind None.
func (q *Faults) Take(kinds ...FaultKind) Fault {
	q.mu.Lock()
	defer q.mu.Unlock()
	if len(q.queue) == 0 || (len(kinds) > 0 && !slices.Contains(kinds, q.queue[0].Kind)) {
		return Fault{}
	}
	first := q.queue[0]
	q.queue = q.queue[1:]
	return first
}
