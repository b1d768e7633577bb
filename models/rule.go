package models

import "slices"

// An ApprovalRule is who has to agree, as dated data: bodies and laws change.
type ApprovalRule struct {
	ID            ID[ApprovalRule]
	Country       string
	MessageType   string // empty: any
	ChannelClass  string // empty: any
	Occasion      string // of the vocabulary rule_occasion; empty: always
	Mode          string // of the vocabulary approval_mode
	Authority     string // the body, in words
	AuthorityID   *ID[Organization]
	Quorum        int // distinct persons
	DeadlineHours int
	Silence       Silence // what it means that nobody decides in time
	Signed        bool    // whoever agrees signs with a security key
	ValidityHours int
	Source        string
	ValidFrom     Date
	ValidTo       Date // empty: until further notice
	Version       int
}

// Check refuses a rule that nobody could follow.
func (r *ApprovalRule) Check() error {
	asks := r.Asks()
	switch {
	case !r.ValidFrom.Valid():
		return ErrInvalid.With("No such day.").At("/valid_from")
	case r.ValidTo != "" && (!r.ValidTo.Valid() || r.ValidTo < r.ValidFrom):
		return ErrInvalid.With("A rule ends on or after the day it starts.").At("/valid_to")
	case asks && r.AuthorityID == nil:
		return ErrInvalid.With("Say which organisation decides.").At("/authority_id")
	case asks && r.Quorum < 1:
		return ErrInvalid.With("Somebody has to decide.").At("/quorum")
	case !asks && r.Quorum != 0:
		return ErrInvalid.With("Nobody decides under this mode.").At("/quorum")
	case asks && r.DeadlineHours < 1:
		return ErrInvalid.With("A decision has a deadline.").At("/deadline_hours")
	case r.ValidityHours < 1:
		return ErrInvalid.With("An approval holds for a time.").At("/validity_hours")
	case r.Signed && !asks:
		return ErrInvalid.With("Nobody signs under this mode.").At("/signed")
	case r.Signed && r.Silence == SilenceApproves:
		return ErrInvalid.With("Silence signs nothing.").At("/silence")
	case r.Silence == SilenceApproves && r.Mode == requiredByLaw:
		return ErrInvalid.With("Silence is no approval where a law requires one.").At("/silence")
	}
	return nil
}

// Asks reports whether somebody has to agree under the rule.
func (r *ApprovalRule) Asks() bool { return r.Mode != "none" && r.Mode != "notify_only" }

// A Matter is what rules are asked about: a message on channels of some classes
// in a country.
type Matter struct {
	Country   string
	Type      MessageType
	Classes   []string
	Occasions []string // of the vocabulary rule_occasion
}

// Applies reports whether the rule speaks about a matter on a day.
func (r *ApprovalRule) Applies(m Matter, day Date) bool {
	return r.Country == m.Country && (r.MessageType == "" || r.MessageType == string(m.Type)) &&
		(r.Occasion == "" || slices.Contains(m.Occasions, r.Occasion)) && (r.ChannelClass == "" || slices.Contains(m.Classes, r.ChannelClass)) &&
		r.ValidFrom <= day && (r.ValidTo == "" || day <= r.ValidTo)
}

// Asked returns who has to agree: of the rules of each body the one with the
// largest quorum, signed if any asks for that. All of them have to be followed.
// Rules that ask nobody count only where no other applies. A matter without a
// rule has nobody who could agree, so it is never approved.
func Asked(rules []ApprovalRule, m Matter, day Date) []ApprovalRule {
	var asked []ApprovalRule
	asks := slices.ContainsFunc(rules, func(r ApprovalRule) bool { return r.Asks() && r.Applies(m, day) })
	for _, r := range rules {
		if !r.Applies(m, day) || asks && !r.Asks() {
			continue
		}
		same := slices.IndexFunc(asked, func(other ApprovalRule) bool { return r.body() == other.body() })
		if same < 0 {
			asked = append(asked, r)
			continue
		}
		signed := r.Signed || asked[same].Signed
		if asked[same].Quorum < r.Quorum {
			asked[same] = r
		}
		asked[same].Signed = signed
	}
	return asked
}

// Attended refuses a matter that nobody would look at, where somebody in public
// life or a listed group is named: that takes a person (S-11).
func (m Matter) Attended(asked []ApprovalRule) error {
	looks := func(r ApprovalRule) bool { return r.Asks() }
	if slices.Contains(m.Occasions, Named) && !slices.ContainsFunc(asked, looks) {
		return ErrQuorum.With("Somebody in public life or a listed group is named. A person has to agree, and no rule of " + m.Country + " asks one.")
	}
	return nil
}

// body tells apart who is asked; a rule that names no organisation yet asks
// nobody that another does.
func (r *ApprovalRule) body() string {
	if r.AuthorityID == nil {
		return r.Authority
	}
	return r.AuthorityID.String()
}

// An ElectionWindow is a time around an election in which the state does not
// speak unasked, and others are looked at once more.
type ElectionWindow struct {
	ID      ID[ElectionWindow]
	Country string
	Title   string
	From    Date `gorm:"column:from_day"`
	To      Date `gorm:"column:to_day"` // included
	Source  string
	Version int
}

// Check refuses a window that is none.
func (w *ElectionWindow) Check() error {
	if !w.From.Valid() || !w.To.Valid() || w.To < w.From {
		return ErrInvalid.With("A window ends on or after the day it starts.").At("/to")
	}
	return nil
}

// Meets reports whether any of the days from one to another lies in the window.
func (w *ElectionWindow) Meets(country string, from, to Date) bool {
	return w.Country == country && w.From <= to && from <= w.To
}

// The occasions on which further bodies may have to agree.
const (
	Religious = "religious" // it is marked so, or refers to scripture
	Named     = "named"     // a listed group or somebody in public life is named
	Election  = "election"  // it comes out in an election window
)

// Occasions says what is special about a message with those texts in a country
// from one day to another. It reads the texts themselves, so that a mark which
// somebody forgot changes nothing.
func (m *Message) Occasions(texts []FrozenText, country string, from, to Date, windows []ElectionWindow) []string {
	var found []string
	if m.ReligiousContent || mentions(texts, scripture) {
		found = append(found, Religious)
	}
	if names(texts) {
		found = append(found, Named)
	}
	if slices.ContainsFunc(windows, func(w ElectionWindow) bool { return w.Meets(country, from, to) }) {
		found = append(found, Election)
	}
	return found
}

// names reports whether a listed group or somebody in public life is named.
func names(texts []FrozenText) bool { return mentions(texts, groups) || mentions(texts, publicLife) }

func mentions(texts []FrozenText, words lexicon) bool {
	return slices.ContainsFunc(texts, func(t FrozenText) bool {
		return slices.ContainsFunc(append([]string{t.Title, t.Body, t.BackTranslation}, t.Hashtags...), func(field string) bool {
			return len(words.find([]rune(field))) > 0
		})
	})
}
