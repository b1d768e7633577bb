// Package platformtest is the suite that every connector passes; a platform
// joins it in TestConformance of package platforms. Run drives a connector
// against a simulator of its platform through the accidents that happen to
// publications and counts the posts, because "exactly one" is the promise.
// Simulators take their orders through a Go interface, so that nothing a
// program sends can set one off. Sandbox is an imaginary platform, in memory,
// for the tests of whatever publishes and measures.
package platformtest

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"io/fs"
	"strings"
	"testing"
	"time"

	"caravan/internal/platforms"
)

// A Platform is a connector to be tested, with the simulator of its platform.
type Platform struct {
	Name    string // the column of the matrix
	Profile platforms.Profile

	// Start returns a connector at a fresh simulator. Whatever it opens it
	// closes when the test ends.
	Start func(t testing.TB) Bench

	// Media are what every post needs; nil where a text alone will do.
	Media []platforms.Media

	// Cannot says, by the name of the case, why one does not apply.
	Cannot map[string]string
}

// A Bench is a connector and the simulator it is connected to.
type Bench struct {
	Connector platforms.Connector
	Simulator Simulator
	Secrets   []string // which must not show in any error
	Stop      func()   // makes the platform unreachable; nil if it always is reachable
}

// A Simulator is a platform as its operator sees it.
type Simulator interface {
	// Next makes the next publication, if none is waiting, meet a fault. Faults
	// are met in the order they were given.
	Next(fault Fault)

	// Accepted returns every post that was ever taken, in order.
	Accepted() []Stored

	// Grow sets the counters of a post, by native name. Those not named are
	// left out of the platform's answers.
	Grow(id string, counters Counters)

	// Break makes questions about one post fail from now on.
	Break(id string)

	// Remove takes a post away, as a moderator would.
	Remove(id string)
}

// Counters are figures by the native name of their metric.
type Counters map[string]int64

// Stored is a post as the platform keeps it.
type Stored struct {
	ID       string
	Key      string // if the platform was told
	Text     string
	Language string
	Media    int
	Removed  bool
}

// Now is the instant at which the suite and its simulators live.
func Now() time.Time { return time.Date(2026, 11, 24, 9, 30, 0, 0, time.UTC) }

// Sample is content that every platform takes.
func Sample() platforms.Content {
	return platforms.Content{
		Language:   "tg",
		Direction:  "ltr",
		Title:      "Нон ва китоб",
		Body:       "Дар маҳаллаи мо ҳар ҷумъа китобхонаи кушода кор мекунад.\n\nБиёед бо фарзандон.",
		Link:       "https://caravan.example/l/k7p2mq9xwz",
		Hashtags:   []string{"Душанбе", "#китоб"},
		Disclosure: "Иттиҳодияи «Нур»; маблағгузор: Созмони намунавӣ",
		Slot:       platforms.Slot{Local: "2026-12-01T19:30", Zone: "Asia/Dushanbe"},
	}
}

// Picture is a small picture that Library holds.
func Picture() platforms.Media {
	return sample("image/png", string(pixel()), "picture.png")
}

// Photo is a picture as cameras write them, for platforms that take no other.
func Photo() platforms.Media { return sample("image/jpeg", photo, "photo.jpg") }

// Film is a recording. Simulators do not look into it.
func Film() platforms.Media { return sample("video/mp4", film(), "film.mp4") }

const photo = "\xff\xd8\xff a photo"

func film() string { return "\x00\x00\x00\x18ftypisom" + strings.Repeat("a film ", 100) }

func digest(content string) string {
	sum := sha256.Sum256([]byte(content))
	return hex.EncodeToString(sum[:])
}

func sample(kind, content, name string) platforms.Media {
	return platforms.Media{
		SHA256: digest(content), MIME: kind, Alt: "Китобхонаи кушода дар боғ",
		URL: "https://caravan.example/m/" + name, Size: int64(len(content)),
	}
}

// pixel is a PNG of one grey pixel.
func pixel() []byte {
	const image = "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b55" +
		"0000000a49444154789c636800000082008177cd72b60000000049454e44ae426082"
	b, err := hex.DecodeString(image)
	if err != nil {
		panic(err)
	}
	return b
}

// Library is a [platforms.Library] that holds Picture, Photo and Film.
type Library struct{}

// Open implements [platforms.Library].
func (Library) Open(_ context.Context, sha256 string) (io.ReadCloser, error) {
	for _, content := range []string{string(pixel()), photo, film()} {
		if digest(content) == sha256 {
			return io.NopCloser(strings.NewReader(content)), nil
		}
	}
	return nil, fs.ErrNotExist
}
