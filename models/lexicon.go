package models

import (
	"slices"
	"strings"
	"unicode"

	"caravan/internal/languages"
)

// A lexicon lists the beginnings of words that ask for a second look, as they
// are written in the languages of the region. It knows neither grammar nor
// irony: what it finds is a question to a person, never a verdict.
type lexicon []string

// groups are organisations that some authority has listed. A text that names
// one says who listed it, and when (S-12).
//
//nolint:gochecknoglobals // a constant table
var groups = lexicon{
	"isis", "isil", "daesh", "игил", "ишим", "даиш", "доиш", "ишид", "داعش",
	"al-qaeda", "al qaeda", "аль-каид", "аль-каед", "алкоида", "ал-қоида", "القاعده", "القاعدة",
	"taliban", "талибан", "толибон", "талибон", "طالبان", "hizb ut-tahrir", "хизб ут-тахрир", "ҳизб ут-таҳрир", "ҳизбут таҳрир", "хизбут-тахрир", "حزب التحریر",
	"jamaat ansarullah", "ансоруллоҳ", "ансаруллах", "انصارالله", "катибат ат-таухид", "jabhat al-nusra", "джабхат ан-нусра", "боко харам", "boko haram",
}

// listers are who lists groups.
//
//nolint:gochecknoglobals // a constant table
var listers = lexicon{
	"court", "united nations", "un security council", "un list", "unsc", "sco", "rats", "national list", "list of", "ministry", "prosecutor", "security committee", "designat",
	"суд", "оон", "шос", "совбез", "совет безопасности", "перечень", "перечн", "список", "списк", "прокурор", "министерств", "комитет",
	"сот", "бмт", "шҳт", "бириккен улуттар", "біріккен ұлттар", "бирлашган миллатлар", "тизме", "рӯйхат", "додгоҳ", "рўйхат", "тізім",
	"sud", "ro‘yxat", "bmt", "kazyýet", "محکمه", "دادگاه", "ملل متحد", "شورای امنیت", "فهرست", "لیست",
}

// scripture is what quotations from scripture are introduced by.
//
//nolint:gochecknoglobals // a constant table
var scripture = lexicon{
	"quran", "qur'an", "koran", "qurʼon", "qurʼan", "коран", "куран", "құран", "қуръон", "куръон", "қурон", "gurhan", "gurʼan", "قرآن", "قران",
	"hadith", "hadis", "хадис", "хадыс", "ҳадис", "حدیث", "حديث", "аят", "оят", "آیت", "آیه", "сура ", "суре ", "сураси", "сураи", "سوره", "سورة",
	"пайғамбар", "пайгамбар", "пророк", "пайғамбари", "پیامبر", "پیغمبر", "prophet ",
}

// extremes are words for extremism, which never describe a people or a faith.
//
//nolint:gochecknoglobals // a constant table
var extremes = lexicon{
	"extremis", "terroris", "radical", "экстреми", "террори", "радикал", "терроршы", "лаңкес", "ифротгаро", "ифротӣ", "тундрав",
	"افراطی", "تروریست", "دهشت افگن", "هراس افگن", "تندرو", "ekstremi", "фундаменталис",
}

// peoples are peoples and faiths.
//
//nolint:gochecknoglobals // a constant table
var peoples = lexicon{
	"islam", "muslim", "ислам", "мусульман", "мусулмон", "мусулман", "اسلام", "مسلمان", "salafi", "салафи", "салафӣ", "سلفی", "shia", "шиит", "شیعه", "sunni", "суннит", "سنی",
	"uzbek", "узбек", "ўзбек", "өзбек", "ازبک", "tajik", "таджик", "тоҷик", "тажик", "تاجیک", "kyrgyz", "киргиз", "кыргыз", "қирғиз", "قرغیز",
	"kazakh", "казах", "қазақ", "қозоқ", "uyghur", "uighur", "уйгур", "уйғур", "اویغور", "pashtun", "пуштун", "پشتون", "hazara", "хазар", "ҳазора", "هزاره", "turkmen", "туркмен", "ترکمن",
}

