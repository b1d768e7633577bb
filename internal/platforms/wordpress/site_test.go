package wordpress_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/mmcdole/gofeed"
	"go.uber.org/goleak"
	"golang.org/x/net/html"

	"caravan/internal/dbtest"
	"caravan/internal/platforms"
	"caravan/internal/platforms/platformtest"
	"caravan/internal/platforms/wordpress"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// debian is where Debian has WordPress.
const debian = "/usr/share/wordpress"

// site is a WordPress of the test's own, with a database of its own.
type site struct {
	url, user, password string
}

const siteConf = `<?php
define('DB_NAME', 'wordpress');
define('DB_USER', 'root');
define('DB_PASSWORD', '');
define('DB_HOST', 'localhost:$DIR/socket');
define('DB_CHARSET', 'utf8mb4');
define('DB_COLLATE', '');
foreach (['AUTH', 'SECURE_AUTH', 'LOGGED_IN', 'NONCE'] as $name) {
	define($name . '_KEY', 'of a test');
	define($name . '_SALT', 'of a test');
}
define('WP_HOME', '$URL');
define('WP_SITEURL', '$URL');
define('WP_ENVIRONMENT_TYPE', 'local'); // takes application passwords without TLS
define('DISABLE_WP_CRON', true);
define('WP_HTTP_BLOCK_EXTERNAL', true);
define('AUTOMATIC_UPDATER_DISABLED', true);
$table_prefix = 'wp_';
define('ABSPATH', __DIR__ . '/');
require_once ABSPATH . 'wp-settings.php';
`

// install makes the tables, and a user who may do no more than write.
const install = `<?php
define('WP_INSTALLING', true);
require $argv[1] . '/wp-load.php';
require_once ABSPATH . 'wp-admin/includes/upgrade.php';
wp_install('Osh Media', 'editor', 'editor@osh.example', true, '', 'unused');
$user = wp_insert_user(['user_login' => 'caravan', 'user_pass' => wp_generate_password(), 'user_email' => 'caravan@osh.example', 'role' => 'author']);
[$password] = WP_Application_Passwords::create_new_application_password($user, ['name' => 'Caravan']);
echo WP_Application_Passwords::chunk_password($password);
`

// startSite runs a site until the test ends.
func startSite(t *testing.T) site {
	t.Helper()
	for _, needed := range []string{debian, "/usr/bin/php", "/usr/sbin/mariadbd", "/usr/bin/mariadb-install-db"} {
		if _, err := os.Stat(needed); err != nil {
			dbtest.Missing(t, "wordpress")
		}
	}
	dir, err := os.MkdirTemp("", "caravan-wordpress") //nolint:usetesting // the name of a socket is at most 107 long
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	startDatabase(t, dir)

	address := platformtest.FreeAddr(t)
	command(t, "cp", "-aL", debian, dir)
	pages := filepath.Join(dir, "wordpress")
	conf := strings.NewReplacer("$DIR", dir, "$URL", "http://"+address).Replace(siteConf)
	err = errors.Join(
		os.WriteFile(filepath.Join(pages, "wp-config.php"), []byte(conf), 0o600),
		os.WriteFile(filepath.Join(dir, "install.php"), []byte(install), 0o600),
	)
	if err != nil {
		t.Fatal(err)
	}
	password := command(t, "php", "-d", "display_errors=stderr", "-d", "sendmail_path=/bin/true", filepath.Join(dir, "install.php"), pages)
	platformtest.Start(t, "/usr/bin/php", "-d", "sendmail_path=/bin/true", "-S", address, "-t", pages).Await(t, "started")
	return site{"http://" + address, "caravan", password}
}

