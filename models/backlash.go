package models

import "time"

// The signals that something sets people against a campaign, of the vocabulary
// backlash_signal.
const (
	HostileAnswers  = "hostile"   // of the answers that moderators saw
	AlarmingAnswers = "alarming"  // of them, those with a word that moderators listen for
	ReportNotices   = "reports"   // that a platform passed on, for each post that is out
	RemovedPosts    = "removals"  // by platforms, of the posts that are out
	LostFollowers   = "unfollows" // of those whom accounts had
)

// A BacklashRule says when a campaign has to stop: a signal stands at a share
// or above it in two windows one after the other, and there was enough of it
// in both.
type BacklashRule struct {
	Signal  string  `json:"signal"`
	Share   float64 `json:"share"`   // above 0, at most 1
	Minimum int64   `json:"minimum"` // of what the share is of
	Days    int     `json:"days"`    // how long a window is
}

// backlashDays is how long a window may be.
const backlashDays = 14

// OfferedBacklashRules are the rules that somebody begins with.
func OfferedBacklashRules() []BacklashRule {
	return []BacklashRule{
		{Signal: HostileAnswers, Share: 0.5, Minimum: 40, Days: 1},
		{Signal: RemovedPosts, Share: 0.2, Minimum: 5, Days: 7},
	}
}

func (r BacklashRule) check(place string) error {
	switch {
	case !Vocabularies()["backlash_signal"].Has(r.Signal):
		return ErrInvalid.With("No such signal.").At(place + "/signal")
	case !(r.Share > 0 && r.Share <= 1):
		return ErrInvalid.With("A share is above 0 and at most 1.").At(place + "/share")
	case r.Minimum < 1:
		return ErrInvalid.With("Below some number chance decides: at least 1.").At(place + "/minimum")
	case r.Days < 1 || r.Days > backlashDays:
		return ErrInvalid.With("A window is 1 to 14 days long.").At(place + "/days")
	}
	return nil
}

// A BacklashWindow is what a signal was from a day to a day, both included.
type BacklashWindow struct {
	From    Date     `json:"from"`
	To      Date     `json:"to"`
	Count   int64    `json:"count"`
	Of      int64    `json:"of"`
	Sources []string `json:"sources"` // tallies and observations, by their IDs
}

// Share is the part that the count is of the whole.
func (w BacklashWindow) Share() float64 {
	if w.Of == 0 {
		return 0
	}
	return float64(w.Count) / float64(w.Of)
}

// Windows returns the two windows that end on a day, the earlier first, still
// without figures.
func (r BacklashRule) Windows(today Date) [2]BacklashWindow {
	return [2]BacklashWindow{
		{From: today.add(1 - 2*r.Days), To: today.add(-r.Days)},
		{From: today.add(1 - r.Days), To: today},
	}
}

// add returns the day so many days later. The day exists.
func (d Date) add(days int) Date {
	t, _ := time.Parse(time.DateOnly, string(d))
	return DateOf(t.AddDate(0, 0, days))
}

// Fires reports whether the rule asks for a stop: one bad window is an
// evening, two are a state of things, and a few answers are neither.
func (r BacklashRule) Fires(windows [2]BacklashWindow) bool {
	for _, w := range windows {
		if w.Of < r.Minimum || float64(w.Count) < r.Share*float64(w.Of) {
			return false
		}
	}
	return true
}

// A BacklashWatch is the rules of a campaign, as somebody set them.
type BacklashWatch struct {
	ID             ID[BacklashWatch]
	OrganizationID ID[Organization]
	CampaignID     ID[Campaign]
	Rules          []BacklashRule `gorm:"serializer:json"`
	SetBy          ID[User]
	SetAt          time.Time
	Version        int
}

// Set replaces the rules, one for each signal at most.
func (w *BacklashWatch) Set(rules []BacklashRule, by Actor, now time.Time) error {
	seen := map[string]bool{}
	for i, rule := range rules {
		at := place("/rules", i)
		if err := rule.check(at); err != nil {
			return err
		}
		if seen[rule.Signal] {
			return ErrInvalid.With("There is a rule on this signal.").At(at + "/signal")
		}
		seen[rule.Signal] = true
	}
	w.Rules, w.SetBy, w.SetAt = append([]BacklashRule{}, rules...), by.UserID, now
	return nil
}

