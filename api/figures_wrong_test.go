package api_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"runtime"
	"runtime/debug"
	"strconv"
	"strings"
	"testing"
	"time"

	"caravan/internal/dbtest"
	"caravan/internal/store"
	"caravan/models"
)

// moreFigures are a desk where the site says how often it was shown and to how
// many people.
func moreFigures(t *testing.T, records *store.Store) *figures {
	t.Helper()
	f := newFigures(t, records)
	shown := models.MetricDefinition{
		Metric: "impressions", Platform: "site", NativeName: "impressions", Family: "impressions", Unit: "events", Kind: models.CounterMetric,
		AdditiveTime: true, AdditiveDelivery: true, AdditiveSegment: true, Threshold: "shown", ValidFrom: "2020-01-01", Source: "test",
	}
	people := shown
	people.Metric, people.NativeName, people.Family, people.Unit = "reach", "people", "reach_people", "people"
	people.AdditiveTime, people.AdditiveDelivery, people.AdditiveSegment = false, false, false
	if err := f.desk.Seed(t.Context(), []models.MetricDefinition{shown, people}); err != nil {
		t.Fatal(err)
	}
	return f
}

// table sends a table about the site with a header and lines in which SITE
// stands for its post.
func (f *figures) table(t *testing.T, query string, lines ...string) answer {
	t.Helper()
	text := strings.ReplaceAll(strings.Join(lines, "\n"), "SITE", f.site.ID.String())
	return f.evaluator.send(t, http.MethodPost, "/api/v1/observations/csv"+query, text, "Content-Type", "text/csv")
}

// kept is how many observations there are.
func (f *figures) kept(t *testing.T) int {
	t.Helper()
	list := f.evaluator.send(t, http.MethodGet, "/api/v1/observations?limit=200", "")
	list.is(t, http.StatusOK, "")
	return len(list.body["items"].([]any))
}

// faults are the pointers and codes of a problem, or of what was passed over.
func faults(t *testing.T, of any) string {
	t.Helper()
	var said []string
	list, _ := of.([]any)
	for _, e := range list {
		said = append(said, fmt.Sprint(e.(map[string]any)["pointer"], " ", e.(map[string]any)["code"]))
	}
	return strings.Join(said, ", ")
}

const (
	columns = "delivery_id,metric,observed_at,value"
	right   = "SITE,views,2027-02-28,7"
)

// Whatever is wrong with a line is said with the line, the cell and how to
// mend it; nothing is taken of it, and of a partial import everything else.
func TestWrongLinesOfATable(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, records *store.Store) {
		f := moreFigures(t, records)
		for _, c := range []struct{ name, line, fault, detail string }{
			{"below zero", "SITE,views,2027-02-28,-3", "/lines/3/value value_or_reason", "0 or more"},
			{"nothing", "SITE,views,2027-02-28,", "/lines/3/value value_or_reason", "reason"},
			{"a future time", "SITE,views,2027-05-01,3", "/lines/3/observed_at invalid_time", "not happened yet"},
			{"before it was published", "SITE,views,2027-01-01,3", "/lines/3/observed_at invalid_time", "not published yet"},
			{"no such day", "SITE,views,2027-02-30,3", "/lines/3/observed_at invalid_time", "2027-03-21"},
			{"a day in words", "SITE,views,1 March,3", "/lines/3/observed_at invalid_time", "2027-03-21"},
			{"a Persian year", "SITE,views,۱۴۰۵-۱۲-۰۹,3", "/lines/3/observed_at invalid_time", "Gregorian"},
			{"no time", "SITE,views,,3", "/lines/3/observed_at invalid_time", "when"},
			{"an unknown metric", "SITE,hugs,2027-02-28,3", "/lines/3/metric unknown_metric", "defined"},
			{"somebody else's post", "0190a000-0000-7000-8000-00000000ffff,views,2027-02-28,3", "/lines/3/delivery_id not_found", ""},
			{"no post", "the one of Monday,views,2027-02-28,3", "/lines/3/delivery_id not_found", ""},
			{"the same twice", "SITE,views,2027-02-28,8", "/lines/3/observed_at already_exists", "twice"},
			{"a comma in a count", `SITE,views,2027-02-28,"1,234"`, "/lines/3/value invalid_number", "whole number"},
			{"a point in a count", "SITE,views,2027-02-28,1.234", "/lines/3/value invalid_number", "whole number"},
			{"an Arabic decimal mark", "SITE,views,2027-02-28,١٢٫٥", "/lines/3/value invalid_number", "whole number"},
			{"a space in a count", "SITE,views,2027-02-28,1 234", "/lines/3/value invalid_number", "whole number"},
			{"digits of two scripts", "SITE,views,2027-02-28,1٢3", "/lines/3/value invalid_number", "whole number"},
			{"more than can be counted", "SITE,views,2027-02-28,99999999999999999999", "/lines/3/value invalid_number", ""},
			{"words", "SITE,views,2027-02-28,hundreds of thousands every week", "/lines/3/value invalid_number", "whole number"},
			{"a cell too few", "SITE,views,2027-02-28", "/lines/3 invalid_request", "number of cells"},
			{"a stray quote", `SITE,"views,2027-02-28,3`, "/lines/3 invalid_request", "quotation mark"},
			{"another encoding", "SITE,views,2027-02-28,\xc3\x28", "/lines/3 invalid_request", "UTF-8"},
			{"an endless line", "SITE,views,2027-02-28," + strings.Repeat("9", 20_000), "/lines/3 invalid_request", "too long"},
		} {
			t.Run(c.name, func(t *testing.T) {
				before := f.kept(t)
				refused := f.table(t, "", columns, right, c.line, "SITE,views,2027-02-28T10:00,4")
				refused.is(t, http.StatusUnprocessableEntity, "invalid_request")
				if got := faults(t, refused.body["errors"]); got != c.fault || !strings.Contains(refused.text, c.detail) {
					t.Errorf("got %s, want %s with %q: %s", got, c.fault, c.detail, refused.text)
				}
				if after := f.kept(t); after != before {
					t.Errorf("%d were taken of what was refused", after-before)
				}
				rest := f.table(t, "?partial=true&batch="+strings.ReplaceAll(c.name, " ", "-"), columns, right, c.line, "SITE,views,2027-02-28T10:00,4")
				rest.is(t, http.StatusOK, "")
				if got := faults(t, rest.body["faults"]); got != c.fault || rest.body["refused"] != 1.0 || rest.body["observations"] != 2.0 {
					t.Errorf("got %s", rest.text)
				}
				if after := f.kept(t); after != before+2 {
					t.Errorf("%d were taken, want 2", after-before)
				}
			})
		}
	})
}

