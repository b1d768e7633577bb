package approval_test

import (
	"errors"
	"testing"
	"time"

	"caravan/internal/approval"
	"caravan/internal/dbtest"
	"caravan/internal/store"
	"caravan/models"
)

var noon = time.Date(2027, 3, 1, 12, 0, 0, 0, time.UTC)

func must[T any](t *testing.T) func(T, error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func member(t *testing.T, records *store.Store, kind, slug string, role models.Role) models.Actor {
	t.Helper()
	system := records.As(models.System("test"))
	o := models.Organization{ID: models.NewID[models.Organization](), Kind: kind, PublicName: slug, Slug: slug, Contact: slug + "@example.org", CreatedAt: noon, Version: 1}
	if err := system.CreateOrganization(t.Context(), &o); err != nil {
		t.Fatal(err)
	}
	return colleague(t, records, models.Actor{OrganizationID: o.ID, Organization: o}, slug, role)
}

func colleague(t *testing.T, records *store.Store, of models.Actor, name string, role models.Role) models.Actor {
	t.Helper()
	u := models.User{ID: models.NewID[models.User](), Email: name + "@example.org", Name: name, CreatedAt: noon, Version: 1}
	if err := records.As(models.System("test")).CreateUser(t.Context(), &u); err != nil {
		t.Fatal(err)
	}
	of.UserID, of.Name, of.Roles = u.ID, name, []models.Role{role}
	return of
}

// Two approvers of the ministry approve exactly what was frozen; an edit voids
// it, and the ministry never sees what was not submitted.
func TestApprovalBindsToOneVersion(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, records *store.Store) {
		ctx, desk := t.Context(), &approval.Desk{Store: records, Now: func() time.Time { return noon }}
		planner := member(t, records, "media_ngo", "osh", models.Planner)
		reviewer := colleague(t, records, planner, "reviewer", models.Reviewer)
		first := member(t, records, "ministry", "bishkek", models.Approver)
		second := colleague(t, records, first, "second", models.Approver)
		message, channel := dbtest.Draft(t, records.As(planner), first.OrganizationID, 2)

		version := must[*models.MessageVersion](t)(desk.Freeze(ctx, planner, message.ID))
		request := approval.Request{
			Version: version.ID, Country: "KG", Channels: []models.ID[models.Channel]{channel.ID},
			Period: models.Period{From: "2027-03-02", To: "2027-03-31", Zone: "Asia/Bishkek"},
		}
		_, err := desk.Submit(ctx, planner, request)
		if !errors.Is(err, models.ErrNotReviewed) {
			t.Fatalf("before the review: %v", err)
		}
		must[*models.MessageVersion](t)(desk.Review(ctx, reviewer, version.ID, version.Digest))
		submission := must[*models.Submission](t)(desk.Submit(ctx, planner, request))

		word := models.Decision{SubmissionID: submission.ID, Kind: models.Approve, StateAction: models.StateActionNone, Digest: submission.Digest}
		must[*models.Submission](t)(desk.Decide(ctx, first, word))
		if s := must[*models.Submission](t)(desk.Decide(ctx, first, word)); s.State != models.UnderReview {
			t.Fatalf("one person is %s", s.State)
		}
		approved := must[*models.Submission](t)(desk.Decide(ctx, second, word))
		rendering := must[models.Digest](t)(version.Texts[0].Render("Osh Media", 0).Digest())
		if err := approved.Authorizes(channel.ID, rendering, "2027-03-05", noon); err != nil {
			t.Errorf("approved, yet %v", err)
		}
		if err := approved.Authorizes(channel.ID, rendering, "2027-04-05", noon); !errors.Is(err, models.ErrOutsideApproval) {
			t.Errorf("after the period: %v", err)
		}
		if _, err := desk.Freeze(ctx, planner, message.ID); !errors.Is(err, models.ErrUnchanged) {
			t.Errorf("nothing was edited, yet %v", err)
		}
		standing := must[*models.Submission](t)(records.As(planner).Submission(ctx, submission.ID))
		if err := standing.Authorizes(channel.ID, rendering, "2027-03-05", noon); err != nil {
			t.Errorf("nothing was edited, yet %v", err)
		}
		russian := must[*models.Variant](t)(records.As(planner).Variant(ctx, message.ID, "ru"))
		russian.Body = "Хлеб, соль и книги"
		if err := records.As(planner).SaveVariant(ctx, russian); err != nil {
			t.Fatal(err)
		}
		must[*models.MessageVersion](t)(desk.Freeze(ctx, planner, message.ID))
		voided := must[*models.Submission](t)(records.As(planner).Submission(ctx, submission.ID))
		if err := voided.Authorizes(channel.ID, rendering, "2027-03-05", noon); !errors.Is(err, models.ErrNotApproved) {
			t.Errorf("after an edit: %v", err)
		}
		if _, err := records.As(first).Version(ctx, version.ID); !errors.Is(err, models.ErrMissing) {
			t.Errorf("the ministry reads a draft: %v", err)
		}
	})
}

