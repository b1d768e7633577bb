package chaos_test

import (
	"context"
	"crypto/hkdf"
	"crypto/sha256"
	"database/sql"
	"encoding/json"
	"errors"
	"log/slog"
	"math/rand/v2"
	"strings"
	"syscall"
	"testing"
	"time"

	"caravan/internal/dbtest"
	"caravan/internal/distribution"
	"caravan/internal/platforms"
	"caravan/internal/platforms/email"
	"caravan/internal/platforms/email/emailtest"
	"caravan/internal/platforms/mastodon"
	"caravan/internal/platforms/mastodon/mastodontest"
	"caravan/internal/platforms/portal"
	"caravan/internal/store"
	"caravan/internal/vault"
	"caravan/models"
)

const (
	secret      = "a secret for nothing but the tests of chaos"
	tokenKey    = "a token key for nothing but the tests of chaos"
	perPlatform = 50 // channels, each with two texts
	storm       = 22 * time.Second
)

// A stage is an installation that is going to have a hard time.
type stage struct {
	t        *testing.T
	dice     *rand.Rand
	records  *store.Store
	db       *sql.DB
	postgres *server
	redis    *server
	network  *network
	mail     *emailtest.Server
	news     *dbtest.Newsroom
	desk     *distribution.Desk
	crew     *crew
	allowed  map[models.ID[models.Delivery]]bool
	holds    []span
}

func key(t *testing.T, of, use string) []byte {
	t.Helper()
	k, err := hkdf.Key(sha256.New, []byte(of), nil, "caravan/"+use, 32)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// newDesk is the desk of the installation, as its own processes have it.
func newDesk(t *testing.T, records *store.Store) *distribution.Desk {
	t.Helper()
	root, err := vault.NewRoot(key(t, tokenKey, "token-root"))
	if err != nil {
		t.Fatal(err)
	}
	desk := &distribution.Desk{
		Store: records, Keys: &distribution.Keys{Root: root, Stamp: key(t, secret, "token-keys")}, Now: clock, Log: slog.New(slog.DiscardHandler),
		KeySecret: key(t, secret, "idempotency"), Platforms: map[string]distribution.Platform{
			"portal":   {Profile: portal.Profile(), Connect: func(platforms.Settings) (platforms.Connector, error) { return portal.New(nil, ""), nil }},
			"mastodon": {Profile: mastodon.Profile(), Connect: func(c platforms.Settings) (platforms.Connector, error) { return mastodon.New(nil, c) }},
			"email":    {Profile: email.Profile(), Connect: func(c platforms.Settings) (platforms.Connector, error) { return email.New(nil, c) }},
		},
	}
	if err := desk.PrepareKeys(t.Context()); err != nil {
		t.Fatal(err)
	}
	return desk
}

func clock() time.Time { return time.Now().UTC().Truncate(time.Microsecond) }

// credential gives a channel what its platform asks for.
func credential(t *testing.T, desk *distribution.Desk, c *models.Channel, by models.Actor, given platforms.Credentials) {
	t.Helper()
	plain, err := json.Marshal(given)
	if err != nil {
		t.Fatal(err)
	}
	if c.Credentials, err = desk.Keys.Seal(t.Context(), desk.Store.As(by), plain, c.CredentialsPlace()); err != nil {
		t.Fatal(err)
	}
	if err := desk.Store.As(by).SaveChannel(t.Context(), c); err != nil {
		t.Fatal(err)
	}
}

// everywhere asks to send both texts of a newsroom on all its channels soon.
func everywhere(n *dbtest.Newsroom) distribution.Request {
	r := distribution.Request{Version: n.Version.ID, Traffic: "organic", Start: models.LocalTime{
		Local: time.Now().Add(2 * time.Minute).In(time.FixedZone("", 6*3600)).Format("2006-01-02T15:04"), Zone: "Asia/Bishkek",
	}}
	for _, c := range n.Channels {
		r.Channels = append(r.Channels, c.ID)
	}
	return r
}

// yesterday is when the stories of the tests begin.
func yesterday() time.Time { return time.Now().UTC().Truncate(time.Second).AddDate(0, 0, -1) }

func newStage(t *testing.T) *stage {
	t.Helper()
	s := &stage{t: t, dice: seed(t), allowed: map[models.ID[models.Delivery]]bool{}}
	postgres, address, passwordFile := newPostgres(t)
	redis, redisURL := newRedis(t)
	s.postgres, s.redis = postgres, redis
	full := withPassword(t, address, passwordFile)
	var err error
	if s.records, err = store.Open(full, slog.New(slog.DiscardHandler)); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.records.Close() })
	if err := s.records.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	if s.db, err = sql.Open("pgx", full); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.db.Close() })
	s.network, s.mail = newNetwork(t, perPlatform, s.dice), newMail(t, s.dice)
	s.network.sender = s.sender
	s.furnish()
	env := []string{
		"CARAVAN_DATABASE_URL=" + address, "CARAVAN_DATABASE_PASSWORD_FILE=" + passwordFile, "CARAVAN_REDIS_URL=" + redisURL,
		"CARAVAN_SECRET=" + secret, "CARAVAN_TOKEN_KEY=" + tokenKey, "CARAVAN_ALLOW_EGRESS=127.0.0.0/8", "CARAVAN_PUBLIC_URL=http://127.0.0.1:1",
		"CARAVAN_PUBLISH_LEASE=1500ms", "CARAVAN_PUBLISH_SEND=700ms", "CARAVAN_PUBLISH_SETTLE=1s", "CARAVAN_PUBLISH_LOOK=2s", "CARAVAN_SHUTDOWN_GRACE=2s",
	}
	s.crew = newCrew(t, env, "publisher", "publisher", "publisher", "worker")
	s.network.kill = s.crew.killNamed
	return s
}

