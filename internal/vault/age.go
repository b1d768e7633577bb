package vault

import (
	"bytes"
	"crypto/sha256"
	"errors"

	"filippo.io/age"
)

// A Seal is what can be told of an age file from outside. X25519 recipients
// leave no name: how many there are can be counted, who they are cannot be
// known before one of them opens it.
type Seal struct {
	Recipients int
	Commitment []byte // SHA-256 of the header, which no two sealings share
}

// Bounds of a file that holds an identity. It is padded, so that its size says
// nothing.
const (
	smallestFile = 1024
	largestFile  = 64 << 10
)

// ReadSeal reads the header of an age file (age-encryption.org/v1, binary)
// that is sealed to X25519 recipients and nobody else. Anything else is
// ErrUnreadable.
func ReadSeal(file []byte) (Seal, error) {
	if len(file) < smallestFile || len(file) > largestFile {
		return Seal{}, ErrUnreadable
	}
	header, err := age.ExtractHeader(bytes.NewReader(file))
	if err != nil || len(file)-len(header) < smallestFile {
		return Seal{}, ErrUnreadable
	}
	counter := &stanzas{}
	if _, err := age.DecryptHeader(header, counter); !errors.Is(err, age.ErrIncorrectIdentity) || counter.others > 0 {
		return Seal{}, ErrUnreadable
	}
	commitment := sha256.Sum256(header)
	return Seal{counter.x25519, commitment[:]}, nil
}

// stanzas counts recipients in the place of an identity, and opens nothing.
type stanzas struct{ x25519, others int }

// Unwrap implements [age.Identity].
func (s *stanzas) Unwrap(all []*age.Stanza) ([]byte, error) {
	for _, stanza := range all {
		if stanza.Type == "X25519" && len(stanza.Args) == 1 && len(stanza.Body) == 32 {
			s.x25519++
		} else {
			s.others++
		}
	}
	return nil, age.ErrIncorrectIdentity
}
