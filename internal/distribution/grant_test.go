package distribution_test

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"sync"
	"testing"
	"time"

	"golang.org/x/oauth2"

	"caravan/internal/dbtest"
	"caravan/internal/distribution"
	"caravan/internal/platforms"
	"caravan/internal/platforms/platformtest"
	"caravan/internal/tasks"
	"caravan/models"
)

// A counter of a platform gives tokens to an application that the owner of an
// account allowed, as RFC 6749 says.
type counter struct {
	*bank
	server *httptest.Server

	mu        sync.Mutex
	given     []url.Values   // of what tokens were asked with
	status    int            // of the next answers
	tokens    map[string]any // the next answers
	challenge string
	asked     func() // called before it answers; may be nil
}

const answerAt = "https://caravan.example" + distribution.GrantPath

// newCounter has the platform "keyed" give access, with tokens that are renewed.
func newCounter(t *testing.T, s *stage) *counter {
	t.Helper()
	c := &counter{bank: newBank(t, s), status: http.StatusOK}
	c.server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		c.mu.Lock()
		defer c.mu.Unlock()
		if err := r.ParseForm(); err != nil {
			t.Error(err)
		}
		c.given = append(c.given, r.PostForm)
		if c.asked != nil {
			c.asked()
		}
		if verifier := r.PostForm.Get("code_verifier"); verifier != "" && oauth2.S256ChallengeFromVerifier(verifier) != c.challenge {
			t.Error("the verifier does not fit the challenge")
		}
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(c.status)
		if err := json.NewEncoder(w).Encode(c.tokens); err != nil {
			t.Error(err)
		}
	}))
	t.Cleanup(c.server.Close)
	platform := s.desk.Platforms["keyed"]
	platform.Profile.Fields = []platforms.Field{
		{Name: "server", Required: true}, {Name: "application", Required: true}, {Name: "secret", Secret: true}, {Name: "token", Granted: true, Secret: true}, {Name: "refresh", Granted: true, Secret: true},
	}
	platform.Profile.Grant = &platforms.Grant{
		Authorize: platforms.Place{Server: "server", Path: "authorize"}, Token: platforms.Place{Server: "server", Path: "token"},
		Client: "application", Secret: "secret", Access: "token", Refresh: "refresh", Scopes: []string{"post", "read"},
	}
	s.desk.Platforms["keyed"] = platform
	s.desk.Address, s.desk.Web = "https://caravan.example", c.server.Client()
	return c
}

// times is how often tokens were asked for.
func (c *counter) times() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return len(c.given)
}

// ask connects the application and returns what the owner is asked with.
func (c *counter) ask() url.Values {
	c.t.Helper()
	channel := c.read(c.channel("keyed"))
	if channel.GrantAt == "" {
		given := distribution.Credentials{"server": c.server.URL, "application": "caravan", "secret": "hush"}
		if _, err := c.desk.Resettle(c.t.Context(), c.Planner, channel.ID, channel.Version, channel.Account, given); err != nil {
			c.t.Fatal(err)
		}
	}
	address, err := c.desk.AskGrant(c.t.Context(), c.Planner, channel.ID)
	if err != nil {
		c.t.Fatal(err)
	}
	u, err := url.Parse(address)
	if err != nil {
		c.t.Fatal(err)
	}
	c.challenge = u.Query().Get("code_challenge")
	return u.Query()
}

// answer comes back with a code, and has it redeemed.
func (c *counter) answer(state string) {
	c.t.Helper()
	if _, _, _, err := c.desk.EndGrant(c.t.Context(), c.Planner, state, "once", time.Millisecond); err != nil {
		c.t.Fatal(err)
	}
	if err := c.desk.Redeem(c.t.Context(), c.channel("keyed")); err != nil {
		c.t.Fatal(err)
	}
}

// granted is a counter whose owner has allowed it, for two hours.
func granted(t *testing.T, s *stage) *counter {
	t.Helper()
	c := newCounter(t, s)
	c.tokens = map[string]any{"access_token": "first", "refresh_token": "again", "token_type": "bearer", "expires_in": 7200}
	c.answer(c.ask().Get("state"))
	return c
}

// renewal is the task that renews the access there is now.
func (c *counter) renewal() tasks.Renew {
	c.t.Helper()
	until := c.read(c.channel("keyed")).AccessUntil
	if until == nil {
		c.t.Fatal("the access does not end")
	}
	return tasks.Renew{Channel: c.channel("keyed"), Until: *until}
}

