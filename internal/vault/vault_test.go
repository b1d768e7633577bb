package vault_test

import (
	"errors"
	"path/filepath"
	"testing"

	"caravan/internal/vault"
)

func TestSealedValueOpensOnlyInItsPlace(t *testing.T) {
	path := filepath.Join(t.TempDir(), "key")
	v, err := vault.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	sealed := v.Seal([]byte("token"), "osh|channels|1|credentials")
	again, err := vault.Open(path)
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
	other, err := vault.Open(filepath.Join(t.TempDir(), "key"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := other.Open(nil, ""); !errors.Is(err, vault.ErrUnreadable) {
		t.Errorf("nothing: %v", err)
	}
}
