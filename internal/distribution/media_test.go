package distribution_test

import (
	"bytes"
	"encoding/base64"
	"errors"
	"image"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"caravan/internal/dbtest"
	"caravan/internal/distribution"
	"caravan/internal/media"
	"caravan/internal/media/mediatest"
	"caravan/internal/platforms"
	"caravan/internal/platforms/mastodon"
	"caravan/internal/platforms/mastodon/mastodontest"
	"caravan/internal/platforms/matrix"
	"caravan/internal/platforms/matrix/matrixtest"
	"caravan/internal/platforms/platformtest"
	"caravan/internal/platforms/telegram"
	"caravan/internal/platforms/telegram/telegramtest"
	"caravan/internal/platforms/vk"
	"caravan/internal/platforms/vk/vktest"
	"caravan/models"
)

// A wire keeps everything that is sent over it.
type wire struct {
	next http.Handler

	mu   sync.Mutex
	sent []byte
}

func (w *wire) ServeHTTP(out http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	w.mu.Lock()
	w.sent = append(w.sent, body...)
	w.mu.Unlock()
	r.Body = io.NopCloser(bytes.NewReader(body))
	w.next.ServeHTTP(out, r)
}

// What leaves over a real connector is byte for byte what was taken off the
// shelf, in the size that was approved for the account, with its words.
func TestApprovedBytesReachThePlatform(t *testing.T) {
	records := dbtest.SQLite(t)
	for name, c := range map[string]struct {
		profile   platforms.Profile
		simulator interface {
			http.Handler
			platformtest.Simulator
		}
		connect func(*platforms.Client, platforms.Settings) (platforms.Connector, error)
		given   platforms.Credentials
		most    int64 // that the account takes of a picture
		words   string
	}{
		"mastodon": {mastodon.Profile(), mastodontest.Mastodon(platformtest.Now), func(c *platforms.Client, s platforms.Settings) (platforms.Connector, error) {
			return mastodon.New(c, s)
		}, platforms.Credentials{"access_token": mastodontest.Token}, mastodon.Profile().Picture(), "Хлеб на столе"},
		"mastodon, of a narrow server": {mastodon.Profile(), mastodontest.Mastodon(platformtest.Now), func(c *platforms.Client, s platforms.Settings) (platforms.Connector, error) {
			return mastodon.New(c, s)
		}, platforms.Credentials{"access_token": mastodontest.Token}, 1 << 20, "Хлеб на столе"},
		"telegram": {telegram.Profile(), telegramtest.New(), func(c *platforms.Client, s platforms.Settings) (platforms.Connector, error) {
			return telegram.New(c, s)
		}, platforms.Credentials{"bot_token": telegramtest.Token, "channel": telegramtest.Channel}, telegram.Profile().Picture(), ""},
		"matrix": {matrix.Profile(), matrixtest.New(), func(c *platforms.Client, s platforms.Settings) (platforms.Connector, error) {
			return matrix.New(c, s)
		}, platforms.Credentials{"access_token": matrixtest.Token, "room": matrixtest.Room}, matrix.Profile().Picture(), ""},
		"vk": {vk.Profile(), vktest.New(platformtest.Now), func(c *platforms.Client, s platforms.Settings) (platforms.Connector, error) {
			return vk.New(c, s)
		}, platforms.Credentials{"access_token": vktest.Token, "group": vktest.Group}, vk.Profile().Picture(), ""},
	} {
		t.Run(name, func(t *testing.T) {
			s := newStage(t, records)
			s.narrow("keyed", c.most)
			studio, files := s.illustrate(mediatest.Noise(700, 600), models.MediaFacts{})
			line := &wire{next: c.simulator}
			server := httptest.NewServer(line)
			t.Cleanup(server.Close)
			c.given["server"] = server.URL
			s.desk.Platforms["keyed"] = distribution.Platform{Profile: c.profile, Connect: func(settings platforms.Settings) (platforms.Connector, error) {
				settings.Credentials = c.given
				return c.connect(platformtest.Client(), settings)
			}}
			id := s.scheduled("keyed")
			s.desk.Timers.Send = 10 * time.Second
			s.work()
			s.is(id, models.Published, "")
			accepted := c.simulator.Accepted()
			if len(accepted) != 1 || accepted[0].Media != 1 {
				t.Fatalf("the platform keeps %+v", accepted)
			}
			want := files[0]
			if c.most < want.Size() {
				want = files[1]
			}
			if !line.carried(t, studio, want) {
				t.Error("other bytes were sent")
			}
			for _, other := range files {
				if other != want && line.carried(t, studio, other) {
					t.Error("more was sent than was approved")
				}
			}
			if !strings.Contains(string(line.sent), c.words) {
				t.Error("nothing is said of it to those who do not see it")
			}
		})
	}
}

// carried reports whether a file went over the wire.
func (w *wire) carried(t *testing.T, studio *media.Studio, f models.MediaFile) bool {
	t.Helper()
	file, err := studio.Open(t.Context(), string(f.SHA256))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	content, err := io.ReadAll(file)
	if err != nil {
		t.Fatal(err)
	}
	return bytes.Contains(w.sent, content) || bytes.Contains(w.sent, []byte(base64.StdEncoding.EncodeToString(content)))
}

