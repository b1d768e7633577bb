package api

import (
	"context"

	"caravan/models"
)

// platformsResponse lists what a channel can be made on.
type platformsResponse struct {
	Items []models.Platform `json:"items"`
}

func (a *API) listPlatforms(context.Context, nothing) (platformsResponse, error) {
	return platformsResponse{a.desks.Distribution.Kinds()}, nil
}
