package api_test

import (
	"net/http"
	"strings"
	"testing"

	"caravan/internal/dbtest"
	"caravan/internal/store"
	"caravan/models"
)

const (
	seekers = `{"segment_name":"Young people looking for work","countries":["KG"],"age_bands":["18-24"],"languages":["ky","ru"],` +
		`"life_situations":["jobseeker"],"sizes":[{"country":"KG","n":96000,"low":null,"high":null,"year":2026,"source":"National survey"}]}`
	river   = `{"pseudonym":"Quiet River","type":"teacher_educator","languages":["ky","ru"],"face_blur":true}`
	consent = `{"language":"ru","given_on":"2027-02-01","countries":["KG"],"voice":true,"expires_at":"2028-03-01T00:00:00Z"}`
	danger  = `{"level":"low","mitigations":"","reviewers":["A colleague"],"valid_until":"2027-09-01T00:00:00Z"}`
)

// items returns the titles, or whatever the field is, of a list.
func (a answer) items(field string) string {
	var found []string
	list, _ := a.body["items"].([]any)
	for _, item := range list {
		text, _ := item.(map[string]any)[field].(string)
		found = append(found, text)
	}
	return strings.Join(found, ", ")
}

func TestAudienceIsDefinedReadAndRedefined(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, records *store.Store) {
		planner := signIn(t, records, serve(t, records), "osh", models.Planner)
		made := planner.send(t, http.MethodPost, "/api/v1/audiences", seekers)
		made.is(t, http.StatusCreated, "")
		path := made.header.Get("Location")
		planner.send(t, http.MethodPut, path, seekers).is(t, http.StatusPreconditionRequired, "if_match_required")
		other := strings.Replace(seekers, "Young", "Younger", 1)
		planner.send(t, http.MethodPut, path, other, "If-Match", made.header.Get("ETag")).is(t, http.StatusOK, "")
		planner.send(t, http.MethodPut, path, other, "If-Match", made.header.Get("ETag")).is(t, http.StatusPreconditionFailed, "stale_version")
		if got := planner.send(t, http.MethodGet, "/api/v1/audiences?sort=segment_name", "").items("segment_name"); got != "Younger people looking for work" {
			t.Errorf("listed %q", got)
		}
	})
}

func TestAudienceHasNoPlaceForWhoPeopleAre(t *testing.T) {
	records := dbtest.SQLite(t)
	planner := signIn(t, records, serve(t, records), "osh", models.Planner)
	with := func(field string) string { return `{` + field + `,` + seekers[1:] }
	for name, c := range map[string]struct {
		body   string
		status int
		code   string
	}{
		"ethnicity":           {with(`"ethnicity":"x"`), 422, "forbidden_field"},
		"religion":            {with(`"religion":"x"`), 422, "forbidden_field"},
		"custom audience":     {with(`"custom_audience":["x"]`), 422, "forbidden_field"},
		"in a size":           {strings.Replace(seekers, `"n":`, `"risk_score":1,"n":`, 1), 422, "forbidden_field"},
		"unknown key":         {with(`"colour":"x"`), 400, "unreadable_request"},
		"unknown value":       {strings.Replace(seekers, "jobseeker", "believer", 1), 422, "invalid_request"},
		"stigmatising name":   {strings.Replace(seekers, "Young people", "Radical youth", 1), 422, "invalid_request"},
		"size without source": {strings.Replace(seekers, "National survey", "", 1), 422, "invalid_request"},
		"size of elsewhere":   {strings.Replace(seekers, `{"country":"KG"`, `{"country":"TJ"`, 1), 422, "wrong_country"},
		"by language alone":   {`{"segment_name":"Speakers","countries":["KG"],"languages":["uz-Cyrl"]}`, 422, "invalid_request"},
	} {
		t.Run(name, func(t *testing.T) {
			planner.send(t, http.MethodPost, "/api/v1/audiences", c.body).is(t, c.status, c.code)
		})
	}
	if got := planner.send(t, http.MethodGet, "/api/v1/audiences", "").items("id"); got != "" {
		t.Errorf("kept %s", got)
	}
}

