package email_test

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"maps"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"caravan/internal/platforms"
	"caravan/internal/platforms/email"
	"caravan/internal/platforms/email/emailtest"
	"caravan/internal/platforms/platformtest"
)

// account is the credentials of a list on a server without TLS, with changes.
func account(addr string, change ...platforms.Credentials) platforms.Credentials {
	credentials := emailtest.Account(addr)
	for _, c := range change {
		maps.Copy(credentials, c)
	}
	return credentials
}

func connect(tb testing.TB, credentials platforms.Credentials, change ...func(*platforms.Egress)) *email.Connector {
	tb.Helper()
	egress := platforms.Egress{Now: platformtest.Now, Allow: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}}
	for _, f := range change {
		f(&egress)
	}
	connector, err := email.New(platforms.NewClient(egress), platforms.Settings{
		Credentials: credentials, Media: platformtest.Library{},
	})
	if err != nil {
		tb.Fatal(err)
	}
	return connector
}

func post(change ...func(*platforms.Content)) platforms.Post {
	p := platforms.Post{Content: platformtest.Sample(), Key: "MFRGGZDFMZTWQ2LK", Since: platformtest.Now()}
	for _, f := range change {
		f(&p.Content)
	}
	return p
}

func TestMessage(t *testing.T) {
	t.Parallel()
	server := emailtest.Listen(t, nil)
	receipt, err := connect(t, account(server.Addr)).Publish(t.Context(), post(func(c *platforms.Content) {
		c.Language, c.Direction = "fa-AF", "rtl"
		c.Title, c.Body = "نان و کتاب", "جمعه\nساعت ده <صبح>\n\nبا فرزندان"
		c.Media = []platforms.Media{platformtest.Picture()}
	}))
	if err != nil {
		t.Fatal(err)
	}
	want := platforms.Receipt{ID: "MFRGGZDFMZTWQ2LK", State: platforms.Accepted, Trace: "2E96CA7E8C1"}
	if diff := cmp.Diff(want, receipt); diff != "" {
		t.Error(diff)
	}
	mail := server.Mail()[0]
	envelope := emailtest.Mail{
		From: "bounces+MFRGGZDFMZTWQ2LK@bounce.example", To: "readers@list.example",
		Return: "HDRS", Notify: []string{"SUCCESS", "FAILURE", "DELAY"}, Content: mail.Content,
	}
	if diff := cmp.Diff(envelope, mail); diff != "" {
		t.Error(diff)
	}
	for name, want := range map[string]string{
		"From":                  `Иттиҳодияи «Нур» <noor@list.example>`,
		"To":                    "<readers@list.example>",
		"Subject":               "نان و کتاب",
		"Message-ID":            "<MFRGGZDFMZTWQ2LK@list.example>",
		"Date":                  "Tue, 24 Nov 2026 09:30:00 +0000",
		"Content-Language":      "fa-AF",
		"List-Id":               "<readers.list.example>",
		"List-Unsubscribe":      "<https://list.example/u/readers>, <mailto:leave@list.example>",
		"List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
	} {
		if got := strings.Join(strings.Fields(mail.Header(name)), " "); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	html := mail.Part("text/html")
	for _, want := range []string{
		`<html lang="fa-AF" dir="rtl">`, "<h1", ">نان و کتاب</h1>", "جمعه<br>ساعت ده &lt;صبح&gt;</p>", ">با فرزندان</p>",
		`<a href="https://caravan.example/l/k7p2mq9xwz" dir="ltr">`, `<img src="cid:` + platformtest.Picture().SHA256,
		`alt="` + platformtest.Picture().Alt + `"`, "«Нур»; маблағгузор", "https://list.example/u/readers",
	} {
		if !strings.Contains(html, want) {
			t.Errorf("the page lacks %q:\n%s", want, html)
		}
	}
	if strings.Contains(html, `src="http`) {
		t.Error("the page loads something from elsewhere")
	}
}

func TestMessageWithoutExtras(t *testing.T) {
	t.Parallel()
	server := emailtest.Listen(t, nil)
	connector := connect(t, account(server.Addr, platforms.Credentials{
		"list_id": "", "unsubscribe_url": "", "unsubscribe_address": "", "bounce_domain": "",
	}))
	if _, err := connector.Publish(t.Context(), post()); err != nil {
		t.Fatal(err)
	}
	mail := server.Mail()[0]
	if mail.From != "noor@list.example" {
		t.Errorf("the envelope is from %q", mail.From)
	}
	for _, name := range []string{"List-Id", "List-Unsubscribe", "List-Unsubscribe-Post"} {
		if got := mail.Header(name); got != "" {
			t.Errorf("%s is %q", name, got)
		}
	}
}

func TestCheck(t *testing.T) {
	t.Parallel()
	connector := connect(t, account("127.0.0.1:25"))
	for name, test := range map[string]struct {
		change func(*platforms.Content)
		want   []string
	}{
		"no subject":            {func(c *platforms.Content) { c.Title = "" }, []string{"title missing"}},
		"no text":               {func(c *platforms.Content) { c.Body = "" }, []string{"body missing"}},
		"a subject that forges": {func(c *platforms.Content) { c.Title = "a\r\nBcc: x@y.example" }, []string{"title invalid"}},
		"a long subject":        {func(c *platforms.Content) { c.Title = strings.Repeat("ӯ", 201) }, []string{"title too_long"}},
		"a film": {func(c *platforms.Content) {
			c.Media = []platforms.Media{{MIME: "video/mp4", Size: 3 << 20}}
		}, []string{"media too_long", "media unsupported"}},
	} {
		var got []string
		for _, o := range connector.Check(post(test.change)) {
			got = append(got, o.Field+" "+o.Code)
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestSubjectCannotForgeHeaders(t *testing.T) {
	t.Parallel()
	server := emailtest.Listen(t, nil)
	_, err := connect(t, account(server.Addr)).Publish(t.Context(), post(func(c *platforms.Content) {
		c.Title = "Нон\r\nBcc: spy@evil.example\r\n\r\nбадан"
	}))
	if err != nil {
		t.Fatal(err)
	}
	if bcc := server.Mail()[0].Header("Bcc"); bcc != "" {
		t.Errorf("a header was forged: %q", bcc)
	}
}

func TestKeyMustBeFitForAnAddress(t *testing.T) {
	t.Parallel()
	server := emailtest.Listen(t, nil)
	for _, key := range []string{"", "a b", "a@b", "a>", strings.Repeat("k", 56)} {
		odd := post()
		odd.Key = key
		if _, err := connect(t, account(server.Addr)).Publish(t.Context(), odd); platforms.ClassOf(err) != platforms.Refused {
			t.Errorf("key %q: %v", key, err)
		}
	}
	if n := len(server.Mail()); n != 0 {
		t.Errorf("%d messages went out", n)
	}
}

// replies is a server that says what it is told to and nothing else: one
// reply to connecting, and one to each line.
func replies(t *testing.T, lines ...string) string {
	t.Helper()
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	go func() {
		conn, err := l.Accept()
		if err != nil {
			return
		}
		defer func() { _ = conn.Close() }()
		for _, line := range lines {
			_, _ = conn.Write([]byte(line + "\r\n"))
			if _, err := conn.Read(make([]byte, 1<<20)); err != nil {
				return
			}
		}
	}()
	return l.Addr().String()
}

func TestRepliesDecideTheClass(t *testing.T) {
	t.Parallel()
	const ehlo = "250-mail.example\r\n250 ENHANCEDSTATUSCODES"
	for _, test := range []struct {
		name  string
		lines []string
		want  platforms.Class
	}{
		{"no greeting", nil, platforms.Unsent},
		{"busy at the door", []string{"421 4.3.2 Try later"}, platforms.Throttled},
		{"barred at the door", []string{"554 5.7.1 No service for you"}, platforms.Locked},
		{"cut after the greeting", []string{"220 hi"}, platforms.Unsent},
		{"sender not permitted", []string{"220 hi", ehlo, "553 5.7.1 Not yours"}, platforms.Locked},
		{"sign in first", []string{"220 hi", ehlo, "530 5.5.1 Authentication required"}, platforms.Locked},
		{"greylisted", []string{"220 hi", ehlo, "250 ok", "450 4.2.0 Greylisted"}, platforms.Unsent},
		{"too much mail", []string{"220 hi", ehlo, "450 4.7.1 Rate limited"}, platforms.Throttled},
		{"no such list", []string{"220 hi", ehlo, "250 ok", "550 5.1.1 User unknown"}, platforms.Refused},
		{"full mailbox", []string{"220 hi", ehlo, "250 ok", "550 5.2.2 Mailbox full"}, platforms.Unsent},
		{"no relaying", []string{"220 hi", ehlo, "250 ok", "554 5.7.1 Relay access denied"}, platforms.Locked},
		{"cut before the message", []string{"220 hi", ehlo, "250 ok", "250 ok"}, platforms.Unsent},
		{"no message wanted", []string{"220 hi", ehlo, "250 ok", "250 ok", "451 4.3.0 Later"}, platforms.Unsent},
		{"cut after the message", []string{"220 hi", ehlo, "250 ok", "250 ok", "354 go"}, platforms.Uncertain},
		{"taken for spam", []string{"220 hi", ehlo, "250 ok", "250 ok", "354 go", "554 5.7.1 Spam"}, platforms.Refused},
		{"disk full", []string{"220 hi", ehlo, "250 ok", "250 ok", "354 go", "452 4.3.1 Disk full"}, platforms.Unsent},
		{"nonsense after the message", []string{"220 hi", ehlo, "250 ok", "250 ok", "354 go", "HTTP/1.1 200 OK"}, platforms.Uncertain},
		{"taken", []string{"220 hi", ehlo, "250 ok", "250 ok", "354 go", "250 2.0.0 Ok"}, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			connector := connect(t, account(replies(t, test.lines...), platforms.Credentials{"username": ""}))
			_, err := connector.Publish(t.Context(), post())
			if got := platforms.ClassOf(err); got != test.want {
				t.Errorf("class is %q, want %q: %v", got, test.want, err)
			}
		})
	}
}

func TestCancelledPublicationEndsAtOnce(t *testing.T) {
	t.Parallel()
	server := emailtest.Listen(t, nil)
	fault := platformtest.HangBeforeAccept()
	server.Next(fault)
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		<-fault.Reached
		cancel()
	}()
	_, err := connect(t, account(server.Addr)).Publish(ctx, post())
	if class := platforms.ClassOf(err); class != platforms.Uncertain {
		t.Errorf("class is %q: %v", class, err)
	}
}

// certificate is one of a server on this machine, and the authority for it.
func certificate(t *testing.T) (*tls.Config, *x509.CertPool) {
	t.Helper()
	server := httptest.NewTLSServer(http.NotFoundHandler())
	defer server.Close()
	roots := x509.NewCertPool()
	roots.AddCert(server.Certificate())
	return &tls.Config{Certificates: server.TLS.Certificates, MinVersion: tls.VersionTLS12}, roots
}

func TestEncryption(t *testing.T) {
	t.Parallel()
	config, roots := certificate(t)
	trusting := func(e *platforms.Egress) { e.Roots = roots }
	distrusting := func(*platforms.Egress) {}
	for _, test := range []struct {
		name   string
		server *emailtest.Server
		tls    string
		egress func(*platforms.Egress)
		want   platforms.Class
	}{
		{"STARTTLS", emailtest.Listen(t, config), "starttls", trusting, ""},
		{"TLS from the first byte", emailtest.ListenTLS(t, config), "tls", trusting, ""},
		{"STARTTLS with an unknown authority", emailtest.Listen(t, config), "starttls", distrusting, platforms.Unsent},
		{"TLS with an unknown authority", emailtest.ListenTLS(t, config), "tls", distrusting, platforms.Unsent},
		{"a server without STARTTLS", emailtest.Listen(t, nil), "starttls", trusting, platforms.Unsent},
		{"no TLS to an address not allowed", emailtest.Listen(t, nil), "none", func(e *platforms.Egress) { e.Allow = nil }, platforms.Locked},
		{"TLS to an address not allowed", emailtest.ListenTLS(t, config), "tls", func(e *platforms.Egress) { e.Allow = nil }, platforms.Locked},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			connector := connect(t, account(test.server.Addr, platforms.Credentials{"tls": test.tls}), test.egress)
			_, err := connector.Publish(t.Context(), post())
			if got := platforms.ClassOf(err); got != test.want {
				t.Errorf("class is %q, want %q: %v", got, test.want, err)
			}
			if sent := len(test.server.Mail()); (sent == 1) != (test.want == "") {
				t.Errorf("%d messages went out", sent)
			}
		})
	}
}

