package api

import (
	"context"
	"time"

	"caravan/models"
)

type versionRequest struct {
	ID string `param:"id" json:"-"`
}

type reviewVersionRequest struct {
	ID     string        `param:"id" json:"-"`
	Digest models.Digest `json:"digest" validate:"required,len=64" doc:"Of what was read."`
}

// versionFields are what a version has in lists too.
type versionFields struct {
	ID         string          `json:"id"`
	MessageID  string          `json:"message_id"`
	Number     int             `json:"number"`
	Digest     models.Digest   `json:"digest"`
	Languages  []string        `json:"languages"`
	CreatedBy  personResponse  `json:"created_by"`
	CreatedAt  time.Time       `json:"created_at"`
	ReviewedBy *personResponse `json:"reviewed_by"`
	ReviewedAt *time.Time      `json:"reviewed_at"`
	VoidedAt   *time.Time      `json:"voided_at"`
	VoidReason string          `json:"void_reason"`
	MayReview  bool            `json:"may_review" doc:"The caller is another person than those who wrote in it."`
}

type versionResponse struct {
	versionFields

	Texts   []models.FrozenText `json:"texts" doc:"By language."`
	Before  *int                `json:"before" doc:"Number of the version that changes are told from; null for the first."`
	Changes []models.TextChange `json:"changes" doc:"What became of each text since; none for the first version."`
}

// Location is where the version is read.
func (v versionResponse) Location() string { return "/api/v1/versions/" + v.ID }

type versionsResponse struct {
	Items []versionFields `json:"items" doc:"Newest first."`
}

func respondVersion(v *models.MessageVersion, names map[models.ID[models.User]]string, who models.Actor) versionFields {
	r := versionFields{
		ID: v.ID.String(), MessageID: v.MessageID.String(), Number: v.Number, Digest: v.Digest, Languages: []string{},
		CreatedBy: person(v.CreatedBy, names), CreatedAt: v.CreatedAt, ReviewedBy: personOrNone(v.ReviewedBy, names), ReviewedAt: v.ReviewedAt,
		VoidedAt: v.VoidedAt, VoidReason: v.VoidReason,
		MayReview: who.May(models.ReviewMessages) && v.ReviewedAt == nil && v.Judge(who) == nil,
	}
	for _, text := range v.Texts {
		r.Languages = append(r.Languages, text.Language)
	}
	return r
}

// makers are who froze a version and who reviewed it.
func makers(v *models.MessageVersion) []models.ID[models.User] {
	ids := []models.ID[models.User]{v.CreatedBy}
	if v.ReviewedBy != nil {
		ids = append(ids, *v.ReviewedBy)
	}
	return ids
}

func (a *API) listVersions(ctx context.Context, in messageRequest) (versionsResponse, error) {
	out := versionsResponse{Items: []versionFields{}}
	id, err := models.ParseID[models.Message](in.ID)
	if err != nil {
		return out, err
	}
	scope := a.records.As(actor(ctx))
	if _, err := scope.Message(ctx, id); err != nil {
		return out, err
	}
	versions, err := scope.Versions(ctx, id)
	if err != nil {
		return out, err
	}
	var people []models.ID[models.User]
	for i := range versions {
		people = append(people, makers(&versions[i])...)
	}
	names, err := scope.Names(ctx, people)
	for i := range versions {
		out.Items = append(out.Items, respondVersion(&versions[i], names, actor(ctx)))
	}
	return out, err
}

// answerVersion adds to a version what became of its texts since the one
// before.
func (a *API) answerVersion(ctx context.Context, v *models.MessageVersion, err error) (versionResponse, error) {
	if err != nil {
		return versionResponse{}, err
	}
	scope := a.records.As(actor(ctx))
	names, err := scope.Names(ctx, makers(v))
	if err != nil {
		return versionResponse{}, err
	}
	out := versionResponse{versionFields: respondVersion(v, names, actor(ctx)), Texts: v.Texts, Changes: []models.TextChange{}}
	before, err := scope.VersionBefore(ctx, v)
	if err == nil && before != nil {
		out.Before, out.Changes = &before.Number, v.Since(before)
	}
	return out, err
}

func (a *API) freezeMessage(ctx context.Context, in messageRequest) (versionResponse, error) {
	id, err := models.ParseID[models.Message](in.ID)
	if err != nil {
		return versionResponse{}, err
	}
	version, err := a.desks.Approval.Freeze(ctx, actor(ctx), id)
	return a.answerVersion(ctx, version, err)
}

func (a *API) readVersionOfMessage(ctx context.Context, in versionRequest) (versionResponse, error) {
	id, err := models.ParseID[models.MessageVersion](in.ID)
	if err != nil {
		return versionResponse{}, err
	}
	version, err := a.records.As(actor(ctx)).Version(ctx, id)
	return a.answerVersion(ctx, version, err)
}

func (a *API) reviewVersion(ctx context.Context, in reviewVersionRequest) (versionResponse, error) {
	id, err := models.ParseID[models.MessageVersion](in.ID)
	if err != nil {
		return versionResponse{}, err
	}
	version, err := a.desks.Approval.Review(ctx, actor(ctx), id, in.Digest)
	return a.answerVersion(ctx, version, err)
}