func TestOwnerOfAnAccountAllowsItToBeUsed(t *testing.T) {
	each(t, func(s *stage) {
		c := newCounter(t, s)
		c.tokens = map[string]any{"access_token": "first", "token_type": "bearer"}
		asked := c.ask()
		if state := c.read(s.channel("keyed")).State; state != models.ChannelExpired {
			t.Errorf("before it was allowed the channel is %s", state)
		}
		for name, want := range map[string]string{
			"client_id": "caravan", "redirect_uri": answerAt, "response_type": "code", "scope": "post read", "code_challenge_method": "S256",
		} {
			if got := asked.Get(name); got != want {
				t.Errorf("%s is %q, want %q", name, got, want)
			}
		}
		c.answer(asked.Get("state"))
		if got := c.given[0]; got.Get("code") != "once" || got.Get("redirect_uri") != answerAt || got.Get("client_secret") != "hush" || got.Get("code_verifier") == "" {
			t.Errorf("asked with %v", got)
		}
		channel := c.read(s.channel("keyed"))
		if channel.State != models.ChannelHealthy || c.opened(s.desk, channel.ID) != "of first" {
			t.Errorf("the channel is %s", channel.State)
		}
	})
}

// As long as access is being traded, nobody says of the account how it was
// without.
func TestNobodyAnswersForAccessThatIsOnItsWay(t *testing.T) {
	each(t, func(s *stage) {
		c := newCounter(t, s)
		c.tokens = map[string]any{"access_token": "first", "token_type": "bearer"}
		state := c.ask().Get("state")
		channel := s.channel("keyed")
		if _, _, _, err := s.desk.EndGrant(t.Context(), s.Planner, state, "once", time.Millisecond); err != nil {
			t.Fatal(err)
		}
		s.look("keyed")
		if _, health, answered, err := s.desk.Inspect(t.Context(), s.Planner, channel, time.Millisecond); answered || err != nil {
			t.Errorf("it is said of the account: %+v, %v", health, err)
		}
		if err := s.desk.Redeem(t.Context(), channel); err != nil {
			t.Fatal(err)
		}
		if _, health, answered, err := s.desk.Inspect(t.Context(), s.Planner, channel, time.Second); !answered || !health.Well || err != nil {
			t.Errorf("then %+v, %v, %v", health, answered, err)
		}
	})
}

// Only whoever asked can answer, once, in time, to the last question.
func TestAnswersThatAreNotTaken(t *testing.T) {
	each(t, func(s *stage) {
		c := newCounter(t, s)
		end := func(by models.Actor, state, code string) error {
			_, _, _, err := s.desk.EndGrant(t.Context(), by, state, code, time.Millisecond)
			return err
		}
		colleague := s.Planner
		colleague.UserID = models.NewID[models.User]()
		first := c.ask().Get("state")
		second := c.ask().Get("state")
		for name, c := range map[string]struct {
			by    models.Actor
			state string
		}{"made up": {s.Planner, "state"}, "asked before": {s.Planner, first}, "another person": {colleague, second}} {
			if err := end(c.by, c.state, "code"); !errors.Is(err, models.ErrGrantOver) {
				t.Errorf("%s: got %v", name, err)
			}
		}
		s.now = s.now.Add(11 * time.Minute)
		if err := end(s.Planner, second, "code"); !errors.Is(err, models.ErrGrantOver) {
			t.Errorf("too late: got %v", err)
		}
		third := c.ask().Get("state")
		if err := end(s.Planner, third, "code"); err != nil {
			t.Fatal(err)
		}
		if err := end(s.Planner, third, "code"); !errors.Is(err, models.ErrGrantOver) {
			t.Errorf("twice: got %v", err)
		}
		refused := c.ask().Get("state")
		if err := end(s.Planner, refused, ""); !errors.Is(err, models.ErrGrantRefused) {
			t.Errorf("refused: got %v", err)
		}
		if err := end(s.Planner, refused, "code"); !errors.Is(err, models.ErrGrantOver) {
			t.Errorf("after that: got %v", err)
		}
	})
}

// A code that the platform does not take opens nothing, and is not tried again.
func TestCodeThatIsNotTaken(t *testing.T) {
	each(t, func(s *stage) {
		c := newCounter(t, s)
		c.status, c.tokens = http.StatusBadRequest, map[string]any{"error": "invalid_grant", "error_description": "once is used"}
		state := c.ask().Get("state")
		ended := make(chan models.Health)
		go func() {
			_, health, _, err := s.desk.EndGrant(t.Context(), s.Planner, state, "once", 5*time.Second)
			if err != nil {
				t.Error(err)
			}
			ended <- health
		}()
		for redeemed := false; !redeemed; redeemed = c.times() > 0 {
			if err := s.desk.Redeem(t.Context(), s.channel("keyed")); err != nil {
				t.Fatal(err)
			}
		}
		if health := <-ended; health.Well || health.Class != string(platforms.Locked) || health.Detail != "locked: the platform gives no access: invalid_grant" {
			t.Errorf("got %+v", health)
		}
		if err := s.desk.Redeem(t.Context(), s.channel("keyed")); err != nil || c.times() != 1 {
			t.Errorf("asked %d times, %v", c.times(), err)
		}
	})
}

