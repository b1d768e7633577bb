package api_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"caravan/internal/dbtest"
	"caravan/internal/evaluation"
	"caravan/internal/store"
	"caravan/models"
)

// A desk of figures with one post on a site and one airing, both published
// yesterday, and people signed in.
type figures struct {
	*dbtest.Newsroom
	records         *store.Store
	desk            *evaluation.Desk
	evaluator, them *client
	site, radio     *models.Delivery
}

func newFigures(t *testing.T, records *store.Store) *figures {
	t.Helper()
	f := &figures{Newsroom: dbtest.NewNewsroom(t, records, "site", "radio"), records: records}
	f.desk = &evaluation.Desk{Store: records, Now: func() time.Time { return noon.AddDate(0, 0, 10) }, Program: "test"}
	site := models.MetricDefinition{
		Metric: "views", Platform: "site", NativeName: "views", Family: "page_view", Unit: "events", Kind: models.CounterMetric,
		AdditiveTime: true, AdditiveDelivery: true, AdditiveSegment: true, Threshold: "asked for", ValidFrom: "2020-01-01", Source: "test",
	}
	likes, heard, aired := site, site, site
	likes.Metric, likes.NativeName, likes.Family = "reactions", "likes", "reactions"
	heard.Metric, heard.Platform, heard.NativeName, heard.Family, heard.Unit = "reach", "radio", "attested_reach", "reach_people", "people"
	heard.Kind, heard.Manual, heard.AdditiveTime, heard.AdditiveDelivery, heard.AdditiveSegment = models.EstimateMetric, true, false, false, false
	aired.Metric, aired.Platform, aired.NativeName, aired.Family, aired.Unit, aired.Kind, aired.Manual = "spots_aired", "radio", "spots_aired", "spots_aired", "spots", models.EstimateMetric, true
	if err := f.desk.Seed(t.Context(), []models.MetricDefinition{site, likes, heard, aired}); err != nil {
		t.Fatal(err)
	}
	f.site, f.radio = f.publish(t, 0), f.publish(t, 1)
	server := serve(t, records)
	f.evaluator = join(t, records, server, f.Planner.OrganizationID, "elena@osh.example", models.Evaluator)
	f.them = signIn(t, records, server, "batken", models.Evaluator)
	return f
}

// publish makes a delivery that went live at noon on a channel.
func (f *figures) publish(t *testing.T, channel int) *models.Delivery {
	t.Helper()
	at := dbtest.Noon().AddDate(0, 0, -2)
	d := &models.Delivery{
		ID: models.NewID[models.Delivery](), OrganizationID: f.Planner.OrganizationID, CampaignID: f.Campaign.ID, MessageID: f.Message.ID,
		VersionID: f.Version.ID, MessengerID: f.Messenger.ID, ChannelID: f.Channels[channel].ID, Dimensions: models.Dimensions{
			Country: "KG", Language: "ru", Platform: f.Channels[channel].Platform, ChannelClass: "social", MessageType: string(f.Message.Type),
			Approach: string(f.Message.Approach), Components: f.Message.Components, MessengerType: f.Messenger.Type, Traffic: "organic",
		},
		Digest: f.Version.Digest, Local: "2027-03-01T18:00", Zone: "Asia/Bishkek", NotBefore: at.Add(-time.Duration(time.Now().UnixNano() % 1e6)),
		NotAfter: at.Add(2 * time.Hour), NextAt: at, State: models.Published, RemoteID: "r", PublishedAt: &at, CreatedBy: f.Planner.UserID, CreatedAt: at, Version: 1,
	}
	if err := f.records.As(f.Planner).CreateDelivery(t.Context(), d); err != nil {
		t.Fatal(err)
	}
	return d
}

// entry is one figure of the site's views.
func (f *figures) entry(rest string) string {
	return fmt.Sprintf(`{"items":[{"delivery_id":%q,"metric":"views","observed_at":"2027-02-28T12:00:30Z",%s}]}`, f.site.ID, rest)
}

