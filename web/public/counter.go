package public

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"log/slog"
	"maps"
	"net/http"
	"net/netip"
	"slices"
	"sync"
	"time"

	"github.com/axiomhq/hyperloglog"

	"caravan/internal/store"
	"caravan/models"
)

// A Counter counts how often pages are read, and about how many people read
// them in a day, without being able to recognise anybody. A reader is a keyed
// hash of network, browser and languages, fed into a sketch that is never
// written down; the key is random, made in memory for one day of one process,
// and forgotten with it. Only numbers reach the database.
type Counter struct {
	records *store.Scope
	client  func(*http.Request) netip.Addr
	now     func() time.Time
	log     *slog.Logger
	process string

	writing sync.Mutex // held while counts are written, so that older never follow newer

	mu    sync.Mutex
	today *day
	pages map[pageDay]models.PageReads // not written yet
	feeds map[feedDay]models.FeedReads // not written yet
}

type pageDay struct {
	key string
	day models.Date
}

type feedDay struct {
	site     models.ID[models.Organization]
	language string
	day      models.Date
}

// A day is what is known about it until it ends.
type day struct {
	date  models.Date
	key   []byte
	pages map[string]*tally
	feeds map[feedDay]int64
}

// A tally is the reading of one page.
type tally struct {
	views   int64
	readers *hyperloglog.Sketch
}

// NewCounter returns a counter that keeps its counts in records, see Run.
// Where a request comes from is what client says, such as Client.
func NewCounter(records *store.Store, client func(*http.Request) netip.Addr, now func() time.Time, log *slog.Logger) *Counter {
	return &Counter{
		records: records.As(models.System("public site")), client: client, now: now, log: log, process: rand.Text()[:10],
		pages: map[pageDay]models.PageReads{}, feeds: map[feedDay]models.FeedReads{},
	}
}

// View counts that a page was served, if it was to a person. The page is named
// by the key of its delivery.
func (c *Counter) View(r *http.Request, page string) {
	if !person(r) {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.turn()
	t, there := c.today.pages[page]
	if !there {
		t = &tally{readers: hyperloglog.New()}
		c.today.pages[page] = t
	}
	t.views++
	t.readers.InsertHash(c.today.reader(c.client(r), r.Header))
	c.pages[pageDay{page, c.today.date}] = models.PageReads{Key: page, Day: c.today.date, Process: c.process}
}

// FeedRead counts that a feed was served, in whichever format and to whomever:
// most feeds are read by programs, each for nobody knows how many people. What
// some say of their subscribers nobody can check, and it is not taken.
func (c *Counter) FeedRead(r *http.Request, site models.ID[models.Organization], language string) {
	if r.Method != http.MethodGet {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.turn()
	at := feedDay{site, language, c.today.date}
	c.today.feeds[at]++
	c.feeds[at] = models.FeedReads{OrganizationID: site, Language: language, Day: at.day, Process: c.process, Reads: c.today.feeds[at]}
}

// turn begins a new day if the last one is over, and forgets what could tell
// its readers. The lock must be held.
func (c *Counter) turn() {
	date := models.Date(c.now().UTC().Format(time.DateOnly))
	if c.today != nil && c.today.date == date {
		return
	}
	if c.today != nil {
		c.tell()
		clear(c.today.key)
	}
	key := make([]byte, sha256.Size)
	_, _ = rand.Read(key) // never fails
	c.today = &day{date: date, key: key, pages: map[string]*tally{}, feeds: map[feedDay]int64{}}
}

// reader is the hash by which a reader is told from others until the day ends.
func (d *day) reader(from netip.Addr, h http.Header) uint64 {
	mac := hmac.New(sha256.New, d.key)
	for _, trait := range []string{network(from), h.Get("User-Agent"), h.Get("Accept-Language")} {
		mac.Write([]byte(trait))
		mac.Write([]byte{0})
	}
	return binary.BigEndian.Uint64(mac.Sum(nil))
}

// tell fills in the numbers of today's pages that are not written yet. The
// lock must be held.
func (c *Counter) tell() {
	for at, reads := range c.pages {
		if at.day == c.today.date {
			t := c.today.pages[at.key]
			reads.Views, reads.Readers = t.views, int64(min(t.readers.Estimate(), uint64(t.views))) //nolint:gosec // views are few
			c.pages[at] = reads
		}
	}
}

// Flush writes the counts that have changed. What cannot be written stays for
// the next time.
func (c *Counter) Flush(ctx context.Context) error {
	c.writing.Lock()
	defer c.writing.Unlock()
	pages, feeds := c.unwritten()
	if len(pages)+len(feeds) == 0 {
		return nil
	}
	if err := c.records.KeepReads(ctx, pages, feeds); err != nil {
		c.putBack(pages, feeds)
		return err
	}
	return nil
}

// unwritten takes what has to be written, as it stands now.
func (c *Counter) unwritten() ([]models.PageReads, []models.FeedReads) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.turn()
	c.tell()
	pages, feeds := slices.Collect(maps.Values(c.pages)), slices.Collect(maps.Values(c.feeds))
	clear(c.pages)
	clear(c.feeds)
	return pages, feeds
}

// putBack returns what was not written, unless there is newer.
func (c *Counter) putBack(pages []models.PageReads, feeds []models.FeedReads) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, p := range pages {
		at := pageDay{p.Key, p.Day}
		if _, newer := c.pages[at]; !newer {
			c.pages[at] = p
		}
	}
	for _, f := range feeds {
		at := feedDay{f.OrganizationID, f.Language, f.Day}
		if _, newer := c.feeds[at]; !newer {
			c.feeds[at] = f
		}
	}
}

// Run writes the counts at every interval until ctx ends, and then once more.
// A crash loses what was counted since the last time.
func (c *Counter) Run(ctx context.Context, every time.Duration) error {
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return c.Flush(context.WithoutCancel(ctx))
		case <-tick.C:
			if err := c.Flush(ctx); err != nil && ctx.Err() == nil {
				c.log.WarnContext(ctx, "write reader counts", slog.String("error", err.Error()))
			}
		}
	}
}
