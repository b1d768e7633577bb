package api

import (
	"context"
	"strconv"
	"time"

	"caravan/models"
)

type closeHoldRequest struct {
	Scope   string `json:"scope" validate:"required,hold_scope"`
	ScopeID string `json:"scope_id" validate:"max=60" doc:"A country, a platform or an ID; empty for all."`
	Reason  string `json:"reason" validate:"required,max=1000"`
}

type holdResponse struct {
	ID           int64      `json:"id"`
	Scope        string     `json:"scope"`
	ScopeID      string     `json:"scope_id"`
	ScopeName    string     `json:"scope_name" doc:"What the campaign or channel is called; empty for everything else."`
	Reason       string     `json:"reason"`
	Installation bool       `json:"installation" doc:"It stops every organisation."`
	ClosedAt     time.Time  `json:"closed_at"`
	OpeningBy    *string    `json:"opening_by" doc:"The first of the two people who open it."`
	OpenedAt     *time.Time `json:"opened_at"`
	MayOpen      bool       `json:"may_open" doc:"Your word would count towards opening it."`

	Evidence []alarmResponse `json:"evidence" doc:"Why the program stopped it; empty where somebody did."`
}

func respondHold(h *models.Hold, who models.Actor) holdResponse {
	r := holdResponse{ID: h.ID, Scope: h.Scope, ScopeID: h.ScopeID, Reason: h.Reason, Installation: h.OrganizationID == nil, ClosedAt: h.ClosedAt, OpenedAt: h.OpenedAt, MayOpen: who.May(models.OpenHolds) && h.CheckOpener(who) == nil, Evidence: []alarmResponse{}}
	if h.OpeningBy != nil {
		id := h.OpeningBy.String()
		r.OpeningBy = &id
	}
	return r
}

// closedResponse is a hold that is closed, with what had left before it.
type closedResponse struct {
	holdResponse

	MayStillLand int        `json:"may_still_land" doc:"Sends that had begun before the hold was closed."`
	SettledBy    *time.Time `json:"settled_by" doc:"When the last of them is over."`
}

func (a *API) closeHold(ctx context.Context, in closeHoldRequest) (closedResponse, error) {
	hold, landing, err := a.desks.Distribution.Close(ctx, actor(ctx), in.Scope, in.ScopeID, in.Reason)
	if err != nil {
		return closedResponse{}, err
	}
	alone, err := respondHolds(ctx, a.records.As(actor(ctx)), []models.Hold{*hold})
	if err != nil {
		return closedResponse{}, err
	}
	out := closedResponse{holdResponse: alone[0], MayStillLand: len(landing)}
	for _, attempt := range landing {
		if out.SettledBy == nil || attempt.SendBy.After(*out.SettledBy) {
			out.SettledBy = &attempt.SendBy
		}
	}
	return out, nil
}

type holdsResponse struct {
	Items []holdResponse `json:"items"`
}

func (a *API) listHolds(ctx context.Context, _ nothing) (holdsResponse, error) {
	records := a.records.As(actor(ctx))
	holds, err := records.Holds(ctx)
	if err != nil {
		return holdsResponse{}, err
	}
	items, err := respondHolds(ctx, records, holds)
	return holdsResponse{items}, err
}

// openHold takes one of the two words that open a hold. The first leaves it
// closed: opening_by is set, opened_at is not.
func (a *API) openHold(ctx context.Context, in reasonRequest) (holdResponse, error) {
	id, err := strconv.ParseInt(in.ID, 10, 64)
	if err != nil {
		return holdResponse{}, models.ErrMissing
	}
	hold, _, err := a.desks.Distribution.Open(ctx, actor(ctx), id, in.Reason)
	if err != nil {
		return holdResponse{}, err
	}
	alone, err := respondHolds(ctx, a.records.As(actor(ctx)), []models.Hold{*hold})
	if err != nil {
		return holdResponse{}, err
	}
	return alone[0], nil
}