// furnish makes a newsroom with channels on every platform, and schedules.
func (s *stage) furnish() {
	s.t.Helper()
	s.desk = newDesk(s.t, s.records)
	var names []string
	for _, platform := range []string{"portal", "mastodon", "email"} {
		for range perPlatform {
			names = append(names, platform)
		}
	}
	s.news = s.newsroom(names...)
	for _, d := range s.schedule(s.news) {
		s.allowed[d.ID] = true
	}
}

// newsroom makes one that begins today, with credentials for its channels.
func (s *stage) newsroom(names ...string) *dbtest.Newsroom {
	s.t.Helper()
	n := dbtest.NewNewsroomAt(s.t, s.records, yesterday(), names...).OneVoice(s.t, s.records)
	servers := 0
	for _, c := range n.Channels {
		switch c.Platform {
		case "mastodon":
			credential(s.t, s.desk, c, n.Planner, platforms.Credentials{"server": s.network.server(servers), "access_token": mastodontest.Token})
			servers++
		case "email":
			credential(s.t, s.desk, c, n.Planner, emailtest.Account(s.mail.Addr))
		}
	}
	return n
}

// schedule makes every text of a newsroom due on every channel, some time in
// the first half of the storm.
func (s *stage) schedule(n *dbtest.Newsroom) []models.Delivery {
	s.t.Helper()
	made, err := s.desk.Schedule(s.t.Context(), n.Planner, everywhere(n))
	if err != nil {
		s.t.Fatal(err)
	}
	for _, d := range made {
		after := s.dice.IntN(int(storm.Milliseconds()) / 2)
		s.exec("UPDATE deliveries SET not_before = now() + $2 * interval '1 ms', next_at = now() WHERE id = $1", d.ID.String(), after)
	}
	return made
}

// exec does behind the store's back what an insider or time would.
func (s *stage) exec(query string, args ...any) {
	s.t.Helper()
	if _, err := s.db.ExecContext(s.t.Context(), query, args...); err != nil {
		s.t.Fatalf("%s: %v", query, err)
	}
}

// sender finds out whose request it is, and whether its attempt was written.
// It asks until the database answers.
func (s *stage) sender(key string) (worker string, ahead bool) {
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	for ctx.Err() == nil {
		err := s.db.QueryRowContext(ctx, "SELECT worker FROM attempts WHERE key = $1 ORDER BY n DESC LIMIT 1", key).Scan(&worker)
		if err == nil || errors.Is(err, sql.ErrNoRows) {
			return worker, err == nil
		}
		<-time.After(50 * time.Millisecond)
	}
	return "", false
}

