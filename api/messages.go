package api

import (
	"context"
	"time"

	"caravan/models"
)

// briefFields is the editable document of a message: all but its texts.
type briefFields struct {
	Title              string             `json:"title" validate:"required,max=200" doc:"Inside the organisation."`
	Type               models.MessageType `json:"type" validate:"required,message_type"`
	Approach           models.Approach    `json:"approach" validate:"required,approach"`
	Components         []string           `json:"components" validate:"max=8,dive,component"`
	Themes             []string           `json:"themes" validate:"max=20,dive,theme"`
	CounteredNarrative string             `json:"countered_narrative" validate:"max=500" doc:"Of the vocabulary countered_narrative, or in words."`
	Genre              string             `json:"genre" validate:"omitempty,content_genre"`
	MessengerID        string             `json:"messenger_id" validate:"omitempty,uuid"`
	AudienceID         string             `json:"audience_id" validate:"omitempty,uuid"`
	SourceLanguage     string             `json:"source_language" validate:"required,max=64"`
	ReligiousContent   bool               `json:"religious_content"`
	Citations          []string           `json:"citations" validate:"max=50,dive,max=1000"`
	CallToAction       string             `json:"call_to_action" validate:"max=2000"`
}

// brief turns the document into a brief.
func (f briefFields) brief() (models.Brief, error) {
	messenger, err := optionalID[models.Messenger](f.MessengerID, "/messenger_id")
	if err != nil {
		return models.Brief{}, err
	}
	audience, err := optionalID[models.Audience](f.AudienceID, "/audience_id")
	if err != nil {
		return models.Brief{}, err
	}
	return models.Brief{
		Title: f.Title, Type: f.Type, Approach: f.Approach, Components: f.Components, Themes: f.Themes, CounteredNarrative: f.CounteredNarrative,
		Genre: f.Genre, MessengerID: messenger, AudienceID: audience, SourceLanguage: f.SourceLanguage, ReligiousContent: f.ReligiousContent,
		Citations: f.Citations, CallToAction: f.CallToAction,
	}, nil
}

// optionalID reads an ID of a body that may be left out.
func optionalID[T any](text, pointer string) (models.ID[T], error) {
	if text == "" {
		return models.ID[T]{}, nil
	}
	id, err := models.ParseID[T](text)
	if err != nil {
		return id, models.ErrInvalid.With("There is no such thing.").At(pointer)
	}
	return id, nil
}

// textOf is the text of an ID, empty for none.
func textOf[T any](id models.ID[T]) string {
	if id.IsZero() {
		return ""
	}
	return id.String()
}

type composeRequest struct {
	briefFields

	CampaignID string `json:"campaign_id" validate:"required,uuid"`
}

type rebriefRequest struct {
	briefFields

	ID      string `param:"id" json:"-"`
	IfMatch string `header:"If-Match" json:"-"`
}

type messageRequest struct {
	ID string `param:"id" json:"-"`
}

type listMessagesRequest struct {
	paging

	CampaignID string `query:"campaign_id" json:"-" validate:"required,uuid"`
}

// cellResponse is how far a message has come in one language.
type cellResponse struct {
	Language string           `json:"language"`
	State    models.CellState `json:"state"`
	Title    string           `json:"title"`
	Behind   bool             `json:"behind" doc:"The original was changed after this text."`
}

type messageResponse struct {
	briefFields

	ID         string         `json:"id"`
	CampaignID string         `json:"campaign_id"`
	Version    int            `json:"version"`
	Cells      []cellResponse `json:"cells" doc:"By language."`
	Last       *lastVersion   `json:"last_version" doc:"The newest frozen one; null where there is none."`
	CreatedAt  time.Time      `json:"created_at"`
	UpdatedAt  time.Time      `json:"updated_at"`
	ArchivedAt *time.Time     `json:"archived_at"`
}

// lastVersion is the newest version of a message in short.
type lastVersion struct {
	ID         string        `json:"id"`
	Number     int           `json:"number"`
	Digest     models.Digest `json:"digest"`
	ReviewedAt *time.Time    `json:"reviewed_at"`
	VoidedAt   *time.Time    `json:"voided_at"`
	VoidReason string        `json:"void_reason"`
}

// ETag is the version of the brief.
func (m messageResponse) ETag() string { return etag(m.Version) }

// Location is where the message is read.
func (m messageResponse) Location() string { return "/api/v1/messages/" + m.ID }

