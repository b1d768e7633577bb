package models

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// Sealed is bytes that only the vault can open. It prints as [sealed].
type Sealed []byte

// String hides the bytes.
func (Sealed) String() string { return "[sealed]" }

// GoString hides the bytes.
func (Sealed) GoString() string { return "[sealed]" }

// QuietHours is a daily span of local time, HH:MM to HH:MM, in which nothing
// is sent; it may pass midnight. Both empty: none.
type QuietHours struct {
	From string `json:"from"`
	To   string `json:"to"`
}

// valid reports whether both ends are clock times, or none is set.
func (q QuietHours) valid() bool {
	if q.From == "" && q.To == "" {
		return true
	}
	_, from := time.Parse("15:04", q.From)
	_, to := time.Parse("15:04", q.To)
	return from == nil && to == nil && len(q.From) == 5 && len(q.To) == 5
}

// Has reports whether the local clock time HH:MM lies in the span.
func (q QuietHours) Has(clock string) bool {
	switch {
	case q.From == q.To:
		return false
	case q.From < q.To:
		return q.From <= clock && clock < q.To
	default:
		return q.From <= clock || clock < q.To
	}
}

// After returns when the span that a local time falls into is over, and
// whether it falls into it at all.
func (q QuietHours) After(l LocalTime) (LocalTime, bool) {
	wall, err := time.Parse(localLayout, l.Local)
	if err != nil || !q.Has(wall.Format("15:04")) {
		return l, false
	}
	day := wall
	if q.From > q.To && wall.Format("15:04") >= q.From {
		day = wall.AddDate(0, 0, 1)
	}
	return LocalTime{day.Format(time.DateOnly) + "T" + q.To, l.Zone}, true
}

// An Account is how a channel reaches its platform.
type Account struct {
	Platform   string
	Class      string // of the vocabulary channel_class
	Tight      bool   // its posts have no room for a line of disclosure
	Name       string
	Handle     string
	Countries  []string   `gorm:"serializer:json"` // of its audience
	Languages  []string   `gorm:"serializer:json"`
	Zone       string     // IANA, of its audience
	Quiet      QuietHours `gorm:"serializer:json"`
	PerMinute  int        // most posts in a minute; 0: no limit of our own
	Disclosure string     // its own line; empty: the campaign's
	Reason     string     // why it is not the only account on the platform in its languages; public

	CountClicks bool // links lead over an address that counts who follows them

	CommentsOff bool // nobody can answer there in public

	PictureBytes int64 // the most that its platform takes of a picture; 0: no limit
}

// The states of a channel.
const (
	ChannelHealthy   = "healthy"
	ChannelExpiring  = "expiring"  // its credentials end soon
	ChannelExpired   = "expired"   // the account needs a person
	ChannelSuspended = "suspended" // by a person
)

// A Channel is an organisation's account on a platform or an offline outlet.
type Channel struct {
	ID             ID[Channel]
	OrganizationID ID[Organization]
	Account        `gorm:"embedded"`
	Identification `gorm:"embedded"`
	Credentials    Sealed
	GrantAt        string     // where the owner of the account is asked for access; empty: nowhere
	AccessUntil    *time.Time // when the access that was granted ends; nil: not by itself
	ArmedAt        *time.Time // when somebody gave the credentials; nil: there are none
	IdleToldAt     *time.Time // when people were told that nobody uses them; nil: they are used
	State          string
	CreatedAt      time.Time
	UpdatedAt      time.Time
	ArchivedAt     *time.Time
	Version        int
}

// CredentialsPlace names where the credentials are sealed, and only there can
// they be opened.
func (c *Channel) CredentialsPlace() string {
	return c.OrganizationID.String() + "|channels|" + c.ID.String() + "|credentials"
}

// NewChannel registers an account.
func NewChannel(a Account, by Actor, now time.Time) (*Channel, error) {
	c := &Channel{ID: NewID[Channel](), OrganizationID: by.OrganizationID, State: ChannelHealthy, CreatedAt: now, Version: 1}
	return c, c.Revise(a, now)
}

// Revise replaces the account's settings.
func (c *Channel) Revise(a Account, now time.Time) error {
	tags, err := canonical(a.Languages)
	if err != nil {
		return err
	}
	if _, err := time.LoadLocation(a.Zone); err != nil || a.Zone == "" || a.Zone == "Local" {
		return ErrTime.With("No such zone.").At("/zone")
	}
	switch {
	case c.ArchivedAt != nil:
		return ErrWrongState.With("It is archived.")
	case c.Platform != "" && c.Platform != a.Platform:
		return ErrInvalid.With("An account on another platform is another channel.").At("/platform")
	case !a.Quiet.valid():
		return ErrTime.With("Write quiet hours as 22:00 and 07:00.").At("/quiet")
	}
	a.Countries, a.Languages = filled(a.Countries), tags
	c.Account, c.UpdatedAt = a, now
	return nil
}

// Alone refuses a second account of the organisation on the platform in the
// same language, unless its reason is said publicly: nobody is to be fooled by
// many voices that are one. Stations, papers and halls are not accounts.
func (c *Channel) Alone(others []Channel, outlet bool) error {
	if c.Reason != "" || outlet {
		return nil
	}
	for i := range others {
		o := &others[i]
		twin := o.ID != c.ID && o.ArchivedAt == nil && o.Platform == c.Platform
		if twin && slices.ContainsFunc(c.Languages, func(tag string) bool { return speaks(o.Languages, tag) }) {
			return ErrSecondAccount.With(o.Name + " is there already.").At("/reason")
		}
	}
	return nil
}

