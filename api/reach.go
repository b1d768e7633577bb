package api

import (
	"context"

	"caravan/internal/evaluation"
	"caravan/models"
)

func (a *API) campaignReach(ctx context.Context, in campaignRequest) (evaluation.CampaignReach, error) {
	return a.desks.Evaluation.CampaignReach(ctx, actor(ctx), in.ID)
}

type definitionResponse struct {
	ID               int64       `json:"id"`
	Metric           string      `json:"metric" validate:"metric"`
	Platform         string      `json:"platform"`
	NativeName       string      `json:"native_name"`
	Family           string      `json:"family" doc:"Definitions of one family may be compared, with a caveat."`
	Unit             string      `json:"unit"`
	Kind             string      `json:"kind" doc:"counter, period, gauge or estimate."`
	AdditiveTime     bool        `json:"additive_time"`
	AdditiveDelivery bool        `json:"additive_delivery"`
	AdditiveSegment  bool        `json:"additive_segment"`
	Threshold        string      `json:"threshold" doc:"What the platform counts, in words."`
	PrivacyFloor     *int64      `json:"privacy_floor" doc:"A zero means below this; null: a zero is a zero."`
	Manual           bool        `json:"manual" doc:"A person enters it."`
	SettleHours      int         `json:"settle_hours"`
	ValidFrom        models.Date `json:"valid_from"`
	ValidTo          string      `json:"valid_to" doc:"The first day on which it no longer holds; empty: it still does."`
	Source           string      `json:"source"`
}

type listDefinitionsRequest struct {
	Platform string `query:"platform" json:"-" validate:"max=100"`
}

type definitionsResponse struct {
	Items []definitionResponse `json:"items"`
}

// listDefinitions lists what every metric means and meant.
func (a *API) listDefinitions(ctx context.Context, in listDefinitionsRequest) (definitionsResponse, error) {
	out := definitionsResponse{Items: []definitionResponse{}}
	known, err := a.records.As(actor(ctx)).Definitions(ctx)
	for _, d := range known {
		if in.Platform != "" && d.Platform != in.Platform {
			continue
		}
		out.Items = append(out.Items, definitionResponse{
			ID: d.ID, Metric: d.Metric, Platform: d.Platform, NativeName: d.NativeName, Family: d.Family, Unit: d.Unit, Kind: d.Kind,
			AdditiveTime: d.AdditiveTime, AdditiveDelivery: d.AdditiveDelivery, AdditiveSegment: d.AdditiveSegment, Threshold: d.Threshold,
			PrivacyFloor: d.PrivacyFloor, Manual: d.Manual, SettleHours: d.SettleHours, ValidFrom: d.ValidFrom, ValidTo: string(d.ValidTo), Source: d.Source,
		})
	}
	return out, err
}

// universeFields are a population figure.
type universeFields struct {
	Country     string      `json:"country" validate:"required,country"`
	Segment     string      `json:"segment" validate:"max=20" doc:"Empty: everybody; else a gender, an age band, or both as women/18-24."`
	Kind        string      `json:"kind" validate:"required,universe_kind"`
	Platform    string      `json:"platform" validate:"max=100" doc:"Of kind platform_users only."`
	Year        int         `json:"year" validate:"required"`
	Value       int64       `json:"value" validate:"min=0"`
	Low         *int64      `json:"low" validate:"omitempty,min=0"`
	High        *int64      `json:"high" validate:"omitempty,min=0"`
	Source      string      `json:"source" validate:"required,max=500"`
	Licence     string      `json:"licence" validate:"max=200"`
	RetrievedOn models.Date `json:"retrieved_on" validate:"required"`
}

type addUniverseRequest struct{ universeFields }

type universeResponse struct {
	universeFields

	ID      string `json:"id"`
	Own     bool   `json:"own" doc:"Of the organisation; it counts before that of the installation."`
	Starter bool   `json:"starter" doc:"Came with the program; to be replaced by a national figure."`
}

func respondUniverse(u *models.Universe) universeResponse {
	return universeResponse{
		ID: u.ID.String(), Own: u.OrganizationID != nil, Starter: u.Starter,
		universeFields: universeFields{u.Country, u.Segment, u.Kind, u.Platform, u.Year, u.Value, u.Low, u.High, u.Source, u.Licence, u.RetrievedOn},
	}
}

type universesResponse struct {
	Items []universeResponse `json:"items"`
}

func (a *API) listUniverses(ctx context.Context, _ nothing) (universesResponse, error) {
	out := universesResponse{Items: []universeResponse{}}
	found, err := a.records.As(actor(ctx)).Universes(ctx)
	for i := range found {
		out.Items = append(out.Items, respondUniverse(&found[i]))
	}
	return out, err
}

func (a *API) addUniverse(ctx context.Context, in addUniverseRequest) (universeResponse, error) {
	universe, err := a.desks.Evaluation.AddUniverse(ctx, actor(ctx), models.Universe{
		Country: in.Country, Segment: in.Segment, Kind: in.Kind, Platform: in.Platform, Year: in.Year, Value: in.Value, Low: in.Low, High: in.High,
		Source: in.Source, Licence: in.Licence, RetrievedOn: in.RetrievedOn,
	})
	if err != nil {
		return universeResponse{}, err
	}
	return respondUniverse(universe), nil
}