func TestFiguresAreEnteredListedAndCount(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, records *store.Store) {
		f := newFigures(t, records)
		done := f.evaluator.send(t, http.MethodPost, "/api/v1/observations", f.entry(`"value":120`))
		done.is(t, http.StatusOK, "")
		if done.body["known"] != false || done.body["observations"] != 1.0 {
			t.Errorf("got %v", done.body)
		}
		again := f.evaluator.send(t, http.MethodPost, "/api/v1/observations", f.entry(`"value":120`))
		if again.is(t, http.StatusOK, ""); again.body["known"] != true {
			t.Errorf("the same figure was taken twice: %v", again.body)
		}
		f.evaluator.send(t, http.MethodPost, "/api/v1/observations", strings.Replace(f.entry(`"missing_reason":"access_lost"`), "views", "likes", 1)).is(t, http.StatusOK, "")
		list := f.evaluator.send(t, http.MethodGet, "/api/v1/observations?limit=1&delivery_id="+f.site.ID.String(), "")
		list.is(t, http.StatusOK, "")
		newest := list.body["items"].([]any)[0].(map[string]any)
		if newest["value"] != nil || newest["missing_reason"] != "access_lost" || list.body["next"] == nil {
			t.Errorf("newest: %v", newest)
		}
		second := f.evaluator.send(t, http.MethodGet, "/api/v1/observations?limit=1&delivery_id="+f.site.ID.String()+"&cursor="+list.body["next"].(string), "")
		if items := second.body["items"].([]any); len(items) != 1 || items[0].(map[string]any)["value"] != 120.0 || second.body["next"] != nil {
			t.Errorf("second page: %v", second.body)
		}
		if _, err := f.desk.RollUp(t.Context()); err != nil {
			t.Fatal(err)
		}
		reach := f.evaluator.send(t, http.MethodGet, "/api/v1/campaigns/"+f.Campaign.ID.String()+"/reach", "")
		reach.is(t, http.StatusOK, "")
		counts := reach.body["platforms"].([]any)[1].(map[string]any)["counts"].([]any)
		if v := counts[0].(map[string]any)["figure"].(map[string]any)["value"]; v != 120.0 {
			t.Errorf("views are %v", v)
		}
	})
}

func TestWrongFiguresAreRefusedAllAtOnce(t *testing.T) {
	records := dbtest.SQLite(t)
	f := newFigures(t, records)
	for name, c := range map[string]struct {
		body   string
		status int
		code   string
	}{
		"neither value nor reason": {f.entry(`"segment":""`), 422, "invalid_request"},
		"value and reason":         {f.entry(`"value":0,"missing_reason":"removed"`), 422, "invalid_request"},
		"below zero":               {f.entry(`"value":-1`), 422, "invalid_request"},
		"unknown reason":           {f.entry(`"missing_reason":"forgot"`), 422, "invalid_request"},
		"unknown metric":           {strings.Replace(f.entry(`"value":1`), "views", "hugs", 1), 422, "invalid_request"},
		"before it was published":  {strings.Replace(f.entry(`"value":1`), "2027-02-28T12:00:30Z", "2027-02-01T12:00:30Z", 1), 422, "invalid_request"},
		"no time":                  {strings.Replace(f.entry(`"value":1`), `"observed_at":"2027-02-28T12:00:30Z",`, "", 1), 422, "invalid_request"},
		"somebody else's":          {strings.Replace(f.entry(`"value":1`), f.site.ID.String(), models.NewID[models.Delivery]().String(), 1), 422, "invalid_request"},
		"about persons":            {f.entry(`"value":1,"ethnicity":"x"`), 422, "forbidden_field"},
		"nothing":                  {`{"items":[]}`, 422, "invalid_request"},
	} {
		t.Run(name, func(t *testing.T) {
			f.evaluator.send(t, http.MethodPost, "/api/v1/observations", c.body).is(t, c.status, c.code)
		})
	}
	list := f.evaluator.send(t, http.MethodGet, "/api/v1/observations", "")
	if items := list.body["items"].([]any); len(items) != 0 {
		t.Errorf("something was written: %v", items)
	}
}

