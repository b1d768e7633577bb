package distribution_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"caravan/internal/media/mediatest"
	"caravan/internal/platforms"
	"caravan/models"
)

// A fetching platform reads the addresses that it is given before it takes a
// post.
type fetching struct {
	platforms.Connector

	fetch func(address string)
}

func (f fetching) Publish(ctx context.Context, post platforms.Post) (platforms.Receipt, error) {
	for _, m := range post.Media {
		f.fetch(m.URL)
	}
	return f.Connector.Publish(ctx, post)
}

// pulling has the message show a picture on a platform that fetches it, and
// returns the picture. Fetched is asked with each token while it is sent.
func (s *stage) pulling(fetched func(token string)) models.MediaFile {
	s.t.Helper()
	_, files := s.illustrate(mediatest.Picture(20, 10), models.MediaFacts{})
	s.desk.Address = "https://caravan.example"
	platform := s.desk.Platforms["keyed"]
	platform.Connect = func(platforms.Settings) (platforms.Connector, error) {
		return fetching{s.sandbox["keyed"].Connector(), func(address string) {
			token, is := strings.CutPrefix(address, "https://caravan.example/m/")
			if !is {
				s.t.Errorf("the address is %q", address)
			}
			fetched(token)
		}}, nil
	}
	s.desk.Platforms["keyed"] = platform
	return files[0]
}

// gone fails if an address still leads to something.
func (s *stage) gone(token string) {
	s.t.Helper()
	if file, err := s.desk.Pulled(s.t.Context(), token); !errors.Is(err, models.ErrMissing) {
		s.t.Errorf("it leads to %+v, %v", file, err)
	}
}

// I-5: what is being sent can be fetched, and nothing before or after.
func TestPlatformFetchesWhatIsBeingSent(t *testing.T) {
	each(t, func(s *stage) {
		var token string
		var got models.MediaFile
		var failure error
		want := s.pulling(func(asked string) {
			token = asked
			got, failure = s.desk.Pulled(s.t.Context(), asked)
		})
		id := s.scheduled("keyed")
		s.work()
		s.is(id, models.Published, "")
		if failure != nil || got != want || token == "" {
			t.Fatalf("it fetched %+v, %v, want %+v", got, failure, want)
		}
		s.gone(token)
	})
}

// waiting is a delivery that a platform has not taken yet, with the token of
// its picture.
func (s *stage) waiting() (id models.ID[models.Delivery], token string) {
	s.t.Helper()
	s.pulling(func(asked string) { token = asked })
	id = s.scheduled("keyed")
	s.sandbox["keyed"].Stop() // nothing is taken; the delivery waits for another try
	s.work()
	s.is(id, models.RetryWait, "unsent")
	if _, err := s.desk.Pulled(s.t.Context(), token); err != nil {
		s.t.Fatal(err)
	}
	return id, token
}

// An address is dead as soon as the delivery may not be sent, and after a day.
func TestAddressDiesWithWhatAllowsIt(t *testing.T) {
	for name, end := range map[string]func(s *stage, id models.ID[models.Delivery]){
		"a day later": func(s *stage, _ models.ID[models.Delivery]) { s.now = s.now.Add(24 * time.Hour) },
		"the messenger takes the consent back": func(s *stage, _ models.ID[models.Delivery]) {
			s.Consent.WithdrawnAt = &s.now
			if err := s.records.As(s.Planner).SaveConsent(s.t.Context(), s.Consent); err != nil {
				s.t.Fatal(err)
			}
		},
		"the campaign is stopped": func(s *stage, _ models.ID[models.Delivery]) {
			if _, _, err := s.desk.Close(s.t.Context(), s.Planner, "campaign", s.Campaign.ID.String(), "threats"); err != nil {
				s.t.Fatal(err)
			}
		},
		"the delivery is cancelled": func(s *stage, id models.ID[models.Delivery]) {
			if _, err := s.desk.Cancel(s.t.Context(), s.Planner, id, "not today"); err != nil {
				s.t.Fatal(err)
			}
		},
		"the approval is void": func(s *stage, _ models.ID[models.Delivery]) {
			scope := s.records.As(s.Planner)
			submissions, err := scope.SubmissionsOf(s.t.Context(), s.Message.ID)
			if err != nil {
				s.t.Fatal(err)
			}
			for i := range submissions {
				submissions[i].Void(models.VoidEdited)
				if err := scope.SaveSubmission(s.t.Context(), &submissions[i]); err != nil {
					s.t.Fatal(err)
				}
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			each(t, func(s *stage) {
				id, token := s.waiting()
				end(s, id)
				s.gone(token)
			})
		})
	}
}

// Nobody makes an address but this installation, and none is changed into
// another.
func TestAddressesCannotBeMade(t *testing.T) {
	each(t, func(s *stage) {
		_, token := s.waiting()
		for _, at := range []int{0, 15, 22, 30, 40, len(token) - 2} {
			other := []byte(token)
			other[at] ^= 1
			s.gone(string(other))
		}
		for _, other := range []string{"", "/", token[:len(token)-1], token + "A", token + "=", "../" + token, strings.Repeat("A", len(token))} {
			s.gone(other)
		}
		foreign := *s.desk
		foreign.KeySecret = []byte("another")
		if _, err := foreign.Pulled(t.Context(), token); !errors.Is(err, models.ErrMissing) {
			t.Errorf("another installation's address leads somewhere: %v", err)
		}
	})
}
