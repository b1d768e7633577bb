package models

import (
	"slices"
	"time"
)

// A DeliveryState is how far a delivery has come.
//
//	planned ─▶ ready ─▶ claimed ─▶ sending ─▶ published ─▶ takedown_pending ─▶ taken_down | takedown_failed
//	   ▲         │ ▲       │          ├─▶ retry_wait ─▶ claimed
//	   └─────────┘ └───────┘          ├─▶ failed
//	any unsent ─▶ cancelled           └─▶ unknown ─▶ published | retry_wait | unknown_human | failed
//	ready, retry_wait ─▶ expired             unknown_human ─▶ published | retry_wait | cancelled
type DeliveryState string

// The states of a delivery.
const (
	Planned         DeliveryState = "planned"
	Ready           DeliveryState = "ready"
	Claimed         DeliveryState = "claimed"
	Sending         DeliveryState = "sending"
	RetryWait       DeliveryState = "retry_wait"
	Uncertain       DeliveryState = "unknown"
	UncertainHuman  DeliveryState = "unknown_human"
	Published       DeliveryState = "published"
	Failed          DeliveryState = "failed"
	Expired         DeliveryState = "expired"
	Cancelled       DeliveryState = "cancelled"
	TakedownPending DeliveryState = "takedown_pending"
	TakenDown       DeliveryState = "taken_down"
	TakedownFailed  DeliveryState = "takedown_failed"
)

// Transitions is the table of allowed changes. The database holds the same
// table and refuses every other change.
func Transitions() map[DeliveryState][]DeliveryState {
	return map[DeliveryState][]DeliveryState{
		Planned:         {Ready, Cancelled, Expired},
		Ready:           {Claimed, Planned, Published, Expired, Cancelled},
		RetryWait:       {Claimed, Planned, Published, Expired, Cancelled},
		Claimed:         {Sending, RetryWait, Failed, Published, Cancelled},
		Sending:         {Published, RetryWait, Failed, Uncertain},
		Uncertain:       {Published, RetryWait, UncertainHuman, Failed},
		UncertainHuman:  {Published, RetryWait, Cancelled},
		Published:       {TakedownPending},
		TakedownPending: {TakenDown, TakedownFailed},
		TakedownFailed:  {TakedownPending, TakenDown},
		Failed:          {},
		Expired:         {},
		Cancelled:       {},
		TakenDown:       {},
	}
}

// Final reports whether nothing more happens to a delivery in this state
// unless a person asks for it.
func (s DeliveryState) Final() bool {
	return slices.Contains([]DeliveryState{Published, Failed, Expired, Cancelled, UncertainHuman, TakenDown, TakedownFailed}, s)
}

// Unsent reports whether nothing can have left yet.
func (s DeliveryState) Unsent() bool {
	return slices.Contains([]DeliveryState{Planned, Ready, RetryWait, Claimed}, s)
}

// Leaves reports whether the delivery leaves when it is due, as far as is known.
func (d *Delivery) Leaves() bool { return d.State == Ready || d.State == RetryWait }

// Void reports whether a delivery in this state neither was nor will be public.
func (s DeliveryState) Void() bool {
	return slices.Contains([]DeliveryState{Failed, Expired, Cancelled, TakenDown}, s)
}

// OnItsWay reports whether a platform may be busy with the delivery: it was
// handed over, and nobody knows yet what came of it.
func (d *Delivery) OnItsWay() bool {
	return d.Attempts > 0 && slices.Contains([]DeliveryState{Claimed, Sending, RetryWait, Uncertain}, d.State)
}

// The limits of the publishing protocol.
const (
	MaxAttempts   = 8
	MaxCrashes    = 3
	DefaultWindow = 2 * time.Hour
)

// Dimensions are what every comparison is made by. A delivery keeps them as
// they were when it was planned.
type Dimensions struct {
	Country       string
	Language      string
	Dialect       string
	Platform      string
	ChannelClass  string
	MessageType   string
	Approach      string
	Components    []string `gorm:"serializer:json"`
	MessengerType string
	AudienceID    ID[Audience]
	Traffic       string
}

// Tag is the language tag, with the dialect.
func (d *Dimensions) Tag() string {
	if d.Dialect == "" {
		return d.Language
	}
	return d.Language + "-x-" + d.Dialect
}

// A Delivery is one intended public post: a text, a channel, a time.
type Delivery struct {
	ID             ID[Delivery]
	OrganizationID ID[Organization]
	CampaignID     ID[Campaign]
	MessageID      ID[Message]
	VersionID      ID[MessageVersion]
	ChannelID      ID[Channel]
	MessengerID    ID[Messenger]
	Dimensions     `gorm:"embedded"`
	Rendering      Rendering `gorm:"serializer:json"`
	Digest         Digest
	LinkCode       string // what its link is counted by; empty: it is not
	Local          string // wall time, 2006-01-02T15:04
	Zone           string // IANA
	Adjusted       bool   // the wall time falls into a gap of the clock
	NotBefore      time.Time
	NotAfter       time.Time
	NextAt         time.Time
	State          DeliveryState
	Fence          int64
	LeaseUntil     *time.Time
	Attempts       int
	Crashes        int
	Looks          int        // failed questions about what became of it
	AbsentAt       *time.Time // when the platform was first seen without it
	Prepared       string     // what the platform has ready for it, while it is not published
	RemoteID       string
	RemoteURL      string
	PublishedAt    *time.Time
	Unwanted       int    // posts of it that should not exist and may still
	Reason         string // why it stands where it stands; a code
	AtRisk         string // why it may not leave in time; a code, empty where nothing is known against it
	Demonstration  bool
	CreatedBy      ID[User]
	CreatedAt      time.Time
	Version        int
}

// Move changes the state, if the table allows it.
func (d *Delivery) Move(to DeliveryState, reason string) error {
	if !slices.Contains(Transitions()[d.State], to) {
		return ErrWrongState.With("From " + string(d.State) + " it cannot become " + string(to) + ".")
	}
	d.State, d.Reason = to, reason
	return nil
}

// Day returns the local day of the delivery.
func (d *Delivery) Day() Date { return Date(d.Local[:len(time.DateOnly)]) }

// Backoff returns how long to wait before attempt n+1: 5 s doubled n times,
// spread by up to a fifth either way. spread lies in [0, 1).
func Backoff(n int, spread float64) time.Duration {
	base := 5 * time.Second << min(n, 10)
	return time.Duration(float64(base) * (0.8 + 0.4*spread))
}

// An Attempt says that from now on a delivery may have been posted. It is
// written before any byte leaves.
type Attempt struct {
	ID            int64
	DeliveryID    ID[Delivery]
	N             int
	Fence         int64
	Key           string
	RequestDigest Digest
	Worker        string
	SendBy        time.Time
	CreatedAt     time.Time
	ClosedAt      *time.Time
	Outcome       string // empty while open: accepted, rejected, ambiguous, lease_expired, not_sent
	Class         string // of the failure
	Detail        string // for operators; never a credential
}

// An Absence is the word of one person that a doubtful post is not there, after
// an attempt of that number. On a platform that cannot tell copies apart it
// takes a second person to send again.
type Absence struct {
	DeliveryID ID[Delivery]
	Attempt    int
	ReportedBy ID[User]
	CreatedAt  time.Time
}
