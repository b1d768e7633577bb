package email_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-smtp"
	"github.com/google/go-cmp/cmp"

	"caravan/internal/dbtest"
	"caravan/internal/platforms"
	"caravan/internal/platforms/email"
	"caravan/internal/platforms/platformtest"
)

// postfixBinary is where Debian has it.
const postfixBinary = "/usr/sbin/postfix"

// postfix is a mail server with its own queue. It refuses unknown people at
// once on one port, and only later, with a report, on the other.
type postfix struct {
	strict, lax string // addresses
	mail        string // where delivered messages are
}

// startPostfix runs a server that relays reports to an address until the test
// ends.
func startPostfix(t *testing.T, bounces string) postfix {
	t.Helper()
	if _, err := os.Stat(postfixBinary); err != nil {
		dbtest.Missing(t, "postfix")
	}
	if os.Geteuid() != 0 {
		dbtest.Missing(t, "right to start postfix, which only root has,")
	}
	dir := postfixDir(t)
	p := postfix{strict: platformtest.FreeAddr(t), lax: platformtest.FreeAddr(t), mail: filepath.Join(dir, "mail")}
	configure(t, dir, p, bounces)

	ctx, cancel := context.WithCancel(context.Background())
	cmd := exec.CommandContext(ctx, postfixBinary, "-c", filepath.Join(dir, "etc"), "start-fg")
	cmd.Cancel = func() error { return exec.Command(postfixBinary, "-c", filepath.Join(dir, "etc"), "stop").Run() }
	cmd.WaitDelay = 20 * time.Second
	log, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		cancel()
		_ = cmd.Wait()
	})
	awaitStart(t, log)
	return p
}

// awaitStart returns when the server says that it runs; later lines go to
// nobody.
func awaitStart(t *testing.T, log io.Reader) {
	t.Helper()
	started := make(chan error, 1)
	go func() {
		lines := bufio.NewScanner(log)
		for lines.Scan() {
			if strings.Contains(lines.Text(), "daemon started") {
				started <- nil
				break
			}
		}
		if lines.Err() != nil {
			started <- lines.Err()
		}
		_, _ = io.Copy(io.Discard, log)
	}()
	select {
	case err := <-started:
		if err != nil {
			t.Fatal(err)
		}
	case <-time.After(30 * time.Second):
		t.Fatal("postfix does not start")
	}
}

// postfixDir is a directory that the users of postfix can reach.
func postfixDir(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "caravan-postfix") //nolint:usetesting // t.TempDir is closed to other users
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	for _, sub := range []string{"", "etc", "queue", "data", "mail"} {
		if err := errors.Join(os.MkdirAll(filepath.Join(dir, sub), 0o755), os.Chmod(filepath.Join(dir, sub), 0o755)); err != nil {
			t.Fatal(err)
		}
	}
	const virtual = 5000
	owner, err := exec.CommandContext(t.Context(), "id", "-u", "postfix").Output()
	if err != nil {
		t.Fatal(err)
	}
	uid, err := strconv.Atoi(strings.TrimSpace(string(owner)))
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(os.Chown(filepath.Join(dir, "data"), uid, -1), os.Chown(filepath.Join(dir, "mail"), virtual, virtual)); err != nil {
		t.Fatal(err)
	}
	return dir
}

