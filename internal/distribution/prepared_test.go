package distribution_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"caravan/internal/platforms"
	"caravan/models"
)

// A platform in steps makes a post ready before it takes one, and is not ready
// at first.
type inSteps struct {
	platforms.Connector

	given *[]string // what was ready, at each attempt
}

func (p inSteps) Publish(ctx context.Context, post platforms.Post) (platforms.Receipt, error) {
	*p.given = append(*p.given, post.Prepared)
	if len(*p.given) < 3 {
		return platforms.Receipt{}, platforms.Keeping(platforms.Fail(platforms.Unsent, "not ready"), "container-1")
	}
	if len(*p.given) == 3 {
		return platforms.Receipt{}, platforms.Fail(platforms.Unsent, "it has expired")
	}
	return p.Connector.Publish(ctx, post)
}

// What an attempt leaves ready at the platform the next one gets, until one
// leaves nothing.
func TestWhatIsReadyIsKeptForTheNextAttempt(t *testing.T) {
	each(t, func(s *stage) {
		var given []string
		platform := s.desk.Platforms["keyed"]
		platform.Connect = func(platforms.Settings) (platforms.Connector, error) {
			return inSteps{s.sandbox["keyed"].Connector(), &given}, nil
		}
		s.desk.Platforms["keyed"] = platform
		id := s.scheduled("keyed")
		for range 4 {
			s.work()
			s.now = s.now.Add(5 * time.Minute)
		}
		s.is(id, models.Published, "")
		if want := []string{"", "container-1", "container-1", ""}; !slices.Equal(given, want) {
			t.Errorf("it was given %q, want %q", given, want)
		}
	})
}