// startDatabase runs a MariaDB on a socket in a directory.
func startDatabase(t *testing.T, dir string) {
	t.Helper()
	options := []string{"--no-defaults", "--datadir=" + filepath.Join(dir, "data")}
	if os.Geteuid() == 0 { // as whom it refuses to run unless told
		options = append(options, "--user=root")
	}
	// As for a package, it leaves the rest of the machine alone.
	command(t, "mariadb-install-db", append(options, "--rpm", "--auth-root-authentication-method=normal", "--skip-test-db")...)
	first := filepath.Join(dir, "first.sql")
	if err := os.WriteFile(first, []byte("create database wordpress character set utf8mb4;\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	options = append(options, "--socket="+filepath.Join(dir, "socket"), "--pid-file="+filepath.Join(dir, "pid"), "--skip-networking", "--init-file="+first)
	platformtest.Start(t, "/usr/sbin/mariadbd", options...).Await(t, "ready for connections")
}

// command returns what a program prints that comes to an end.
func command(t *testing.T, name string, args ...string) string {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), name, args...).Output()
	if err != nil {
		if failed, ok := errors.AsType[*exec.ExitError](err); ok {
			err = fmt.Errorf("%w: %s", err, failed.Stderr)
		}
		t.Fatalf("%s: %v\n%s", name, err, out)
	}
	return string(out)
}

