package access_test

import (
	"context"
	"slices"
	"testing"

	"github.com/descope/virtualwebauthn"

	"caravan/internal/access"
	"caravan/internal/access/keytest"
	"caravan/internal/dbtest"
	"caravan/internal/store"
	"caravan/models"
)

// The installation as keys know it, and another that pretends to be it.
var (
	here    = keytest.Here()
	phisher = virtualwebauthn.RelyingParty{ID: "caravan.example", Name: "Caravan", Origin: "https://caravan.example.evil"}
	another = virtualwebauthn.RelyingParty{ID: "evil.example", Name: "Caravan", Origin: "https://caravan.example"}
)

// A bearer has a security key and recovery codes, and no app.
type bearer struct {
	*guest

	token    *keytest.Key
	key      *models.SecurityKey
	recovery []string
}

// bearing registers a key.
func bearing(t *testing.T, records *store.Store) *bearer {
	t.Helper()
	b := &bearer{guest: admitted(t, records), token: keytest.New(t)}
	asked, err := b.desk.BeginKey(t.Context(), b.who)
	is(t, err, nil)
	made, err := b.desk.RegisterKey(t.Context(), b.who, b.secret, asked.Secret, " Yellow key ", b.token.Makes(t, here, asked.Options))
	is(t, err, nil)
	b.key, b.recovery, b.secret = made.Key, made.Codes, made.Renewed
	b.who, err = b.desk.Session(t.Context(), b.secret)
	is(t, err, nil)
	return b
}

// asked has the key asked to sign in.
func (b *bearer) asked(t *testing.T) *access.Challenge {
	t.Helper()
	c, err := b.desk.BeginSignInWithKey(t.Context(), "aigul@example.org", password)
	is(t, err, nil)
	return c
}

// answers expects what an answer to a challenge comes to.
func (b *bearer) answers(t *testing.T, c *access.Challenge, answer string, want error) {
	t.Helper()
	_, who, err := b.desk.SignInWithKey(t.Context(), c.Secret, answer)
	is(t, err, want)
	if err == nil && who.Strength != models.ByKey {
		t.Errorf("rests on %s", who.Strength)
	}
}

func TestKeyIsAskedForBesidesThePassword(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, records *store.Store) {
		b := bearing(t, records)
		if b.key.Name != "Yellow key" || len(b.recovery) != models.RecoveryCodes || b.who.Strength != models.ByKey {
			t.Errorf("got %q, %d codes, %s", b.key.Name, len(b.recovery), b.who.Strength)
		}
		_, _, err := b.desk.SignIn(t.Context(), "aigul@example.org", password, "")
		is(t, err, models.ErrKeyRequired)
		_, _, err = b.desk.SignIn(t.Context(), "aigul@example.org", password, "123456") // there is no app
		is(t, err, models.ErrWrongCode)
		_, err = b.desk.BeginSignInWithKey(t.Context(), "aigul@example.org", "four other words here")
		is(t, err, models.ErrWrongPassword)
		_, err = b.desk.BeginSignInWithKey(t.Context(), "nobody@example.org", password)
		is(t, err, models.ErrWrongPassword)
		c := b.asked(t)
		b.answers(t, c, b.token.Signs(t, here, c.Options), nil)
		_, _, err = b.desk.SignIn(t.Context(), "aigul@example.org", password, b.recovery[0])
		is(t, err, nil)
	})
}

// What another site, another key or nobody's finger signed opens nothing, and
// an answer works once and for five minutes.
func TestOnlyTheAnswerThatWasAskedForOpens(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, records *store.Store) {
		b := bearing(t, records)
		unattended, unasked, stranger := *b.token, *b.token, keytest.New(t)
		unattended.Device.Options.UserNotPresent, unasked.Device.Options.UserNotVerified = true, true
		stranger.Credential.ID = b.token.Credential.ID
		for name, answer := range map[string]func(*access.Challenge) string{
			"another origin": func(c *access.Challenge) string { return b.token.Signs(t, phisher, c.Options) },
			"another domain": func(c *access.Challenge) string { return b.token.Signs(t, another, c.Options) },
			"another key":    func(c *access.Challenge) string { return stranger.Signs(t, here, c.Options) },
			"nobody there":   func(c *access.Challenge) string { return unattended.Signs(t, here, c.Options) },
			"nobody asked":   func(c *access.Challenge) string { return unasked.Signs(t, here, c.Options) },
			"another time":   func(*access.Challenge) string { return b.token.Signs(t, here, b.asked(t).Options) },
			"nothing":        func(*access.Challenge) string { return "{}" },
		} {
			t.Run(name, func(t *testing.T) {
				c := b.asked(t)
				b.answers(t, c, answer(c), models.ErrWrongKey)
				b.answers(t, c, b.token.Signs(t, here, c.Options), models.ErrCeremony) // it was tried
			})
		}
		c := b.asked(t)
		answer := b.token.Signs(t, here, c.Options)
		b.answers(t, c, answer, nil)
		b.answers(t, c, answer, models.ErrCeremony)
		late := b.asked(t)
		*b.now = b.now.Add(models.CeremonyLifetime)
		b.answers(t, late, b.token.Signs(t, here, late.Options), models.ErrCeremony)
	})
}

