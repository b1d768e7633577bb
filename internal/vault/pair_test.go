package vault_test

import (
	"bytes"
	"errors"
	"testing"

	"caravan/internal/vault"
)

func TestSealedToAKeyOpensOnlyWithItsOtherHalfAndInItsPlace(t *testing.T) {
	one, two := bytes.Repeat([]byte{1}, 32), bytes.Repeat([]byte{2}, 32)
	root, err := vault.NewRoot(one)
	if err != nil {
		t.Fatal(err)
	}
	public, wrapped, err := root.Generate(7)
	if err != nil {
		t.Fatal(err)
	}
	sealed, err := vault.SealTo(public, 7, []byte("token"), "osh|channels|1|credentials")
	if err != nil || vault.KeyOf(sealed) != 7 || !bytes.HasPrefix(sealed, vault.Prefix(7)) || bytes.Contains(sealed, []byte("token")) {
		t.Fatalf("got %x, %v", sealed, err)
	}
	private, err := root.Unwrap(7, wrapped)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := private.Open(sealed, "osh|channels|1|credentials"); err != nil || string(got) != "token" {
		t.Errorf("got %q, %v", got, err)
	}
	if _, err := private.Open(sealed, "osh|channels|2|credentials"); !errors.Is(err, vault.ErrUnreadable) {
		t.Errorf("moved to another row: %v", err)
	}
	renamed := append(vault.Prefix(8), sealed[len(vault.Prefix(7)):]...)
	if _, err := private.Open(renamed, "osh|channels|1|credentials"); !errors.Is(err, vault.ErrUnreadable) {
		t.Errorf("said to be of another key: %v", err)
	}
	if _, err := root.Unwrap(8, wrapped); !errors.Is(err, vault.ErrUnreadable) {
		t.Errorf("a key under another version: %v", err)
	}
	other, err := vault.NewRoot(two)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := other.Unwrap(7, wrapped); !errors.Is(err, vault.ErrUnreadable) {
		t.Errorf("another root: %v", err)
	}
	both, err := vault.NewRoot(two, one)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := both.Unwrap(7, wrapped); err != nil {
		t.Errorf("a root that took over: %v", err)
	}
	if _, err := private.Open(nil, ""); !errors.Is(err, vault.ErrUnreadable) {
		t.Errorf("nothing: %v", err)
	}
	if _, err := vault.NewRoot(); err == nil {
		t.Error("a root of nothing is taken")
	}
	if _, err := vault.SealTo([]byte("short"), 1, nil, ""); err == nil {
		t.Error("a short public key is taken")
	}
}
