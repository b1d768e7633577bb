package evaluation_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"caravan/internal/dbtest"
	"caravan/internal/store"
	"caravan/models"
)

// A golden case of counters: snapshots in seconds, and what they come to.
type goldenCase struct {
	ID, Op string
	Input  struct {
		Snapshots []struct {
			T, Seq, Value int64
			Quality       string
		}
		Timezone string
		Points   []struct {
			T     time.Time
			Value int64
		}
	}
	Expect struct {
		Total   int64
		Dropped int
		Flags   []string
		Buckets map[models.Date]int64
	}
}

func golden(t *testing.T, op string) []goldenCase {
	t.Helper()
	text, err := os.ReadFile("../reach/testdata/golden-stats.json")
	if err != nil {
		t.Fatal(err)
	}
	var file struct{ Cases []json.RawMessage }
	if err := json.Unmarshal(text, &file); err != nil {
		t.Fatal(err)
	}
	var found []goldenCase
	for _, raw := range file.Cases {
		var head struct{ Op string }
		if err := json.Unmarshal(raw, &head); err != nil {
			t.Fatal(err)
		}
		if head.Op != op {
			continue
		}
		var c goldenCase
		if err := json.Unmarshal(raw, &c); err != nil {
			t.Fatal(err)
		}
		found = append(found, c)
	}
	if len(found) == 0 {
		t.Fatalf("no case of %s", op)
	}
	return found
}

// Through the database, counters come to what the golden file says.
func TestCountersComeToTheGoldenTotals(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, records *store.Store) {
		s := newStage(t, records)
		for _, c := range golden(t, "counter.increments") {
			d := s.published("video", "KG")
			for _, snapshot := range c.Input.Snapshots {
				o := s.counted(d, "views", 1, snapshot.Value)
				o.ObservedAt = o.ObservedAt.Add(time.Duration(snapshot.T) * time.Second)
				o.ReceivedAt = o.ObservedAt.Add(time.Duration(snapshot.Seq) * time.Second)
				o.Quality = snapshot.Quality
				s.observe(o)
			}
			state := s.state(d, "views")
			flags := map[string]int{}
			for _, f := range c.Expect.Flags {
				flags[f]++
			}
			got := []int64{*state.Value, int64(state.Dropped), int64(state.Corrections), int64(state.Resets)}
			want := []int64{c.Expect.Total, int64(c.Expect.Dropped), int64(flags["downward_correction"]), int64(flags["reset"])}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s: total, dropped, corrections, resets: %s", c.ID, diff)
			}
		}
	})
}

// Growth falls on the local days of the golden file. The definition is newer
// than the delivery, so that the first point is a baseline.
func TestGrowthFallsOnTheGoldenDays(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, records *store.Store) {
		for _, c := range golden(t, "counter.bucket") {
			s := newStage(t, records)
			d := s.published("video", "ZZ", func(d *models.Delivery) {
				at := time.Date(2019, 1, 1, 0, 0, 0, 0, time.UTC)
				d.PublishedAt, d.Zone = &at, c.Input.Timezone
			})
			for _, p := range c.Input.Points {
				o := s.counted(d, "views", 0, p.Value)
				o.ObservedAt, o.ReceivedAt = p.T, p.T
				s.observe(o)
			}
			if diff := cmp.Diff(c.Expect.Buckets, s.growth("video", "views")); diff != "" {
				t.Errorf("%s: %s", c.ID, diff)
			}
		}
	})
}

// What was not there had no views, so growth begins at publication, and the
// days are those of the delivery's country: Kabul is +04:30.
func TestGrowthBeginsWithTheDeliveryAndFollowsItsCountry(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, records *store.Store) {
		s := newStage(t, records)
		d := s.published("video", "AF", func(d *models.Delivery) {
			at := time.Date(2027, 3, 1, 18, 30, 0, 0, time.UTC) // 23:00 in Kabul
			d.PublishedAt = &at
		})
		s.observe(s.counted(d, "views", 4, 400))
		want := map[models.Date]int64{"2027-03-01": 100, "2027-03-02": 300}
		if diff := cmp.Diff(want, s.growth("video", "views")); diff != "" {
			t.Error(diff)
		}
	})
}

func TestAgesAreReadBetweenSnapshotsAndNeverGuessed(t *testing.T) {
	s := newStage(t, dbtest.SQLite(t))
	d := s.published("video", "KG")
	s.observe(s.counted(d, "views", 12, 100), s.counted(d, "views", 36, 200), s.counted(d, "views", 200, 900))
	state := s.state(d, "views")
	if *state.At(1) != 150 || *state.At(7) != 763 || state.At(28) != nil || *state.At(0) != 900 {
		t.Errorf("%d %d %v %d", *state.Day1, *state.Day7, state.Day28, *state.Value)
	}
}

