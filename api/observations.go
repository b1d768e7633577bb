package api

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"caravan/internal/evaluation"
	"caravan/internal/store"
	"caravan/models"
)

type observationResponse struct {
	ID            int64      `json:"id"`
	DeliveryID    string     `json:"delivery_id"`
	DefinitionID  int64      `json:"definition_id"`
	Segment       string     `json:"segment"`
	Value         *int64     `json:"value" doc:"Null where there is none; the reason says why. Never zero for unknown."`
	Low           *int64     `json:"low"`
	High          *int64     `json:"high"`
	Level         *float64   `json:"level"`
	MissingReason string     `json:"missing_reason" validate:"omitempty,missing_reason"`
	ObservedAt    time.Time  `json:"observed_at"`
	PeriodStart   *time.Time `json:"period_start"`
	ReceivedAt    time.Time  `json:"received_at"`
	Source        string     `json:"source" validate:"observation_source"`
	Quality       string     `json:"quality" doc:"ok, provisional, suspect or rejected."`
	Batch         string     `json:"batch" doc:"Where it came from."`
	Supersedes    *int64     `json:"supersedes" doc:"The observation that it corrects."`
}

func respondObservation(o *models.Observation) observationResponse {
	return observationResponse{
		ID: o.ID, DeliveryID: o.DeliveryID.String(), DefinitionID: o.DefinitionID, Segment: o.Segment, Value: o.Value, Low: o.ValueLow,
		High: o.ValueHigh, Level: o.Level, MissingReason: o.MissingReason, ObservedAt: o.ObservedAt, PeriodStart: o.PeriodStart,
		ReceivedAt: o.ReceivedAt, Source: o.Source, Quality: o.Quality, Batch: o.Batch, Supersedes: o.Supersedes,
	}
}

type listObservationsRequest struct {
	paging

	DeliveryID string `query:"delivery_id" json:"-" validate:"omitempty,uuid"`
	CampaignID string `query:"campaign_id" json:"-" validate:"omitempty,uuid"`
}

func (a *API) listObservations(ctx context.Context, in listObservationsRequest) (listResponse[observationResponse], error) {
	p, err := a.page(ctx, in.paging, "")
	if err != nil {
		return listResponse[observationResponse]{}, err
	}
	before, _ := strconv.ParseInt(p.After, 10, 64) // the cursor is signed
	delivery, _ := models.ParseID[models.Delivery](in.DeliveryID)
	campaign, _ := models.ParseID[models.Campaign](in.CampaignID)
	found, err := a.records.As(actor(ctx)).Observations(ctx, store.ObservationFilter{Delivery: delivery, Campaign: campaign}, before, p.Limit)
	if err != nil {
		return listResponse[observationResponse]{}, err
	}
	return respondPage(ctx, a, p, found, respondObservation, func(o *models.Observation) (string, string) { return strconv.FormatInt(o.ID, 10), "" }), nil
}

// entryFields are one figure as it is entered.
type entryFields struct {
	DeliveryID    string     `json:"delivery_id" validate:"required"`
	Metric        string     `json:"metric" validate:"required,max=100" doc:"The platform's own name, or the metric where only one definition is of it."`
	Segment       string     `json:"segment" validate:"max=20" doc:"Empty: everybody; else a gender, an age band, or both as women/18-24."`
	Value         *int64     `json:"value"`
	Low           *int64     `json:"low"`
	High          *int64     `json:"high"`
	Level         *float64   `json:"level" doc:"Of low and high, such as 0.9; null: they hold for certain."`
	MissingReason string     `json:"missing_reason" validate:"omitempty,missing_reason" doc:"In place of a value."`
	ObservedAt    time.Time  `json:"observed_at" doc:"When the value was true; or local."`
	Local         string     `json:"local" validate:"max=16" doc:"In place of observed_at: 2027-03-21T19:30 in the country of the delivery, or 2027-03-21 for the end of the day."`
	PeriodStart   *time.Time `json:"period_start" doc:"Metrics of kind period only."`
	Source        string     `json:"source" validate:"omitempty,observation_source" doc:"Empty: entered by hand."`
	Supersedes    *int64     `json:"supersedes" doc:"The observation that this corrects."`
}

