package access

import (
	"context"
	"encoding/base64"
	"errors"
	"slices"
	"time"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"

	"caravan/internal/signing"
	"caravan/internal/store"
	"caravan/models"
)

// signatureAsked is what is kept of a key that was asked to sign.
type signatureAsked struct {
	webauthn.SessionData

	Nonce   string    `json:"nonce"`
	AskedAt time.Time `json:"asked_at"`
}

// SignsFrom is when the first of a person's keys signs decisions; nil if there
// is none.
func (d *Desk) SignsFrom(ctx context.Context, who models.Actor) (*time.Time, error) {
	keys, err := d.KeysOf(ctx, who)
	if err != nil || len(keys) == 0 {
		return nil, err
	}
	return new(keys[0].SignsFrom(d.Rules.KeysAtOnce)), nil // oldest first
}

// BeginSignature has the keys of a person asked to sign a decision. Those that
// are too new are left out.
func (d *Desk) BeginSignature(ctx context.Context, who models.Actor, word models.Decision) (*Challenge, error) {
	records := d.Store.As(who)
	h, err := holder(ctx, records, who.UserID, who.Email)
	if err != nil {
		return nil, err
	}
	now := d.Now()
	h.keys = slices.DeleteFunc(h.keys, func(k models.SecurityKey) bool { return now.Before(k.SignsFrom(d.Rules.KeysAtOnce)) })
	if len(h.keys) == 0 {
		return nil, models.ErrNoSigner
	}
	party, err := signing.Party(d.Address)
	if err != nil {
		return nil, err
	}
	word.UserID = who.UserID
	kept := signatureAsked{AskedAt: now}
	kept.Nonce, _ = newSecret()
	challenge, err := word.Challenge(kept.Nonce, kept.AskedAt)
	if err != nil {
		return nil, err
	}
	assertion, asked, err := party.BeginLogin(h, webauthn.WithChallenge(challenge))
	if err != nil {
		return nil, err
	}
	kept.SessionData = *asked
	return d.begin(ctx, records, h, models.ToSign, who.Session, assertion.Response, &kept)
}

// Sign puts the answer of a key under a decision. One that was asked about
// anything else is refused, which the audit trail keeps.
func (d *Desk) Sign(ctx context.Context, who models.Actor, word *models.Decision, ceremony, answer string) error {
	records := d.Store.As(who)
	var kept signatureAsked
	if _, err := d.taken(ctx, records, ceremony, models.ToSign, who.Session, &kept); err != nil {
		return err
	}
	word.UserID = who.UserID
	challenge, err := word.Challenge(kept.Nonce, kept.AskedAt)
	if err != nil {
		return err
	}
	if base64.RawURLEncoding.EncodeToString(challenge) != kept.Challenge {
		return d.unsigned(ctx, records, word)
	}
	h, err := holder(ctx, records, who.UserID, who.Email)
	if err != nil {
		return err
	}
	key, err := d.check(ctx, records, h, &kept.SessionData, answer)
	if errors.Is(err, models.ErrWrongKey) {
		return d.unsigned(ctx, records, word)
	}
	if err != nil {
		return err
	}
	word.Signature, err = signatureOf(key, &kept, answer)
	return err
}

// signatureOf is what is kept of the answer of a key, which was checked.
func signatureOf(key *models.SecurityKey, asked *signatureAsked, answer string) (*models.Signature, error) {
	parsed, err := protocol.ParseCredentialRequestResponseBytes([]byte(answer))
	if err != nil {
		return nil, err
	}
	given := parsed.Raw.AssertionResponse
	return &models.Signature{
		KeyID: key.ID, CredentialID: key.CredentialID, PublicKey: key.PublicKey, Nonce: asked.Nonce, AskedAt: asked.AskedAt,
		AuthenticatorData: given.AuthenticatorData, ClientData: given.ClientDataJSON, Value: given.Signature,
	}, nil
}

// unsigned records that a decision came with a signature that is none.
func (d *Desk) unsigned(ctx context.Context, records *store.Scope, word *models.Decision) error {
	err := records.InTx(ctx, func(tx *store.Scope) error {
		return tx.Record(ctx, store.Change{Action: "decision.signature_refused", Kind: "submission", Object: word.SubmissionID.String(), Reason: models.ErrSignature.Code, At: d.Now()})
	})
	if err != nil {
		return err
	}
	return models.ErrSignature
}
