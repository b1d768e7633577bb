package models

import "time"

// grantLifetime is how long the owner of an account may take at its platform.
const grantLifetime = 10 * time.Minute

// A ChannelGrant is the question to the owner of a channel's account whether it
// may be used: the last one that was asked. The verifier (RFC 7636) and the code
// that comes back are sealed, as the credentials are that they bring.
type ChannelGrant struct {
	ID             ID[Channel]
	OrganizationID ID[Organization]
	AskedBy        ID[User]
	StateHash      []byte
	Verifier       Sealed
	Code           Sealed
	AskedAt        time.Time
}

// Answer takes the answer that a person came back with: only the one who asked,
// only once, and in time.
func (g *ChannelGrant) Answer(by Actor, now time.Time) error {
	if g.AskedBy != by.UserID || len(g.Code) > 0 || now.Sub(g.AskedAt) > grantLifetime {
		return ErrGrantOver
	}
	return nil
}

// GrantPlace names where what belongs to the question is sealed.
func (c *Channel) GrantPlace(part string) string {
	return c.OrganizationID.String() + "|channel_grants|" + c.ID.String() + "|" + part
}

// Grantable reports whether the owner of the account can be asked.
func (c *Channel) Grantable() bool { return c.GrantAt != "" && c.ArchivedAt == nil }

// renewAfter is the part of its lifetime after which access is renewed, so that
// a platform that is away for a while does not end it.
const renewAfter = 2.0 / 3

// Grant takes access that was given for a time or, where that is zero, for good.
// It returns when to renew it.
func (c *Channel) Grant(lasts time.Duration, now time.Time) time.Time {
	c.UpdatedAt, c.AccessUntil = now, nil
	if lasts <= 0 {
		return time.Time{}
	}
	until := now.Add(lasts)
	c.AccessUntil = &until
	return now.Add(time.Duration(renewAfter * float64(lasts)))
}

// renewalWaits is how long access that ran out is waited for, before a person is
// called.
const renewalWaits = time.Hour

// Lapsed reports whether access has just run out, so that what the platform
// refuses may be had again without a person.
func (c *Channel) Lapsed(now time.Time) bool {
	return c.AccessUntil != nil && !now.Before(*c.AccessUntil) && now.Sub(*c.AccessUntil) < renewalWaits
}
