package models

import (
	"strings"
	"time"

	"caravan/internal/languages"
)

// A Factor is what a person proves themselves with besides their password: an
// app that shows codes (TOTP, RFC 6238). The other kind is a SecurityKey.
type Factor struct {
	ID          ID[Factor]
	UserID      ID[User]
	Kind        string // totp
	Sealed      []byte // the secret
	LastStep    int64  // the step of the last code that was used: none works twice
	CreatedAt   time.Time
	ConfirmedAt *time.Time // nil until a code showed that it works
}

// NewFactor begins setting a factor up.
func NewFactor(id ID[User], now time.Time) *Factor {
	return &Factor{ID: NewID[Factor](), UserID: id, Kind: "totp", CreatedAt: now}
}

// Asked reports whether signing in asks for the factor.
func (f *Factor) Asked() bool { return f != nil && f.ConfirmedAt != nil }

// A RecoveryCode opens an account once in place of a factor that was lost.
// Only a hash of it is kept.
type RecoveryCode struct {
	ID       ID[RecoveryCode]
	UserID   ID[User]
	CodeHash []byte
	UsedAt   *time.Time
}

// RecoveryCodes is how many of them a person gets.
const RecoveryCodes = 10

// NormalizeCode returns the form in which codes are compared: without what
// groups them, in upper case, in ASCII digits whatever the keyboard.
func NormalizeCode(code string) string {
	return strings.Map(func(r rune) rune {
		if r == ' ' || r == '-' || r == '\u00a0' {
			return -1
		}
		return languages.ASCIIDigit(r)
	}, strings.ToUpper(code))
}