func TestSignatureCoversTheWayOut(t *testing.T) {
	t.Parallel()
	_, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	der, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	key := string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}))
	server := emailtest.Listen(t, nil)
	connector := connect(t, account(server.Addr, platforms.Credentials{
		"dkim_domain": "list.example", "dkim_selector": "c1", "dkim_key": key,
	}))
	if _, err := connector.Publish(t.Context(), post()); err != nil {
		t.Fatal(err)
	}
	signature := strings.Join(strings.Fields(server.Mail()[0].Header("DKIM-Signature")), "")
	tags := strings.Split(strings.ToLower(signature), ";")
	for _, want := range []string{"d=list.example", "s=c1"} {
		if !slices.Contains(tags, want) {
			t.Errorf("the signature lacks %s: %s", want, signature)
		}
	}
	if !strings.Contains(strings.ToLower(signature), "list-unsubscribe:list-unsubscribe-post") {
		t.Errorf("the signature does not cover how to leave: %s", signature)
	}
}

func TestNewRefusesWhatCannotWork(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]platforms.Credentials{
		"no server":               {"host": ""},
		"no list":                 {"list_address": ""},
		"a list that is no list":  {"list_address": "readers"},
		"a name in the address":   {"from_address": "Noor <noor@list.example>"},
		"an address not in ASCII": {"list_address": "хонандагон@list.example"},
		"a key that is no key":    {"dkim_key": "secret", "dkim_domain": "list.example", "dkim_selector": "c1"},
	} {
		_, err := email.New(platforms.NewClient(platforms.Egress{Now: platformtest.Now}), platforms.Settings{
			Credentials: account("127.0.0.1:25", change),
		})
		if platforms.ClassOf(err) != platforms.Locked {
			t.Errorf("%s: %v", name, err)
		}
		if err != nil && strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: the error shows it: %v", name, err)
		}
	}
}
