package kannel_test

import (
	"fmt"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"

	"caravan/internal/dbtest"
	"caravan/internal/platforms"
	"caravan/internal/platforms/kannel"
	"caravan/internal/platforms/kannel/kanneltest"
	"caravan/internal/platforms/platformtest"
	"caravan/internal/platforms/smpp/smpptest"
)

// fakeSMSC is where Debian has an operator that takes what it is given and
// prints it.
const fakeSMSC = "/usr/lib/kannel/test/fakesmsc"

// gateway is a Kannel of the test's own.
type gateway struct {
	url      string
	operator string // where an operator may connect
}

// startGateway runs a gateway until the test ends, with a route to an operator
// that connects to it, and one to an SMSC at an address.
func startGateway(t *testing.T, smsc string) gateway {
	t.Helper()
	for _, binary := range []string{"/usr/sbin/bearerbox", "/usr/sbin/smsbox", fakeSMSC} {
		if _, err := os.Stat(binary); err != nil {
			dbtest.Missing(t, "kannel")
		}
	}
	dir := t.TempDir()
	sends, operator := platformtest.FreePort(t), platformtest.FreePort(t)
	_, port, err := net.SplitHostPort(smsc)
	if err != nil {
		t.Fatal(err)
	}
	conf := strings.NewReplacer(
		"$ADMIN", platformtest.FreePort(t), "$BOX", platformtest.FreePort(t), "$OPERATOR", operator, "$SENDS", sends, "$DIR", dir, "$PASSWORD", kanneltest.Password,
		"$SMSC", port, "$USER", smpptest.SystemID, "$WORD", smpptest.Password,
	).Replace(kannelConf)
	file := filepath.Join(dir, "kannel.conf")
	if err := os.WriteFile(file, []byte(conf), 0o600); err != nil {
		t.Fatal(err)
	}
	bearer := platformtest.Start(t, "/usr/sbin/bearerbox", "-v", "0", file)
	bearer.Await(t, "entering mainloop")
	platformtest.Start(t, "/usr/sbin/smsbox", "-v", "0", file)
	bearer.Await(t, "got boxc_id") // it says that it is connected a little before it can send
	return gateway{"http://127.0.0.1:" + sends, operator}
}

const kannelConf = `group = core
admin-port = $ADMIN
admin-interface = 127.0.0.1
admin-password = unused
admin-deny-ip = "*.*.*.*"
smsbox-port = $BOX
smsbox-interface = 127.0.0.1
box-deny-ip = "*.*.*.*"
box-allow-ip = "127.0.0.1"
dlr-storage = internal
store-type = file
store-location = "$DIR/store"

group = smsc
smsc = fake
smsc-id = FAKE
allowed-smsc-id = FAKE
host = 127.0.0.1
port = $OPERATOR
connect-allow-ip = 127.0.0.1

group = smsc
smsc = smpp
smsc-id = SMPP
allowed-smsc-id = SMPP
host = 127.0.0.1
port = $SMSC
transceiver-mode = yes
smsc-username = $USER
smsc-password = $WORD
system-type = ""
address-range = ""
msg-id-type = 0x01

group = smsbox
smsbox-id = sends
bearerbox-host = 127.0.0.1
bearerbox-port = $BOX
sendsms-port = $SENDS
sendsms-interface = 127.0.0.1
sendsms-chars = "0123456789+"

group = sendsms-user
username = caravan
password = $PASSWORD
concatenation = true
max-messages = 6
user-deny-ip = "*.*.*.*"
user-allow-ip = "127.0.0.1"
`

// took returns the next message that an operator was given, as sender,
// receiver, coding and text; of one of several parts the text is not read.
func took(t *testing.T, operator platformtest.Program) []string {
	t.Helper()
	line := operator.Await(t, "Got message")
	_, message, _ := strings.Cut(line, "<")
	words := strings.SplitN(strings.TrimSuffix(message, ">"), " ", 4)
	if len(words) != 4 {
		t.Fatalf("the operator got %q", line)
	}
	text, err := url.QueryUnescape(words[3])
	if err != nil {
		t.Fatal(err)
	}
	if words[2] == "ucs-2" {
		units := make([]uint16, len(text)/2)
		for i := range units {
			units[i] = uint16(text[2*i])<<8 | uint16(text[2*i+1])
		}
		text = string(utf16.Decode(units))
	}
	return append(words[:3], text)
}

