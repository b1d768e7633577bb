package safeguards_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"caravan/models"
	"caravan/worker"
)

// watch lets the worker look at all campaigns once.
func (r *room) watch(t *testing.T) {
	t.Helper()
	do := worker.Chores(r.desks.Distribution, r.desks.Evaluation, r.desks.Planning, r.desks.Approval, nil)
	if err := do["campaigns.watch"](t.Context(), []byte("{}")); err != nil {
		t.Fatal(err)
	}
}

// closed are the holds that are closed, as the planner reads them.
func (r *room) closed(t *testing.T) []map[string]any {
	t.Helper()
	r.planner.confirms(t)
	return r.planner.gets(t, "/holds").is(t, http.StatusOK, "").items()
}

// counts enters what a moderator counted on a day.
func (p *person) counts(t *testing.T, r *room, day string, hostile, seen int) {
	t.Helper()
	p.posts(t, "/campaigns/"+r.Campaign.ID.String()+"/tallies", fmt.Sprintf(`{"day":%q,"channel_id":%q,"seen":%d,"hostile":%d,"alarming":0,"reports":0}`,
		day, r.Channels[0].ID, seen, hostile)).is(t, http.StatusCreated, "")
}

// When people turn against a campaign, the program closes its gate and no
// other: in two windows, of enough answers, at most once an hour, with the
// evidence kept. It opens nothing; two people do.
func backlashStopsItsCampaignAlone(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		r := newRoom(t, w, "keyed")
		own := r.Planner.OrganizationID
		moderator, first, second := w.person(t, own, models.Moderator), w.person(t, own, models.Safeguarding), w.person(t, own, models.Safeguarding)
		path := "/campaigns/" + r.Campaign.ID.String() + "/backlash"
		rules := `{"rules":[{"signal":"hostile","share":0.5,"minimum":40,"days":1}]}`
		moderator.sends(t, http.MethodPut, path, rules, "If-Match", `"0"`).is(t, http.StatusForbidden, "forbidden")
		r.planner.sends(t, http.MethodPut, path, rules, "If-Match", `"0"`).is(t, http.StatusOK, "")
		r.planner.sends(t, http.MethodPut, path, rules, "If-Match", `"0"`).is(t, http.StatusPreconditionFailed, "stale_version")
		id := r.schedules(t, "2027-03-02T19:30", "", r.Channels[0]).delivery(t)

		for why, count := range map[string][4]int{
			"one window alone is bad": {5, 60, 60, 80}, "too few answered in one": {39, 39, 60, 80}, "neither is above the share": {29, 60, 39, 80},
		} {
			moderator.counts(t, r, "2027-02-28", count[0], count[1])
			moderator.counts(t, r, "2027-03-01", count[2], count[3])
			if r.watch(t); len(r.closed(t)) != 0 {
				t.Fatalf("stopped, though %s", why)
			}
		}
		moderator.counts(t, r, "2027-02-28", 41, 67)
		moderator.counts(t, r, "2027-03-01", 58, 80)
		for range 2 {
			r.watch(t)
		}
		holds := r.closed(t)
		if len(holds) != 1 || holds[0]["scope"] != "campaign" || holds[0]["scope_id"] != r.Campaign.ID.String() || holds[0]["installation"] != false {
			t.Fatalf("closed are %v", holds)
		}
		evidence := must(json.Marshal(holds[0]["evidence"]))
		for _, figure := range []string{`"count":41`, `"of":67`, `"count":58`, `"of":80`, `"minimum":40`, `"share":0.5`, `"tally `} {
			if !strings.Contains(string(evidence), figure) {
				t.Errorf("the evidence does not say %s: %s", figure, evidence)
			}
		}
		if d := r.comes(t, id); d.State == models.Published || len(w.platform.Accepted()) != 0 {
			t.Errorf("%s, and the campaign is stopped", d.State)
		}
		r.isTold(t, int64(holds[0]["id"].(float64)), moderator, first, second)

		opening := fmt.Sprintf("/holds/%v/opening", holds[0]["id"])
		for _, p := range []*person{moderator, first, second} {
			p.confirms(t)
		}
		first.posts(t, opening, `{"reason":"Answered, and calm again"}`).is(t, http.StatusOK, "")
		first.posts(t, opening, `{"reason":"Answered, and calm again"}`).is(t, http.StatusConflict, "second_person_required")
		second.posts(t, opening, `{"reason":"I agree"}`).is(t, http.StatusOK, "")
		opened := w.now
		moderator.counts(t, r, "2027-03-02", 58, 80)
		for _, later := range []time.Duration{0, 2 * time.Hour} {
			w.now = opened.Add(later)
			if r.watch(t); len(r.closed(t)) != 0 {
				t.Fatalf("stopped again after %s on what two people have judged", later)
			}
		}
		w.now = opened.AddDate(0, 0, 2)
		moderator.confirms(t)
		moderator.counts(t, r, "2027-03-03", 70, 90)
		moderator.counts(t, r, "2027-03-04", 70, 90)
		if r.watch(t); len(r.closed(t)) != 1 {
			t.Fatal("new figures stop it no more")
		}
		again := fmt.Sprintf("/holds/%v/opening", r.closed(t)[0]["id"])
		first.confirms(t)
		second.confirms(t)
		first.posts(t, again, `{"reason":"Calm"}`).is(t, http.StatusOK, "")
		second.posts(t, again, `{"reason":"Calm"}`).is(t, http.StatusOK, "")
		closed := w.now
		for _, hour := range []struct {
			later time.Duration
			holds int
		}{{59 * time.Minute, 0}, {time.Hour, 1}} {
			w.now = closed.Add(hour.later)
			if err := r.desks.Distribution.StopForBacklash(t.Context(), r.Campaign.ID, nil); err != nil {
				t.Fatal(err)
			}
			if got := r.closed(t); len(got) != hour.holds {
				t.Errorf("%s later: %v", hour.later, got)
			}
		}
	})
}

// isTold fails unless these were told of the stop.
func (r *room) isTold(t *testing.T, hold int64, people ...*person) {
	t.Helper()
	told := must(r.system().BacklashTold(t.Context(), hold))
	for _, p := range people {
		if !slices.Contains(told, p.UserID) {
			t.Errorf("%s is not told", p.Name)
		}
	}
}
