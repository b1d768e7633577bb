package languages

// An entry is one row of the registry in shorthand: lists are separated by
// spaces.
type entry struct {
	tag       string // the script is left out where it goes without saying
	script    string
	name      string
	native    string
	countries string
	fallbacks string
	letters   string
	dialects  string
	digits    Digits // latn if empty
	strays    string // pairs: what the keyboard of another language yields, what is meant
}

const (
	ferganaValley = "fergana khorezm tashkent"
	turkmenTribes = "teke yomut ersari"
	persianStrays = "\u0643\u06A9 \u064A\u06CC" // Arabic kaf and yeh
	pashtoStrays  = "\u0643\u06A9"              // Pashto has both yehs, with different sounds
)

// table lists every language in the order of menus: the large languages of
// each country, then the minorities.
//
// Letters and native names follow CLDR 48.2 and, for kk-Latn and Shughni,
// common usage. Kazakh in Latin letters is still being reformed and Arabic
// spellings outside Persian and Pashto vary, so those have no letters here.
//
//nolint:gochecknoglobals // a constant table
var table = []entry{
	{
		tag: "kk-Cyrl", script: "Cyrl", name: "Kazakh (Cyrillic)", native: "қазақ тілі",
		countries: "KZ", fallbacks: "ru", letters: "ә ғ қ ң ө ұ ү і",
	},
	{
		tag: "kk-Latn", script: "Latn", name: "Kazakh (Latin)", native: "qazaq tili",
		countries: "KZ", fallbacks: "kk-Cyrl",
	},
	{
		tag: "kk-Arab", script: "Arab", name: "Kazakh (Arabic)", native: "قازاق ءتىلى",
		countries: "AF CN", fallbacks: "kk-Cyrl",
	},
	{
		tag: "ky", script: "Cyrl", name: "Kyrgyz", native: "кыргызча",
		countries: "KG", fallbacks: "ru", letters: "ң ө ү", dialects: "north osh",
	},
	{
		tag: "tg-Cyrl", script: "Cyrl", name: "Tajik", native: "тоҷикӣ",
		countries: "TJ UZ", fallbacks: "ru", letters: "ғ ӣ қ ӯ ҳ ҷ", dialects: "sughd kulob pamir",
	},
	{
		tag: "uz-Latn", script: "Latn", name: "Uzbek (Latin)", native: "oʻzbekcha",
		countries: "UZ", fallbacks: "uz-Cyrl ru", letters: "oʻ gʻ", dialects: ferganaValley,
	},
	{
		tag: "uz-Cyrl", script: "Cyrl", name: "Uzbek (Cyrillic)", native: "ўзбекча",
		countries: "UZ KG TJ KZ", fallbacks: "uz-Latn ru", letters: "ғ қ ў ҳ", dialects: ferganaValley,
	},
	{
		tag: "uz-Arab-AF", script: "Arab", name: "Southern Uzbek", native: "اۉزبېکچه",
		countries: "AF", fallbacks: "fa-AF", dialects: "jowzjan", digits: Arabext, strays: persianStrays,
	},
	{
		tag: "tk-Latn", script: "Latn", name: "Turkmen (Latin)", native: "türkmen dili",
		countries: "TM", fallbacks: "ru", letters: "ç ä ž ň ö ş ü ý", dialects: turkmenTribes,
	},
	{
		tag: "tk-Cyrl", script: "Cyrl", name: "Turkmen (Cyrillic)", native: "түркмен дили",
		countries: "TM", fallbacks: "tk-Latn", letters: "җ ң ө ү ә", dialects: turkmenTribes,
	},
	{
		tag: "tk-Arab-AF", script: "Arab", name: "Turkmen (Arabic)", native: "تورکمنچه",
		countries: "AF", fallbacks: "fa-AF", dialects: turkmenTribes,
	},
	{
		tag: "ru", script: "Cyrl", name: "Russian", native: "русский",
		countries: "KZ KG TJ TM UZ",
	},
	{
		tag: "fa-AF", script: "Arab", name: "Dari", native: "دری",
		countries: "AF", letters: "ک ی", dialects: "kabuli herati", digits: Arabext, strays: persianStrays,
	},
	{
		tag: "ps", script: "Arab", name: "Pashto", native: "پښتو",
		countries: "AF", fallbacks: "fa-AF", letters: "ټ ځ څ ډ ړ ږ ښ ګ ڼ ې ۍ",
		dialects: "kandahar nangarhr central", digits: Arabext, strays: pashtoStrays,
	},
	{
		tag: "kaa-Latn", script: "Latn", name: "Karakalpak (Latin)", native: "qaraqalpaqsha",
		countries: "UZ", fallbacks: "uz-Latn ru", letters: "á ǵ ı ń ó ú",
	},
	{
		tag: "kaa-Cyrl", script: "Cyrl", name: "Karakalpak (Cyrillic)", native: "қарақалпақша",
		countries: "UZ", fallbacks: "uz-Latn ru", letters: "ә ғ қ ң ө ү ў ҳ",
	},
	{
		tag: "ug-Cyrl", script: "Cyrl", name: "Uyghur (Cyrillic)", native: "уйғурчә",
		countries: "KZ KG", fallbacks: "kk-Cyrl ru", letters: "ғ җ қ ң ө ү һ ә",
	},
	{
		tag: "ug-Arab", script: "Arab", name: "Uyghur (Arabic)", native: "ئۇيغۇرچە",
		countries: "KZ KG CN", fallbacks: "kk-Cyrl ru", letters: "ە ڭ ھ ۆ ۇ ۈ ۋ ې",
	},
	{
		tag: "haz", script: "Arab", name: "Hazaragi", native: "هزارگی",
		countries: "AF", fallbacks: "fa-AF",
	},

	{
		tag: "sgh-Cyrl-TJ", script: "Cyrl", name: "Shughni (Cyrillic)", native: "хуг̌ну̊н зив",
		countries: "TJ", fallbacks: "tg-Cyrl",
	},
	{
		tag: "sgh-Latn-TJ", script: "Latn", name: "Shughni (Latin)", native: "xuɣ̌nůn ziv",
		countries: "TJ", fallbacks: "tg-Cyrl",
	},
	{
		tag: "sgh-Arab-AF", script: "Arab", name: "Shughni (Arabic)", native: "شغنانی",
		countries: "AF", fallbacks: "fa-AF",
	},
	{tag: "wbl-Cyrl", script: "Cyrl", name: "Wakhi (Cyrillic)", native: "вахонӣ", countries: "TJ", fallbacks: "tg-Cyrl"},
	{tag: "wbl-Latn", script: "Latn", name: "Wakhi (Latin)", native: "x̌ik zik", countries: "TJ", fallbacks: "tg-Cyrl"},
	{tag: "wbl-Arab", script: "Arab", name: "Wakhi (Arabic)", native: "واخی", countries: "AF", fallbacks: "fa-AF"},
	{tag: "isk-Cyrl", script: "Cyrl", name: "Ishkashimi (Cyrillic)", native: "ишкошимӣ", countries: "TJ", fallbacks: "tg-Cyrl"},
	{tag: "isk-Latn", script: "Latn", name: "Ishkashimi (Latin)", native: "ishkoshimī", countries: "TJ", fallbacks: "tg-Cyrl"},
	{tag: "isk-Arab", script: "Arab", name: "Ishkashimi (Arabic)", native: "اشکاشمی", countries: "AF", fallbacks: "fa-AF"},
	{tag: "yah-Cyrl", script: "Cyrl", name: "Yazgulyam (Cyrillic)", native: "язғуломӣ", countries: "TJ", fallbacks: "tg-Cyrl"},
	{tag: "yah-Latn", script: "Latn", name: "Yazgulyam (Latin)", native: "yazghulomī", countries: "TJ", fallbacks: "tg-Cyrl"},
	{tag: "yai-Cyrl", script: "Cyrl", name: "Yagnobi (Cyrillic)", native: "яғнобӣ", countries: "TJ", fallbacks: "tg-Cyrl"},
	{tag: "yai-Latn", script: "Latn", name: "Yagnobi (Latin)", native: "yaghnobī", countries: "TJ", fallbacks: "tg-Cyrl"},
	{tag: "srh-Cyrl", script: "Cyrl", name: "Sarikoli (Cyrillic)", native: "сариқӯлӣ", countries: "TJ", fallbacks: "tg-Cyrl"},
	{tag: "srh-Latn", script: "Latn", name: "Sarikoli (Latin)", native: "sariqūlī", countries: "TJ", fallbacks: "tg-Cyrl"},
	{tag: "srh-Arab", script: "Arab", name: "Sarikoli (Arabic)", native: "سریکلی", countries: "AF CN", fallbacks: "fa-AF"},
	{tag: "mnj-Arab", script: "Arab", name: "Munji", native: "منجی", countries: "AF", fallbacks: "fa-AF"},
	{tag: "sgy-Cyrl", script: "Cyrl", name: "Sanglechi (Cyrillic)", native: "сангличӣ", countries: "TJ", fallbacks: "tg-Cyrl"},
	{tag: "sgy-Arab", script: "Arab", name: "Sanglechi (Arabic)", native: "سنگلیچی", countries: "AF", fallbacks: "fa-AF"},

	{tag: "aiq", script: "Arab", name: "Aimaq", native: "ایماقی", countries: "AF", fallbacks: "fa-AF ps"},
	{tag: "bgn", script: "Arab", name: "Western Balochi", native: "بلوچی", countries: "AF", fallbacks: "fa-AF ps"},
	{tag: "bal", script: "Arab", name: "Balochi", native: "بلۆچی", countries: "AF TM", fallbacks: "fa-AF ps"},
	{tag: "brh", script: "Arab", name: "Brahui", native: "براهویی", countries: "AF", fallbacks: "fa-AF ps"},
	{tag: "psi", script: "Arab", name: "Southeast Pashai", native: "پشه\u200Cیی", countries: "AF", fallbacks: "fa-AF ps"},
	{tag: "psh", script: "Arab", name: "Southwest Pashai", native: "پشه\u200Cیی", countries: "AF", fallbacks: "fa-AF ps"},
	{tag: "aee", script: "Arab", name: "Northeast Pashai", native: "پشه\u200Cیی", countries: "AF", fallbacks: "fa-AF ps"},
	{tag: "prc", script: "Arab", name: "Parachi", native: "پراچی", countries: "AF", fallbacks: "fa-AF ps"},

	{
		tag: "dng-Cyrl", script: "Cyrl", name: "Dungan", native: "хуэйзў йүян",
		countries: "KG KZ", fallbacks: "ru", letters: "ә җ ң ў ү",
	},
	{tag: "paq-Cyrl", script: "Cyrl", name: "Parya", native: "парйа", countries: "TJ UZ", fallbacks: "ru"},
	{tag: "abh-Arab", script: "Arab", name: "Tajiki Arabic", native: "عربي", countries: "TJ AF UZ", fallbacks: "ru"},
	{tag: "auz-Arab", script: "Arab", name: "Uzbeki Arabic", native: "عربي", countries: "UZ", fallbacks: "ru"},
	{
		tag: "tt-Cyrl", script: "Cyrl", name: "Tatar", native: "татар",
		countries: "KZ KG TJ TM UZ", fallbacks: "ru", letters: "ә җ ң ө ү һ",
	},
	{tag: "ko", script: "Kore", name: "Korean", native: "한국어", countries: "KZ KG UZ", fallbacks: "ru"},
	{
		tag: "az", script: "Latn", name: "Azerbaijani", native: "azərbaycan",
		countries: "KZ KG TM UZ", fallbacks: "ru", letters: "ə ğ ı ö ş ü ç",
	},
	{tag: "tr", script: "Latn", name: "Turkish", native: "Türkçe", countries: "KZ KG TM UZ", fallbacks: "ru", letters: "ğ ı ş ç ö ü"},
	{tag: "de", script: "Latn", name: "German", native: "Deutsch", countries: "KZ KG", fallbacks: "ru", letters: "ä ö ü ß"},
	{tag: "ku-Cyrl", script: "Cyrl", name: "Kurdish", native: "кӧрди", countries: "KZ KG TM", fallbacks: "ru", letters: "ә һ ԛ ԝ ӧ"},
	{tag: "en", script: "Latn", name: "English", native: "English", countries: "KZ KG TJ TM UZ AF"},
}
