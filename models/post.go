package models

import "time"

// A Post is evidence: an ID that exists on a platform. A second one of the same
// delivery is unwanted, and so is one that landed after its delivery had ended:
// they are kept, and taken down.
type Post struct {
	Platform    string
	ChannelID   ID[Channel]
	RemoteID    string
	DeliveryID  ID[Delivery]
	URL         string
	DuplicateOf string // the remote ID of the delivery's first post
	Removal     Removal
	RemoveAt    *time.Time // when it is tried to remove it next
	Removals    int        // tries that failed
	CreatedAt   time.Time
}

// Removal is what became of an unwanted post.
type Removal string

// The removals. A wanted post has none.
const (
	RemovalPending Removal = "pending"
	RemovalByHand  Removal = "by_hand" // the program cannot: a person has to
	RemovalDone    Removal = "removed"
)

// Unwant queues a post of the delivery for removal.
func (d *Delivery) Unwant(p *Post, now time.Time) {
	p.Removal, p.RemoveAt = RemovalPending, &now
	d.Unwanted++
}

// Settle writes down that an unwanted post is gone.
func (d *Delivery) Settle(p *Post) {
	p.Removal, p.RemoveAt = RemovalDone, nil
	d.Unwanted--
}
