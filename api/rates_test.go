package api_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"caravan/internal/dbtest"
	"caravan/internal/store"
	"caravan/models"
)

func TestPopulationsRatesAndStandardsAreImported(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, records *store.Store) {
		f := newFigures(t, records)
		send := func(path, table string) answer {
			return f.evaluator.send(t, http.MethodPost, "/api/v1/"+path, table, "Content-Type", "text/csv")
		}
		people := "country,kind,value,year,source,retrieved_on\nKG,population,7100000,2026,Office,2027-02-01\nKG,online,5.2,2026,Office,2027-02-01\n"
		refused := send("universes/csv", people)
		refused.is(t, http.StatusUnprocessableEntity, "invalid_request")
		if wrong := refused.body["errors"].([]any)[0].(map[string]any); wrong["pointer"] != "/lines/3/value" || wrong["code"] != "invalid_number" {
			t.Errorf("wrong: %v", wrong)
		}
		kept := send("universes/csv?partial=true", people)
		if kept.is(t, http.StatusOK, ""); kept.body["taken"] != 1.0 || kept.body["refused"] != 1.0 {
			t.Errorf("the right lines: %v", kept.body)
		}
		if again := send("universes/csv?partial=true", people); again.body["known"] != true {
			t.Errorf("a second time: %v", again.body)
		}
		send("exchange_rates/csv", "base,quote,first_day,rate,source\nUSD,KGS,2027-02-01,87.4,National Bank\n").is(t, http.StatusOK, "")
		corrected := f.evaluator.send(t, http.MethodPost, "/api/v1/exchange_rates", `{"base":"USD","quote":"KGS","first_day":"2027-02-01","rate":"٨٧٫٥","source":"National Bank"}`)
		if corrected.is(t, http.StatusCreated, ""); corrected.body["rate"] != "87.5" {
			t.Errorf("corrected: %v", corrected.body)
		}
		rates := f.evaluator.send(t, http.MethodGet, "/api/v1/exchange_rates", "").body["items"].([]any)
		if len(rates) != 2 || rates[0].(map[string]any)["overtaken"] != false || rates[1].(map[string]any)["overtaken"] != true {
			t.Errorf("rates: %v", rates)
		}
		f.evaluator.send(t, http.MethodPost, "/api/v1/exchange_rates", `{"base":"USD","quote":"KGS","first_day":"2027-02-01","rate":"87,5","source":"National Bank"}`).
			is(t, http.StatusUnprocessableEntity, "invalid_decimal")
		send("standard_populations/csv", "name,ages,weight,year,source\nRegion,0-17,40,2026,Office\nRegion,18+,60,2026,Office\n").is(t, http.StatusOK, "")
		if list := f.evaluator.send(t, http.MethodGet, "/api/v1/standard_populations", "").body["items"].([]any); len(list) != 2 {
			t.Errorf("standards: %v", list)
		}
		for _, path := range []string{"exchange_rates", "standard_populations"} {
			theirs := f.them.send(t, http.MethodGet, "/api/v1/"+path, "").body["items"].([]any)
			for _, one := range theirs {
				if one.(map[string]any)["starter"] != true {
					t.Errorf("others read %v", one)
				}
			}
		}
	})
}

func TestACurrencyWithoutARateIsNotComparable(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, records *store.Store) {
		f := newFigures(t, records)
		f.Campaign.Budget = []models.BudgetLine{{Source: "donor", Money: models.Money{Amount: "87400.00", Currency: "KGS"}}}
		other, err := models.NewCampaign(models.Plan{Title: "Other", StartsOn: "2027-03-01", EndsOn: "2027-03-31"}, []string{"KG"}, f.Planner, noon)
		if err != nil {
			t.Fatal(err)
		}
		if err := records.As(f.Planner).InTx(t.Context(), func(tx *store.Scope) error {
			if err := tx.SaveCampaign(t.Context(), f.Campaign); err != nil {
				return err
			}
			return tx.CreateCampaign(t.Context(), other)
		}); err != nil {
			t.Fatal(err)
		}
		question := fmt.Sprintf(`{"by":"campaigns","campaign_ids":[%q,%q],"metric":"cost","denominator":"none","currency":"USD"}`, f.Campaign.ID, other.ID)
		first := func() map[string]any {
			a := f.evaluator.send(t, http.MethodPost, "/api/v1/comparisons/preview", question)
			a.is(t, http.StatusOK, "")
			return a.body
		}
		row := func(body map[string]any) map[string]any {
			return body["panels"].([]any)[0].(map[string]any)["rows"].([]any)[0].(map[string]any)
		}
		if r := row(first()); r["comparable"] != "no" || fmt.Sprint(r["reasons"]) != "[no_rate]" {
			t.Errorf("without a rate: %v", r)
		}
		day := string(f.Campaign.StartsOn)
		f.evaluator.send(t, http.MethodPost, "/api/v1/exchange_rates", strings.Replace(`{"base":"USD","quote":"KGS","first_day":"DAY","rate":"87.4","source":"National Bank"}`, "DAY", day, 1)).is(t, http.StatusCreated, "")
		answered := first()
		if r := row(answered)["figure"].(map[string]any); r["value"] != 1000.0 {
			t.Errorf("with a rate: %v", r)
		}
		if used := answered["costs"].([]any)[0].(map[string]any)["rate"].(map[string]any); used["rate"] != "87.4" || used["source"] != "National Bank" {
			t.Errorf("the rate is not named: %v", used)
		}
	})
}
