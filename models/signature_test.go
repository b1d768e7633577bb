package models_test

import (
	"bytes"
	"testing"
	"time"

	"caravan/models"
)

// signed is a word of somebody with a key, as a key that they have had for long
// would have signed it.
func signed(by models.Actor, s *models.Submission) (models.Decision, models.SecurityKey) {
	key := models.SecurityKey{ID: models.NewID[models.SecurityKey](), UserID: by.UserID, PublicKey: []byte("public"), CredentialID: []byte("id"), CreatedAt: noon.Add(-models.KeyWait)}
	return models.Decision{
		OrganizationID: by.OrganizationID, SubmissionID: s.ID, UserID: by.UserID, Kind: models.Approve, Digest: s.Digest, CreatedAt: noon.Add(time.Minute),
		Signature: &models.Signature{KeyID: key.ID, PublicKey: key.PublicKey, CredentialID: key.CredentialID, Nonce: "n", AskedAt: noon},
	}, key
}

func TestChallengeHoldsEveryWord(t *testing.T) {
	by := person(models.Approver)
	word, _ := signed(by, submission(by.OrganizationID))
	challenge := func(d models.Decision, nonce string, at time.Time) []byte {
		made, err := d.Challenge(nonce, at)
		is(t, err, nil)
		return made
	}
	whole := challenge(word, "n", noon)
	if !bytes.Equal(whole, challenge(word, "n", noon)) || len(whole) != 32 {
		t.Fatal("the same words have another challenge")
	}
	for what, change := range map[string]func(*models.Decision){
		"submission": func(d *models.Decision) { d.SubmissionID = models.NewID[models.Submission]() }, "person": func(d *models.Decision) { d.UserID = models.NewID[models.User]() },
		"digest": func(d *models.Decision) { d.Digest = "other" }, "kind": func(d *models.Decision) { d.Kind = models.Return },
		"ground": func(d *models.Decision) { d.Ground = "x" }, "legal basis": func(d *models.Decision) { d.LegalBasis = "x" }, "comment": func(d *models.Decision) { d.Comment = "x" },
		"conditions": func(d *models.Decision) { d.Conditions = "x" }, "state action": func(d *models.Decision) { d.StateAction = "x" },
	} {
		other := word
		change(&other)
		if bytes.Equal(whole, challenge(other, "n", noon)) {
			t.Errorf("another %s has the same challenge", what)
		}
	}
	if bytes.Equal(whole, challenge(word, "m", noon)) || bytes.Equal(whole, challenge(word, "n", noon.Add(time.Second))) {
		t.Error("another time has the same challenge")
	}
}

func TestSignatureRestsOnAKeyOfThePerson(t *testing.T) {
	by := person(models.Approver)
	for what, change := range map[string]func(*models.Decision, *models.SecurityKey){
		"another person's key": func(_ *models.Decision, k *models.SecurityKey) { k.UserID = models.NewID[models.User]() },
		"another key":          func(_ *models.Decision, k *models.SecurityKey) { k.ID = models.NewID[models.SecurityKey]() },
		"another public key":   func(d *models.Decision, _ *models.SecurityKey) { d.Signature.PublicKey = []byte("mine") },
		"a removed key":        func(_ *models.Decision, k *models.SecurityKey) { k.RevokedAt = &noon },
		"a new key":            func(_ *models.Decision, k *models.SecurityKey) { k.CreatedAt = k.CreatedAt.Add(time.Second) },
		"signed too late": func(d *models.Decision, _ *models.SecurityKey) {
			d.CreatedAt = noon.Add(models.CeremonyLifetime + time.Second)
		},
		"signed before asked": func(d *models.Decision, _ *models.SecurityKey) { d.CreatedAt = noon.Add(-time.Second) },
	} {
		word, key := signed(by, submission(by.OrganizationID))
		is(t, word.Backed(&key, false), nil)
		change(&word, &key)
		if err := word.Backed(&key, false); err == nil {
			t.Errorf("%s counts", what)
		}
	}
	word, key := signed(by, submission(by.OrganizationID))
	key.CreatedAt = noon
	is(t, word.Backed(&key, true), nil) // where nothing is at stake
}

