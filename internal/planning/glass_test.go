package planning_test

import (
	"database/sql"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"caravan/internal/dbtest"
	"caravan/internal/store"
	"caravan/models"
)

const watch = "ombuds@peace.example"

// watched has an administrator name an ombudsperson.
func (s *safe) watched(t *testing.T, records *store.Store) {
	t.Helper()
	administrator := s.join(t, records, models.Admin)
	if _, err := s.desk.NameOmbudsperson(t.Context(), administrator, "Saltanat", watch, "en"); err != nil {
		t.Fatal(err)
	}
}

// sealed has the colleague of a custodian make a code for them.
func (s *safe) sealed(t *testing.T, custodian int) string {
	t.Helper()
	code, err := s.desk.MakeEnvelope(t.Context(), s.custodians[1-custodian], s.custodians[custodian].UserID)
	if err != nil {
		t.Fatal(err)
	}
	return code
}

// breaks has a custodian break the glass with a code.
func (s *safe) breaks(t *testing.T, custodian int, code string) (*models.Reveal, error) {
	t.Helper()
	return s.desk.BreakGlass(t.Context(), s.custodians[custodian], s.Messenger.ID, "Danger", []string{"name"}, code)
}

// refused counts the wrong codes in the trail.
func (s *safe) refused(t *testing.T, records *store.Store) int {
	t.Helper()
	trail, err := records.As(s.custodians[0]).Trail(t.Context(), 100)
	if err != nil {
		t.Fatal(err)
	}
	return len(slices.DeleteFunc(trail, func(e models.AuditEntry) bool { return e.Action != "envelope.refused" }))
}

// One custodian opens an identity alone with the code that a colleague sealed
// away for them, and with no other: it works once.
func TestGlassIsBrokenWithTheCodeOfAnEnvelope(t *testing.T) {
	dbtest.EachBeneath(t, func(t *testing.T, records *store.Store, beneath *sql.DB) {
		s := newSafe(t, records)
		s.posted(t)
		s.watched(t, records)
		if _, err := s.breaks(t, 0, "ABCD-EFGH-IJKL-MNOP-QRST"); !errors.Is(err, models.ErrNoEnvelope) {
			t.Fatalf("no code was made, and: %v", err)
		}
		replaced, others, code := s.sealed(t, 0), s.sealed(t, 1), s.sealed(t, 0)
		for _, wrong := range []string{"", "ABCD-EFGH-IJKL-MNOP-QRST", replaced, others} {
			if _, err := s.breaks(t, 0, wrong); !errors.Is(err, models.ErrEnvelopeCode) {
				t.Errorf("%q: %v", wrong, err)
			}
		}
		if all, err := records.As(s.Planner).Reveals(t.Context(), store.Page{}); err != nil || len(all) != 0 || s.refused(t, records) != 4 {
			t.Errorf("%d reveals, %d wrong codes in the trail, %v", len(all), s.refused(t, records), err)
		}
		var kept string
		if err := beneath.QueryRowContext(t.Context(), "SELECT code_hash FROM envelopes ORDER BY id DESC LIMIT 1").Scan(&kept); err != nil || !strings.HasPrefix(kept, "$argon2id$") {
			t.Errorf("kept is %q, %v", kept, err)
		}
		reveal, err := s.breaks(t, 0, strings.ToLower(strings.ReplaceAll(code, "-", " ")))
		if err != nil || reveal.State(s.now) != models.RevealApproved {
			t.Fatalf("got %+v, %v", reveal, err)
		}
		s.now = s.now.Add(20 * time.Hour)
		if _, err := s.desk.Review(t.Context(), s.custodians[1], reveal.ID, "It was right"); err != nil {
			t.Fatal(err)
		}
		s.now = s.now.Add(5 * time.Hour)
		if _, err := s.breaks(t, 0, code); !errors.Is(err, models.ErrNoEnvelope) {
			t.Errorf("a code works twice: %v", err)
		}
		if _, err := s.breaks(t, 0, s.sealed(t, 0)); err != nil {
			t.Errorf("a new code: %v", err)
		}
	})
}

