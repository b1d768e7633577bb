package kannel_test

import (
	"context"
	"errors"
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.uber.org/goleak"

	"caravan/internal/platforms"
	"caravan/internal/platforms/kannel"
	"caravan/internal/platforms/kannel/kanneltest"
	"caravan/internal/platforms/platformtest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const key = "mfrggzdfmztwq2lk"

func post(body string) platforms.Post {
	p := platforms.Post{Key: key, Since: platformtest.Now()}
	p.Body = body
	return p
}

// listen takes reports at an address until the test ends.
func listen(t *testing.T, take func(kannel.Report) error) (address string, taken <-chan kannel.Report) {
	t.Helper()
	reports := make(chan kannel.Report, 20)
	server := httptest.NewServer(&kannel.Reports{Log: slog.New(slog.DiscardHandler), Take: func(_ context.Context, r kannel.Report) error {
		reports <- r
		return take(r)
	}})
	t.Cleanup(server.Close)
	return server.URL + "/sms", reports
}

func TestMessage(t *testing.T) {
	c, s, _ := kanneltest.Connect(t, "http://reports.example/sms/")
	for body, coding := range map[string]string{"Friday at 10, €5 [free]": "0", "Ҷумъа, соати 10": "2", "جمعه ساعت ۱۰": "2"} {
		if _, err := c.Publish(t.Context(), post(body)); err != nil {
			t.Fatal(err)
		}
		sent := s.Messages()
		want := kanneltest.Message{
			From: "Noor", To: kanneltest.List, Coding: coding, Route: "FAKE", Text: body,
			ReportTo: "http://reports.example/sms/" + key + "?st=%d&ans=%A",
		}
		if diff := cmp.Diff(want, sent[len(sent)-1]); diff != "" {
			t.Error(diff)
		}
	}
}

// A text is counted in the messages that it takes, which depends on its script.
func TestTextIsCountedInMessages(t *testing.T) {
	c, _, _ := kanneltest.Connect(t, "")
	for name, test := range map[string]struct {
		body string
		want int // of messages; 0: it fits
	}{
		"six of Latin":            {strings.Repeat("a", 6*153), 0},
		"a letter more":           {strings.Repeat("a", 6*153+1), 7},
		"six of Cyrillic":         {strings.Repeat("ӯ", 6*67), 0},
		"a Cyrillic letter more":  {strings.Repeat("ӯ", 6*67+1), 7},
		"one letter changes all":  {strings.Repeat("a", 6*67) + "ӯ", 7},
		"signs of two septets":    {strings.Repeat("€", 6*76), 0},
		"a sign is never divided": {strings.Repeat("€", 6*76+1), 7},
	} {
		objections := c.Check(post(test.body))
		got := 0
		if len(objections) == 1 && objections[0].Code == platforms.CodeTooLong && objections[0].Limit == 6 {
			got = objections[0].Count
		}
		if got != test.want || (test.want == 0) != (len(objections) == 0) {
			t.Errorf("%s: %+v", name, objections)
		}
	}
	if objections := c.Check(post(" ")); len(objections) != 1 || objections[0].Code != platforms.CodeMissing {
		t.Errorf("nothing: %+v", objections)
	}
}

func TestAnswersDecideTheClass(t *testing.T) {
	for _, test := range []struct {
		status int
		words  string
		want   platforms.Class
	}{
		{http.StatusAccepted, "0: Accepted for delivery", ""},
		{http.StatusAccepted, "3: Queued for later delivery", ""},
		{http.StatusAccepted, "", platforms.Uncertain},
		{http.StatusOK, "Welcome", platforms.Uncertain},
		{http.StatusForbidden, "Authorization failed for sendsms", platforms.Locked},
		{http.StatusForbidden, "Not routable. Do not try again.", platforms.Refused},
		{http.StatusBadRequest, "Number(s) has/have been denied by white- and/or black-lists.", platforms.Refused},
		{http.StatusNotFound, "Unknown request.", platforms.Locked},
		{http.StatusServiceUnavailable, "Temporal failure, try again later.", platforms.Unsent},
		{http.StatusServiceUnavailable, "no healthy upstream", platforms.Uncertain},
		{http.StatusFound, "", platforms.Uncertain},
	} {
		c, _ := platformtest.Serve(t, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(test.status)
			_, _ = w.Write([]byte(test.words))
		}), kannel.New, func(base string) platforms.Credentials { return kanneltest.Account(base, "") })
		_, err := c.Publish(t.Context(), post("Салом"))
		if got := platforms.ClassOf(err); got != test.want {
			t.Errorf("%d %q: class is %q, want %q: %v", test.status, test.words, got, test.want, err)
		}
	}
}

