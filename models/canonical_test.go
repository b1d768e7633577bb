package models_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"

	"caravan/models"
)

// What a statement may be written in, and what encoders are known to trip over:
// escapes, what HTML escapes, line separators, keys whose order in UTF-16 is
// not that of their code points, letters that are written in two ways.
var signs = []*unicode.RangeTable{
	unicode.Latin, unicode.Cyrillic, unicode.Arabic, unicode.Hebrew, unicode.Devanagari, unicode.Hangul, unicode.Ethiopic, unicode.Georgian,
	unicode.Gothic, unicode.Mn, unicode.Co, unicode.Cc, unicode.Cf, unicode.Sm,
}

func text() *rapid.Generator[string] {
	awkward := rapid.SampledFrom([]rune("\x00\x01\b\f\n\r\t\"\\/\x7f\u0080<>&\u2028\u2029\ufffd\uffff\ue000\ufb00\U0001F600\U0001F9D5\U0010FFFF\u200c\u200d\u0301\u0308\u064e"))
	plain := rapid.RuneFrom([]rune("abcXYZ 0123Өңүғқӣӯ"), signs...)
	written := rapid.StringOfN(rapid.OneOf(plain, plain, awkward), 0, 12, -1)
	return rapid.Map(written, norm.NFC.String)
}

func id[T any]() *rapid.Generator[models.ID[T]] {
	return rapid.Custom(func(t *rapid.T) (id models.ID[T]) {
		copy(id.UUID[:], rapid.SliceOfN(rapid.Byte(), 16, 16).Draw(t, "id"))
		return id
	})
}

// pictures are those of a text, of which many have none.
func pictures() *rapid.Generator[[]models.FrozenMedia] {
	file := rapid.Custom(func(t *rapid.T) models.MediaFile {
		digest := models.Digest(rapid.StringMatching("[0-9a-f]{64}").Draw(t, "sha256"))
		return models.NewMediaFile(digest, "image/png", rapid.Int64Range(1, 1<<40).Draw(t, "bytes"), rapid.IntRange(1, 9999).Draw(t, "width"), 48)
	})
	one := rapid.Custom(func(t *rapid.T) models.FrozenMedia {
		return models.FrozenMedia{
			MediaID: id[models.Media]().Draw(t, "media"), Alt: text().Draw(t, "alt"), Origin: text().Draw(t, "origin"), Licence: "own_work",
			Machine: rapid.Bool().Draw(t, "machine"), Face: rapid.Bool().Draw(t, "face"), Files: rapid.SliceOfN(file, 1, 2).Draw(t, "files"),
		}
	})
	return rapid.SliceOfN(one, 0, 2)
}

func statements() *rapid.Generator[models.Statement] {
	texts := rapid.Custom(func(t *rapid.T) models.FrozenText {
		return models.FrozenText{
			VariantID: id[models.Variant]().Draw(t, "variant"), Language: text().Draw(t, "language"), Direction: "rtl", Title: text().Draw(t, "title"),
			Body: text().Draw(t, "body"), Link: text().Draw(t, "link"), Hashtags: rapid.SliceOfN(text(), 0, 3).Draw(t, "hashtags"),
			BackTranslation: text().Draw(t, "back translation"), Media: pictures().Draw(t, "pictures"),
		}
	})
	return rapid.Custom(func(t *rapid.T) models.Statement {
		s := models.Statement{
			Organization: id[models.Organization]().Draw(t, "tenant"), Campaign: id[models.Campaign]().Draw(t, "campaign"),
			Message: id[models.Message]().Draw(t, "message"), Texts: rapid.SliceOfN(texts, 1, 4).Draw(t, "texts"),
			Period:   models.Period{From: "2027-03-01", To: "2027-03-31", Zone: text().Draw(t, "zone")},
			Audience: rapid.MapOfN(text(), text(), 0, 6).Draw(t, "audience"), Disclosure: text().Draw(t, "disclosure"),
			Countries: rapid.SliceOfNDistinct(text(), 1, 4, rapid.ID).Draw(t, "countries"), Rule: id[models.ApprovalRule]().Draw(t, "rule"),
		}
		for range rapid.IntRange(1, 2).Draw(t, "messengers") {
			s.Messengers = append(s.Messengers, models.StatementMessenger{Designation: text().Draw(t, "designation"), Mark: text().Draw(t, "mark")})
		}
		for i := range s.Texts {
			disclosure := text().Draw(t, "disclosure of the channel")
			target := models.Target{
				ChannelID: id[models.Channel]().Draw(t, "channel"), Platform: text().Draw(t, "platform"), Account: text().Draw(t, "account"),
				Language: s.Texts[i].Language, Disclosure: disclosure, Picture: rapid.SampledFrom([]string{"", "2097152"}).Draw(t, "most of a picture"), Counted: s.Texts[i].Link != "" && rapid.Bool().Draw(t, "clicks counted"),
			}
			var err error
			if target.Rendering, err = target.Render(&s.Texts[i]).Digest(); err != nil {
				t.Fatal(err)
			}
			s.Targets = append(s.Targets, target)
		}
		return models.NewStatement(s, rapid.IntRange(1, 1<<40).Draw(t, "version"))
	})
}

