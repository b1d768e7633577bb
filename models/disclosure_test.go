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

// What a machine made is called what it is, once for each kind, in the language
// of the text.
func TestWhatAMachineMadeIsNamed(t *testing.T) {
	shown := func(mime string, machine bool) models.FrozenMedia {
		return models.FrozenMedia{Machine: machine, Files: []models.MediaFile{models.NewMediaFile("", mime, 1, 1, 1)}}
	}
	film, sound := shown("video/mp4", true), shown("audio/mp4", true)
	for _, test := range []struct {
		language string
		media    []models.FrozenMedia
		want     string
	}{
		{"ru", []models.FrozenMedia{shown("image/png", true)}, "Ош Медиа\nИзображение создано искусственным интеллектом."},
		{"ru", []models.FrozenMedia{film, film}, "Ош Медиа\nВидео создано искусственным интеллектом."},
		{"fa-AF", []models.FrozenMedia{sound, film}, "Ош Медиа\nویدیو با هوش مصنوعی ساخته شده است.\nصدا با هوش مصنوعی ساخته شده است."},
		{"ru", []models.FrozenMedia{shown("video/mp4", false)}, "Ош Медиа"},
	} {
		text := models.FrozenText{Language: test.language, Media: test.media}
		if got := text.Render("Ош Медиа", 0).Disclosure; got != test.want {
			t.Errorf("got %q, want %q", got, test.want)
		}
	}
}