func TestTablesAreCheckedAndImported(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, records *store.Store) {
		f := newFigures(t, records)
		send := func(path, table string) answer {
			return f.evaluator.send(t, http.MethodPost, path, table, "Content-Type", "text/csv")
		}
		good := "\ufeffdelivery_id;metric;observed_at;value;low;high;missing_reason;source\r\n" +
			f.site.ID.String() + ";views;2027-02-28;44;;;;\r\n" +
			f.radio.ID.String() + ";reach;2027-02-28;2000;1500;2600;;estimate\r\n" +
			f.radio.ID.String() + ";spots_aired;2027-02-28;;;;not_measured;\r\n"
		tried := send("/api/v1/observations/csv?dry_run=true", good)
		if tried.is(t, http.StatusOK, ""); tried.body["dry_run"] != true || tried.body["observations"] != 3.0 {
			t.Errorf("dry run: %v", tried.body)
		}
		if list := f.evaluator.send(t, http.MethodGet, "/api/v1/observations", ""); len(list.body["items"].([]any)) != 0 {
			t.Error("a dry run wrote")
		}
		send("/api/v1/observations/csv", good).is(t, http.StatusOK, "")
		if list := f.evaluator.send(t, http.MethodGet, "/api/v1/observations?campaign_id="+f.Campaign.ID.String(), ""); len(list.body["items"].([]any)) != 3 {
			t.Errorf("got %v", list.body)
		}
		bad := "delivery_id,metric,observed_at,value\nx,views,2027-02-28,1\n" + f.site.ID.String() + ",views,2027-02-28,many\n"
		refused := send("/api/v1/observations/csv", bad)
		refused.is(t, http.StatusUnprocessableEntity, "invalid_request")
		var places []string
		for _, e := range refused.body["errors"].([]any) {
			places = append(places, e.(map[string]any)["pointer"].(string))
		}
		if got := strings.Join(places, " "); got != "/lines/2/delivery_id /lines/3/value" {
			t.Errorf("wrong at %s", got)
		}
		send("/api/v1/observations/csv", "delivery_id,ethnicity\n").is(t, http.StatusUnprocessableEntity, "invalid_request")
		send("/api/v1/observations/csv", "\xc3\x28").is(t, http.StatusUnprocessableEntity, "invalid_request")
		f.evaluator.send(t, http.MethodPost, "/api/v1/observations/csv", `{}`).is(t, http.StatusUnsupportedMediaType, "unsupported_media_type")
	})
}

func TestFiguresOfOthersAreNotThere(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, records *store.Store) {
		f := newFigures(t, records)
		f.evaluator.send(t, http.MethodPost, "/api/v1/observations", f.entry(`"value":120`)).is(t, http.StatusOK, "")
		f.them.send(t, http.MethodGet, "/api/v1/campaigns/"+f.Campaign.ID.String()+"/reach", "").is(t, http.StatusNotFound, "not_found")
		f.them.send(t, http.MethodGet, "/api/v1/campaigns/abc/reach", "").is(t, http.StatusNotFound, "not_found")
		f.them.send(t, http.MethodPost, "/api/v1/observations", f.entry(`"value":1`)).is(t, http.StatusUnprocessableEntity, "invalid_request")
		for _, query := range []string{"", "?delivery_id=" + f.site.ID.String(), "?campaign_id=" + f.Campaign.ID.String()} {
			if list := f.them.send(t, http.MethodGet, "/api/v1/observations"+query, ""); len(list.body["items"].([]any)) != 0 {
				t.Errorf("%s shows %v", query, list.body)
			}
		}
		reader := join(t, records, f.evaluator.server, f.Planner.OrganizationID, "reader@osh.example", models.Approver)
		reader.send(t, http.MethodPost, "/api/v1/observations", f.entry(`"value":1`)).is(t, http.StatusForbidden, "forbidden")
		reader.send(t, http.MethodGet, "/api/v1/campaigns/"+f.Campaign.ID.String()+"/reach", "").is(t, http.StatusOK, "")
	})
}

