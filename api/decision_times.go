package api

import (
	"context"

	"caravan/models"
)

// decisionTimesResponse is how long the authorities of one country take.
type decisionTimesResponse struct {
	Country    string         `json:"country"`
	Decided    int            `json:"decided" doc:"By people."`
	MedianDays *float64       `json:"median_days" doc:"From submission to decision; null: fewer than five were decided."`
	Open       int            `json:"open"`
	Overdue    int            `json:"overdue" doc:"Of those open."`
	BySilence  int            `json:"by_silence" doc:"Decided by the rule, because nobody decided in time; not in the median."`
	LeftOut    int            `json:"left_out" doc:"Withdrawn, or void before anybody decided; not in the median."`
	Refusals   []refusalCount `json:"refusals" doc:"In the order of the vocabulary."`
}

type refusalCount struct {
	Ground string `json:"ground" validate:"refusal_ground"`
	Count  int    `json:"count"`
}

type listDecisionTimesRequest struct{}

type decisionTimesList struct {
	Items []decisionTimesResponse `json:"items"`
}

func (a *API) listDecisionTimes(ctx context.Context, _ listDecisionTimesRequest) (decisionTimesList, error) {
	out := decisionTimesList{Items: []decisionTimesResponse{}}
	times, err := a.records.As(actor(ctx)).DecisionTimes(ctx, a.now())
	for _, each := range times {
		r := decisionTimesResponse{
			Country: each.Country, Decided: each.Decided, MedianDays: each.MedianDays, Open: each.Open, Overdue: each.Overdue,
			BySilence: each.BySilence, LeftOut: each.LeftOut, Refusals: []refusalCount{},
		}
		for _, ground := range models.Vocabularies()["refusal_ground"] {
			if n := each.Refusals[ground]; n > 0 {
				r.Refusals = append(r.Refusals, refusalCount{ground, n})
			}
		}
		out.Items = append(out.Items, r)
	}
	return out, err
}
