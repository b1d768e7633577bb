package languages_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"caravan/internal/languages"
)

// The first article of the Universal Declaration of Human Rights.
const (
	russian    = "Все люди рождаются свободными и равными в своем достоинстве и правах. Они наделены разумом и совестью и должны поступать в отношении друг друга в духе братства."
	kazakh     = "Барлық адамдар тумысынан азат және қадір-қасиеті мен құқықтары тең болып дүниеге келеді. Адамдарға ақыл-парасат, ар-ождан берілген, сондықтан олар бір-бірімен туыстық, бауырмалдық қарым-қатынас жасаулары тиіс."
	kyrgyz     = "Бардык адамдар өз беделинде жана укуктарында эркин жана тең укуктуу болуп жаралат. Алардын аң-сезими менен абийири бар жана бири-бирине бир туугандык мамиле кылууга тийиш."
	tajik      = "Тамоми одамон озод ба дунё меоянд ва аз лиҳози манзилату ҳуқуқ бо ҳам баробаранд. Ҳама соҳиби ақлу виҷдонанд, бояд нисбат ба якдигар бародарвор муносабат намоянд."
	uzbekLatin = "Barcha odamlar erkin, qadr-qimmat va huquqlarda teng boʻlib tugʻiladilar. Ular aql va vijdon sohibidirlar va bir-birlari ila birodarlarcha muomala qilishlari zarur."
	uzbekCyrl  = "Барча одамлар эркин, қадр-қиммат ва ҳуқуқларда тенг бўлиб туғиладилар. Улар ақл ва виждон соҳибидирлар ва бир-бирлари ила биродарларча муомала қилишлари зарур."
	turkmen    = "Hemme adamlar öz mertebesi we hukuklary boýunça deň ýagdaýda dünýä inýärler. Olara aň hem wyždan berlendir we olar bir-birleri bilen doganlyk ruhundaky garaýyşda bolmalydyrlar."
	dari       = "تمام افراد بشر آزاد به دنیا می\u200Cآیند و از لحاظ حیثیت و حقوق با هم برابرند. همه دارای عقل و وجدان هستند و باید نسبت به یکدیگر با روح برادری رفتار کنند."
	pashto     = "د بشر ټول افراد آزاد نړۍ ته راځي او د حیثیت او حقوقو له پلوه سره برابر دي. ټول د عقل او وجدان خاوندان دي او یو له بل سره د ورورۍ په روحیې سره باید چلند وکړي."
	arabic     = "يولد جميع الناس أحرارا متساوين في الكرامة والحقوق. وقد وهبوا عقلا وضميرا وعليهم أن يعامل بعضهم بعضا بروح الإخاء."
)

func lookup(t *testing.T, tag string) languages.Language {
	t.Helper()
	lang, err := languages.Lookup(tag)
	if err != nil {
		t.Fatal(err)
	}
	return lang
}

func TestLintPassesGoodText(t *testing.T) {
	tests := []struct{ tag, text string }{
		{"ru", russian},
		{"kk-Cyrl", kazakh},
		{"ky", kyrgyz},
		{"tg-Cyrl", tajik},
		{"uz-Latn", uzbekLatin},
		{"uz-Latn-x-fergana", "Maʼnaviyat va sanʼat oʻqituvchilari"},
		{"uz-Cyrl", uzbekCyrl},
		{"tk-Latn", turkmen},
		{"fa-AF", dari},
		{"ps", pashto},
		{"ky", "Instagramда жана YouTubeдан көрүңүз: https://www.youtube.com/watch?v=abcdefghijk @taasirlink_official"},
		{"ky", "Instagram"},
		{"fa-AF", "برنامه\u200Cهای \u2068Azattyk\u2069 را در \u200ETelegram بشنوید"},
		{"en", "12\u00A0000 people – “peace”"},
	}
	for _, test := range tests {
		if findings := languages.Lint(test.text, lookup(t, test.tag)); len(findings) > 0 {
			t.Errorf("%s: %v", test.tag, findings)
		}
	}
}

