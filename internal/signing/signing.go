// Package signing knows the installation as security keys do, and checks what
// they signed: who approved a text can be told from the records alone.
package signing

import (
	"encoding/base64"
	"fmt"
	"net"
	"net/url"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"

	"caravan/models"
)

// Party is the installation as keys know it: by its domain. Where it answers to
// a machine's own address alone that is localhost, for keys take no addresses.
func Party(installation string) (*webauthn.WebAuthn, error) {
	address, err := url.Parse(installation)
	if err != nil {
		return nil, fmt.Errorf("public address: %w", err)
	}
	host, origins := address.Hostname(), []string{address.Scheme + "://" + address.Host}
	if ip := net.ParseIP(host); ip != nil && ip.IsLoopback() {
		host, origins = "localhost", []string{address.Scheme + "://" + net.JoinHostPort("localhost", address.Port())}
	}
	if protocol.ValidateRPID(host) != nil {
		return nil, models.ErrKeyDomain
	}
	return webauthn.New(&webauthn.Config{
		RPID: host, RPDisplayName: "Caravan", RPOrigins: origins, AttestationPreference: protocol.PreferNoAttestation,
		AuthenticatorSelection: protocol.AuthenticatorSelection{
			ResidentKey: protocol.ResidentKeyRequirementDiscouraged, UserVerification: protocol.VerificationRequired,
		},
		Timeouts: webauthn.TimeoutsConfig{
			Login:        webauthn.TimeoutConfig{Timeout: models.CeremonyLifetime},
			Registration: webauthn.TimeoutConfig{Timeout: models.CeremonyLifetime},
		},
	})
}

// A Checker checks signatures that keys made for an installation.
type Checker struct {
	Address string // of the installation
	AtOnce  bool   // new keys sign too: only where nothing is at stake
}

// Check refuses a decision that is not signed by the key: for this
// installation, under the words that it has, by its person and asked.
func (c Checker) Check(d *models.Decision, key *models.SecurityKey) error {
	if err := d.Backed(key, c.AtOnce); err != nil {
		return err
	}
	party, err := Party(c.Address)
	if err != nil {
		return err
	}
	s := d.Signature
	challenge, err := d.Challenge(s.Nonce, s.AskedAt)
	if err != nil {
		return err
	}
	var given protocol.CredentialAssertionResponse
	given.ID, given.RawID, given.Type = base64.RawURLEncoding.EncodeToString(s.CredentialID), s.CredentialID, string(protocol.PublicKeyCredentialType)
	given.AssertionResponse.ClientDataJSON, given.AssertionResponse.AuthenticatorData, given.AssertionResponse.Signature = s.ClientData, s.AuthenticatorData, s.Value
	parsed, err := given.Parse()
	if err != nil {
		return models.ErrSignature
	}
	of := party.Config
	err = parsed.Verify(base64.RawURLEncoding.EncodeToString(challenge), of.RPID, "", of.RPOrigins, nil, nil, of.RPTopOriginVerificationMode, false, true, true, key.PublicKey, of.Signature)
	if err != nil {
		return models.ErrSignature
	}
	return nil
}
