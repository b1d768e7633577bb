package public

// In the package itself, because what must not be found in a database dump -
// the hash of a reader and the key that made it - is known nowhere else.

import (
	"database/sql"
	"encoding/base32"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // dumps the database

	"caravan/internal/dbtest"
	"caravan/internal/store"
	"caravan/models"
)

var unlinkableNoon = time.Date(2027, 3, 21, 12, 0, 0, 0, time.UTC)

// visitor is one person with one telephone.
func visitor() *http.Request {
	r := httptest.NewRequest(http.MethodGet, "/p/osh/aaaaaaaaaa", nil)
	r.RemoteAddr = "203.0.113.77:50000"
	r.Header = http.Header{"User-Agent": {"Mozilla/5.0 (Marked Telephone)"}, "Accept-Language": {"ky-KG,x-marked"}}
	return r
}

// traces is everything by which the visitor could be known again.
func traces(c *Counter, r *http.Request) []string {
	hash := binary.BigEndian.AppendUint64(nil, c.today.reader(c.client(r), r.Header))
	all := []string{"203.0.113", "Marked Telephone", "x-marked", strconv.FormatUint(binary.BigEndian.Uint64(hash), 10), string(hash), string(c.today.key)}
	for _, secret := range [][]byte{hash, c.today.key} {
		all = append(all, hex.EncodeToString(secret), base64.RawStdEncoding.EncodeToString(secret), base64.RawURLEncoding.EncodeToString(secret),
			strings.ToLower(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(secret)))
	}
	return all
}

func TestVisitorIsNotKnownAgainTheNextDay(t *testing.T) {
	clock := unlinkableNoon
	c := NewCounter(dbtest.SQLite(t), Client(nil), func() time.Time { return clock }, slog.New(slog.DiscardHandler))
	r := visitor()
	c.View(r, "page")
	first, key, hash := c.today, c.today.key, c.today.reader(c.client(r), r.Header)
	before := string(key)
	clock = clock.Add(24 * time.Hour)
	c.View(r, "page")
	if c.today == first || string(c.today.key) == before || c.today.reader(c.client(r), r.Header) == hash {
		t.Error("the same visitor looks the same on two days")
	}
	if strings.Trim(string(key), "\x00") != "" {
		t.Error("the key of the first day is still in memory")
	}
}

func TestKeyIsForgottenThoughNobodyComes(t *testing.T) {
	clock := unlinkableNoon
	c := NewCounter(dbtest.SQLite(t), Client(nil), func() time.Time { return clock }, slog.New(slog.DiscardHandler))
	c.View(visitor(), "page")
	key := c.today.key
	clock = clock.Add(12 * time.Hour)
	_ = c.Flush(t.Context()) // no page has that key, so nothing can be written; the day ends all the same
	if strings.Trim(string(key), "\x00") != "" {
		t.Error("the key of the day before is still in memory")
	}
}

func TestTwoProcessesSeeTheSameVisitorDifferently(t *testing.T) {
	now := func() time.Time { return unlinkableNoon }
	records, log := dbtest.SQLite(t), slog.New(slog.DiscardHandler)
	one, other := NewCounter(records, Client(nil), now, log), NewCounter(records, Client(nil), now, log)
	r := visitor()
	one.View(r, "page")
	other.View(r, "page")
	if one.today.reader(one.client(r), r.Header) == other.today.reader(other.client(r), r.Header) || one.process == other.process {
		t.Error("they can be told to be the same")
	}
}

// Two addresses that a telephone has within one line are one reader's.
func TestNetworkOfAnAddress(t *testing.T) {
	c := NewCounter(dbtest.SQLite(t), Client(nil), func() time.Time { return unlinkableNoon }, slog.New(slog.DiscardHandler))
	for _, address := range []string{"[2a00:1450:1::1]:1", "[2a00:1450:1::ffff:2]:1"} {
		r := visitor()
		r.RemoteAddr = address
		c.View(r, "page")
	}
	if got := c.today.pages["page"].readers.Estimate(); got != 1 {
		t.Errorf("%d readers", got)
	}
}

