package safeguards_test

import (
	"database/sql"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/getkin/kin-openapi/openapi3"

	"caravan/internal/dbtest"
	"caravan/internal/store"
	"caravan/models"
)

// A count is a campaign's posts on radio, on its page and at gatherings, which
// an evaluator counts.
type count struct {
	*room

	evaluator *person
	posts     int
}

func newCount(t *testing.T, w *world) *count {
	t.Helper()
	c := &count{room: newRoom(t, w, "keyed")}
	c.evaluator = w.person(t, c.Planner.OrganizationID, models.Evaluator)
	of := func(platform, metric, unit, kind string, sums bool) models.MetricDefinition {
		return models.MetricDefinition{
			Metric: metric, Platform: platform, NativeName: metric, Family: metric, Unit: unit, Kind: kind, AdditiveTime: sums, AdditiveDelivery: sums,
			Threshold: "made up", Manual: kind == models.EstimateMetric, ValidFrom: "2020-01-01", Source: "test",
		}
	}
	if err := w.desks.Evaluation.Seed(t.Context(), []models.MetricDefinition{
		of("gathering", "attendance", "contacts", models.EstimateMetric, true), of("gathering", "reach", "people", models.EstimateMetric, false),
		of("radio", "reach", "people", models.EstimateMetric, false),
		of("keyed", "views", "plays", models.CounterMetric, true), of("page", "views", "plays", models.CounterMetric, true), of("page", "reach", "people", models.CounterMetric, false),
	}); err != nil {
		t.Fatal(err)
	}
	return c
}

// published is a post that went live in a country, of the room's campaign or
// another.
func (c *count) published(t *testing.T, platform, country string, of ...*models.Campaign) models.ID[models.Delivery] {
	t.Helper()
	c.posts++
	at, campaign := dbtest.Noon(), append(of, c.Campaign)[0].ID
	d := &models.Delivery{
		ID: models.NewID[models.Delivery](), OrganizationID: c.Planner.OrganizationID, CampaignID: campaign, MessageID: c.Message.ID,
		VersionID: c.Version.ID, MessengerID: c.Messenger.ID, Dimensions: models.Dimensions{
			Country: country, Language: "ru", Platform: platform, MessageType: string(c.Message.Type), Components: c.Message.Components, Traffic: "organic",
		},
		ChannelID: c.Channels[0].ID, Digest: c.Version.Digest, Local: "2027-03-01T18:00", Zone: "Asia/Bishkek", NotBefore: at.Add(time.Duration(c.posts) * time.Second),
		NotAfter: at.Add(2 * time.Hour), NextAt: at, State: models.Published, RemoteID: strconv.Itoa(c.posts), PublishedAt: &at,
		CreatedBy: c.Planner.UserID, CreatedAt: at, Version: 1,
	}
	if err := c.records.As(c.Planner).CreateDelivery(t.Context(), d); err != nil {
		t.Fatal(err)
	}
	return d.ID
}