func TestAccessIsRenewedBeforeItEnds(t *testing.T) {
	each(t, func(s *stage) {
		c := granted(t, s)
		first := c.renewal()
		due, err := s.records.As(models.System("test")).DueTasks(t.Context(), s.now.Add(81*time.Minute), 10)
		if err != nil || due[len(due)-1].Kind != "channel.renew" {
			t.Fatalf("owed are %+v, %v", due, err)
		}
		s.now = s.now.Add(81 * time.Minute)
		c.tokens = map[string]any{"access_token": "second", "token_type": "bearer", "expires_in": 7200} // the token to refresh with stands
		before := c.read(first.Channel).Version
		if err := s.desk.Renew(t.Context(), first); err != nil {
			t.Fatal(err)
		}
		if got := c.given[1]; got.Get("grant_type") != "refresh_token" || got.Get("refresh_token") != "again" {
			t.Errorf("asked with %v", got)
		}
		if c.opened(s.desk, first.Channel) != "of second" || c.read(first.Channel).Version != before {
			t.Error("it is not renewed, or somebody's editing is disturbed")
		}
		if err := s.desk.Renew(t.Context(), first); err != nil || c.times() != 2 {
			t.Errorf("access that was renewed is renewed again: %v", err)
		}
		if err := s.desk.Renew(t.Context(), c.renewal()); err != nil || c.given[2].Get("refresh_token") != "again" {
			t.Errorf("asked with %v, %v", c.given[2], err)
		}
	})
}

// Whatever a platform answers, access that is good is not replaced by nothing.
func TestRenewalThatFailsTakesNothingAway(t *testing.T) {
	each(t, func(s *stage) {
		c := granted(t, s)
		for name, bad := range map[string]struct {
			status int
			tokens map[string]any
		}{
			"nothing":  {http.StatusOK, map[string]any{}},
			"no token": {http.StatusOK, map[string]any{"access_token": "", "expires_in": 7200}},
			"away":     {http.StatusBadGateway, nil},
			"too many": {http.StatusTooManyRequests, nil},
		} {
			c.status, c.tokens = bad.status, bad.tokens
			if err := s.desk.Renew(t.Context(), c.renewal()); platforms.ClassOf(err) != platforms.Unsent {
				t.Errorf("%s: got %v", name, err)
			}
		}
		if channel := c.read(s.channel("keyed")); channel.State != models.ChannelHealthy || c.opened(s.desk, channel.ID) != "of first" {
			t.Errorf("the channel is %s", channel.State)
		}
		c.status, c.tokens = http.StatusBadRequest, map[string]any{"error": "invalid_grant"}
		if err := s.desk.Renew(t.Context(), c.renewal()); err != nil {
			t.Fatal(err)
		}
		if channel := c.read(s.channel("keyed")); channel.State != models.ChannelExpired {
			t.Errorf("the owner has to be asked, but the channel is %s", channel.State)
		}
	})
}

// What a person gave meanwhile is not overwritten by a renewal on its way.
func TestRenewalGivesWayToAPerson(t *testing.T) {
	each(t, func(s *stage) {
		c := granted(t, s)
		old := c.renewal()
		channel := c.read(old.Channel)
		given := distribution.Credentials{"server": c.server.URL, "application": "caravan", "secret": "hush", "token": "typed"}
		if _, err := s.desk.Resettle(t.Context(), s.Planner, channel.ID, channel.Version, channel.Account, given); err != nil {
			t.Fatal(err)
		}
		if err := s.desk.Renew(t.Context(), old); err != nil || c.times() != 1 || c.opened(s.desk, channel.ID) != "of typed" {
			t.Errorf("asked %d times, %v", c.times(), err)
		}
	})
}