func digest(t interface{ Fatal(args ...any) }, s models.Statement) models.Digest {
	d, err := s.Digest()
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// The example of RFC 8785, section 3.2.3, with a letter that stands in NFC.
func TestCanonicalOrderIsThatOfUTF16(t *testing.T) {
	const want = "{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\u0080\":\"Control\",\"ö\":\"Latin Small Letter O With Diaeresis\"," +
		"\"€\":\"Euro Sign\",\"😀\":\"Emoji: Grinning Face\",\"ﬀ\":\"Latin Small Ligature Ff\"}"
	got, err := models.Canonical(map[string]string{
		"€": "Euro Sign", "\r": "Carriage Return", "ﬀ": "Latin Small Ligature Ff", "1": "One", "😀": "Emoji: Grinning Face",
		"\u0080": "Control", "ö": "Latin Small Letter O With Diaeresis",
	})
	if err != nil || string(got) != want {
		t.Errorf("got %s, %v, want %s", got, err, want)
	}
}

// What two programs could write in two ways has no digest at all.
func TestWhatIsNotPlainHasNoDigest(t *testing.T) {
	for name, value := range map[string]any{
		"a number": map[string]any{"a": 9007199254740993}, "null": map[string]any{"a": nil}, "no list": []string(nil), "no object": map[string]string(nil),
		"not NFC": []string{"e\u0301"}, "a name not in NFC": map[string]string{"e\u0301": ""}, "not UTF-8": []string{"\xc3\x28"},
		"half a surrogate pair": []string{"\xed\xa0\x80"}, "a number in a field": struct {
			A int `json:"a"`
		}{},
	} {
		if d, err := models.DigestOf("test", value); err == nil {
			t.Errorf("%s has the digest %s", name, d)
		}
	}
}

func TestCanonicalFormStaysWhenItIsRead(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		once, err := models.Canonical(statements().Draw(t, "statement"))
		if err != nil {
			t.Fatal(err)
		}
		var read models.Statement
		if err := json.Unmarshal(once, &read); err != nil {
			t.Fatal(err)
		}
		if twice, err := models.Canonical(read); err != nil || string(twice) != string(once) {
			t.Fatalf("%s, %v, want %s", twice, err, once)
		}
	})
}

// leaves calls do with every text of a value, and a way to replace it.
func leaves(value any, place string, do func(place, text string, replace func(string))) {
	switch value := value.(type) {
	case map[string]any:
		for name, inner := range value {
			if leaf, ok := inner.(string); ok {
				do(place+"/"+name, leaf, func(other string) { value[name] = other })
			}
			leaves(inner, place+"/"+name, do)
		}
	case []any:
		for i, inner := range value {
			if leaf, ok := inner.(string); ok {
				do(fmt.Sprint(place, "/", i), leaf, func(other string) { value[i] = other })
			}
			leaves(inner, fmt.Sprint(place, "/", i), do)
		}
	}
}

func TestEveryLeafCounts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := statements().Draw(t, "statement")
		canonical, err := models.Canonical(s)
		if err != nil {
			t.Fatal(err)
		}
		var tree map[string]any
		if err := json.Unmarshal(canonical, &tree); err != nil {
			t.Fatal(err)
		}
		before, leaf := digest(t, s), 0
		leaves(tree, "", func(place, text string, replace func(string)) {
			leaf++
			replace(another(text))
			changed, err := json.Marshal(tree)
			if err != nil {
				t.Fatal(err)
			}
			replace(text)
			var other models.Statement
			if err := json.Unmarshal(changed, &other); err != nil {
				t.Fatalf("%s: %v", place, err)
			}
			if digest(t, other) == before {
				t.Fatalf("%s can change unseen", place)
			}
		})
		if leaf < 20 {
			t.Fatalf("only %d leaves", leaf)
		}
	})
}