func configure(t *testing.T, dir string, p postfix, bounces string) {
	t.Helper()
	host, port, err := net.SplitHostPort(bounces)
	if err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string]string{
		"main.cf": strings.ReplaceAll(mainCF, "$D", dir),
		"master.cf": masterCF +
			p.strict + " inet n - n - - smtpd\n" +
			p.lax + " inet n - n - - smtpd\n  -o smtpd_reject_unlisted_recipient=no\n",
		"vmailbox": "readers@list.test list.test/readers/\n",
		"transport": "gone.test error:5.1.1 mailbox unavailable\n" +
			"full.test error:5.2.2 mailbox full\n" +
			"slow.test retry:4.2.0 greylisted, try later\n" +
			fmt.Sprintf("bounce.example smtp:[%s]:%s\n", host, port),
	} {
		if err := os.WriteFile(filepath.Join(dir, "etc", name), []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

const mainCF = `compatibility_level = 3.6
queue_directory = $D/queue
data_directory = $D/data
command_directory = /usr/sbin
mail_owner = postfix
setgid_group = postdrop
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = mx.caravan.test
mydestination =
mynetworks = 127.0.0.0/8
virtual_mailbox_domains = list.test
virtual_mailbox_base = $D/mail
virtual_mailbox_maps = texthash:$D/etc/vmailbox
virtual_uid_maps = static:5000
virtual_gid_maps = static:5000
recipient_delimiter = +
relay_domains = bounce.example
transport_maps = texthash:$D/etc/transport
maillog_file = /dev/stdout
disable_dns_lookups = yes
alias_maps =
`

const masterCF = `pickup    unix  n       -       n       60      1       pickup
cleanup   unix  n       -       n       -       0       cleanup
qmgr      unix  n       -       n       300     1       qmgr
rewrite   unix  -       -       n       -       -       trivial-rewrite
bounce    unix  -       -       n       -       0       bounce
defer     unix  -       -       n       -       0       bounce
trace     unix  -       -       n       -       0       bounce
verify    unix  -       -       n       -       1       verify
flush     unix  n       -       n       1000?   0       flush
proxymap  unix  -       -       n       -       -       proxymap
smtp      unix  -       -       n       -       -       smtp
relay     unix  -       -       n       -       -       smtp
showq     unix  n       -       n       -       -       showq
error     unix  -       -       n       -       -       error
retry     unix  -       -       n       -       -       error
discard   unix  -       -       n       -       -       discard
local     unix  -       n       n       -       -       local
virtual   unix  -       n       n       -       -       virtual
lmtp      unix  -       -       n       -       -       lmtp
anvil     unix  -       -       n       -       1       anvil
scache    unix  -       -       n       -       1       scache
postlog   unix-dgram n  -       n       -       1       postlogd
`

// to is a connector that writes to a list through a server.
func to(t *testing.T, list, server string) *email.Connector {
	t.Helper()
	return connect(t, account(server, platforms.Credentials{
		"username": "", "from_address": "noor@caravan.test", "list_address": list,
	}))
}

func TestPostfix(t *testing.T) {
	t.Parallel()
	bounces, reports := intake(t, func([]email.Bounce) error { return nil })
	server := startPostfix(t, bounces)

	for _, test := range []struct {
		key, list, server string
		want              platforms.Class
	}{
		{"K1-nobody", "nobody@list.test", server.strict, platforms.Refused},
		{"K2-gone", "x@gone.test", server.strict, platforms.Refused},
		{"K3-full", "x@full.test", server.strict, platforms.Unsent},
		{"K4-slow", "x@slow.test", server.strict, platforms.Unsent},
		{"K5-readers", "readers@list.test", server.strict, ""},
		{"K6-later", "nobody@list.test", server.lax, ""},
	} {
		sent := post()
		sent.Key = test.key
		receipt, err := to(t, test.list, test.server).Publish(t.Context(), sent)
		if got := platforms.ClassOf(err); got != test.want {
			t.Errorf("%s: class is %q, want %q: %v", test.list, got, test.want, err)
		}
		if err == nil && (receipt.State != platforms.Accepted || len(receipt.Trace) < 6) {
			t.Errorf("%s: %+v", test.list, receipt)
		}
	}
	international(t, server.lax, "K7-utf8", "nobody@list.test")

	want := map[string]email.Bounce{}
	for key, action := range map[string]email.Action{
		"K5-readers": email.Delivered, "K6-later": email.Failed, "K7-utf8": email.Failed,
	} {
		want[key] = email.Bounce{Key: key, Action: action, Status: "5.1.1", Recipient: email.TheList}
		if action == email.Delivered {
			want[key] = email.Bounce{Key: key, Action: action, Status: "2.0.0", Recipient: email.TheList}
		}
	}
	if diff := cmp.Diff(want, await(t, reports, want)); diff != "" {
		t.Error(diff)
	}
	inbox, err := os.ReadDir(filepath.Join(server.mail, "list.test/readers/new"))
	if err != nil || len(inbox) != 1 {
		t.Errorf("the list has %d messages, %v", len(inbox), err)
	}
}

// international sends a message that asks for SMTPUTF8, so that the report on
// it is one of message/global-delivery-status.
func international(t *testing.T, server, key, list string) {
	t.Helper()
	client, err := smtp.Dial(server)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = client.Close() }()
	err = errors.Join(
		client.Mail("bounces+"+key+"@bounce.example", &smtp.MailOptions{UTF8: true, Return: smtp.DSNReturnHeaders}),
		client.Rcpt(list, &smtp.RcptOptions{Notify: []smtp.DSNNotify{smtp.DSNNotifyFailure}}),
	)
	if err != nil {
		t.Fatal(err)
	}
	body, err := client.Data()
	if err != nil {
		t.Fatal(err)
	}
	_, err = io.WriteString(body, "Subject: Нон ва китоб\r\n\r\nҶумъа.\r\n")
	if err := errors.Join(err, body.Close()); err != nil {
		t.Fatal(err)
	}
}

// await waits for a report of each key.
func await(t *testing.T, reports <-chan email.Bounce, want map[string]email.Bounce) map[string]email.Bounce {
	t.Helper()
	got := map[string]email.Bounce{}
	for len(got) < len(want) {
		select {
		case b := <-reports:
			if _, ok := want[b.Key]; ok {
				got[b.Key] = b
			}
		case <-time.After(60 * time.Second):
			t.Fatalf("only %d of %d reports came: %+v", len(got), len(want), got)
		}
	}
	return got
}