// People are not added up: neither over days, nor when a counter falls.
func TestPeopleAreNeverSummed(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, records *store.Store) {
		s := newStage(t, records)
		d := s.published("video", "KG")
		s.observe(s.counted(d, "reach", 10, 5000), s.counted(d, "reach", 20, 9000), s.counted(d, "reach", 30, 400))
		if state := s.state(d, "reach"); *state.Value != 400 || *state.LastValue != 400 {
			t.Errorf("summed over a reset: %+v", state)
		}
		page := s.published("page", "KG")
		for day, n := range []int64{300, 500, 200} {
			o := s.counted(page, "readers", float64(24*day+24), n)
			start := o.ObservedAt.Add(-24 * time.Hour)
			o.PeriodStart = &start
			s.observe(o)
		}
		state := s.state(page, "readers")
		if state.Value != nil || *state.Low != 500 || *state.High != 1000 {
			t.Errorf("three days: %+v", state)
		}
		for _, metric := range [][2]string{{"video", "reach"}, {"page", "readers"}} {
			if days := s.growth(metric[0], metric[1]); len(days) != 0 {
				t.Errorf("%v has growth by day: %v", metric, days)
			}
		}
	})
}

func TestCorrectionsReplaceAndReasonsRemain(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, records *store.Store) {
		s := newStage(t, records)
		d := s.published("video", "KG")
		wrong := s.counted(d, "views", 30, 90_000)
		s.observe(s.counted(d, "views", 10, 500), wrong)
		if state := s.state(d, "views"); *state.Value != 90_000 {
			t.Fatalf("%+v", state)
		}
		rows, err := records.As(s.Planner).Observations(t.Context(), store.ObservationFilter{Delivery: d.ID}, 0, 10)
		s.must(err)
		fixed := s.counted(d, "views", 30, 900)
		fixed.Supersedes = &rows[0].ID
		s.observe(fixed)
		if state := s.state(d, "views"); *state.Value != 900 || state.Corrections != 0 || state.Dropped != 1 {
			t.Errorf("%+v", state)
		}
		gone := s.counted(d, "views", 40, 0)
		gone.Value, gone.MissingReason = nil, "removed"
		s.observe(gone)
		if state := s.state(d, "views"); *state.Value != 900 || state.MissingReason != "removed" || state.Observations != 4 {
			t.Errorf("%+v", state)
		}
	})
}

// A zero below a privacy floor is between 0 and the floor.
func TestWithheldIsARange(t *testing.T) {
	s := newStage(t, dbtest.SQLite(t))
	d := s.published("video", "KG")
	o := s.counted(d, "reach", 10, 0)
	o.Value, o.MissingReason = nil, "below_privacy_floor"
	s.observe(o)
	if state := s.state(d, "reach"); state.Value != nil || *state.Low != 0 || *state.High != 999 {
		t.Errorf("%+v", state)
	}
}

// A story is a random sequence of rows, late ones, corrections and rejections,
// for a few deliveries.
type story struct {
	*stage
	random *rand.Rand
	live   []*models.Delivery
}

func (s *story) happen() {
	s.t.Helper()
	d := s.live[s.random.IntN(len(s.live))]
	metric := []string{"views", "reactions", "reach"}[s.random.IntN(3)]
	o := s.counted(d, metric, float64(1+s.random.IntN(500)), s.random.Int64N(10_000))
	o.ReceivedAt = o.ObservedAt.Add(time.Duration(s.random.IntN(100)) * time.Hour)
	o.Segment = []string{"", "", "women"}[s.random.IntN(3)]
	o.Quality = []string{"ok", "ok", "ok", "suspect", "rejected", "provisional"}[s.random.IntN(6)]
	histories, err := s.records.As(s.Planner).Histories(s.t.Context(), []models.SeriesKey{o.Series()})
	s.must(err)
	rows := histories[o.Series()]
	if len(rows) > 0 && s.random.IntN(3) == 0 {
		before := rows[s.random.IntN(len(rows))]
		done, err := s.records.As(s.Planner).Corrected(s.t.Context(), []int64{before.ID})
		s.must(err)
		if len(done) == 0 {
			o.Supersedes = &before.ID
		}
		if s.random.IntN(3) == 0 {
			o.Value, o.MissingReason = nil, "api_error"
		}
	}
	s.observe(o)
}

// tables is everything that is derived, as text.
func (s *stage) tables() string {
	s.t.Helper()
	lines, err := s.records.Derived(s.t.Context())
	s.must(err)
	return strings.Join(lines, "\n")
}

// Whatever happened in whichever order, what is derived is what deriving it
// again gives, and each day is the sum of its series.
func TestRebuildingChangesNothing(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, records *store.Store) {
		const seed = 20270301
		s := &story{stage: newStage(t, records), random: rand.New(rand.NewPCG(seed, 1))}
		for i := range 4 {
			s.live = append(s.live, s.published("video", []string{"KG", "AF"}[i%2]))
		}
		for range 12 {
			for range 1 + s.random.IntN(12) {
				s.happen()
			}
			s.rollUp()
		}
		before := s.tables()
		_, err := s.desk.Rebuild(t.Context())
		s.must(err)
		if diff := cmp.Diff(before, s.tables()); diff != "" || len(before) < 1000 {
			t.Errorf("rebuilt differs: %s", diff)
		}
	})
}

