package models

import "time"

// Why the program suspends a channel. A person has to say what it was before
// it sends again.
const (
	ForOtherAccount = "other_account" // the platform says that it is another account than before
	ForForeignPost  = "foreign_post"  // something stands there that the program did not post
)

// AboutRisk is what people are told about an account that may keep a delivery
// from leaving in time.
const AboutRisk = "at_risk"

// An Identification says whose account a channel is, as its platform says, and
// why the program suspended it.
type Identification struct {
	RemoteID     string     // the platform's own; empty before it was first asked
	RemoteSince  *time.Time // when it was first said; what is older on the account is not judged
	IdentifiedAt *time.Time // when it was said last; nil: not with the credentials of now
	SuspendedFor string     // empty: not by the program
	PausedUntil  *time.Time // nothing leaves before, as the platform asked for
}

// Identify takes what the platform says whose account it is. Another one than
// before suspends the channel; it reports whether it did. Where a platform
// does not say, nothing can be another.
func (c *Channel) Identify(id string, now time.Time) (closed bool) {
	switch {
	case id == "":
	case c.RemoteID == "":
		c.RemoteID, c.RemoteSince = id, &now
	case c.RemoteID != id:
		return c.suspendFor(ForOtherAccount, now)
	}
	c.IdentifiedAt = &now
	return false
}

// suspendFor suspends the channel on the program's own account, also where a
// person had, and reports whether it was not for that already.
func (c *Channel) suspendFor(why string, now time.Time) bool {
	if c.SuspendedFor != "" || c.ArchivedAt != nil {
		return false
	}
	c.State, c.SuspendedFor, c.UpdatedAt = ChannelSuspended, why, now
	return true
}

// Intrude suspends the channel because somebody else posts there, and reports
// whether the program had not suspended it before.
func (c *Channel) Intrude(now time.Time) bool { return c.suspendFor(ForForeignPost, now) }

// Adopt takes the account that the platform names now for ours, on a person's
// word.
func (c *Channel) Adopt(id string, now time.Time) {
	c.RemoteID, c.RemoteSince, c.IdentifiedAt = id, &now, nil
}

// An AccountNotice tells one person once what happened to an account.
type AccountNotice struct {
	ID        ID[AccountNotice]
	ChannelID ID[Channel]
	About     string // one of the reasons for which the program suspends, AboutRisk, AboutIdle or AboutDisarmed
	Subject   string // what it is about, so that nobody is told twice
	UserID    ID[User]
	CreatedAt time.Time
	SentAt    *time.Time
}

// A ForeignPost stands on a channel's account and is not ours.
type ForeignPost struct {
	ChannelID   ID[Channel] `gorm:"primaryKey"`
	RemoteID    string      `gorm:"primaryKey"`
	URL         string
	FoundAt     time.Time
	ExplainedAt *time.Time // when a person said what it was
}
