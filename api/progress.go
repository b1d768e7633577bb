package api

import (
	"context"
	"time"

	"caravan/models"
)

// progressResponse is how far the deliveries of a campaign have come.
type progressResponse struct {
	Total     int64              `json:"total"`
	States    []stateCount       `json:"states" doc:"Those in which any stands."`
	Platforms []platformProgress `json:"platforms"`
	NextAt    *time.Time         `json:"next_at" doc:"When the next one leaves."`
}

type stateCount struct {
	State models.DeliveryState `json:"state"`
	Count int64                `json:"count"`
}

type platformProgress struct {
	Platform string       `json:"platform"`
	Total    int64        `json:"total"`
	States   []stateCount `json:"states"`
}

func (a *API) readProgress(ctx context.Context, in campaignRequest) (progressResponse, error) {
	scope := a.records.As(actor(ctx))
	if _, err := scope.Campaign(ctx, in.ID); err != nil {
		return progressResponse{}, err
	}
	tally, err := scope.DeliveryTally(ctx, in.ID)
	if err != nil {
		return progressResponse{}, err
	}
	out := progressResponse{States: []stateCount{}, Platforms: []platformProgress{}}
	for _, t := range tally {
		out.add(t.Platform, t.State, t.N)
	}
	next, err := scope.NextDelivery(ctx, in.ID)
	if next != nil {
		out.NextAt = &next.NotBefore
	}
	return out, err
}

// add counts deliveries; those of a platform follow each other.
func (p *progressResponse) add(platform string, state models.DeliveryState, n int64) {
	p.Total += n
	p.States = counted(p.States, state, n)
	if last := len(p.Platforms) - 1; last < 0 || p.Platforms[last].Platform != platform {
		p.Platforms = append(p.Platforms, platformProgress{Platform: platform})
	}
	on := &p.Platforms[len(p.Platforms)-1]
	on.Total += n
	on.States = counted(on.States, state, n)
}

func counted(states []stateCount, state models.DeliveryState, n int64) []stateCount {
	for i := range states {
		if states[i].State == state {
			states[i].Count += n
			return states
		}
	}
	return append(states, stateCount{state, n})
}