// Archive ends the use of the channel and forgets its credentials. waiting is
// how many deliveries may still leave over it; as long as there are any, it
// stays.
func (c *Channel) Archive(waiting int64, now time.Time) error {
	switch {
	case c.ArchivedAt != nil:
		return ErrWrongState.With("It is archived.")
	case waiting > 0:
		return ErrInUse.With("Deliveries may still leave over it. Cancel them first.")
	}
	c.forget(now)
	c.ArchivedAt = &now
	return nil
}

// expiresSoon is how long before the end of its credentials a channel says so.
const expiresSoon = 14 * 24 * time.Hour

// Suspend keeps the channel from sending until it is resumed.
func (c *Channel) Suspend(reason string, now time.Time) error {
	switch {
	case c.ArchivedAt != nil || c.State == ChannelSuspended:
		return ErrWrongState.With("It does not send as it is.")
	case reason == "":
		return ErrReason.At("/reason")
	}
	c.State, c.UpdatedAt = ChannelSuspended, now
	return nil
}

// Resume ends a suspension. Where the program suspended it, somebody says what
// it was.
func (c *Channel) Resume(reason string, now time.Time) error {
	switch {
	case c.ArchivedAt != nil || c.State != ChannelSuspended:
		return ErrWrongState.With("It is not suspended.")
	case c.SuspendedFor != "" && reason == "":
		return ErrReason.At("/reason")
	}
	c.State, c.SuspendedFor, c.UpdatedAt = ChannelHealthy, "", now
	return nil
}

// Judge returns the state that follows from what the platform said. A
// suspension is a person's and stays, and an answer that says nothing about
// the account changes nothing.
func (c *Channel) Judge(asked, well, locked bool, expires, now time.Time) string {
	switch {
	case c.State == ChannelSuspended || !asked:
		return c.State
	case locked:
		return ChannelExpired
	case well && !expires.IsZero() && expires.Sub(now) < expiresSoon:
		return ChannelExpiring
	case well:
		return ChannelHealthy
	}
	return c.State
}

// Silent refuses to send over a channel that is suspended, as a hold would.
func (c *Channel) Silent() error {
	if c.State == ChannelSuspended {
		return ErrHeld.With("The channel is suspended.")
	}
	return nil
}

// DisclosureFor returns the line that goes with every post of a campaign. Where
// there is no room for it the public page of the campaign says so.
func (c *Channel) DisclosureFor(campaign *Campaign) string {
	switch {
	case c.Tight:
		return ""
	case c.Disclosure != "":
		return c.Disclosure
	}
	return campaign.Disclosure
}

// Target is the channel with the digest of what it would carry of a text.
func (c *Channel) Target(campaign *Campaign, text *FrozenText) (Target, error) {
	t := Target{
		ChannelID: c.ID, Platform: c.Platform, Account: c.Handle, Language: text.Language, Disclosure: c.DisclosureFor(campaign),
	}
	if len(text.Media) > 0 && c.PictureBytes > 0 {
		t.Picture = strconv.FormatInt(c.PictureBytes, 10)
	}
	t.Counted = c.CountClicks && text.Link != ""
	var err error
	t.Rendering, err = t.Render(text).Digest()
	return t, err
}

// Carries reports whether the channel speaks a language, in any dialect.
func (c *Channel) Carries(language string) bool {
	base, _, _ := strings.Cut(language, "-x-")
	return slices.Contains(c.Languages, base) || slices.Contains(c.Languages, language)
}

// Needs returns the countries that have to approve what the channel carries
// for a campaign: all of the campaign's that the channel's audience lives in.
func (c *Channel) Needs(campaign *Campaign) []string {
	var countries []string
	for _, cc := range campaign.Countries {
		if slices.Contains(c.Countries, cc.Country) {
			countries = append(countries, cc.Country)
		}
	}
	return countries
}

// A Hold is a closed gate. One person closes it; two others' steps open it.
type Hold struct {
	ID             int64
	OrganizationID *ID[Organization] // nil: the whole installation
	Scope          string            // of the vocabulary hold_scope
	ScopeID        string            // a country, a platform or an ID; empty for all
	Reason         string
	ClosedBy       ID[User]
	ClosedAt       time.Time
	OpeningBy      *ID[User] // the first of the two who open it
	OpenedBy       *ID[User]
	OpenedAt       *time.Time
}

// CheckOpener refuses those whose word does not count towards opening the hold.
func (h *Hold) CheckOpener(by Actor) error {
	switch {
	case h.OpenedAt != nil:
		return ErrWrongState.With("It is open.")
	case h.OrganizationID == nil && !by.Is(Operator), h.OrganizationID != nil && *h.OrganizationID != by.OrganizationID:
		return ErrForbidden.With("Those who stopped it open it.")
	case h.OpeningBy != nil && *h.OpeningBy == by.UserID:
		return ErrSecondPerson
	}
	return nil
}

// Open takes one person's word that the hold may end. It reports whether the
// hold is open now; the first of two persons only starts it.
func (h *Hold) Open(by Actor, reason string, now time.Time) (bool, error) {
	if err := h.CheckOpener(by); err != nil {
		return false, err
	}
	if reason == "" {
		return false, ErrReason.At("/reason")
	}
	if h.OpeningBy == nil {
		h.OpeningBy = &by.UserID
		return false, nil
	}
	h.OpenedBy, h.OpenedAt = &by.UserID, &now
	return true, nil
}