// enters gives a figure of a post, as it was on a day after it went live; more
// are further fields.
func (c *count) enters(t *testing.T, of models.ID[models.Delivery], metric string, days int, value int64, more ...string) {
	t.Helper()
	at := dbtest.Noon().AddDate(0, 0, days)
	if c.now.Before(at) {
		c.now = at
		c.evaluator.confirms(t)
	}
	fields := append([]string{
		fmt.Sprintf(`"delivery_id":%q,"metric":%q,"observed_at":%q`, of, metric, at.Format(time.RFC3339)), fmt.Sprintf(`"value":%d`, value),
	}, more...)
	if value < 0 {
		fields[1] = `"value":null`
	}
	c.evaluator.posts(t, "/observations", `{"items":[{`+strings.Join(fields, ",")+`}]}`).is(t, http.StatusOK, "")
	if _, err := c.desks.Evaluation.RollUp(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// reached reads the reach of the campaign.
func (c *count) reached(t *testing.T) answer {
	t.Helper()
	return c.evaluator.gets(t, "/campaigns/"+c.Campaign.ID.String()+"/reach").is(t, http.StatusOK, "")
}

// dig follows a path of names into an answer; the name of one item of a list is
// that of a field with its value.
func dig(of any, path ...string) any {
	for _, name := range path {
		field, value, item := strings.Cut(name, "=")
		switch at := of.(type) {
		case map[string]any:
			of = at[name]
		case []any:
			of = nil
			for _, one := range at {
				if item && fmt.Sprint(one.(map[string]any)[field]) == value {
					of = one
				}
			}
		}
	}
	return of
}

// Nothing is given a value in money or one score, what is not known says why,
// what fell is shown as fallen, a claim is marked as one, and a figure that was
// wrong stays beside what corrects it, whoever asks the database otherwise.
func TestS26NumbersAreHonest(t *testing.T) {
	asks(t)
	dbtest.EachBeneath(t, func(t *testing.T, records *store.Store, beneath *sql.DB) {
		c := newCount(t, newWorld(t, records))
		page, radio, silent := c.published(t, "page", "KG"), c.published(t, "radio", "KG"), c.published(t, "page", "TJ")
		c.enters(t, page, "views", 1, 500)
		c.enters(t, page, "views", 2, 480)
		c.enters(t, radio, "reach", 2, 3000, `"low":2000,"high":4000`)
		c.enters(t, silent, "views", 2, -1, `"missing_reason":"access_lost"`)
		reached := c.reached(t)
		if gap := dig(reached.body, "gaps", "reason=access_lost"); gap == nil || dig(gap, "country") != "TJ" {
			t.Errorf("what is not known does not say why: %v", dig(reached.body, "gaps"))
		}
		if views := dig(reached.body, "platforms", "platform=page", "counts", "metric=views", "figure"); dig(views, "value") != nil || dig(views, "label") != "partial" {
			t.Errorf("a part that is not known is taken for nothing: %v", views)
		}
		if fell, _ := json.Marshal(dig(reached.body, "growth")); !regexp.MustCompile(`"increment":-\d`).Match(fell) {
			t.Errorf("what fell is not shown: %s", fell)
		}
		c.enters(t, radio, "reach", 3, 3000, `"low":2000,"high":4000,"source":"estimate"`)
		if claim := dig(c.reached(t).body, "countries", "country=KG", "reach"); dig(claim, "low") == dig(claim, "high") {
			t.Errorf("a claim is told like a count: %v", claim)
		}
		history(t, c, page, beneath, records.Dialect())
	})
	w := here(t)
	all := columns(t)
	for _, schema := range contract(t, w.person(t, w.found(t, "media_ngo", "osh").ID, models.Planner)).Components.Schemas {
		all = append(all, names(schema, map[*openapi3.Schema]bool{})...)
	}
	for _, name := range all {
		if worth.MatchString(name) {
			t.Errorf("there is a field %s", name)
		}
	}
}

// worth is how a value in money for reach, or one score for everything, would
// be called.
var worth = regexp.MustCompile(`(?i)(^|_)(ave|aves|emv)(_|$)|advert\w*_value|media_value|score|composite|index_value|impact_factor|weighted_total`)

// history corrects a figure, and finds both.
func history(t *testing.T, c *count, of models.ID[models.Delivery], beneath *sql.DB, dialect string) {
	t.Helper()
	list := "/observations?delivery_id=" + of.String()
	first := c.evaluator.gets(t, list).is(t, http.StatusOK, "").items()
	wrong := fmt.Sprintf("%.0f", first[len(first)-1]["id"])
	c.enters(t, of, "views", 1, 450, `"supersedes":`+wrong)
	var values []string
	for _, o := range c.evaluator.gets(t, list).items() {
		values = append(values, fmt.Sprint(o["value"]))
	}
	if slices.Sort(values); !slices.Equal(values, []string{"450", "480", "500"}) {
		t.Errorf("the history is %v", values)
	}
	if dialect == "postgres" {
		if _, err := beneath.ExecContext(t.Context(), "SET session_replication_role = DEFAULT"); err != nil {
			t.Fatal(err)
		}
	}
	for _, overwrite := range []string{"UPDATE observations SET value = 1 WHERE id = " + wrong, "DELETE FROM observations WHERE id = " + wrong} {
		if _, err := beneath.ExecContext(t.Context(), overwrite); err == nil || !strings.Contains(err.Error(), "append-only") {
			t.Errorf("%s: %v", overwrite, err)
		}
	}
}

// Wherever a handful of people hides, no figure that is told is it, and no two
// that are told differ by it: not by country, platform, campaign, age or day,
// on the screen or in an export.
func TestS28NoHandfulIsFoundBySubtraction(t *testing.T) {
	asks(t)
	const few = 3
	for name, hide := range map[string]func(c *count, cells map[string]int64){
		"a gathering beside a page":      func(_ *count, cells map[string]int64) { cells["own KG gathering"] = few },
		"a gathering alone in a country": func(_ *count, cells map[string]int64) { cells["own TJ gathering"] = few },
		"a gathering of one of two":      func(_ *count, cells map[string]int64) { cells["other KG gathering"] = few },
		"readers of a page":              func(_ *count, cells map[string]int64) { cells["own UZ page"] = few },
		"who came later":                 func(_ *count, cells map[string]int64) { cells["own UZ gathering, later"] += few },
	} {
		t.Run(name, func(t *testing.T) {
			c := newCount(t, here(t))
			other := must(models.NewCampaign(models.Plan{Title: "Other", StartsOn: "2027-03-01", EndsOn: "2027-06-01"}, []string{"KG", "TJ"}, c.Planner, c.now))
			if err := c.records.As(c.Planner).CreateCampaign(t.Context(), other); err != nil {
				t.Fatal(err)
			}
			cells := map[string]int64{
				"own KG gathering": 130, "own KG page": 21_000, "own TJ gathering": 470, "own UZ gathering": 1_900, "own UZ page": 52_000,
				"other KG gathering": 7_700, "other TJ gathering": 3_100, "own UZ gathering, later": 1_900,
			}
			hide(c, cells)
			for _, at := range slices.Sorted(maps.Keys(cells)) {
				of, rest, _ := strings.Cut(at, " ")
				country, platform, _ := strings.Cut(rest, " ")
				if later := strings.HasSuffix(platform, ", later"); later {
					continue
				}
				campaign := map[string]*models.Campaign{"own": c.Campaign, "other": other}[of]
				post := c.published(t, platform, country, campaign)
				c.gathers(t, post, platform, 1, cells[at])
				if more, grew := cells[at+", later"]; grew {
					c.gathers(t, post, platform, 10, more)
				}
			}
			if daily := dig(c.reached(t).body, "growth", "metric=attendance"); daily != nil {
				t.Errorf("people are told by the day: %v", daily)
			}
			told := c.asksEverything(t, other)
			if len(told) < 50 {
				t.Fatalf("only %d figures are told", len(told))
			}
			for i, a := range told {
				if math.Abs(a-few) < 0.01 {
					t.Errorf("%v is told", a)
				}
				for _, b := range told[:i] {
					if math.Abs(math.Abs(a-b)-few) < 0.01 {
						t.Fatalf("%v and %v are told", a, b)
					}
				}
			}
		})
	}
}

// gathers enters how many people came, or read.
func (c *count) gathers(t *testing.T, post models.ID[models.Delivery], platform string, day int, people int64) {
	t.Helper()
	c.enters(t, post, "reach", day, people, fmt.Sprintf(`"low":%d,"high":%d`, people, people))
	if platform == "gathering" {
		c.enters(t, post, "attendance", day, people)
	}
}

// asksEverything asks about people in every way there is, and returns the
// numbers that are told, each once.
func (c *count) asksEverything(t *testing.T, other *models.Campaign) []float64 {
	t.Helper()
	told := map[float64]bool{}
	collect(c.reached(t).body, told)
	own, both := `"`+c.Campaign.ID.String()+`"`, `"`+c.Campaign.ID.String()+`","`+other.ID.String()+`"`
	for _, of := range []string{`"by":"countries","campaign_ids":[` + own + `]`, `"by":"countries","campaign_ids":[` + both + `]`, `"by":"campaigns","campaign_ids":[` + both + `]`} {
		for _, countries := range []string{``, `"KG"`, `"TJ"`, `"UZ"`, `"KG","TJ"`, `"KG","UZ"`, `"TJ","UZ"`} {
			for _, what := range []string{`"metric":"reach","denominator":"none"`, `"metric":"attendance","denominator":"none"`, `"metric":"attendance","denominator":"post"`} {
				for _, age := range []int{0, 1, 7} {
					question := fmt.Sprintf(`{%s,"countries":[%s],%s,"age_days":%d}`, of, countries, what, age)
					frozen := c.evaluator.posts(t, "/comparisons", question).is(t, http.StatusCreated, "")
					collect(frozen.body, told)
					table := must(csv.NewReader(strings.NewReader(c.evaluator.gets(t, frozen.path()+"/table.csv").is(t, http.StatusOK, "").raw)).ReadAll())
					low := slices.Index(table[0], "low")
					for _, row := range table[1:] {
						for _, cell := range row[low : low+3] {
							if n, err := strconv.ParseFloat(cell, 64); err == nil {
								told[n] = true
							}
						}
					}
				}
			}
		}
	}
	return slices.Sorted(maps.Keys(told))
}

// collect finds the figures of people in an answer; a mean over posts tells
// their sum.
func collect(of any, told map[float64]bool) {
	switch at := of.(type) {
	case []any:
		for _, one := range at {
			collect(one, told)
		}
	case map[string]any:
		unit, figure := at["unit"].(string)
		for _, name := range []string{"value", "low", "high", "increment"} {
			n, is := at[name].(float64)
			posts, _ := at["n_deliveries"].(float64)
			switch {
			case !is || at["year"] != nil: // how many people live there is no secret
			case unit == "per_post":
				told[n], told[n*posts] = true, true
			case !figure || unit == "people" || unit == "contacts":
				told[n] = true
			}
		}
		for _, one := range at {
			collect(one, told)
		}
	}
}
