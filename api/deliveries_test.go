package api_test

import (
	"net/http"
	"strings"
	"testing"

	"caravan/internal/dbtest"
	"caravan/internal/store"
	"caravan/models"
)

// newsroom signs a planner in where a message is approved for a platform and
// the radio, and returns what asks to send it every Tuesday and Friday.
func newsroom(t *testing.T, records *store.Store) (planner *client, room *dbtest.Newsroom, request string) {
	t.Helper()
	room = dbtest.NewNewsroom(t, records, "keyed", "outlet_radio")
	planner = join(t, records, serve(t, records), room.Planner.OrganizationID, "aigul@example.org", models.Planner)
	request = `{"version_id":"` + room.Version.ID.String() + `","channel_ids":["` + room.Channels[0].ID.String() + `"],"languages":["ru"],"country":"",` +
		`"start":{"local":"2027-03-02T19:30","zone":""},"repeat":{"weekdays":["tue","fri"],"weeks":3},"window_minutes":0,"traffic":"","move_quiet":false}`
	return planner, room, request
}

func TestDeliveriesArePreviewedScheduledAndFollowed(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, records *store.Store) {
		planner, room, request := newsroom(t, records)
		seen := planner.send(t, http.MethodPost, "/api/v1/deliveries/preview", request)
		seen.is(t, http.StatusOK, "")
		if seen.body["fit"] != 6.0 || len(seen.body["items"].([]any)) != 6 {
			t.Fatalf("got %v", seen.body)
		}
		planner.send(t, http.MethodPost, "/api/v1/deliveries", request).is(t, http.StatusBadRequest, "idempotency_key_required")
		planner.send(t, http.MethodPost, "/api/v1/deliveries", request, "Idempotency-Key", "one").is(t, http.StatusCreated, "")
		again := planner.send(t, http.MethodPost, "/api/v1/deliveries/preview", request)
		if again.body["refused"] != 6.0 || !strings.Contains(again.text, "duplicate_delivery") || !strings.Contains(again.text, "Хлеб") {
			t.Errorf("got %s", again.text)
		}
		progress := planner.send(t, http.MethodGet, "/api/v1/campaigns/"+room.Campaign.ID.String()+"/progress", "")
		progress.is(t, http.StatusOK, "")
		if progress.body["total"] != 6.0 || progress.body["next_at"] != "2027-03-02T13:30:00Z" {
			t.Errorf("got %v", progress.body)
		}
		week := planner.send(t, http.MethodGet, "/api/v1/deliveries?state=ready&from=2027-03-05T00:00:00Z&to=2027-03-12T00:00:00Z&channel_id="+room.Channels[0].ID.String(), "")
		if items := week.body["items"].([]any); len(items) != 2 {
			t.Errorf("that week has %d", len(items))
		}
		id := week.body["items"].([]any)[0].(map[string]any)["id"].(string)
		planner.send(t, http.MethodPost, "/api/v1/deliveries/"+id+"/cancellation", `{"reason":"a holiday"}`).is(t, http.StatusOK, "")
		planner.send(t, http.MethodPost, "/api/v1/deliveries/"+id+"/retry", "").is(t, http.StatusConflict, "wrong_state")
	})
}

func TestDeliveryRequestsThatAreRefused(t *testing.T) {
	records := dbtest.SQLite(t)
	planner, _, request := newsroom(t, records)
	for name, c := range map[string]struct {
		old, new string
		status   int
		code     string
	}{
		"no time":        {`2027-03-02T19:30`, ``, 422, "invalid_request"},
		"no such time":   {`2027-03-02T19:30`, `2027-02-30T19:30`, 422, "invalid_time"},
		"no such zone":   {`"zone":""`, `"zone":"Mars/Olympus"`, 422, "invalid_time"},
		"no such day":    {`"tue"`, `"someday"`, 422, "invalid_time"},
		"for ever":       {`"weeks":3`, `"weeks":3000`, 422, "invalid_time"},
		"a forged state": {`"country"`, `"state":"published","country"`, 400, "unreadable_request"},
	} {
		t.Run(name, func(t *testing.T) {
			planner.send(t, http.MethodPost, "/api/v1/deliveries/preview", strings.Replace(request, c.old, c.new, 1)).is(t, c.status, c.code)
		})
	}
	planner.send(t, http.MethodGet, "/api/v1/deliveries?state=lost", "").is(t, http.StatusBadRequest, "unreadable_request")
	planner.send(t, http.MethodGet, "/api/v1/campaigns/abc/progress", "").is(t, http.StatusNotFound, "not_found")
	planner.send(t, http.MethodPost, "/api/v1/deliveries/abc/retry", "").is(t, http.StatusNotFound, "not_found")
	stranger := signIn(t, records, planner.server, "batken", models.Planner)
	stranger.send(t, http.MethodPost, "/api/v1/deliveries/preview", request).is(t, http.StatusNotFound, "not_found")
}

func TestAiringsAreLoggedWithProof(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, records *store.Store) {
		planner, room, _ := newsroom(t, records)
		aired := `{"delivery_id":"","campaign_id":"` + room.Campaign.ID.String() + `","channel_id":"` + room.Channels[1].ID.String() + `","happened_at":"2027-02-28T14:00:00Z",` +
			`"place":"Osh","times_aired":3,"copies":null,"women":null,"men":null,"duration_sec":180,"proof":"station log 28 February",` +
			`"attendance":[{"gender":"women","age_band":"18-24","count":7}]}`
		made := planner.send(t, http.MethodPost, "/api/v1/airings", aired, "Idempotency-Key", "one")
		made.is(t, http.StatusCreated, "")
		if made.body["women"] != 7.0 || made.body["delivery_id"] != nil {
			t.Errorf("got %v", made.body)
		}
		for name, c := range map[string]struct{ old, new, code string }{
			"no proof":          {`station log 28 February`, ``, "invalid_request"},
			"not yet":           {`2027-02-28`, `2027-04-01`, "invalid_time"},
			"nobody's campaign": {room.Campaign.ID.String(), models.NewID[models.Campaign]().String(), "invalid_request"},
			"no such age":       {`18-24`, `18-25`, "invalid_request"},
			"by ethnicity":      {`"gender":"women"`, `"ethnicity":"x","gender":"women"`, "forbidden_field"},
		} {
			planner.send(t, http.MethodPost, "/api/v1/airings", strings.Replace(aired, c.old, c.new, 1)).is(t, http.StatusUnprocessableEntity, c.code)
			_ = name
		}
		list := planner.send(t, http.MethodGet, "/api/v1/airings?campaign_id="+room.Campaign.ID.String(), "")
		if len(list.body["items"].([]any)) != 1 {
			t.Errorf("got %v", list.body)
		}
	})
}
