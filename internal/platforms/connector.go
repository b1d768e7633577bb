package platforms

import (
	"context"
	"io"
	"time"
)

// A Connector puts posts on one account of one platform. These are the things
// every platform can do; what some can do besides is a separate interface
// below, found by a type assertion. Connectors are safe for concurrent use.
type Connector interface {
	// Check reports what the platform would not take about the post. It does
	// no I/O, and is asked before approval and again before sending.
	Check(post Post) []Objection

	// Publish sends the post once. The receipt says whether it is live, or
	// only accepted. Every error is a *Failure.
	Publish(ctx context.Context, post Post) (Receipt, error)
}

// A Finder can tell what became of a post it may have sent.
type Finder interface {
	// Find looks for the post among those of the account since post.Since.
	// False means that it is not there now; a platform that reads its own
	// writes late may still show it a moment later. Every error is a *Failure
	// and means that nothing was learned.
	Find(ctx context.Context, post Post) (Receipt, bool, error)
}

// A Lister can tell what stands on its account.
type Lister interface {
	// Recent returns what was posted on the account since a time, whoever posted
	// it. Answers to others, and what only passes a post of others on, are left
	// out. Every error is a *Failure and means that nothing was learned.
	Recent(ctx context.Context, since time.Time) ([]Shown, error)
}

// A Shown is a post as it stands on its platform.
type Shown struct {
	ID   string // as in its Receipt
	URL  string
	Text string // plain, as readers see it
}

// A Measurer can say how posts are doing, as many at a time as it likes.
type Measurer interface {
	// Measure returns one Measures for each receipt, in their order. A failure
	// of one post stands in its Measures; an error, always a *Failure, means
	// that nothing was learned about any.
	Measure(ctx context.Context, receipts []Receipt) ([]Measures, error)
}

// A Confirmer can tell when a post that was accepted has become live.
type Confirmer interface {
	// Confirm returns the receipt as it stands now, Accepted or Live, and is
	// given that one the next time. A post that the platform turned down in the
	// end is a Failure of class Refused.
	Confirm(ctx context.Context, receipt Receipt) (Receipt, error)
}

// A Retractor can take a post away.
type Retractor interface {
	// Retract removes the post. One that is gone already is a success, so it
	// may be repeated after any failure. Every error is a *Failure.
	Retract(ctx context.Context, receipt Receipt) error
}

// An Editor can change a post where it stands.
type Editor interface {
	// Edit replaces the content of the post by that of the post given. It may
	// be repeated after any failure. Every error is a *Failure.
	Edit(ctx context.Context, receipt Receipt, post Post) (Receipt, error)
}

// An Inspector can tell whether its account is well.
type Inspector interface {
	// Inspect reads who the platform says we are and what it takes now. An
	// account that needs a person is a Failure of class Locked.
	Inspect(ctx context.Context) (Account, error)
}

// A Revoker can have its own credentials taken back.
type Revoker interface {
	// Revoke tells the platform to take the credentials no more. Credentials
	// that it does not take already are a success, so it may be repeated after
	// any failure. Every error is a *Failure.
	Revoke(ctx context.Context) error
}

// An Exchanger publishes with another token than the one that the owner of its
// account granted.
type Exchanger interface {
	// Exchange trades the token that the connector was made with for the one
	// that it is to be made with from now on, which does not end by itself.
	// Every error is a *Failure.
	Exchange(ctx context.Context) (token string, err error)
}

// A Subscriber can have its platform say by itself what becomes of its posts.
// What it says then is for a [Hook].
type Subscriber interface {
	// Subscribe names to the platform the address to say it at, whose last
	// part is the name of the account there. Where one connection serves
	// several accounts, what is said at any of theirs is said of all: another
	// that answers stays as it is. One that is somebody else's is never taken
	// away from them. It may be repeated after any failure, and every error is
	// a *Failure.
	Subscribe(ctx context.Context, address string) error
}

// Capabilities lists what a connector can do besides publishing: "find",
// "list", "measure", "confirm", "retract", "edit", "inspect", "revoke",
// "subscribe". The connector may be a nil pointer of its type.
func Capabilities(c Connector) []string {
	list := []string{}
	add := func(name string, can bool) {
		if can {
			list = append(list, name)
		}
	}
	_, can := c.(Finder)
	add("find", can)
	_, can = c.(Lister)
	add("list", can)
	_, can = c.(Measurer)
	add("measure", can)
	_, can = c.(Confirmer)
	add("confirm", can)
	_, can = c.(Retractor)
	add("retract", can)
	_, can = c.(Editor)
	add("edit", can)
	_, can = c.(Inspector)
	add("inspect", can)
	_, can = c.(Revoker)
	add("revoke", can)
	_, can = c.(Subscriber)
	add("subscribe", can)
	return list
}

// State is how far a post has come on its platform.
type State string

// The states.
const (
	Live     State = "live"     // people can see it
	Accepted State = "accepted" // taken; Confirm, a report or a person says when it is live
)

// A Receipt is the evidence that a platform has a post.
type Receipt struct {
	ID    string // the platform's own, unique within the account; several, with commas between them, where it made several of one post
	URL   string // where people see it; empty if nowhere
	State State
	Trace string // what the operator of the platform would ask for, such as a queue id; may be empty
}

// An Account is a connected account as its platform describes it.
type Account struct {
	ID        string // the platform's own; another one than before is an alarm
	Name      string
	URL       string
	Followers *int64    // nil if the platform does not say
	Limits    []Limit   // what the platform takes from this account now; nil if it does not say
	ExpiresAt time.Time // of the credentials; zero if the platform does not say
}

// Settings are what a connector is made from, besides the way out.
type Settings struct {
	Credentials Credentials
	Limits      []Limit // as last inspected; none means those of the profile
	Media       Library // may be nil where a profile takes no media
}

// A Library holds the media that posts name by their digest.
type Library interface {
	// Open returns the bytes whose SHA-256, in lower-case hexadecimal, is
	// given. The caller closes them.
	Open(ctx context.Context, sha256 string) (io.ReadCloser, error)
}
