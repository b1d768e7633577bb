package vault

import (
	"crypto/ecdh"
	"crypto/hpke"
	"encoding/binary"
	"fmt"
)

// pairHeader names the form of a value that is sealed to a public key: version
// 2, HPKE (RFC 9180) with X25519, HKDF-SHA256 and ChaCha20-Poly1305. After it
// stands the version of the key, in four bytes.
const pairHeader = "\x02"

// prefixLength is how long a Prefix is.
const prefixLength = len(pairHeader) + 4

func kem() hpke.KEM   { return hpke.DHKEM(ecdh.X25519()) }
func kdf() hpke.KDF   { return hpke.HKDFSHA256() }
func aead() hpke.AEAD { return hpke.ChaCha20Poly1305() }

// Prefix is how every value begins that is sealed to a version of the keys.
func Prefix(version uint32) []byte {
	return binary.BigEndian.AppendUint32([]byte(pairHeader), version)
}

// KeyOf returns the version of the key that a value is sealed to, counted from
// 1. It is 0 for a value of another form.
func KeyOf(sealed []byte) uint32 {
	if len(sealed) < prefixLength || string(sealed[:len(pairHeader)]) != pairHeader {
		return 0
	}
	return binary.BigEndian.Uint32(sealed[len(pairHeader):prefixLength])
}

// info binds a value to its place and its key.
func info(version uint32, place string) []byte { return fmt.Appendf(nil, "%s|%d", place, version) }

// SealTo hides a value from everybody but the holder of the private half of a
// key, who opens it only in the same place.
func SealTo(public []byte, version uint32, value []byte, place string) ([]byte, error) {
	key, err := kem().NewPublicKey(public)
	if err != nil {
		return nil, fmt.Errorf("public key %d: %w", version, err)
	}
	sealed, err := hpke.Seal(key, kdf(), aead(), info(version, place), value)
	if err != nil {
		return nil, fmt.Errorf("seal to key %d: %w", version, err)
	}
	return append(Prefix(version), sealed...), nil
}

// A Root wraps the private halves of keys, so that they may be kept with the
// data. Only processes that open values are given one.
type Root struct{ vaults []*Vault }

// NewRoot returns a root over keys of 32 bytes. The first wraps; the others
// only unwrap what they wrapped before the first took over.
func NewRoot(keys ...[]byte) (*Root, error) {
	r := &Root{}
	for _, key := range keys {
		v, err := New(key)
		if err != nil {
			return nil, err
		}
		r.vaults = append(r.vaults, v)
	}
	if len(r.vaults) == 0 {
		return nil, fmt.Errorf("root: %w", ErrUnreadable)
	}
	return r, nil
}

func wrappedPlace(version uint32) string { return fmt.Sprintf("token_keys|%d|wrapped", version) }

// Generate makes a key: its public half, and the private one wrapped.
func (r *Root) Generate(version uint32) (public, wrapped []byte, err error) {
	private, err := kem().GenerateKey()
	if err != nil {
		return nil, nil, fmt.Errorf("make key: %w", err)
	}
	plain, err := private.Bytes()
	if err != nil {
		return nil, nil, fmt.Errorf("make key: %w", err)
	}
	defer clear(plain)
	return private.PublicKey().Bytes(), r.vaults[0].Seal(plain, wrappedPlace(version)), nil
}

// Unwrap returns the private half of a key, or is ErrUnreadable.
func (r *Root) Unwrap(version uint32, wrapped []byte) (*Private, error) {
	for _, v := range r.vaults {
		plain, err := v.Open(wrapped, wrappedPlace(version))
		if err != nil {
			continue
		}
		key, err := kem().NewPrivateKey(plain)
		clear(plain)
		if err != nil {
			return nil, ErrUnreadable
		}
		return &Private{version, key}, nil
	}
	return nil, ErrUnreadable
}

// A Private opens what was sealed to its public half.
type Private struct {
	version uint32
	key     hpke.PrivateKey
}

// Open opens what SealTo hid in the same place, or is ErrUnreadable.
func (p *Private) Open(sealed []byte, place string) ([]byte, error) {
	if KeyOf(sealed) != p.version {
		return nil, ErrUnreadable
	}
	value, err := hpke.Open(p.key, kdf(), aead(), info(p.version, place), sealed[prefixLength:])
	if err != nil {
		return nil, ErrUnreadable
	}
	return value, nil
}