// connect returns a connector at a gateway.
func connect(t *testing.T, base, reports string, change ...string) *kannel.Connector {
	t.Helper()
	account := kanneltest.Account(base, reports)
	for i := 0; i+1 < len(change); i += 2 {
		account[change[i]] = change[i+1]
	}
	c, err := kannel.New(platformtest.Client(), platforms.Settings{Credentials: account})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestGateway(t *testing.T) {
	at := startGateway(t, smpptest.Listen(t).Addr)
	address, reports := listen(t, func(kannel.Report) error { return nil })
	c := connect(t, at.url, address)
	if account, err := c.Inspect(t.Context()); err != nil || !strings.HasSuffix(account.ID, kanneltest.List) {
		t.Errorf("Inspect = %+v, %v", account, err)
	}
	for name, test := range map[string]struct {
		change []string
		want   platforms.Class
	}{
		"a wrong password":      {[]string{"password", "guess"}, platforms.Locked},
		"a route there is not":  {[]string{"route", "NOWHERE"}, platforms.Refused},
		"a gateway that is off": {[]string{"server", "http://127.0.0.1:1"}, platforms.Unsent},
	} {
		_, err := connect(t, at.url, address, test.change...).Publish(t.Context(), post("Салом"))
		if got := platforms.ClassOf(err); got != test.want {
			t.Errorf("%s: class is %q, want %q: %v", name, got, test.want, err)
		}
	}

	// Without an operator a message waits, and is taken all the same.
	send := func(key, body string) {
		t.Helper()
		p := post(body)
		p.Key = key
		if receipt, err := c.Publish(t.Context(), p); err != nil || receipt.ID != key || receipt.State != platforms.Accepted {
			t.Fatalf("Publish = %+v, %v", receipt, err)
		}
	}
	send("waits", "Ҷумъа, соати 10: нон ва китоб.")
	operator := platformtest.Start(t, fakeSMSC, "-H", "127.0.0.1", "-r", at.operator, "-m", "0")
	want := []string{"Noor", kanneltest.List, "ucs-2", "Ҷумъа, соати 10: нон ва китоб."}
	if diff := cmp.Diff(want, took(t, operator)); diff != "" {
		t.Error(diff)
	}
	send("pashto", "ځوانان کولای شي چې سوله پیل کړي؟ 🤝")
	if got := took(t, operator)[3]; got != "ځوانان کولای شي چې سوله پیل کړي؟ 🤝" {
		t.Errorf("the operator got %q", got)
	}
	send("latin", "Friday at 10, bring a friend.")
	if got := took(t, operator); got[2] != "text" || got[3] != "Friday at 10, bring a friend." {
		t.Errorf("the operator got %q", got)
	}
	send("parts", strings.Repeat("ҷ", 71))
	for range 2 {
		took(t, operator)
	}
	followed(t, reports, "waits", "pashto", "latin", "parts")
}

// Kannel, which nobody here has written, takes our SMSC for one: what is tried
// with it is tried with an SMSC.
func TestGatewayTakesOurSMSCForOne(t *testing.T) {
	smsc := smpptest.Listen(t)
	at := startGateway(t, smsc.Addr)
	address, reports := listen(t, func(kannel.Report) error { return nil })
	long := strings.TrimSpace("Ҷумъа, соати 10: нон ва китоб биёред — 🤝. " + strings.Repeat("ҳӯғқӣ ", 14))
	for _, test := range []struct {
		key, list, text string
		smsc            smpptest.Manners
		want            []kannel.Report // in any order
	}{
		{"arrives", kanneltest.List, long, smpptest.Manners{}, []kannel.Report{
			{Key: "arrives", State: kannel.Submitted},
			{Key: "arrives", State: kannel.Delivered, Reason: "stat:DELIVRD err:000"},
		}},
		{"lost", kanneltest.List, long, smpptest.Manners{State: smpptest.Undeliverable}, []kannel.Report{
			{Key: "lost", State: kannel.Submitted},
			{Key: "lost", State: kannel.Undelivered, Reason: "stat:UNDELIV err:027"},
		}},
		{"refused", "+992900000011", "Салом", smpptest.Manners{}, []kannel.Report{
			{Key: "refused", State: kannel.Rejected, Reason: "0x0000000b"},
		}},
	} {
		smsc.Behave(test.smsc)
		c := connect(t, at.url, address, "route", "SMPP", "list_number", test.list)
		p := post(test.text)
		p.Key = test.key
		if _, err := c.Publish(t.Context(), p); err != nil {
			t.Fatalf("%s: %v", test.key, err)
		}
		var got []kannel.Report
		for range test.want {
			got = append(got, next(t, reports))
		}
		slices.SortFunc(got, func(a, b kannel.Report) int { return int(b.State - a.State) })
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s: %s", test.key, diff)
		}
	}
	messages := smsc.Messages()
	if len(messages) != 2 {
		t.Fatalf("our SMSC got %+v", messages)
	}
	for _, got := range messages {
		if got.Text() != long || len(got.Parts) != 2 || got.From != "Noor" || got.To != smpptest.List || got.Coding != 8 {
			t.Errorf("our SMSC got %+v", got)
		}
	}
}

// next is the next report that comes.
func next(t *testing.T, reports <-chan kannel.Report) kannel.Report {
	t.Helper()
	select {
	case r := <-reports:
		return r
	case <-time.After(30 * time.Second):
		t.Fatal("no report comes")
		return kannel.Report{}
	}
}

// followed fails unless each message is reported as submitted and delivered.
func followed(t *testing.T, reports <-chan kannel.Report, keys ...string) {
	t.Helper()
	missing := map[string]bool{}
	for _, key := range keys {
		for _, state := range []kannel.State{kannel.Submitted, kannel.Delivered} {
			missing[fmt.Sprintf("%s %d", key, state)] = true
		}
	}
	for deadline := time.After(30 * time.Second); len(missing) > 0; {
		select {
		case r := <-reports:
			delete(missing, fmt.Sprintf("%s %d", r.Key, r.State))
		case <-deadline:
			t.Fatalf("no report of %v", missing)
		}
	}
}
