package distribution_test

import (
	"errors"
	"testing"

	"caravan/internal/dbtest"
	"caravan/internal/distribution"
	"caravan/internal/platforms"
	"caravan/models"
)

// A draft is shown with the line of disclosure of its channel, and measured as
// the platform measures.
func TestPreviewShowsWhatWouldLeave(t *testing.T) {
	each(t, func(s *stage) {
		sketch := distribution.Sketch{
			Message: s.Message.ID, Text: models.Text{Language: "fa-AF", Title: "نان", Body: "نان و کتاب", Hashtags: []string{"نان"}},
			Channels: []models.ID[models.Channel]{s.channel("keyed")}, Platforms: []string{"opaque"},
		}
		views, err := s.desk.Preview(s.t.Context(), s.Planner, sketch)
		if err != nil || len(views) != 2 {
			s.t.Fatalf("%d views, %v", len(views), err)
		}
		v := views[0]
		if v.Rendering.Direction != "rtl" || v.Rendering.Disclosure != "Osh Media" || v.Text != "نان\n\nنان و کتاب\n\n#نان\n\nOsh Media" {
			s.t.Errorf("got %+v", v)
		}
		if views[1].Channel != nil || views[1].Platform != s.sandbox["opaque"].Profile().Name {
			s.t.Errorf("got %+v", views[1])
		}
		sketch.Platforms = []string{"nowhere"}
		if _, err := s.desk.Preview(s.t.Context(), s.Planner, sketch); !errors.Is(err, models.ErrPlatform) {
			s.t.Errorf("an unknown platform: %v", err)
		}
	})
}

// Where a post has no room for the line of disclosure it leaves without, and
// nothing that is paid for leaves at all.
func TestPostsWithoutRoomLeaveWithoutTheLine(t *testing.T) {
	s := newStage(t, dbtest.SQLite(t))
	tight := s.desk.Platforms["keyed"]
	tight.Profile.Limits = []platforms.Limit{{Field: platforms.FieldText, Unit: platforms.UTF16, Max: 160}}
	s.desk.Platforms["short"] = tight
	account := models.Account{Platform: "short", Name: "Short", Countries: []string{"KG"}, Languages: []string{"ru"}, Zone: "Asia/Bishkek", Disclosure: "Osh Media"}
	channel, err := s.desk.Connect(t.Context(), s.Planner, account, nil)
	if err != nil || !channel.Tight {
		t.Fatalf("connected %+v, %v", channel, err)
	}
	again, err := s.desk.Resettle(t.Context(), s.Planner, channel.ID, channel.Version, account, nil)
	if err != nil || !again.Tight {
		t.Errorf("changed to %+v, %v", again, err)
	}
	sketch := distribution.Sketch{Message: s.Message.ID, Text: models.Text{Language: "ru", Body: "Хлеб"}, Channels: []models.ID[models.Channel]{channel.ID}, Platforms: []string{"short"}}
	views, err := s.desk.Preview(t.Context(), s.Planner, sketch)
	if err != nil || len(views) != 2 || views[0].Text != "Хлеб" || views[1].Text != "Хлеб" || !views[0].Tight {
		t.Errorf("%+v, %v", views, err)
	}
	request := s.request("keyed")
	request.Channels, request.Traffic = []models.ID[models.Channel]{channel.ID}, "paid"
	if _, err := s.desk.Schedule(t.Context(), s.Planner, request); !errors.Is(err, models.ErrPayer) {
		t.Errorf("it says nowhere who pays, and %v", err)
	}
}
