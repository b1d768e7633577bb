package icecast_test

import (
	"encoding/base64"
	"errors"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"caravan/internal/dbtest"
	"caravan/internal/platforms"
	"caravan/internal/platforms/icecast"
	"caravan/internal/platforms/icecast/icecasttest"
	"caravan/internal/platforms/platformtest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const stationConf = `<icecast>
<location>Osh</location><admin>noor@station.example</admin><hostname>127.0.0.1</hostname>
<limits><clients>20</clients><sources>2</sources><burst-size>1024</burst-size></limits>
<authentication><source-password>$PASSWORD</source-password><admin-user>$USER</admin-user><admin-password>$PASSWORD</admin-password></authentication>
<listen-socket><port>$PORT</port><bind-address>127.0.0.1</bind-address></listen-socket>
<mount type="normal"><mount-name>$MOUNT</mount-name><charset>UTF-8</charset></mount>
<paths><logdir>$DIR</logdir><webroot>/usr/share/icecast2/web</webroot><adminroot>/usr/share/icecast2/admin</adminroot></paths>
<logging><accesslog>access.log</accesslog><errorlog>-</errorlog><loglevel>3</loglevel></logging>
<security><chroot>0</chroot>$OWNER</security>
</icecast>
`

// startStation runs a server of the test's own until it ends, and returns its
// address and where its log is.
func startStation(t *testing.T) (address, log string) {
	t.Helper()
	binary, err := exec.LookPath("icecast2")
	if err != nil {
		dbtest.Missing(t, "icecast2")
	}
	dir, err := os.MkdirTemp("", "caravan-icecast") //nolint:usetesting // t.TempDir is closed to other users
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	owner := ""
	if os.Geteuid() == 0 { // as whom it refuses to run
		owner = "<changeowner><user>icecast2</user><group>icecast</group></changeowner>"
	}
	free := platformtest.FreeAddr(t)
	_, port, err := net.SplitHostPort(free)
	if err != nil {
		t.Fatal(err)
	}
	conf := strings.NewReplacer("$PASSWORD", icecasttest.Password, "$USER", icecasttest.Username, "$PORT", port, "$MOUNT", icecasttest.Mount, "$DIR", dir, "$OWNER", owner).Replace(stationConf)
	file := filepath.Join(dir, "icecast.xml")
	err = errors.Join(os.WriteFile(file, []byte(conf), 0o644), os.Chmod(dir, 0o777))
	if err != nil {
		t.Fatal(err)
	}
	platformtest.Start(t, binary, "-c", file).Await(t, "server started")
	return "http://" + free, filepath.Join(dir, "access.log")
}

// air streams silence to the mount, as a studio does, until the test ends. The
// protocol is HTTP that never comes to an end.
func air(t *testing.T, station string) {
	t.Helper()
	conn, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", strings.TrimPrefix(station, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	credentials := base64.StdEncoding.EncodeToString([]byte("source:" + icecasttest.Password))
	_, err = io.WriteString(conn, "PUT "+icecasttest.Mount+" HTTP/1.1\r\nHost: station\r\nAuthorization: Basic "+credentials+
		"\r\nContent-Type: audio/mpeg\r\nIce-Name: Radio Caravan\r\nExpect: 100-continue\r\n\r\n")
	answer := make([]byte, 256)
	if err == nil {
		_, err = conn.Read(answer)
	}
	if err != nil || !strings.HasPrefix(string(answer), "HTTP/1.1 100") {
		t.Fatalf("the studio is told %q, %v", answer, err)
	}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		frame := append([]byte{0xff, 0xfb, 0x90, 0x00}, make([]byte, 413)...)
		for err := error(nil); err == nil; <-time.After(20 * time.Millisecond) { // the pace of sound
			_, err = conn.Write(frame)
		}
	}()
	t.Cleanup(func() {
		_ = conn.Close()
		<-ended
	})
}

// listen opens a player, and returns how to close it.
func listen(t *testing.T, station, player string) (leave func()) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, station+icecasttest.Mount, nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("User-Agent", player)
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	resp, err := client.Do(req) //nolint:bodyclose // the player leaves later
	if err != nil || resp.StatusCode != http.StatusOK {
		t.Fatalf("the player got %+v, %v", resp, err)
	}
	return func() { _ = resp.Body.Close() }
}

// until asks again and again, as long as the stream goes on, whether something
// has come true.
func until(t *testing.T, what string, holds func() bool) {
	t.Helper()
	for deadline := time.Now().Add(20 * time.Second); !holds(); {
		if time.Now().After(deadline) {
			t.Fatalf("%s does not come true", what)
		}
	}
}

func TestStation(t *testing.T) {
	station, log := startStation(t)
	begun := time.Now()
	connect := func(password string) *icecast.Connector {
		account := icecasttest.Account(station)
		account["password"] = password
		c, err := icecast.New(platformtest.Client(), platforms.Settings{Credentials: account})
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	c := connect(icecasttest.Password)
	if _, err := c.Publish(t.Context(), post("Нон")); platforms.ClassOf(err) != platforms.Unsent {
		t.Errorf("off air: %v", err)
	}
	if _, err := connect("guess").Inspect(t.Context()); platforms.ClassOf(err) != platforms.Locked {
		t.Errorf("a wrong password: %v", err)
	}
	air(t, station)
	var account platforms.Account
	until(t, "the name of the station", func() (is bool) {
		var err error
		account, err = c.Inspect(t.Context())
		return err == nil && account.Name == "Radio Caravan"
	})
	for _, title := range []string{"Нон ва китоб", "نان و کتاب"} {
		receipt, err := c.Publish(t.Context(), post(title))
		if err != nil || receipt.State != platforms.Accepted {
			t.Fatalf("Publish = %+v, %v", receipt, err)
		}
		until(t, "the line "+title, func() bool {
			receipt, err = c.Confirm(t.Context(), receipt)
			return err == nil && receipt.State == platforms.Live
		})
	}
	heard := func(n int64) func() bool {
		return func() bool {
			list, err := c.Measure(t.Context(), []platforms.Receipt{{ID: "1"}})
			return err == nil && *list[0].Counts[0].Value == n && *list[0].Counts[1].Value >= n
		}
	}
	leave, stay := listen(t, station, "Player/1"), listen(t, station, `Player "2"`)
	until(t, "two listeners", heard(2))
	leave()
	until(t, "one listener", heard(1))
	until(t, "a stay of two seconds", func() bool { return time.Since(begun) > 2*time.Second }) // the log has whole ones
	stay()
	until(t, "the log of both", func() bool {
		file, err := os.Open(log)
		if err != nil {
			return false
		}
		defer func() { _ = file.Close() }()
		heard, err := icecast.ReadLog(file, icecasttest.Mount, begun.Add(-time.Minute), time.Now().Add(time.Minute))
		return err == nil && heard.Devices >= 1 && heard.Lasted >= time.Second && heard.Unread == 0
	})
}
