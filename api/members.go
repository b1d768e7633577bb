package api

import (
	"context"
	"time"

	"caravan/internal/store"
	"caravan/models"
)

type memberRequest struct {
	ID models.ID[models.Membership] `param:"id" json:"-"`
}

type listMembersRequest struct {
	paging

	OrganizationID models.ID[models.Organization] `query:"organization_id" json:"-" doc:"For operators; otherwise your own."`
}

// inviteRequest is who is asked in, and what they will be able to do.
type inviteRequest struct {
	Email          string        `json:"email" validate:"required,email,max=254"`
	Name           string        `json:"name" validate:"required,max=100"`
	Locale         string        `json:"locale" validate:"required,max=20" doc:"Language of the screens."`
	Zone           string        `json:"zone" validate:"required,max=60"`
	Roles          []models.Role `json:"roles" validate:"required,min=1,max=10,dive,role"`
	OrganizationID string        `json:"organization_id" validate:"omitempty,uuid" doc:"For operators; empty: your own."`
}

// assignRequest is what a member may do.
type assignRequest struct {
	ID       models.ID[models.Membership] `param:"id" json:"-"`
	IfMatch  string                       `header:"If-Match" json:"-"`
	Roles    []models.Role                `json:"roles" validate:"required,min=1,max=10,dive,role"`
	Disabled bool                         `json:"disabled" doc:"They cannot come in, and are out at once."`
}

type memberResponse struct {
	ID             string        `json:"id"`
	OrganizationID string        `json:"organization_id"`
	UserID         string        `json:"user_id"`
	Name           string        `json:"name"`
	Email          string        `json:"email"`
	Roles          []models.Role `json:"roles"`
	Invited        bool          `json:"invited" doc:"They have not set a password yet."`
	DisabledAt     *time.Time    `json:"disabled_at"`
	SuspendedAt    *time.Time    `json:"suspended_at" doc:"Since when they are out because nobody has looked at how they opened an identity alone."`
	CreatedAt      time.Time     `json:"created_at"`
	Version        int           `json:"version"`
}

// ETag is the version of the membership.
func (m memberResponse) ETag() string { return etag(m.Version) }

// Location is where the member is read.
func (m memberResponse) Location() string { return "/api/v1/members/" + m.ID }

func respondMember(m *store.Member) memberResponse {
	return memberResponse{
		ID: m.Membership.ID.String(), OrganizationID: m.Membership.OrganizationID.String(), UserID: m.User.ID.String(), Name: m.User.Name,
		Email: m.User.Email, Roles: m.Membership.Roles, Invited: m.User.PasswordHash == "", DisabledAt: m.Membership.DisabledAt, SuspendedAt: m.User.SuspendedAt,
		CreatedAt: m.Membership.CreatedAt, Version: m.Membership.Version,
	}
}

// An invitedResponse holds the one-time link, this once.
type invitedResponse struct {
	memberResponse

	Link *string `json:"link" doc:"They set their password at /welcome#link. It is not kept, and null when the answer is given again."`
}

func (i invitedResponse) withoutSecret() any {
	i.Link = nil
	return i
}

func (a *API) listMembers(ctx context.Context, in listMembersRequest) (listResponse[memberResponse], error) {
	p, err := a.page(ctx, in.paging, "")
	if err != nil {
		return listResponse[memberResponse]{}, err
	}
	organization := in.OrganizationID
	if organization.IsZero() {
		organization = actor(ctx).OrganizationID
	}
	members, err := a.records.As(actor(ctx)).Members(ctx, organization, p)
	if err != nil {
		return listResponse[memberResponse]{}, err
	}
	return respondPage(ctx, a, p, members, respondMember, func(m *store.Member) (string, string) { return m.Membership.ID.String(), "" }), nil
}

func (a *API) readMember(ctx context.Context, in memberRequest) (memberResponse, error) {
	member, err := a.records.As(actor(ctx)).Member(ctx, in.ID)
	if err != nil {
		return memberResponse{}, err
	}
	return respondMember(member), nil
}

func (a *API) invite(ctx context.Context, in inviteRequest) (invitedResponse, error) {
	organization := actor(ctx).OrganizationID
	if in.OrganizationID != "" {
		var err error
		if organization, err = models.ParseID[models.Organization](in.OrganizationID); err != nil {
			return invitedResponse{}, err
		}
	}
	user := models.User{Email: in.Email, Name: in.Name, Locale: in.Locale, Zone: in.Zone}
	secret, member, err := a.desks.Access.Enlist(ctx, actor(ctx), user, organization, in.Roles)
	if err != nil {
		return invitedResponse{}, err
	}
	return invitedResponse{respondMember(member), &secret}, nil
}

func (a *API) assign(ctx context.Context, in assignRequest) (memberResponse, error) {
	read, err := readVersion(in.IfMatch)
	if err != nil {
		return memberResponse{}, err
	}
	member, err := a.desks.Access.Assign(ctx, actor(ctx), in.ID, read, in.Roles, in.Disabled)
	if err != nil {
		return memberResponse{}, err
	}
	return respondMember(member), nil
}

func (a *API) reinstate(ctx context.Context, in memberRequest) (memberResponse, error) {
	member, err := a.desks.Access.Reinstate(ctx, actor(ctx), in.ID)
	if err != nil {
		return memberResponse{}, err
	}
	return respondMember(member), nil
}

func (a *API) renewLink(ctx context.Context, in memberRequest) (invitedResponse, error) {
	secret, err := a.desks.Access.Renew(ctx, actor(ctx), in.ID)
	if err != nil {
		return invitedResponse{}, err
	}
	member, err := a.records.As(actor(ctx)).Member(ctx, in.ID)
	if err != nil {
		return invitedResponse{}, err
	}
	return invitedResponse{respondMember(member), &secret}, nil
}
