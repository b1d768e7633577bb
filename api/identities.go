package api

import (
	"context"
	"encoding/base64"
	"errors"
	"log/slog"
	"time"

	"caravan/internal/store"
	"caravan/models"
)

// custodian returns the records. For who may not be shown identities, though
// their role would allow it, there is nothing.
func (a *API) custodian(ctx context.Context) (*store.Scope, error) {
	who := actor(ctx)
	records := a.records.As(who)
	offices, err := records.Offices(ctx, who.UserID)
	if err != nil {
		return nil, err
	}
	if who.CheckCustodian(offices) != nil {
		return nil, models.ErrMissing
	}
	return records, nil
}

type keepKeyRequest struct {
	Recipient string `json:"recipient" validate:"required,max=100" doc:"Public half of an age key (X25519): age1... The private half is never sent."`
	Recovery  bool   `json:"recovery" doc:"It is the recovery key of the organisation, which lies apart from every machine."`
}

// custodianKeyResponse is a key that identities are sealed to.
type custodianKeyResponse struct {
	ID        string    `json:"id"`
	Recipient string    `json:"recipient"`
	Recovery  bool      `json:"recovery"`
	Custodian string    `json:"custodian" doc:"Who made it."`
	Mine      bool      `json:"mine"`
	CreatedAt time.Time `json:"created_at"`
}

type custodianKeysResponse struct {
	Items      []custodianKeyResponse `json:"items"`
	Custodians []string               `json:"custodians" doc:"Names of all who may be shown identities, with or without a key."`
}

func (a *API) respondKeys(ctx context.Context) (custodianKeysResponse, error) {
	who := actor(ctx)
	records := a.records.As(who)
	out := custodianKeysResponse{Items: []custodianKeyResponse{}, Custodians: []string{}}
	keys, err := records.CustodianKeys(ctx)
	if err != nil {
		return out, err
	}
	people, err := records.Custodians(ctx)
	names := map[models.ID[models.User]]string{}
	for _, u := range people {
		names[u.ID] = u.Name
		out.Custodians = append(out.Custodians, u.Name)
	}
	for _, k := range keys {
		out.Items = append(out.Items, custodianKeyResponse{
			k.ID.String(), k.Recipient, k.Recovery, names[k.UserID], !k.Recovery && k.UserID == who.UserID, k.CreatedAt,
		})
	}
	return out, err
}

func (a *API) listCustodianKeys(ctx context.Context, _ nothing) (custodianKeysResponse, error) {
	return a.respondKeys(ctx)
}

func (a *API) keepCustodianKey(ctx context.Context, in keepKeyRequest) (custodianKeysResponse, error) {
	if _, err := a.desks.Planning.KeepKey(ctx, actor(ctx), in.Recipient, in.Recovery); err != nil {
		return custodianKeysResponse{}, err
	}
	return a.respondKeys(ctx)
}

type sealIdentityRequest struct {
	ID         models.ID[models.Messenger] `param:"id" json:"-"`
	Ciphertext string                      `json:"ciphertext" validate:"required,max=90000" doc:"An age file in base64, sealed in the browser to every key of now. Names have no place in anything else that is sent."`
	Keys       []string                    `json:"keys" validate:"required,min=3,max=50,dive,max=36" doc:"IDs of the keys that it is sealed to."`
}

func (a *API) sealIdentity(ctx context.Context, in sealIdentityRequest) (nothing, error) {
	if _, err := a.records.As(actor(ctx)).Messenger(ctx, in.ID); err != nil {
		return nothing{}, err
	}
	file, err := base64.StdEncoding.DecodeString(in.Ciphertext)
	if err != nil {
		return nothing{}, models.ErrNotSealed.At("/ciphertext")
	}
	to := make([]models.ID[models.CustodianKey], 0, len(in.Keys))
	for _, text := range in.Keys {
		id, err := models.ParseID[models.CustodianKey](text)
		if err != nil {
			return nothing{}, models.ErrWrongRecipients
		}
		to = append(to, id)
	}
	_, err = a.desks.Planning.Seal(ctx, actor(ctx), in.ID, file, to)
	return nothing{}, err
}