func TestUniversesAndDefinitions(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, records *store.Store) {
		f := newFigures(t, records)
		metrics := f.evaluator.send(t, http.MethodGet, "/api/v1/metrics?platform=radio", "")
		if metrics.is(t, http.StatusOK, ""); len(metrics.body["items"].([]any)) != 2 {
			t.Errorf("metrics: %v", metrics.body)
		}
		good := `{"country":"KG","kind":"population","year":2026,"value":7300000,"source":"National Statistical Committee","retrieved_on":"2027-02-01"}`
		f.evaluator.send(t, http.MethodPost, "/api/v1/universes", good).is(t, http.StatusCreated, "")
		for _, bad := range []string{
			strings.Replace(good, `"KG"`, `"US"`, 1), strings.Replace(good, "2026", "1426", 1), strings.Replace(good, "7300000", "-7", 1),
			strings.Replace(good, "National Statistical Committee", "", 1), strings.Replace(good, "population", "platform_users", 1),
		} {
			f.evaluator.send(t, http.MethodPost, "/api/v1/universes", bad).is(t, http.StatusUnprocessableEntity, "invalid_request")
		}
		ours := f.evaluator.send(t, http.MethodGet, "/api/v1/universes", "").body["items"].([]any)
		theirs := f.them.send(t, http.MethodGet, "/api/v1/universes", "").body["items"].([]any)
		if len(ours) != len(theirs)+1 {
			t.Errorf("%d figures of ours, %d of theirs", len(ours), len(theirs))
		}
	})
}

func TestSurveysAreCounts(t *testing.T) {
	records := dbtest.SQLite(t)
	f := newFigures(t, records)
	good := fmt.Sprintf(`{"campaign_id":%q,"country":"KG","title":"Talks","wording":{"ru":"Говорили?"},"design":"pre_post","mode":"by phone",
		"selection":"at random","design_effect":1.4,"starts_on":"2027-02-01","ends_on":"2027-02-20",
		"cells":[{"round":"pre","arm":"treated","yes":40,"asked":200},{"round":"post","arm":"treated","yes":60,"asked":200}]}`, f.Campaign.ID)
	f.evaluator.send(t, http.MethodPost, "/api/v1/surveys", good).is(t, http.StatusCreated, "")
	for _, bad := range []string{
		strings.Replace(good, `"yes":60`, `"yes":260`, 1), strings.Replace(good, "pre_post", "vibes", 1), strings.Replace(good, "2027-02-20", "2027-01-20", 1),
	} {
		f.evaluator.send(t, http.MethodPost, "/api/v1/surveys", bad).is(t, http.StatusUnprocessableEntity, "invalid_request")
	}
	f.them.send(t, http.MethodPost, "/api/v1/surveys", good).is(t, http.StatusNotFound, "not_found")
}