// Access that ran out before it was renewed calls nobody: it is renewed, and the
// delivery goes out.
func TestAccessThatRanOutIsRenewedWithoutAPerson(t *testing.T) {
	each(t, func(s *stage) {
		c := newCounter(t, s)
		c.tokens = map[string]any{"access_token": "first", "refresh_token": "again", "token_type": "bearer", "expires_in": 7200}
		id := s.scheduled("keyed")
		s.now = s.now.Add(-119 * time.Minute)
		c.answer(c.ask().Get("state"))
		s.now = s.now.Add(121 * time.Minute)
		s.sandbox["keyed"].Next(platformtest.Fault{Kind: platformtest.Expired})
		s.work()
		s.is(id, models.RetryWait, "locked")
		if channel := c.read(s.channel("keyed")); channel.State != models.ChannelHealthy {
			t.Errorf("the channel is %s", channel.State)
		}
		if err := s.desk.Renew(t.Context(), c.renewal()); err != nil {
			t.Fatal(err)
		}
		s.now = s.now.Add(time.Minute)
		s.work()
		s.is(id, models.Published, "")
	})
}

// Access that has been gone for long, or that only its owner can renew, needs a
// person.
// What was taken away while it was being renewed does not come back.
func TestRenewalBringsNothingBack(t *testing.T) {
	each(t, func(s *stage) {
		c := granted(t, s)
		renewal := c.renewal()
		c.tokens = map[string]any{"access_token": "second", "token_type": "bearer", "expires_in": 7200}
		c.asked = func() {
			if _, err := s.desk.RevokeCredentials(t.Context(), models.System("test"), s.Planner.OrganizationID, "an intruder"); err != nil {
				t.Error(err)
			}
		}
		if err := s.desk.Renew(t.Context(), renewal); err != nil {
			t.Fatal(err)
		}
		if channel := c.read(s.channel("keyed")); len(channel.Credentials) > 0 || c.times() != 2 {
			t.Errorf("it is %s, and has credentials again", channel.State)
		}
	})
}

func TestAccessThatIsGoneNeedsAPerson(t *testing.T) {
	now := dbtest.Noon()
	var c models.Channel
	c.Grant(2*time.Hour, now)
	for after, lapsed := range map[time.Duration]bool{0: false, 119 * time.Minute: false, 2 * time.Hour: true, 179 * time.Minute: true, 3 * time.Hour: false} {
		if got := c.Lapsed(now.Add(after)); got != lapsed {
			t.Errorf("after %s: %v", after, got)
		}
	}
	each(t, func(s *stage) {
		c := newCounter(t, s)
		c.tokens = map[string]any{"access_token": "first", "token_type": "bearer", "expires_in": 60}
		id := s.scheduled("keyed")
		c.answer(c.ask().Get("state"))
		if _, health, _, err := s.desk.Inspect(t.Context(), s.Planner, s.channel("keyed"), time.Second); err != nil || !health.ExpiresAt.Equal(*c.read(s.channel("keyed")).AccessUntil) {
			t.Errorf("it is said to end at %s, %v", health.ExpiresAt, err)
		}
		s.now = s.now.Add(2 * time.Minute)
		s.sandbox["keyed"].Next(platformtest.Fault{Kind: platformtest.Expired})
		s.work()
		s.is(id, models.RetryWait, "locked")
		if channel := c.read(s.channel("keyed")); channel.State != models.ChannelExpired {
			t.Errorf("the channel is %s", channel.State)
		}
	})
}

// trading is an account whose platform is used with another token.
type trading struct{ account }

// Exchange implements [platforms.Exchanger].
func (a trading) Exchange(context.Context) (string, error) {
	if a.token != "first" {
		return "", platforms.Fail(platforms.Locked, "there is no page")
	}
	return "of the page", nil
}

func TestTokenIsTradedWhereThePlatformTakesAnother(t *testing.T) {
	each(t, func(s *stage) {
		c := newCounter(t, s)
		platform := s.desk.Platforms["keyed"]
		connect := platform.Connect
		platform.Connect = func(settings platforms.Settings) (platforms.Connector, error) {
			connector, err := connect(settings)
			return trading{connector.(account)}, err
		}
		s.desk.Platforms["keyed"] = platform
		c.tokens = map[string]any{"access_token": "first", "token_type": "bearer", "expires_in": 3600}
		c.answer(c.ask().Get("state"))
		channel := c.read(s.channel("keyed"))
		if c.opened(s.desk, channel.ID) != "of of the page" || channel.AccessUntil != nil {
			t.Errorf("its access ends at %v", channel.AccessUntil)
		}
		c.tokens = map[string]any{"access_token": "of nobody", "token_type": "bearer"}
		c.answer(c.ask().Get("state"))
		if c.opened(s.desk, channel.ID) != "of of the page" {
			t.Error("what could not be traded is kept")
		}
	})
}
