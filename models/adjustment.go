package models

import "time"

// An Adjustment is what was changed about a campaign on the way, why, and on
// what evidence. It is never changed itself.
type Adjustment struct {
	ID             ID[Adjustment]
	OrganizationID ID[Organization]
	CampaignID     ID[Campaign]
	What           string
	Why            string
	Evidence       string
	MadeBy         ID[User]
	CreatedAt      time.Time
}

// NewAdjustment notes a change of course.
func NewAdjustment(c *Campaign, what, why, evidence string, by Actor, now time.Time) (*Adjustment, error) {
	switch {
	case what == "":
		return nil, ErrReason.With("Say what was changed.").At("/what")
	case why == "":
		return nil, ErrReason.At("/why")
	}
	return &Adjustment{
		ID: NewID[Adjustment](), OrganizationID: c.OrganizationID, CampaignID: c.ID, What: what, Why: why, Evidence: evidence,
		MadeBy: by.UserID, CreatedAt: now,
	}, nil
}
