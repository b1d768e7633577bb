package api

import (
	"context"

	"caravan/models"
)

// electionWindowFields is a time around an election, first and last day
// included.
type electionWindowFields struct {
	Country string      `json:"country" validate:"required,country"`
	Title   string      `json:"title" validate:"required,max=300"`
	From    models.Date `json:"from" validate:"required"`
	To      models.Date `json:"to" validate:"required"`
	Source  string      `json:"source" validate:"required,max=1000" doc:"Who set the dates, and where it is published."`
}

func (f electionWindowFields) window() models.ElectionWindow {
	return models.ElectionWindow{Country: f.Country, Title: f.Title, From: f.From, To: f.To, Source: f.Source}
}

type makeElectionWindowRequest struct{ electionWindowFields }

type changeElectionWindowRequest struct {
	electionWindowFields

	ID      models.ID[models.ElectionWindow] `param:"id" json:"-"`
	IfMatch string                           `header:"If-Match" json:"-"`
}

type electionWindowResponse struct {
	electionWindowFields

	ID      string `json:"id"`
	Version int    `json:"version"`
}

// ETag is the version of the window.
func (w electionWindowResponse) ETag() string { return etag(w.Version) }

type electionWindowsResponse struct {
	Items []electionWindowResponse `json:"items"`
}

func respondElectionWindow(w *models.ElectionWindow) electionWindowResponse {
	return electionWindowResponse{electionWindowFields{w.Country, w.Title, w.From, w.To, w.Source}, w.ID.String(), w.Version}
}

func (a *API) listElectionWindows(ctx context.Context, _ struct{}) (electionWindowsResponse, error) {
	found, err := a.records.As(actor(ctx)).Windows(ctx, models.Vocabularies()["country"]...)
	out := electionWindowsResponse{Items: []electionWindowResponse{}}
	for i := range found {
		out.Items = append(out.Items, respondElectionWindow(&found[i]))
	}
	return out, err
}

func (a *API) makeElectionWindow(ctx context.Context, in makeElectionWindowRequest) (electionWindowResponse, error) {
	made, err := a.desks.Approval.Window(ctx, actor(ctx), in.window())
	if err != nil {
		return electionWindowResponse{}, err
	}
	return respondElectionWindow(made), nil
}

func (a *API) changeElectionWindow(ctx context.Context, in changeElectionWindowRequest) (electionWindowResponse, error) {
	read, err := readVersion(in.IfMatch)
	if err != nil {
		return electionWindowResponse{}, err
	}
	changed, err := a.desks.Approval.ChangeWindow(ctx, actor(ctx), in.ID, read, in.window())
	if err != nil {
		return electionWindowResponse{}, err
	}
	return respondElectionWindow(changed), nil
}
