package api

import (
	"context"
	"time"

	"caravan/models"
)

// envelopeResponse is how a custodian's sealed code stands. The code is not in
// it.
type envelopeResponse struct {
	CustodianID string     `json:"custodian_id"`
	Custodian   string     `json:"custodian"`
	Mine        bool       `json:"mine" doc:"Others make your code, not you."`
	State       string     `json:"state" validate:"oneof=none sealed used" doc:"Of the last code that was made."`
	MadeBy      string     `json:"made_by"`
	MadeAt      *time.Time `json:"made_at"`
	UsedAt      *time.Time `json:"used_at"`
}

type envelopesResponse struct {
	Items        []envelopeResponse `json:"items" doc:"One for each custodian."`
	Ombudsperson string             `json:"ombudsperson" doc:"Who is told when the glass is broken; empty: nobody, and it cannot be broken."`
}

type makeEnvelopeRequest struct {
	CustodianID string `json:"custodian_id" validate:"required,uuid" doc:"Another custodian."`
}

// madeEnvelopeResponse holds a code, this once.
type madeEnvelopeResponse struct {
	Secret *string `json:"secret" doc:"To be printed and sealed away. It is not kept, and null when the answer is given again."`
}

func (m madeEnvelopeResponse) withoutSecret() any { return madeEnvelopeResponse{} }

func (a *API) listEnvelopes(ctx context.Context, _ nothing) (envelopesResponse, error) {
	out := envelopesResponse{Items: []envelopeResponse{}}
	records, err := a.custodian(ctx)
	if err != nil {
		return out, err
	}
	people, err := records.Custodians(ctx)
	if err != nil {
		return out, err
	}
	made, err := records.Envelopes(ctx)
	if err != nil {
		return out, err
	}
	makers := make([]models.ID[models.User], 0, len(made))
	last := map[models.ID[models.User]]*models.Envelope{}
	for i := range made {
		if e := &made[i]; last[e.UserID] == nil { // the newest comes first
			last[e.UserID] = e
			makers = append(makers, e.MadeBy)
		}
	}
	names, err := records.Names(ctx, makers)
	if err != nil {
		return out, err
	}
	for _, u := range people {
		shown := envelopeResponse{CustodianID: u.ID.String(), Custodian: u.Name, Mine: u.ID == actor(ctx).UserID, State: "none"}
		if e := last[u.ID]; e != nil {
			shown.State, shown.MadeBy, shown.MadeAt, shown.UsedAt = "used", names[e.MadeBy], &e.MadeAt, e.UsedAt
			if e.Sealed() {
				shown.State = "sealed"
			}
		}
		out.Items = append(out.Items, shown)
	}
	named, err := records.Ombudspersons(ctx)
	if len(named) > 0 {
		out.Ombudsperson = named[0].Name
	}
	return out, err
}

func (a *API) makeEnvelope(ctx context.Context, in makeEnvelopeRequest) (madeEnvelopeResponse, error) {
	owner, err := models.ParseID[models.User](in.CustodianID)
	if err != nil {
		return madeEnvelopeResponse{}, err
	}
	code, err := a.desks.Planning.MakeEnvelope(ctx, actor(ctx), owner)
	if err != nil {
		return madeEnvelopeResponse{}, err
	}
	return madeEnvelopeResponse{&code}, nil
}

type nameOmbudspersonRequest struct {
	Name   string `json:"name" validate:"required,max=100"`
	Email  string `json:"email" validate:"required,email,max=254" doc:"Of somebody who is no member of the organisation. They need no account."`
	Locale string `json:"locale" validate:"required,max=20" doc:"Language of the letters."`
}

type ombudspersonResponse struct {
	ID      string     `json:"id"`
	Name    string     `json:"name"`
	Email   string     `json:"email"`
	Locale  string     `json:"locale"`
	NamedBy string     `json:"named_by"`
	NamedAt time.Time  `json:"named_at"`
	EndedAt *time.Time `json:"ended_at" doc:"When another one was named; null: they are told now."`
}

type ombudspersonsResponse struct {
	Items []ombudspersonResponse `json:"items" doc:"Newest first."`
}

func (a *API) listOmbudspersons(ctx context.Context, _ nothing) (ombudspersonsResponse, error) {
	records := a.records.As(actor(ctx))
	named, err := records.Ombudspersons(ctx)
	if err != nil {
		return ombudspersonsResponse{}, err
	}
	by := make([]models.ID[models.User], 0, len(named))
	for _, o := range named {
		by = append(by, o.NamedBy)
	}
	names, err := records.Names(ctx, by)
	out := ombudspersonsResponse{Items: []ombudspersonResponse{}}
	for _, o := range named {
		out.Items = append(out.Items, ombudspersonResponse{o.ID.String(), o.Name, o.Email, o.Locale, names[o.NamedBy], o.NamedAt, o.EndedAt})
	}
	return out, err
}

func (a *API) nameOmbudsperson(ctx context.Context, in nameOmbudspersonRequest) (ombudspersonsResponse, error) {
	if _, err := a.desks.Planning.NameOmbudsperson(ctx, actor(ctx), in.Name, in.Email, in.Locale); err != nil {
		return ombudspersonsResponse{}, err
	}
	return a.listOmbudspersons(ctx, nothing{})
}
