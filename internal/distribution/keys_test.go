package distribution_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"caravan/internal/dbtest"
	"caravan/internal/distribution"
	"caravan/internal/platforms"
	"caravan/internal/store"
	"caravan/internal/vault"
	"caravan/models"
)

// A bank is a stage whose accounts are opened by tokens.
type bank struct {
	*stage

	mu      sync.Mutex
	used    []string // tokens that connectors were made with
	revoked []string
	asked   func() // called while the platform is asked to revoke; may be nil
}

// An account connects with its token.
type account struct {
	platforms.Connector
	bank  *bank
	token string
}

// Inspect implements [platforms.Inspector].
func (a account) Inspect(ctx context.Context) (platforms.Account, error) {
	of, err := a.Connector.(platforms.Inspector).Inspect(ctx)
	of.Name = "of " + a.token
	return of, err
}

// Revoke implements [platforms.Revoker]. The platform does not know the token
// that is called stray.
func (a account) Revoke(context.Context) error {
	if a.bank.asked != nil {
		a.bank.asked()
	}
	a.bank.mu.Lock()
	defer a.bank.mu.Unlock()
	if a.token == "stray" {
		return platforms.Fail(platforms.Refused, "no such token")
	}
	a.bank.revoked = append(a.bank.revoked, a.token)
	return nil
}

// newBank has desks that open what is sealed, with a key of version 1.
func newBank(t *testing.T, s *stage) *bank {
	t.Helper()
	b := &bank{stage: s}
	for name, platform := range s.desk.Platforms {
		sandbox := s.sandbox[name]
		platform.Profile.Fields = []platforms.Field{{Name: "token", Secret: true}}
		platform.Connect = func(settings platforms.Settings) (platforms.Connector, error) {
			b.mu.Lock()
			defer b.mu.Unlock()
			if settings.Credentials["token"] == "" {
				return nil, platforms.Unfit("token", "there is none")
			}
			b.used = append(b.used, settings.Credentials["token"])
			return account{sandbox.Connector(), b, settings.Credentials["token"]}, nil
		}
		s.desk.Platforms[name] = platform
	}
	s.desk.Keys = &distribution.Keys{Root: newRoot(t, 1), Stamp: []byte("stamp")}
	if err := s.desk.PrepareKeys(t.Context()); err != nil {
		t.Fatal(err)
	}
	return b
}

func newRoot(t *testing.T, seeds ...byte) *vault.Root {
	t.Helper()
	var keys [][]byte
	for _, seed := range seeds {
		keys = append(keys, bytes.Repeat([]byte{seed}, 32))
	}
	root, err := vault.NewRoot(keys...)
	if err != nil {
		t.Fatal(err)
	}
	return root
}

// answering is the desk of a process that answers people: it has no root.
func (b *bank) answering() *distribution.Desk {
	return &distribution.Desk{
		Store: b.records, Platforms: b.desk.Platforms, Now: b.desk.Now, Log: slog.New(slog.DiscardHandler), Keys: &distribution.Keys{Stamp: []byte("stamp")},
	}
}

// give seals a token with a channel.
func (b *bank) give(desk *distribution.Desk, id models.ID[models.Channel], token string) {
	b.t.Helper()
	channel := b.read(id)
	if _, err := desk.Resettle(b.t.Context(), b.Planner, id, channel.Version, channel.Account, distribution.Credentials{"token": token}); err != nil {
		b.t.Fatal(err)
	}
}

func (b *bank) read(id models.ID[models.Channel]) *models.Channel {
	b.t.Helper()
	channel, err := b.records.As(b.Planner).Channel(b.t.Context(), id)
	if err != nil {
		b.t.Fatal(err)
	}
	return channel
}

// opened is the token that a channel is opened with.
func (b *bank) opened(desk *distribution.Desk, id models.ID[models.Channel]) string {
	b.t.Helper()
	_, health, answered, err := desk.Inspect(b.t.Context(), b.Planner, id, 5*time.Second)
	if err != nil || !answered {
		b.t.Fatalf("%+v, %v, %v", health, answered, err)
	}
	return health.Name
}

func (b *bank) versions() []uint32 {
	b.t.Helper()
	keys, err := b.records.As(models.System("test")).TokenKeys(b.t.Context())
	if err != nil {
		b.t.Fatal(err)
	}
	var list []uint32
	for _, k := range keys {
		list = append(list, k.Version)
	}
	return list
}

// Credentials that were moved to another channel open nothing, and the
// platform hears nothing.
func TestSwappedCredentialsSendNothing(t *testing.T) {
	each(t, func(s *stage) {
		b := newBank(t, s)
		one, two := s.channel("keyed"), s.channel("searchable")
		b.give(s.desk, one, "first")
		b.give(s.desk, two, "second")
		system := s.records.As(models.System("test"))
		first, second := b.read(one).Credentials, b.read(two).Credentials
		if err := errors.Join(system.Reseal(t.Context(), one, second), system.Reseal(t.Context(), two, first)); err != nil {
			t.Fatal(err)
		}
		id := s.scheduled("keyed")
		b.used = nil
		s.work()
		s.is(id, models.Failed, "channel_unusable")
		s.posts("keyed", 0)
		if len(b.used) > 0 {
			t.Errorf("it connected with %v", b.used)
		}
	})
}

