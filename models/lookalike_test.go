package models_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"caravan/models"
)

func TestLookalikesAreConfirmedByWhoeverAgrees(t *testing.T) {
	author, approver := models.NewID[models.User](), models.NewID[models.User]()
	board := models.Organization{ID: models.NewID[models.Organization](), Kind: "review_board", Contact: "board@example.org"}
	statement := models.NewStatement(models.Statement{Texts: []models.FrozenText{
		{Language: "ru", Body: "Смотрите https://p\u0430ypal.example/ и https://kitob.example/", Link: "https://\u0430ppl\u0435.com/"},
	}}, 1)
	digest, err := statement.Digest()
	if err != nil {
		t.Fatal(err)
	}
	submitted := func() *models.Submission {
		return &models.Submission{
			AuthorityID: board.ID, State: models.UnderReview, SubmittedBy: author, Quorum: 1, Statement: statement, Digest: digest, Silence: models.SilenceApproves,
		}
	}
	hosts := statement.Lookalikes()
	if !slices.Equal(hosts, []string{"xn--ppl-5cd2a.com", "xn--pypal-4ve.example"}) {
		t.Fatalf("got %v", hosts)
	}
	by, now := models.Actor{UserID: approver, OrganizationID: board.ID, Organization: board}, time.Date(2027, 3, 1, 12, 0, 0, 0, time.UTC)
	for name, c := range map[string]struct {
		kind  models.DecisionKind
		hosts []string
		want  error
	}{
		"none of them":         {models.Approve, nil, models.ErrLookalike},
		"one of two":           {models.Approve, hosts[:1], models.ErrLookalike},
		"both":                 {models.Approve, hosts, nil},
		"what is returned not": {models.Return, nil, nil},
	} {
		word := models.Decision{UserID: approver, Kind: c.kind, Digest: digest, Comment: "c", Hosts: c.hosts}
		if err := submitted().Decide(word, by, nil, time.Hour, now); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	silent := submitted()
	silent.Lapse(&models.ApprovalRule{Silence: models.SilenceApproves, Mode: "consultative", ValidityHours: 24}, now)
	if silent.State != models.UnderReview || silent.EscalatedAt == nil {
		t.Errorf("nobody looked at the hosts, and it is %s", silent.State)
	}
}
