package icecast_test

import (
	"strings"
	"testing"
	"time"

	"caravan/internal/platforms/icecast"
)

// Half past seven in Osh, for ten minutes.
var (
	from = time.Date(2027, 3, 21, 13, 30, 0, 0, time.UTC)
	to   = from.Add(10 * time.Minute)
)

func read(t *testing.T, lines ...string) icecast.Listening {
	t.Helper()
	heard, err := icecast.ReadLog(strings.NewReader(strings.Join(lines, "\n")), "/live.ogg", from, to)
	if err != nil {
		t.Fatal(err)
	}
	return heard
}

// A line says when somebody left and how long they had stayed. Only what they
// heard of the spot counts, and whoever comes back is one device.
func TestLogSaysWhoListenedToASpot(t *testing.T) {
	heard := read(t,
		`203.0.113.5 - - [21/Mar/2027:18:35:00 +0500] "GET /live.ogg HTTP/1.1" 200 50652 "-" "Player/1" 600`, // five of its ten minutes
		`203.0.113.5 - - [21/Mar/2027:18:39:00 +0500] "GET /live.ogg?icy=1 HTTP/1.0" 200 9 "-" "Player/1" 60`,
		`203.0.113.5 - - [21/Mar/2027:13:39:00 +0000] "GET /live.ogg HTTP/1.1" 200 9 "https://osh.example/" "Another "player"" 60`,
		`2001:db8::7 - - [21/Mar/2027:13:50:00 +0000] "GET /live.ogg HTTP/1.1" 200 9 "-" "Player/1" 3600`, // all of it
		`203.0.113.9 - - [21/Mar/2027:13:30:00 +0000] "GET /live.ogg HTTP/1.1" 200 9 "-" "Player/1" 600`,  // left as it began
		`203.0.113.9 - - [21/Mar/2027:13:35:00 +0000] "GET /other.ogg HTTP/1.1" 200 9 "-" "Player/1" 60`,
		`203.0.113.9 - - [21/Mar/2027:13:35:00 +0000] "GET /live.ogg HTTP/1.1" 404 9 "-" "Player/1" 60`,
		`203.0.113.9 - admin [21/Mar/2027:13:35:00 +0000] "PUT /live.ogg HTTP/1.1" 200 9 "-" "Studio" 60`)
	if heard.Devices != 3 || heard.Lasted != 17*time.Minute {
		t.Errorf("got %+v", heard)
	}
}

func TestWhatIsNoLogIsNotRead(t *testing.T) {
	heard := read(t, "", "hello", `203.0.113.5 - - [yesterday] "GET /live.ogg HTTP/1.1" 200 9 "-" "Player/1" 60`,
		`203.0.113.5 - - [21/Mar/2027:13:35:00 +0000] "GET /live.ogg HTTP/1.1" 200 9 "-" "Player/1" 99999999999999`)
	if heard != (icecast.Listening{Unread: 4}) {
		t.Errorf("got %+v", heard)
	}
	if _, err := icecast.ReadLog(strings.NewReader(strings.Repeat("x", 1<<20)), "/live.ogg", from, to); err == nil {
		t.Error("a line without an end is read")
	}
}
