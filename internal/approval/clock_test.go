package approval_test

import (
	"context"
	"errors"
	"log/slog"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"caravan/internal/approval"
	"caravan/internal/dbtest"
	"caravan/internal/distribution"
	"caravan/internal/evaluation"
	"caravan/internal/letters"
	"caravan/internal/planning"
	"caravan/internal/platforms/email/emailtest"
	"caravan/internal/store"
	"caravan/internal/tasks"
	"caravan/models"
	"caravan/worker"
)

// Nobody hears an unheard bell, so that the worker does everything itself.
type unheard struct{}

func (unheard) Ring(context.Context, worker.Ring) error { return errors.New("nobody listens") }

func (unheard) Listen(context.Context, worker.Duties, int, func(context.Context, worker.Ring)) error {
	return nil
}

// A deadline is a submission under way, with a clock that tests turn.
type deadline struct {
	records    *store.Store
	desk       *approval.Desk
	mail       *emailtest.Server
	now        time.Time
	submission *models.Submission
	first      models.Actor // approves, reads Dari
	second     models.Actor // approves too
}

// newDeadline submits at noon under a rule of two approvers and three days, in
// an authority that has an administrator besides. change may change the rule
// before.
func newDeadline(t *testing.T, records *store.Store, change func(*models.ApprovalRule)) *deadline {
	t.Helper()
	ctx, d := t.Context(), &deadline{records: records, now: noon, mail: emailtest.Listen(t, nil)}
	address := url.URL{Scheme: "smtp", User: url.UserPassword(emailtest.Username, emailtest.Password), Host: d.mail.Addr}
	clock := func() time.Time { return d.now }
	office := must[*letters.Office](t)(letters.Open(address.String(), "Caravan <caravan@authority.example>", clock))
	d.desk = &approval.Desk{Store: records, Now: clock, Letters: office, Address: "https://caravan.example"}

	planner := member(t, records, "media_ngo", "osh", models.Planner)
	reviewer := colleague(t, records, planner, "reviewer", models.Reviewer)
	d.first = member(t, records, "ministry", "bishkek", models.Approver)
	d.second = colleague(t, records, d.first, "second", models.Approver)
	admit(t, records, d.first, "fa-AF")
	admit(t, records, d.second, "ru")
	admit(t, records, colleague(t, records, d.first, "keeper", models.Admin), "en")
	message, channel := dbtest.Draft(t, records.As(planner), d.first.OrganizationID, 2)
	rules := must[[]models.ApprovalRule](t)(records.As(planner).Rules(ctx, "KG"))
	if change != nil {
		change(&rules[0])
		if err := records.As(models.System("test")).SaveRule(ctx, &rules[0]); err != nil {
			t.Fatal(err)
		}
	}
	version := must[*models.MessageVersion](t)(d.desk.Freeze(ctx, planner, message.ID))
	must[*models.MessageVersion](t)(d.desk.Review(ctx, reviewer, version.ID, version.Digest))
	d.submission = must[*models.Submission](t)(d.desk.Submit(ctx, planner, approval.Request{
		Version: version.ID, Country: "KG", Channels: []models.ID[models.Channel]{channel.ID},
		Period: models.Period{From: "2027-03-02", To: "2027-03-31", Zone: "Asia/Bishkek"},
	}))
	return d
}

// admit lets somebody in who reads a language.
func admit(t *testing.T, records *store.Store, who models.Actor, locale string) {
	t.Helper()
	system := records.As(models.System("test"))
	err := system.CreateMembership(t.Context(), &models.Membership{
		ID: models.NewID[models.Membership](), OrganizationID: who.OrganizationID, UserID: who.UserID, Roles: who.Roles, CreatedAt: noon, Version: 1,
	})
	if err != nil {
		t.Fatal(err)
	}
	user := must[*models.User](t)(system.User(t.Context(), who.UserID))
	user.Locale, user.Zone = locale, "Asia/Bishkek"
	if err := system.SaveUser(t.Context(), user); err != nil {
		t.Fatal(err)
	}
}

// after lets hours pass since noon, and a worker that has just started do what
// is owed then. It returns to whom letters have left since.
func (d *deadline) after(t *testing.T, hours int) []string {
	t.Helper()
	sent := len(d.mail.Mail())
	d.now = noon.Add(time.Duration(hours) * time.Hour)
	crew := &worker.Worker{
		Store: d.records, Do: worker.Chores(&distribution.Desk{}, &evaluation.Desk{}, &planning.Desk{}, d.desk, nil), Bell: unheard{}, Duties: worker.Duties{Owed: true},
		Now: d.desk.Now, Log: slog.New(slog.DiscardHandler),
	}
	for range 5 { // three alarms, the letters, nothing
		crew.Sweep(t.Context())
	}
	to := []string{}
	for _, m := range d.mail.Mail()[sent:] {
		to = append(to, m.To)
	}
	return to
}

func (d *deadline) read(t *testing.T) *models.Submission {
	t.Helper()
	return must[*models.Submission](t)(d.records.As(models.System("test")).Submission(t.Context(), d.submission.ID))
}

