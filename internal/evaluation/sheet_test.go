package evaluation_test

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"caravan/internal/dbtest"
	"caravan/internal/evaluation"
	"caravan/internal/store"
	"caravan/models"
)

func sheetOf(table string) evaluation.Sheet {
	sum := sha256.Sum256([]byte(table))
	return evaluation.Sheet{Table: strings.NewReader(table), Digest: models.Digest(hex.EncodeToString(sum[:]))}
}

func places(t *testing.T, fields []models.FieldError) []string {
	t.Helper()
	var list []string
	for _, f := range fields {
		list = append(list, f.Pointer+" "+f.Code)
	}
	return list
}

func faultsOf(t *testing.T, err error) []string {
	t.Helper()
	refusal, ok := errors.AsType[*models.Refusal](err)
	if !ok {
		t.Fatalf("no refusal: %v", err)
	}
	return places(t, refusal.Fields)
}

const peopleTable = "country;kind;platform;age_band;gender;value;year;source;licence;retrieved_on\n" +
	"KG;population;;18-24;women;412000;2026;National Statistical Committee;open;2027-03-01\n" +
	"TJ;population;;;;۱۰۵۰۰۰۰۰;2026;Agency on Statistics;open;۲۰۲۷-۰۳-۰۱\n" + // Extended Arabic-Indic
	"AF;population;;;;٤١٠٠٠٠٠٠;2026;NSIA;;2027-03-01\n" + // Arabic-Indic
	"UZ;population;;;;३६५२०६००;2026;Agency;;2027-03-01\n" + // Devanagari
	"kg;platform_users;video;;;2900000;2027;The platform's planner;;2027-03-02\n"

func TestPopulationsAreTakenWholeInTheDigitsOfFourScripts(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, records *store.Store) {
		s := newStage(t, records)
		tried := sheetOf(peopleTable)
		tried.DryRun = true
		done, err := s.desk.ImportUniverses(t.Context(), s.Planner, tried)
		if s.must(err); done.Observations != 5 || !done.DryRun {
			t.Errorf("tried: %+v", done)
		}
		done, err = s.desk.ImportUniverses(t.Context(), s.Planner, sheetOf(peopleTable))
		if s.must(err); done.Observations != 5 || done.Known {
			t.Errorf("taken: %+v", done)
		}
		done, err = s.desk.ImportUniverses(t.Context(), s.Planner, sheetOf(peopleTable))
		if s.must(err); !done.Known {
			t.Errorf("a second time: %+v", done)
		}
		known, err := records.As(s.Planner).Universes(t.Context())
		s.must(err)
		var own []string
		for _, u := range known {
			if u.OrganizationID != nil {
				own = append(own, strings.TrimSpace(strings.Join([]string{u.Country, u.Kind, u.Segment, u.Platform}, " ")))
				if u.Starter || u.Value < 400_000 {
					t.Errorf("%+v", u)
				}
			}
		}
		slices.Sort(own)
		if diff := cmp.Diff([]string{"AF population", "KG platform_users  video", "KG population women/18-24", "TJ population", "UZ population"}, own); diff != "" {
			t.Error(diff)
		}
	})
}

func TestWrongLinesAreNamedAndTheRightOnesKeptOnlyIfAsked(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, records *store.Store) {
		s := newStage(t, records)
		table := "country,kind,platform,value,year,source,retrieved_on\n" +
			"KG,population,,7000000,2026,Office,2027-03-01\n" +
			"XX,population,,1,2026,Office,2027-03-01\n" +
			"TJ,population,,10.5,2026,Office,2027-03-01\n" + // millions
			"UZ,population,,\"36,520,600\",2026,Office,2027-03-01\n" +
			"AF,population,,٤1000000,2026,Office,2027-03-01\n" + // two scripts in one number
			"AF,population,,41000000,1405,Office,2027-03-01\n" + // another calendar
			"TM,population,,,2026,Office,2027-03-01\n" + // nothing is never zero
			"KZ,platform_users,myspace,100,2026,Office,2027-03-01\n" +
			"KG,population,,7100000,2026,Office,2027-03-01\n" + // the first line anew
			"KZ,population\n"
		want := []string{
			"/lines/3/country invalid_request", "/lines/4/value invalid_number", "/lines/5/value invalid_number", "/lines/6/value invalid_number",
			"/lines/7/year invalid_time", "/lines/8/value invalid_request", "/lines/9/platform invalid_request", "/lines/10 invalid_request", "/lines/11 invalid_request",
		}
		slices.Sort(want)
		_, err := s.desk.ImportUniverses(t.Context(), s.Planner, sheetOf(table))
		got := faultsOf(t, err)
		slices.Sort(got)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
		in := sheetOf(table)
		in.Partial = true
		done, err := s.desk.ImportUniverses(t.Context(), s.Planner, in)
		if s.must(err); done.Observations != 1 || done.Refused != len(want) {
			t.Errorf("the right lines: %+v", done)
		}
		_, err = s.desk.ImportUniverses(t.Context(), s.Planner, sheetOf("country,ethnicity\n"))
		if got := faultsOf(t, err); got[0] != "/header invalid_request" {
			t.Errorf("a column that must not exist: %v", got)
		}
	})
}