// respondMessage says what a message is to somebody. By who speaks in it,
// campaigns could be linked, so that is for those who may see messengers.
func respondMessage(p *models.Progress, who models.Actor) messageResponse {
	m := p.Message
	if !who.May(models.ReadMessengers) {
		m.MessengerID = models.ID[models.Messenger]{}
	}
	r := messageResponse{
		ID: m.ID.String(), CampaignID: m.CampaignID.String(), Version: m.Version, Cells: []cellResponse{},
		CreatedAt: m.CreatedAt, UpdatedAt: m.UpdatedAt, ArchivedAt: m.ArchivedAt,
		briefFields: briefFields{
			Title: m.Title, Type: m.Type, Approach: m.Approach, Components: m.Components, Themes: m.Themes, CounteredNarrative: m.CounteredNarrative,
			Genre: m.Genre, MessengerID: textOf(m.MessengerID), AudienceID: textOf(m.AudienceID), SourceLanguage: m.SourceLanguage,
			ReligiousContent: m.ReligiousContent, Citations: m.Citations, CallToAction: m.CallToAction,
		},
	}
	for _, c := range p.Cells {
		cell := cellResponse{Language: c.Language, State: c.State, Behind: c.Behind}
		if c.Text != nil {
			cell.Title = c.Text.Title
		}
		r.Cells = append(r.Cells, cell)
	}
	if v := p.Last; v != nil {
		r.Last = &lastVersion{v.ID.String(), v.Number, v.Digest, v.ReviewedAt, v.VoidedAt, v.VoidReason}
	}
	return r
}

func (a *API) listMessages(ctx context.Context, in listMessagesRequest) (listResponse[messageResponse], error) {
	campaign, err := models.ParseID[models.Campaign](in.CampaignID)
	if err != nil {
		return listResponse[messageResponse]{}, err
	}
	page, err := a.page(ctx, in.paging, "")
	if err != nil {
		return listResponse[messageResponse]{}, err
	}
	scope := a.records.As(actor(ctx))
	messages, err := scope.Messages(ctx, campaign, page)
	if err != nil {
		return listResponse[messageResponse]{}, err
	}
	progress, err := scope.Progress(ctx, messages)
	position := func(p *models.Progress) (string, string) { return p.Message.ID.String(), "" }
	respond := func(p *models.Progress) messageResponse { return respondMessage(p, actor(ctx)) }
	return respondPage(ctx, a, page, progress, respond, position), err
}

// answerMessage reads how far a message has come, after what was done to it.
func (a *API) answerMessage(ctx context.Context, message *models.Message, err error) (messageResponse, error) {
	if err != nil {
		return messageResponse{}, err
	}
	progress, err := a.records.As(actor(ctx)).Progress(ctx, []models.Message{*message})
	if err != nil {
		return messageResponse{}, err
	}
	return respondMessage(&progress[0], actor(ctx)), nil
}

func (a *API) composeMessage(ctx context.Context, in composeRequest) (messageResponse, error) {
	campaign, err := models.ParseID[models.Campaign](in.CampaignID)
	if err != nil {
		return messageResponse{}, models.ErrInvalid.At("/campaign_id")
	}
	brief, err := in.brief()
	if err != nil {
		return messageResponse{}, err
	}
	message, err := a.desks.Planning.Compose(ctx, actor(ctx), campaign, brief)
	return a.answerMessage(ctx, message, err)
}

func (a *API) readMessage(ctx context.Context, in messageRequest) (messageResponse, error) {
	id, err := models.ParseID[models.Message](in.ID)
	if err != nil {
		return messageResponse{}, err
	}
	message, err := a.records.As(actor(ctx)).Message(ctx, id)
	return a.answerMessage(ctx, message, err)
}

func (a *API) rebriefMessage(ctx context.Context, in rebriefRequest) (messageResponse, error) {
	id, err := models.ParseID[models.Message](in.ID)
	if err != nil {
		return messageResponse{}, err
	}
	read, err := readVersion(in.IfMatch)
	if err != nil {
		return messageResponse{}, err
	}
	brief, err := in.brief()
	if err != nil {
		return messageResponse{}, err
	}
	message, err := a.desks.Planning.Rebrief(ctx, actor(ctx), id, read, brief)
	return a.answerMessage(ctx, message, err)
}

func (a *API) archiveMessage(ctx context.Context, in messageRequest) (messageResponse, error) {
	id, err := models.ParseID[models.Message](in.ID)
	if err != nil {
		return messageResponse{}, err
	}
	message, err := a.desks.Planning.Shelve(ctx, actor(ctx), id)
	return a.answerMessage(ctx, message, err)
}