// narrow says how much an account takes of a picture.
func (s *stage) narrow(platform string, most int64) {
	s.t.Helper()
	for _, c := range s.Channels {
		if c.Platform == platform {
			c.PictureBytes = most
			if err := s.records.As(s.Planner).SaveChannel(s.t.Context(), c); err != nil {
				s.t.Fatal(err)
			}
		}
	}
}

// A picture that is no longer what was approved does not leave, and one that is
// not at hand is waited for.
func TestPictureIsCheckedBeforeItLeaves(t *testing.T) {
	each(t, func(s *stage) {
		studio, files := s.illustrate(mediatest.Picture(20, 10), models.MediaFacts{})
		at := filepath.Join(studio.Dir, string(files[0].SHA256)[:2], string(files[0].SHA256))
		content, err := os.ReadFile(at)
		if err != nil {
			s.t.Fatal(err)
		}
		later := s.request("searchable")
		later.Start.Local = "2027-03-02T20:30"
		made, err := s.desk.Schedule(s.t.Context(), s.Planner, later)
		if err != nil {
			s.t.Fatal(err)
		}
		id, second := s.scheduled("keyed"), made[0]
		if err := os.Remove(at); err != nil {
			s.t.Fatal(err)
		}
		s.work()
		s.is(id, models.RetryWait, "media_missing")
		s.posts("keyed", 0)
		other := slices.Clone(content)
		other[len(other)/2] ^= 1
		if err := os.WriteFile(at, content, 0o600); err != nil {
			s.t.Fatal(err)
		}
		s.now = s.now.Add(2 * time.Minute)
		s.work()
		s.is(id, models.Published, "")

		s.now = second.NotBefore
		if err := os.WriteFile(at, other, 0o600); err != nil {
			s.t.Fatal(err)
		}
		s.work()
		s.is(second.ID, models.Failed, "media_changed")
		s.posts("searchable", 0)
	})
}

// illustrate has the message show a picture from a shelf.
func (s *stage) illustrate(picture image.Image, facts models.MediaFacts) (*media.Studio, []models.MediaFile) {
	s.t.Helper()
	studio := media.NewStudio(media.Shelf{Dir: s.t.TempDir()})
	files, err := studio.Take(s.t.Context(), "x.png", "image/png", bytes.NewReader(mediatest.PNG(picture)))
	if err != nil {
		s.t.Fatal(err)
	}
	s.desk.Media = studio.Shelf
	s.Illustrate(s.t, s.records, files, facts)
	return studio, files
}

// Swapping the picture, its words or its size is another thing than what was
// approved.
func TestAnotherPictureIsNotApproved(t *testing.T) {
	for name, change := range map[string]func(*models.RenderedMedia){
		"another file": func(m *models.RenderedMedia) { m.SHA256 = models.Digest(strings.Repeat("0", 64)) },
		"other words":  func(m *models.RenderedMedia) { m.Alt = "Хлеб" },
		"another kind": func(m *models.RenderedMedia) { m.MIME = "image/jpeg" },
		"no label":     func(m *models.RenderedMedia) { m.Machine = true },
		"no pictures":  nil,
	} {
		t.Run(name, func(t *testing.T) {
			each(t, func(s *stage) {
				s.illustrate(mediatest.Picture(20, 10), models.MediaFacts{})
				id := s.scheduled("keyed")
				d := s.is(id, models.Ready, "")
				if change == nil {
					d.Rendering.Media = nil
				} else {
					change(&d.Rendering.Media[0])
				}
				digest, err := d.Rendering.Digest()
				if err != nil {
					s.t.Fatal(err)
				}
				d.Digest = digest
				if err := s.records.As(models.System("test")).SaveDelivery(s.t.Context(), d); err != nil {
					s.t.Fatal(err)
				}
				s.work()
				s.is(id, models.Planned, "outside_approval")
				s.posts("keyed", 0)
			})
		})
	}
}

// A face is shown with a consent that says so, to the moment of sending.
func TestFaceNeedsItsConsent(t *testing.T) {
	each(t, func(s *stage) {
		s.illustrate(mediatest.Picture(20, 10), models.MediaFacts{Face: true})
		if _, err := s.desk.Schedule(s.t.Context(), s.Planner, s.request("keyed")); !errors.Is(err, models.ErrConsent) {
			s.t.Fatalf("it is scheduled: %v", err)
		}
		agreed := *s.Consent
		agreed.ID, agreed.Face = models.NewID[models.Consent](), true
		scope := s.records.As(s.Planner)
		if err := scope.CreateConsent(s.t.Context(), &agreed); err != nil {
			s.t.Fatal(err)
		}
		id := s.scheduled("keyed")
		agreed.WithdrawnAt = &s.now
		if err := scope.SaveConsent(s.t.Context(), &agreed); err != nil {
			s.t.Fatal(err)
		}
		s.work()
		s.is(id, models.Cancelled, "consent_missing")
		s.posts("keyed", 0)
	})
}

// What a machine made says so wherever it is published, in the language of the
// text.
func TestMachineMadeIsSaid(t *testing.T) {
	each(t, func(s *stage) {
		s.illustrate(mediatest.Picture(20, 10), models.MediaFacts{Machine: true})
		s.scheduled("keyed")
		s.work()
		if posts := s.sandbox["keyed"].Accepted(); len(posts) != 1 || !strings.Contains(posts[0].Text, "искусственным интеллектом") {
			s.t.Errorf("it says %+v", posts)
		}
	})
}