// A challenge is good for its purpose alone, and in its session alone.
func TestChallengesAreNotExchanged(t *testing.T) {
	b := bearing(t, dbtest.SQLite(t))
	entry := b.asked(t)
	_, _, err := b.desk.ConfirmWithKey(t.Context(), b.who, b.secret, entry.Secret, b.token.Signs(t, here, entry.Options))
	is(t, err, models.ErrCeremony)
	confirming, err := b.desk.BeginConfirmationWithKey(t.Context(), b.who, password)
	is(t, err, nil)
	b.answers(t, confirming, b.token.Signs(t, here, confirming.Options), models.ErrCeremony)

	confirming, err = b.desk.BeginConfirmationWithKey(t.Context(), b.who, password)
	is(t, err, nil)
	c := b.asked(t)
	elsewhere, who, err := b.desk.SignInWithKey(t.Context(), c.Secret, b.token.Signs(t, here, c.Options))
	is(t, err, nil)
	_, _, err = b.desk.ConfirmWithKey(t.Context(), who, elsewhere, confirming.Secret, b.token.Signs(t, here, confirming.Options))
	is(t, err, models.ErrCeremony)
}

func TestStepUpWithAKey(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, records *store.Store) {
		b := bearing(t, records)
		*b.now = b.now.Add(models.StepUpLifetime + 1)
		_, _, err := b.desk.Confirm(t.Context(), b.who, b.secret, password, "")
		is(t, err, models.ErrKeyRequired)
		_, err = b.desk.BeginConfirmationWithKey(t.Context(), b.who, "four other words here")
		is(t, err, models.ErrWrongPassword)
		c, err := b.desk.BeginConfirmationWithKey(t.Context(), b.who, password)
		is(t, err, nil)
		secret, who, err := b.desk.ConfirmWithKey(t.Context(), b.who, b.secret, c.Secret, b.token.Signs(t, here, c.Options))
		is(t, err, nil)
		if !who.Confirmed(*b.now) || who.Strength != models.ByKey {
			t.Errorf("confirmed %v, rests on %s", who.ConfirmedAt, who.Strength)
		}
		b.finds(t, b.secret, models.ErrUnknownPerson)
		b.finds(t, secret, nil)
	})
}

// Who came in at their provider has no password here.
func TestStepUpWithAKeyAfterAProvider(t *testing.T) {
	b := bearing(t, dbtest.SQLite(t))
	b.who.Strength = models.ByProvider
	c, err := b.desk.BeginConfirmationWithKey(t.Context(), b.who, "")
	is(t, err, nil)
	_, who, err := b.desk.ConfirmWithKey(t.Context(), b.who, b.secret, c.Secret, b.token.Signs(t, here, c.Options))
	is(t, err, nil)
	if who.Strength != models.ByProviderAndFactor {
		t.Errorf("rests on %s", who.Strength)
	}
}

// A copy of a key counts on its own. Whichever answers second is refused, and
// those who keep the audit trail see it.
func TestCopyOfAKeyIsNoticed(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, records *store.Store) {
		b := bearing(t, records)
		clone := *b.token
		for range 2 {
			c := b.asked(t)
			b.answers(t, c, b.token.Signs(t, here, c.Options), nil)
		}
		c := b.asked(t)
		b.answers(t, c, clone.Signs(t, here, c.Options), models.ErrWrongKey)
		if !slices.Contains(trailOf(t, records, b.who), "security_key.counted_back") {
			t.Error("nobody is told")
		}
	})
}

// trailOf lists what was done in somebody's organisation, newest first.
func trailOf(t *testing.T, records *store.Store, who models.Actor) (actions []string) {
	t.Helper()
	entries, err := records.As(who).Trail(t.Context(), 100)
	is(t, err, nil)
	for _, e := range entries {
		actions = append(actions, e.Action)
	}
	return actions
}

