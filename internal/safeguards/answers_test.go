package safeguards_test

import (
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"

	"caravan/models"
)

// A moderator reads to whom a person can be pointed, the police last, whatever
// was entered first. Only people write that down. The program answers nobody,
// removes nobody's comment and refers nobody: there is no route for it, and no
// place for who was referred.
func TestS20PeopleAnswerAndPoint(t *testing.T) {
	asks(t)
	each(t, func(t *testing.T, w *world) {
		own := w.found(t, "media_ngo", "osh").ID
		moderator, planner := w.person(t, own, models.Moderator), w.person(t, own, models.Planner)
		service := func(kind, name string) string {
			return fmt.Sprintf(`{"country":"KG","kind":%q,"name":%q,"contact":"0 700","languages":["ky"],"hours":"9-18","source":"Asked them","checked_on":"2027-02-20"}`, kind, name)
		}
		for _, s := range [][2]string{{"police", "A station"}, {"legal_aid", "Lawyers"}, {"police", "B station"}, {"psychosocial", "Listeners"}, {"employment", "Work"}} {
			moderator.posts(t, "/referral_services", service(s[0], s[1])).is(t, http.StatusCreated, "")
		}
		moderator.posts(t, "/referral_services", `{"country":"KG","kind":"legal_aid","name":"Rumour","contact":"?","languages":[],"hours":"","source":" ","checked_on":"2027-02-20"}`).
			is(t, http.StatusUnprocessableEntity, "invalid_request")
		var names []string
		for _, s := range moderator.gets(t, "/referral_services?country=KG").is(t, http.StatusOK, "").items() {
			names = append(names, s["name"].(string))
		}
		if !slices.Equal(names, []string{"Listeners", "Work", "Lawyers", "A station", "B station"}) {
			t.Errorf("they are offered as %v", names)
		}
		planner.posts(t, "/referral_services", service("police", "C station")).is(t, http.StatusForbidden, "forbidden")
		if refused := planner.posts(t, "/tokens", `{"name":"bot","scopes":["referrals.write"],"expires_at":"2027-03-10T00:00:00Z"}`); refused.status < 400 {
			t.Errorf("a program may write the directory: %s", refused.raw)
		}
		bot := moderator.Actor
		bot.Scopes = []string{string(models.WriteReferrals), string(models.ReadCampaigns)}
		if bot.May(models.WriteReferrals) {
			t.Error("a program may write the directory")
		}
	})
	w := here(t)
	everybody := w.person(t, w.found(t, "media_ngo", "osh").ID, models.Roles()...)
	machine := regexp.MustCompile(`(?i)repl(y|ies)|respond|answer(s|ing)?\b|comment|referrals?\b|referred|moderations?\b|ban\b|mute`)
	for path, item := range contract(t, everybody).Paths.Map() {
		if machine.MatchString(path) && !strings.HasPrefix(path, "/session/") { // where security keys answer
			t.Errorf("there is a route %s", path)
		}
		for method, o := range item.Operations() {
			if o.RequestBody == nil {
				continue
			}
			for _, media := range o.RequestBody.Value.Content {
				for _, name := range names(media.Schema, map[*openapi3.Schema]bool{}) {
					if regexp.MustCompile(`(?i)^(repl(y|ies)|auto_\w+|refer_to|referred\w*|person(_id|s)?|comment_id)$`).MatchString(name) {
						t.Errorf("%s %s takes %s", method, path, name)
					}
				}
			}
		}
	}
}
