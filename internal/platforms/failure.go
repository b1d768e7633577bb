package platforms

import (
	"errors"
	"fmt"
	"slices"
	"time"
)

// Class is what the program can do about a failure. Nothing else decides.
type Class string

// The classes.
const (
	// Unsent: nothing reached the platform, or it said that it did not take
	// it and might later. Trying again is safe. Name resolution, refused
	// connections, TLS, a busy mail server; any failure of a question.
	Unsent Class = "unsent"

	// Uncertain: it may have been taken. A time-out, a reset or a server
	// error after the request was begun; an answer that cannot be read; a
	// redirection. Find out, or ask a person; do not simply repeat.
	Uncertain Class = "uncertain"

	// Duplicate: the platform says that it has the same post already, which
	// mostly means that an earlier attempt was taken. Find it.
	Duplicate Class = "duplicate"

	// Refused: it will never be taken as it is. Invalid text, media or
	// recipient. Tell the author.
	Refused Class = "refused"

	// Throttled: the account, not only this post, must wait until Until. Rate
	// limits and used-up quotas. A zero Until means that the platform did not
	// say how long.
	Throttled Class = "throttled"

	// Locked: the account needs a person. An expired token, a missing
	// permission, a suspended account, an address that must not be reached.
	Locked Class = "locked"

	// Gone: it was there and is not. Freeze the last measures.
	Gone Class = "gone"
)

// Classes lists every class.
func Classes() []Class {
	return []Class{Unsent, Uncertain, Duplicate, Refused, Throttled, Locked, Gone}
}

// A Failure is a publication, or a question about one, that did not succeed.
// Its class is all that the program decides on.
type Failure struct {
	Class Class
	Until time.Time // when to come back, if the platform said
	Field string    // of the credentials that is to blame; empty if it is not one
	Err   error     // for the operator; never contains credentials

	// Prepared is what the platform has ready for the post, where it takes one
	// in several steps: the next attempt, or a search, gets it as it is.
	Prepared string
}

// Fail returns a failure of a class with a reason made as by fmt.Errorf. The
// reason must not contain credentials.
func Fail(class Class, format string, args ...any) *Failure {
	return &Failure{Class: class, Err: fmt.Errorf(format, args...)}
}

// Unfit is the failure of credentials that cannot be of any account, because of
// one field. Like every reason, this one must not repeat what stands there.
func Unfit(field, format string, args ...any) *Failure {
	return &Failure{Class: Locked, Field: field, Err: fmt.Errorf(format, args...)}
}

// Error implements error.
func (f *Failure) Error() string {
	if f.Err == nil {
		return string(f.Class)
	}
	return string(f.Class) + ": " + f.Err.Error()
}

// Unwrap returns the reason.
func (f *Failure) Unwrap() error { return f.Err }

// ClassOf returns the class of an error of a connector. One that is not a
// *Failure is Uncertain, because that is the class that repeats nothing; nil
// has no class.
func ClassOf(err error) Class {
	if err == nil {
		return ""
	}
	if f, ok := errors.AsType[*Failure](err); ok {
		return f.Class
	}
	return Uncertain
}

// Question is the failure of a request that changes nothing, whatever its
// method: it cannot be in doubt.
func Question(err error) error { return become(err, Unsent, Uncertain) }

// OfAccount is the failure of a question about an account: what is not there
// then is no post, and a person has to look.
func OfAccount(err error) error { return become(Question(err), Locked, Gone) }

// Unpublished is the failure of what comes before a post, such as an upload:
// whatever became of it, there is no post.
func Unpublished(err error) error { return become(err, Unsent, Uncertain, Gone) }

// Keeping is the failure of an attempt that leaves something ready at the
// platform.
func Keeping(err error, prepared string) error {
	f, ok := errors.AsType[*Failure](err)
	if !ok {
		return err
	}
	kept := *f
	kept.Prepared = prepared
	return &kept
}

// become puts a failure of some classes into another.
func become(err error, class Class, of ...Class) error {
	if f, ok := errors.AsType[*Failure](err); ok && slices.Contains(of, f.Class) {
		return &Failure{Class: class, Err: f.Err}
	}
	return err
}
