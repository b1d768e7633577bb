package models

import (
	"crypto/sha256"
	"encoding/hex"
	"time"
)

// A Comparison is a question with its frozen answer. It never changes: other
// data give another comparison. Request and result are kept as the bytes that
// were hashed.
type Comparison struct {
	ID             ID[Comparison]
	OrganizationID ID[Organization]
	Request        string // canonical JSON
	Result         string // JSON
	DataVersion    string // names the data it was made from
	AssumptionSet  string // name and version
	Program        string // version of the program
	Digest         Digest
	CreatedBy      ID[User]
	CreatedAt      time.Time
}

// Seal sets the digest: SHA-256 of the request, a line feed and the result.
func (c *Comparison) Seal() {
	sum := sha256.Sum256([]byte(c.Request + "\n" + c.Result))
	c.Digest = Digest(hex.EncodeToString(sum[:]))
}
