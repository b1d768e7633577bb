package models_test

import (
	"testing"
	"time"

	"caravan/models"
)

func TestTheLaterOfTwoThatSayTheSameGivesWay(t *testing.T) {
	at := func(after time.Duration, state models.DeliveryState) *models.Delivery {
		return &models.Delivery{
			ID: models.NewID[models.Delivery](), ChannelID: models.NewID[models.Channel](), State: state, NotBefore: time.Date(2027, 3, 1, 12, 0, 0, 0, time.UTC).Add(after),
		}
	}
	d := at(0, models.Claimed)
	for name, c := range map[string]struct {
		other *models.Delivery
		want  bool
	}{
		"an earlier one":                {at(-time.Hour, models.Ready), true},
		"a later one":                   {at(time.Hour, models.Ready), false},
		"a later one that has left":     {at(time.Hour, models.Published), true},
		"a later one that may be there": {at(time.Hour, models.Uncertain), true},
		"an earlier one that ended":     {at(-time.Hour, models.Expired), false},
		"one of the day before":         {at(-24*time.Hour, models.Published), false},
	} {
		if d.Yields(c.other) != c.want {
			t.Errorf("%s: want %v", name, c.want)
		}
	}
	if same := at(0, models.Claimed); d.Yields(same) == same.Yields(d) {
		t.Error("of two at the same minute both leave, or neither")
	}
}
