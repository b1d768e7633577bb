package models_test

import (
	"errors"
	"strings"
	"testing"

	"caravan/models"
)

// captioned is a text in Russian that shows one file.
func captioned(t *testing.T, shown models.Shown) (*models.Message, *models.Variant, error) {
	t.Helper()
	message := &models.Message{ID: models.NewID[models.Message](), Brief: models.Brief{SourceLanguage: "ru"}}
	variant, err := models.NewVariant(message, models.Text{Language: "ru", Body: "Хлеб", Media: []models.Shown{shown}}, models.Actor{}, noon)
	return message, variant, err
}

func TestCaptionsAreRead(t *testing.T) {
	const cue = "00:01.000 --> 00:04.000\nХлеб и книги\n"
	for name, c := range map[string]struct {
		file string
		line string // that is wrong; empty: none is
	}{
		"a cue":                          {"WEBVTT\n\n" + cue, ""},
		"with a mark of the byte order":  {"\ufeffWEBVTT\r\n\r\n" + strings.ReplaceAll(cue, "\n", "\r\n"), ""},
		"with a heading":                 {"WEBVTT - of the film\nKind: captions\n\n" + cue, ""},
		"with names, notes and places":   {"WEBVTT\n\nNOTE drawn up by a colleague\n\n1\n00:00:01.000 --> 01:00:04.000 line:10% align:start\n<v Гуля>Хлеб <i>и</i> книги</v>\n", ""},
		"with empty lines between":       {"WEBVTT\n\n\n" + cue + "\n\n\n" + cue, ""},
		"without its name":               {cue, "Line 1"},
		"another kind of captions":       {"1\n00:00:01,000 --> 00:00:04,000\nХлеб\n", "Line 1"},
		"with a comma in a time":         {"WEBVTT\n\n00:00:01,000 --> 00:00:04,000\nХлеб\n", "Line 3"},
		"with sixty minutes":             {"WEBVTT\n\n60:01.000 --> 61:04.000\nХлеб\n", "Line 3"},
		"that end before they begin":     {"WEBVTT\n\n00:04.000 --> 00:01.000\nХлеб\n", "Line 3"},
		"that go back":                   {"WEBVTT\n\n00:04.000 --> 00:05.000\nХлеб\n\n" + cue, "Line 6"},
		"without words":                  {"WEBVTT\n\n00:01.000 --> 00:04.000\n\n" + cue, "Line 3"},
		"with words that are only a tag": {"WEBVTT\n\n00:01.000 --> 00:04.000\n<i></i>\n", "Line 3"},
		"without cues":                   {"WEBVTT\n\nNOTE nothing", "Line 3"},
		"with a style":                   {"WEBVTT\n\nSTYLE\n::cue { color: red }\n\n" + cue, "Line 4"},
		"with a script":                  {"WEBVTT\n\n00:01.000 --> 00:04.000\n<script>alert(1)</script>\n", "Line 3"},
		"with a place that is a page":    {"WEBVTT\n\n00:01.000 --> 00:04.000 href:evil\nХлеб\n", "Line 3"},
	} {
		_, variant, err := captioned(t, models.Shown{MediaID: models.NewID[models.Media](), Captions: c.file})
		refusal, _ := errors.AsType[*models.Refusal](err)
		switch {
		case c.line == "" && err != nil:
			t.Errorf("%s: %v", name, err)
		case c.line == "" && strings.ContainsAny(variant.Media[0].Captions, "\r\ufeff"):
			t.Errorf("%s: it is kept as %q", name, variant.Media[0].Captions)
		case c.line != "" && (refusal == nil || refusal.Code != models.ErrCaptions.Code || !strings.HasPrefix(refusal.Detail, c.line+":") || refusal.Fields[0].Pointer != "/media/0/captions"):
			t.Errorf("%s: %v, want %s", name, err, c.line)
		}
	}
}