// identityResponse is what a custodian sees of a sealed identity from outside.
type identityResponse struct {
	Sealed    bool                `json:"sealed"`
	SealedOn  models.Date         `json:"sealed_on" doc:"Empty where none is kept."`
	Current   bool                `json:"current" doc:"Sealed to exactly those who are custodians now."`
	Destroyed []destroyedResponse `json:"destroyed" doc:"What was kept before, newest first."`
	Reveals   []revealResponse    `json:"reveals" doc:"Who asked for it lately, newest first."`
}

type destroyedResponse struct {
	SealedOn models.Date `json:"sealed_on"`
	On       models.Date `json:"on"`
	Why      string      `json:"why" validate:"oneof=withdrawn replaced retention"`
}

func (a *API) readIdentity(ctx context.Context, in messengerRequest) (identityResponse, error) {
	out := identityResponse{Destroyed: []destroyedResponse{}, Reveals: []revealResponse{}}
	records, err := a.custodian(ctx)
	if err != nil {
		return out, err
	}
	if _, err := records.Messenger(ctx, in.ID); err != nil {
		return out, err
	}
	kept, err := records.IdentitiesOf(ctx, in.ID)
	if err != nil {
		return out, err
	}
	keys, err := records.CustodianKeys(ctx)
	if err != nil {
		return out, err
	}
	for _, i := range kept {
		if i.DestroyedOn != "" {
			out.Destroyed = append(out.Destroyed, destroyedResponse{i.SealedOn, i.DestroyedOn, i.DestroyedFor})
			continue
		}
		out.Sealed, out.SealedOn, out.Current = true, i.SealedOn, models.SealedTo(keys, i.Recipients) == nil
	}
	reveals, err := records.Reveals(ctx, store.Page{Limit: 100})
	if err != nil {
		return out, err
	}
	all, err := a.respondReveals(ctx, records, reveals)
	for _, r := range all {
		if r.MessengerID == in.ID.String() {
			out.Reveals = append(out.Reveals, r)
		}
	}
	return out, err
}

type askIdentityRequest struct {
	ID         models.ID[models.Messenger] `param:"id" json:"-"`
	Reason     string                      `json:"reason" validate:"required,max=1000" doc:"Stands in the audit trail. No names."`
	Fields     []string                    `json:"fields" validate:"required,min=1,max=3,dive,oneof=name contact emergency_contact"`
	BreakGlass bool                        `json:"break_glass" doc:"For a threat to life: without a second person, once a day, told to the ombudsperson, and looked at by somebody else within a day."`
	Code       string                      `json:"code" validate:"max=100" doc:"From your sealed envelope, to break the glass with; it works once. Empty otherwise."`
}

// revealResponse is a custodian's asking, with what came of it. Nothing of the
// identity is in it.
type revealResponse struct {
	ID          string     `json:"id"`
	MessengerID string     `json:"messenger_id"`
	Pseudonym   string     `json:"pseudonym"`
	State       string     `json:"state" validate:"oneof=pending_second_person approved given lapsed"`
	Reason      string     `json:"reason"`
	Fields      []string   `json:"fields" validate:"dive,oneof=name contact emergency_contact"`
	BreakGlass  bool       `json:"break_glass"`
	AskedBy     string     `json:"asked_by"`
	Mine        bool       `json:"mine"`
	AskedAt     time.Time  `json:"asked_at"`
	ApprovedBy  string     `json:"approved_by"`
	ExpiresAt   *time.Time `json:"expires_at" doc:"Until when whoever asked may open it, once; null before it is approved."`
	GivenAt     *time.Time `json:"given_at"`
	ReviewDue   *time.Time `json:"review_due" doc:"When another custodian has to have looked at it; null where that is not needed, or done."`
	Review      string     `json:"review"`
}

