package models

import "time"

// A MetricDefinition is what one platform's number means, and since when. Two
// definitions are never summed or ranked together.
type MetricDefinition struct {
	ID               int64
	Metric           string // canonical key, such as views
	Platform         string
	NativeName       string
	Family           string // definitions of one family compare with a caveat
	Unit             string // people, accounts, events, minutes ...
	Kind             string // counter, period, gauge, estimate
	AdditiveTime     bool
	AdditiveDelivery bool
	Threshold        string
	SettleHours      int
	ValidFrom        Date
	ValidTo          Date
	Source           string
}

// An Observation is one value of one metric at one instant, or the reason why
// there is none. It is never changed; a correction is a new row.
type Observation struct {
	ID            int64
	DeliveryID    ID[Delivery]
	DefinitionID  int64
	Segment       string // empty: everybody
	Value         *int64
	ValueLow      *int64
	ValueHigh     *int64
	MissingReason string
	ObservedAt    time.Time
	PeriodStart   *time.Time
	ReceivedAt    time.Time
	Source        string // api, csv, manual, panel, survey, estimate
	Quality       string // ok, provisional, suspect, rejected
	Batch         string
	Supersedes    *int64
}

// Check refuses a row that has both a value and a reason, neither, or a
// negative count, or that is about the future.
func (o *Observation) Check(now time.Time) error {
	switch {
	case (o.Value == nil) == (o.MissingReason == ""):
		return ErrValue.At("/value")
	case o.Value != nil && *o.Value < 0:
		return ErrValue.At("/value")
	case o.MissingReason != "" && !Vocabularies()["missing_reason"].Has(o.MissingReason):
		return ErrValue.At("/missing_reason")
	case o.ValueLow != nil && o.Value != nil && *o.ValueLow > *o.Value:
		return ErrValue.With("The low end is above the value.").At("/value_low")
	case o.ValueHigh != nil && o.Value != nil && *o.ValueHigh < *o.Value:
		return ErrValue.With("The high end is below the value.").At("/value_high")
	case o.ObservedAt.After(now.Add(time.Minute)):
		return ErrTime.With("It has not happened yet.").At("/observed_at")
	}
	return nil
}

// An Airing is what really happened offline. It is activity, not reach.
type Airing struct {
	ID             ID[Airing]
	OrganizationID ID[Organization]
	DeliveryID     ID[Delivery]
	HappenedAt     time.Time
	Place          string
	TimesAired     *int64
	Copies         *int64
	Women          *int64
	Men            *int64
	DurationSec    *int64
	Proof          string // a station's certificate, a photo, a count sheet: what and where it is kept
	ReportedBy     ID[User]
	CreatedAt      time.Time
}

// Check refuses an airing that proves nothing or counts below zero.
func (a *Airing) Check(now time.Time) error {
	if a.Proof == "" {
		return ErrProof.At("/proof")
	}
	if a.HappenedAt.After(now) {
		return ErrTime.With("It has not happened yet.").At("/happened_at")
	}
	for pointer, n := range map[string]*int64{"/times_aired": a.TimesAired, "/copies": a.Copies, "/women": a.Women, "/men": a.Men, "/duration_sec": a.DurationSec} {
		if n != nil && *n < 0 {
			return ErrValue.At(pointer)
		}
	}
	return nil
}

// An AuditEntry says who did what to what. Entries are only ever added.
type AuditEntry struct {
	ID             int64
	OrganizationID *ID[Organization] // nil: the installation
	Seq            int64             // without gaps within its organisation
	At             time.Time
	ActorID        *ID[User] // nil: the system
	ActorRole      string
	Strength       string // how the actor proved who they are: password, token, process
	Action         string // past participle, such as message.approved
	ObjectKind     string
	ObjectID       string
	Before         Digest
	After          Digest
	RequestID      string
	Reason         string
	LeafHash       []byte
	ChainHash      []byte
}
