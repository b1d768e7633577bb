package platforms

import (
	"cmp"
	"slices"
	"time"
)

// A Profile is what is known about a platform before any account is
// connected. It is data: the program, the account form and the metric
// dictionary read it, and no code asks for a platform by name.
type Profile struct {
	Name         string // snake_case; also the key of its wording
	Version      int    // raised with every change of what stands below
	ChannelClass ChannelClass

	Delivery  DeliveryClass
	KeyWindow time.Duration // how long a key is remembered; zero is for ever, if Delivery is Keyed
	Settle    time.Duration // until an attempt with no answer can no longer be accepted
	Rate      Rate

	Limits     []Limit
	MediaTypes []string // MIME types taken; none means no media
	Metrics    []Metric
	Fields     []Field // of the account form, in order
	Grant      *Grant  // how the owner of an account can let it be used; nil: only by filling in the form

	NeedsPerson bool            // a person does what was published, and says so
	Schedule    []time.Duration // when to measure, after live; none if nothing can be measured
}

// disclosureRoom is how much a platform takes of a text at least, in whatever
// unit, where a line of disclosure goes with it: half of that is the line's.
const disclosureRoom = 200

// Tight reports whether the limits of the platform leave no room for a line of
// disclosure.
func (p Profile) Tight() bool {
	return slices.ContainsFunc(p.Limits, func(l Limit) bool {
		room := l.Max
		if l.Unit == Parts {
			room *= partRoom
		}
		return (l.Field == FieldText || l.Field == FieldBody) && room < disclosureRoom
	})
}

// Picture is the most bytes that the platform takes of a picture; zero where it
// has no limit.
func (p Profile) Picture() int64 {
	most := 0
	for _, l := range p.Limits {
		if (l.Field == FieldMedia || l.Field == FieldImage) && l.Unit == Bytes && (most == 0 || l.Max < most) {
			most = l.Max
		}
	}
	return int64(most)
}

// ChannelClass is the kind of channel, as campaigns are compared by.
type ChannelClass string

// The channel classes of the platforms there are.
const (
	Social    ChannelClass = "social"
	Messenger ChannelClass = "messenger"
	SMS       ChannelClass = "sms_ivr"
	Web       ChannelClass = "web"
	Email     ChannelClass = "email"
	Radio     ChannelClass = "radio"
	TV        ChannelClass = "tv"
	Print     ChannelClass = "print"
	Event     ChannelClass = "event"
)

// DeliveryClass is what may be done after an attempt with an unknown outcome.
type DeliveryClass string

// The delivery classes.
const (
	// Keyed: the platform takes a key only once. Within half of the key
	// window the same key may be sent again.
	Keyed DeliveryClass = "K"

	// Searchable: our own posts can be read back. What is absent after Settle
	// may be sent again.
	Searchable DeliveryClass = "S"

	// Opaque: neither. Only a person can say.
	Opaque DeliveryClass = "O"
)

// A Rate is how many publications an account may make in a time.
type Rate struct {
	Posts int
	Per   time.Duration
}

// A Field is something the account form must ask for.
type Field struct {
	Name     string // key in Credentials
	Label    string // key of its wording in the catalogues
	Secret   bool   // never shown again
	Required bool
	Granted  bool // it comes from the platform, where the owner of the account allows it
	Default  string
	Options  []string // the only values there are, if any
}

// Fill is the account form as it was filled in: with the default of each field
// that was left empty, for which there may have been no field at the time. One
// that has to be there, and is not, is a *Failure of class Locked.
func (p Profile) Fill(given Credentials) (Credentials, error) {
	filled := Credentials{}
	for _, f := range p.Fields {
		filled[f.Name] = cmp.Or(given[f.Name], f.Default)
		if f.Required && filled[f.Name] == "" {
			return nil, Unfit(f.Name, "%s is empty", f.Name)
		}
	}
	return filled, nil
}

// A Metric is the definition of one figure of one platform. Two figures of
// different definitions are never summed.
type Metric struct {
	Name      string // canonical: reach, views, reactions, comments, shares, …
	Native    string // the platform's own name; unique within the profile
	Family    string // definitions of one family may be compared, with a caveat
	Unit      string // people, accounts, plays, events, copies, minutes, …
	Kind      MetricKind
	Additive  Additive
	Settle    time.Duration // until a figure may be called final
	Threshold string        // what the platform counts, in words
	Manual    bool          // a person enters it; no connector will
}

// MetricKind is how the figures of a metric follow each other.
type MetricKind string

// The kinds.
const (
	Counter  MetricKind = "counter"  // since publication
	Period   MetricKind = "period"   // of one closed period
	Gauge    MetricKind = "gauge"    // at one instant
	Estimate MetricKind = "estimate" // by a panel, a survey or a person
)

// Additive says over what a metric may be summed. Whatever counts people is
// additive over none.
type Additive struct {
	Time       bool
	Deliveries bool
	Segments   bool
}

// Summable is the additivity of a count of events.
func Summable() Additive { return Additive{Time: true, Deliveries: true, Segments: true} }

// Events is the metric of a count of events since publication, final after a
// time.
func Events(name, native, threshold string, settle time.Duration) Metric {
	return Metric{
		Name: name, Native: native, Family: name, Unit: "events", Kind: Counter, Additive: Summable(), Threshold: threshold, Settle: settle,
	}
}

// LinkClicks is the metric of every platform that the program counts itself: it
// means the same on all of them.
func LinkClicks() Metric {
	return Events("link_clicks", FollowedLinks, "times the link of the post was followed over our own address; programs that only look at it are left out as far as they say so", 0)
}

// FollowedLinks is what the program calls its own count of clicks.
const FollowedLinks = "followed_links"

// ByHand is the metric of a count that a person enters, final after a time.
func ByHand(name, native, unit, threshold string, settle time.Duration) Metric {
	return Metric{
		Name: name, Native: native, Family: name, Unit: unit, Kind: Counter, Additive: Summable(), Settle: settle, Threshold: threshold, Manual: true,
	}
}

// Day is what schedules count in after the first one.
const Day = 24 * time.Hour

// Schedule is the usual curve of measuring: dense on the first day, when most
// of it happens, and settled after four weeks; and when a platform wants to be
// asked besides.
func Schedule(besides ...time.Duration) []time.Duration {
	curve := append(besides, 15*time.Minute, time.Hour, 6*time.Hour, Day, 2*Day, 3*Day, 7*Day, 28*Day)
	slices.Sort(curve)
	return curve
}
