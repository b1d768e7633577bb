package store_test

import (
	"io/fs"
	"slices"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"gorm.io/gorm/schema"

	"caravan/internal/dbtest"
	"caravan/internal/store"
	"caravan/migrations"
	"caravan/models"
)

func TestMigrationsHaveTheSameNames(t *testing.T) {
	names := func(dialect string) []string {
		folder, err := migrations.Files(dialect)
		if err != nil {
			t.Fatal(err)
		}
		found, err := fs.Glob(folder, "*.sql")
		if err != nil {
			t.Fatal(err)
		}
		return found
	}
	if diff := cmp.Diff(names(migrations.Postgres), names(migrations.SQLite)); diff != "" {
		t.Error(diff)
	}
}

// Every column that a record uses is in its table, and no table has a column
// that no record knows.
func TestTablesFitTheRecords(t *testing.T) {
	records := []any{
		models.Organization{},
		models.User{},
		models.Membership{},
		models.Session{},
		models.Token{},
		models.Link{},
		models.Factor{},
		models.RecoveryCode{},
		models.SecurityKey{},
		models.Ceremony{},
		models.IdentityProvider{},
		models.ProviderAccount{},
		models.AuditEntry{},
		models.AuditLeaf{},
		models.AuditCheckpoint{},
		models.AuditWitness{},
		models.Audience{},
		models.Campaign{},
		models.CampaignCountry{},
		models.Partner{},
		models.ReferralService{},
		models.Messenger{},
		models.Consent{},
		models.RiskAssessment{},
		models.Message{},
		models.Variant{},
		models.Media{},
		models.MessageVersion{},
		models.ApprovalRule{},
		models.ElectionWindow{},
		models.Submission{},
		models.Decision{},
		models.Notice{},
		models.Channel{},
		models.Hold{},
		models.BacklashWatch{},
		models.Tally{},
		models.BacklashAlarm{},
		models.BacklashNotice{},
		models.AccountNotice{},
		models.ForeignPost{},
		models.Delivery{},
		models.Attempt{},
		models.Post{},
		models.Airing{},
		models.Absence{},
		models.MetricDefinition{},
		models.Observation{},
		models.IdempotencyKey{},
		models.HookNonce{},
		models.Event{},
		store.OwedTask{},
		models.Page{},
		models.PageReads{},
		models.FeedReads{},
		models.Batch{},
		models.DirtySeries{},
		models.SeriesState{},
		models.SeriesDay{},
		models.RollupDay{},
		models.Universe{},
		models.ExchangeRate{},
		models.StandardPopulation{},
		models.AssumptionSet{},
		models.Comparison{},
		models.Survey{},
		models.SurveyCell{},
		models.Experiment{},
		models.ExperimentLook{},
		models.Adjustment{},
		models.TokenKey{},
		models.ChannelCheck{},
		models.ChannelGrant{},
		models.CustodianKey{},
		models.Identity{},
		models.Reveal{},
		models.Designation{},
		models.RevealNotice{},
		models.Envelope{},
		models.Ombudsperson{},
		models.LinkClicks{},
	}
	dbtest.Each(t, func(t *testing.T, s *store.Store) {
		known := []string{"delivery_transitions"} // rules as rows
		for _, record := range records {
			parsed, err := schema.Parse(record, &sync.Map{}, schema.NamingStrategy{})
			if err != nil {
				t.Fatal(err)
			}
			known = append(known, parsed.Table)
			columns, err := s.Columns(t.Context(), parsed.Table)
			if err != nil {
				t.Fatal(err)
			}
			used := slices.Clone(parsed.DBNames)
			slices.Sort(used)
			slices.Sort(columns)
			if diff := cmp.Diff(used, columns); diff != "" {
				t.Errorf("%s: record and table differ (-record +table)\n%s", parsed.Table, diff)
			}
		}
		tables, err := s.Tables(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		slices.Sort(known)
		slices.Sort(tables)
		if diff := cmp.Diff(known, tables); diff != "" {
			t.Errorf("records and tables differ (-records +tables)\n%s", diff)
		}
	})
}

// The database holds the same table of transitions as the rules.
func TestDatabaseKnowsTheTransitions(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, s *store.Store) {
		got, err := s.Transitions(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		want := models.Transitions()
		for from, to := range want {
			if len(to) == 0 {
				delete(want, from)
			}
			slices.Sort(to)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
	})
}
