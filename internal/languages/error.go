package languages

// The codes an Error may carry.
const (
	MalformedTag    = "malformed_tag"    // not a BCP 47 tag
	SubtagTooLong   = "subtag_too_long"  // a part of the tag has more than 8 characters
	UnknownLanguage = "unknown_language" // well formed, and not in the registry
	ScriptRequired  = "script_required"  // the language has several scripts or no safe default
	UnknownScript   = "unknown_script"   // the registry lists the language in other scripts only
	UnknownRegion   = "unknown_region"   // the registry lists the language for other countries only
	UnusedSubtag    = "unused_subtag"    // a variant or extension the registry gives no meaning to
	NotNumber       = "not_a_number"     // a character that belongs to no whole number
	NegativeNumber  = "negative_number"  // counts start at zero
	FractionNumber  = "fraction"         // counts are whole
	AmbiguousNumber = "ambiguous_number" // digits or separators that could be read in two ways
	NumberTooLarge  = "number_too_large" // above the largest 64-bit integer
)

// An Error says why a tag or a number is refused, in words a person can act
// on.
type Error struct {
	Code    string   // stable, snake_case; one of the codes above
	Detail  string   // English
	Choices []string // what would be accepted instead, where that is known
}

// Error implements error.
func (e *Error) Error() string { return e.Code + ": " + e.Detail }