func TestNewRefusesWhatCannotWork(t *testing.T) {
	for name, change := range map[string]platforms.Credentials{
		"no server":              {"server": ""},
		"no user":                {"username": ""},
		"two numbers":            {"list_number": "992900000001 992900000002"},
		"a name for a number":    {"list_number": "readers"},
		"a long sender":          {"sms_sender": "NoorNoorNoor"},
		"a sender that forges":   {"sms_sender": "Noor\r\nX-Kannel-To: 1"},
		"a route that forges":    {"route": "A\r\nX-Kannel-To: 1"},
		"escapes in the address": {"report_url": "http://reports.example/%p"},
		"a query in the address": {"report_url": "http://reports.example/?a=b"},
		"no address for reports": {"report_url": "reports.example"},
	} {
		account := kanneltest.Account("https://gateway.example", "http://reports.example")
		maps.Copy(account, change)
		if _, err := kannel.New(nil, platforms.Settings{Credentials: account}); platforms.ClassOf(err) != platforms.Locked {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestKeyMustBeFitForAnAddress(t *testing.T) {
	c, s, _ := kanneltest.Connect(t, "http://reports.example/")
	for _, odd := range []string{"", "../x", "a?b", "a%d", strings.Repeat("k", 56)} {
		p := post("Салом")
		p.Key = odd
		if _, err := c.Publish(t.Context(), p); platforms.ClassOf(err) != platforms.Refused {
			t.Errorf("key %q: %v", odd, err)
		}
	}
	if n := len(s.Messages()); n != 0 {
		t.Errorf("%d messages went out", n)
	}
}

// Reports come to the address that the message was sent with, and say no more
// than a code.
func TestReportsAreTaken(t *testing.T) {
	address, reports := listen(t, func(kannel.Report) error { return nil })
	c, s, _ := kanneltest.Connect(t, address)
	if _, err := c.Publish(t.Context(), post("Салом")); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		state int
		words string
		want  kannel.Report
	}{
		{8, "ACK/", kannel.Report{Key: key, State: kannel.Submitted}},
		{1, "id:4105 sub:001 dlvrd:001 stat:DELIVRD err:000 text:Салом 992900000001", kannel.Report{Key: key, State: kannel.Delivered, Reason: "stat:DELIVRD err:000"}},
		{2, "", kannel.Report{Key: key, State: kannel.Undelivered}},
		{16, "NACK/0x0000000b/Invalid Destination Address", kannel.Report{Key: key, State: kannel.Rejected, Reason: "0x0000000b"}},
	} {
		status, err := s.Messages()[0].Report(t.Context(), test.state, test.words)
		if err != nil || status != http.StatusNoContent {
			t.Fatalf("%d: status %d, %v", test.state, status, err)
		}
		if diff := cmp.Diff(test.want, <-reports); diff != "" {
			t.Error(diff)
		}
	}
}

func TestReportsTakeNothingElse(t *testing.T) {
	in := &kannel.Reports{Log: slog.New(slog.DiscardHandler), Take: func(_ context.Context, r kannel.Report) error {
		t.Errorf("taken: %+v", r)
		return nil
	}}
	for name, test := range map[string]struct {
		method, target string
		want           int
	}{
		"another method":        {http.MethodPost, "/sms/" + key + "?st=1", http.StatusMethodNotAllowed},
		"no key":                {http.MethodGet, "/sms/?st=1", http.StatusBadRequest},
		"a key that is no key":  {http.MethodGet, "/sms/a.b?st=1", http.StatusBadRequest},
		"no state":              {http.MethodGet, "/sms/" + key, http.StatusBadRequest},
		"a state there is not":  {http.MethodGet, "/sms/" + key + "?st=3", http.StatusBadRequest},
		"a state that is words": {http.MethodGet, "/sms/" + key + "?st=one", http.StatusBadRequest},
		"endless words":         {http.MethodGet, "/sms/" + key + "?st=1&ans=" + strings.Repeat("x", 5000), http.StatusBadRequest},
	} {
		w := httptest.NewRecorder()
		in.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), test.method, test.target, nil))
		if w.Code != test.want || w.Body.Len() > 0 {
			t.Errorf("%s: %d %q, want %d", name, w.Code, w.Body, test.want)
		}
	}
}

// A gateway that is not told 2xx brings the report again.
func TestReportsThatCannotBeKeptAreBroughtAgain(t *testing.T) {
	address, reports := listen(t, func(kannel.Report) error { return errors.New("database is away") })
	c, s, _ := kanneltest.Connect(t, address)
	if _, err := c.Publish(t.Context(), post("Салом")); err != nil {
		t.Fatal(err)
	}
	status, err := s.Messages()[0].Report(t.Context(), 1, "")
	if <-reports; err != nil || status != http.StatusServiceUnavailable {
		t.Errorf("status %d, %v", status, err)
	}
}

func FuzzReports(f *testing.F) {
	f.Add("/sms/"+key, "st=1&ans=ACK%2F")
	f.Add("//", "st=16&ans=%ff")
	f.Fuzz(func(t *testing.T, path, query string) {
		in := &kannel.Reports{Log: slog.New(slog.DiscardHandler), Take: func(_ context.Context, r kannel.Report) error {
			if r.Key == "" || strings.ContainsAny(r.Key+r.Reason, "/?\r\n") {
				t.Errorf("%+v", r)
			}
			return nil
		}}
		r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/", nil)
		r.URL.Path, r.URL.RawQuery = path, query
		in.ServeHTTP(httptest.NewRecorder(), r)
	})
}