// Both databases derive the same from the same story, to the byte: random
// rows, late ones, corrections, rejections, resets, days in two countries.
func TestDatabasesDeriveTheSame(t *testing.T) {
	var told []string
	for _, records := range []*store.Store{dbtest.SQLite(t), dbtest.Postgres(t)} {
		s := &story{stage: newStage(t, records), random: rand.New(rand.NewPCG(7, 7))}
		for i := range 4 {
			s.live = append(s.live, s.published("video", []string{"KG", "AF"}[i%2], func(d *models.Delivery) {
				d.ID = models.MustID[models.Delivery](fmt.Sprintf("0195a000-0000-7000-8000-00000000000%d", i))
			}))
		}
		for range 8 {
			for range 1 + s.random.IntN(12) {
				s.happen()
			}
			s.rollUp()
		}
		names := strings.NewReplacer(s.Campaign.ID.String(), "campaign", s.Campaign.OrganizationID.String(), "organization")
		told = append(told, names.Replace(s.tables()))
	}
	if diff := cmp.Diff(told[0], told[1]); diff != "" || len(told[0]) < 1000 {
		t.Errorf("they differ: %s", diff)
	}
}

// A roll-up that runs while a writer has not committed leaves the series to
// the next one, even if it was dirty before.
func TestRollUpDoesNotLoseWhatIsBeingWritten(t *testing.T) {
	s := newStage(t, dbtest.Postgres(t))
	d := s.published("video", "KG")
	s.observe(s.counted(d, "views", 1, 100)) // dirty from now on
	row := s.counted(d, "views", 2, 250)
	row.Source, row.Quality, row.Batch, row.ReceivedAt = "manual", models.QualityOK, "late", row.ObservedAt
	written, committed := make(chan struct{}), make(chan error, 1)
	release := make(chan struct{})
	go func() {
		committed <- s.records.As(models.System("test")).InTx(t.Context(), func(tx *store.Scope) error {
			err := tx.Observe(t.Context(), []models.Observation{row}, s.now)
			close(written)
			<-release
			return err
		})
	}()
	<-written
	s.rollUp()
	close(release)
	s.must(<-committed)
	if state := s.state(d, "views"); *state.Value != 250 {
		t.Errorf("the late row is lost: %+v", state)
	}
}

// Several workers at once come to what one alone comes to.
func TestWorkersRollUpTogether(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, records *store.Store) {
		s := newStage(t, records)
		for i := range 30 {
			d := s.published("video", "KG")
			s.observe(s.counted(d, "views", 30, int64(100+i)), s.counted(d, "reactions", 50, int64(i)))
		}
		var workers sync.WaitGroup
		faults := make(chan error, 4)
		for range 4 {
			workers.Go(func() {
				_, err := s.desk.RollUp(t.Context())
				faults <- err
			})
		}
		workers.Wait()
		for range 4 {
			s.must(<-faults)
		}
		before := s.tables()
		_, err := s.desk.Rebuild(t.Context())
		s.must(err)
		if diff := cmp.Diff(before, s.tables()); diff != "" {
			t.Error(diff)
		}
	})
}

// A definition that changes begins a new series; the two are never joined.
func TestChangedDefinitionBeginsANewSeries(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, records *store.Store) {
		s := newStage(t, records)
		d := s.published("video", "KG")
		old := s.definition("video", "views")
		s.observe(s.counted(d, "views", 10, 700))

		s.now = dbtest.Noon().AddDate(0, 0, 5)
		changed := definitions()
		changed[0].Threshold, changed[0].Family = "on start", "view_start"
		s.must(s.desk.Seed(t.Context(), changed))
		s.must(s.desk.Seed(t.Context(), changed)) // again changes nothing
		young := s.definition("video", "views")
		if young.ID == old.ID || young.ValidFrom != "2027-03-06" {
			t.Fatalf("%+v", young)
		}
		s.observe(s.counted(d, "views", 200, 9000), s.counted(d, "views", 210, 9500))
		if state := s.state(d, "views"); *state.Value != 500 || state.DefinitionID != young.ID || state.Day1 != nil {
			t.Errorf("a new series begins at its first snapshot: %+v", state)
		}
		known, err := records.As(s.Planner).Definitions(t.Context())
		s.must(err)
		var versions strings.Builder
		for _, k := range known {
			if k.NativeName == "video_views" {
				fmt.Fprintf(&versions, "%s-%s ", k.ValidFrom, k.ValidTo)
			}
		}
		if versions.String() != "2020-01-01-2027-03-06 2027-03-06- " {
			t.Error(versions.String())
		}
	})
}
