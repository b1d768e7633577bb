package api

import (
	"context"
	"time"

	"caravan/models"
)

// consentFields is a consent form as it was filled in.
type consentFields struct {
	FormVersion string      `json:"form_version" validate:"max=50"`
	Language    string      `json:"language" validate:"required,max=50" doc:"In which it was given."`
	GivenOn     models.Date `json:"given_on" validate:"required"`
	Platforms   []string    `json:"platforms" validate:"max=50,dive,max=50" doc:"Empty: every platform."`
	Countries   []string    `json:"countries" validate:"required,min=1,max=6,dive,country"`
	Face        bool        `json:"face"`
	Voice       bool        `json:"voice"`
	Guardian    bool        `json:"guardian" doc:"A guardian agreed too."`
	Witness     string      `json:"witness" validate:"max=200"`
	ExpiresAt   time.Time   `json:"expires_at" validate:"required"`
}

type recordConsentRequest struct {
	consentFields

	ID models.ID[models.Messenger] `param:"id" json:"-"`
}

type consentResponse struct {
	consentFields

	ID          string     `json:"id"`
	WithdrawnAt *time.Time `json:"withdrawn_at"`
	Live        bool       `json:"live"`
	CreatedAt   time.Time  `json:"created_at"`
}

func (a *API) respondConsent(c *models.Consent) consentResponse {
	fields := consentFields{c.FormVersion, c.Language, c.GivenOn, c.Platforms, c.Countries, c.Face, c.Voice, c.Guardian, c.Witness, c.ExpiresAt}
	return consentResponse{fields, c.ID.String(), c.WithdrawnAt, c.Live(a.now()), c.CreatedAt}
}

type consentsResponse struct {
	Items []consentResponse `json:"items"`
}

func (a *API) listConsents(ctx context.Context, in messengerRequest) (consentsResponse, error) {
	records := a.records.As(actor(ctx))
	if _, err := records.Messenger(ctx, in.ID); err != nil {
		return consentsResponse{}, err
	}
	consents, err := records.Consents(ctx, in.ID)
	out := consentsResponse{Items: []consentResponse{}}
	for i := range consents {
		out.Items = append(out.Items, a.respondConsent(&consents[i]))
	}
	return out, err
}

func (a *API) recordConsent(ctx context.Context, in recordConsentRequest) (consentResponse, error) {
	consent, err := a.desks.Planning.RecordConsent(ctx, actor(ctx), in.ID, models.Consent{
		FormVersion: in.FormVersion, Language: in.Language, GivenOn: in.GivenOn, Platforms: in.Platforms, Countries: in.Countries,
		Face: in.Face, Voice: in.Voice, Guardian: in.Guardian, Witness: in.Witness, ExpiresAt: in.ExpiresAt.UTC(),
	})
	if err != nil {
		return consentResponse{}, err
	}
	return a.respondConsent(consent), nil
}

type endConsentRequest struct {
	ID        models.ID[models.Messenger] `param:"id" json:"-"`
	ConsentID models.ID[models.Consent]   `param:"consent_id" json:"-"`
	Reason    string                      `json:"reason" validate:"max=1000" doc:"Nobody has to give one."`
}

// endedResponse is a consent that was withdrawn, with what that set off.
type endedResponse struct {
	consentResponse

	Voided    int  `json:"voided" doc:"Submissions that lost their force."`
	Cancelled int  `json:"cancelled" doc:"Deliveries that had not left."`
	Removing  int  `json:"removing" doc:"Live posts that are being taken down."`
	Forgotten bool `json:"forgotten" doc:"No consent is left, so who the messenger is was destroyed."`
}

func (a *API) endConsent(ctx context.Context, in endConsentRequest) (endedResponse, error) {
	ending, err := a.desks.Planning.EndConsent(ctx, actor(ctx), in.ID, in.ConsentID, in.Reason)
	if err != nil {
		return endedResponse{}, err
	}
	return endedResponse{a.respondConsent(ending.Consent), ending.Voided, ending.Cancelled, ending.Removing, ending.Forgotten}, nil
}

// riskFields is a judgement of the danger to a messenger.
type riskFields struct {
	Level       string    `json:"level" validate:"required,risk_level"`
	Mitigations string    `json:"mitigations" validate:"max=5000"`
	Reviewers   []string  `json:"reviewers" validate:"required,min=1,max=10,dive,max=200"`
	Together    bool      `json:"together" doc:"It covers that a former extremist and somebody who was hurt speak in one campaign."`
	ValidUntil  time.Time `json:"valid_until" validate:"required"`
}

type assessRiskRequest struct {
	riskFields

	ID models.ID[models.Messenger] `param:"id" json:"-"`
}

type riskResponse struct {
	riskFields

	ID        string    `json:"id"`
	Live      bool      `json:"live"`
	CreatedAt time.Time `json:"created_at"`
}

func (a *API) respondRisk(r *models.RiskAssessment) riskResponse {
	return riskResponse{riskFields{r.Level, r.Mitigations, r.Reviewers, r.Together, r.ValidUntil}, r.ID.String(), r.Live(a.now()), r.CreatedAt}
}

type risksResponse struct {
	Items []riskResponse `json:"items"`
}

func (a *API) listRisks(ctx context.Context, in messengerRequest) (risksResponse, error) {
	records := a.records.As(actor(ctx))
	if _, err := records.Messenger(ctx, in.ID); err != nil {
		return risksResponse{}, err
	}
	risks, err := records.Risks(ctx, in.ID)
	out := risksResponse{Items: []riskResponse{}}
	for i := range risks {
		out.Items = append(out.Items, a.respondRisk(&risks[i]))
	}
	return out, err
}

func (a *API) assessRisk(ctx context.Context, in assessRiskRequest) (riskResponse, error) {
	risk, err := a.desks.Planning.Assess(ctx, actor(ctx), in.ID, models.RiskAssessment{
		Level: in.Level, Mitigations: in.Mitigations, Reviewers: in.Reviewers, Together: in.Together, ValidUntil: in.ValidUntil.UTC(),
	})
	if err != nil {
		return riskResponse{}, err
	}
	return a.respondRisk(risk), nil
}