// A number means the same in the digits of every script.
func TestDigitsOfFourScripts(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, records *store.Store) {
		f := newFigures(t, records)
		f.table(t, "", columns,
			"SITE,views,2027-02-28T10:00,1204", "SITE,views,2027-02-28T11:00,١٢٠٤", "SITE,views,2027-02-28T12:00,۱۲۰۴", "SITE,views,۲۰۲۷-۰۲-۲۸T۱۳:۰۰,१२०४",
		).is(t, http.StatusOK, "")
		list := f.evaluator.send(t, http.MethodGet, "/api/v1/observations", "")
		for _, item := range list.body["items"].([]any) {
			if value := item.(map[string]any)["value"]; value != 1204.0 {
				t.Errorf("got %v", value)
			}
		}
		level := "delivery_id,metric,observed_at,value,low,high,level\n" + f.radio.ID.String() + `,reach,2027-02-28,2000,1500,2600,"0,9"`
		f.evaluator.send(t, http.MethodPost, "/api/v1/observations/csv", level, "Content-Type", "text/csv").is(t, http.StatusOK, "")
		newest := f.evaluator.send(t, http.MethodGet, "/api/v1/observations?limit=1", "").body["items"].([]any)[0].(map[string]any)
		if newest["level"] != 0.9 {
			t.Errorf("got %v", newest)
		}
	})
}

// Figures that contradict each other or the number of people there are stay,
// are suspect from then on, and it is said.
func TestFiguresThatCannotAllBeTrue(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, records *store.Store) {
		f := moreFigures(t, records)
		for _, c := range []struct{ name, lines, doubts string }{
			{"impressions below reach", "SITE,impressions,2027-02-28,50\nSITE,people,2027-02-28,60\nSITE,views,2027-02-28,3", "/lines/2 impressions_below_reach, /lines/3 impressions_below_reach"},
			{"reach above the universe", "SITE,people,2027-02-28T09:00,90000000\nSITE,views,2027-02-28T09:00,3", "/lines/2 reach_exceeds_universe"},
			{"nothing strange", "SITE,impressions,2027-02-28T08:00,60\nSITE,people,2027-02-28T08:00,60", ""},
		} {
			done := f.table(t, "", columns, c.lines)
			done.is(t, http.StatusOK, "")
			if got := faults(t, done.body["doubts"]); got != c.doubts {
				t.Errorf("%s: got %s, want %s", c.name, got, c.doubts)
			}
		}
		suspect := 0
		for _, item := range f.evaluator.send(t, http.MethodGet, "/api/v1/observations", "").body["items"].([]any) {
			if item.(map[string]any)["quality"] == models.QualitySuspect {
				suspect++
			}
		}
		if suspect != 3 || f.kept(t) != 7 {
			t.Errorf("%d of %d are suspect, want 3 of 7", suspect, f.kept(t))
		}
	})
}

