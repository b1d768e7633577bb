// Package audit keeps the audit trails from being rewritten unnoticed. Every
// entry is bound to those before it by its hash (package models); here the
// entries of all organisations are put into one Merkle tree (RFC 6962), whose
// head is signed again and again (C2SP tlog-checkpoint, a signed note) and
// shown to witnesses elsewhere. Verify checks all of it with nothing but the
// public key.
package audit

import (
	"bytes"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"

	"github.com/transparency-dev/formats/log"
	"github.com/transparency-dev/merkle/compact"
	"github.com/transparency-dev/merkle/rfc6962"
	"golang.org/x/mod/sumdb/note"
)

// A Checkpoint is the head of the tree over all entries.
type Checkpoint = log.Checkpoint

// NewKey makes a signing key. The name is the origin of all that it signs.
func NewKey(name string) (private string, err error) {
	private, _, err = note.GenerateKey(rand.Reader, name)
	return private, err
}

// Public returns the public half of a signing key, in the form that Keys
// reads: name, hash and key.
func Public(private string) (string, error) {
	// PRIVATE+KEY+name+hash+algorithm and seed, as NewSigner checks.
	parts := strings.SplitN(private, "+", 5)
	signer, err := note.NewSigner(private)
	if err != nil {
		return "", errKey
	}
	seed, err := base64.StdEncoding.DecodeString(parts[4])
	if err != nil {
		return "", errKey
	}
	key, isPublic := ed25519.NewKeyFromSeed(seed[1:]).Public().(ed25519.PublicKey)
	if !isPublic {
		return "", errKey
	}
	return note.NewEd25519VerifierKey(signer.Name(), key)
}

// errKey does not say what was read.
var errKey = errors.New("the audit key cannot be read")

// Keys are the public keys whose word is taken.
type Keys struct {
	list []note.Verifier
	text []string
}

// NewKeys reads public keys.
func NewKeys(public ...string) (Keys, error) {
	var keys Keys
	for _, text := range public {
		verifier, err := note.NewVerifier(strings.TrimSpace(text))
		if err != nil {
			return Keys{}, fmt.Errorf("public audit key: %w", err)
		}
		keys.list, keys.text = append(keys.list, verifier), append(keys.text, strings.TrimSpace(text))
	}
	return keys, nil
}

// Text lists the keys as others read them.
func (k Keys) Text() []string { return append([]string{}, k.text...) }

// None reports whether there is no key.
func (k Keys) None() bool { return len(k.list) == 0 }

// Open checks the signature of a checkpoint and reads it.
func (k Keys) Open(signed []byte) (*Checkpoint, error) {
	opened, err := note.Open(signed, note.VerifierList(k.list...))
	if err != nil {
		return nil, err
	}
	c, err := read(opened.Text)
	if err != nil {
		return nil, err
	}
	for _, by := range opened.Sigs {
		if by.Name == c.Origin {
			return c, nil
		}
	}
	return nil, fmt.Errorf("the checkpoint is of %s, and signed by another", c.Origin)
}

// peek reads a checkpoint without looking at its signature.
func peek(signed []byte) (*Checkpoint, error) {
	text, _, found := bytes.Cut(signed, []byte("\n\n"))
	if !found {
		return nil, errors.New("no signed note")
	}
	return read(string(text) + "\n")
}

func read(text string) (*Checkpoint, error) {
	var c Checkpoint
	rest, err := c.Unmarshal([]byte(text))
	if err != nil {
		return nil, err
	}
	if len(rest) > 0 || len(c.Hash) != sha256.Size {
		return nil, errors.New("no checkpoint of an audit trail")
	}
	return &c, nil
}

// newTree returns an empty tree that leaves can be added to.
func newTree() *compact.Range { return factory().NewEmptyRange(0) }

func factory() *compact.RangeFactory {
	return &compact.RangeFactory{Hash: rfc6962.DefaultHasher.HashChildren}
}

// root is the root hash of a tree.
func root(tree *compact.Range) ([]byte, error) {
	if tree.End() == 0 {
		return rfc6962.DefaultHasher.EmptyRoot(), nil
	}
	return tree.GetRootHash(nil)
}

// grow returns the tree that has a frontier.
func grow(size uint64, frontier []byte) (*compact.Range, error) {
	if len(frontier)%sha256.Size != 0 {
		return nil, errors.New("the frontier of the tree is cut")
	}
	var hashes [][]byte
	for ; len(frontier) > 0; frontier = frontier[sha256.Size:] {
		hashes = append(hashes, frontier[:sha256.Size:sha256.Size])
	}
	return factory().NewRange(0, size, hashes)
}
