package vault_test

import (
	"errors"
	"testing"

	"caravan/internal/vault"
)

func TestSealedValueOpensOnlyInItsPlace(t *testing.T) {
	key := []byte("0123456789abcdef0123456789abcdef")
	v, err := vault.New(key)
	if err != nil {
		t.Fatal(err)
	}
	sealed := v.Seal([]byte("token"), "osh|channels|1|credentials")
	again, err := vault.New(key)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := again.Open(sealed, "osh|channels|1|credentials"); err != nil || string(got) != "token" {
		t.Errorf("got %q, %v", got, err)
	}
	if _, err := v.Open(sealed, "osh|channels|2|credentials"); !errors.Is(err, vault.ErrUnreadable) {
		t.Errorf("moved to another row: %v", err)
	}
	sealed[len(sealed)-1] ^= 1
	if _, err := v.Open(sealed, "osh|channels|1|credentials"); !errors.Is(err, vault.ErrUnreadable) {
		t.Errorf("changed: %v", err)
	}
	other, err := vault.New([]byte("another key of the same length!!"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := other.Open(v.Seal([]byte("token"), "a"), "a"); !errors.Is(err, vault.ErrUnreadable) {
		t.Errorf("another key: %v", err)
	}
	if _, err := v.Open(nil, ""); !errors.Is(err, vault.ErrUnreadable) {
		t.Errorf("nothing: %v", err)
	}
	if _, err := vault.New([]byte("short")); err == nil {
		t.Error("a short key is taken")
	}
}
