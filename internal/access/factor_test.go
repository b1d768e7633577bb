package access_test

import (
	"bytes"
	"context"
	"image/png"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"caravan/internal/dbtest"
	"caravan/internal/store"
	"caravan/models"
)

// An owner has an app that shows codes, and recovery codes.
type owner struct {
	*guest

	app      string // the secret in the app
	recovery []string
}

// shows is what the app shows at a moment.
func (o *owner) shows(t *testing.T, at time.Time) string {
	t.Helper()
	code, err := totp.GenerateCode(o.app, at)
	is(t, err, nil)
	return code
}

// owning sets a second factor up, and waits until the code for that is over.
func owning(t *testing.T, records *store.Store) *owner {
	t.Helper()
	o := &owner{guest: admitted(t, records)}
	setup, err := o.desk.BeginFactor(t.Context(), o.who)
	is(t, err, nil)
	o.app = setup.Secret
	o.recovery, o.secret, err = o.desk.ConfirmFactor(t.Context(), o.who, o.secret, o.shows(t, *o.now))
	is(t, err, nil)
	*o.now = o.now.Add(time.Minute)
	o.who, err = o.desk.Session(t.Context(), o.secret)
	is(t, err, nil)
	return o
}

// signsIn expects what signing in with a code comes to.
func (o *owner) signsIn(t *testing.T, code string, want error) {
	t.Helper()
	_, who, err := o.desk.SignIn(t.Context(), "aigul@example.org", password, code)
	is(t, err, want)
	if err == nil && who.Strength != models.ByCode {
		t.Errorf("rests on %s", who.Strength)
	}
}

func TestCodeIsAskedForAndWorksOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, records *store.Store) {
		o := owning(t, records)
		now := *o.now
		o.signsIn(t, "", models.ErrCodeRequired)
		for _, wrong := range []string{"000000", "12345", "not a code", o.shows(t, now.Add(-time.Minute)), o.shows(t, now.Add(time.Minute))} {
			o.signsIn(t, wrong, models.ErrWrongCode)
		}
		o.signsIn(t, o.shows(t, now), nil)
		o.signsIn(t, o.shows(t, now), models.ErrCodeReplayed)
		o.signsIn(t, o.shows(t, now.Add(-30*time.Second)), models.ErrCodeReplayed) // an older one neither
		o.signsIn(t, o.shows(t, now.Add(30*time.Second)), nil)                     // a clock that is ahead
		if _, _, err := o.desk.SignIn(t.Context(), "aigul@example.org", "four other words here", o.shows(t, now)); err == nil {
			t.Error("the code alone is enough")
		}
	})
}

func TestCodeWorksOnceForTwoAtATime(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, records *store.Store) {
		o := owning(t, records)
		code, results := o.shows(t, *o.now), make(chan error, 2)
		for range 2 {
			go func() {
				_, _, err := o.desk.SignIn(context.Background(), "aigul@example.org", password, code)
				results <- err
			}()
		}
		first, second := <-results, <-results
		if (first == nil) == (second == nil) {
			t.Errorf("got %v and %v, want one success", first, second)
		}
	})
}

// A code may be written in groups, in lower case and in other digits.
func TestRecoveryCodeOpensOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, records *store.Store) {
		o := owning(t, records)
		if len(o.recovery) != models.RecoveryCodes {
			t.Fatalf("got %v", o.recovery)
		}
		o.signsIn(t, strings.ToLower(o.recovery[0]), nil)
		o.signsIn(t, o.recovery[0], models.ErrWrongCode)
		persian := strings.NewReplacer("0", "۰", "1", "۱", "2", "۲", "3", "۳", "4", "۴", "5", "۵", "6", "۶", "7", "۷", "8", "۸", "9", "۹")
		o.signsIn(t, persian.Replace(o.shows(t, *o.now)), nil)
		_, left, err := o.desk.FactorOf(t.Context(), o.who)
		if err != nil || left != models.RecoveryCodes-1 {
			t.Errorf("%d left, %v", left, err)
		}
		again, err := o.desk.RenewRecoveryCodes(t.Context(), o.who)
		is(t, err, nil)
		o.signsIn(t, o.recovery[1], models.ErrWrongCode)
		o.signsIn(t, again[1], nil)
	})
}