func TestLint(t *testing.T) {
	const (
		script    = languages.WrongScript
		missing   = languages.MissingLetters
		stray     = languages.StrayLetter
		quote     = languages.Apostrophe
		mixed     = languages.MixedScript
		link      = languages.NonASCIIHost
		invisible = languages.InvisibleCharacter
	)
	tests := []struct {
		name, tag, text string
		want            []at
	}{
		{"Dari filed under Uzbek", "uz-Latn", dari, []at{{script, 0}}},
		{"Uzbek in Cyrillic filed under Latin", "uz-Latn", "12 " + uzbekCyrl, []at{{script, 3}}},
		{"Uzbek in Latin filed under Arabic", "uz-Arab-AF", uzbekLatin, []at{{script, 0}}},
		{"Russian filed under Korean", "ko", russian, []at{{script, 0}}},
		{"Russian filed under Kyrgyz", "ky", russian, []at{{missing, 0}}},
		{"Russian filed under Kazakh", "kk-Cyrl", russian, []at{{missing, 0}}},
		{"Kyrgyz filed under Tajik", "tg-Cyrl", kyrgyz, []at{{missing, 0}}},
		{"Dari filed under Pashto", "ps", dari, []at{{missing, 0}}},
		{"Turkmen filed under Uzbek", "uz-Latn", turkmen, []at{{missing, 0}}},
		{"Uzbek typed on an English keyboard", "uz-Latn", "O'zbek tilida ma'no, tog’ va g`oya", []at{{quote, 1}, {quote, 16}, {quote, 24}, {quote, 30}}},
		{"letters the wrong way round", "uz-Latn", "oʼzbek maʻno", []at{{quote, 1}, {quote, 9}}},
		{"quotation in Uzbek", "uz-Latn", "‘Tinchlik’ 'radiosi'", nil},
		{"Dari typed on an Arabic keyboard", "fa-AF", "كابل و بدي", []at{{stray, 0}, {stray, 9}}},
		{"Pashto has both yehs", "ps", "كور دي", []at{{stray, 0}}},
		{"Uyghur has the Arabic kaf", "ug-Arab", "كىتاب", nil},
		{"Cyrillic letters in a Latin word", "en", "the p\u0430yp\u0430l page", []at{{mixed, 4}}},
		{"a Latin letter in a Cyrillic word", "ru", "город O\u0448", []at{{mixed, 6}}},
		{"a Greek letter in a Latin word", "en", "gοod", []at{{mixed, 0}}},
		{"a suffix on a Latin name", "ky", "Telegramдан көрүңүз", nil},
		{"a Cyrillic letter in a host", "en", "see https://\u0430pple.com/x now", []at{{link, 4}}},
		{"a host in Cyrillic", "ru", "читай почта.рф", []at{{link, 6}}},
		{"directional marks in Cyrillic", "ru", "мир\u200E и \u2068лад\u2069", []at{{invisible, 3}, {invisible, 7}, {invisible, 11}}},
		{"blanks that look like spaces", "ru", "мир\u2800и\u3000лад", []at{{invisible, 3}, {invisible, 5}}},
		{"several at once", "uz-Latn", "o'z sайt", []at{{quote, 1}}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			findings := languages.Lint(test.text, lookup(t, test.tag))
			if got := places(findings); !slices.Equal(got, test.want) {
				t.Errorf("Lint(%q) = %v, want %v", test.text, findings, test.want)
			}
			for _, f := range findings {
				if f.Severity != languages.Warning || f.Detail == "" {
					t.Errorf("finding %+v", f)
				}
			}
		})
	}
}

