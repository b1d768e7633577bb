package models

import "time"

// A TokenKey is one version of the key that the credentials of channels are
// sealed to. Whoever answers people reads the public half; the private one is
// wrapped with a root that only those have who speak to platforms.
type TokenKey struct {
	Version   uint32 `gorm:"primaryKey;autoIncrement:false"`
	Public    []byte
	Wrapped   Sealed
	Stamp     []byte // by which the installation knows that it made the key
	CreatedAt time.Time
}

// A Health is how an account is, as far as its platform says.
type Health struct {
	Asked     bool      `json:"asked"` // the platform can be asked, and was
	Well      bool      `json:"well"`
	ID        string    `json:"id"`   // the platform's own
	Name      string    `json:"name"` // as the platform knows it
	URL       string    `json:"url"`
	Followers *int64    `json:"followers"`
	ExpiresAt time.Time `json:"expires_at"` // of the credentials; zero if the platform does not say
	Class     string    `json:"class"`      // of the failure, if there is one
	Detail    string    `json:"detail"`     // for operators; never a credential. Of one that is well, why its platform will not tell by itself how posts do
}

// A ChannelCheck is the last question about how a channel's account is. It is
// asked by a process that has the keys.
type ChannelCheck struct {
	ID             ID[Channel]
	OrganizationID ID[Organization]
	AskedAt        time.Time
	AnsweredAt     *time.Time
	Health         Health `gorm:"serializer:json"`
}

// checkLasts is how long an answer about an account is as good as a new one.
const checkLasts = 10 * time.Second

// Answered reports whether the check says how the account is now.
func (c *ChannelCheck) Answered(now time.Time) bool {
	return c.AnsweredAt != nil && !c.AnsweredAt.Before(c.AskedAt) && now.Sub(*c.AnsweredAt) < checkLasts
}

// askingLasts is how long a question about an account is left to whoever was
// asked; later they are taken to have failed.
const askingLasts = time.Minute

// Open reports whether somebody is about to answer. The account may then be
// opened by something else than before, so that nobody else's answer counts.
func (c *ChannelCheck) Open(now time.Time) bool {
	return (c.AnsweredAt == nil || c.AnsweredAt.Before(c.AskedAt)) && now.Sub(c.AskedAt) < askingLasts
}

// Arm says that somebody has given what opens the account, or only what its
// owner is asked with. It may be another account than before.
func (c *Channel) Arm(granted bool, now time.Time) {
	c.ArmedAt, c.IdleToldAt, c.IdentifiedAt = &now, nil, nil
	switch {
	case !granted:
		c.Expire(now)
	case c.State == ChannelExpired:
		c.State = ChannelHealthy
	}
}

// Disarm takes away what opens the account, so that nothing leaves over the
// channel until somebody gives it anew.
func (c *Channel) Disarm(now time.Time) {
	c.forget(now)
	c.Expire(now)
}

func (c *Channel) forget(now time.Time) {
	c.Credentials, c.GrantAt, c.AccessUntil, c.ArmedAt, c.UpdatedAt = nil, "", nil, nil, now
}

// Expire says that the account needs a person. What is suspended stays so.
func (c *Channel) Expire(now time.Time) {
	if c.State != ChannelSuspended {
		c.State, c.UpdatedAt = ChannelExpired, now
	}
}
