package evaluation_test

import (
	"testing"
	"time"

	"caravan/internal/dbtest"
	"caravan/internal/store"
	"caravan/internal/tasks"
	"caravan/models"
)

// tell hands in what a platform said by itself of the reactions to a post, some
// hours after it was published.
func (s *stage) tell(d *models.Delivery, hours float64, value int64) {
	s.t.Helper()
	at := d.PublishedAt.Add(time.Duration(hours * float64(time.Hour)))
	s.must(s.desk.Told(s.t.Context(), tasks.Told{Delivery: d.ID, Native: "plain_reactions", Value: value, At: at}))
}

// What is told is how many there are: fewer is fewer, twice is once, and what
// comes late was before.
func TestWhatIsToldIsHowManyThereAre(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, records *store.Store) {
		s := newStage(t, records)
		d := s.published("plain", "KG")
		s.now = d.PublishedAt.Add(12 * time.Hour)
		s.tell(d, 2, 15)
		s.tell(d, 3, 9)
		s.tell(d, 2, 15) // again
		s.tell(d, 1, 4)  // late
		state := s.state(d, "reactions")
		if state.LastValue == nil || *state.LastValue != 9 || state.Snapshots != 3 || state.Observations != 3 {
			t.Errorf("got %+v", state)
		}
		if at := d.PublishedAt.Add(3 * time.Hour); !state.LastAt.Equal(at) {
			t.Errorf("it was so at %s, want %s", state.LastAt, at)
		}
	})
}

// Whatever the clock of a platform says, nobody reacts to a post before it is
// public, or tomorrow.
func TestWhatIsToldWasWhileThePostWasPublic(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, records *store.Store) {
		s := newStage(t, records)
		d := s.published("plain", "KG")
		s.now = d.PublishedAt.Add(12 * time.Hour)
		s.tell(d, -1, 4)
		if state := s.state(d, "reactions"); state.LastAt == nil || !state.LastAt.Equal(*d.PublishedAt) {
			t.Errorf("it was so at %v", state.LastAt)
		}
		s.tell(d, 13, 5)
		if state := s.state(d, "reactions"); !state.LastAt.Equal(s.now) || *state.LastValue != 5 {
			t.Errorf("it was so at %v", state.LastAt)
		}
	})
}
