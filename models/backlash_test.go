package models_test

import (
	"errors"
	"testing"
	"time"

	"caravan/models"
)

func TestBacklashRuleFires(t *testing.T) {
	rule := models.BacklashRule{Signal: models.HostileAnswers, Share: 0.5, Minimum: 40, Days: 1}
	window := func(count, of int64) models.BacklashWindow { return models.BacklashWindow{Count: count, Of: of} }
	for name, c := range map[string]struct {
		earlier, later models.BacklashWindow
		fires          bool
	}{
		"two bad windows":             {window(41, 67), window(58, 80), true},
		"exactly at the share":        {window(20, 40), window(20, 40), true},
		"one bad window":              {window(41, 67), window(30, 80), false},
		"the first one only was fair": {window(10, 67), window(58, 80), false},
		"bad, but of too few":         {window(41, 67), window(39, 39), false},
		"too few the first time":      {window(39, 39), window(58, 80), false},
		"nothing is known":            {window(0, 0), window(0, 0), false},
	} {
		if got := rule.Fires([2]models.BacklashWindow{c.earlier, c.later}); got != c.fires {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestBacklashWindowsFollowEachOther(t *testing.T) {
	windows := models.BacklashRule{Days: 7}.Windows("2027-03-07")
	if windows[0].From != "2027-02-22" || windows[0].To != "2027-02-28" || windows[1].From != "2027-03-01" || windows[1].To != "2027-03-07" {
		t.Errorf("got %+v", windows)
	}
}

func TestBacklashRulesAreChecked(t *testing.T) {
	good := models.BacklashRule{Signal: models.HostileAnswers, Share: 0.5, Minimum: 40, Days: 1}
	with := func(change func(*models.BacklashRule)) models.BacklashRule { r := good; change(&r); return r }
	for pointer, rules := range map[string][]models.BacklashRule{
		"/rules/0/signal":  {with(func(r *models.BacklashRule) { r.Signal = "mood" })},
		"/rules/0/share":   {with(func(r *models.BacklashRule) { r.Share = 0 })},
		"/rules/0/minimum": {with(func(r *models.BacklashRule) { r.Minimum = 0 })},
		"/rules/0/days":    {with(func(r *models.BacklashRule) { r.Days = 15 })},
		"/rules/1/signal":  {good, good},
	} {
		err := new(models.BacklashWatch).Set(rules, models.Actor{}, time.Time{})
		if refused, ok := errors.AsType[*models.Refusal](err); !ok || refused.Fields[0].Pointer != pointer {
			t.Errorf("%s: %v", pointer, err)
		}
	}
	if err := new(models.BacklashWatch).Set(models.OfferedBacklashRules(), models.Actor{}, time.Time{}); err != nil {
		t.Errorf("what is offered is refused: %v", err)
	}
}

func TestBacklashStopsOneCampaignOnceAnHour(t *testing.T) {
	now := time.Date(2027, 3, 1, 12, 0, 0, 0, time.UTC)
	campaign := &models.Campaign{ID: models.NewID[models.Campaign](), OrganizationID: models.NewID[models.Organization]()}
	hold, may := campaign.BacklashHold(nil, now)
	if !may || hold.Scope != "campaign" || hold.ScopeID != campaign.ID.String() || *hold.OrganizationID != campaign.OrganizationID {
		t.Fatalf("got %+v", hold)
	}
	if _, may := campaign.BacklashHold(hold, now.Add(2*time.Hour)); may {
		t.Error("it is stopped twice")
	}
	opened := now.Add(10 * time.Minute)
	hold.OpenedAt = &opened
	if _, may := campaign.BacklashHold(hold, now.Add(59*time.Minute)); may {
		t.Error("twice within the hour")
	}
	if _, may := campaign.BacklashHold(hold, now.Add(time.Hour)); !may {
		t.Error("never again")
	}
	rule := models.BacklashRule{Days: 1}
	if hold.Heard(rule.Windows("2027-03-02"), time.UTC) || !hold.Heard(rule.Windows("2027-03-03"), time.UTC) {
		t.Error("what two people have judged is held against them")
	}
}

func TestTalliesAreCounts(t *testing.T) {
	campaign, channel, now := &models.Campaign{}, &models.Channel{}, time.Date(2027, 3, 1, 12, 0, 0, 0, time.UTC)
	for pointer, entry := range map[string]models.TallyEntry{
		"/day":      {Day: "2027-03-03", Seen: 1},
		"/hostile":  {Day: "2027-03-01", Seen: 1, Hostile: 2},
		"/alarming": {Day: "2027-03-01", Seen: 1, Alarming: 2},
		"/reports":  {Day: "2027-03-01", Reports: -1},
		"/seen":     {Day: "2027-03-01", Seen: -1},
	} {
		_, err := models.NewTally(campaign, channel, entry, models.Actor{}, now)
		if refused, ok := errors.AsType[*models.Refusal](err); !ok || refused.Fields[0].Pointer != pointer {
			t.Errorf("%s: %v", pointer, err)
		}
	}
}
