package api

import (
	"context"
	"time"

	"caravan/internal/languages"
	"caravan/models"
)

// textFields is what readers of one language get.
type textFields struct {
	Title           string   `json:"title" validate:"max=1000"`
	Body            string   `json:"body"`
	Link            string   `json:"link" validate:"max=2000"`
	Hashtags        []string `json:"hashtags" validate:"max=30,dive,max=200"`
	BackTranslation string   `json:"back_translation" doc:"For approvers who do not read the language."`

	Media []shownFields `json:"media" validate:"max=10,dive" doc:"Pictures and recordings of the message, in their order."`
}

// shownFields is a picture in a text.
type shownFields struct {
	MediaID string `json:"media_id" validate:"required,uuid"`
	Alt     string `json:"alt" validate:"max=1500" doc:"What is said of it to those who do not see it; needed before the text is frozen."`

	Captions   string `json:"captions" doc:"Of a film, in WebVTT; needed before the text is frozen."`
	Transcript string `json:"transcript" doc:"What is said in a film or a sound; of a sound needed before the text is frozen."`
}

// shown turns the pictures of a request into those of a text; the validator
// has seen them.
func shown(fields []shownFields) []models.Shown {
	list := []models.Shown{}
	for _, f := range fields {
		id, _ := models.ParseID[models.Media](f.MediaID)
		list = append(list, models.Shown{MediaID: id, Alt: f.Alt, Captions: f.Captions, Transcript: f.Transcript})
	}
	return list
}

func (f textFields) text(language string) models.Text {
	return models.Text{
		Language: language, Title: f.Title, Body: f.Body, Link: f.Link, Hashtags: f.Hashtags, BackTranslation: f.BackTranslation,
		Media: shown(f.Media),
	}
}

func fieldsOf(t models.Text) textFields {
	f := textFields{Title: t.Title, Body: t.Body, Link: t.Link, Hashtags: t.Hashtags, BackTranslation: t.BackTranslation, Media: []shownFields{}}
	for _, s := range t.Media {
		f.Media = append(f.Media, shownFields{s.MediaID.String(), s.Alt, s.Captions, s.Transcript})
	}
	return f
}

type translateRequest struct {
	textFields

	ID       string `param:"id" json:"-"`
	Language string `json:"language" validate:"required,max=64"`
}

type rewriteRequest struct {
	textFields

	ID       string `param:"id" json:"-"`
	Language string `param:"language" json:"-"`
	IfMatch  string `header:"If-Match" json:"-"`
}

type variantRequest struct {
	ID       string `param:"id" json:"-"`
	Language string `param:"language" json:"-"`
}

type passRequest struct {
	variantRequest

	IfMatch string `header:"If-Match" json:"-"`
}

// personResponse is somebody by name.
type personResponse struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

type variantResponse struct {
	textFields

	ID         string          `json:"id"`
	MessageID  string          `json:"message_id"`
	Language   string          `json:"language"`
	Direction  string          `json:"direction"`
	Translator personResponse  `json:"translator"`
	Reviewer   *personResponse `json:"reviewer" doc:"The native reader who passed it as it stands."`
	ReviewedAt *time.Time      `json:"reviewed_at"`
	UpdatedAt  time.Time       `json:"updated_at"`
	Version    int             `json:"version"`
}

// ETag is the version of the text.
func (v variantResponse) ETag() string { return etag(v.Version) }

// Location is where the text is read.
func (v variantResponse) Location() string {
	return "/api/v1/messages/" + v.MessageID + "/variants/" + v.Language
}

type variantsResponse struct {
	Items []variantResponse `json:"items"`
}

func respondVariant(v *models.Variant, names map[models.ID[models.User]]string) variantResponse {
	r := variantResponse{
		textFields: fieldsOf(v.Text), ID: v.ID.String(), MessageID: v.MessageID.String(), Language: v.Language, Direction: directionOf(v.Language),
		Translator: person(v.TranslatorID, names), ReviewedAt: v.ReviewedAt, UpdatedAt: v.UpdatedAt, Version: v.Version,
	}
	r.Reviewer = personOrNone(v.ReviewerID, names)
	return r
}

func person(id models.ID[models.User], names map[models.ID[models.User]]string) personResponse {
	return personResponse{id.String(), names[id]}
}

func personOrNone(id *models.ID[models.User], names map[models.ID[models.User]]string) *personResponse {
	if id == nil {
		return nil
	}
	p := person(*id, names)
	return &p
}

// directionOf is how a language runs.
func directionOf(tag string) string {
	if l, err := languages.Lookup(tag); err == nil {
		return string(l.Direction)
	}
	return string(languages.LTR)
}

// answerVariant adds the names of those who worked on a text.
func (a *API) answerVariant(ctx context.Context, v *models.Variant, err error) (variantResponse, error) {
	if err != nil {
		return variantResponse{}, err
	}
	names, err := a.records.As(actor(ctx)).Names(ctx, hands(v))
	return respondVariant(v, names), err
}

// hands are who wrote a text and who passed it.
func hands(v *models.Variant) []models.ID[models.User] {
	ids := []models.ID[models.User]{v.TranslatorID}
	if v.ReviewerID != nil {
		ids = append(ids, *v.ReviewerID)
	}
	return ids
}

func (a *API) listVariants(ctx context.Context, in messageRequest) (variantsResponse, error) {
	out := variantsResponse{Items: []variantResponse{}}
	id, err := models.ParseID[models.Message](in.ID)
	if err != nil {
		return out, err
	}
	scope := a.records.As(actor(ctx))
	if _, err := scope.Message(ctx, id); err != nil {
		return out, err
	}
	variants, err := scope.Variants(ctx, id)
	if err != nil {
		return out, err
	}
	var people []models.ID[models.User]
	for i := range variants {
		people = append(people, hands(&variants[i])...)
	}
	names, err := scope.Names(ctx, people)
	for i := range variants {
		out.Items = append(out.Items, respondVariant(&variants[i], names))
	}
	return out, err
}

func (a *API) translateMessage(ctx context.Context, in translateRequest) (variantResponse, error) {
	id, err := models.ParseID[models.Message](in.ID)
	if err != nil {
		return variantResponse{}, err
	}
	variant, err := a.desks.Planning.Translate(ctx, actor(ctx), id, in.text(in.Language))
	return a.answerVariant(ctx, variant, err)
}

func (a *API) readVariant(ctx context.Context, in variantRequest) (variantResponse, error) {
	id, err := models.ParseID[models.Message](in.ID)
	if err != nil {
		return variantResponse{}, err
	}
	variant, err := a.records.As(actor(ctx)).Variant(ctx, id, in.Language)
	return a.answerVariant(ctx, variant, err)
}

func (a *API) rewriteVariant(ctx context.Context, in rewriteRequest) (variantResponse, error) {
	id, err := models.ParseID[models.Message](in.ID)
	if err != nil {
		return variantResponse{}, err
	}
	read, err := readVersion(in.IfMatch)
	if err != nil {
		return variantResponse{}, err
	}
	variant, err := a.desks.Planning.Rewrite(ctx, actor(ctx), id, read, in.text(in.Language))
	return a.answerVariant(ctx, variant, err)
}

func (a *API) passVariant(ctx context.Context, in passRequest) (variantResponse, error) {
	id, err := models.ParseID[models.Message](in.ID)
	if err != nil {
		return variantResponse{}, err
	}
	read, err := readVersion(in.IfMatch)
	if err != nil {
		return variantResponse{}, err
	}
	variant, err := a.desks.Planning.Pass(ctx, actor(ctx), id, in.Language, read)
	return a.answerVariant(ctx, variant, err)
}
