package public

import (
	"embed"
	"encoding/json"
	"path"
	"strings"
	"sync"

	"caravan/internal/languages"
)

//go:embed words/*.json
var wordFiles embed.FS

// words are what the pages say themselves, in one language.
type words struct {
	languages.Language `json:"-"`

	Messages       string `json:"messages"`
	Message        string `json:"message"`
	Languages      string `json:"languages"`
	OtherLanguages string `json:"other_languages"`
	Older          string `json:"older"`
	Newest         string `json:"newest"`
	Empty          string `json:"empty"`
	ReadMore       string `json:"read_more"`
	AboutMessage   string `json:"about_message"`
	WhoSpeaks      string `json:"who_speaks"`
	WhoPays        string `json:"who_pays"`
	StateRole      string `json:"state_role"`
	StateNone      string `json:"state_none"`
	StateConsulted string `json:"state_consulted"`
	StateApproved  string `json:"state_approved"`
	StateFunded    string `json:"state_funded"`
	StateProduced  string `json:"state_produced"`
	NotStated      string `json:"not_stated"`
	Campaign       string `json:"campaign"`
	AboutCampaign  string `json:"about_campaign"`
	Statement      string `json:"statement"`
	LineEverywhere string `json:"line_everywhere"`
	LineMissing    string `json:"line_missing"`
	DataLocation   string `json:"data_location"`
	Complain       string `json:"complain"`
	ComplainHow    string `json:"complain_how"`
	NoContact      string `json:"no_contact"`
	Feed           string `json:"feed"`
	Privacy        string `json:"privacy"`
	Demonstration  string `json:"demonstration"`
	RemovedTitle   string `json:"removed_title"`
	RemovedText    string `json:"removed_text"`
	MissingTitle   string `json:"missing_title"`
	MissingText    string `json:"missing_text"`
	BrokenTitle    string `json:"broken_title"`
	BrokenText     string `json:"broken_text"`
	Home           string `json:"home"`
	Skip           string `json:"skip"`

	Calendar string     `json:"calendar"` // gregorian or solar_hijri
	Date     string     `json:"date"`     // with {day}, {month} and {year}
	Months   [12]string `json:"months"`   // of the calendar, as they stand in a date
}

// catalogue is every language that the pages can speak themselves.
//
//nolint:gochecknoglobals // built once from embedded files, never written again
var catalogue = sync.OnceValue(func() map[string]*words {
	files, err := wordFiles.ReadDir("words")
	if err != nil {
		panic(err)
	}
	all := make(map[string]*words, len(files))
	for _, f := range files {
		text, err := wordFiles.ReadFile("words/" + f.Name())
		if err != nil {
			panic(err)
		}
		w := &words{}
		if err := json.Unmarshal(text, w); err != nil {
			panic(f.Name() + ": " + err.Error())
		}
		if w.Language, err = languages.Lookup(strings.TrimSuffix(f.Name(), path.Ext(f.Name()))); err != nil {
			panic(err)
		}
		all[w.Tag] = w
	}
	return all
})

const lastResort = "en"

// wordsFor returns the words of a language, or of the one that stands in for
// it.
func wordsFor(tag string) *words {
	for _, t := range append([]string{tag}, languages.Fallbacks(tag)...) {
		if w, there := catalogue()[t]; there {
			return w
		}
	}
	return catalogue()[lastResort]
}

// state says what part the state has in a campaign.
func (w *words) state(involvement string) string {
	said := map[string]string{
		"none": w.StateNone, "consulted": w.StateConsulted, "approved": w.StateApproved, "funded": w.StateFunded, "produced": w.StateProduced,
	}[involvement]
	if said == "" {
		return w.NotStated
	}
	return said
}
