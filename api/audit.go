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
	Action string `query:"action" json:"-" validate:"max=60"`
}

type auditResponse struct {
	Seq        int64         `json:"seq" doc:"Without gaps within the organisation."`
	At         time.Time     `json:"at"`
	ActorID    *string       `json:"actor_id" doc:"Null: the program itself, or a person and you may not see people."`
	Actor      string        `json:"actor" doc:"Name of a member of your organisation; empty where you may not see people."`
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

// respondAudit says what an entry is to somebody.
func respondAudit(e *store.Entry, who models.Actor) auditResponse {
	shown := e.For(who)
	r := auditResponse{
		Seq: shown.Seq, At: shown.At, ActorRole: shown.ActorRole, Strength: shown.Strength, Action: shown.Action, ObjectKind: shown.ObjectKind,
		ObjectID: shown.ObjectID, Before: shown.Before, After: shown.After, Reason: shown.Reason, RequestID: shown.RequestID,
	}
	if shown.ActorID != nil {
		id := shown.ActorID.String()
		r.ActorID, r.Actor = &id, e.Actor
	}
	return r
}

func (a *API) listAudit(ctx context.Context, in listAuditRequest) (listResponse[auditResponse], error) {
	p, err := a.page(ctx, in.paging, "")
	if err != nil {
		return listResponse[auditResponse]{}, err
	}
	who, filter := actor(ctx), store.AuditFilter{Kind: in.Kind, Object: in.Object, Action: in.Action}
	if in.Object != "" {
		filter.Without = models.WithheldKinds(who) // else who asks by an ID learns what it is of
	}
	entries, err := a.records.As(who).Audit(ctx, filter, p)
	if err != nil {
		return listResponse[auditResponse]{}, err
	}
	respond := func(e *store.Entry) auditResponse { return respondAudit(e, who) }
	return respondPage(ctx, a, p, entries, respond, func(e *store.Entry) (string, string) { return strconv.FormatInt(e.ID, 10), "" }), nil
}

type auditWitnessResponse struct {
	Name   string     `json:"name"`
	SeenAt *time.Time `json:"seen_at" doc:"When they last took a checkpoint; null: never."`
	Away   bool       `json:"away" doc:"They did not answer when they were last asked, and are asked again."`
}

func respondWitnesses(known []models.AuditWitness) []auditWitnessResponse {
	list := make([]auditWitnessResponse, len(known))
	for i, w := range known {
		list[i] = auditWitnessResponse{w.Name, w.SeenAt, w.Tries > 0}
	}
	return list
}

type auditVerificationResponse struct {
	Verdict   string                 `json:"verdict" validate:"oneof=sound broken forged truncated contradicted"`
	Entries   int64                  `json:"entries" doc:"That were checked."`
	Signed    int64                  `json:"signed_up_to" doc:"Number of the last entry that a checkpoint covers; 0: none does."`
	Proven    bool                   `json:"signatures_checked" doc:"False: this process was not told the public key."`
	SignedAt  *time.Time             `json:"signed_at" doc:"When the last checkpoint was made."`
	Seen      int64                  `json:"witnessed_up_to" doc:"Number of the last entry under a checkpoint that a witness took."`
	Witnesses []auditWitnessResponse `json:"witnesses"`
	Seq       int64                  `json:"first_bad" doc:"Number of the first entry that is not as it was written; 0: none, or another organisation's."`
	Detail    string                 `json:"detail" doc:"What is wrong, in English; empty where nothing is."`
}

// verifyPatience is how long a check may take: it reads everything.
const verifyPatience = 50 * time.Second

func (a *API) verifyAudit(ctx context.Context, _ nothing) (auditVerificationResponse, error) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), verifyPatience)
	defer cancel()
	own := actor(ctx).OrganizationID
	c, err := a.desks.Audit.Check(ctx, own)
	if err != nil {
		return auditVerificationResponse{}, err
	}
	r := auditVerificationResponse{
		Verdict: c.Verdict.String(), Entries: c.Entries, Signed: c.Signed, Proven: c.Report.Signed, Seen: c.Seen,
		Witnesses: respondWitnesses(c.Witnesses), Seq: c.Seq, Detail: c.Detail,
	}
	if c.Organization != "" && c.Organization != own.String() {
		r.Seq, r.Detail = 0, "An entry of another organisation is concerned."
	}
	for _, last := range c.Checkpoints {
		r.SignedAt = &last.CreatedAt
	}
	return r, nil
}

type auditCheckpointsResponse struct {
	Keys        []string               `json:"public_keys" doc:"That signatures are checked with, in the form of C2SP signed notes."`
	Checkpoints []auditCheckpoint      `json:"checkpoints" doc:"The newest ten, newest first."`
	Witnesses   []auditWitnessResponse `json:"witnesses"`
}

type auditCheckpoint struct {
	Number int64     `json:"number"`
	Size   int64     `json:"size" doc:"Entries of the installation under it."`
	Note   string    `json:"note" doc:"Signed."`
	MadeAt time.Time `json:"made_at"`
}

func (a *API) listCheckpoints(ctx context.Context, _ nothing) (auditCheckpointsResponse, error) {
	system := a.records.As(models.System("checkpoints"))
	made, err := system.Checkpoints(ctx, 10)
	if err != nil {
		return auditCheckpointsResponse{}, err
	}
	witnesses, err := system.AuditWitnesses(ctx)
	r := auditCheckpointsResponse{Keys: a.desks.Audit.Keys.Text(), Checkpoints: []auditCheckpoint{}, Witnesses: respondWitnesses(witnesses)}
	for _, c := range made {
		r.Checkpoints = append(r.Checkpoints, auditCheckpoint{c.Number, c.Size, c.Note, c.CreatedAt})
	}
	return r, err
}
