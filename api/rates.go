package api

import (
	"context"
	"time"

	"caravan/internal/evaluation"
	"caravan/models"
)

// sheetRequest is a table of reference figures with a header.
type sheetRequest struct {
	Batch   string `query:"batch" json:"-" validate:"max=100" doc:"The sender's own name for the table; empty: its content names it."`
	Partial bool   `query:"partial" json:"-" doc:"Take the lines that are right and say what is wrong with the rest; else everything is taken or nothing."`
	DryRun  bool   `query:"dry_run" json:"-" doc:"Check everything, write nothing."`
	Table   upload `body:"text/csv" json:"-" secret:"true"`
}

// wholeSheetRequest is a table that is taken whole or not at all.
type wholeSheetRequest struct {
	Batch  string `query:"batch" json:"-" validate:"max=100" doc:"The sender's own name for the table; empty: its content names it."`
	DryRun bool   `query:"dry_run" json:"-" doc:"Check everything, write nothing."`
	Table  upload `body:"text/csv" json:"-" secret:"true"`
}

// sheetResponse says what became of a table.
type sheetResponse struct {
	Batch   string          `json:"batch" doc:"The name of the batch: it is taken once."`
	Taken   int             `json:"taken" doc:"How many figures were taken, now or before."`
	Refused int             `json:"refused" doc:"How many were wrong."`
	Faults  []importedFault `json:"faults" doc:"What was wrong with them, the first thousand."`
	Known   bool            `json:"known" doc:"It was taken before; nothing was written."`
	DryRun  bool            `json:"dry_run"`
}

// sheet hands a table to an operation of the desk.
func sheet(ctx context.Context, in sheetRequest, take func(context.Context, models.Actor, evaluation.Sheet) (evaluation.Imported, error)) (sheetResponse, error) {
	table, err := in.Table.spool()
	if err != nil {
		return sheetResponse{}, err
	}
	defer func() { _ = table.Close() }()
	done, err := take(ctx, actor(ctx), evaluation.Sheet{Table: table, Batch: in.Batch, Digest: table.digest, Partial: in.Partial, DryRun: in.DryRun})
	return sheetResponse{
		Batch: done.Batch, Taken: done.Observations, Refused: done.Refused, Faults: respondFaults(done.Faults), Known: done.Known, DryRun: done.DryRun,
	}, err
}

// importUniverses takes country, kind, platform, age_band, gender, value, low,
// high, year, source, licence and retrieved_on.
func (a *API) importUniverses(ctx context.Context, in sheetRequest) (sheetResponse, error) {
	return sheet(ctx, in, a.desks.Evaluation.ImportUniverses)
}

// importExchangeRates takes base, quote, first_day, last_day, rate, source and
// licence.
func (a *API) importExchangeRates(ctx context.Context, in sheetRequest) (sheetResponse, error) {
	return sheet(ctx, in, a.desks.Evaluation.ImportRates)
}

// importStandardPopulations takes name, ages, weight, year, source and licence:
// a line for every age band.
func (a *API) importStandardPopulations(ctx context.Context, in wholeSheetRequest) (sheetResponse, error) {
	return sheet(ctx, sheetRequest{Batch: in.Batch, DryRun: in.DryRun, Table: in.Table}, a.desks.Evaluation.ImportStandards)
}

// exchangeRateFields are an exchange rate.
type exchangeRateFields struct {
	Base     string      `json:"base" validate:"required,len=3" doc:"One of it is worth rate of quote."`
	Quote    string      `json:"quote" validate:"required,len=3"`
	FirstDay models.Date `json:"first_day" validate:"required"`
	LastDay  models.Date `json:"last_day" doc:"Of a rate that is the average of some days; empty: it is of the first day."`
	Rate     string      `json:"rate" validate:"required,max=40" doc:"Decimal, such as 10.93."`
	Source   string      `json:"source" validate:"required,max=500"`
	Licence  string      `json:"licence" validate:"max=200"`
}

type addExchangeRateRequest struct{ exchangeRateFields }

type exchangeRateResponse struct {
	exchangeRateFields

	ID        string    `json:"id"`
	EnteredBy string    `json:"entered_by"`
	CreatedAt time.Time `json:"created_at"`
	Overtaken bool      `json:"overtaken" doc:"A later one corrects it; it stays for what was frozen with it."`
}

func respondExchangeRate(r *models.ExchangeRate) exchangeRateResponse {
	return exchangeRateResponse{
		exchangeRateFields: exchangeRateFields{r.Base, r.Quote, r.FirstDay, r.LastDay, r.Rate, r.Source, r.Licence},
		ID:                 r.ID.String(), EnteredBy: r.EnteredBy.String(), CreatedAt: r.CreatedAt,
	}
}

type exchangeRatesResponse struct {
	Items []exchangeRateResponse `json:"items"`
}

func (a *API) listExchangeRates(ctx context.Context, _ nothing) (exchangeRatesResponse, error) {
	out := exchangeRatesResponse{Items: []exchangeRateResponse{}}
	found, err := a.records.As(actor(ctx)).ExchangeRates(ctx)
	overtaken := models.OvertakenRates(found)
	for i := range found {
		r := respondExchangeRate(&found[i])
		r.Overtaken = overtaken[i]
		out.Items = append(out.Items, r)
	}
	return out, err
}

func (a *API) addExchangeRate(ctx context.Context, in addExchangeRateRequest) (exchangeRateResponse, error) {
	rate, err := a.desks.Evaluation.AddRate(ctx, actor(ctx), models.ExchangeRate{
		Base: in.Base, Quote: in.Quote, FirstDay: in.FirstDay, LastDay: in.LastDay, Rate: in.Rate, Source: in.Source, Licence: in.Licence,
	})
	if err != nil {
		return exchangeRateResponse{}, err
	}
	return respondExchangeRate(rate), nil
}

type standardPopulationResponse struct {
	ID      string                `json:"id"`
	Name    string                `json:"name"`
	Bands   []models.StandardBand `json:"bands"`
	Year    int                   `json:"year"`
	Source  string                `json:"source"`
	Licence string                `json:"licence"`
	Starter bool                  `json:"starter" doc:"It came with the program."`
}

type standardPopulationsResponse struct {
	Items []standardPopulationResponse `json:"items"`
}

// listStandardPopulations lists those that count, one of each name.
func (a *API) listStandardPopulations(ctx context.Context, _ nothing) (standardPopulationsResponse, error) {
	out := standardPopulationsResponse{Items: []standardPopulationResponse{}}
	found, err := a.records.As(actor(ctx)).StandardPopulations(ctx)
	named := map[string]bool{}
	for _, p := range found {
		if !named[p.Name] {
			named[p.Name] = true
			out.Items = append(out.Items, standardPopulationResponse{p.ID.String(), p.Name, p.Bands, p.Year, p.Source, p.Licence, p.Starter})
		}
	}
	return out, err
}
