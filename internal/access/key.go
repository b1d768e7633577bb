package access

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"

	"caravan/internal/signing"
	"caravan/internal/store"
	"caravan/models"
)

// A Challenge is a ceremony that was begun: what a browser hands to the key,
// and the secret with which the answer comes back.
type Challenge struct {
	Secret  string
	Options string // PublicKeyCredentialCreationOptions or -RequestOptions, as JSON
}

// A keyholder is a person with their keys, as the library asks for them.
type keyholder struct {
	id   models.ID[models.User]
	name string
	keys []models.SecurityKey
}

func (h *keyholder) WebAuthnID() []byte          { return h.id.UUID[:] }
func (h *keyholder) WebAuthnName() string        { return h.name }
func (h *keyholder) WebAuthnDisplayName() string { return h.name }

func (h *keyholder) WebAuthnCredentials() []webauthn.Credential {
	credentials := make([]webauthn.Credential, 0, len(h.keys))
	for _, k := range h.keys {
		c := webauthn.Credential{ID: k.CredentialID, PublicKey: k.PublicKey, Flags: webauthn.CredentialFlags{BackupEligible: k.Synced}}
		c.Authenticator.SignCount = uint32(k.SignCount) //nolint:gosec // it was one
		for _, transport := range k.Transports {
			c.Transport = append(c.Transport, protocol.AuthenticatorTransport(transport))
		}
		credentials = append(credentials, c)
	}
	return credentials
}

// holder reads a person with their keys.
func holder(ctx context.Context, records *store.Scope, id models.ID[models.User], name string) (*keyholder, error) {
	keys, err := records.SecurityKeys(ctx, id)
	return &keyholder{id, name, keys}, err
}

// ask has a person's keys asked, for a purpose.
func (d *Desk) ask(ctx context.Context, records *store.Scope, h *keyholder, purpose models.CeremonyPurpose, session models.ID[models.Session]) (*Challenge, error) {
	party, err := signing.Party(d.Address)
	if err != nil {
		return nil, err
	}
	if len(h.keys) == 0 {
		return nil, models.ErrWrongState.With("No security key is registered.")
	}
	assertion, asked, err := party.BeginLogin(h)
	if err != nil {
		return nil, fmt.Errorf("ask security key: %w", err)
	}
	return d.begin(ctx, records, h, purpose, session, assertion.Response, asked)
}

// begin keeps what was asked until it is answered.
func (d *Desk) begin(ctx context.Context, records *store.Scope, h *keyholder, purpose models.CeremonyPurpose, session models.ID[models.Session], options, asked any) (*Challenge, error) {
	text, err := json.Marshal(options)
	if err != nil {
		return nil, err
	}
	kept, err := json.Marshal(asked)
	if err != nil {
		return nil, err
	}
	secret, hash := newSecret()
	err = records.CreateCeremony(ctx, purpose.Begin(h.id, session, hash, string(kept), d.Now()))
	return &Challenge{secret, string(text)}, err
}

// taken takes a ceremony out, which then is over whatever the answer, and
// reads what was asked.
func (d *Desk) taken(ctx context.Context, records *store.Scope, secret string, purpose models.CeremonyPurpose, session models.ID[models.Session], asked any) (*models.Ceremony, error) {
	ceremony, err := records.TakeCeremony(ctx, hashOf(secret))
	if err != nil {
		return nil, err
	}
	if !ceremony.Ends(purpose, session, d.Now()) {
		return nil, models.ErrCeremony
	}
	return ceremony, json.Unmarshal([]byte(ceremony.Asked), asked)
}

// check finds out which key of a person answered what was asked, and that it
// asked the person too. A signature that a copy of the key has overtaken is
// none, and goes into the audit trail.
func (d *Desk) check(ctx context.Context, records *store.Scope, h *keyholder, asked *webauthn.SessionData, answer string) (*models.SecurityKey, error) {
	party, err := signing.Party(d.Address)
	if err != nil {
		return nil, err
	}
	parsed, err := protocol.ParseCredentialRequestResponseBytes([]byte(answer))
	if err != nil {
		return nil, models.ErrWrongKey
	}
	found, err := party.ValidateLogin(h, *asked, parsed)
	if err != nil {
		return nil, models.ErrWrongKey
	}
	at := slices.IndexFunc(h.keys, func(k models.SecurityKey) bool { return string(k.CredentialID) == string(found.ID) })
	key := &h.keys[at]
	if found.Authenticator.CloneWarning {
		if err := d.alarm(ctx, records, key); err != nil {
			return nil, err
		}
		return nil, models.ErrWrongKey
	}
	return key, records.UseSecurityKey(ctx, key, int64(found.Authenticator.SignCount), d.Now())
}

// alarm records that a key counts backwards.
func (d *Desk) alarm(ctx context.Context, records *store.Scope, key *models.SecurityKey) error {
	return records.InTx(ctx, func(tx *store.Scope) error { return d.keyChanged(ctx, tx, "security_key.counted_back", key) })
}

func (d *Desk) keyChanged(ctx context.Context, tx *store.Scope, action string, key *models.SecurityKey) error {
	return tx.Record(ctx, store.Change{Action: action, Kind: "user", Object: key.UserID.String(), Reason: key.ID.String(), At: d.Now()})
}