// publicLife is what people in public life, parties, courts and media are
// called by. Names themselves are too many and change; a title before them does
// not (S-11).
//
//nolint:gochecknoglobals // a constant table
var publicLife = lexicon{
	"president ", "prime minister", "minister ", "member of parliament", "deputy of", "governor of", "candidate ", "opposition", "ruling party", "political party", "supreme court", "judge ",
	"президент", "премьер-министр", "министр", "депутат", "губернатор", "оппозици", "партия ", "партии ", "партией ", "кандидат в ", "верховный суд", "верховного суда", "прокурор", "аким ", "акима ", "хоким",
	"партиясы", "партияси", "оппозиция", "жогорку кеңеш", "жогорку сот", "министри", "акими", "олий мажлис", "вазир", "прокурори", "раиси ҷумҳур", "президенти", "ҳизби халқ", "ҳизби наҳзат", "маҷлиси олӣ", "маҷлиси намояндагон", "додгоҳ", "мухолифин",
	"رئیس جمهور", "رییس جمهور", "صدراعظم", "وزیر", "والی ", "وکیل پارلمان", "پارلمان", "حزب ", "سترمحکمه", "ستره محکمه", "دادستان", "څارنوال", "ولسمشر", "امیرالمؤمنین", "امیر المومنین", "prezident", "vazir", "hokim", "oppozitsiya",
}

// outlets are names under which listed groups publish, as they stand in
// addresses (S-22). The list is short on purpose: it catches what is copied
// without thinking, and people look at every link.
//
//nolint:gochecknoglobals // a constant table
var outlets = lexicon{
	"amaq", "a3maq", "alhayat-media", "alhayatmedia", "al-hayat-media", "alfurqan", "al-furqan", "furqanmedia", "al-azaim", "alazaim", "azaim-media",
	"voiceofkhorasan", "voice-of-khorasan", "voice_of_khorasan", "khorasan-voice", "nashir-news", "nashirnews", "hizb-ut-tahrir", "hizb-uttahrir",
	"tawhedwaljihad", "tavhidvajihod", "katibat", "islamicstate", "islamic-state", "dabiq", "rumiyah",
}

// link returns the first address in a text that leads to an outlet, or nothing.
func (l lexicon) link(text string) string {
	for _, link := range languages.Links(text) {
		address := strings.ToLower(link.Text)
		if slices.ContainsFunc(l, func(outlet string) bool { return strings.Contains(address, outlet) }) {
			return link.Text
		}
	}
	return ""
}

// claims are the words that recruiters' claims are made of. A counter-narrative
// that begins with them says the claim once more (S-22).
//
//nolint:gochecknoglobals // a constant table
var claims = lexicon{
	"jihad", "caliphate", "martyr", "infidel", "kafir", "hijra", "джихад", "жихад", "жиҳод", "ҷиҳод", "халифат", "халифалик", "хилофат", "шахид", "шаҳид", "шейит", "кафир", "кофир", "хиджра", "ҳижрат", "ҳиҷрат",
	"jihod", "xalifalik", "shahid", "kofir", "جهاد", "خلافت", "شهید", "کافر", "هجرت",
}

// A span is a stretch of code points.
type span struct{ from, to int }

// find returns where words begin with an entry, up to the end of the word.
func (l lexicon) find(text []rune) []span {
	folded := make([]rune, len(text))
	for i, r := range text {
		folded[i] = unicode.ToLower(r)
	}
	var found []span
	for _, entry := range l {
		sought := []rune(entry)
		for at := 0; at+len(sought) <= len(folded); at++ {
			if slices.Equal(folded[at:at+len(sought)], sought) && (at == 0 || !inWord(folded[at-1])) {
				found = append(found, span{at, wordEnd(folded, at+len(sought))})
			}
		}
	}
	return found
}

func inWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsDigit(r) }

func wordEnd(text []rune, at int) int {
	for at < len(text) && inWord(text[at]) && inWord(text[at-1]) {
		at++
	}
	return at
}