func (a *API) respondReveals(ctx context.Context, records *store.Scope, reveals []models.Reveal) ([]revealResponse, error) {
	people, err := records.PeopleOf(ctx, reveals)
	if err != nil {
		return nil, err
	}
	speakers, err := records.SpeakersOf(ctx, reveals)
	if err != nil {
		return nil, err
	}
	out := make([]revealResponse, 0, len(reveals))
	for i := range reveals {
		r := &reveals[i]
		shown := revealResponse{
			ID: r.ID.String(), MessengerID: r.MessengerID.String(), Pseudonym: speakers[r.MessengerID], State: r.State(a.now()), Reason: r.Reason, Fields: r.Fields,
			BreakGlass: r.BreakGlass, AskedBy: people[r.AskedBy], Mine: r.AskedBy == actor(ctx).UserID, AskedAt: r.AskedAt,
			ExpiresAt: r.ExpiresAt, GivenAt: r.GivenAt, ReviewDue: r.ReviewDue(), Review: r.Review,
		}
		if r.ApprovedBy != nil {
			shown.ApprovedBy = people[*r.ApprovedBy]
		}
		out = append(out, shown)
	}
	return out, nil
}

// respondReveal is one reveal after a custodian's part in it.
func (a *API) respondReveal(ctx context.Context, r *models.Reveal, err error) (revealResponse, error) {
	if err != nil {
		return revealResponse{}, err
	}
	all, err := a.respondReveals(ctx, a.records.As(actor(ctx)), []models.Reveal{*r})
	if err != nil {
		return revealResponse{}, err
	}
	return all[0], nil
}

type revealsResponse struct {
	Items []revealResponse `json:"items"`
}

func (a *API) listReveals(ctx context.Context, _ nothing) (revealsResponse, error) {
	records, err := a.custodian(ctx)
	if err != nil {
		return revealsResponse{}, err
	}
	reveals, err := records.Reveals(ctx, store.Page{Limit: 100})
	if err != nil {
		return revealsResponse{}, err
	}
	items, err := a.respondReveals(ctx, records, reveals)
	return revealsResponse{items}, err
}

func (a *API) askIdentity(ctx context.Context, in askIdentityRequest) (revealResponse, error) {
	who := actor(ctx)
	if !in.BreakGlass {
		reveal, err := a.desks.Planning.Ask(ctx, who, in.ID, in.Reason, in.Fields)
		return a.respondReveal(ctx, reveal, err)
	}
	var reveal *models.Reveal
	err := a.guess(ctx, "envelope of "+who.Email, func() (err error) {
		reveal, err = a.desks.Planning.BreakGlass(ctx, who, in.ID, in.Reason, in.Fields, in.Code)
		return err
	})
	return a.respondReveal(ctx, reveal, err)
}

type revealRequest struct {
	ID models.ID[models.Reveal] `param:"id" json:"-"`
}

func (a *API) approveReveal(ctx context.Context, in revealRequest) (revealResponse, error) {
	reveal, err := a.desks.Planning.Approve(ctx, actor(ctx), in.ID)
	return a.respondReveal(ctx, reveal, err)
}

type reviewRevealRequest struct {
	ID     models.ID[models.Reveal] `param:"id" json:"-"`
	Review string                   `json:"review" validate:"required,max=1000"`
}

func (a *API) reviewReveal(ctx context.Context, in reviewRevealRequest) (revealResponse, error) {
	reveal, err := a.desks.Planning.Review(ctx, actor(ctx), in.ID, in.Review)
	return a.respondReveal(ctx, reveal, err)
}

// openedResponse is a sealed identity, for whoever asked and for once. It is
// opened in their browser.
type openedResponse struct {
	Ciphertext string   `json:"ciphertext" doc:"An age file in base64. Given once."`
	Fields     []string `json:"fields" validate:"dive,oneof=name contact emergency_contact"`
}

// withoutSecret keeps the file out of what is kept for an Idempotency-Key.
func (o openedResponse) withoutSecret() any { return openedResponse{Fields: o.Fields} }

func (a *API) openIdentity(ctx context.Context, in revealRequest) (openedResponse, error) {
	reveal, file, err := a.desks.Planning.Give(ctx, actor(ctx), in.ID)
	if errors.Is(err, models.ErrUnavailable) {
		a.log.ErrorContext(ctx, "an identity was not given", slog.String("request_id", visitOf(ctx).id), slog.Any("error", err))
	}
	if err != nil {
		return openedResponse{}, err
	}
	return openedResponse{base64.StdEncoding.EncodeToString(file), reveal.Fields}, nil
}
