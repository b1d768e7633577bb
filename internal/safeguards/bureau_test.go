package safeguards_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"caravan/internal/dbtest"
	"caravan/models"
)

// A bureau is an organisation with a complete draft, and the ministry of two
// that it will be put before.
type bureau struct {
	*world

	planner, reviewer, guardian, first, second *person
	message                                    *models.Message
	channel                                    *models.Channel
	version                                    *models.MessageVersion
}

func newBureau(t *testing.T, w *world) *bureau {
	t.Helper()
	own, ministry := w.found(t, "media_ngo", "osh"), w.found(t, "ministry", "bishkek")
	b := &bureau{world: w, planner: w.person(t, own.ID, models.Planner), reviewer: w.person(t, own.ID, models.Reviewer), guardian: w.person(t, own.ID, models.Safeguarding)}
	b.first, b.second = w.person(t, ministry.ID, models.Approver), w.person(t, ministry.ID, models.Approver)
	b.message, b.channel = dbtest.Draft(t, w.records.As(b.planner.Actor), ministry.ID, 2)
	b.freeze(t, "")
	return b
}

// freeze adds to the Russian text, makes the next version and has it reviewed.
func (b *bureau) freeze(t *testing.T, more string) {
	t.Helper()
	scope := b.records.As(b.planner.Actor)
	text := must(scope.Variant(t.Context(), b.message.ID, "ru"))
	text.Body += more
	if err := scope.SaveVariant(t.Context(), text); err != nil {
		t.Fatal(err)
	}
	b.version = must(b.desks.Approval.Freeze(t.Context(), b.planner.Actor, b.message.ID))
	review := `{"digest":"` + string(b.version.Digest) + `"}`
	b.reviewer.posts(t, "/versions/"+b.version.ID.String()+"/review", review).is(t, http.StatusOK, "")
}

func (b *bureau) submits(t *testing.T) answer {
	t.Helper()
	return b.planner.posts(t, "/submissions", fmt.Sprintf(`{"version_id":%q,"countries":["KG"],"channel_ids":[%q],"period":{"from":"2027-03-02","to":"2027-03-31","zone":"Asia/Bishkek"}}`,
		b.version.ID, b.channel.ID))
}

// submitted is where a submission that was just made is, and its digest.
func (a answer) submitted(t *testing.T) (path, digest string) {
	t.Helper()
	made := a.is(t, http.StatusCreated, "").items()[0]
	return "/submissions/" + made["id"].(string), made["digest"].(string)
}

// A room is an organisation with an approved message and accounts on the
// platforms, and a planner at a browser.
type room struct {
	*world
	*dbtest.Newsroom

	planner *person
}

func newRoom(t *testing.T, w *world, platforms ...string) *room {
	t.Helper()
	r := &room{world: w, Newsroom: dbtest.NewNewsroom(t, w.records, platforms...)}
	r.planner = w.person(t, r.Planner.OrganizationID, models.Planner)
	return r
}

// schedules asks to send the Russian text over the channels at an hour of Bishkek.
func (r *room) schedules(t *testing.T, local, traffic string, channels ...*models.Channel) answer {
	t.Helper()
	var list []string
	for _, c := range channels {
		list = append(list, `"`+c.ID.String()+`"`)
	}
	return r.planner.posts(t, "/deliveries", `{"version_id":"`+r.Version.ID.String()+`","channel_ids":[`+strings.Join(list, ",")+`],"languages":["ru"],"country":"",`+
		`"start":{"local":"`+local+`","zone":"Asia/Bishkek"},"repeat":{"weekdays":[],"weeks":0},"window_minutes":0,"traffic":"`+traffic+`","move_quiet":false}`)
}

// delivery is the one that was just scheduled.
func (a answer) delivery(t *testing.T) models.ID[models.Delivery] {
	t.Helper()
	return models.MustID[models.Delivery](a.is(t, http.StatusCreated, "").items()[0]["id"].(string))
}

// comes lets the moment of a delivery come, and the worker try it.
func (r *room) comes(t *testing.T, id models.ID[models.Delivery]) *models.Delivery {
	t.Helper()
	d := r.reads(t, id)
	if r.now.Before(d.NotBefore) {
		r.now = d.NotBefore
	}
	if err := r.desks.Distribution.Publish(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	return r.reads(t, id)
}

func (r *room) reads(t *testing.T, id models.ID[models.Delivery]) *models.Delivery {
	t.Helper()
	return must(r.system().Delivery(t.Context(), id))
}

// revise changes the plan of the room's campaign through the API.
func (r *room) revise(t *testing.T, old, replacement string) {
	t.Helper()
	path := "/campaigns/" + r.Campaign.ID.String()
	read := r.planner.gets(t, path).is(t, http.StatusOK, "")
	plan := fields(read.body, "title", "public_name", "goal", "starts_on", "ends_on", "state_involvement", "funders", "disclosure", "harm_review", "response_plan", "pretests")
	changed := strings.Replace(plan, old, replacement, 1)
	if changed == plan {
		t.Fatalf("%s has no %s", plan, old)
	}
	r.planner.sends(t, http.MethodPut, path, changed, "If-Match", read.header.Get("ETag")).is(t, http.StatusOK, "")
}
