package email_test

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"os"
	"strings"
	"testing"

	"github.com/emersion/go-smtp"
	"github.com/google/go-cmp/cmp"
	"go.uber.org/goleak"

	"caravan/internal/platforms/email"
)

// read returns a file of testdata with the line ends of mail.
func read(tb testing.TB, name string) string {
	tb.Helper()
	content, err := os.ReadFile("testdata/" + name)
	if err != nil {
		tb.Fatal(err)
	}
	return strings.ReplaceAll(string(content), "\n", "\r\n")
}

func TestParseReport(t *testing.T) {
	t.Parallel()
	for name, want := range map[string][]email.Bounce{
		"failed.eml": {{Action: email.Failed, Status: "5.1.1", Recipient: email.TheList}},
		"global.eml": {{Action: email.Delivered, Status: "2.0.0", Recipient: email.TheList}},
		"members.eml": {
			{Action: email.Failed, Status: "5.2.2", Recipient: email.AMember},
			{Action: email.Delayed, Status: "4.4.1", Recipient: email.AMember},
			{Action: email.Expanded, Status: "2.0.0", Recipient: email.Untold},
		},
	} {
		got, err := email.ParseReport(strings.NewReader(read(t, name)))
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestParseReportRefusesOtherMail(t *testing.T) {
	t.Parallel()
	report := read(t, "failed.eml")
	for name, content := range map[string]string{
		"an automatic answer": read(t, "vacation.eml"),
		"a cut report":        report[:strings.Index(report, "Final-Recipient")],
		"no recipient":        strings.ReplaceAll(report, "Final-Recipient", "X-Recipient"),
		"nothing":             "",
	} {
		if got, err := email.ParseReport(strings.NewReader(content)); !errors.Is(err, email.ErrNoReport) {
			t.Errorf("%s: %v, %v", name, got, err)
		}
	}
}

func FuzzParseReport(f *testing.F) {
	for _, name := range []string{"failed.eml", "global.eml", "members.eml", "vacation.eml"} {
		f.Add(read(f, name))
	}
	f.Fuzz(func(t *testing.T, content string) {
		bounces, err := email.ParseReport(strings.NewReader(content))
		if err != nil && !errors.Is(err, email.ErrNoReport) {
			t.Errorf("%v", err)
		}
		for _, b := range bounces {
			if b.Action == "" || b.Status == "" || strings.Contains(b.Status, "@") {
				t.Errorf("%+v", b)
			}
		}
	})
}

func TestWhatABounceMeans(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		bounce             email.Bounce
		permanent, arrived bool
	}{
		{email.Bounce{Action: email.Failed, Status: "5.1.1"}, true, false},
		{email.Bounce{Action: email.Failed, Status: "5.2.2"}, false, false},
		{email.Bounce{Action: email.Failed, Status: "4.4.7"}, false, false},
		{email.Bounce{Action: email.Delayed, Status: "4.2.0"}, false, false},
		{email.Bounce{Action: email.Delivered, Status: "2.0.0", Recipient: email.TheList}, false, true},
		{email.Bounce{Action: email.Relayed, Status: "2.0.0", Recipient: email.Untold}, false, true},
		{email.Bounce{Action: email.Delivered, Status: "2.0.0", Recipient: email.AMember}, false, false},
	} {
		if got := [2]bool{test.bounce.Permanent(), test.bounce.Arrived()}; got != [2]bool{test.permanent, test.arrived} {
			t.Errorf("%+v: %v", test.bounce, got)
		}
	}
}

// intake runs the listener for a test and returns its address and what it
// was brought.
func intake(t *testing.T, take func([]email.Bounce) error) (addr string, taken <-chan email.Bounce) {
	t.Helper()
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	reports := make(chan email.Bounce, 10)
	b := &email.Bounces{
		Domain: "bounce.example", Log: slog.New(slog.DiscardHandler),
		Take: func(_ context.Context, bounces []email.Bounce) error {
			for _, b := range bounces {
				reports <- b
			}
			return take(bounces)
		},
	}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error)
	go func() { done <- b.Serve(ctx, l) }()
	t.Cleanup(func() {
		cancel()
		if err := <-done; err != nil {
			t.Errorf("Serve: %v", err)
		}
	})
	return l.Addr().String(), reports
}

// bring hands a message to the listener as a mail server would.
func bring(t *testing.T, addr, from, to, content string) error {
	t.Helper()
	client, err := smtp.Dial(addr)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = client.Close() }()
	return client.SendMail(from, []string{to}, strings.NewReader(content))
}

func taken(t *testing.T, reports <-chan email.Bounce) []email.Bounce {
	t.Helper()
	var list []email.Bounce
	for {
		select {
		case b := <-reports:
			list = append(list, b)
		default:
			return list
		}
	}
}

func TestBouncesTakesReports(t *testing.T) {
	t.Parallel()
	addr, reports := intake(t, func([]email.Bounce) error { return nil })
	if err := bring(t, addr, "", "Bounces+mfrggzdfmztwq2lk@BOUNCE.example", read(t, "failed.eml")); err != nil {
		t.Fatal(err)
	}
	want := []email.Bounce{{Key: "mfrggzdfmztwq2lk", Action: email.Failed, Status: "5.1.1", Recipient: email.TheList}}
	if diff := cmp.Diff(want, taken(t, reports)); diff != "" {
		t.Error(diff)
	}
}

func TestBouncesTakesNothingElse(t *testing.T) {
	t.Parallel()
	addr, reports := intake(t, func([]email.Bounce) error { return nil })
	report := read(t, "failed.eml")
	for name, test := range map[string]struct {
		from, to, content string
		code              int
	}{
		"mail with a sender":       {"spam@evil.example", "bounces+K1@bounce.example", report, 550},
		"another domain":           {"", "bounces+K1@elsewhere.example", report, 550},
		"no key":                   {"", "bounces+@bounce.example", report, 550},
		"another address":          {"", "postmaster@bounce.example", report, 550},
		"a key that is no key":     {"", "bounces+a=b@bounce.example", report, 550},
		"an automatic answer":      {"", "bounces+K1@bounce.example", read(t, "vacation.eml"), 554},
		"more than a report takes": {"", "bounces+K1@bounce.example", strings.Replace(report, "I'm sorry", strings.Repeat("x\r\n", 400<<10), 1), 554},
	} {
		err := bring(t, addr, test.from, test.to, test.content)
		if reply, ok := errors.AsType[*smtp.SMTPError](err); !ok || reply.Code != test.code {
			t.Errorf("%s: %v, want %d", name, err, test.code)
		}
	}
	if list := taken(t, reports); len(list) > 0 {
		t.Errorf("taken: %+v", list)
	}
}

func TestBouncesThatCannotBeKeptAreBroughtAgain(t *testing.T) {
	t.Parallel()
	addr, _ := intake(t, func([]email.Bounce) error { return errors.New("database is away") })
	err := bring(t, addr, "", "bounces+K1@bounce.example", read(t, "failed.eml"))
	reply, ok := errors.AsType[*smtp.SMTPError](err)
	if !ok || reply.Code != 451 || strings.Contains(reply.Message, "database") {
		t.Errorf("%v, want 451", err)
	}
}

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }
