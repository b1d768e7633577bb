package models

import (
	"bytes"
	"cmp"
	"encoding/hex"
	"time"
)

// A Signature is what a security key made of a decision: the answer of its
// person to a challenge that holds every word of it (WebAuthn level 3, 7.2).
// Who checks it need not believe whoever keeps the records.
type Signature struct {
	KeyID             ID[SecurityKey] `json:"key"`
	CredentialID      []byte          `json:"credential_id"`
	PublicKey         []byte          `json:"public_key"` // COSE (RFC 9052), as it was registered
	Nonce             string          `json:"nonce"`      // made for the one time that the key was asked
	AskedAt           time.Time       `json:"asked_at"`
	AuthenticatorData []byte          `json:"authenticator_data"`
	ClientData        []byte          `json:"client_data"` // JSON, as the browser had it signed
	Value             []byte          `json:"signature"`
}

// KeyWait is how long a new key signs nothing, so that its person can notice
// that somebody else registered it.
const KeyWait = 24 * time.Hour

// SignsFrom is when the key may sign decisions: once it has waited, unless
// nothing is at stake.
func (k *SecurityKey) SignsFrom(atOnce bool) time.Time {
	if atOnce {
		return k.CreatedAt
	}
	return k.CreatedAt.Add(KeyWait)
}

// Challenge is what a key signs for the decision of a person: the SHA-256 of
// all that it says, of what it is about, and of the nonce, in canonical form.
func (d *Decision) Challenge(nonce string, askedAt time.Time) ([]byte, error) {
	digest, err := DigestOf("caravan.approve/1", map[string]string{
		"submission": d.SubmissionID.String(), "digest": string(d.Digest), "person": d.UserID.String(), "decision": string(d.Kind),
		"ground": d.Ground, "legal_basis": d.LegalBasis, "comment": d.Comment, "conditions": d.Conditions, "state_action": d.StateAction,
		"nonce": nonce, "asked_at": askedAt.UTC().Format(time.RFC3339Nano),
	})
	if err != nil {
		return nil, err
	}
	return hex.DecodeString(string(digest))
}

// Backed refuses a decision whose signature does not rest on a key that its
// person had, for long enough, and has not given up since. Whether the key made
// it is another question.
func (d *Decision) Backed(key *SecurityKey, atOnce bool) error {
	s := d.Signature
	switch took := d.CreatedAt.Sub(s.AskedAt); {
	case key.ID != s.KeyID || key.UserID != d.UserID || !bytes.Equal(key.PublicKey, s.PublicKey) || !bytes.Equal(key.CredentialID, s.CredentialID):
		return ErrSignature
	case key.RevokedAt != nil:
		return ErrSignature.With("The key that signed it was removed since.")
	case s.AskedAt.Before(key.SignsFrom(atOnce)):
		return ErrSignature.With("The key that signed it was too new.")
	case took < 0 || took > CeremonyLifetime:
		return ErrSignature.With("The key took too long to sign it.")
	}
	return nil
}

// Upheld refuses a submission that the words of people do not carry: those who
// agreed are counted again, each once, and without those who had a hand in it.
// A signature counts if it is genuine; where the rule asks for signatures
// nothing else does.
func (s *Submission) Upheld(decisions []Decision, genuine func(*Decision) error) error {
	if s.Quorum == 0 || s.BySilence && !s.Signed {
		return nil
	}
	var counted []Decision
	var doubt error
	for i := range decisions {
		d := &decisions[i]
		if !d.Agrees() || s.involves(d.UserID) || d.OrganizationID != s.AuthorityID || s.Signed && d.Signature == nil {
			continue
		}
		if d.Signature != nil {
			if err := genuine(d); err != nil {
				doubt = err
				continue
			}
		}
		counted = append(counted, *d)
	}
	if s.Agreed(counted) < s.Quorum {
		return cmp.Or(doubt, error(ErrQuorum))
	}
	return nil
}
