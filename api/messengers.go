package api

import (
	"context"
	"strings"
	"time"

	"caravan/internal/store"
	"caravan/models"
)

// messengerFields is the editable document of a messenger. Who they are is not
// asked.
type messengerFields struct {
	Pseudonym         string      `json:"pseudonym" validate:"required,max=100"`
	Type              string      `json:"type" validate:"required,messenger_type"`
	Languages         []string    `json:"languages" validate:"max=20,dive,max=50"`
	Credibility       string      `json:"credibility" validate:"max=2000" doc:"Why this audience believes them."`
	CredibilitySource string      `json:"credibility_source" validate:"omitempty,credibility_source"`
	Minor             bool        `json:"minor" doc:"Under 18."`
	FaceBlur          bool        `json:"face_blur"`
	VoiceChange       bool        `json:"voice_change"`
	SupportContact    string      `json:"support_contact" validate:"max=500" doc:"Who looks after them."`
	LabelEndsOn       models.Date `json:"label_ends_on" doc:"When they stop being called what they were; empty if never."`
	Paid              bool        `json:"paid"`
}

func (f messengerFields) profile() models.MessengerProfile { return models.MessengerProfile(f) }

type enrolMessengerRequest struct {
	messengerFields
}

type describeMessengerRequest struct {
	messengerFields

	ID      models.ID[models.Messenger] `param:"id" json:"-"`
	IfMatch string                      `header:"If-Match" json:"-"`
}

type messengerRequest struct {
	ID models.ID[models.Messenger] `param:"id" json:"-"`
}

type messengerResponse struct {
	messengerFields

	ID           string     `json:"id"`
	Version      int        `json:"version"`
	ConsentUntil *time.Time `json:"consent_until" doc:"When the last of the live consents ends; null without one."`
	RiskLevel    string     `json:"risk_level" doc:"As last assessed; empty before that."`
	RiskUntil    *time.Time `json:"risk_until" doc:"How long the last assessment holds."`
	CreatedAt    time.Time  `json:"created_at"`
	UpdatedAt    time.Time  `json:"updated_at"`
}

// ETag is the version of the messenger.
func (m messengerResponse) ETag() string { return etag(m.Version) }

// Location is where the messenger is read.
func (m messengerResponse) Location() string { return "/api/v1/messengers/" + m.ID }

// standingOf is what lets messengers speak: their consents and assessments.
type standingOf struct {
	consents []models.Consent
	risks    []models.RiskAssessment // oldest first
	now      time.Time
}

// standing reads what lets some messengers speak.
func (a *API) standing(ctx context.Context, messengers ...models.Messenger) (s standingOf, err error) {
	records := a.records.As(actor(ctx))
	ids := make([]models.ID[models.Messenger], 0, len(messengers))
	for i := range messengers {
		ids = append(ids, messengers[i].ID)
	}
	s.now = a.now()
	if s.consents, err = records.ConsentsOf(ctx, ids); err != nil {
		return s, err
	}
	s.risks, err = records.RisksOf(ctx, ids)
	return s, err
}

func (s standingOf) respond(m *models.Messenger) messengerResponse {
	r := messengerResponse{messengerFields: messengerFields(m.MessengerProfile), ID: m.ID.String(), Version: m.Version, CreatedAt: m.CreatedAt, UpdatedAt: m.UpdatedAt}
	for _, c := range s.consents {
		if c.MessengerID == m.ID && c.Live(s.now) && (r.ConsentUntil == nil || c.ExpiresAt.After(*r.ConsentUntil)) {
			r.ConsentUntil = &c.ExpiresAt
		}
	}
	for _, risk := range s.risks {
		if risk.MessengerID == m.ID {
			r.RiskLevel, r.RiskUntil = risk.Level, &risk.ValidUntil
		}
	}
	return r
}

type listMessengersRequest struct {
	paging

	Type string `query:"type" json:"-" validate:"omitempty,messenger_type"`
	Sort string `query:"sort" json:"-" default:"-created_at" validate:"oneof=-created_at created_at pseudonym -pseudonym"`
}

// position is where a messenger stands in the list.
func (in listMessengersRequest) position(m *models.Messenger) (id, key string) {
	if strings.HasSuffix(in.Sort, "pseudonym") {
		key = m.Pseudonym
	}
	return m.ID.String(), key
}

func (a *API) listMessengers(ctx context.Context, in listMessengersRequest) (listResponse[messengerResponse], error) {
	page, err := a.page(ctx, in.paging, strings.Replace(in.Sort, "created_at", "id", 1))
	if err != nil {
		return listResponse[messengerResponse]{}, err
	}
	found, err := a.records.As(actor(ctx)).Messengers(ctx, store.MessengerFilter{Type: in.Type}, page)
	if err != nil {
		return listResponse[messengerResponse]{}, err
	}
	standing, err := a.standing(ctx, found...)
	if err != nil {
		return listResponse[messengerResponse]{}, err
	}
	return respondPage(ctx, a, page, found, standing.respond, in.position), nil
}

// respondMessenger is one messenger, with what lets them speak.
func (a *API) respondMessenger(ctx context.Context, m *models.Messenger) (messengerResponse, error) {
	standing, err := a.standing(ctx, *m)
	if err != nil {
		return messengerResponse{}, err
	}
	return standing.respond(m), nil
}

func (a *API) enrolMessenger(ctx context.Context, in enrolMessengerRequest) (messengerResponse, error) {
	messenger, err := a.desks.Planning.Enrol(ctx, actor(ctx), in.profile())
	if err != nil {
		return messengerResponse{}, err
	}
	return a.respondMessenger(ctx, messenger)
}

func (a *API) readMessenger(ctx context.Context, in messengerRequest) (messengerResponse, error) {
	messenger, err := a.records.As(actor(ctx)).Messenger(ctx, in.ID)
	if err != nil {
		return messengerResponse{}, err
	}
	return a.respondMessenger(ctx, messenger)
}

func (a *API) describeMessenger(ctx context.Context, in describeMessengerRequest) (messengerResponse, error) {
	read, err := readVersion(in.IfMatch)
	if err != nil {
		return messengerResponse{}, err
	}
	messenger, err := a.desks.Planning.Describe(ctx, actor(ctx), in.ID, read, in.profile())
	if err != nil {
		return messengerResponse{}, err
	}
	return a.respondMessenger(ctx, messenger)
}
