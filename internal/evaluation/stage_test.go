package evaluation_test

import (
	"cmp"
	"errors"
	"strconv"
	"testing"
	"time"

	"caravan/internal/dbtest"
	"caravan/internal/evaluation"
	"caravan/internal/store"
	"caravan/models"
)

// A stage is a newsroom that has published, with a clock that is set by hand.
type stage struct {
	*dbtest.Newsroom
	t       *testing.T
	desk    *evaluation.Desk
	records *store.Store
	now     time.Time
	made    int
}

func newStage(t *testing.T, records *store.Store) *stage {
	t.Helper()
	s := &stage{t: t, records: records, now: dbtest.Noon().AddDate(0, 1, 0), Newsroom: dbtest.NewNewsroom(t, records, "video", "radio", "page", "plain", "event")}
	s.desk = &evaluation.Desk{Store: records, Now: func() time.Time { return s.now }, Program: "test"}
	s.must(s.desk.Seed(t.Context(), definitions()))
	return s
}

// definitions are those of imaginary platforms: one that counts everything, a
// station, a page with daily readers, one that tells nobody who was reached,
// and gatherings.
func definitions() []models.MetricDefinition {
	counter := func(platform, metric, unit string, sums bool) models.MetricDefinition {
		return models.MetricDefinition{
			Metric: metric, Platform: platform, NativeName: platform + "_" + metric, Family: metric, Unit: unit, Kind: models.CounterMetric,
			AdditiveTime: sums, AdditiveDelivery: sums, AdditiveSegment: sums, Threshold: "made up", ValidFrom: "2020-01-01", Source: "test",
		}
	}
	of := func(d models.MetricDefinition, change func(*models.MetricDefinition)) models.MetricDefinition {
		change(&d)
		return d
	}
	claim := func(d *models.MetricDefinition) { d.Kind, d.Manual = models.EstimateMetric, true }
	return []models.MetricDefinition{
		counter("video", "views", "plays", true),
		counter("video", "reactions", "events", true),
		counter("video", "comments", "events", true),
		of(counter("video", "reach", "people", false), func(d *models.MetricDefinition) { d.PrivacyFloor = new(int64(1000)) }),
		of(counter("radio", "spots_aired", "spots", true), claim),
		of(counter("radio", "reach", "people", false), claim),
		counter("page", "views", "plays", true),
		of(counter("page", "readers", "devices", false), func(d *models.MetricDefinition) { d.Kind = models.PeriodMetric }),
		counter("plain", "reactions", "events", true),
		of(counter("event", "attendance", "contacts", true), claim),
		of(counter("event", "reach", "people", false), claim),
	}
}

func (s *stage) must(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
}

// published makes a delivery that went live on a platform at noon of the first
// of March, or later.
func (s *stage) published(platform, country string, change ...func(*models.Delivery)) *models.Delivery {
	s.t.Helper()
	s.made++
	at := dbtest.Noon()
	d := &models.Delivery{
		ID: models.NewID[models.Delivery](), OrganizationID: s.Planner.OrganizationID, CampaignID: s.Campaign.ID, MessageID: s.Message.ID,
		VersionID: s.Version.ID, MessengerID: s.Messenger.ID, Dimensions: models.Dimensions{
			Country: country, Language: "ru", Platform: platform, ChannelClass: "social", MessageType: string(s.Message.Type),
			Approach: string(s.Message.Approach), Components: s.Message.Components, MessengerType: s.Messenger.Type, Traffic: "organic",
		},
		Digest: s.Version.Digest, Local: "2027-03-01T18:00", Zone: "Asia/Bishkek", NotBefore: at.Add(time.Duration(s.made) * time.Second),
		NotAfter: at.Add(2 * time.Hour), NextAt: at, State: models.Published, RemoteID: strconv.Itoa(s.made), PublishedAt: &at,
		CreatedBy: s.Planner.UserID, CreatedAt: at, Version: 1,
	}
	for _, c := range s.Channels {
		if c.Platform == platform {
			d.ChannelID = c.ID
		}
	}
	for _, f := range change {
		f(d)
	}
	s.must(s.records.As(s.Planner).CreateDelivery(s.t.Context(), d))
	return d
}

// definition returns the definition of a metric on a platform.
func (s *stage) definition(platform, metric string) models.MetricDefinition {
	s.t.Helper()
	known, err := s.records.As(s.Planner).Definitions(s.t.Context())
	s.must(err)
	var found models.MetricDefinition
	for _, d := range known {
		if d.Platform == platform && d.Metric == metric {
			found = d
		}
	}
	if found.ID == 0 {
		s.t.Fatalf("no %s of %s", metric, platform)
	}
	return found
}

// observe appends rows past the checks of an import.
func (s *stage) observe(rows ...models.Observation) {
	s.t.Helper()
	for i := range rows {
		o := &rows[i]
		o.Source, o.Quality, o.Batch = cmp.Or(o.Source, "manual"), cmp.Or(o.Quality, models.QualityOK), models.NewID[models.Batch]().String()
		if o.ReceivedAt.IsZero() {
			o.ReceivedAt = o.ObservedAt
		}
	}
	s.must(s.records.As(models.System("test")).InTx(s.t.Context(), func(tx *store.Scope) error {
		return tx.Observe(s.t.Context(), rows, s.now)
	}))
}

// counted is what a metric of a delivery showed after some hours.
func (s *stage) counted(d *models.Delivery, metric string, hours float64, value int64) models.Observation {
	s.t.Helper()
	return models.Observation{
		DeliveryID: d.ID, DefinitionID: s.definition(d.Platform, metric).ID, Value: &value,
		ObservedAt: d.PublishedAt.Add(time.Duration(hours * float64(time.Hour))),
	}
}

// rollUp rolls up and returns the state of a series.
func (s *stage) rollUp() {
	s.t.Helper()
	_, err := s.desk.RollUp(s.t.Context())
	s.must(err)
}

// state returns the derived state of a metric of a delivery, for everybody.
func (s *stage) state(d *models.Delivery, metric string) models.SeriesState {
	s.t.Helper()
	s.rollUp()
	definition := s.definition(d.Platform, metric).ID
	states, err := s.records.As(s.Planner).SeriesOf(s.t.Context(), []models.ID[models.Campaign]{d.CampaignID}, []int64{definition})
	s.must(err)
	for _, state := range states {
		if state.DeliveryID == d.ID && state.Segment == "" {
			return state
		}
	}
	s.t.Fatalf("no state of %s", metric)
	return models.SeriesState{}
}

// growth returns the growth of a metric of the campaign by day.
func (s *stage) growth(platform, metric string) map[models.Date]int64 {
	s.t.Helper()
	s.rollUp()
	found, err := s.records.As(s.Planner).Growth(s.t.Context(), []models.ID[models.Campaign]{s.Campaign.ID}, "", "")
	s.must(err)
	days := map[models.Date]int64{}
	for _, g := range found {
		if g.DefinitionID == s.definition(platform, metric).ID {
			days[g.Day] += g.Increment
		}
	}
	return days
}

func is(t *testing.T, err, want error) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Fatalf("got %v, want %v", err, want)
	}
}
