package models

import (
	"crypto/rand"
	"strings"
	"time"
)

// A Page is one message on the public site of an organisation: what the portal
// was given to publish, under an address that tells nothing about anybody. It
// never changes; taken down, it stays as the proof that it was there.
type Page struct {
	Key            string `gorm:"primaryKey"` // idempotency key of the delivery
	OrganizationID ID[Organization]
	ChannelID      ID[Channel]
	DeliveryID     ID[Delivery]
	Slug           string // names it in its address; random
	Rendering      `gorm:"embedded"`
	Zone           string // IANA, of its readers
	PublishedAt    time.Time
	RemovedAt      *time.Time
}

// TableName keeps pages apart from those of a list.
func (Page) TableName() string { return "portal_pages" }

// NewPage makes the page of a delivery, live from now on.
func NewPage(key string, d *Delivery, content Rendering, now time.Time) *Page {
	content.Hashtags, content.Media = filled(content.Hashtags), known(content.Media)
	return &Page{
		Key: key, OrganizationID: d.OrganizationID, ChannelID: d.ChannelID, DeliveryID: d.ID,
		Slug: newSlug(), Rendering: content, Zone: d.Zone, PublishedAt: now,
	}
}

// slugLength gives 50 random bits.
const slugLength = 10

func newSlug() string { return strings.ToLower(rand.Text()[:slugLength]) }

// Local is when the page was published, by the clocks of its readers.
func (p *Page) Local() time.Time {
	zone, err := time.LoadLocation(p.Zone)
	if err != nil {
		zone = time.UTC
	}
	return p.PublishedAt.In(zone)
}

// Live reports whether people may read the page.
func (p *Page) Live() bool { return p.RemovedAt == nil }

// Remove takes the page down. A second time changes nothing.
func (p *Page) Remove(now time.Time) {
	if p.RemovedAt == nil {
		p.RemovedAt = &now
	}
}

// Changed is when the page last became something else to its readers.
func (p *Page) Changed() time.Time {
	if p.RemovedAt != nil {
		return *p.RemovedAt
	}
	return p.PublishedAt
}

// PublicCode names a campaign in public addresses: the random end of its ID,
// without the time that the ID begins with. It is unique in practice (48 bits)
// and no secret.
func (c *Campaign) PublicCode() string {
	id := c.ID.String()
	return id[strings.LastIndexByte(id, '-')+1:]
}

// PageReads is how often one process served a page to people on one day.
type PageReads struct {
	Key     string `gorm:"primaryKey"` // of the page
	Day     Date   `gorm:"primaryKey"` // in UTC
	Process string `gorm:"primaryKey"` // random, new with every start
	Views   int64  // pages served
	Readers int64  // distinct among them, estimated
}

// TableName names the table.
func (PageReads) TableName() string { return "portal_reads" }

// FeedReads is how often one process served a feed on one day, to whomever.
type FeedReads struct {
	OrganizationID ID[Organization] `gorm:"primaryKey"`
	Language       string           `gorm:"primaryKey"`
	Day            Date             `gorm:"primaryKey"` // in UTC
	Process        string           `gorm:"primaryKey"` // random, new with every start
	Reads          int64
}

// TableName names the table.
func (FeedReads) TableName() string { return "portal_feed_reads" }

// DayReads is how often a page was served to people on one day. Nobody is
// known again in another process, so the number of readers lies between two
// bounds; and nobody is known again on another day, so readers are never added
// up over days.
type DayReads struct {
	Key         string // of the page
	Day         Date   // in UTC
	Views       int64
	ReadersLow  int64 // the most in one process
	ReadersHigh int64 // the sum over processes
}
