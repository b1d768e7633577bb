package models_test

import (
	"testing"
	"time"

	"caravan/models"
)

func TestLinkIsReplacedWhereItStands(t *testing.T) {
	const link, short = "https://help.example/a", "https://caravan.example/l/abcdefghij"
	for body, want := range map[string]string{
		"Ask.":                         "Ask.",
		"Ask: " + link:                 "Ask: " + short,
		"Ask (" + link + ").":          "Ask (" + short + ").",
		link + "\nand " + link + "؟ خ": short + "\nand " + short + "؟ خ",
		"Not " + link + "bc":           "Not " + link + "bc",
		"Nor " + link + "?b=c":         "Nor " + link + "?b=c",
	} {
		r := models.Rendering{Body: body, Link: link}.Over(short)
		if r.Body != want || r.Link != short {
			t.Errorf("%q became %q, want %q", body, r.Body, want)
		}
	}
}

func TestSitesAreToldWhereTheirReadersComeFrom(t *testing.T) {
	d := models.Dimensions{Platform: "telegram", ChannelClass: "messenger", MessengerType: "former_extremist", Approach: "counter_narrative"}
	for _, c := range []struct{ link, campaign, want string }{
		{"https://help.example", "Bread and books", "https://help.example?utm_campaign=Bread+and+books&utm_medium=messenger&utm_source=telegram"},
		{"https://help.example/a?b=c#d", "", "https://help.example/a?b=c&utm_medium=messenger&utm_source=telegram#d"},
		{"https://help.example/?UTM_Source=us", "Bread", "https://help.example/?UTM_Source=us"},
		{"https://help.example/%zz", "Bread", "https://help.example/%zz"},
	} {
		if got := d.Campaigned(c.link, c.campaign); got != c.want {
			t.Errorf("got %s, want %s", got, c.want)
		}
	}
}

func TestLinkCodesAreOfOneLengthAndDiffer(t *testing.T) {
	seen := map[string]bool{}
	for range 1000 {
		seen[models.NewLinkCode()] = true
	}
	for code := range seen {
		if len(code) != models.LinkCodeLength {
			t.Errorf("%q has another length", code)
		}
	}
	if len(seen) != 1000 {
		t.Errorf("there are %d", len(seen))
	}
}

func TestClicksCountWhileThePostMayBeThere(t *testing.T) {
	now := time.Now()
	for state, want := range map[models.DeliveryState]bool{
		models.Planned: false, models.Sending: true, models.Uncertain: true, models.Published: true, models.TakedownPending: false, models.TakenDown: false,
	} {
		d := models.Delivery{State: state, PublishedAt: &now}
		if got := d.CountsClicks(); got != want {
			t.Errorf("%s: %v", state, got)
		}
	}
}