// A submission that is approved in the records is not enough: the people who
// agreed are counted again.
func TestSubmissionIsUpheldByPeople(t *testing.T) {
	a, b := person(models.Approver), person(models.Approver)
	b.OrganizationID = a.OrganizationID
	s := submission(a.OrganizationID)
	first, _ := signed(a, s)
	second, _ := signed(b, s)
	genuine := func(*models.Decision) error { return nil }
	forged := func(d *models.Decision) error {
		if d.UserID == b.UserID {
			return models.ErrSignature
		}
		return nil
	}
	both := []models.Decision{first, second}
	is(t, s.Upheld(both, genuine), nil)
	is(t, s.Upheld(both[:1], genuine), models.ErrQuorum)
	is(t, s.Upheld([]models.Decision{first, first}, genuine), models.ErrQuorum)
	is(t, s.Upheld(both, forged), models.ErrSignature)
	unsigned := second
	unsigned.Signature = nil
	is(t, s.Upheld([]models.Decision{first, unsigned}, forged), nil) // the rule does not ask for it
	s.Signed = true
	is(t, s.Upheld([]models.Decision{first, unsigned}, genuine), models.ErrQuorum)
	is(t, s.Upheld(both, genuine), nil)
	for what, change := range map[string]func(*models.Decision){
		"a refusal": func(d *models.Decision) { d.Kind = models.Refuse }, "an older text": func(d *models.Decision) { d.Digest = "older" },
		"the author's": func(d *models.Decision) { d.UserID = s.SubmittedBy }, "another body's": func(d *models.Decision) { d.OrganizationID = models.NewID[models.Organization]() },
	} {
		other := second
		change(&other)
		if err := s.Upheld([]models.Decision{first, other}, genuine); err == nil {
			t.Errorf("%s counts", what)
		}
	}
	is(t, (&models.Submission{}).Upheld(nil, genuine), nil) // nobody was asked
	is(t, (&models.Submission{Quorum: 1, BySilence: true}).Upheld(nil, genuine), nil)
}

func TestRuleThatWantsSignatures(t *testing.T) {
	authority := models.NewID[models.Organization]()
	rule := models.ApprovalRule{
		Country: "KG", Mode: "required_by_agreement", AuthorityID: &authority, Quorum: 1, DeadlineHours: 24, ValidityHours: 72, Silence: models.SilenceEscalates,
		ValidFrom: "2020-01-01", Signed: true,
	}
	is(t, rule.Check(), nil)
	silent, nobody := rule, rule
	silent.Silence = models.SilenceApproves
	is(t, silent.Check(), models.ErrInvalid)
	nobody.Mode, nobody.Quorum = "none", 0
	is(t, nobody.Check(), models.ErrInvalid)

	lax := rule
	lax.Signed, lax.Quorum, lax.Silence = false, 2, models.SilenceApproves
	asked := models.Asked([]models.ApprovalRule{rule, lax}, models.Matter{Country: "KG"}, "2027-03-01")
	if len(asked) != 1 || !asked[0].Signed || asked[0].Quorum != 2 {
		t.Fatalf("asked is %+v", asked)
	}
	s := submission(authority)
	is(t, s.Ask(&asked[0], noon), nil)
	if !s.Signed || s.Silence != models.SilenceEscalates {
		t.Errorf("signed %t, silence %s", s.Signed, s.Silence)
	}
	by := person(models.Approver)
	by.OrganizationID = authority
	_, err := decide(s, by, models.Approve, s.Digest)
	is(t, err, models.ErrUnsigned)
	s.Signed = false
	if s.Meets(&rule) {
		t.Error("what nobody signed meets a rule that wants it signed")
	}
}
