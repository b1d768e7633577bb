package api

import (
	"context"
	"time"

	"caravan/models"
)

type foundRequest struct {
	Kind    string `json:"kind" validate:"required,organization_kind"`
	Country string `json:"country" validate:"omitempty,country" doc:"Empty: a regional body."`
	Name    string `json:"name" validate:"required,max=200" doc:"As the public knows it."`
	Contact string `json:"contact" validate:"required,max=500" doc:"How the public reaches it."`
	Slug    string `json:"slug" validate:"required,max=40" doc:"Names its public site: a-z, 0-9 and hyphens."`
}

type renameRequest struct {
	ID           models.ID[models.Organization] `param:"id" json:"-"`
	IfMatch      string                         `header:"If-Match" json:"-"`
	Name         string                         `json:"name" validate:"required,max=200"`
	Contact      string                         `json:"contact" validate:"required,max=500"`
	DataLocation string                         `json:"data_location" validate:"max=200" doc:"Where the data are kept, for the public: the country, and whose machine."`
}

type tenantRequest struct {
	ID models.ID[models.Organization] `param:"id" json:"-"`
}

type listTenantsRequest struct{ paging }

type tenantResponse struct {
	partyResponse

	Slug         string    `json:"slug"`
	DataLocation string    `json:"data_location"`
	CreatedAt    time.Time `json:"created_at"`
	Version      int       `json:"version"`
}

// ETag is the version of the organisation.
func (t tenantResponse) ETag() string { return etag(t.Version) }

// Location is where the organisation is read.
func (t tenantResponse) Location() string { return "/api/v1/organizations/" + t.ID }

func respondTenant(o *models.Organization) tenantResponse {
	return tenantResponse{respondParty(*o), o.Slug, o.DataLocation, o.CreatedAt, o.Version}
}

func (a *API) listTenants(ctx context.Context, in listTenantsRequest) (listResponse[tenantResponse], error) {
	p, err := a.page(ctx, in.paging, "")
	if err != nil {
		return listResponse[tenantResponse]{}, err
	}
	found, err := a.records.As(actor(ctx)).Organizations(ctx, p)
	if err != nil {
		return listResponse[tenantResponse]{}, err
	}
	return respondPage(ctx, a, p, found, respondTenant, func(o *models.Organization) (string, string) { return o.ID.String(), "" }), nil
}

func (a *API) readTenant(ctx context.Context, in tenantRequest) (tenantResponse, error) {
	o, err := a.records.As(actor(ctx)).Tenant(ctx, in.ID)
	if err != nil {
		return tenantResponse{}, err
	}
	return respondTenant(o), nil
}

func (a *API) found(ctx context.Context, in foundRequest) (tenantResponse, error) {
	o, err := a.desks.Access.Found(ctx, actor(ctx), models.Organization{
		Kind: in.Kind, Country: in.Country, PublicName: in.Name, Contact: in.Contact, Slug: in.Slug,
	})
	if err != nil {
		return tenantResponse{}, err
	}
	return respondTenant(o), nil
}

func (a *API) rename(ctx context.Context, in renameRequest) (tenantResponse, error) {
	read, err := readVersion(in.IfMatch)
	if err != nil {
		return tenantResponse{}, err
	}
	o, err := a.desks.Access.Rename(ctx, actor(ctx), in.ID, read, in.Name, in.Contact, in.DataLocation)
	if err != nil {
		return tenantResponse{}, err
	}
	return respondTenant(o), nil
}
