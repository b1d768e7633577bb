package access_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"caravan/internal/access"
	"caravan/internal/dbtest"
	"caravan/internal/store"
	"caravan/internal/vault"
	"caravan/models"
)

const password = "four plain words here"

// invited makes an organisation and invites a planner to it.
func invited(t *testing.T, records *store.Store, now *time.Time) (*access.Desk, string) {
	t.Helper()
	sealed, err := vault.New(make([]byte, 32))
	if err != nil {
		t.Fatal(err)
	}
	desk := &access.Desk{Store: records, Now: func() time.Time { return *now }, Vault: sealed, Address: "https://caravan.example"}
	system := models.System("test")
	o := models.Organization{ID: models.NewID[models.Organization](), Kind: "media_ngo", Country: "KG", PublicName: "Osh", Slug: "osh", CreatedAt: *now, Version: 1}
	if err := records.As(system).CreateOrganization(t.Context(), &o); err != nil {
		t.Fatal(err)
	}
	secret, err := desk.Invite(t.Context(), system, models.User{Email: "Aigul@Example.org", Name: "Aigul", Locale: "ru", Zone: "Asia/Bishkek"}, o.ID, []models.Role{models.Planner})
	if err != nil {
		t.Fatal(err)
	}
	return desk, secret
}

func is(t *testing.T, err, want error) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Fatalf("got %v, want %v", err, want)
	}
}

func TestWelcomeThenSignIn(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, records *store.Store) {
		now := time.Date(2027, 3, 1, 12, 0, 0, 0, time.UTC)
		desk, link := invited(t, records, &now)
		_, _, err := desk.Welcome(t.Context(), link, "password1234", "")
		is(t, err, models.ErrCommonPassword)
		_, who, err := desk.Welcome(t.Context(), link, password, "") // a weak password did not use up the link
		is(t, err, nil)
		if who.Name != "Aigul" || !who.Is(models.Planner) {
			t.Errorf("got %+v", who)
		}
		_, _, err = desk.Welcome(t.Context(), link, password, "")
		is(t, err, models.ErrLinkUsed)

		secret, _, err := desk.SignIn(t.Context(), "aigul@example.org", password, "")
		is(t, err, nil)
		if who, err = desk.Session(t.Context(), secret); err != nil || who.Organization.Slug != "osh" {
			t.Errorf("got %+v, %v", who, err)
		}
		is(t, desk.SignOut(t.Context(), who, secret), nil)
		_, err = desk.Session(t.Context(), secret)
		is(t, err, models.ErrUnknownPerson)
	})
}

func TestWrongPasswordAndUnknownPersonAreAlike(t *testing.T) {
	now := time.Date(2027, 3, 1, 12, 0, 0, 0, time.UTC)
	desk, link := invited(t, dbtest.SQLite(t), &now)
	_, _, err := desk.Welcome(t.Context(), link, password, "")
	is(t, err, nil)
	_, _, wrong := desk.SignIn(t.Context(), "aigul@example.org", "four other words here", "")
	_, _, unknown := desk.SignIn(t.Context(), "nobody@example.org", password, "")
	is(t, wrong, models.ErrWrongPassword)
	if wrong.Error() != unknown.Error() {
		t.Errorf("told apart: %v, %v", wrong, unknown)
	}
}

func TestLinkWorksOnceForTwoAtATime(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, records *store.Store) {
		now := time.Date(2027, 3, 1, 12, 0, 0, 0, time.UTC)
		desk, link := invited(t, records, &now)
		results := make(chan error, 2)
		for range 2 {
			go func() {
				_, _, err := desk.Welcome(context.Background(), link, password, "")
				results <- err
			}()
		}
		first, second := <-results, <-results
		if (first == nil) == (second == nil) {
			t.Errorf("got %v and %v, want one success", first, second)
		}
	})
}
