// Package vault seals what must not be readable at rest: the credentials of
// channels, and what second factors share with us. A sealed value is bound to
// its place, so that moving it to another row makes it unreadable. Processes that answer people seal to a public key
// and can open nothing; the private half is for those that speak to platforms.
// Of what nobody has to read again, passwords and codes on paper, it makes slow
// hashes. The vault keeps nothing and logs nothing.
package vault

import (
	"crypto/cipher"
	"crypto/rand"
	"errors"
	"fmt"

	"golang.org/x/crypto/chacha20poly1305"
)

// header names the form of a sealed value: version 1, XChaCha20-Poly1305.
const header = "\x01"

// ErrUnreadable says that a value cannot be opened: another key, another
// place, or changed bytes. It says no more on purpose.
var ErrUnreadable = errors.New("sealed value cannot be opened")

// A Vault seals and opens with one key.
type Vault struct{ aead cipher.AEAD }

// New returns a vault over a key of 32 bytes.
func New(key []byte) (*Vault, error) {
	aead, err := chacha20poly1305.NewX(key)
	if err != nil {
		return nil, fmt.Errorf("vault key: %w", err)
	}
	return &Vault{aead}, nil
}

// Seal hides a value. place says where it is kept, such as
// tenant|channels|id|credentials; only the same place opens it.
func (v *Vault) Seal(value []byte, place string) []byte {
	nonce := make([]byte, v.aead.NonceSize())
	_, _ = rand.Read(nonce) // never fails
	sealed := append([]byte(header), nonce...)
	return v.aead.Seal(sealed, nonce, value, []byte(place))
}

// Open opens what Seal hid in the same place, or is ErrUnreadable.
func (v *Vault) Open(sealed []byte, place string) ([]byte, error) {
	n := len(header) + v.aead.NonceSize()
	if len(sealed) < n || string(sealed[:len(header)]) != header {
		return nil, ErrUnreadable
	}
	value, err := v.aead.Open(nil, sealed[len(header):n], sealed[n:], []byte(place))
	if err != nil {
		return nil, ErrUnreadable
	}
	return value, nil
}
