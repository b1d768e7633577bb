package api

import (
	"context"
	"strings"
	"time"

	"caravan/models"
)

// audienceFields is the editable document of an audience. What must not be
// kept about people has no field here, and is refused by its name.
type audienceFields struct {
	SegmentName     string                `json:"segment_name" validate:"required,max=200"`
	Countries       []string              `json:"countries" validate:"max=6,dive,country"`
	AdminAreas      []string              `json:"admin_areas" validate:"max=200,dive,max=100"`
	Settlement      string                `json:"settlement" validate:"omitempty,settlement"`
	Gender          string                `json:"gender" validate:"omitempty,gender"`
	AgeBands        []string              `json:"age_bands" validate:"max=6,dive,age_band"`
	Languages       []string              `json:"languages" validate:"max=50,dive,max=50"`
	LifeSituations  []string              `json:"life_situations" validate:"max=20,dive,life_situation"`
	PreventionTier  string                `json:"prevention_tier" validate:"omitempty,prevention_tier"`
	PushFactors     []string              `json:"push_factors" validate:"max=20,dive,push_factor"`
	PullFactors     []string              `json:"pull_factors" validate:"max=20,dive,pull_factor"`
	Influences      []string              `json:"influences" validate:"max=20,dive,influence"`
	MediaHabits     string                `json:"media_habits" validate:"max=5000"`
	InsightEvidence string                `json:"insight_evidence" validate:"max=5000"`
	Persona         string                `json:"persona" validate:"max=5000" doc:"A made-up person."`
	Sizes           []models.AudienceSize `json:"sizes" validate:"max=50"`
}

func (f audienceFields) segment() models.Segment { return models.Segment(f) }

type defineAudienceRequest struct {
	audienceFields
}

type redefineAudienceRequest struct {
	audienceFields

	ID      models.ID[models.Audience] `param:"id" json:"-"`
	IfMatch string                     `header:"If-Match" json:"-"`
}

type audienceRequest struct {
	ID models.ID[models.Audience] `param:"id" json:"-"`
}

type audienceResponse struct {
	audienceFields

	ID         string     `json:"id"`
	Version    int        `json:"version"`
	Minors     bool       `json:"minors" doc:"It reaches people under 18."`
	Delicate   []string   `json:"delicate" doc:"Why somebody of safeguarding looks at it before it is submitted: minors, indicated, minority_language, single_place."`
	Review     string     `json:"review" doc:"What they said of it, as it is now."`
	ReviewedAt *time.Time `json:"reviewed_at"`
	CreatedAt  time.Time  `json:"created_at"`
	UpdatedAt  time.Time  `json:"updated_at"`
}

// ETag is the version of the audience.
func (a audienceResponse) ETag() string { return etag(a.Version) }

// Location is where the audience is read.
func (a audienceResponse) Location() string { return "/api/v1/audiences/" + a.ID }

func respondAudience(a *models.Audience) audienceResponse {
	return audienceResponse{audienceFields(a.Segment), a.ID.String(), a.Version, a.Minors(), a.Delicate(), a.Review, a.ReviewedAt, a.CreatedAt, a.UpdatedAt}
}

type listAudiencesRequest struct {
	paging

	Sort string `query:"sort" json:"-" default:"-created_at" validate:"oneof=-created_at created_at segment_name -segment_name"`
}

func (a *API) listAudiences(ctx context.Context, in listAudiencesRequest) (listResponse[audienceResponse], error) {
	page, err := a.page(ctx, in.paging, strings.Replace(in.Sort, "created_at", "id", 1))
	if err != nil {
		return listResponse[audienceResponse]{}, err
	}
	found, err := a.records.As(actor(ctx)).Audiences(ctx, page)
	if err != nil {
		return listResponse[audienceResponse]{}, err
	}
	return respondPage(ctx, a, page, found, respondAudience, in.position), nil
}

// position is where an audience stands in the list.
func (in listAudiencesRequest) position(a *models.Audience) (id, key string) {
	if strings.HasSuffix(in.Sort, "segment_name") {
		key = a.SegmentName
	}
	return a.ID.String(), key
}

func (a *API) defineAudience(ctx context.Context, in defineAudienceRequest) (audienceResponse, error) {
	audience, err := a.desks.Planning.Define(ctx, actor(ctx), in.segment())
	if err != nil {
		return audienceResponse{}, err
	}
	return respondAudience(audience), nil
}

func (a *API) readAudience(ctx context.Context, in audienceRequest) (audienceResponse, error) {
	audience, err := a.records.As(actor(ctx)).Audience(ctx, in.ID)
	if err != nil {
		return audienceResponse{}, err
	}
	return respondAudience(audience), nil
}

func (a *API) redefineAudience(ctx context.Context, in redefineAudienceRequest) (audienceResponse, error) {
	read, err := readVersion(in.IfMatch)
	if err != nil {
		return audienceResponse{}, err
	}
	audience, err := a.desks.Planning.Redefine(ctx, actor(ctx), in.ID, read, in.segment())
	if err != nil {
		return audienceResponse{}, err
	}
	return respondAudience(audience), nil
}

type considerAudienceRequest struct {
	ID      models.ID[models.Audience] `param:"id" json:"-"`
	IfMatch string                     `header:"If-Match" json:"-"`
	Review  string                     `json:"review" validate:"required,max=5000" doc:"Why these people can be addressed so, and what keeps them from being singled out."`
}

func (a *API) considerAudience(ctx context.Context, in considerAudienceRequest) (audienceResponse, error) {
	read, err := readVersion(in.IfMatch)
	if err != nil {
		return audienceResponse{}, err
	}
	audience, err := a.desks.Planning.Consider(ctx, actor(ctx), in.ID, read, in.Review)
	if err != nil {
		return audienceResponse{}, err
	}
	return respondAudience(audience), nil
}