// What is said in a recording can be read before it is frozen, in the language
// of each text.
func TestRecordingsAreReadToo(t *testing.T) {
	const captions = "WEBVTT\n\n00:01.000 --> 00:02.000\nХлеб"
	film := models.NewMediaFile(models.Digest(strings.Repeat("a", 64)), "video/mp4", 9, 64, 48).Lasting(3000)
	sound := models.NewMediaFile(models.Digest(strings.Repeat("a", 64)), "audio/mp4", 9, 0, 0).Lasting(3000)
	picture := models.NewMediaFile(models.Digest(strings.Repeat("a", 64)), "image/png", 9, 64, 48)
	for name, c := range map[string]struct {
		file    models.MediaFile
		shown   models.Shown
		pointer string // of what is missing or wrong; empty: nothing is
	}{
		"a film with captions":           {film, models.Shown{Captions: captions}, ""},
		"a film with a transcript too":   {film, models.Shown{Captions: captions, Transcript: "Хлеб"}, ""},
		"a film without captions":        {film, models.Shown{Transcript: "Хлеб"}, "/media/0/captions"},
		"captions that outlast the film": {film, models.Shown{Captions: "WEBVTT\n\n00:03.000 --> 00:04.000\nХлеб"}, "/media/0/captions"},
		"a sound with a transcript":      {sound, models.Shown{Transcript: "Хлеб"}, ""},
		"a sound without one":            {sound, models.Shown{Transcript: " \n"}, "/media/0/transcript"},
		"a sound with captions":          {sound, models.Shown{Captions: captions, Transcript: "Хлеб"}, "/media/0/captions"},
		"a picture":                      {picture, models.Shown{}, ""},
		"a picture with captions":        {picture, models.Shown{Captions: captions}, "/media/0/captions"},
		"a picture with a transcript":    {picture, models.Shown{Transcript: "Хлеб"}, "/media/0/transcript"},
	} {
		c.shown.MediaID, c.shown.Alt = models.NewID[models.Media](), "Хлеб на столе"
		message, variant, err := captioned(t, c.shown)
		if err != nil {
			t.Fatal(err)
		}
		media := models.Media{ID: c.shown.MediaID, Files: []models.MediaFile{c.file}, MediaFacts: models.MediaFacts{Origin: "A colleague", Licence: "own_work"}}
		version, err := models.Freeze(message, []models.Variant{*variant}, []models.Media{media}, 0, models.Actor{}, noon)
		refusal, _ := errors.AsType[*models.Refusal](err)
		switch {
		case c.pointer == "" && err != nil:
			t.Errorf("%s: %v", name, err)
		case c.pointer == "":
			frozen, leaves := version.Texts[0].Media[0], version.Texts[0].Render("", 1).Media[0]
			if frozen.Captions != c.shown.Captions || frozen.Transcript != c.shown.Transcript || leaves.Captions != frozen.Captions || leaves.Transcript != frozen.Transcript {
				t.Errorf("%s: frozen as %+v, leaves as %+v", name, frozen, leaves)
			}
		case refusal == nil || refusal.Fields[0].Pointer != c.pointer:
			t.Errorf("%s: %v, want %s", name, err, c.pointer)
		}
	}
}

// Other words under a film are another version, and other bytes that leave.
func TestCaptionsAreOfWhatIsApproved(t *testing.T) {
	file := models.NewMediaFile(models.Digest(strings.Repeat("a", 64)), "video/mp4", 9, 64, 48).Lasting(3000)
	seen := map[models.Digest]string{}
	for name, shown := range map[string]models.RenderedMedia{
		"neither": {MediaFile: file}, "captions": {MediaFile: file, Captions: "Хлеб"}, "a transcript": {MediaFile: file, Transcript: "Хлеб"},
		"other captions": {MediaFile: file, Captions: "Нон"}, "another length": {MediaFile: file.Lasting(4000)},
	} {
		digest, err := models.Rendering{Media: []models.RenderedMedia{shown}}.Digest()
		if err != nil || seen[digest] != "" {
			t.Errorf("%s is %q too, %v", name, seen[digest], err)
		}
		seen[digest] = name
	}
}

// filmDigest is of the film below; web/src/approvals/digest.test.ts computes it
// too.
const filmDigest = models.Digest("84f8fe7cb00cd9d64c3a4acf7ba135c4eab4da6b7fd6fb98eb00365b84a08808")

func TestFilmHasTheDigestThatScreensCompute(t *testing.T) {
	film := models.NewMediaFile(models.Digest(strings.Repeat("a", 64)), "video/mp4", 9, 64, 48).Lasting(3000)
	digest, err := models.Rendering{
		Language: "tg", Direction: "ltr", Body: "Нон", Disclosure: "Ош",
		Media: []models.RenderedMedia{{MediaFile: film, Alt: "Нон дар миз", Captions: "WEBVTT\n\n00:01.000 --> 00:02.000\nНон", Transcript: "Ҷавонон: нон"}},
	}.Digest()
	if err != nil || digest != filmDigest {
		t.Errorf("it is %s, %v", digest, err)
	}
}