// connect returns a connector at the site, as somebody with a password.
func (s site) connect(t *testing.T, password string) *wordpress.Connector {
	t.Helper()
	c, err := wordpress.New(platformtest.Client(), platforms.Settings{
		Credentials: platforms.Credentials{"server": s.url, "username": s.user, "application_password": password}, Media: platformtest.Library{},
	})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// ask makes a request beside the connector, and returns the answer.
func (s site) ask(t *testing.T, method, query, body string) string {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, s.url+"/?"+query, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.SetBasicAuth(s.user, s.password)
	req.Header.Set("Content-Type", "application/json")
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	resp, err := client.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	text, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode/100 != 2 {
		t.Fatalf("%s: %s, %v: %s", query, resp.Status, err, text)
	}
	return string(text)
}

// reads fails unless a reader of the site's feed, which is not of our making,
// finds the text of a post there, whole and in its order.
func (s site) reads(t *testing.T, want platforms.Content) {
	t.Helper()
	feed, err := gofeed.NewParser().ParseString(s.ask(t, http.MethodGet, "feed=rss2", ""))
	if err != nil {
		t.Fatal(err)
	}
	page, err := html.Parse(strings.NewReader(feed.Items[0].Content))
	if err != nil {
		t.Fatal(err)
	}
	got := feed.Items[0].Title + "\n\n"
	for n := range page.Descendants() {
		switch {
		case n.Type == html.TextNode:
			got += strings.TrimSuffix(n.Data, "\n")
		case n.Data == "br":
			got += "\n"
		case n.Data == "img": // a picture of the emoji that stands for it
			got += n.Attr[slices.IndexFunc(n.Attr, func(a html.Attribute) bool { return a.Key == "alt" })].Val
		case n.Data == "p" && n.PrevSibling != nil && n.PrevSibling.PrevSibling != nil:
			got += "\n\n"
		}
	}
	if diff := cmp.Diff(want.Text(), got); diff != "" {
		t.Errorf("a reader does not get what was sent: %s", diff)
	}
	if attributes := fmt.Sprintf(`lang="%s" dir="%s"`, want.Language, want.Direction); !strings.Contains(feed.Items[0].Content, attributes) {
		t.Errorf("no %s in %s", attributes, feed.Items[0].Content)
	}
}

// hostile is content of which a site would like to make something else.
func hostile() platforms.Content {
	c := platformtest.Sample()
	c.Title = `Нон -- "ва" & <b>'китоб'</b>...`
	c.Body = "He said: \"Don't\" -- 'no'... :) [gallery] 2x3 (c)\nhttps://youtu.be/abc\n\nhttps://youtu.be/abc\n\n<!--more--> &amp; 🤝"
	return c
}

func dari() platforms.Content {
	c := platformtest.Sample()
	c.Language, c.Direction = "fa-AF", "rtl"
	c.Title, c.Body, c.Hashtags, c.Disclosure = "نان و کتاب", "هر جمعه ساعت ۱۰: «کتابخانه» باز است؟\nبلی!\n\nبیایید.", []string{"صلح"}, "نور؛ با کمک مالی"
	return c
}

func TestSite(t *testing.T) {
	s := startSite(t)
	c := s.connect(t, s.password)
	if account, err := c.Inspect(t.Context()); err != nil || account.Name != s.user {
		t.Errorf("Inspect = %+v, %v", account, err)
	}
	if _, err := s.connect(t, "guess").Inspect(t.Context()); platforms.ClassOf(err) != platforms.Locked {
		t.Errorf("a wrong password: %v", err)
	}
	if _, err := s.connect(t, "guess").Publish(t.Context(), platforms.Post{Content: hostile(), Key: "guess"}); platforms.ClassOf(err) != platforms.Locked {
		t.Errorf("a wrong password: %v", err)
	}
	drawn := platforms.Post{Content: hostile(), Key: "drawn"}
	drawn.Media = []platforms.Media{platformtest.Picture()}
	drawn.Media[0].MIME = "image/svg+xml"
	if _, err := c.Publish(t.Context(), drawn); platforms.ClassOf(err) != platforms.Refused {
		t.Errorf("a picture of a type that is not taken: %v", err)
	}
	life(t, s, c)
}

// life is that of one post, from the search for it until nothing is left.
func life(t *testing.T, s site, c *wordpress.Connector) {
	t.Helper()
	post := platforms.Post{Content: hostile(), Key: "01HXYZ"}
	post.Media = []platforms.Media{platformtest.Picture()}
	if _, found, err := c.Find(t.Context(), post); found || err != nil {
		t.Fatalf("found before it was sent: %v", err)
	}
	receipt, err := c.Publish(t.Context(), post)
	if err != nil || receipt.State != platforms.Live {
		t.Fatalf("Publish = %+v, %v", receipt, err)
	}
	// Whoever looks before they repeat makes one post.
	if again, found, err := c.Find(t.Context(), post); again != receipt || !found || err != nil {
		t.Fatalf("Find = %+v, %v, %v", again, found, err)
	}
	s.reads(t, post.Content)
	if media := s.ask(t, http.MethodGet, "rest_route=/wp/v2/media", ""); !strings.Contains(media, platformtest.Picture().SHA256[:12]) {
		t.Errorf("the picture is not there: %s", media)
	}
	var described []struct {
		Alt string `json:"alt_text"`
	}
	err = json.Unmarshal([]byte(s.ask(t, http.MethodGet, "rest_route=/wp/v2/media&_fields=alt_text", "")), &described)
	if err != nil || len(described) != 1 || described[0].Alt != platformtest.Picture().Alt {
		t.Errorf("the picture is described as %+v, %v", described, err)
	}

	post.Content = dari()
	if _, err := c.Edit(t.Context(), receipt, post); err != nil {
		t.Fatal(err)
	}
	s.reads(t, dari())

	s.ask(t, http.MethodPost, "rest_route=/wp/v2/comments", `{"post":`+receipt.ID+`,"content":"خوب"}`)
	never := platforms.Receipt{ID: "999"}
	measured, err := c.Measure(t.Context(), []platforms.Receipt{receipt, never})
	if err != nil || *measured[0].Counts[0].Value != 1 || platforms.ClassOf(measured[1].Err) != platforms.Gone {
		t.Errorf("Measure = %+v, %v", measured, err)
	}

	for range 2 {
		if err := c.Retract(t.Context(), receipt); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := c.Edit(t.Context(), receipt, post); platforms.ClassOf(err) != platforms.Gone {
		t.Errorf("an edit of what is gone: %v", err)
	}
	for _, kind := range []string{"posts&slug=crv-01hxyz", "media"} {
		if left := s.ask(t, http.MethodGet, "rest_route=/wp/v2/"+kind, ""); left != "[]" {
			t.Errorf("left of it: %s", left)
		}
	}
}
