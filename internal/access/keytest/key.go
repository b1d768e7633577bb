// Package keytest answers as the security keys do that people plug in.
package keytest

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"testing"

	"github.com/descope/virtualwebauthn"
)

// A Key is a security key in somebody's hand. A copy of it counts on its own.
type Key struct {
	Device     virtualwebauthn.Authenticator
	Credential virtualwebauthn.Credential
}

// New makes a key. The library writes the coordinates of its public key
// without leading zeros, which RFC 9053 7.1.1 does not allow: keys that have
// some are not taken.
func New(t *testing.T) *Key {
	t.Helper()
	for {
		private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		point, err := private.PublicKey.Bytes()
		if err != nil {
			t.Fatal(err)
		}
		if point[1] == 0 || point[33] == 0 {
			continue
		}
		der, err := x509.MarshalPKCS8PrivateKey(private)
		if err != nil {
			t.Fatal(err)
		}
		return &Key{virtualwebauthn.NewAuthenticator(), virtualwebauthn.NewCredentialWithImportedKey(virtualwebauthn.KeyTypeEC2, der)}
	}
}

// Here is the installation of the tests, as keys know it.
func Here() virtualwebauthn.RelyingParty {
	return virtualwebauthn.RelyingParty{ID: "caravan.example", Name: "Caravan", Origin: "https://caravan.example"}
}

// Makes is the key's answer to being registered.
func (k *Key) Makes(t *testing.T, site virtualwebauthn.RelyingParty, options string) string {
	t.Helper()
	asked, err := virtualwebauthn.ParseAttestationOptions(options)
	if err != nil {
		t.Fatal(err)
	}
	return virtualwebauthn.CreateAttestationResponse(site, k.Device, k.Credential, *asked)
}

// Signs is the key's answer to being asked, which it counts.
func (k *Key) Signs(t *testing.T, site virtualwebauthn.RelyingParty, options string) string {
	t.Helper()
	asked, err := virtualwebauthn.ParseAssertionOptions(options)
	if err != nil {
		t.Fatal(err)
	}
	k.Credential.Counter++
	return virtualwebauthn.CreateAssertionResponse(site, k.Device, k.Credential, *asked)
}