// A text that refers to scripture goes before the examiners too; in an election
// window somebody from outside looks, and a window that is entered late voids
// what they have not seen.
func TestOccasionsAskFurtherBodies(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, records *store.Store) {
		ctx, desk := t.Context(), &approval.Desk{Store: records, Now: func() time.Time { return noon }}
		planner := member(t, records, "media_ngo", "osh", models.Planner)
		reviewer := colleague(t, records, planner, "reviewer", models.Reviewer)
		ministry := member(t, records, "ministry", "bishkek", models.Approver)
		examiner := member(t, records, "ministry", "examiners", models.Approver)
		outsider := member(t, records, "review_board", "board", models.Approver)
		message, channel := dbtest.Draft(t, records.As(planner), ministry.OrganizationID, 1)
		rule := func(occasion string, by models.Actor) {
			must[*models.ApprovalRule](t)(desk.Rule(ctx, models.System("test"), models.ApprovalRule{
				Country: "KG", Occasion: occasion, Mode: "independent_board", Authority: by.Name, AuthorityID: &by.OrganizationID,
				Quorum: 1, DeadlineHours: 72, Silence: models.SilenceEscalates, ValidityHours: 720, Source: "test", ValidFrom: "2020-01-01",
			}))
		}
		rule(models.Religious, examiner)
		rule(models.Election, outsider)

		russian := must[*models.Variant](t)(records.As(planner).Variant(ctx, message.ID, "ru"))
		russian.Body = "Коран учит милосердию."
		if err := records.As(planner).SaveVariant(ctx, russian); err != nil {
			t.Fatal(err)
		}
		version := must[*models.MessageVersion](t)(desk.Freeze(ctx, planner, message.ID))
		must[*models.MessageVersion](t)(desk.Review(ctx, reviewer, version.ID, version.Digest))
		request := approval.Request{
			Version: version.ID, Channels: []models.ID[models.Channel]{channel.ID},
			Period: models.Period{From: "2027-03-02", To: "2027-03-31", Zone: "Asia/Bishkek"},
		}
		made := must[[]models.Submission](t)(desk.SubmitToEach(ctx, planner, request, []string{"KG"}))
		if len(made) != 2 || made[0].AuthorityID != ministry.OrganizationID || made[1].AuthorityID != examiner.OrganizationID {
			t.Fatalf("asked are %+v", made)
		}

		window := models.ElectionWindow{Country: "KG", Title: "Parliament", From: "2027-03-20", To: "2027-04-10", Source: "test"}
		entered := must[*models.ElectionWindow](t)(desk.Window(ctx, models.System("test"), window))
		for _, s := range made {
			if now := must[*models.Submission](t)(records.As(planner).Submission(ctx, s.ID)); now.VoidReason != models.VoidRule {
				t.Errorf("in the window it is %s", now.State)
			}
		}
		made = must[[]models.Submission](t)(desk.SubmitToEach(ctx, planner, request, []string{"KG"}))
		if len(made) != 3 {
			t.Fatalf("in the window %d are asked", len(made))
		}
		if _, err := desk.ChangeWindow(ctx, models.System("test"), entered.ID, entered.Version+1, window); !errors.Is(err, models.ErrStale) {
			t.Errorf("got %v", err)
		}
		window.From = "2027-05-01"
		if _, err := desk.ChangeWindow(ctx, models.System("test"), entered.ID, entered.Version, window); !errors.Is(err, models.ErrInvalid) {
			t.Errorf("it ends before it starts: %v", err)
		}
	})
}

// A new installation knows whom to ask in each of the six countries, and that
// it does not know yet which organisation that is.
func TestInstallationBeginsWithRules(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, records *store.Store) {
		desk := &approval.Desk{Store: records, Now: func() time.Time { return noon }}
		for range 2 { // a second start changes nothing
			if err := desk.Begin(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		system := records.As(models.System("test"))
		for _, country := range models.Vocabularies()["country"] {
			rules := must[[]models.ApprovalRule](t)(system.Rules(t.Context(), country))
			asked := models.Asked(rules, models.Matter{Country: country, Occasions: models.Vocabularies()["rule_occasion"]}, "2027-01-01")
			if len(asked) < 2 {
				t.Errorf("in %s only %+v are asked", country, asked)
			}
			for _, r := range rules {
				if r.AuthorityID != nil || r.Source == "" || !r.ValidFrom.Valid() || country == "AF" && r.Mode != "independent_board" {
					t.Errorf("%+v", r)
				}
			}
		}
	})
}

// Nobody is asked to approve what nobody could complain about.
func TestNothingIsSubmittedBeforePeopleCanComplain(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, records *store.Store) {
		ctx, desk := t.Context(), &approval.Desk{Store: records, Now: func() time.Time { return noon }}
		planner := member(t, records, "media_ngo", "osh", models.Planner)
		message, channel := dbtest.Draft(t, records.As(planner), member(t, records, "ministry", "bishkek", models.Approver).OrganizationID, 1)
		version := must[*models.MessageVersion](t)(desk.Freeze(ctx, planner, message.ID))
		must[*models.MessageVersion](t)(desk.Review(ctx, colleague(t, records, planner, "reviewer", models.Reviewer), version.ID, version.Digest))
		request := approval.Request{
			Version: version.ID, Country: "KG", Channels: []models.ID[models.Channel]{channel.ID},
			Period: models.Period{From: "2027-03-02", To: "2027-03-31", Zone: "Asia/Bishkek"},
		}
		owner, contact := planner.Organization, planner.Organization.Contact
		says := func(contact string) {
			owner.Contact = contact
			if err := records.As(models.System("test")).SaveOrganization(ctx, &owner); err != nil {
				t.Fatal(err)
			}
		}
		says("")
		_, err := desk.Submit(ctx, planner, request)
		refusal, refused := errors.AsType[*models.Refusal](err)
		if !refused || refusal.Code != models.ErrIncomplete.Code || len(refusal.Fields) != 1 || refusal.Fields[0].Pointer != "/contact" {
			t.Errorf("got %v", err)
		}
		says(contact)
		must[*models.Submission](t)(desk.Submit(ctx, planner, request))
	})
}