func TestRatesAreTakenWithAPointAndNoGuess(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, records *store.Store) {
		s := newStage(t, records)
		table := "base\tquote\tfirst_day\tlast_day\trate\tsource\n" +
			"USD\tTJS\t2027-03-01\t\t10.93\tNational Bank of Tajikistan\n" +
			"USD\tAFN\t2027-03-01\t2027-03-31\t۷۰٫۲۵\tDa Afghanistan Bank\n"
		done, err := s.desk.ImportRates(t.Context(), s.Planner, sheetOf(table))
		if s.must(err); done.Observations != 2 {
			t.Errorf("taken: %+v", done)
		}
		rates, err := records.As(s.Planner).ExchangeRates(t.Context())
		s.must(err)
		for _, r := range rates {
			if want := map[string]string{"TJS": "10.93", "AFN": "70.25"}[r.Quote]; r.Rate != want || r.EnteredBy != s.Planner.UserID || r.LastDay == "" {
				t.Errorf("%+v", r)
			}
		}
		wrong := "base,quote,first_day,rate,source\n" +
			"USD,TJS,2027-03-01,\"10,93\",Bank\n" + // thousands, or decimals?
			"USD,TJS,2027-03-02,0,Bank\n" +
			"USD,USD,2027-03-03,1,Bank\n" +
			"usd,TJS,2027-03-04,10,Bank\n" +
			"USD,TJS,2028-03-05,10,Bank\n" + // nobody knows
			"USD,TJS,1405-12-10,10,Bank\n" +
			"USD,TJS,2027-03-07,10,\n"
		_, err = s.desk.ImportRates(t.Context(), s.Planner, sheetOf(wrong))
		got := faultsOf(t, err)
		slices.Sort(got)
		if diff := cmp.Diff([]string{
			"/lines/2/rate invalid_decimal", "/lines/3/rate invalid_decimal", "/lines/4/quote invalid_request", "/lines/5/base invalid_request",
			"/lines/6/last_day invalid_request", "/lines/7/first_day invalid_time", "/lines/8/source invalid_request",
		}, got); diff != "" {
			t.Error(diff)
		}
		stranger := dbtest.NewNewsroom(t, records, "video").Planner
		if theirs, err := records.As(stranger).ExchangeRates(t.Context()); err != nil || len(theirs) != 0 {
			t.Errorf("another organisation reads %d rates, %v", len(theirs), err)
		}
	})
}

func TestStandardsAreImportedAndStandardisedTo(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, records *store.Store) {
		s := newStage(t, records)
		bring := func(table string) error {
			_, err := s.desk.ImportStandards(t.Context(), s.Planner, sheetOf(table))
			return err
		}
		s.must(bring("name,ages,weight,year,source\nYoung region,0-17,40,2026,Office\nYoung region,25+,45,2026,Office\nYoung region,18-24,15,2026,Office\n"))
		for _, country := range []string{"KG", "UZ"} {
			d := s.published("video", country)
			s.observe(s.counted(d, "reach", 24, 24_000))
			for _, band := range []string{"18-24", "25-35", "36-49", "50+"} {
				s.universe(country, band, 100_000)
				s.observe(s.aged(d, band, 6_000))
			}
		}
		q := s.among("countries", "reach", "population")
		q.Standard = "Young region"
		p := s.compare(q).Panels[0]
		if p.Standard.Reason != "" || len(p.Standard.Bands) != 2 || p.Standard.Bands[1].Ages != "25+" || p.Standard.Bands[1].Weight != 0.75 {
			t.Errorf("standard: %+v", p.Standard)
		}
		for table, place := range map[string]string{
			"name,ages,weight,year,source\nA,0-14,40,2026,Office\nA,18+,60,2026,Office\n":  "/lines/2/ages invalid_request",
			"name,ages,weight,year,source\nA,0-14,40,2026,Office\nA,15 up,1,2026,Office\n": "/lines/2/ages invalid_request",
			"name,ages,weight,year,source\nworld,0-14,4,2026,Office\nworld,15+,1,2026,O\n": "/lines/2/name invalid_request",
			"name,ages,weight,year,source\nA,0-14,-4,2026,Office\nA,15+,1,2026,Office\n":   "/lines/2/weight invalid_decimal",
		} {
			if got := faultsOf(t, bring(table)); !slices.Contains(got, place) && !slices.Contains(got, strings.Replace(place, "/2/", "/3/", 1)) {
				t.Errorf("%q: %v", table, got)
			}
		}
	})
}
