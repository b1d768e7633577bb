package email

import (
	"errors"
	"net/textproto"
	"slices"
	"strings"

	gomail "github.com/wneessen/go-mail"

	"caravan/internal/platforms"
)

// opening is an error from before a message was begun.
type opening struct{ error }

// Unwrap returns the error.
func (o opening) Unwrap() error { return o.error }

// explain turns an error of a session into a failure.
func (c *Connector) explain(err error) *platforms.Failure {
	if failure, ok := errors.AsType[*platforms.Failure](err); ok {
		return failure
	}
	reason := platforms.Reason(err.Error(), c.set[fieldPassword], c.set[fieldDKIMKey])
	class := classify(err)
	if reply, ok := errors.AsType[*textproto.Error](err); ok && class == platforms.Locked {
		// What a server says about credentials may repeat them in some coding.
		return platforms.Fail(class, "%s: reply %d", c.server(), reply.Code)
	}
	return platforms.Fail(class, "%s: %s", c.server(), reason)
}

// classify decides what an error of a session means.
func classify(err error) platforms.Class {
	if sending, ok := errors.AsType[*gomail.SendError](err); ok {
		return classifySending(sending)
	}
	reply, replied := errors.AsType[*textproto.Error](err)
	switch {
	case errors.Is(err, platforms.ErrAddress):
		return platforms.Locked
	case replied && reply.Code/100 == 5:
		return platforms.Locked // it wants nothing to do with us
	case replied && reply.Code == 421:
		return platforms.Throttled
	}
	return platforms.Unsent
}

// classifySending decides what an error means once a message was begun.
func classifySending(e *gomail.SendError) platforms.Class {
	code, status := e.ErrorCode(), e.EnhancedStatusCode()
	content := e.Reason == gomail.ErrWriteContent || e.Reason == gomail.ErrSMTPDataClose
	switch {
	case code == 0 && content:
		return platforms.Uncertain // the end of the message may have arrived, the reply did not
	case code == 0:
		return platforms.Unsent
	case code == 421 || strings.HasPrefix(status, "4.7."):
		return platforms.Throttled
	case code/100 == 4, status == "5.2.2": // a full mailbox is emptied one day
		return platforms.Unsent
	case slices.Contains([]int{530, 534, 535, 538}, code):
		return platforms.Locked // sign in first, or better
	case strings.HasPrefix(status, "5.7.") && !content:
		return platforms.Locked // not from this sender, or not through this server
	}
	return platforms.Refused
}

// cutAddress splits an address at its last @.
func cutAddress(address string) (local, domain string) {
	i := strings.LastIndexByte(address, '@')
	if i < 0 {
		return address, ""
	}
	return address[:i], address[i+1:]
}