func TestComparisonsAreAnsweredFrozenAndExported(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, records *store.Store) {
		f := newFigures(t, records)
		f.evaluator.send(t, http.MethodPost, "/api/v1/observations", f.entry(`"value":120`)).is(t, http.StatusOK, "")
		if _, err := f.desk.RollUp(t.Context()); err != nil {
			t.Fatal(err)
		}
		question := fmt.Sprintf(`{"by":"countries","campaign_ids":[%q],"metric":"views","denominator":"none"}`, f.Campaign.ID)
		preview := f.evaluator.send(t, http.MethodPost, "/api/v1/comparisons/preview", question)
		preview.is(t, http.StatusOK, "")
		if list := f.evaluator.send(t, http.MethodGet, "/api/v1/comparisons", ""); len(list.body["items"].([]any)) != 0 {
			t.Error("a preview is kept")
		}
		frozen := f.evaluator.send(t, http.MethodPost, "/api/v1/comparisons", question, "Idempotency-Key", "k1")
		frozen.is(t, http.StatusCreated, "")
		again := f.evaluator.send(t, http.MethodPost, "/api/v1/comparisons", question, "Idempotency-Key", "k1")
		path := frozen.header.Get("Location")
		read := f.evaluator.send(t, http.MethodGet, path, "")
		read.is(t, http.StatusOK, "")
		for _, other := range []answer{again, read} {
			if fmt.Sprint(other.body) != fmt.Sprint(frozen.body) {
				t.Errorf("got %v, want %v", other.body, frozen.body)
			}
		}
		if fmt.Sprint(read.body["result"]) != fmt.Sprint(preview.body) {
			t.Errorf("frozen: %v, preview: %v", read.body["result"], preview.body)
		}
		if list := f.evaluator.send(t, http.MethodGet, "/api/v1/comparisons", ""); len(list.body["items"].([]any)) != 1 {
			t.Errorf("list: %v", list.body)
		}
		table := f.evaluator.send(t, http.MethodGet, path+"/table.csv", "")
		if table.status != http.StatusOK || table.header.Get("Content-Type") != "text/csv; charset=utf-8" {
			t.Errorf("table: %d %v", table.status, table.header)
		}
		for file, media := range map[string]string{"report.pdf": "application/pdf", "report.xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "table.csv": "text/csv; charset=utf-8"} {
			got := f.evaluator.send(t, http.MethodGet, path+"/"+file+"?language=fa-AF&template=donor", "")
			name := `attachment; filename="report-` + fmt.Sprint(frozen.body["digest"])[:12]
			if got.status != http.StatusOK || got.header.Get("Content-Type") != media || !strings.HasPrefix(got.header.Get("Content-Disposition"), name) {
				t.Errorf("%s: %d %v", file, got.status, got.header)
			}
			f.evaluator.send(t, http.MethodGet, path+"/"+file+"?template=glossy", "").is(t, http.StatusBadRequest, "unreadable_request")
			f.them.send(t, http.MethodGet, path+"/"+file, "").is(t, http.StatusNotFound, "not_found")
		}
		later := strings.Replace(f.entry(`"value":180`), "2027-02-28T12:00:30Z", "2027-02-28T13:00:00Z", 1)
		f.evaluator.send(t, http.MethodPost, "/api/v1/observations", later).is(t, http.StatusOK, "")
		if _, err := f.desk.RollUp(t.Context()); err != nil {
			t.Fatal(err)
		}
		renewed := f.evaluator.send(t, http.MethodPost, path+"/renewal", "")
		renewed.is(t, http.StatusCreated, "")
		standing := f.evaluator.send(t, http.MethodGet, renewed.header.Get("Location")+"/standing", "")
		standing.is(t, http.StatusOK, "")
		if rows := standing.body["difference"].(map[string]any)["rows"].([]any); len(rows) != 1 || len(standing.body["versions"].([]any)) != 2 {
			t.Errorf("standing: %v", standing.body)
		}
		f.them.send(t, http.MethodPost, path+"/renewal", "").is(t, http.StatusNotFound, "not_found")
		f.them.send(t, http.MethodGet, path+"/standing", "").is(t, http.StatusNotFound, "not_found")
		f.them.send(t, http.MethodGet, path, "").is(t, http.StatusNotFound, "not_found")
		f.them.send(t, http.MethodGet, path+"/table.csv", "").is(t, http.StatusNotFound, "not_found")
		f.them.send(t, http.MethodPost, "/api/v1/comparisons", question).is(t, http.StatusNotFound, "not_found")
	})
}