// A program names its batches. The same again changes nothing, and another one
// under a name that is taken is refused.
func TestBatchesOfPrograms(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, records *store.Store) {
		f := newFigures(t, records)
		send := func(batch, rest string) answer {
			return f.evaluator.send(t, http.MethodPost, "/api/v1/observations", strings.Replace(f.entry(rest), "{", `{"batch":"`+batch+`",`, 1))
		}
		first := send("night-7", `"value":120`)
		if first.is(t, http.StatusOK, ""); first.body["batch"] != "night-7" || first.body["known"] != false {
			t.Errorf("got %s", first.text)
		}
		again := send("night-7", `"value":120`)
		if again.is(t, http.StatusOK, ""); again.body["known"] != true || again.body["observations"] != 1.0 {
			t.Errorf("got %s", again.text)
		}
		other := send("night-7", `"value":130`)
		other.is(t, http.StatusConflict, "batch_reused")
		if got := faults(t, other.body["errors"]); got != "/batch batch_reused" || f.kept(t) != 1 {
			t.Errorf("got %s and %d figures", got, f.kept(t))
		}
		send("night-8", `"value":130`).is(t, http.StatusOK, "")
		correction := fmt.Sprintf(`"value":125,"supersedes":%d`, 1)
		send("night-9", correction).is(t, http.StatusOK, "")
		twice := send("night-10", correction)
		if got := faults(t, twice.body["errors"]); got != "/items/0/supersedes already_exists" {
			t.Errorf("got %s", twice.text)
		}
		f.table(t, "?batch=night-7", columns, right).is(t, http.StatusConflict, "batch_reused")
		f.table(t, "?batch=night-11&dry_run=true", columns, right).is(t, http.StatusOK, "")
		if f.kept(t) != 3 {
			t.Errorf("there are %d figures, want 3", f.kept(t))
		}
	})
}

// A generated body is made while it is read.
type generated struct {
	next func() string // empty: the end
	rest string
}

func (g *generated) Read(p []byte) (int, error) {
	if g.rest == "" {
		g.rest = g.next()
	}
	if g.rest == "" {
		return 0, io.EOF
	}
	n := copy(p, g.rest)
	g.rest = g.rest[n:]
	return n, nil
}

// aLargeTable is a table of 100 MB: its cells are padded, as some programs do.
// The value of the line with the number wrong is nothing that can be counted.
func aLargeTable(site string, wrong int) io.Reader {
	begin, padding, line := noon.AddDate(0, 0, -2), strings.Repeat(" ", 8192), 0
	return &generated{next: func() string {
		line++
		value := strconv.Itoa(line)
		switch line {
		case 1:
			return columns + "\n"
		case wrong:
			value = "many"
		case 12_902:
			return ""
		}
		return site + ",views," + begin.Add(time.Duration(line)*time.Second).Format(time.RFC3339) + "," + padding + value + "\n"
	}}
}

// A table of 100 MB with one wrong line in the middle: the line is said, and
// the rest is taken or not, as whoever sends it chose. It is never in memory.
func TestLargeTableWithOneWrongLine(t *testing.T) {
	f := newFigures(t, dbtest.SQLite(t))
	const wrong = 6_451
	defer debug.SetGCPercent(debug.SetGCPercent(20)) // what the heap holds is what is in use
	runtime.GC()
	before, stop := inUse(), highest()
	send := func(query string) map[string]any {
		t.Helper()
		body := aLargeTable(f.site.ID.String(), wrong)
		request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, f.evaluator.server.URL+"/api/v1/observations/csv"+query, body)
		if err != nil {
			t.Fatal(err)
		}
		request.Header.Set("Content-Type", "text/csv")
		request.AddCookie(f.evaluator.cookie)
		response, err := http.DefaultClient.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = response.Body.Close() }()
		var said map[string]any
		if err := json.NewDecoder(response.Body).Decode(&said); err != nil {
			t.Fatal(err)
		}
		return said
	}
	refused := send("")
	if got := faults(t, refused["errors"]); got != "/lines/6451/value invalid_number" || f.kept(t) != 0 {
		t.Fatalf("got %v and %d figures", refused, f.kept(t))
	}
	done := send("?partial=true")
	if got := faults(t, done["faults"]); got != "/lines/6451/value invalid_number" || done["observations"] != 12_899.0 || done["refused"] != 1.0 {
		t.Errorf("got %v", done)
	}
	if grown := stop() - before; grown > 40<<20 {
		t.Errorf("the heap grew by %d MiB", grown>>20)
	}
}

// inUse is what the heap holds.
func inUse() uint64 {
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return stats.HeapAlloc
}

// highest is the most that the heap holds until stop is called.
func highest() (stop func() uint64) {
	ended, most := make(chan struct{}), make(chan uint64)
	go func() {
		looks := time.NewTicker(20 * time.Millisecond)
		defer looks.Stop()
		var top uint64
		for {
			top = max(top, inUse())
			select {
			case <-looks.C:
			case <-ended:
				most <- top
				return
			}
		}
	}()
	return func() uint64 {
		close(ended)
		return <-most
	}
}

// What is larger than any table is refused before it is taken, and so is a
// body of another kind.
func TestTablesHaveALimit(t *testing.T) {
	f := newFigures(t, dbtest.SQLite(t))
	some := strings.Repeat(columns+"\n", 1000)
	endless := io.LimitReader(&generated{next: func() string { return some }}, 129<<20)
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, f.evaluator.server.URL+"/api/v1/observations/csv", endless)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", "text/csv")
	request.AddCookie(f.evaluator.cookie)
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	if text, _ := io.ReadAll(response.Body); response.StatusCode != http.StatusRequestEntityTooLarge || !bytes.Contains(text, []byte("too_large")) {
		t.Errorf("got %d %s", response.StatusCode, text)
	}
}
