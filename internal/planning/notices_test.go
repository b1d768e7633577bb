package planning_test

import (
	"database/sql"
	"errors"
	"net/url"
	"slices"
	"strings"
	"testing"

	"caravan/internal/dbtest"
	"caravan/internal/letters"
	"caravan/internal/platforms/email/emailtest"
	"caravan/internal/store"
	"caravan/internal/tasks"
	"caravan/models"
)

// posted gives the desk a mail server.
func (s *safe) posted(t *testing.T) *emailtest.Server {
	t.Helper()
	server := emailtest.Listen(t, nil)
	address := url.URL{Scheme: "smtp", User: url.UserPassword(emailtest.Username, emailtest.Password), Host: server.Addr}
	office, err := letters.Open(address.String(), "Caravan <caravan@osh.example>", s.desk.Now)
	if err != nil {
		t.Fatal(err)
	}
	s.desk.Letters, s.desk.Address = office, "https://caravan.example"
	return server
}

// send sends what is owed, as the worker does.
func (s *safe) send(t *testing.T, records *store.Store, beneath *sql.DB) {
	t.Helper()
	rows, err := beneath.QueryContext(t.Context(), "SELECT id FROM reveal_notices WHERE sent_at IS NULL ORDER BY id")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	var ids []string
	for rows.Next() {
		var id string
		if err := rows.Scan(&id); err != nil {
			t.Fatal(err)
		}
		ids = append(ids, id)
	}
	if err := rows.Close(); err != nil { // the one connection is needed below
		t.Fatal(err)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	owed, err := records.As(models.System("test")).DueTasks(t.Context(), s.now, 100)
	if err != nil || len(slices.DeleteFunc(owed, func(o store.OwedTask) bool { return o.Kind != "reveal.tell" })) < len(ids) {
		t.Fatalf("%d letters are not owed: %v", len(ids), err)
	}
	for _, id := range ids {
		task := tasks.TellReveal{Notice: models.MustID[models.RevealNotice](id)}
		if err := errors.Join(s.desk.TellReveal(t.Context(), task), s.desk.TellReveal(t.Context(), task)); err != nil {
			t.Fatal(err)
		}
	}
}

// Every custodian is told of every step, once, and of whom it is about nothing.
// When the glass is broken administrators are told as well, and the
// ombudsperson.
func TestCustodiansAreToldOfEveryStep(t *testing.T) {
	dbtest.EachBeneath(t, func(t *testing.T, records *store.Store, beneath *sql.DB) {
		s := newSafe(t, records)
		server := s.posted(t)
		if _, err := s.given(t); err != nil {
			t.Fatal(err)
		}
		s.send(t, records, beneath)
		if got := len(server.Mail()); got != 6 {
			t.Errorf("two custodians have %d letters after three steps", got)
		}
		s.watched(t, records)
		if _, err := s.breaks(t, 1, s.sealed(t, 1)); err != nil {
			t.Fatal(err)
		}
		s.send(t, records, beneath)
		if got := len(server.Mail()); got != 10 {
			t.Errorf("%d letters after the glass was broken", got)
		}
		for _, m := range server.Mail() {
			text := m.Header("Subject") + m.Part("text/plain")
			if !strings.Contains(text, "sealed identity") {
				t.Errorf("a letter says nothing: %s", text)
			}
			for _, word := range []string{s.Messenger.Pseudonym, s.Messenger.ID.String(), "They do not answer", "Danger"} {
				if strings.Contains(text, word) {
					t.Errorf("a letter says %s", word)
				}
			}
		}
	})
}

// Where nobody can be told, nothing is opened, and nothing remains of the try.
func TestNothingIsOpenedWhereNobodyCanBeTold(t *testing.T) {
	dbtest.EachBeneath(t, func(t *testing.T, records *store.Store, beneath *sql.DB) {
		s := newSafe(t, records)
		asked, err := s.desk.Ask(t.Context(), s.custodians[0], s.Messenger.ID, "They do not answer", []string{"name"})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.desk.Approve(t.Context(), s.custodians[1], asked.ID); err != nil {
			t.Fatal(err)
		}
		s.posted(t)
		s.watched(t, records)
		code := s.sealed(t, 1)
		if _, err := beneath.ExecContext(t.Context(), "DROP TABLE reveal_notices"); err != nil {
			t.Fatal(err)
		}
		if _, file, err := s.desk.Give(t.Context(), s.custodians[0], asked.ID); !errors.Is(err, models.ErrUnavailable) || file != nil {
			t.Errorf("%d bytes, %v", len(file), err)
		}
		if _, err := s.breaks(t, 1, code); !errors.Is(err, models.ErrUnavailable) {
			t.Errorf("got %v", err)
		}
		if own, err := records.As(s.custodians[1]).OwnEnvelope(t.Context()); err != nil || !own.Sealed() {
			t.Errorf("the code is used up: %v", err)
		}
		if all, err := records.As(s.Planner).Reveals(t.Context(), store.Page{}); err != nil || len(all) != 1 || all[0].GivenAt != nil {
			t.Errorf("%+v, %v", all, err)
		}
	})
}