// A Tally is how the answers to a campaign were on one channel on one day, as
// a moderator counted them. It holds counts alone: no answer and nobody who
// gave one. The newest of a day and channel counts.
type Tally struct {
	ID             ID[Tally]
	OrganizationID ID[Organization]
	CampaignID     ID[Campaign]
	ChannelID      ID[Channel]
	TallyEntry     `gorm:"embedded"`
	EnteredBy      ID[User]
	CreatedAt      time.Time
}

// A TallyEntry is what a moderator counted.
type TallyEntry struct {
	Day      Date
	Seen     int64 // answers
	Hostile  int64 // of them
	Alarming int64 // of them, with a word that moderators listen for
	Reports  int64 // notices of a platform that somebody reported a post
}

// NewTally enters a tally, or says what is wrong with it.
func NewTally(c *Campaign, channel *Channel, entry TallyEntry, by Actor, now time.Time) (*Tally, error) {
	switch {
	case !entry.Day.Valid() || entry.Day > LatestToday(now):
		return nil, ErrInvalid.With("Give a day that has begun.").At("/day")
	case entry.Seen < 0:
		return nil, ErrInvalid.At("/seen")
	case entry.Hostile < 0 || entry.Hostile > entry.Seen:
		return nil, ErrInvalid.With("No more are hostile than were seen.").At("/hostile")
	case entry.Alarming < 0 || entry.Alarming > entry.Seen:
		return nil, ErrInvalid.With("No more have such a word than were seen.").At("/alarming")
	case entry.Reports < 0:
		return nil, ErrInvalid.At("/reports")
	}
	return &Tally{
		ID: NewID[Tally](), OrganizationID: c.OrganizationID, CampaignID: c.ID, ChannelID: channel.ID, TallyEntry: entry, EnteredBy: by.UserID, CreatedAt: now,
	}, nil
}

// TableName names the table.
func (Tally) TableName() string { return "tallies" }

// A BacklashAlarm is the evidence on which the program stopped a campaign: the
// rule as it was, and both windows. It is never changed.
type BacklashAlarm struct {
	HoldID         int64  `gorm:"primaryKey;autoIncrement:false"`
	Signal         string `gorm:"primaryKey"`
	OrganizationID ID[Organization]
	CampaignID     ID[Campaign]
	Share          float64
	Minimum        int64
	Days           int
	Windows        []BacklashWindow `gorm:"serializer:json"`
	At             time.Time
}

// Alarm is the evidence that a rule has fired.
func (r BacklashRule) Alarm(c *Campaign, windows [2]BacklashWindow, now time.Time) BacklashAlarm {
	return BacklashAlarm{
		Signal: r.Signal, OrganizationID: c.OrganizationID, CampaignID: c.ID, Share: r.Share, Minimum: r.Minimum, Days: r.Days, Windows: windows[:], At: now,
	}
}

// ForBacklash is the reason of the holds that the program places on campaigns.
const ForBacklash = "backlash"

// backlashPause is how often the program stops one campaign at most.
const backlashPause = time.Hour

// BacklashHold is the hold by which the program stops the campaign: its own
// gate and no other. The last such hold, if there was one, says whether it may:
// not while that is closed, and not again within the hour.
func (c *Campaign) BacklashHold(last *Hold, now time.Time) (*Hold, bool) {
	if last != nil && (last.OpenedAt == nil || now.Sub(last.ClosedAt) < backlashPause) {
		return nil, false
	}
	return &Hold{OrganizationID: &c.OrganizationID, Scope: "campaign", ScopeID: c.ID.String(), Reason: ForBacklash, ClosedAt: now}, true
}

// Heard reports whether windows lie after the day on which two people let the
// campaign go on: they have judged what was before.
func (h *Hold) Heard(windows [2]BacklashWindow, zone *time.Location) bool {
	return h == nil || h.OpenedAt == nil || windows[0].From > Date(h.OpenedAt.In(zone).Format(time.DateOnly))
}

// TellsBacklash reports whether somebody is told that the campaign was
// stopped: moderators and safeguarding of its organisation, who planned it, and
// those who decide for the authorities that have it before them.
func (c *Campaign) TellsBacklash(who Actor) bool {
	if who.OrganizationID != c.OrganizationID {
		return who.May(Decide)
	}
	return who.Is(Moderator, Safeguarding) || who.UserID == c.CreatedBy
}

// A BacklashNotice tells one person once that a campaign was stopped.
type BacklashNotice struct {
	ID        ID[BacklashNotice]
	HoldID    int64
	UserID    ID[User]
	CreatedAt time.Time
	SentAt    *time.Time
}