func TestDumpTellsNothingAboutReaders(t *testing.T) {
	log := slog.New(slog.DiscardHandler)
	t.Run("sqlite", func(t *testing.T) {
		folder := t.TempDir()
		records := open(t, filepath.Join(folder, "caravan.db"))
		if err := records.Migrate(t.Context()); err != nil {
			t.Fatal(err)
		}
		found := visit(t, records, log)
		files, err := filepath.Glob(filepath.Join(folder, "*"))
		if err != nil {
			t.Fatal(err)
		}
		var dump strings.Builder
		for _, f := range files {
			body, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			dump.Write(body)
		}
		absent(t, dump.String(), found)
	})
	t.Run("postgres", func(t *testing.T) {
		address := dbtest.PostgresURL(t)
		found := visit(t, open(t, address), log)
		absent(t, dumpPostgres(t, address), found)
	})
}

func open(t *testing.T, address string) *store.Store {
	t.Helper()
	records, err := store.Open(address, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = records.Close() })
	return records
}

// visit lets the visitor read a page on two days and returns the traces.
func visit(t *testing.T, records *store.Store, log *slog.Logger) []string {
	t.Helper()
	page := publishPage(t, records)
	clock := unlinkableNoon
	c := NewCounter(records, Client(nil), func() time.Time { return clock }, log)
	var found []string
	for range 2 {
		c.View(visitor(), page.Key)
		c.FeedRead(visitor(), page.OrganizationID, "ru")
		found = append(found, traces(c, visitor())...)
		if err := c.Flush(t.Context()); err != nil {
			t.Fatal(err)
		}
		clock = clock.Add(24 * time.Hour)
	}
	return found
}

func publishPage(t *testing.T, records *store.Store) *models.Page {
	t.Helper()
	n := dbtest.NewNewsroom(t, records, "portal")
	d := &models.Delivery{
		ID: models.NewID[models.Delivery](), OrganizationID: n.Planner.OrganizationID, CampaignID: n.Campaign.ID, MessageID: n.Message.ID,
		VersionID: n.Version.ID, ChannelID: n.Channels[0].ID, Dimensions: models.Dimensions{Language: "ru", Components: []string{}},
		Digest: n.Version.Digest, Local: "2027-03-21T18:00", Zone: "Asia/Bishkek", NotBefore: unlinkableNoon, NotAfter: unlinkableNoon.Add(time.Hour),
		NextAt: unlinkableNoon, State: models.Sending, CreatedAt: unlinkableNoon, Version: 1,
	}
	scope := records.As(n.Planner)
	if err := scope.CreateDelivery(t.Context(), d); err != nil {
		t.Fatal(err)
	}
	page, err := scope.PutPage(t.Context(), models.NewPage("key-of-the-page", d, n.Version.Texts[0].Render("Osh", 0), unlinkableNoon))
	if err != nil {
		t.Fatal(err)
	}
	return page
}

// absent reports the traces that are in a dump, which has to hold what was
// counted.
func absent(t *testing.T, dump string, traces []string) {
	t.Helper()
	if !strings.Contains(dump, "key-of-the-page") || !strings.Contains(dump, "2027-03-22") {
		t.Fatal("the dump is not of the counts")
	}
	for _, trace := range traces {
		if strings.Contains(dump, trace) {
			t.Errorf("%q is in the dump", trace)
		}
	}
}

// dumpPostgres returns every row of every table as text.
func dumpPostgres(t *testing.T, address string) string {
	t.Helper()
	db, err := sql.Open("pgx", address)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	column := func(query string) (all []string) {
		rows, err := db.QueryContext(t.Context(), query)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = rows.Close() }()
		for rows.Next() {
			var value string
			err = errors.Join(err, rows.Scan(&value))
			all = append(all, value)
		}
		if err := errors.Join(err, rows.Err()); err != nil {
			t.Fatal(err)
		}
		return all
	}
	var dump []string
	for _, table := range column("SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'") {
		dump = append(dump, column(fmt.Sprintf("SELECT t::text FROM %q AS t", table))...)
	}
	return strings.Join(dump, "\n")
}
