// Package distribution is the desk between approval and outcome: scheduling,
// holds, publishing by the write-ahead protocol, finding out what became of a
// doubtful post, taking posts down. The states and their guards are in
// models/publishing.go; this package brings them together with the database
// and the platforms. It measures nothing.
package distribution

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base32"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"caravan/internal/letters"
	"caravan/internal/platforms"
	"caravan/internal/store"
	"caravan/models"
)

// A Platform is a kind of channel that this program can use.
type Platform struct {
	Profile platforms.Profile
	Can     []string // besides publishing, see platforms.Capabilities
	Connect func(settings platforms.Settings) (platforms.Connector, error)
}

// Timers are the waits of the protocol. The zero value of one means its
// default.
type Timers struct {
	Lease  time.Duration // a claim holds; 30 s
	Send   time.Duration // a request may take; 20 s
	Settle time.Duration // until a late acceptance is out of the question; the profile's, else 10 min
	Look   time.Duration // until another worker may ask the platform; 2 min
	Watch  time.Duration // between two looks at an account; 5 min
}

func (t Timers) lease() time.Duration { return or(t.Lease, 30*time.Second) }
func (t Timers) send() time.Duration  { return or(t.Send, 20*time.Second) }
func (t Timers) look() time.Duration  { return or(t.Look, 2*time.Minute) }
func (t Timers) watch() time.Duration { return or(t.Watch, 5*time.Minute) }

// SendTimeout is the longest that a send takes.
func (t Timers) SendTimeout() time.Duration { return t.send() }

func or(d, fallback time.Duration) time.Duration {
	if d == 0 {
		return fallback
	}
	return d
}

// A Desk distributes.
type Desk struct {
	Store     *store.Store
	Keys      *Keys // of credentials; nil: no channel has any
	Platforms map[string]Platform
	Now       func() time.Time
	Clock     *Clock // that Now is compared with; nil: with none
	Log       *slog.Logger
	Circuits  *Circuits // nil: what fails for everybody is tried on and on
	Worker    string    // names this process in attempts
	Media     Library   // of pictures; nil: none leave
	KeySecret []byte    // makes idempotency keys unguessable; the same for the whole installation
	Timers    Timers
	Signed    Signatures                           // nil: what rules want signed does not go out
	Letters   *letters.Office                      // nil: people are told on their screens alone
	Address   string                               // of the installation, that letters and platforms lead to
	Hears     bool                                 // what platforms say by themselves, at HookPath of the address
	Web       *http.Client                         // to ask platforms for access with
	Changed   func(models.ID[models.Organization]) // told after each change of a delivery; may be nil
	Rewrapped func()                               // told after each channel that was sealed anew; may be nil
}

// Signatures check that decisions were signed by the keys that they name.
type Signatures interface {
	Check(decision *models.Decision, key *models.SecurityKey) error
}

// A Library holds the bytes of pictures by their digest.
type Library interface {
	platforms.Library

	// Check refuses a file that is not there, or not as it was.
	Check(ctx context.Context, sha256 string) error
}

// key is the idempotency key of a delivery: the same for every attempt, and
// without meaning for the platform.
func (d *Desk) key(id models.ID[models.Delivery]) string {
	mac := hmac.New(sha256.New, d.KeySecret)
	mac.Write(id.UUID[:])
	return strings.ToLower(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(mac.Sum(nil)))
}

// connect returns a connector for a channel, as it was read in scope.
func (d *Desk) connect(ctx context.Context, scope *store.Scope, c *models.Channel) (platforms.Connector, platforms.Profile, error) {
	platform, known := d.Platforms[c.Platform]
	if !known {
		return nil, platforms.Profile{}, models.ErrPlatform.With(c.Platform)
	}
	given, err := d.credentials(ctx, scope, c)
	if err != nil {
		return nil, platform.Profile, err
	}
	connector, err := platform.Connect(platforms.Settings{Credentials: given, Media: d.Media})
	return connector, platform.Profile, err
}

// credentials opens what opens a channel; empty where it needs nothing.
func (d *Desk) credentials(ctx context.Context, scope *store.Scope, c *models.Channel) (platforms.Credentials, error) {
	given := platforms.Credentials{}
	if len(c.Credentials) == 0 {
		return given, nil
	}
	plain, err := d.Keys.open(ctx, scope, c)
	if err == nil {
		err = json.Unmarshal(plain, &given)
	}
	if err != nil {
		return nil, fmt.Errorf("credentials of channel %s: %w", c.ID, err)
	}
	return given, nil
}

// post is what is sent for a delivery.
func (d *Desk) post(delivery *models.Delivery, since time.Time) platforms.Post {
	rendering := delivery.Rendering
	if delivery.LinkCode != "" {
		rendering = rendering.Over(d.countedLink(delivery.LinkCode))
	}
	content := contentOf(rendering)
	for i := range content.Media {
		content.Media[i].URL = d.pullAddress(delivery.ID, i, since)
	}
	content.Slot = platforms.Slot{Local: delivery.Local, Zone: delivery.Zone}
	return platforms.Post{Content: content, Key: d.key(delivery.ID), Since: since, Prepared: delivery.Prepared}
}

func (d *Desk) system() *store.Scope { return d.Store.As(models.System("publisher")) }

func (d *Desk) changed(delivery *models.Delivery) {
	if d.Changed != nil {
		d.Changed(delivery.OrganizationID)
	}
}