// Approvers hear at half time and on the last day while they have not decided,
// everybody at the deadline, each once, whatever is repeated.
func TestAlarms(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, records *store.Store) {
		d := newDeadline(t, records, nil)
		for _, step := range []struct {
			hours int
			want  []string
		}{
			{35, []string{}},
			{36, []string{"bishkek@example.org", "second@example.org"}},
			{37, []string{}},
		} {
			if diff := cmp.Diff(step.want, d.after(t, step.hours)); diff != "" {
				t.Errorf("after %d hours:\n%s", step.hours, diff)
			}
		}
		word := models.Decision{SubmissionID: d.submission.ID, Kind: models.Approve, StateAction: models.StateActionNone, Digest: d.submission.Digest}
		must[*models.Submission](t)(d.desk.Decide(t.Context(), d.first, word))
		if diff := cmp.Diff([]string{"second@example.org"}, d.after(t, 48)); diff != "" {
			t.Errorf("on the last day:\n%s", diff)
		}
		if s := d.read(t); s.EscalatedAt != nil {
			t.Error("escalated before the deadline")
		}
		if diff := cmp.Diff([]string{"bishkek@example.org", "second@example.org", "keeper@example.org"}, d.after(t, 72)); diff != "" {
			t.Errorf("at the deadline:\n%s", diff)
		}
		if s := d.read(t); s.EscalatedAt == nil || s.State != models.UnderReview {
			t.Errorf("%s, escalated %v", s.State, s.EscalatedAt)
		}
		for _, alarm := range []models.Alarm{models.HalfTime, models.LastDay, models.Deadline} {
			if err := d.desk.Ring(t.Context(), tasks.Ring{Submission: d.submission.ID, Alarm: alarm}); err != nil {
				t.Fatal(err)
			}
		}
		if again := d.after(t, 73); len(again) > 0 {
			t.Errorf("told again: %v", again)
		}
		must[*models.Submission](t)(d.desk.Decide(t.Context(), d.second, word))
		if s := d.read(t); s.State != models.Approved || s.BySilence {
			t.Errorf("a late decision counts, yet it is %s, by silence %t", s.State, s.BySilence)
		}
	})
}

// An alarm that rings twice before its letters leave makes no second ones, and
// a letter whose sending was not noted is the same letter.
func TestAnAlarmThatIsRepeated(t *testing.T) {
	d := newDeadline(t, dbtest.SQLite(t), nil)
	d.now = noon.Add(36 * time.Hour)
	for range 2 {
		if err := d.desk.Ring(t.Context(), tasks.Ring{Submission: d.submission.ID, Alarm: models.HalfTime}); err != nil {
			t.Fatal(err)
		}
	}
	if to := d.after(t, 36); len(to) != 2 {
		t.Errorf("letters to %v", to)
	}
}

// A worker that was away for two days does not remind of what has passed.
func TestAnAlarmThatIsLate(t *testing.T) {
	d := newDeadline(t, dbtest.SQLite(t), nil)
	if to := d.after(t, 73); len(to) != 3 {
		t.Errorf("letters to %v", to)
	}
}

// A letter speaks the language of its reader and says nothing of the message.
func TestLettersSayLittle(t *testing.T) {
	d := newDeadline(t, dbtest.SQLite(t), nil)
	d.after(t, 36)
	for i, want := range []string{"منتظر تصمیم شماست", "ждёт вашего решения"} {
		m := d.mail.Mail()[i]
		body := m.Part("text/plain")
		if !strings.Contains(body, want) || !strings.Contains(m.Header("Subject"), want) {
			t.Errorf("%s: %s", m.Header("Subject"), body)
		}
		if !strings.Contains(body, "https://caravan.example/approvals/"+d.submission.ID.String()) {
			t.Errorf("no link: %s", body)
		}
		for _, secret := range []string{"Хлеб", "نان", "Bread", "Osh", "Quiet River"} {
			if strings.Contains(body+m.Header("Subject"), secret) {
				t.Errorf("the letter says %s", secret)
			}
		}
	}
}

// Without a mail server the clock runs all the same.
func TestAlarmsWithoutMail(t *testing.T) {
	d := newDeadline(t, dbtest.SQLite(t), nil)
	d.desk.Letters = nil
	if to := d.after(t, 72); len(to) > 0 || d.read(t).EscalatedAt == nil {
		t.Errorf("letters to %v, escalated %v", to, d.read(t).EscalatedAt)
	}
}

func TestSilence(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, records *store.Store) {
		d := newDeadline(t, records, func(r *models.ApprovalRule) { r.Silence = models.SilenceApproves })
		d.after(t, 71)
		if s := d.read(t); s.State != models.UnderReview {
			t.Fatalf("%s before the deadline", s.State)
		}
		d.after(t, 72)
		s := d.read(t)
		if s.State != models.Approved || !s.BySilence || s.ValidUntil == nil || s.EscalatedAt != nil {
			t.Errorf("%s, by silence %t, until %v", s.State, s.BySilence, s.ValidUntil)
		}
		if words := must[[]models.Decision](t)(records.As(d.first).Decisions(t.Context(), s.ID)); len(words) > 0 {
			t.Errorf("a person is said to have decided: %v", words)
		}
	})
}