// forbid makes deliveries that must never leave: one whose approval was
// voided, one whose words were altered, one whose speaker has withdrawn.
func (s *stage) forbid() {
	s.t.Helper()
	voided, altered, withdrawn := s.newsroom("portal"), s.newsroom("portal"), s.newsroom("portal")
	for _, n := range []*dbtest.Newsroom{voided, altered, withdrawn} {
		s.schedule(n)
	}
	s.exec("UPDATE submissions SET state = 'voided' WHERE message_id = $1", voided.Message.ID.String())
	s.exec(`UPDATE deliveries SET rendering = jsonb_set(rendering, '{body}', '"Something else"') WHERE message_id = $1`, altered.Message.ID.String())
	s.exec("UPDATE consents SET withdrawn_at = now() WHERE messenger_id = $1", withdrawn.Messenger.ID.String())
}

// textOf is what a platform is sent for a delivery.
func textOf(d *models.Delivery) string {
	r := d.Rendering
	c := platforms.Content{Language: r.Language, Direction: r.Direction, Title: r.Title, Body: r.Body, Link: r.Link, Hashtags: r.Hashtags, Disclosure: r.Disclosure}
	if d.Platform == "email" {
		c.Title = "" // it is the subject
	}
	return c.Text()
}

// Three hundred deliveries go out while everything that can fail does.
func TestEveryDeliveryEndsOnceWhateverFails(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes a minute")
	}
	s := newStage(t)
	s.forbid()
	s.storm()
	s.network.settle()
	s.drain()
	if wrong := s.evidence().check(); len(wrong) > 0 {
		t.Errorf("%d violations:\n%s", len(wrong), strings.Join(wrong, "\n"))
	}
}

// storm kills, freezes, empties and holds, at moments that the dice choose.
func (s *stage) storm() {
	began := time.Now()
	at := func(d time.Duration, do func()) func(time.Duration) {
		done := false
		return func(now time.Duration) {
			if !done && now >= d {
				done = true
				do()
			}
		}
	}
	events := []func(time.Duration){
		at(4*time.Second, s.killWhileClaimed),
		at(6*time.Second, func() { s.redis.stop(syscall.SIGKILL); s.redis.start() }),
		at(8*time.Second, s.hold),
		at(13*time.Second, func() { s.redis.stop(syscall.SIGKILL); s.redis.start() }),
		at(15*time.Second, s.killWhileClaimed),
		at(17*time.Second, func() { s.postgres.stop(syscall.SIGQUIT); s.postgres.start() }),
	}
	for time.Since(began) < storm {
		<-time.After(time.Duration(300+s.dice.IntN(600)) * time.Millisecond)
		for _, event := range events {
			event(time.Since(began))
		}
		role := "publisher"
		if s.dice.IntN(10) == 0 {
			role = "worker"
		}
		if p := s.crew.one(role, s.dice); p != nil {
			if s.dice.IntN(4) == 0 {
				s.crew.freeze(p, time.Duration(100+s.dice.IntN(2400))*time.Millisecond)
			} else {
				s.crew.kill(p)
			}
		}
	}
}

// killWhileClaimed lets publishers claim, keeps them from going on, and kills
// them there.
func (s *stage) killWhileClaimed() {
	ctx, cancel := context.WithTimeout(s.t.Context(), 30*time.Second)
	defer cancel()
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		s.t.Fatal(err)
	}
	defer func() { _ = tx.Rollback() }()
	if _, err := tx.ExecContext(ctx, "SELECT 1 FROM channels FOR UPDATE"); err != nil {
		s.t.Fatal(err)
	}
	await(s.t, "a claim", 10*time.Second, func() bool {
		n := 0
		_ = s.db.QueryRowContext(ctx, "SELECT count(*) FROM deliveries WHERE state = 'claimed'").Scan(&n)
		return n > 0
	})
	for _, p := range s.crew.some("publisher") {
		s.crew.kill(p)
	}
}

