package safeguards_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"caravan/internal/store"
	"caravan/models"
)

// Every column that holds something of a person is in the register, with what
// for, on what ground and how long, and what is said to end does. Where the
// data are kept is public. People at indicated risk are not addressed before
// it was judged what that does to them. Staff and messengers learn what is held
// about them.
func TestS27PeopleKnowWhatIsKeptOfThem(t *testing.T) {
	asks(t)
	each(t, func(t *testing.T, w *world) {
		registered(t, w.records)
		b := newBureau(t, w)
		judged(t, b)
		shown(t, b)
		ended(t, b)
	})
	r := newRoom(t, here(t), "keyed")
	r.comes(t, r.schedules(t, "2027-03-02T19:30", "", r.Channels[0]).delivery(t))
	operator := r.person(t, r.found(t, "international", "region").ID, models.Operator)
	own := "/organizations/" + r.Planner.OrganizationID.String()
	tag := operator.gets(t, own).is(t, http.StatusOK, "").header.Get("ETag")
	operator.sends(t, http.MethodPut, own, `{"name":"Osh","contact":"osh@example.org","data_location":"Kyrgyzstan, on a machine in Osh"}`, "If-Match", tag).is(t, http.StatusOK, "")
	id := r.Campaign.ID.String()
	if page := about(t, r.world, "/p/"+r.Planner.Organization.Slug+"/about/"+id[len(id)-12:]); !strings.Contains(page, "Kyrgyzstan, on a machine in Osh") {
		t.Errorf("readers are not told where data are kept: %s", page)
	}
}

// registered compares the register with the schema.
func registered(t *testing.T, records *store.Store) {
	t.Helper()
	declared := map[string]int{}
	for _, h := range models.Holdings() {
		if h.Of == "" || h.Purpose == "" || h.Basis == "" || h.Kept == "" {
			t.Errorf("%v are kept without a reason: %+v", h.Columns, h)
		}
		for _, column := range h.Columns {
			declared[column]++
		}
	}
	for table, columns := range models.Impersonal() {
		for column := range strings.FieldsSeq(columns) {
			declared[table+"."+column]++
		}
	}
	for _, table := range must(records.Tables(t.Context())) {
		for _, column := range must(records.Columns(t.Context(), table)) {
			if n := declared[table+"."+column]; n != 1 {
				t.Errorf("%s.%s is %d times in the register", table, column, n)
			}
			delete(declared, table+"."+column)
		}
	}
	for column := range declared {
		t.Errorf("%s is in the register, and nowhere else", column)
	}
}

// judged asks for the impact on people at indicated risk.
func judged(t *testing.T, b *bureau) {
	t.Helper()
	audience := must(b.system().Audience(t.Context(), b.message.AudienceID))
	audience.PreventionTier = "indicated"
	audience.ReviewedAt, audience.ReviewedBy, audience.Review = &b.now, &b.guardian.UserID, "A teacher reads each text first."
	campaign := must(b.system().Campaign(t.Context(), b.message.CampaignID))
	said := campaign.ImpactAssessment
	campaign.ImpactAssessment = " "
	scope := b.records.As(b.planner.Actor)
	if err := scope.SaveAudience(t.Context(), audience); err != nil {
		t.Fatal(err)
	}
	if err := scope.SaveCampaign(t.Context(), campaign); err != nil {
		t.Fatal(err)
	}
	if refused := b.submits(t).is(t, http.StatusUnprocessableEntity, "incomplete"); !strings.Contains(refused.raw, "/impact_assessment") {
		t.Errorf("got %s", refused.raw)
	}
	if lacks := b.planner.gets(t, "/campaigns/"+campaign.ID.String()+"/completeness"); !strings.Contains(lacks.raw, "/impact_assessment") {
		t.Errorf("the planner is not told: %s", lacks.raw)
	}
	campaign.ImpactAssessment = said
	if err := scope.SaveCampaign(t.Context(), campaign); err != nil {
		t.Fatal(err)
	}
	b.submits(t).is(t, http.StatusCreated, "")
}

// shown asks what is held about somebody, as themselves and for a messenger.
func shown(t *testing.T, b *bureau) {
	t.Helper()
	own := b.planner.gets(t, "/me/data").is(t, http.StatusOK, "")
	for _, told := range []string{b.planner.Name, "session.opened", `"sessions"`, `"memberships"`, `"legal_basis"`, `"erase"`} {
		if !strings.Contains(own.raw, told) {
			t.Errorf("a planner is not told %s", told)
		}
	}
	for _, kept := range []string{"argon2", b.reviewer.Name, b.reviewer.UserID.String()} {
		if strings.Contains(own.raw, kept) {
			t.Errorf("a planner reads %s", kept)
		}
	}
	path := "/messengers/" + b.message.MessengerID.String() + "/data"
	b.planner.gets(t, path).is(t, http.StatusNotFound, "not_found")
	theirs := b.guardian.gets(t, path).is(t, http.StatusOK, "")
	for _, told := range []string{"Quiet River", `"consents"`, `"risk_assessments"`, `"erase"`} {
		if !strings.Contains(theirs.raw, told) {
			t.Errorf("a messenger is not told %s: %s", told, theirs.raw)
		}
	}
}

// ended lets time pass, and finds nothing of what was to end.
func ended(t *testing.T, b *bureau) {
	t.Helper()
	b.planner.posts(t, "/tokens", `{"name":"script","scopes":["campaigns.read"],"expires_at":"2027-03-10T00:00:00Z"}`).is(t, http.StatusCreated, "")
	tables := func() (names []string) {
		for _, h := range must(b.records.As(b.planner.Actor).HeldOfStaff(t.Context())) {
			names = append(names, h.Table)
		}
		return names
	}
	over := []string{"sessions", "links", "tokens", "idempotency_keys"}
	for _, table := range over {
		if !slices.Contains(tables(), table) {
			t.Errorf("nothing in %s to begin with", table)
		}
	}
	if err := b.system().Prune(t.Context(), b.now.Add(models.TokenKept+11*24*time.Hour)); err != nil {
		t.Fatal(err)
	}
	for _, table := range over {
		if slices.Contains(tables(), table) {
			t.Errorf("%s are kept for longer than the register says", table)
		}
	}
}
