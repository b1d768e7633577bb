package models_test

import (
	"slices"
	"testing"

	"caravan/models"
)

func TestEverybodyWhoIsAskedHasToAgree(t *testing.T) {
	ministry, examiners := models.NewID[models.Organization](), models.NewID[models.Organization]()
	rules := []models.ApprovalRule{
		{Country: "UZ", Mode: "required_by_agreement", Authority: "Ministry", AuthorityID: &ministry, Quorum: 1, ValidFrom: "2020-01-01"},
		{Country: "UZ", Mode: "required_by_agreement", Authority: "Ministry", AuthorityID: &ministry, Quorum: 2, ChannelClass: "tv", ValidFrom: "2020-01-01"},
		{Country: "UZ", Mode: "required_by_law", Authority: "Examiners", AuthorityID: &examiners, Quorum: 1, Occasion: models.Religious, ValidFrom: "2014-01-20"},
		{Country: "UZ", Mode: "independent_board", Authority: "Nobody named yet", Quorum: 1, Occasion: models.Election, ValidFrom: "2020-01-01"},
		{Country: "UZ", Mode: "none", MessageType: "alternative_narrative", ValidFrom: "2030-01-01"},
		{Country: "KG", Mode: "none", ValidFrom: "2020-01-01", ValidTo: "2026-12-31"},
	}
	for name, c := range map[string]struct {
		matter models.Matter
		day    models.Date
		want   []string // authorities with quorum
	}{
		"everyday":              {models.Matter{Country: "UZ"}, "2027-01-01", []string{"Ministry 1"}},
		"on television":         {models.Matter{Country: "UZ", Classes: []string{"web", "tv"}}, "2027-01-01", []string{"Ministry 2"}},
		"religious":             {models.Matter{Country: "UZ", Occasions: []string{models.Religious}}, "2027-01-01", []string{"Ministry 1", "Examiners 1"}},
		"in an election":        {models.Matter{Country: "UZ", Occasions: []string{models.Election}}, "2027-01-01", []string{"Ministry 1", "Nobody named yet 1"}},
		"nobody beats somebody": {models.Matter{Country: "UZ", Type: "alternative_narrative"}, "2031-01-01", []string{"Ministry 1"}},
		"nobody has to agree":   {models.Matter{Country: "KG"}, "2026-12-31", []string{" 0"}},
		"the rule is over":      {models.Matter{Country: "KG"}, "2027-01-01", nil},
		"before any rule":       {models.Matter{Country: "UZ"}, "2013-01-01", nil},
	} {
		var got []string
		for _, r := range models.Asked(rules, c.matter, c.day) {
			got = append(got, r.Authority+" "+string(rune('0'+r.Quorum)))
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: got %q, want %q", name, got, c.want)
		}
	}
}

// What is special about a text is read from it, whatever its writer marked.
func TestOccasionsAreReadFromTheText(t *testing.T) {
	windows := []models.ElectionWindow{{Country: "KG", From: "2027-01-10", To: "2027-01-20"}}
	for name, c := range map[string]struct {
		message models.Message
		text    string
		country string
		want    []string
	}{
		"nothing":               {text: "Азиз вернулся домой и открыл мастерскую.", country: "TJ"},
		"marked":                {message: models.Message{Brief: models.Brief{ReligiousContent: true}}, text: "Хлеб", country: "TJ", want: []string{models.Religious}},
		"quoted, not marked":    {text: "Дар Қуръон омадааст", country: "TJ", want: []string{models.Religious}},
		"a group":               {text: "داعش دروغ گفت", country: "TJ", want: []string{models.Named}},
		"a minister":            {text: "Министр обещал работу", country: "TJ", want: []string{models.Named}},
		"a president, in Dari":  {text: "رئیس جمهور گفت", country: "TJ", want: []string{models.Named}},
		"in an election":        {text: "Хлеб", country: "KG", want: []string{models.Election}},
		"an election elsewhere": {text: "Хлеб", country: "UZ"},
	} {
		got := c.message.Occasions([]models.FrozenText{{Body: c.text}}, c.country, "2027-01-20", "2027-02-20", windows)
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: got %q, want %q", name, got, c.want)
		}
	}
}