// hold stops the campaign for three seconds: one person closes, two open.
func (s *stage) hold() {
	n := s.news
	h, _, err := s.desk.Close(s.t.Context(), n.Planner, "campaign", n.Campaign.ID.String(), "test")
	if err != nil {
		s.t.Fatal(err)
	}
	held := span{campaign: n.Campaign.ID, from: time.Now()}
	<-time.After(3 * time.Second)
	if _, _, err := s.desk.Open(s.t.Context(), n.Planner, h.ID, "over"); err != nil {
		s.t.Fatal(err)
	}
	held.to = time.Now()
	if _, _, err := s.desk.Open(s.t.Context(), n.Colleague, h.ID, "over"); err != nil {
		s.t.Fatal(err)
	}
	s.holds = append(s.holds, held)
}

// drain waits until every delivery that may leave has ended. One that is tried
// again six times has waited for over two minutes.
func (s *stage) drain() {
	await(s.t, "the end of every delivery", 4*time.Minute, func() bool {
		n := 1
		_ = s.db.QueryRowContext(s.t.Context(), `SELECT count(*) FROM deliveries WHERE state IN ('ready', 'claimed', 'sending', 'retry_wait', 'unknown')
			OR id IN (SELECT delivery_id FROM attempts WHERE closed_at IS NULL)`).Scan(&n)
		return n == 0
	})
}

// evidence gathers what was left behind.
func (s *stage) evidence() *evidence {
	s.t.Helper()
	s.crew.leave()
	e := &evidence{
		attempts: map[models.ID[models.Delivery]][]models.Attempt{}, posts: map[models.ID[models.Delivery]][]models.Post{},
		landed: map[string][]landed{}, arrivals: s.network.arrivals, holds: s.holds, allowed: s.allowed,
	}
	system := s.records.As(models.System("check"))
	for _, id := range s.ids() {
		d, err := system.Delivery(s.t.Context(), id)
		if err != nil {
			s.t.Fatal(err)
		}
		e.deliveries = append(e.deliveries, *d)
		if e.attempts[id], err = system.Attempts(s.t.Context(), id); err != nil {
			s.t.Fatal(err)
		}
		if e.posts[id], err = system.Posts(s.t.Context(), id); err != nil {
			s.t.Fatal(err)
		}
		if d.Platform == "portal" && len(e.attempts[id]) > 0 {
			s.page(e, e.attempts[id][0].Key)
		}
	}
	for _, one := range s.network.servers {
		for _, p := range one.Accepted() {
			e.landed[p.Key] = append(e.landed[p.Key], landed{p.ID, p.Text})
		}
	}
	for _, m := range s.mail.Accepted() {
		e.landed[m.ID] = append(e.landed[m.ID], landed{m.ID, m.Text})
	}
	err := s.db.QueryRowContext(s.t.Context(),
		"SELECT coalesce(sum(last - n), 0) FROM (SELECT max(seq) AS last, count(*) AS n FROM audit_entries GROUP BY organization_id) AS trails").Scan(&e.gaps)
	if err != nil {
		s.t.Fatal(err)
	}
	s.report(e)
	return e
}

func (s *stage) ids() []models.ID[models.Delivery] {
	s.t.Helper()
	rows, err := s.db.QueryContext(s.t.Context(), "SELECT id FROM deliveries")
	if err != nil {
		s.t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	var ids []models.ID[models.Delivery]
	for rows.Next() {
		var id models.ID[models.Delivery]
		if err := rows.Scan(&id); err != nil {
			s.t.Fatal(err)
		}
		ids = append(ids, id)
	}
	if err := rows.Err(); err != nil {
		s.t.Fatal(err)
	}
	return ids
}

// page adds what stands on the portal under a key.
func (s *stage) page(e *evidence, key string) {
	p, err := s.records.As(models.System("check")).Page(s.t.Context(), key)
	if err != nil {
		return // nothing stands there
	}
	c := platforms.Content{Title: p.Title, Body: p.Body, Link: p.Link, Hashtags: p.Hashtags, Disclosure: p.Disclosure}
	e.landed[key] = append(e.landed[key], landed{key, c.Text()})
}

// report says what the run was like.
func (s *stage) report(e *evidence) {
	ends, attempts := map[string]int{}, 0
	for _, d := range e.deliveries {
		ends[d.Platform+" "+string(d.State)]++
		attempts += len(e.attempts[d.ID])
	}
	s.t.Logf("%d deliveries, %d attempts, %d kills: %v", len(e.deliveries), attempts, s.crew.kills, ends)
}
