package evaluation_test

import (
	"testing"

	"caravan/internal/dbtest"
	"caravan/internal/store"
	"caravan/models"
)

// removed is the platform's word, days after publication, that a post is gone.
func (s *stage) removed(d *models.Delivery, days float64) models.Observation {
	o := s.counted(d, "reactions", 24*days, 0)
	o.Value, o.MissingReason = nil, "removed"
	return o
}

// tallied is what moderators counted on a day.
func (s *stage) tallied(entry models.TallyEntry) {
	s.t.Helper()
	_, err := s.desk.EnterTally(s.t.Context(), s.Planner, s.Campaign.ID, s.Channels[0].ID, entry)
	s.must(err)
}

// Removals and lost followers are read from observations, reports from
// tallies; every window says what it counted, of what.
func TestBacklashIsReadFromObservationsAndTallies(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, records *store.Store) {
		s := newStage(t, records)
		s.must(s.desk.Seed(t.Context(), append(definitions(), models.MetricDefinition{
			Metric: "followers", Platform: "plain", NativeName: "plain_followers", Family: "followers", Unit: "accounts", Kind: models.GaugeMetric,
			Threshold: "made up", ValidFrom: "2020-01-01", Source: "test",
		})))
		rules := []models.BacklashRule{
			{Signal: models.RemovedPosts, Share: 0.2, Minimum: 5, Days: 7},
			{Signal: models.LostFollowers, Share: 0.1, Minimum: 100, Days: 7},
			{Signal: models.ReportNotices, Share: 0.3, Minimum: 5, Days: 7},
			{Signal: models.HostileAnswers, Share: 0.5, Minimum: 5, Days: 7},
		}
		_, err := s.desk.SetBacklashRules(t.Context(), s.Planner, s.Campaign.ID, 0, rules)
		s.must(err)
		var posts []*models.Delivery
		for range 10 {
			posts = append(posts, s.published("plain", "KG"))
		}
		for i, days := range []float64{19, 20, 26, 27} { // on 20, 21, 27 and 28 March
			s.observe(s.removed(posts[i], days))
			s.observe(s.removed(posts[i], 30)) // and seen to be gone again
		}
		for _, at := range []struct {
			days  float64
			value int64
		}{{17, 1000}, {24, 900}, {31, 700}} { // two posts say it of the one account
			s.observe(s.counted(posts[8], "followers", 24*at.days-1, at.value), s.counted(posts[9], "followers", 24*at.days-1, at.value))
		}
		s.tallied(models.TallyEntry{Day: "2027-03-25", Seen: 3, Reports: 1})
		s.tallied(models.TallyEntry{Day: "2027-03-25", Seen: 3, Reports: 3}) // counted again
		s.tallied(models.TallyEntry{Day: "2027-03-26", Seen: 9, Hostile: 9, Reports: 5})
		s.rollUp()

		found, err := s.desk.Backlashes(t.Context())
		s.must(err)
		if len(found) != 1 || found[0].Campaign != s.Campaign.ID {
			t.Fatalf("got %+v", found)
		}
		want := map[string][4]int64{models.RemovedPosts: {2, 10, 2, 8}, models.LostFollowers: {100, 1000, 200, 900}, models.ReportNotices: {3, 10, 5, 10}}
		for _, alarm := range found[0].Alarms {
			earlier, later := alarm.Windows[0], alarm.Windows[1]
			if got := [4]int64{earlier.Count, earlier.Of, later.Count, later.Of}; got != want[alarm.Signal] {
				t.Errorf("%s: %v, want %v", alarm.Signal, got, want[alarm.Signal])
			}
			if earlier.From != "2027-03-19" || later.To != "2027-04-01" || len(earlier.Sources) == 0 || len(later.Sources) == 0 {
				t.Errorf("%s: %+v", alarm.Signal, alarm.Windows)
			}
			delete(want, alarm.Signal)
		}
		if len(want) != 0 {
			t.Errorf("nothing is said of %v", want)
		}
	})
}
