package access_test

import (
	"slices"
	"testing"
	"time"

	"caravan/internal/access/keytest"
	"caravan/internal/dbtest"
	"caravan/internal/signing"
	"caravan/internal/store"
	"caravan/models"
)

// word is what somebody decides on a submission.
func word() models.Decision {
	return models.Decision{SubmissionID: models.NewID[models.Submission](), Kind: models.Approve, Digest: "9f", StateAction: models.StateActionNone}
}

// signs has the bearer's key sign a decision.
func (b *bearer) signs(t *testing.T, asked, sent *models.Decision) error {
	t.Helper()
	c, err := b.desk.BeginSignature(t.Context(), b.who, *asked)
	is(t, err, nil)
	err = b.desk.Sign(t.Context(), b.who, sent, c.Secret, b.token.Signs(t, keytest.Here(), c.Options))
	sent.CreatedAt = *b.now
	return err
}

func TestDecisionIsSignedAndCheckedByOthers(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, records *store.Store) {
		b := bearing(t, records)
		w := word()
		_, err := b.desk.BeginSignature(t.Context(), b.who, w)
		is(t, err, models.ErrNoSigner) // a key waits a day
		*b.now = b.now.Add(models.KeyWait)
		is(t, b.signs(t, &w, &w), nil)
		keys, err := records.As(b.who).KeysThatSigned(t.Context(), []models.Decision{w})
		is(t, err, nil)
		key := keys[w.Signature.KeyID]
		here := signing.Checker{Address: "https://caravan.example"}
		is(t, here.Check(&w, &key), nil)

		for what, change := range map[string]func(*models.Decision){
			"another word": func(d *models.Decision) { d.Comment = "Only in the evening" }, "another text": func(d *models.Decision) { d.Digest = "9e" },
			"another nonce": func(d *models.Decision) { d.Signature.Nonce = "again" }, "another value": func(d *models.Decision) { d.Signature.Value = []byte{1} },
			"no client data": func(d *models.Decision) { d.Signature.ClientData = nil }, "no authenticator": func(d *models.Decision) { d.Signature.AuthenticatorData = nil },
		} {
			other, signature := w, *w.Signature
			other.Signature = &signature
			change(&other)
			if err := here.Check(&other, &key); err == nil {
				t.Errorf("%s is taken for signed", what)
			}
		}
		is(t, signing.Checker{Address: "https://caravan.example.evil"}.Check(&w, &key), models.ErrSignature)
		is(t, records.As(b.who).RevokeSecurityKey(t.Context(), b.who.UserID, key.ID, *b.now), nil)
		keys, err = records.As(b.who).KeysThatSigned(t.Context(), []models.Decision{w})
		is(t, err, nil)
		key = keys[w.Signature.KeyID]
		is(t, here.Check(&w, &key), models.ErrSignature)
	})
}

func TestSignatureIsForWhatWasAsked(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, records *store.Store) {
		b := bearing(t, records)
		*b.now = b.now.Add(models.KeyWait)
		for what, change := range map[string]func(*models.Decision){
			"another digest": func(d *models.Decision) { d.Digest = "9e" }, "another submission": func(d *models.Decision) { d.SubmissionID = models.NewID[models.Submission]() },
			"another decision": func(d *models.Decision) { d.Kind = models.Refuse },
		} {
			asked := word()
			sent := asked
			change(&sent)
			if is(t, b.signs(t, &asked, &sent), models.ErrSignature); sent.Signature != nil {
				t.Errorf("%s is signed", what)
			}
		}
		if n := count(trailOf(t, records, b.who), "decision.signature_refused"); n != 3 {
			t.Errorf("%d are in the trail", n)
		}
		w := word()
		c, err := b.desk.BeginSignature(t.Context(), b.who, w)
		is(t, err, nil)
		stranger := keytest.New(t)
		stranger.Credential.ID = b.token.Credential.ID
		is(t, b.desk.Sign(t.Context(), b.who, &w, c.Secret, stranger.Signs(t, keytest.Here(), c.Options)), models.ErrSignature)
		is(t, b.desk.Sign(t.Context(), b.who, &w, c.Secret, b.token.Signs(t, keytest.Here(), c.Options)), models.ErrCeremony) // it was tried
		c, err = b.desk.BeginSignature(t.Context(), b.who, w)
		is(t, err, nil)
		*b.now = b.now.Add(models.CeremonyLifetime + time.Second)
		is(t, b.desk.Sign(t.Context(), b.who, &w, c.Secret, b.token.Signs(t, keytest.Here(), c.Options)), models.ErrCeremony)
	})
}

// What a key was asked to sign opens no session, and the other way round.
func TestSignatureOpensNothingElse(t *testing.T) {
	b := bearing(t, dbtest.SQLite(t))
	*b.now = b.now.Add(models.KeyWait)
	w := word()
	c, err := b.desk.BeginSignature(t.Context(), b.who, w)
	is(t, err, nil)
	b.answers(t, c, b.token.Signs(t, keytest.Here(), c.Options), models.ErrCeremony)
	entry := b.asked(t)
	is(t, b.desk.Sign(t.Context(), b.who, &w, entry.Secret, b.token.Signs(t, keytest.Here(), entry.Options)), models.ErrCeremony)
}

func TestKeysSignAtOnceWhereNothingIsAtStake(t *testing.T) {
	b := bearing(t, dbtest.SQLite(t))
	b.desk.Rules.KeysAtOnce = true
	w := word()
	is(t, b.signs(t, &w, &w), nil)
	from, err := b.desk.SignsFrom(t.Context(), b.who)
	is(t, err, nil)
	if from == nil || !from.Equal(*b.now) {
		t.Errorf("it signs from %v", from)
	}
	none, err := b.desk.SignsFrom(t.Context(), models.Actor{UserID: models.NewID[models.User]()})
	is(t, err, nil)
	if none != nil {
		t.Errorf("nobody's key signs from %v", none)
	}
}

func count(all []string, one string) int {
	return len(slices.DeleteFunc(slices.Clone(all), func(each string) bool { return each != one }))
}
