// Package tasks lists the kinds of work that is owed: structs that name what
// is to be done. Owing one is part of the transaction that makes it necessary;
// doing it is the worker's affair.
package tasks

import (
	"time"

	"caravan/models"
)

// A Task is work that is owed. Its JSON form is kept until it is done.
type Task interface {
	// Kind names the work, as an imperative. It must never change, because
	// owed work outlives the program.
	Kind() string
}

// Measure reads how the post of a delivery is doing. Round counts the
// readings of the platform's schedule, from 0.
type Measure struct {
	Delivery models.ID[models.Delivery] `json:"delivery"`
	Round    int                        `json:"round"`
}

// Kind implements [Task].
func (Measure) Kind() string { return "delivery.measure" }

// Told keeps a figure of the post of a delivery that its platform said by
// itself, and when it was so.
type Told struct {
	Delivery models.ID[models.Delivery] `json:"delivery"`
	Native   string                     `json:"native"`
	Value    int64                      `json:"value"`
	At       time.Time                  `json:"at"`
}

// Kind implements [Task].
func (Told) Kind() string { return "delivery.told" }

// RollUp brings the derived figures up to date with the observations.
type RollUp struct{}

// Kind implements [Task].
func (RollUp) Kind() string { return "observations.roll-up" }

// Tidy deletes what is kept for a time only: old sessions, keys and events.
type Tidy struct{}

// Kind implements [Task].
func (Tidy) Kind() string { return "records.tidy" }

// Inspect asks a platform how the account of a channel is.
type Inspect struct {
	Channel models.ID[models.Channel] `json:"channel"`
}

// Kind implements [Task].
func (Inspect) Kind() string { return "channel.inspect" }

// Redeem trades what the owner of a channel's account answered for access.
type Redeem struct {
	Channel models.ID[models.Channel] `json:"channel"`
}

// Kind implements [Task].
func (Redeem) Kind() string { return "channel.redeem" }

// Renew renews the access to a channel's account that ends at a time. Whoever
// was given access meanwhile needs none.
type Renew struct {
	Channel models.ID[models.Channel] `json:"channel"`
	Until   time.Time                 `json:"until"`
}

// Kind implements [Task].
func (Renew) Kind() string { return "channel.renew" }

// Rewrap seals credentials anew that are not sealed to the newest key.
type Rewrap struct{}

// Kind implements [Task].
func (Rewrap) Kind() string { return "keys.rewrap" }

// Purge makes the database give up what it still keeps of destroyed
// identities.
type Purge struct{}

// Kind implements [Task].
func (Purge) Kind() string { return "identities.purge" }

// Sweep takes files off the shelf that no picture has. Day names the day of the
// round.
type Sweep struct {
	Day models.Date `json:"day"`
}

// Kind implements [Task].
func (Sweep) Kind() string { return "media.sweep" }

// Forget destroys identities that are kept without need. Day names the day of
// the round.
type Forget struct {
	Day models.Date `json:"day"`
}

// Kind implements [Task].
func (Forget) Kind() string { return "identities.forget" }

// Ring is an alarm of a submission that nobody has decided on: reminders
// before the deadline, and what follows at it.
type Ring struct {
	Submission models.ID[models.Submission] `json:"submission"`
	Alarm      models.Alarm                 `json:"alarm"`
}

// Kind implements [Task].
func (Ring) Kind() string { return "submission.alarm" }

// Notify sends one person the notice of an alarm.
type Notify struct {
	Notice models.ID[models.Notice] `json:"notice"`
}

// Kind implements [Task].
func (Notify) Kind() string { return "notice.send" }

// TellReveal tells one person of a step of a reveal.
type TellReveal struct {
	Notice models.ID[models.RevealNotice] `json:"notice"`
}

// Kind implements [Task].
func (TellReveal) Kind() string { return "reveal.tell" }

// ReviewDue suspends whoever broke the glass, unless somebody else has looked at
// it by now.
type ReviewDue struct {
	Reveal models.ID[models.Reveal] `json:"reveal"`
}

// Kind implements [Task].
func (ReviewDue) Kind() string { return "reveal.review-due" }

// Checkpoint signs what was added to the audit trail, and shows it to
// witnesses.
type Checkpoint struct{}

// Kind implements [Task].
func (Checkpoint) Kind() string { return "audit.checkpoint" }

// Watch asks of every campaign whether people turn against it.
type Watch struct{}

// Kind implements [Task].
func (Watch) Kind() string { return "campaigns.watch" }

// TellBacklash tells one person that a campaign was stopped.
type TellBacklash struct {
	Notice models.ID[models.BacklashNotice] `json:"notice"`
}

// Kind implements [Task].
func (TellBacklash) Kind() string { return "backlash.tell" }

// Look watches over the account of a channel.
type Look struct {
	Channel models.ID[models.Channel] `json:"channel"`
}

// Kind implements [Task].
func (Look) Kind() string { return "channel.look" }

// TellAccount tells one person what happened to an account.
type TellAccount struct {
	Notice models.ID[models.AccountNotice] `json:"notice"`
}

// Kind implements [Task].
func (TellAccount) Kind() string { return "account.tell" }

// Forewarn asks whether a delivery that is due soon can leave in time.
type Forewarn struct {
	Delivery models.ID[models.Delivery] `json:"delivery"`
}

// Kind implements [Task].
func (Forewarn) Kind() string { return "delivery.forewarn" }