func TestQuestionsThatCannotBeAsked(t *testing.T) {
	f := newFigures(t, dbtest.SQLite(t))
	good := fmt.Sprintf(`{"by":"countries","campaign_ids":[%q],"metric":"reach","denominator":"population"}`, f.Campaign.ID)
	for name, c := range map[string]struct {
		body   string
		status int
		code   string
	}{
		"one campaign alone":     {strings.Replace(good, "countries", "campaigns", 1), 422, "invalid_request"},
		"a score":                {strings.Replace(good, "reach", "score", 1), 422, "invalid_request"},
		"reach by views":         {strings.Replace(good, "population", "shown", 1), 422, "invalid_request"},
		"no campaign":            {strings.Replace(good, `"`+f.Campaign.ID.String()+`"`, "", 1), 422, "invalid_request"},
		"no such campaign":       {strings.Replace(good, f.Campaign.ID.String(), models.NewID[models.Campaign]().String(), 1), 404, "not_found"},
		"something else as well": {strings.Replace(good, `"metric"`, `"order":"best","metric"`, 1), 400, "unreadable_request"},
	} {
		t.Run(name, func(t *testing.T) {
			f.evaluator.send(t, http.MethodPost, "/api/v1/comparisons", c.body).is(t, c.status, c.code)
		})
	}
	f.evaluator.send(t, http.MethodGet, "/api/v1/comparisons/abc", "").is(t, http.StatusNotFound, "not_found")
	moderator := join(t, f.records, f.evaluator.server, f.Planner.OrganizationID, "moderator@osh.example", models.Moderator)
	moderator.send(t, http.MethodPost, "/api/v1/comparisons", good).is(t, http.StatusForbidden, "forbidden")
}

func TestExperimentsAreRegisteredLookedAtAndListed(t *testing.T) {
	records := dbtest.SQLite(t)
	f := newFigures(t, records)
	good := fmt.Sprintf(`{"campaign_id":%q,"title":"Endings","hypothesis":"The second is opened more often","outcome":"The link was opened",
		"randomiser":"platform","procedure":"split test","arms":[{"name":"first","share":1},{"name":"second","share":1}],
		"baseline":0.05,"smallest":0.02,"alpha":0.05,"power":0.8,"starts_on":%q,"ends_on":"2099-01-01"}`, f.Campaign.ID, models.DateOf(noon.AddDate(1, 0, 0)))
	made := f.evaluator.send(t, http.MethodPost, "/api/v1/experiments", good)
	made.is(t, http.StatusCreated, "")
	if made.body["sample_size"] != 2213.0 {
		t.Errorf("people in each arm: %v", made.body["sample_size"])
	}
	for _, bad := range []string{
		strings.Replace(good, `"platform"`, `"the moon"`, 1), strings.Replace(good, `"second"`, `"first"`, 1), strings.Replace(good, `"smallest":0.02`, `"smallest":0`, 1),
	} {
		f.evaluator.send(t, http.MethodPost, "/api/v1/experiments", bad).is(t, http.StatusUnprocessableEntity, "invalid_request")
	}
	looks := "/api/v1/experiments/" + made.body["id"].(string) + "/looks"
	early := fmt.Sprintf(`{"arms":[{"people":10,"yes":1},{"people":10,"yes":2}],"looked_at":%q,"source":"export"}`, noon.Format(time.RFC3339))
	f.evaluator.send(t, http.MethodPost, looks, early).is(t, http.StatusUnprocessableEntity, "invalid_time")
	list := f.evaluator.send(t, http.MethodGet, "/api/v1/experiments?campaign_id="+f.Campaign.ID.String(), "")
	list.is(t, http.StatusOK, "")
	if items := list.body["items"].([]any); len(items) != 1 || items[0].(map[string]any)["blocked"] != "no_data" {
		t.Errorf("list: %v", list.body)
	}
	f.them.send(t, http.MethodPost, "/api/v1/experiments", good).is(t, http.StatusNotFound, "not_found")
	f.them.send(t, http.MethodPost, looks, early).is(t, http.StatusNotFound, "not_found")
}
