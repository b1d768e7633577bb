package safeguards_test

import (
	"io/fs"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"caravan/migrations"
	"caravan/models"
)

const seekers = `{"segment_name":"Young job seekers","countries":["KG"],"admin_areas":["Osh"],"settlement":"","gender":"all","age_bands":["18-24"],"languages":["ky"],` +
	`"life_situations":["jobseeker"],"prevention_tier":"universal","push_factors":[],"pull_factors":[],"influences":[],"media_habits":"","insight_evidence":"","persona":"","sizes":[]}`

// with puts one more field in front of a JSON object.
func with(object, field string) string { return "{" + field + "," + object[1:] }

func TestS01NobodyIsProfiled(t *testing.T) {
	asks(t)
	w := here(t)
	planner := w.person(t, w.found(t, "media_ngo", "osh").ID, models.Planner)
	planner.posts(t, "/audiences", seekers).is(t, http.StatusCreated, "")
	for _, name := range append(models.ForbiddenFields(), "ethnicity", "religion", "custom_audience") {
		refused := planner.posts(t, "/audiences", with(seekers, `"`+name+`":"x"`)).is(t, http.StatusUnprocessableEntity, "forbidden_field")
		if !strings.Contains(refused.raw, "S-01") {
			t.Errorf("%s is refused without the rule: %s", name, refused.raw)
		}
	}
	planner.posts(t, "/audiences", with(seekers, `"hair":"x"`)).is(t, http.StatusBadRequest, "unreadable_request")
	for _, name := range []string{"Radical Muslims", "Экстремисты из Оша", "Ифротгарон ва террористҳо", "جوانان افراطی"} {
		planner.posts(t, "/audiences", strings.Replace(seekers, "Young job seekers", name, 1)).is(t, http.StatusUnprocessableEntity, "invalid_request")
	}
	table := planner.sends(t, http.MethodPost, "/observations/csv", "delivery_id,metric,observed_at,value,ethnicity\n", "Content-Type", "text/csv")
	table.is(t, http.StatusUnprocessableEntity, "invalid_request")
	for _, name := range columns(t) {
		if name != "health" && slices.Contains(models.ForbiddenFields(), name) { // a channel has health
			t.Errorf("the database has a column %s", name)
		}
	}
	contract := planner.gets(t, "/openapi.yaml").raw
	for _, name := range models.ForbiddenFields() {
		if regexp.MustCompile(`(?m)^\s+` + name + `:\s*$`).MatchString(contract) {
			t.Errorf("the contract has a field %s", name)
		}
	}
}

// columns lists the name of every column, on both databases.
func columns(t *testing.T) (names []string) {
	t.Helper()
	for _, dialect := range []string{migrations.SQLite, migrations.Postgres} {
		folder := must(migrations.Files(dialect))
		for _, file := range must(fs.Glob(folder, "*.sql")) {
			text := string(must(fs.ReadFile(folder, file)))
			for _, found := range regexp.MustCompile(`(?mi)^\s*(?:alter table \w+ add column )?(\w+)\s+(?:text|integer|bigint|boolean|uuid|jsonb?|datetime|timestamptz|bytea|blob|real|date)`).FindAllStringSubmatch(text, -1) {
				names = append(names, found[1])
			}
		}
	}
	if len(names) < 500 {
		t.Fatalf("only %d columns were found", len(names))
	}
	return names
}