func TestMessengerSpeaksByConsentAndAssessment(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, records *store.Store) {
		planner := signIn(t, records, serve(t, records), "osh", models.Planner)
		made := planner.send(t, http.MethodPost, "/api/v1/messengers", river)
		made.is(t, http.StatusCreated, "")
		path := made.header.Get("Location")
		if made.body["consent_until"] != nil || made.body["risk_until"] != nil {
			t.Errorf("may speak at once: %v", made.body)
		}
		given := planner.send(t, http.MethodPost, path+"/consents", consent)
		given.is(t, http.StatusCreated, "")
		planner.send(t, http.MethodPost, path+"/risk_assessments", danger).is(t, http.StatusCreated, "")
		read := planner.send(t, http.MethodGet, path, "")
		if read.body["consent_until"] != "2028-03-01T00:00:00Z" || read.body["risk_level"] != "low" {
			t.Errorf("may not speak: %v", read.body)
		}
		id, _ := given.body["id"].(string)
		ended := planner.send(t, http.MethodPost, path+"/consents/"+id+"/ending", `{}`)
		ended.is(t, http.StatusOK, "")
		planner.send(t, http.MethodPost, path+"/consents/"+id+"/ending", `{}`).is(t, http.StatusConflict, "wrong_state")
		if list := planner.send(t, http.MethodGet, "/api/v1/messengers?type=teacher_educator", ""); list.body["items"].([]any)[0].(map[string]any)["consent_until"] != nil {
			t.Errorf("still consents: %v", list.body)
		}
	})
}

func TestMessengerRulesAreHeld(t *testing.T) {
	records := dbtest.SQLite(t)
	server := serve(t, records)
	planner := signIn(t, records, server, "osh", models.Planner)
	path := planner.send(t, http.MethodPost, "/api/v1/messengers", river).header.Get("Location")
	swap := func(in, old, by string) string { return strings.Replace(in, old, by, 1) }
	for name, c := range map[string]struct {
		path, body string
		status     int
		code       string
	}{
		"a name":                 {"/api/v1/messengers", swap(river, `{`, `{"legal_name":"x",`), 400, "unreadable_request"},
		"a telephone":            {"/api/v1/messengers", swap(river, `{`, `{"phone":"x",`), 422, "forbidden_field"},
		"former without an end":  {"/api/v1/messengers", swap(river, "teacher_educator", "former_extremist"), 422, "invalid_request"},
		"a child's face":         {"/api/v1/messengers", swap(river, `"face_blur":true`, `"minor":true`), 422, "invalid_request"},
		"consent of tomorrow":    {path + "/consents", swap(consent, "2027-02-01", "2027-04-01"), 422, "invalid_request"},
		"consent for nowhere":    {path + "/consents", swap(consent, `["KG"]`, `[]`), 422, "invalid_request"},
		"consent over already":   {path + "/consents", swap(consent, "2028-03-01", "2027-02-02"), 422, "in_the_past"},
		"consent not understood": {path + "/consents", swap(consent, `"ru"`, `"ps"`), 422, "invalid_request"},
		"danger unjudged":        {path + "/risk_assessments", swap(danger, `["A colleague"]`, `[]`), 422, "invalid_request"},
		"danger unmended":        {path + "/risk_assessments", swap(danger, `"low"`, `"high"`), 422, "reason_required"},
		"danger unknown":         {path + "/risk_assessments", swap(danger, `"low"`, `"none"`), 422, "invalid_request"},
	} {
		t.Run(name, func(t *testing.T) { planner.send(t, http.MethodPost, c.path, c.body).is(t, c.status, c.code) })
	}
	stranger := signIn(t, records, server, "batken", models.Planner)
	stranger.send(t, http.MethodGet, path, "").is(t, http.StatusNotFound, "not_found")
	stranger.send(t, http.MethodGet, path+"/consents", "").is(t, http.StatusNotFound, "not_found")
	stranger.send(t, http.MethodPost, path+"/consents", consent).is(t, http.StatusNotFound, "not_found")
	translator := join(t, records, server, planner.organization, "tongue@example.org", models.Translator)
	translator.send(t, http.MethodGet, "/api/v1/messengers", "").is(t, http.StatusForbidden, "forbidden")
}

func TestCampaignsAreFiltered(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, records *store.Store) {
		server := serve(t, records)
		planner := signIn(t, records, server, "osh", models.Planner)
		audience := planner.send(t, http.MethodPost, "/api/v1/audiences", seekers).body["id"].(string)
		planner.send(t, http.MethodPost, "/api/v1/campaigns", swapOnce(bread, `{`, `{"primary_audience_id":"`+audience+`",`)).is(t, http.StatusCreated, "")
		planner.send(t, http.MethodPost, "/api/v1/campaigns", `{"title":"100% ЗА МИР","starts_on":"2027-04-01","ends_on":"2027-05-31","countries":["UZ"]}`).is(t, http.StatusCreated, "")
		for query, want := range map[string]string{
			"?q=books":                 "Bread and books",
			"?q=за мир":                "100% ЗА МИР",
			"?q=100%25":                "100% ЗА МИР",
			"?q=_":                     "",
			"?country=TJ":              "Bread and books",
			"?country=UZ&state=draft":  "100% ЗА МИР",
			"?country=UZ&state=live":   "",
			"?audience_id=" + audience: "Bread and books",
			"?language=ru":             "",
			"?message_type=counter_narrative&approach=positive&messenger_type=student": "",
			"?sort=starts_on": "Bread and books, 100% ЗА МИР",
		} {
			got := planner.send(t, http.MethodGet, "/api/v1/campaigns"+strings.ReplaceAll(query, " ", "%20"), "")
			got.is(t, http.StatusOK, "")
			if titles := got.items("title"); titles != want {
				t.Errorf("%s: got %q, want %q", query, titles, want)
			}
		}
		planner.send(t, http.MethodGet, "/api/v1/campaigns?audience_id=abc", "").is(t, http.StatusBadRequest, "unreadable_request")
		planner.send(t, http.MethodGet, "/api/v1/campaigns?approach=gentle", "").is(t, http.StatusBadRequest, "unreadable_request")
		planner.send(t, http.MethodGet, "/api/v1/campaigns?colour=red", "").is(t, http.StatusBadRequest, "unreadable_request")
	})
}