// A process that answers people seals, opens nothing, and has a worker ask the
// platform.
func TestWhoAnswersPeopleOpensNothing(t *testing.T) {
	each(t, func(s *stage) {
		b := newBank(t, s)
		answering, id := b.answering(), s.channel("keyed")
		b.give(answering, id, "first")
		b.used = nil
		if _, _, answered, err := answering.Inspect(t.Context(), s.Planner, id, 60*time.Millisecond); answered || err != nil {
			t.Fatalf("answered %v, %v", answered, err)
		}
		if err := answering.Rewrap(t.Context()); err != nil || len(b.used) > 0 {
			t.Fatalf("it opened %v, %v", b.used, err)
		}
		asked := make(chan error)
		go func() { asked <- s.desk.AnswerInspection(context.WithoutCancel(t.Context()), id) }()
		if got := b.opened(answering, id); got != "of first" {
			t.Errorf("got %q", got)
		}
		if err := <-asked; err != nil {
			t.Fatal(err)
		}
		due, err := s.records.As(models.System("test")).DueTasks(t.Context(), s.now, 10)
		if err != nil || !slices.ContainsFunc(due, func(t store.OwedTask) bool { return t.Kind == "channel.inspect" }) {
			t.Errorf("owed are %+v, %v", due, err)
		}
	})
}

// Before any publisher has made a key nothing can be sealed, and a key that
// somebody wrote into the database is not sealed to.
func TestOnlyKeysOfTheInstallationSeal(t *testing.T) {
	each(t, func(s *stage) {
		b := newBank(t, s)
		stranger := b.answering()
		stranger.Keys = &distribution.Keys{Stamp: []byte("another")}
		channel := b.read(s.channel("keyed"))
		_, err := stranger.Resettle(t.Context(), s.Planner, channel.ID, channel.Version, channel.Account, distribution.Credentials{"token": "x"})
		if err == nil || len(b.read(channel.ID).Credentials) > 0 {
			t.Errorf("it was sealed to a key that is not ours: %v", err)
		}
		s.desk.Keys = &distribution.Keys{Root: newRoot(t, 9), Stamp: []byte("stamp")}
		if err := s.desk.PrepareKeys(t.Context()); !errors.Is(err, vault.ErrUnreadable) {
			t.Errorf("a root that does not fit is taken: %v", err)
		}
	})
	dbtest.Each(t, func(t *testing.T, records *store.Store) {
		room := dbtest.NewNewsroom(t, records, "keyed")
		keys := &distribution.Keys{Stamp: []byte("stamp")}
		if _, err := keys.Seal(t.Context(), records.As(room.Planner), nil, ""); !errors.Is(err, models.ErrUnavailable) {
			t.Errorf("got %v", err)
		}
	})
}

// What was sealed with the secret that all processes share is sealed anew when
// the first publisher starts.
func TestOldCredentialsAreSealedAnew(t *testing.T) {
	each(t, func(s *stage) {
		b := newBank(t, s)
		legacy, err := vault.New(make([]byte, 32))
		if err != nil {
			t.Fatal(err)
		}
		channel := b.read(s.channel("keyed"))
		old := legacy.Seal([]byte(`{"token":"first"}`), channel.CredentialsPlace())
		if err := s.records.As(models.System("test")).Reseal(t.Context(), channel.ID, old); err != nil {
			t.Fatal(err)
		}
		s.desk.Keys = &distribution.Keys{Root: newRoot(t, 1), Stamp: []byte("stamp"), Legacy: legacy}
		if err := s.desk.PrepareKeys(t.Context()); err != nil {
			t.Fatal(err)
		}
		if got := vault.KeyOf(b.read(channel.ID).Credentials); got != 1 || b.opened(s.desk, channel.ID) != "of first" {
			t.Errorf("it is sealed with key %d", got)
		}
	})
}

// crowd connects many channels.
func (b *bank) crowd(n int) []models.ID[models.Channel] {
	b.t.Helper()
	ids := make([]models.ID[models.Channel], 0, n)
	for i := range n {
		channel, err := b.desk.Connect(b.t.Context(), b.Planner, models.Account{
			Platform: "keyed", Name: strconv.Itoa(i), Countries: []string{"KG"}, Languages: []string{"ru"}, Zone: "Asia/Bishkek", Reason: "one for each district",
		}, distribution.Credentials{"token": fmt.Sprintf("token-%d", i)})
		if err != nil {
			b.t.Fatal(err)
		}
		ids = append(ids, channel.ID)
	}
	return ids
}