func (e entryFields) entry(i int) evaluation.Entry {
	entry := evaluation.Entry{
		Place: fmt.Sprintf("/items/%d", i), Delivery: e.DeliveryID, Metric: e.Metric, Segment: e.Segment, Value: e.Value, Low: e.Low, High: e.High,
		Level: e.Level, MissingReason: e.MissingReason, ObservedAt: evaluation.Moment{At: e.ObservedAt, Local: e.Local}, Source: e.Source,
		Supersedes: e.Supersedes,
	}
	if e.PeriodStart != nil {
		entry.PeriodStart = &evaluation.Moment{At: *e.PeriodStart}
	}
	if e.ObservedAt.IsZero() && e.Local == "" {
		entry.Broken = models.ErrTime.With("Say when it was read.").At("/observed_at")
	}
	return entry
}

type enterFiguresRequest struct {
	Batch   string        `json:"batch" validate:"max=100" doc:"The sender's own name for these figures; sent again under it, they are taken once. Empty: their content names them."`
	Items   []entryFields `json:"items" validate:"required,min=1,max=1000,dive"`
	Partial bool          `json:"partial" doc:"Take the figures that are right and say what is wrong with the rest; else everything is taken or nothing."`
	DryRun  bool          `json:"dry_run" doc:"Check everything, write nothing."`
}

// importFiguresRequest is a table with a header: delivery_id, metric,
// observed_at, value, and as needed segment, low, high, level, missing_reason,
// period_start, source, supersedes.
type importFiguresRequest struct {
	Batch   string `query:"batch" json:"-" validate:"max=100" doc:"The sender's own name for the table; empty: its content names it."`
	Partial bool   `query:"partial" json:"-" doc:"Take the lines that are right and say what is wrong with the rest; else everything is taken or nothing."`
	DryRun  bool   `query:"dry_run" json:"-" doc:"Check everything, write nothing."`
	Table   upload `body:"text/csv" json:"-" secret:"true"`
}

type importedResponse struct {
	Batch        string          `json:"batch" doc:"The name of the batch: it is taken once."`
	Observations int             `json:"observations" doc:"How many were taken, now or before."`
	Refused      int             `json:"refused" doc:"How many were wrong."`
	Faults       []importedFault `json:"faults" doc:"What was wrong with them, the first thousand."`
	Doubts       []importedFault `json:"doubts" doc:"What was taken as suspect, because it cannot all be true; the first thousand."`
	Known        bool            `json:"known" doc:"It was taken before; nothing was written."`
	DryRun       bool            `json:"dry_run"`
}

// An importedFault is what is wrong at one place of an import.
type importedFault struct {
	Pointer string   `json:"pointer" doc:"Where: /lines/7/value or /items/0."`
	Code    string   `json:"code"`
	Detail  string   `json:"detail"`
	Allowed []string `json:"allowed" doc:"The values that would do, where they are few."`
}

func respondFaults(fields []models.FieldError) []importedFault {
	list := make([]importedFault, 0, len(fields))
	for _, f := range fields {
		list = append(list, importedFault{Pointer: f.Pointer, Code: f.Code, Detail: f.Detail, Allowed: append([]string{}, f.Allowed...)})
	}
	return list
}

func (a *API) enterFigures(ctx context.Context, in enterFiguresRequest) (importedResponse, error) {
	content, err := json.Marshal(in.Items)
	if err != nil {
		return importedResponse{}, err
	}
	digest := sha256.Sum256(content)
	entries := func(yield func(evaluation.Entry, error) bool) {
		for i, item := range in.Items {
			if !yield(item.entry(i), nil) {
				return
			}
		}
	}
	return a.importFigures(ctx, evaluation.Import{
		Entries: entries, Source: "manual", Batch: in.Batch, Digest: models.Digest(hex.EncodeToString(digest[:])), Partial: in.Partial, DryRun: in.DryRun,
	})
}

func (a *API) importCSV(ctx context.Context, in importFiguresRequest) (importedResponse, error) {
	table, err := in.Table.spool()
	if err != nil {
		return importedResponse{}, err
	}
	defer func() { _ = table.Close() }()
	entries, err := evaluation.ReadCSV(table)
	if err != nil {
		return importedResponse{}, err
	}
	return a.importFigures(ctx, evaluation.Import{
		Entries: entries, Source: "csv", Batch: in.Batch, Digest: table.digest, Partial: in.Partial, DryRun: in.DryRun,
	})
}

func (a *API) importFigures(ctx context.Context, in evaluation.Import) (importedResponse, error) {
	done, err := a.desks.Evaluation.Import(ctx, actor(ctx), in)
	return importedResponse{
		Batch: done.Batch, Observations: done.Observations, Refused: done.Refused, Faults: respondFaults(done.Faults), Doubts: respondFaults(done.Doubts),
		Known: done.Known, DryRun: done.DryRun,
	}, err
}