func TestKeysChangeEndsOtherSessions(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, records *store.Store) {
		g := admitted(t, records)
		elsewhere := g.again(t)
		first, token := keytest.New(t), keytest.New(t)
		asked, err := g.desk.BeginKey(t.Context(), g.who)
		is(t, err, nil)
		made, err := g.desk.RegisterKey(t.Context(), g.who, g.secret, asked.Secret, "first", first.Makes(t, here, asked.Options))
		is(t, err, nil)
		g.finds(t, elsewhere, models.ErrUnknownPerson)
		g.finds(t, g.secret, models.ErrUnknownPerson)
		b := &bearer{guest: g, token: token, key: made.Key, recovery: made.Codes}
		b.secret = made.Renewed
		asked, err = g.desk.BeginKey(t.Context(), g.who)
		is(t, err, nil)
		second, err := g.desk.RegisterKey(t.Context(), g.who, b.secret, asked.Secret, "second", token.Makes(t, here, asked.Options))
		is(t, err, nil)
		if len(second.Codes) > 0 {
			t.Error("recovery codes are made again")
		}
		c := b.asked(t)
		elsewhere, _, err = g.desk.SignInWithKey(t.Context(), c.Secret, token.Signs(t, here, c.Options))
		is(t, err, nil)
		b.secret, err = g.desk.RemoveKey(t.Context(), g.who, second.Renewed, second.Key.ID)
		is(t, err, nil)
		b.finds(t, elsewhere, models.ErrUnknownPerson)
		b.finds(t, b.secret, nil)
		c = b.asked(t)
		b.answers(t, c, token.Signs(t, here, c.Options), models.ErrWrongKey) // the removed one
		_, err = g.desk.RemoveKey(t.Context(), g.who, b.secret, second.Key.ID)
		is(t, err, models.ErrMissing)
		_, err = g.desk.RemoveKey(t.Context(), g.who, b.secret, made.Key.ID)
		is(t, err, nil)
		_, who, err := g.desk.SignIn(t.Context(), "aigul@example.org", password, "")
		is(t, err, nil)
		if who.Strength != models.ByPassword {
			t.Errorf("rests on %s", who.Strength)
		}
		got := trailOf(t, records, g.who)
		got = slices.DeleteFunc(got, func(a string) bool { return a != "security_key.registered" && a != "security_key.removed" })
		if !slices.Equal(got, []string{"security_key.removed", "security_key.removed", "security_key.registered", "security_key.registered"}) {
			t.Errorf("got %v", got)
		}
	})
}

// A key belongs to one person, and nobody registers it for another site.
func TestRegisteringWhatIsNoKeyOfTheirs(t *testing.T) {
	b := bearing(t, dbtest.SQLite(t))
	register := func(k *keytest.Key, site virtualwebauthn.RelyingParty, want error) {
		t.Helper()
		asked, err := b.desk.BeginKey(t.Context(), b.who)
		is(t, err, nil)
		_, err = b.desk.RegisterKey(t.Context(), b.who, b.secret, asked.Secret, "x", k.Makes(t, site, asked.Options))
		is(t, err, want)
	}
	register(keytest.New(t), phisher, models.ErrWrongKey)
	register(keytest.New(t), another, models.ErrWrongKey)
	unasked := keytest.New(t)
	unasked.Device.Options.UserNotVerified = true
	register(unasked, here, models.ErrWrongKey)
	register(b.token, here, models.ErrTaken)
	b.desk.Address = "https://192.0.2.7"
	_, err := b.desk.BeginKey(t.Context(), b.who)
	is(t, err, models.ErrKeyDomain)
}

func TestKeyAnswersOnceForTwoAtATime(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, records *store.Store) {
		b := bearing(t, records)
		c := b.asked(t)
		answer, results := b.token.Signs(t, here, c.Options), make(chan error, 2)
		for range 2 {
			go func() {
				_, _, err := b.desk.SignInWithKey(context.Background(), c.Secret, answer)
				results <- err
			}()
		}
		first, second := <-results, <-results
		if (first == nil) == (second == nil) {
			t.Errorf("got %v and %v, want one success", first, second)
		}
	})
}

// Whoever lost every factor is let in with the password alone by those who run
// the installation.
func TestFactorsAreForgotten(t *testing.T) {
	b := bearing(t, dbtest.SQLite(t))
	is(t, b.desk.ForgetFactors(t.Context(), models.System("test"), b.who.UserID), nil)
	b.finds(t, b.secret, models.ErrUnknownPerson)
	_, _, err := b.desk.SignIn(t.Context(), "aigul@example.org", password, "")
	is(t, err, nil)
	is(t, b.desk.ForgetFactors(t.Context(), models.System("test"), b.who.UserID), models.ErrMissing)
}
