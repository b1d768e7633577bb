package models

import "github.com/google/uuid"

// An ID names one T. Its type parameter costs nothing at run time and keeps a
// message's ID from being passed where a campaign's is wanted.
type ID[T any] struct{ uuid.UUID }

// NewID returns an ID that sorts after those made before it (UUIDv7).
func NewID[T any]() ID[T] { return ID[T]{uuid.Must(uuid.NewV7())} }

// ParseID reads an ID in its usual text form. Any other text is ErrMissing:
// a malformed ID names nothing, and must not be told from an unknown one.
func ParseID[T any](text string) (ID[T], error) {
	id, err := uuid.Parse(text)
	if err != nil || len(text) != 36 {
		return ID[T]{}, ErrMissing
	}
	return ID[T]{id}, nil
}

// UnmarshalText reads an ID in its usual text form, and no other.
func (id *ID[T]) UnmarshalText(text []byte) (err error) {
	*id, err = ParseID[T](string(text))
	return err
}

// IsZero reports whether the ID names nothing.
func (id ID[T]) IsZero() bool { return id.UUID == uuid.Nil }

// MustID is ParseID for constant text, in tests and seeds.
func MustID[T any](text string) ID[T] { return ID[T]{uuid.MustParse(text)} }
