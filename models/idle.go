package models

import "time"

// Credentials that nobody uses are only a danger: they are taken back after
// idleAfter, and people are told so idleWarning before.
const (
	idleAfter   = 30 * 24 * time.Hour
	idleWarning = 7 * 24 * time.Hour
)

// What people are told about credentials that nobody uses.
const (
	AboutIdle     = "idle"     // they will be taken back
	AboutDisarmed = "disarmed" // they were
)

// An Idleness is what is due to the credentials of a channel.
type Idleness string

// How far it has come with credentials.
const (
	InUse    Idleness = ""
	Idle     Idleness = "idle"      // nobody uses them, which people do not know yet
	IdleTold Idleness = "idle_told" // people know
	IdleOver Idleness = "idle_over" // they are to be taken back
)

// Idleness judges the credentials of a channel by when something was last sent
// over it, zero meaning never, and by whether anything is yet to leave, or may
// have to come down. Nobody is surprised: they are not over before people have
// known for a week, however long nobody looked.
func (c *Channel) Idleness(sent time.Time, needed bool, now time.Time) Idleness {
	if len(c.Credentials) == 0 || c.ArmedAt == nil || needed {
		return InUse
	}
	since := *c.ArmedAt
	if sent.After(since) {
		since = sent
	}
	told := c.IdleToldAt != nil && !c.IdleToldAt.Before(since)
	switch unused := now.Sub(since); {
	case unused < idleAfter-idleWarning:
		return InUse
	case !told:
		return Idle
	case unused < idleAfter || now.Sub(*c.IdleToldAt) < idleWarning:
		return IdleTold
	}
	return IdleOver
}

// IdleUntil is when the credentials are taken back for want of use, or were;
// nil: nobody was told so.
func (c *Channel) IdleUntil() *time.Time {
	if c.IdleToldAt == nil || c.ArchivedAt != nil {
		return nil
	}
	until := c.IdleToldAt.Add(idleWarning)
	return &until
}
