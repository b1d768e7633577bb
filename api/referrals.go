package api

import (
	"context"

	"caravan/models"
)

// referralFields are a service that a moderator can point a person to.
type referralFields struct {
	Country   string      `json:"country" validate:"required,country"`
	Kind      string      `json:"kind" validate:"required,referral_kind"`
	Name      string      `json:"name" validate:"required,max=200"`
	Contact   string      `json:"contact" validate:"required,max=500" doc:"How they are reached."`
	Languages []string    `json:"languages" validate:"max=20,dive,max=50" doc:"That one can speak with them."`
	Hours     string      `json:"hours" validate:"max=200"`
	Source    string      `json:"source" validate:"required,max=500" doc:"Where this was read, or who was asked."`
	CheckedOn models.Date `json:"checked_on" validate:"required" doc:"When somebody last made sure."`
}

func (f referralFields) entry() models.ReferralEntry {
	f.Languages = append([]string{}, f.Languages...)
	return models.ReferralEntry(f)
}

type listReferralsRequest struct {
	Country string `query:"country" json:"-" validate:"omitempty,country" doc:"Empty: everywhere."`
}

type enterReferralRequest struct{ referralFields }

type referralRequest struct {
	ID models.ID[models.ReferralService] `param:"id" json:"-"`
}

type correctReferralRequest struct {
	referralFields

	ID      models.ID[models.ReferralService] `param:"id" json:"-"`
	IfMatch string                            `header:"If-Match" json:"-"`
}

type referralServiceResponse struct {
	referralFields

	ID      string `json:"id"`
	Version int    `json:"version"`
}

// ETag is the version of the service.
func (r referralServiceResponse) ETag() string { return etag(r.Version) }

type referralServicesResponse struct {
	Items []referralServiceResponse `json:"items" doc:"In the order in which they are offered: those that are not the police first."`
}

func respondReferral(s *models.ReferralService) referralServiceResponse {
	return referralServiceResponse{referralFields(s.ReferralEntry), s.ID.String(), s.Version}
}

func (a *API) listReferrals(ctx context.Context, in listReferralsRequest) (referralServicesResponse, error) {
	services, err := a.records.As(actor(ctx)).ReferralServices(ctx, in.Country)
	out := referralServicesResponse{Items: []referralServiceResponse{}}
	for i := range services {
		out.Items = append(out.Items, respondReferral(&services[i]))
	}
	return out, err
}

func (a *API) enterReferral(ctx context.Context, in enterReferralRequest) (referralServiceResponse, error) {
	service, err := a.desks.Planning.EnterReferral(ctx, actor(ctx), in.entry())
	if err != nil {
		return referralServiceResponse{}, err
	}
	return respondReferral(service), nil
}

func (a *API) correctReferral(ctx context.Context, in correctReferralRequest) (referralServiceResponse, error) {
	read, err := readVersion(in.IfMatch)
	if err != nil {
		return referralServiceResponse{}, err
	}
	service, err := a.desks.Planning.CorrectReferral(ctx, actor(ctx), in.ID, read, in.entry())
	if err != nil {
		return referralServiceResponse{}, err
	}
	return respondReferral(service), nil
}

func (a *API) removeReferral(ctx context.Context, in referralRequest) (nothing, error) {
	return nothing{}, a.desks.Planning.RemoveReferral(ctx, actor(ctx), in.ID)
}