// another is a text that differs, and is an ID where the first is one.
func another(text string) string {
	if _, err := models.ParseID[models.Message](text); err != nil {
		return norm.NFC.String(text + "x")
	}
	return map[bool]string{true: "1", false: "0"}[text[0] == '0'] + text[1:]
}

func TestOrderOfSetsDoesNotCount(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := statements().Draw(t, "statement")
		other := s
		other.Targets = rapid.Permutation(s.Targets).Draw(t, "targets")
		other.Countries = rapid.Permutation(s.Countries).Draw(t, "countries")
		other.Messengers = rapid.Permutation(s.Messengers).Draw(t, "messengers")
		var number int
		if _, err := fmt.Sscan(s.Version, &number); err != nil {
			t.Fatal(err)
		}
		if digest(t, models.NewStatement(other, number)) != digest(t, s) {
			t.Fatal("it does")
		}
		if len(s.Texts) > 1 && s.Texts[0].VariantID != s.Texts[1].VariantID {
			other.Texts = slices.Clone(s.Texts)
			other.Texts[0], other.Texts[1] = other.Texts[1], other.Texts[0]
			if digest(t, other) == digest(t, s) {
				t.Fatal("the order of a list does not count")
			}
		}
	})
}

// However a text was typed, it is kept in one form and has one digest.
func TestDecomposedTextHasTheDigestOfTheComposed(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.StringOfN(rapid.SampledFrom([]rune("aéйўöآأकﬀ각 ")), 1, 30, -1).Draw(t, "words")
		author := person(models.Planner)
		m := &models.Message{ID: models.NewID[models.Message](), OrganizationID: author.OrganizationID}
		m.SourceLanguage = "ru"
		frozen := func(form norm.Form) models.Digest {
			v, err := models.NewVariant(m, models.Text{Language: "ru", Title: form.String(words), Body: form.String("й " + words), Hashtags: []string{form.String("#" + words)}}, author, noon)
			if err != nil {
				t.Fatal(err)
			}
			v.ID = models.ID[models.Variant]{}
			version, err := models.Freeze(m, []models.Variant{*v}, nil, 0, author, noon)
			if err != nil {
				t.Fatal(err)
			}
			statement := models.NewStatement(models.Statement{Texts: version.Texts}, 1)
			return digest(t, statement)
		}
		if frozen(norm.NFD) != frozen(norm.NFC) {
			t.Fatal("two digests")
		}
	})
}

// A written is a value with the digest that it has here.
type written struct {
	Label  string        `json:"label"`
	Value  any           `json:"value"`
	Digest models.Digest `json:"digest"`
}

// Statements and renderings with their digests, for the web app to come to the
// same (web/src/approvals/digest.test.ts). They are the same every time, unless
// CARAVAN_STATEMENTS_SEED says another number.
func TestStatementsForTheWebApp(t *testing.T) {
	path, first := os.Getenv("CARAVAN_STATEMENTS"), 0
	if path == "" {
		path = filepath.Join(t.TempDir(), "statements")
	}
	_, _ = fmt.Sscan(os.Getenv("CARAVAN_STATEMENTS_SEED"), &first)
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	out, seen, all := bufio.NewWriter(file), map[models.Digest]bool{}, &strings.Builder{}
	encoder := json.NewEncoder(out)
	write := func(label string, value any) {
		d, err := models.DigestOf(label, value)
		if err != nil {
			t.Fatal(err)
		}
		if err := encoder.Encode(written{label, value, d}); err != nil {
			t.Fatal(err)
		}
		seen[d] = true
	}
	const count = 1200
	for seed := range count {
		s := statements().Example(first + seed)
		write(s.Type, s)
		write("caravan.rendering/1", s.Texts[0].Render(s.Disclosure, 0).Counting(seed%2 == 0))
		for key := range s.Audience {
			all.WriteString(key)
		}
		all.WriteString(s.Texts[0].Body)
	}
	if err := out.Flush(); err != nil {
		t.Fatal(err)
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
	if len(seen) < count {
		t.Errorf("only %d different values", len(seen))
	}
	for _, sign := range "\x01\"\\<&\u2028\uE000\uFB00\U0001F600\U0010FFFFӯ" {
		if !strings.ContainsRune(all.String(), sign) {
			t.Errorf("no statement has %U", sign)
		}
	}
	for _, table := range signs {
		if !strings.ContainsFunc(all.String(), func(r rune) bool { return unicode.Is(table, r) }) {
			t.Error("a script is not there")
		}
	}
}