// A rotation that is broken off goes on where it stopped. Meanwhile every
// credential can be read and changed, and in the end the old key is gone.
func TestRotationGoesOnAfterAKill(t *testing.T) {
	each(t, func(s *stage) {
		b := newBank(t, s)
		ids := b.crowd(120)
		stolen := b.read(ids[7]).Credentials
		if version, err := s.desk.RotateKeys(t.Context(), models.System("test")); err != nil || version != 2 {
			t.Fatalf("key %d, %v", version, err)
		}
		b.give(b.answering(), ids[0], "token-0")
		if got := vault.KeyOf(b.read(ids[0]).Credentials); got != 2 {
			t.Errorf("the new key does not seal at once: %d", got)
		}
		load, stop := context.WithCancel(t.Context())
		var failed []string
		over := make(chan struct{})
		go func() { // reads and changes all the while
			defer close(over)
			for i := 0; load.Err() == nil; i++ {
				id, want := ids[i%len(ids)], fmt.Sprintf("of token-%d", i%len(ids))
				if got := b.opened(s.desk, id); got != want {
					failed = append(failed, got)
				}
				if i%5 == 0 {
					b.give(b.answering(), id, fmt.Sprintf("token-%d", i%len(ids)))
				}
			}
		}()
		for kill := range 3 { // each dies in the middle of its work
			dying, die := context.WithCancel(t.Context())
			fresh := &distribution.Desk{Store: s.records, Platforms: s.desk.Platforms, Log: slog.New(slog.DiscardHandler), Keys: &distribution.Keys{Root: newRoot(t, 1), Stamp: []byte("stamp")}}
			n := 0
			fresh.Now = s.desk.Now
			fresh.Rewrapped = func() {
				if n++; n == 10*(kill+1) {
					die()
				}
			}
			if err := fresh.Rewrap(dying); err == nil {
				t.Error("it was not broken off")
			}
			if got := b.versions(); len(got) != 2 {
				t.Errorf("the keys are %v", got)
			}
		}
		if err := s.desk.Rewrap(t.Context()); err != nil {
			t.Fatal(err)
		}
		stop()
		<-over
		if len(failed) > 0 {
			t.Errorf("%d reads failed: %q", len(failed), failed[0])
		}
		if got := b.versions(); len(got) != 1 || got[0] != 2 {
			t.Errorf("the keys are %v", got)
		}
		after := &distribution.Desk{Store: s.records, Platforms: s.desk.Platforms, Now: s.desk.Now, Log: s.desk.Log, Keys: &distribution.Keys{Root: newRoot(t, 1), Stamp: []byte("stamp")}}
		for i, id := range ids {
			if got := b.opened(after, id); got != fmt.Sprintf("of token-%d", i) {
				t.Errorf("channel %d opens with %q", i, got)
			}
		}
		if err := s.records.As(models.System("test")).Reseal(t.Context(), ids[7], stolen); err != nil {
			t.Fatal(err)
		}
		if got := b.opened(after, ids[7]); got != "" {
			t.Errorf("what was sealed with the old key opens: %q", got)
		}
	})
}

// A new root takes over from the old one with a rotation.
func TestRotationChangesTheRoot(t *testing.T) {
	each(t, func(s *stage) {
		b := newBank(t, s)
		b.give(s.desk, s.channel("keyed"), "first")
		s.desk.Keys = &distribution.Keys{Root: newRoot(t, 2, 1), Stamp: []byte("stamp")}
		if _, err := s.desk.RotateKeys(t.Context(), models.System("test")); err != nil {
			t.Fatal(err)
		}
		if err := s.desk.Rewrap(t.Context()); err != nil {
			t.Fatal(err)
		}
		s.desk.Keys = &distribution.Keys{Root: newRoot(t, 2), Stamp: []byte("stamp")}
		if got := b.opened(s.desk, s.channel("keyed")); got != "of first" {
			t.Errorf("got %q", got)
		}
	})
}

// Within a minute 200 accounts are closed, at the platform and here; those of
// others stay.
func TestTokensAreRevoked(t *testing.T) {
	each(t, func(s *stage) {
		b := newBank(t, s)
		ids := b.crowd(200)
		b.give(s.desk, ids[3], "stray")
		others := newBank(t, newStage(t, s.records))
		others.give(others.desk, others.channel("keyed"), "foreign")
		begun := time.Now()
		done, err := s.desk.RevokeCredentials(t.Context(), models.System("test"), s.Planner.OrganizationID, "an intruder")
		if err != nil || len(done) != 200 || len(b.revoked) != 199 || time.Since(begun) > time.Minute {
			t.Fatalf("%d closed, %d revoked, %v", len(done), len(b.revoked), err)
		}
		t.Logf("200 accounts in %v", time.Since(begun))
		for _, r := range done {
			if want := map[bool]string{true: distribution.ByPerson, false: distribution.Revoked}[r.Channel.ID == ids[3]]; r.How != want {
				t.Errorf("%s is %s", r.Channel.Name, r.How)
			}
		}
		for _, id := range ids {
			if c := b.read(id); c.State != models.ChannelSuspended || c.Credentials != nil {
				t.Fatalf("it is %s", c.State)
			}
		}
		if got := others.opened(others.desk, others.channel("keyed")); got != "of foreign" {
			t.Errorf("another organisation's is %q", got)
		}
		if done, err = s.desk.RevokeCredentials(t.Context(), models.System("test"), models.ID[models.Organization]{}, "everybody"); err != nil || len(done) != 1 {
			t.Errorf("%d closed, %v", len(done), err)
		}
	})
}