// A code is made for a custodian by another one.
func TestNobodyMakesTheirOwnCode(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, records *store.Store) {
		s := newSafe(t, records)
		official := s.join(t, records, models.Safeguarding)
		ministry := models.Organization{ID: models.NewID[models.Organization](), Kind: "ministry", Country: "KG", PublicName: "Bishkek", Slug: "bishkek", CreatedAt: s.now, Version: 1}
		serves := models.Membership{ID: models.NewID[models.Membership](), OrganizationID: ministry.ID, UserID: official.UserID, Roles: []models.Role{models.Approver}, CreatedAt: s.now, Version: 1}
		system := records.As(models.System("test"))
		if err := errors.Join(system.CreateOrganization(t.Context(), &ministry), system.CreateMembership(t.Context(), &serves)); err != nil {
			t.Fatal(err)
		}
		for _, c := range []struct {
			by   models.Actor
			of   models.ID[models.User]
			want error
		}{
			{s.custodians[0], s.custodians[0].UserID, models.ErrSecondPerson},
			{s.custodians[0], s.join(t, records, models.Planner).UserID, models.ErrInvalid},
			{s.custodians[0], official.UserID, models.ErrInvalid},
			{s.custodians[0], models.NewID[models.User](), models.ErrMissing},
			{s.Planner, s.custodians[0].UserID, models.ErrMissing},
			{official, s.custodians[0].UserID, models.ErrMissing},
		} {
			if code, err := s.desk.MakeEnvelope(t.Context(), c.by, c.of); !errors.Is(err, c.want) || code != "" {
				t.Errorf("want %v, got %v", c.want, err)
			}
		}
	})
}

// Where nobody outside would be told, the glass stays whole and the envelope
// closed.
func TestGlassStaysWholeWithoutAnOmbudsperson(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, records *store.Store) {
		s := newSafe(t, records)
		code := s.sealed(t, 0)
		stays := func(why string) {
			t.Helper()
			if _, err := s.breaks(t, 0, code); !errors.Is(err, models.ErrNoOmbudsperson) {
				t.Errorf("%s: %v", why, err)
			}
		}
		s.posted(t)
		stays("nobody is named")
		s.watched(t, records)
		office := s.desk.Letters
		s.desk.Letters = nil
		stays("there is no mail")
		s.desk.Letters = office
		member := &models.User{ID: models.NewID[models.User](), Email: watch, Name: "Saltanat", CreatedAt: s.now, Version: 1}
		joined := &models.Membership{ID: models.NewID[models.Membership](), OrganizationID: s.Planner.OrganizationID, UserID: member.ID, Roles: []models.Role{models.Planner}, CreatedAt: s.now, Version: 1}
		system := records.As(models.System("test"))
		if err := errors.Join(system.CreateUser(t.Context(), member), system.CreateMembership(t.Context(), joined)); err != nil {
			t.Fatal(err)
		}
		stays("they have joined")
		administrator := s.join(t, records, models.Admin)
		for email, by := range map[string]models.Actor{watch: administrator, " OMBUDS@peace.example": administrator, "friend@peace.example": s.custodians[0]} {
			_, err := s.desk.NameOmbudsperson(t.Context(), by, "Saltanat", email, "en")
			if !errors.Is(err, models.ErrOmbudsInside) && !errors.Is(err, models.ErrSecondPerson) {
				t.Errorf("%s: %v", email, err)
			}
		}
		s.now = s.now.Add(time.Hour)
		if _, err := s.desk.NameOmbudsperson(t.Context(), administrator, "Anvar", "anvar@peace.example", "ru"); err != nil {
			t.Fatal(err)
		}
		all, err := records.As(administrator).Ombudspersons(t.Context())
		if err != nil || len(all) != 2 || all[0].EndedAt != nil || all[1].EndedAt == nil || !all[1].EndedAt.Equal(s.now) {
			t.Errorf("%+v, %v", all, err)
		}
		if _, err := s.breaks(t, 0, code); err != nil {
			t.Error(err)
		}
	})
}

// The ombudsperson is told at once, in words of their own, of whom and by whom
// nothing.
func TestTheOmbudspersonIsTold(t *testing.T) {
	dbtest.EachBeneath(t, func(t *testing.T, records *store.Store, beneath *sql.DB) {
		s := newSafe(t, records)
		server := s.posted(t)
		s.watched(t, records)
		reveal, err := s.breaks(t, 0, s.sealed(t, 0))
		if err != nil {
			t.Fatal(err)
		}
		s.send(t, records, beneath)
		letters := 0
		for _, m := range server.Mail() {
			if !strings.Contains(m.Header("To"), watch) {
				continue
			}
			letters++
			text := m.Header("Subject") + m.Part("text/plain")
			for _, word := range []string{s.Planner.Organization.PublicName, reveal.ID.String(), "ombudsperson"} {
				if !strings.Contains(text, word) {
					t.Errorf("the letter does not say %s: %s", word, text)
				}
			}
			for _, word := range []string{s.Messenger.Pseudonym, s.Messenger.ID.String(), "Danger", s.custodians[0].Name, "caravan.example"} {
				if strings.Contains(text, word) {
					t.Errorf("the letter says %s: %s", word, text)
				}
			}
		}
		if letters != 1 {
			t.Errorf("%d letters", letters)
		}
	})
}
