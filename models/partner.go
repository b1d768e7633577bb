package models

import "time"

// A Backing is who stands behind a campaign: what a partner lends its name to.
type Backing struct {
	Owner            string   `json:"owner"`
	Campaign         string   `json:"campaign"`
	StateInvolvement string   `json:"state_involvement"`
	Funders          []string `json:"funders"`
	Disclosure       string   `json:"disclosure"`
}

// Digest names exactly that statement.
func (b Backing) Digest() Digest {
	digest, _ := DigestOf("caravan.backing/1", b) // strings only: cannot fail
	return digest
}

// Backing says who stands behind the campaign, as it is planned now.
func (c *Campaign) Backing() Backing {
	name := c.PublicName
	if name == "" {
		name = c.Title
	}
	return Backing{c.OrganizationID.String(), name, c.StateInvolvement, filled(c.Funders), c.Disclosure}
}

// A Partner is another organisation that lends its name to a campaign. Nothing
// of the campaign leaves before it has confirmed who pays and what part the
// state has (S-06).
type Partner struct {
	ID             ID[Partner]
	OrganizationID ID[Organization] // whose campaign it is
	CampaignID     ID[Campaign]
	PartnerID      ID[Organization]
	Statement      Digest // of the backing that was confirmed; empty before
	ConfirmedBy    *ID[User]
	ConfirmedAt    *time.Time
	CreatedAt      time.Time
	Version        int
}

// NewPartner names a partner of a campaign.
func NewPartner(c *Campaign, partner ID[Organization], now time.Time) (*Partner, error) {
	if err := c.Open(); err != nil {
		return nil, err
	}
	if partner == c.OrganizationID {
		return nil, ErrInvalid.With("An organisation is no partner of its own.").At("/organization")
	}
	return &Partner{ID: NewID[Partner](), OrganizationID: c.OrganizationID, CampaignID: c.ID, PartnerID: partner, CreatedAt: now, Version: 1}, nil
}

// Knows reports whether the partner has confirmed what stands behind the
// campaign now. Another funder or another part of the state asks it anew.
func (p *Partner) Knows(c *Campaign) bool {
	return p.ConfirmedAt != nil && p.Statement == c.Backing().Digest()
}

// Confirm takes the word of a person of the partner on exactly what they read.
func (p *Partner) Confirm(c *Campaign, read Digest, by Actor, now time.Time) error {
	switch {
	case by.OrganizationID != p.PartnerID:
		return ErrMissing
	case read != c.Backing().Digest():
		return ErrDigestMismatch
	}
	p.Statement, p.ConfirmedBy, p.ConfirmedAt = read, &by.UserID, &now
	return nil
}

// Backed refuses a campaign of which a partner does not know what is behind it.
func (c *Campaign) Backed(partners []Partner) error {
	for i := range partners {
		if !partners[i].Knows(c) {
			return ErrPartner
		}
	}
	return nil
}