func TestLintSaysWhatIsMeant(t *testing.T) {
	tests := []struct{ tag, text, want string }{
		{"uz-Latn", "o'zbek", "U+0027 is written ʻ (U+02BB) in Uzbek"},
		{"fa-AF", "كابل", "U+0643 is written ک (U+06A9) in Dari"},
		{"ky", russian, "133 letters and none of ң ө ү; is this Kyrgyz?"},
		{"en", "https://\u0430pple.com", `the host "` + "\u0430" + `pple.com" is xn--pple-43d.com`},
		{"en", "https://\u0430_b.com", `the host "` + "\u0430" + `_b.com" is not one that browsers open`},
		{"en", "p\u0430yp\u0430l", "\"p\u0430yp\u0430l\" has Cyrillic \u0430\u0430 that looks like letters of another script"},
	}
	for _, test := range tests {
		findings := languages.Lint(test.text, lookup(t, test.tag))
		if len(findings) != 1 || findings[0].Detail != test.want {
			t.Errorf("Lint(%q) = %v, want %q", test.text, findings, test.want)
		}
	}
}

func TestLintWithoutALanguage(t *testing.T) {
	findings := languages.Lint("o'zbek كابل "+arabic+" p\u0430yp\u0430l", languages.Language{})
	if len(findings) != 1 || findings[0].Code != languages.MixedScript {
		t.Errorf("findings %v", findings)
	}
}

func TestLintIsBounded(t *testing.T) {
	if n := len(languages.Lint(strings.Repeat("o'", 1000), lookup(t, "uz-Latn"))); n != 100 {
		t.Errorf("%d findings", n)
	}
}

func TestLinks(t *testing.T) {
	tests := []struct {
		text string
		want []languages.Link
	}{
		{"көр: HTTPS://User:pw@Kloop.KG:443/a?b#c, дос", []languages.Link{
			{Offset: 5, Text: "HTTPS://User:pw@Kloop.KG:443/a?b#c", Scheme: "https", Host: "Kloop.KG", ASCII: "kloop.kg"},
		}},
		{"(https://ky.wikipedia.org/wiki/Ош_(шаар))", []languages.Link{
			{Offset: 1, Text: "https://ky.wikipedia.org/wiki/Ош_(шаар)", Scheme: "https", Host: "ky.wikipedia.org", ASCII: "ky.wikipedia.org"},
		}},
		{"http://b\u0430nk.kz. t.me/caravan!", []languages.Link{
			{Offset: 0, Text: "http://b\u0430nk.kz", Scheme: "http", Host: "b\u0430nk.kz", ASCII: "xn--bnk-6cd.kz"},
			{Offset: 16, Text: "t.me/caravan", Host: "t.me", ASCII: "t.me"},
		}},
		{"http://%D0%B0pple.com http://[2001:db8::1]:80/", []languages.Link{
			{Offset: 0, Text: "http://%D0%B0pple.com", Scheme: "http", Host: "\u0430pple.com", ASCII: "xn--pple-43d.com"},
			{Offset: 22, Text: "http://[2001:db8::1]:80/", Scheme: "http", Host: "2001:db8::1", ASCII: "2001:db8::1"},
		}},
		{"https://bank.kz@evil.example/", []languages.Link{
			{Offset: 0, Text: "https://bank.kz@evil.example/", Scheme: "https", Host: "evil.example", ASCII: "evil.example"},
		}},
		{"https://a_b\u2019 https://-.kz", []languages.Link{
			{Offset: 0, Text: "https://a_b", Scheme: "https", Host: "a_b"},
			{Offset: 13, Text: "https://-.kz", Scheme: "https", Host: "-.kz"},
		}},
		{"info@caravan.kz first.name@caravan.kz @caravan.kz #caravan.kz", nil},
		{"Келди.Кетти 3.14 plan.docx e.g. https:// kz", nil},
	}
	for _, test := range tests {
		if diff := cmp.Diff(test.want, languages.Links(test.text)); diff != "" {
			t.Errorf("Links(%q) differs (-want +got):\n%s", test.text, diff)
		}
	}
}
