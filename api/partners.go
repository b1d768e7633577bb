package api

import (
	"context"
	"time"

	"caravan/models"
)

type partnersRequest struct {
	ID models.ID[models.Campaign] `param:"id" json:"-"`
}

type allyRequest struct {
	ID           models.ID[models.Campaign] `param:"id" json:"-"`
	Organization string                     `json:"organization" validate:"required,max=100" doc:"The short name of the partner's organisation here."`
}

type partRequest struct {
	ID        models.ID[models.Campaign] `param:"id" json:"-"`
	PartnerID models.ID[models.Partner]  `param:"partner_id" json:"-"`
}

type confirmPartnerRequest struct {
	ID     models.ID[models.Partner] `param:"id" json:"-"`
	Digest models.Digest             `json:"digest" validate:"required,max=64" doc:"Of the statement that was read."`
}

// partnerResponse is a partnership, with the statement that the partner is
// asked to confirm.
type partnerResponse struct {
	ID               string     `json:"id"`
	Partner          string     `json:"partner" doc:"The public name of the partner."`
	Owner            string     `json:"owner" doc:"The public name of whose campaign it is."`
	Campaign         string     `json:"campaign"`
	StateInvolvement string     `json:"state_involvement"`
	Funders          []string   `json:"funders"`
	Disclosure       string     `json:"disclosure"`
	Digest           string     `json:"digest" doc:"Of the statement as it is now."`
	Confirmed        bool       `json:"confirmed" doc:"The partner has confirmed the statement as it is now. Nothing leaves before."`
	ConfirmedAt      *time.Time `json:"confirmed_at"`
}

type partnersResponse struct {
	Items []partnerResponse `json:"items"`
}

func (a *API) respondPartner(ctx context.Context, p *models.Partner) (partnerResponse, error) {
	records := a.records.As(actor(ctx))
	campaign, err := records.Backed(ctx, p)
	if err != nil {
		return partnerResponse{}, err
	}
	partner, err := a.records.As(models.System("api")).Organization(ctx, p.PartnerID)
	if err != nil {
		return partnerResponse{}, err
	}
	owner, err := a.records.As(models.System("api")).Organization(ctx, p.OrganizationID)
	if err != nil {
		return partnerResponse{}, err
	}
	b := campaign.Backing()
	return partnerResponse{
		p.ID.String(), partner.PublicName, owner.PublicName, b.Campaign, b.StateInvolvement, b.Funders, b.Disclosure, string(b.Digest()),
		p.Knows(campaign), p.ConfirmedAt,
	}, nil
}

func (a *API) respondPartners(ctx context.Context, found []models.Partner) (partnersResponse, error) {
	list := partnersResponse{Items: []partnerResponse{}}
	for i := range found {
		one, err := a.respondPartner(ctx, &found[i])
		if err != nil {
			return list, err
		}
		list.Items = append(list.Items, one)
	}
	return list, nil
}

func (a *API) listPartners(ctx context.Context, in partnersRequest) (partnersResponse, error) {
	if _, err := a.records.As(actor(ctx)).Campaign(ctx, in.ID); err != nil {
		return partnersResponse{}, err
	}
	found, err := a.records.As(actor(ctx)).Partners(ctx, in.ID)
	if err != nil {
		return partnersResponse{}, err
	}
	return a.respondPartners(ctx, found)
}

func (a *API) ally(ctx context.Context, in allyRequest) (partnerResponse, error) {
	made, err := a.desks.Planning.Ally(ctx, actor(ctx), in.ID, in.Organization)
	if err != nil {
		return partnerResponse{}, err
	}
	return a.respondPartner(ctx, made)
}

func (a *API) part(ctx context.Context, in partRequest) (nothing, error) {
	return nothing{}, a.desks.Planning.Part(ctx, actor(ctx), in.ID, in.PartnerID)
}

func (a *API) listPartnerships(ctx context.Context, _ nothing) (partnersResponse, error) {
	found, err := a.records.As(actor(ctx)).Partnerships(ctx)
	if err != nil {
		return partnersResponse{}, err
	}
	return a.respondPartners(ctx, found)
}

func (a *API) confirmPartner(ctx context.Context, in confirmPartnerRequest) (partnerResponse, error) {
	confirmed, err := a.desks.Planning.Confirm(ctx, actor(ctx), in.ID, in.Digest)
	if err != nil {
		return partnerResponse{}, err
	}
	return a.respondPartner(ctx, confirmed)
}
