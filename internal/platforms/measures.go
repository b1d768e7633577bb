package platforms

import "time"

// Measures are what a platform said about one post.
type Measures struct {
	ID     string // of the receipt
	Counts []Count
	Err    *Failure // why there are no counts; class Gone if the post was removed
}

// A Count is one figure as the platform gave it. Counters may shrink: deleted
// likes and removed spam are data.
type Count struct {
	Native string // the native name of a Metric of the profile
	Value  *int64 // nil if the platform did not give it, which is not zero

	// Low and High bound the value where the platform estimates; else nil.
	Low, High *int64

	// Missing is why Value is nil.
	Missing Missing

	// From and To bound the period of a metric of kind Period. Of the other
	// kinds To is when the value was so; zero is now.
	From, To time.Time
}

// Missing is why there is no value.
type Missing string

// The reasons.
const (
	NotSupported      Missing = "not_supported"       // the platform does not offer it
	BelowPrivacyFloor Missing = "below_privacy_floor" // withheld, for too few people
	NotYetFinal       Missing = "not_yet_final"
	APIError          Missing = "api_error" // offered, but unreadable this time
)

// Counted returns a count as the platform gave it. A nil value is one that
// the platform does not offer, a negative one is an error of the platform.
func Counted(native string, value *int64) Count {
	switch {
	case value == nil:
		return Count{Native: native, Missing: NotSupported}
	case *value < 0:
		return Count{Native: native, Missing: APIError}
	}
	return Count{Native: native, Value: value}
}