func swapOnce(in, old, by string) string { return strings.Replace(in, old, by, 1) }

func TestCampaignPartsAndEnd(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, records *store.Store) {
		planner := signIn(t, records, serve(t, records), "osh", models.Planner)
		path := planner.send(t, http.MethodPost, "/api/v1/campaigns", bread).header.Get("Location")
		complete := planner.send(t, http.MethodGet, path+"/completeness", "")
		complete.is(t, http.StatusOK, "")
		if boxes := complete.body["boxes"].([]any); len(boxes) != 7 {
			t.Errorf("%d boxes", len(boxes))
		}
		place := `{"admin_areas":["Osh"],"plan_measure":"3.2"}`
		made := planner.send(t, http.MethodPost, path+"/countries", `{"country":"UZ","admin_areas":["Fergana"]}`)
		made.is(t, http.StatusCreated, "")
		planner.send(t, http.MethodPost, path+"/countries", `{"country":"UZ"}`).is(t, http.StatusConflict, "already_exists")
		planner.send(t, http.MethodPost, path+"/countries", `{"country":"US"}`).is(t, http.StatusUnprocessableEntity, "invalid_request")
		planner.send(t, http.MethodPut, path+"/countries/KG", place, "If-Match", `"1"`).is(t, http.StatusOK, "")
		planner.send(t, http.MethodPut, path+"/countries/KG", place, "If-Match", `"1"`).is(t, http.StatusPreconditionFailed, "stale_version")
		planner.send(t, http.MethodPut, path+"/countries/KZ", place, "If-Match", `"1"`).is(t, http.StatusNotFound, "not_found")
		planner.send(t, http.MethodGet, path+"/countries/KG", "").is(t, http.StatusOK, "")

		note := `{"what":"Fewer posts","why":"Tired readers","evidence":""}`
		planner.send(t, http.MethodPost, path+"/adjustments", note).is(t, http.StatusCreated, "")
		planner.send(t, http.MethodPost, path+"/adjustments", `{"what":"x","why":""}`).is(t, http.StatusUnprocessableEntity, "invalid_request")
		if got := planner.send(t, http.MethodGet, path+"/adjustments", "").items("what"); got != "Fewer posts" {
			t.Errorf("adjusted %q", got)
		}
		planner.send(t, http.MethodPost, path+"/archival", `{}`).is(t, http.StatusUnprocessableEntity, "invalid_request")
		planner.send(t, http.MethodPost, path+"/archival", `{"reason":"Over"}`).is(t, http.StatusOK, "")
		planner.send(t, http.MethodPost, path+"/archival", `{"reason":"Over"}`).is(t, http.StatusConflict, "wrong_state")
	})
}

func TestBudgetIsInPlainMoney(t *testing.T) {
	records := dbtest.SQLite(t)
	planner := signIn(t, records, serve(t, records), "osh", models.Planner)
	line := func(source, amount, currency string) string {
		return swapOnce(bread, `{`, `{"budget":[{"source":"`+source+`","money":{"amount":"`+amount+`","currency":"`+currency+`"},"purpose":"Print"}],`)
	}
	planner.send(t, http.MethodPost, "/api/v1/campaigns", line("donor", "1250.00", "TJS")).is(t, http.StatusCreated, "")
	planner.send(t, http.MethodPost, "/api/v1/campaigns", line("friends", "1250.00", "TJS")).is(t, http.StatusUnprocessableEntity, "invalid_request")
	planner.send(t, http.MethodPost, "/api/v1/campaigns", line("donor", "1e3", "TJS")).is(t, http.StatusUnprocessableEntity, "invalid_request")
	planner.send(t, http.MethodPost, "/api/v1/campaigns", line("donor", "1", "somoni")).is(t, http.StatusUnprocessableEntity, "invalid_request")
}
