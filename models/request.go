package models

import (
	"time"
)

// KeyLifetime is how long the answer to a request with an Idempotency-Key is
// kept.
const KeyLifetime = 24 * time.Hour

// KeyPatience is after how long a request that was not answered is taken to
// be over.
const KeyPatience = 10 * time.Second

// An IdempotencyKey is what a person or program called a request, with the
// first answer to it.
type IdempotencyKey struct {
	OrganizationID ID[Organization]  `gorm:"primaryKey"`
	UserID         ID[User]          `gorm:"primaryKey"`
	Method         string            `gorm:"primaryKey"`
	Path           string            `gorm:"primaryKey"`
	Key            string            `gorm:"primaryKey"`
	Digest         []byte            // of what was sent
	RequestID      string            // of the first request; audit entries name it too
	Status         int               // of the answer; 0 until there is one
	Header         map[string]string `gorm:"serializer:json"`
	Body           []byte
	CreatedAt      time.Time
}

// EventLifetime is how long a stream can be taken up again where it broke.
const EventLifetime = 24 * time.Hour

// An Event is a hint that something of an organisation changed; what it is
// like now has to be read. Identity numbers, not UUIDs, order the stream.
type Event struct {
	ID             int64
	OrganizationID ID[Organization]
	Kind           string // of the object, such as campaign
	ObjectID       string
	CampaignID     *ID[Campaign] // nil where it belongs to none, or that is not known
	At             time.Time
}
