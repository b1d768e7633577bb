package api

import (
	"context"

	"caravan/models"
)

// surveyFields are a finished survey: counts, and no answer of any person.
type surveyFields struct {
	CampaignID   string            `json:"campaign_id" validate:"required,uuid"`
	Country      string            `json:"country" validate:"required,country"`
	Title        string            `json:"title" validate:"required,max=300"`
	Wording      map[string]string `json:"wording" validate:"required,min=1,max=20" doc:"The question as it was asked, by language."`
	Design       string            `json:"design" validate:"required,survey_design"`
	Mode         string            `json:"mode" validate:"required,max=500"`
	Selection    string            `json:"selection" validate:"required,max=2000" doc:"How respondents, and the comparison group, were chosen."`
	DesignEffect float64           `json:"design_effect" validate:"min=1,max=100"`
	StartsOn     models.Date       `json:"starts_on" validate:"required"`
	EndsOn       models.Date       `json:"ends_on" validate:"required"`
	Invited      *int64            `json:"invited" validate:"omitempty,min=0"`
	Source       string            `json:"source" validate:"max=500"`
	Cells        []surveyCell      `json:"cells" validate:"required,min=1,max=200,dive"`

	Reworded    map[string]map[string]string `json:"reworded" validate:"max=3" doc:"By round, where it was asked in other words. Rounds of other words are not compared."`
	Transitions []surveyTransition           `json:"transitions" validate:"max=2,dive" doc:"Where the same people answered before and after."`
	Clusters    []surveyCluster              `json:"clusters" validate:"max=1000,dive" doc:"Where whole districts or schools were chosen."`
}

// surveyCell is how many of those asked in one round said yes.
type surveyCell struct {
	Round   string `json:"round" validate:"required,survey_round"`
	Arm     string `json:"arm" validate:"required,survey_arm"`
	Segment string `json:"segment" validate:"max=20"`
	Yes     *int64 `json:"yes" validate:"required,min=0"`
	Asked   *int64 `json:"asked" validate:"required,min=0"`
}

// surveyTransition is how the people of one arm answered before and after. A
// count that is not there is not zero.
type surveyTransition struct {
	Arm    string `json:"arm" validate:"required,survey_arm"`
	YesYes *int64 `json:"yes_yes" validate:"required,min=0"`
	YesNo  *int64 `json:"yes_no" validate:"required,min=0"`
	NoYes  *int64 `json:"no_yes" validate:"required,min=0"`
	NoNo   *int64 `json:"no_no" validate:"required,min=0"`
}

// surveyCluster is the answers of one district or school before and after.
type surveyCluster struct {
	Name      string `json:"name" validate:"required,max=200" doc:"Of a place, not of a person."`
	Arm       string `json:"arm" validate:"required,survey_arm"`
	PreYes    *int64 `json:"pre_yes" validate:"required,min=0"`
	PreAsked  *int64 `json:"pre_asked" validate:"required,min=1"`
	PostYes   *int64 `json:"post_yes" validate:"required,min=0"`
	PostAsked *int64 `json:"post_asked" validate:"required,min=1"`
}

type addSurveyRequest struct{ surveyFields }

type surveyResponse struct {
	ID string `json:"id"`
}

func (a *API) addSurvey(ctx context.Context, in addSurveyRequest) (surveyResponse, error) {
	campaign, err := models.ParseID[models.Campaign](in.CampaignID)
	if err != nil {
		return surveyResponse{}, err
	}
	survey := models.Survey{
		CampaignID: campaign, Country: in.Country, Title: in.Title, Wording: in.Wording, Design: in.Design, Mode: in.Mode, Selection: in.Selection,
		DesignEffect: in.DesignEffect, StartsOn: in.StartsOn, EndsOn: in.EndsOn, Invited: in.Invited, Source: in.Source,
		Reworded: in.Reworded,
	}
	for _, c := range in.Cells {
		survey.Cells = append(survey.Cells, models.SurveyCell{Round: c.Round, Arm: c.Arm, Segment: c.Segment, Yes: *c.Yes, Asked: *c.Asked})
	}
	for _, t := range in.Transitions {
		survey.Transitions = append(survey.Transitions, models.SurveyTransition{Arm: t.Arm, YesYes: *t.YesYes, YesNo: *t.YesNo, NoYes: *t.NoYes, NoNo: *t.NoNo})
	}
	for _, c := range in.Clusters {
		survey.Clusters = append(survey.Clusters, models.SurveyCluster{Name: c.Name, Arm: c.Arm, PreYes: *c.PreYes, PreAsked: *c.PreAsked, PostYes: *c.PostYes, PostAsked: *c.PostAsked})
	}
	added, err := a.desks.Evaluation.AddSurvey(ctx, actor(ctx), survey)
	if err != nil {
		return surveyResponse{}, err
	}
	return surveyResponse{ID: added.ID.String()}, nil
}
