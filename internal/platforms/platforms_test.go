package platforms_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"caravan/internal/platforms"
)

func TestTextOfContent(t *testing.T) {
	t.Parallel()
	const link = "https://caravan.example/l/k7p2mq9xwz"
	for name, test := range map[string]struct {
		content platforms.Content
		want    string
	}{
		"everything": {
			platforms.Content{Title: "Нон", Body: "Ҷумъа.\n\nБиёед.", Link: link, Hashtags: []string{"нон", "#китоб"}, Disclosure: "«Нур»"},
			"Нон\n\nҶумъа.\n\nБиёед.\n\n" + link + "\n\n#нон #китоб\n\n«Нур»",
		},
		"a body alone":                    {platforms.Content{Body: "Ҷумъа."}, "Ҷумъа."},
		"a link that the body has":        {platforms.Content{Body: "See " + link + " now", Link: link}, "See " + link + " now"},
		"what is only space is not there": {platforms.Content{Title: " ", Body: "a", Disclosure: "\n"}, "a"},
		"nothing":                         {platforms.Content{}, ""},
	} {
		if got := test.content.Text(); got != test.want {
			t.Errorf("%s: %q, want %q", name, got, test.want)
		}
	}
}

func TestLength(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		text                           string
		graphemes, runes, utf16, bytes int
	}{
		{"", 0, 0, 0, 0},
		{"Ҷавон", 5, 5, 5, 10},
		{"и\u0306", 1, 2, 2, 4}, // и and a breve
		{"👨‍👩‍👧", 1, 5, 8, 18},
		{"می\u200cشود", 5, 6, 6, 13}, // the joiner belongs to the letter before
	} {
		got := [4]int{}
		for i, unit := range []platforms.Unit{platforms.Graphemes, platforms.Runes, platforms.UTF16, platforms.Bytes} {
			got[i] = platforms.Length(unit, test.text)
		}
		if want := [4]int{test.graphemes, test.runes, test.utf16, test.bytes}; got != want {
			t.Errorf("%q is %v, want %v", test.text, got, want)
		}
	}
}

func TestCheck(t *testing.T) {
	t.Parallel()
	limits := []platforms.Limit{
		{Field: platforms.FieldTitle, Unit: platforms.Graphemes, Max: 5},
		{Field: platforms.FieldMedia, Unit: platforms.Items, Max: 1},
		{Field: platforms.FieldImage, Unit: platforms.Bytes, Max: 10},
		{Field: platforms.FieldRecording, Unit: platforms.Bytes, Max: 100},
		{Field: platforms.FieldAlt, Unit: platforms.Runes, Max: 3},
	}
	content := platforms.Content{Title: "Салом!", Media: []platforms.Media{
		{MIME: "image/png", Size: 11, Alt: "нон"}, {MIME: "video/mp4", Size: 99, Alt: "нонҳо"},
	}}
	want := []platforms.Objection{
		{Field: "title", Code: "too_long", Detail: "title has 6 graphemes, the limit is 5", Limit: 5, Count: 6},
		{Field: "media", Code: "too_many", Detail: "media has 2 items, the limit is 1", Limit: 1, Count: 2},
		{Field: "image", Code: "too_long", Detail: "image has 11 bytes, the limit is 10", Limit: 10, Count: 11},
		{Field: "alt", Code: "too_long", Detail: "alt has 5 runes, the limit is 3", Limit: 3, Count: 5},
	}
	if diff := cmp.Diff(want, platforms.Check(content, limits)); diff != "" {
		t.Error(diff)
	}
}

func TestRequire(t *testing.T) {
	t.Parallel()
	content := platforms.Content{Body: "a"}
	var got []string
	for _, o := range platforms.Require(content, "title", "body", "text", "link", "language") {
		got = append(got, o.Field+" "+o.Code)
	}
	if diff := cmp.Diff([]string{"title missing", "link missing", "language missing"}, got); diff != "" {
		t.Error(diff)
	}
}

func TestCredentialsDoNotPrint(t *testing.T) {
	t.Parallel()
	secret := platforms.Settings{Credentials: platforms.Credentials{"access_token": "s3cr3t"}}
	var log bytes.Buffer
	slog.New(slog.NewJSONHandler(&log, nil)).Info("connected", slog.Any("credentials", secret.Credentials))
	for _, format := range []string{"%v", "%+v", "%#v", "%s", "%q", "%d", "%x"} {
		fmt.Fprintf(&log, format+format, secret, secret.Credentials)
	}
	if printed := log.String(); strings.Contains(printed, "s3cr3t") {
		t.Errorf("it prints as %s", printed)
	}
	if stored, err := json.Marshal(secret.Credentials); err != nil || string(stored) != `{"access_token":"s3cr3t"}` {
		t.Errorf("it is stored as %s, %v", stored, err)
	}
}

func TestReason(t *testing.T) {
	t.Parallel()
	const secret = "p@ss/word"
	for words, want := range map[string]string{
		"Validation failed:\r\n\x1b[31mText": "Validation failed: [31mText",
		"no p@ss/word, p%40ss%2Fword here":   "no [sealed], [sealed] here",
		"AUTH cEBzcy93b3Jk":                  "AUTH [sealed]",
		"текст \u202eпеределан":              "текст переделан",
		strings.Repeat("ӯ", 301):             strings.Repeat("ӯ", 300) + "…",
		"":                                   "",
	} {
		if got := platforms.Reason(words, secret, ""); got != want {
			t.Errorf("%q becomes %q, want %q", words, got, want)
		}
	}
}

func TestClassOf(t *testing.T) {
	t.Parallel()
	for _, class := range platforms.Classes() {
		err := fmt.Errorf("publish: %w", platforms.Fail(class, "status %d", 500))
		if got := platforms.ClassOf(err); got != class {
			t.Errorf("class of %v is %q", err, got)
		}
	}
	if got := platforms.ClassOf(errors.New("who knows")); got != platforms.Uncertain {
		t.Errorf("a plain error is %q", got)
	}
	if got := platforms.ClassOf(nil); got != "" {
		t.Errorf("nil is %q", got)
	}
}

func TestCounted(t *testing.T) {
	t.Parallel()
	zero, wrong := int64(0), int64(-3)
	for _, test := range []struct {
		value *int64
		want  platforms.Count
	}{
		{&zero, platforms.Count{Native: "likes", Value: &zero}},
		{nil, platforms.Count{Native: "likes", Missing: platforms.NotSupported}},
		{&wrong, platforms.Count{Native: "likes", Missing: platforms.APIError}},
	} {
		if diff := cmp.Diff(test.want, platforms.Counted("likes", test.value)); diff != "" {
			t.Error(diff)
		}
	}
}

func TestTightPlatformsHaveNoRoomForALine(t *testing.T) {
	for name, c := range map[string]struct {
		limits []platforms.Limit
		want   bool
	}{
		"a toot":             {[]platforms.Limit{{Field: platforms.FieldText, Unit: platforms.Graphemes, Max: 500}}, false},
		"a short message":    {[]platforms.Limit{{Field: platforms.FieldText, Unit: platforms.UTF16, Max: 70}}, true},
		"a title that is":    {[]platforms.Limit{{Field: platforms.FieldTitle, Unit: platforms.Runes, Max: 70}}, false},
		"no limit on a text": {nil, false},
	} {
		if got := (platforms.Profile{Limits: c.limits}).Tight(); got != c.want {
			t.Errorf("%s: got %v", name, got)
		}
	}
}