func TestStepUpAsksForTheCodeToo(t *testing.T) {
	o := owning(t, dbtest.SQLite(t))
	_, _, err := o.desk.Confirm(t.Context(), o.who, o.secret, password, "")
	is(t, err, models.ErrCodeRequired)
	_, _, err = o.desk.Confirm(t.Context(), o.who, o.secret, password, o.shows(t, *o.now))
	is(t, err, nil)
}

// A reset does not bypass the second factor, and a wrong code does not use the
// link up.
func TestResetAsksForTheCodeToo(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, records *store.Store) {
		o := owning(t, records)
		members, err := records.As(models.System("test")).Members(t.Context(), o.who.OrganizationID, store.Page{})
		is(t, err, nil)
		link, err := o.desk.Renew(t.Context(), models.System("test"), members[0].Membership.ID)
		is(t, err, nil)
		_, _, err = o.desk.Welcome(t.Context(), link, "seven ducks on the lake", "")
		is(t, err, models.ErrCodeRequired)
		_, _, err = o.desk.Welcome(t.Context(), link, "seven ducks on the lake", "000000")
		is(t, err, models.ErrWrongCode)
		o.signsIn(t, o.recovery[0], nil) // nothing was changed
		_, who, err := o.desk.Welcome(t.Context(), link, "seven ducks on the lake", o.shows(t, *o.now))
		is(t, err, nil)
		if who.Strength != models.ByCode {
			t.Errorf("rests on %s", who.Strength)
		}
	})
}

func TestFactorIsAskedForOnlyOnceItIsShownToWork(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, records *store.Store) {
		g := admitted(t, records)
		lost, err := g.desk.BeginFactor(t.Context(), g.who) // the page was closed
		is(t, err, nil)
		if picture, err := png.Decode(bytes.NewReader(lost.Picture)); err != nil || picture.Bounds().Dx() != 240 {
			t.Errorf("picture: %v", err)
		}
		elsewhere := g.again(t)
		setup, err := g.desk.BeginFactor(t.Context(), g.who)
		is(t, err, nil)
		_, _, err = g.desk.ConfirmFactor(t.Context(), g.who, g.secret, (&owner{guest: g, app: lost.Secret}).shows(t, *g.now))
		is(t, err, models.ErrWrongCode)
		o := &owner{guest: g, app: setup.Secret}
		_, secret, err := g.desk.ConfirmFactor(t.Context(), g.who, g.secret, o.shows(t, *g.now))
		is(t, err, nil)
		g.finds(t, elsewhere, models.ErrUnknownPerson)
		g.finds(t, g.secret, models.ErrUnknownPerson)
		g.finds(t, secret, nil)
		_, err = g.desk.BeginFactor(t.Context(), g.who)
		is(t, err, models.ErrWrongState)
		o.signsIn(t, o.shows(t, *g.now), models.ErrCodeReplayed) // the first code is used up
	})
}

func TestRemovedFactorIsNotAskedFor(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, records *store.Store) {
		o := owning(t, records)
		is(t, o.desk.RemoveFactor(t.Context(), o.who, o.who.UserID), nil)
		_, who, err := o.desk.SignIn(t.Context(), "aigul@example.org", password, "")
		is(t, err, nil)
		if who.Strength != models.ByPassword {
			t.Errorf("rests on %s", who.Strength)
		}
		is(t, o.desk.RemoveFactor(t.Context(), o.who, o.who.UserID), models.ErrMissing)
	})
}

// What lies in the database shows no codes, not even moved to another person.
func TestFactorIsSealedToItsPlace(t *testing.T) {
	records := dbtest.SQLite(t)
	o := owning(t, records)
	kept, err := records.As(o.who).Factor(t.Context(), o.who.UserID)
	is(t, err, nil)
	if bytes.Contains(kept.Sealed, []byte(o.app)) {
		t.Error("the secret is kept as it is")
	}
	stolen := models.NewFactor(o.who.UserID, *o.now)
	stolen.Sealed, stolen.ConfirmedAt = kept.Sealed, kept.ConfirmedAt
	is(t, o.desk.RemoveFactor(t.Context(), o.who, o.who.UserID), nil)
	is(t, records.As(o.who).CreateFactor(t.Context(), stolen), nil)
	if _, _, err := o.desk.SignIn(t.Context(), "aigul@example.org", password, o.shows(t, *o.now)); err == nil {
		t.Error("a moved secret opens")
	}
}
