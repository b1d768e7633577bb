package icecast

import (
	"bufio"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// Listening is what the log of a station says of a time.
type Listening struct {
	Devices int64         // different ones, by their address and player: a little too few or too many
	Lasted  time.Duration // all of them together
	Unread  int           // lines that are no entry
}

// entry is a line of an access log: who, when they left, what they heard, with
// what, and for how many seconds.
var entry = regexp.MustCompile(`^(\S+) \S+ \S+ \[([^\]]+)\] "GET ([^ ?]+)\S* HTTP/[0-9.]+" 200 [0-9]+ "[^"]*" "(.*)" ([0-9]+)$`)

const entryTime = "02/Jan/2006:15:04:05 -0700"

// longestEntry is far more than a player says of itself.
const longestEntry = 64 << 10

// ReadLog counts who listened to a mount between two times, in an access log as
// Icecast 2.4 writes it: a line when somebody leaves, with how long they stayed.
// Whoever is still there has no line yet. Addresses are hashed with a key that
// is gone when it returns.
func ReadLog(log io.Reader, mount string, from, to time.Time) (Listening, error) {
	var key [32]byte
	_, _ = rand.Read(key[:]) // it never fails
	var heard Listening
	devices := map[[sha256.Size]byte]bool{}
	lines := bufio.NewScanner(log)
	lines.Buffer(nil, longestEntry)
	for lines.Scan() {
		found := entry.FindStringSubmatch(lines.Text())
		if found == nil {
			if !strings.Contains(lines.Text(), `"GET `) {
				heard.Unread++
			}
			continue
		}
		lasted, err := overlap(found[2], found[5], from, to)
		if err != nil {
			heard.Unread++
			continue
		}
		if found[3] != "/"+strings.TrimPrefix(mount, "/") || lasted <= 0 {
			continue
		}
		mac := hmac.New(sha256.New, key[:])
		_, _ = mac.Write([]byte(found[1] + "\n" + found[4]))
		devices[[sha256.Size]byte(mac.Sum(nil))] = true
		heard.Lasted += lasted
	}
	heard.Devices = int64(len(devices))
	if err := lines.Err(); err != nil {
		return Listening{}, fmt.Errorf("read log: %w", err)
	}
	return heard, nil
}

// overlap is how much of a stay that ended at a time lies between two others.
func overlap(left, seconds string, from, to time.Time) (time.Duration, error) {
	end, err := time.Parse(entryTime, left)
	if err != nil {
		return 0, err
	}
	stayed, err := strconv.ParseInt(seconds, 10, 32)
	if err != nil {
		return 0, err
	}
	begin := end.Add(-time.Duration(stayed) * time.Second)
	if begin.Before(from) {
		begin = from
	}
	if end.After(to) {
		end = to
	}
	return end.Sub(begin), nil
}
