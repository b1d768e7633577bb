package api

import (
	"context"
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
	Items  []entryFields `json:"items" validate:"required,min=1,max=1000,dive"`
	DryRun bool          `json:"dry_run" doc:"Check everything, write nothing."`
}

// importFiguresRequest is a table with a header: delivery_id, metric,
// observed_at, value, and as needed segment, low, high, level, missing_reason,
// period_start, source, supersedes.
type importFiguresRequest struct {
	DryRun bool   `query:"dry_run" json:"-" doc:"Check everything, write nothing."`
	Table  []byte `body:"text/csv" json:"-" secret:"true"`
}

type importedResponse struct {
	Batch        string `json:"batch" doc:"Names the content: the same content is taken once."`
	Observations int    `json:"observations"`
	Known        bool   `json:"known" doc:"It was taken before; nothing was written."`
	DryRun       bool   `json:"dry_run"`
}

func (a *API) enterFigures(ctx context.Context, in enterFiguresRequest) (importedResponse, error) {
	content, err := json.Marshal(in.Items)
	if err != nil {
		return importedResponse{}, err
	}
	entries := make([]evaluation.Entry, 0, len(in.Items))
	for i, item := range in.Items {
		entries = append(entries, item.entry(i))
	}
	return a.importFigures(ctx, evaluation.Import{Entries: entries, Source: "manual", Content: content, DryRun: in.DryRun})
}

func (a *API) importCSV(ctx context.Context, in importFiguresRequest) (importedResponse, error) {
	entries, err := evaluation.ReadCSV(string(in.Table))
	if err != nil {
		return importedResponse{}, err
	}
	return a.importFigures(ctx, evaluation.Import{Entries: entries, Source: "csv", Content: in.Table, DryRun: in.DryRun})
}

func (a *API) importFigures(ctx context.Context, in evaluation.Import) (importedResponse, error) {
	done, err := a.desks.Evaluation.Import(ctx, actor(ctx), in)
	return importedResponse(done), err
}
