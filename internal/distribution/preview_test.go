package distribution_test

import (
	"errors"
	"testing"

	"caravan/internal/distribution"
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
