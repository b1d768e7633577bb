package api

import (
	"context"
	"strconv"
	"time"

	"caravan/internal/store"
	"caravan/models"
)

type listAuditRequest struct {
	paging

	Kind   string `query:"object_kind" json:"-" validate:"max=40"`
	Object string `query:"object_id" json:"-" validate:"max=60"`
}

type auditResponse struct {
	Seq        int64         `json:"seq" doc:"Without gaps within the organisation."`
	At         time.Time     `json:"at"`
	ActorID    *string       `json:"actor_id" doc:"Null: the program itself."`
	Actor      string        `json:"actor" doc:"Name of a member of your organisation; otherwise empty."`
	ActorRole  string        `json:"actor_role"`
	Strength   string        `json:"strength" doc:"How they proved who they are."`
	Action     string        `json:"action"`
	ObjectKind string        `json:"object_kind"`
	ObjectID   string        `json:"object_id"`
	Before     models.Digest `json:"before"`
	After      models.Digest `json:"after"`
	Reason     string        `json:"reason"`
	RequestID  string        `json:"request_id"`
}

func respondAudit(e *store.Entry) auditResponse {
	r := auditResponse{
		Seq: e.Seq, At: e.At, Actor: e.Actor, ActorRole: e.ActorRole, Strength: e.Strength, Action: e.Action,
		ObjectKind: e.ObjectKind, ObjectID: e.ObjectID, Before: e.Before, After: e.After, Reason: e.Reason,
		RequestID: e.RequestID,
	}
	if e.ActorID != nil {
		id := e.ActorID.String()
		r.ActorID = &id
	}
	return r
}

func (a *API) listAudit(ctx context.Context, in listAuditRequest) (listResponse[auditResponse], error) {
	p, err := a.page(ctx, in.paging, "")
	if err != nil {
		return listResponse[auditResponse]{}, err
	}
	entries, err := a.records.As(actor(ctx)).Audit(ctx, in.Kind, in.Object, p)
	if err != nil {
		return listResponse[auditResponse]{}, err
	}
	return respondPage(ctx, a, p, entries, respondAudit, func(e *store.Entry) (string, string) { return strconv.FormatInt(e.ID, 10), "" }), nil
}
