package distribution_test

import (
	"testing"

	"caravan/internal/distribution"
	"caravan/internal/store"
	"caravan/models"
)

// A notary takes for signed what says so.
type notary struct{ refuses bool }

// Check implements distribution.Signatures.
func (n notary) Check(d *models.Decision, k *models.SecurityKey) error {
	if n.refuses {
		return models.ErrSignature
	}
	return d.Backed(k, false)
}

// approvedUnder changes what the approval of the message rests on, past the
// desk.
func (s *stage) approvedUnder(change func(*models.Submission)) *models.Submission {
	s.t.Helper()
	scope := s.records.As(s.Planner)
	submissions, err := scope.SubmissionsOf(s.t.Context(), s.Message.ID)
	if err != nil {
		s.t.Fatal(err)
	}
	change(&submissions[0])
	if err := scope.SaveSubmission(s.t.Context(), &submissions[0]); err != nil {
		s.t.Fatal(err)
	}
	return &submissions[0]
}

// What the records call approved is not sent unless as many people agreed.
func TestPeopleAreCountedAgainAtTheMomentOfSending(t *testing.T) {
	each(t, func(s *stage) {
		id := s.scheduled("keyed")
		s.approvedUnder(func(sub *models.Submission) { sub.Quorum = 2 })
		s.work()
		s.is(id, models.Planned, "quorum_not_met")
		s.posts("keyed", 0)
	})
}

func TestSignaturesAreCheckedAtTheMomentOfSending(t *testing.T) {
	for what, c := range map[string]struct {
		signed bool
		checks distribution.Signatures
		state  models.DeliveryState
		reason string
	}{
		"nobody signed":    {false, notary{}, models.Planned, "quorum_not_met"},
		"it is forged":     {true, notary{refuses: true}, models.Planned, "signature_invalid"},
		"nobody can check": {true, nil, models.Planned, "signature_invalid"},
		"it is genuine":    {true, notary{}, models.Published, ""},
	} {
		t.Run(what, func(t *testing.T) {
			each(t, func(s *stage) {
				s.desk.Signed = notary{}
				sub := s.approvedUnder(func(*models.Submission) {})
				if c.signed {
					s.signs(sub)
				}
				id := s.scheduled("keyed")
				s.approvedUnder(func(sub *models.Submission) { sub.Signed = true })
				s.desk.Signed = c.checks
				s.work()
				s.is(id, c.state, c.reason)
			})
		})
	}
}

// signs has somebody else of the authority approve a submission with a key.
func (s *stage) signs(sub *models.Submission) {
	s.t.Helper()
	another := models.User{ID: models.NewID[models.User](), Name: "Bermet", Email: "bermet@bishkek.example", CreatedAt: s.now, Version: 1}
	key := models.SecurityKey{
		ID: models.NewID[models.SecurityKey](), UserID: another.ID, Name: "Yellow", CredentialID: []byte("id"), PublicKey: []byte("public"), Transports: []string{},
		CreatedAt: s.now.Add(-models.KeyWait),
	}
	word := models.Decision{
		ID: models.NewID[models.Decision](), OrganizationID: sub.AuthorityID, SubmissionID: sub.ID, UserID: another.ID, Kind: models.Approve, Digest: sub.Digest,
		CreatedAt: s.now, Signature: &models.Signature{KeyID: key.ID, CredentialID: key.CredentialID, PublicKey: key.PublicKey, AskedAt: s.now},
	}
	err := s.records.As(models.System("test")).InTx(s.t.Context(), func(tx *store.Scope) error {
		if err := tx.CreateUser(s.t.Context(), &another); err != nil {
			return err
		}
		if err := tx.CreateSecurityKey(s.t.Context(), &key); err != nil {
			return err
		}
		return tx.CreateDecision(s.t.Context(), &word)
	})
	if err != nil {
		s.t.Fatal(err)
	}
}
