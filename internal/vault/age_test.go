package vault_test

import (
	"bytes"
	"errors"
	"testing"

	"filippo.io/age"

	"caravan/internal/vault"
)

// sealed is a file that is sealed to recipients.
func sealed(t *testing.T, size int, to ...age.Recipient) []byte {
	t.Helper()
	var file bytes.Buffer
	w, err := age.Encrypt(&file, to...)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(make([]byte, size)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}

func recipient(t *testing.T) age.Recipient {
	t.Helper()
	identity, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	return identity.Recipient()
}

func TestSealTellsHowManyRecipientsThereAre(t *testing.T) {
	a, b, c := recipient(t), recipient(t), recipient(t)
	file := sealed(t, 2048, a, b, c)
	seal, err := vault.ReadSeal(file)
	if err != nil || seal.Recipients != 3 {
		t.Fatalf("%+v, %v", seal, err)
	}
	again, err := vault.ReadSeal(append(bytes.Clone(file), 1, 2, 3))
	if err != nil || !bytes.Equal(again.Commitment, seal.Commitment) {
		t.Error("what is added at the end makes another sealing of it")
	}
	other, err := vault.ReadSeal(sealed(t, 2048, a, b, c))
	if err != nil || bytes.Equal(other.Commitment, seal.Commitment) {
		t.Errorf("two sealings are known by the same: %v", err)
	}
}

func TestWhatIsNotSealedIsRefused(t *testing.T) {
	password, err := age.NewScryptRecipient("a password")
	if err != nil {
		t.Fatal(err)
	}
	hybrid, err := age.GenerateHybridIdentity()
	if err != nil {
		t.Fatal(err)
	}
	file := sealed(t, 2048, recipient(t), recipient(t), recipient(t))
	for name, wrong := range map[string][]byte{
		"nothing":         nil,
		"plain text":      bytes.Repeat([]byte("Aigul "), 1000),
		"a header alone":  file[:1100],
		"too small":       sealed(t, 10, recipient(t)),
		"too large":       sealed(t, 70<<10, recipient(t)),
		"by a password":   sealed(t, 2048, password),
		"to another kind": sealed(t, 2048, hybrid.Recipient()),
		"a broken header": bytes.Replace(file, []byte("-> X25519"), []byte("=> X25519"), 1),
	} {
		if seal, err := vault.ReadSeal(wrong); !errors.Is(err, vault.ErrUnreadable) {
			t.Errorf("%s: %+v, %v", name, seal, err)
		}
	}
}
