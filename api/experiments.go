package api

import (
	"context"
	"time"

	"caravan/internal/evaluation"
	"caravan/models"
)

// registerExperimentRequest writes an experiment down before it begins.
type registerExperimentRequest struct {
	CampaignID string                 `json:"campaign_id" validate:"required,uuid"`
	Title      string                 `json:"title" validate:"required,max=300"`
	Hypothesis string                 `json:"hypothesis" validate:"required,max=2000"`
	Outcome    string                 `json:"outcome" validate:"required,max=500" doc:"What counts as a yes."`
	Randomiser string                 `json:"randomiser" validate:"required,randomiser" doc:"Who decided by chance who sees what. A post on Monday and another on Tuesday were put by nobody."`
	Procedure  string                 `json:"procedure" validate:"max=2000" doc:"How people came into the arms."`
	Arms       []models.ExperimentArm `json:"arms" validate:"required,min=2,max=10,dive" doc:"The first is the control."`
	Baseline   float64                `json:"baseline" validate:"min=0,max=1" doc:"Share of yes expected in the control."`
	Smallest   float64                `json:"smallest" validate:"min=0,max=1" doc:"The smallest difference that matters."`
	Alpha      float64                `json:"alpha" validate:"min=0,max=1"`
	Power      float64                `json:"power" validate:"min=0,max=1"`
	StartsOn   models.Date            `json:"starts_on" validate:"required"`
	EndsOn     models.Date            `json:"ends_on" validate:"required"`
}

type registeredResponse struct {
	ID         string `json:"id"`
	SampleSize int64  `json:"sample_size" doc:"People that each arm needs."`
}

func (a *API) registerExperiment(ctx context.Context, in registerExperimentRequest) (registeredResponse, error) {
	campaign, err := models.ParseID[models.Campaign](in.CampaignID)
	if err != nil {
		return registeredResponse{}, err
	}
	e, err := a.desks.Evaluation.RegisterExperiment(ctx, actor(ctx), models.Experiment{
		CampaignID: campaign, Title: in.Title, Hypothesis: in.Hypothesis, Outcome: in.Outcome, Randomiser: in.Randomiser, Procedure: in.Procedure,
		Arms: in.Arms, Baseline: in.Baseline, Smallest: in.Smallest, Alpha: in.Alpha, Power: in.Power, StartsOn: in.StartsOn, EndsOn: in.EndsOn,
	})
	if err != nil {
		return registeredResponse{}, err
	}
	return registeredResponse{e.ID.String(), e.SampleSize}, nil
}

type experimentLookRequest struct {
	ID       string            `param:"id" json:"-"`
	Arms     []models.ArmCount `json:"arms" validate:"required,min=2,max=10,dive" doc:"Counts since the start, in the order in which the arms were registered."`
	LookedAt time.Time         `json:"looked_at" validate:"required"`
	Source   string            `json:"source" validate:"required,max=500"`
}

func (a *API) lookAtExperiment(ctx context.Context, in experimentLookRequest) (evaluation.ExperimentResult, error) {
	id, err := models.ParseID[models.Experiment](in.ID)
	if err != nil {
		return evaluation.ExperimentResult{}, err
	}
	look := models.ExperimentLook{Arms: in.Arms, LookedAt: in.LookedAt.UTC(), Source: in.Source}
	return a.desks.Evaluation.LookAtExperiment(ctx, actor(ctx), id, look)
}

type experimentsRequest struct {
	CampaignID string `query:"campaign_id" json:"-" validate:"required,uuid"`
}

type experimentsResponse struct {
	Items []evaluation.ExperimentResult `json:"items"`
}

func (a *API) listExperiments(ctx context.Context, in experimentsRequest) (experimentsResponse, error) {
	campaign, err := models.ParseID[models.Campaign](in.CampaignID)
	if err != nil {
		return experimentsResponse{}, err
	}
	items, err := a.desks.Evaluation.Experiments(ctx, actor(ctx), campaign)
	return experimentsResponse{items}, err
}
