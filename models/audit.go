package models

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"
	"unicode/utf8"

	"github.com/gowebpki/jcs"
)

// An AuditEntry says who did what to what. Entries are only ever added.
type AuditEntry struct {
	ID             int64
	OrganizationID *ID[Organization] // nil: the installation
	Seq            int64             // without gaps within its organisation
	At             time.Time
	ActorID        *ID[User] // nil: the system
	ActorRole      string
	Strength       string // how the actor proved who they are: password, token, process
	Action         string // past participle, such as message.approved
	ObjectKind     string
	ObjectID       string
	Before         Digest
	After          Digest
	RequestID      string
	Reason         string
	LeafHash       []byte // see Leaf
	ChainHash      []byte // see ChainAfter
}

// auditLeaf is an entry as it is hashed. There are no numbers in it, because
// canonical forms round them, and its fields stand in canonical order.
type auditLeaf struct {
	Action         string            `json:"action"`
	ActorID        *ID[User]         `json:"actor_id,omitempty"`
	ActorRole      string            `json:"actor_role"`
	After          Digest            `json:"after"`
	At             string            `json:"at"`
	Before         Digest            `json:"before"`
	ID             string            `json:"id"`
	ObjectID       string            `json:"object_id"`
	ObjectKind     string            `json:"object_kind"`
	OrganizationID *ID[Organization] `json:"organization_id,omitempty"`
	Reason         string            `json:"reason"`
	RequestID      string            `json:"request_id"`
	Seq            string            `json:"seq"`
	Strength       string            `json:"strength"`
	Type           string            `json:"type"`
}

// The first byte of what is hashed tells a leaf from what joins two hashes
// (RFC 6962, section 2.1).
const (
	leafPrefix = 0
	nodePrefix = 1
)

// errNotText says that a value holds bytes that no text has. They must not be
// hashed: encoders put the same letter in the place of all of them.
var errNotText = errors.New("not UTF-8")

// Leaf returns the hash of the entry: SHA-256 over a zero byte and the entry
// in JSON canonical form (RFC 8785), which is how RFC 6962 hashes a leaf.
func (e *AuditEntry) Leaf() ([]byte, error) {
	for _, text := range []string{
		e.ActorRole, e.Strength, e.Action, e.ObjectKind, e.ObjectID, string(e.Before), string(e.After), e.RequestID, e.Reason,
	} {
		if !utf8.ValidString(text) {
			return nil, fmt.Errorf("audit entry %d: %w", e.Seq, errNotText)
		}
	}
	canonical, err := e.canonical()
	if err != nil {
		return nil, fmt.Errorf("audit entry %d: %w", e.Seq, err)
	}
	sum := sha256.Sum256(append([]byte{leafPrefix}, canonical...))
	return sum[:], nil
}

func (e *AuditEntry) canonical() ([]byte, error) {
	var plain bytes.Buffer
	encoder := json.NewEncoder(&plain)
	encoder.SetEscapeHTML(false)
	err := encoder.Encode(auditLeaf{
		Type: "caravan.audit/1", ID: strconv.FormatInt(e.ID, 10), OrganizationID: e.OrganizationID, Seq: strconv.FormatInt(e.Seq, 10),
		At: e.At.UTC().Format("2006-01-02T15:04:05.000000Z"), ActorID: e.ActorID, ActorRole: e.ActorRole, Strength: e.Strength,
		Action: e.Action, ObjectKind: e.ObjectKind, ObjectID: e.ObjectID, Before: e.Before, After: e.After, RequestID: e.RequestID, Reason: e.Reason,
	})
	if err != nil {
		return nil, err
	}
	text := bytes.TrimSuffix(plain.Bytes(), []byte("\n"))
	if bytes.IndexByte(text, '\\') < 0 {
		return text, nil // in canonical order, and nothing is written in two ways
	}
	return jcs.Transform(text)
}

// ChainAfter returns the hash that binds a leaf to all that stand before it in
// its organisation's trail: SHA-256 over a byte 1, the hash before and the
// leaf. Before the first entry there are 32 zero bytes.
func ChainAfter(before, leaf []byte) []byte {
	if len(before) == 0 {
		before = make([]byte, sha256.Size)
	}
	hash := sha256.New()
	hash.Write([]byte{nodePrefix})
	hash.Write(before)
	hash.Write(leaf)
	return hash.Sum(nil)
}

// Follow numbers the entry after the one whose number and chain hash are
// given, and hashes it. Its ID has to be known.
func (e *AuditEntry) Follow(seq int64, chain []byte) error {
	e.Seq = seq + 1
	return e.Seal(chain)
}

// Seal gives the entry its hashes, after the chain hash of the one before.
func (e *AuditEntry) Seal(before []byte) (err error) {
	if e.LeafHash, err = e.Leaf(); err == nil {
		e.ChainHash = ChainAfter(before, e.LeafHash)
	}
	return err
}

// WithheldKinds lists the kinds of objects that are people, or lead to one, and
// that an actor may not see: the trail does not name such an object to them.
func WithheldKinds(who Actor) []string {
	var kinds []string
	if !who.May(ReadMessengers) {
		kinds = append(kinds, "messenger", "reveal")
	}
	if !who.May(ReadPeople) {
		kinds = append(kinds, "user", "member", "token", "custodian_key", "envelope", "ombudsperson")
	}
	return kinds
}

// For returns the entry as an actor may read it. To whoever may not see people
// it says what was done, in which role and when, and nothing about a person:
// not who did it, nor the words they wrote. With a withheld object goes the
// request, by which other entries could be linked to it.
func (e AuditEntry) For(who Actor) AuditEntry {
	if !who.May(ReadPeople) {
		e.ActorID, e.Reason = nil, ""
	}
	if slices.Contains(WithheldKinds(who), e.ObjectKind) {
		e.ObjectID, e.RequestID, e.Reason, e.Before, e.After = "", "", "", "", ""
	}
	return e
}

// An AuditLeaf is the place of an entry in the tree over all entries of the
// installation, in the order in which they were seen to be committed.
type AuditLeaf struct {
	LeafIndex      int64 `gorm:"primaryKey;autoIncrement:false"`
	EntryID        int64
	OrganizationID *ID[Organization] // of the entry
	Seq            int64             // of the entry
}

// TableName spells the plural.
func (AuditLeaf) TableName() string { return "audit_leaves" }

// An AuditCheckpoint is the tree as it stood at some time, signed.
type AuditCheckpoint struct {
	Number    int64 `gorm:"primaryKey;autoIncrement:false"` // without gaps
	Size      int64 // entries in the tree
	Root      []byte
	Frontier  []byte // the hashes that the tree goes on from, 32 bytes each
	Note      string // signed
	CreatedAt time.Time
}

// An AuditWitness is somebody who is shown checkpoints, and how far they are.
type AuditWitness struct {
	Name   string `gorm:"primaryKey"`
	Size   int64  // of the last checkpoint that they took
	SeenAt *time.Time
	NextAt time.Time // when they may be asked again
	Tries  int       // that failed since
	Fault  string    // of the last try; empty after a good one
}
