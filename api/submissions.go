package api

import (
	"context"
	"slices"
	"strings"
	"time"

	"caravan/internal/approval"
	"caravan/internal/store"
	"caravan/models"
)

// submitRequest asks countries to approve a version for channels and days.
type submitRequest struct {
	VersionID  string        `json:"version_id" validate:"required,uuid"`
	Countries  []string      `json:"countries" validate:"required,min=1,max=6,dive,country" doc:"All of them are asked, or none if one cannot be."`
	ChannelIDs []string      `json:"channel_ids" validate:"required,min=1,max=50,dive,uuid" doc:"Each country judges those that reach it."`
	Period     models.Period `json:"period"`
}

type submissionRequest struct {
	ID models.ID[models.Submission] `param:"id" json:"-"`
}

type listSubmissionsRequest struct {
	paging

	Country    string                     `query:"country" json:"-" validate:"omitempty,country"`
	State      string                     `query:"state" json:"-" validate:"omitempty,submission_state"`
	CampaignID models.ID[models.Campaign] `query:"campaign_id" json:"-"`
	MessageID  models.ID[models.Message]  `query:"message_id" json:"-"`
	Sort       string                     `query:"sort" json:"-" default:"-submitted_at" validate:"oneof=-submitted_at submitted_at due_at -due_at"`
}

// column is what the store sorts by: IDs are in the order of submission.
func (r listSubmissionsRequest) column() string {
	return strings.Replace(r.Sort, "submitted_at", "id", 1)
}

func (r listSubmissionsRequest) filter() store.SubmissionFilter {
	return store.SubmissionFilter{Country: r.Country, State: models.SubmissionState(r.State), Campaign: r.CampaignID, Message: r.MessageID}
}

// A partyResponse is an organisation as others see it.
type partyResponse struct {
	ID      string `json:"id"`
	Name    string `json:"name"`
	Kind    string `json:"kind"`
	Country string `json:"country"`
	Contact string `json:"contact"`
}

func respondParty(o models.Organization) partyResponse {
	return partyResponse{o.ID.String(), o.PublicName, o.Kind, o.Country, o.Contact}
}

type submissionResponse struct {
	ID           string                 `json:"id"`
	Country      string                 `json:"country"`
	State        models.SubmissionState `json:"state"`
	VoidReason   string                 `json:"void_reason" doc:"Why it is void; a code."`
	CampaignID   string                 `json:"campaign_id"`
	CampaignName string                 `json:"campaign_name"`
	MessageID    string                 `json:"message_id"`
	MessageName  string                 `json:"message_name" doc:"How its first text begins."`
	VersionID    string                 `json:"version_id"`
	Number       string                 `json:"number" doc:"Of the version."`
	Languages    []string               `json:"languages"`
	Organization partyResponse          `json:"organization" doc:"Who asks."`
	Authority    partyResponse          `json:"authority" doc:"Who is asked."`
	Period       models.Period          `json:"period"`
	Quorum       int                    `json:"quorum" doc:"How many distinct persons have to agree."`
	Agreed       int                    `json:"agreed" doc:"How many have."`
	Signed       bool                   `json:"signed" doc:"Whoever agrees signs with a security key."`
	Overlaps     int                    `json:"overlaps" doc:"Other campaigns before the same public on the same days."`
	Contradicts  bool                   `json:"contradicts" doc:"One of them says the opposite."`
	Barred       string                 `json:"barred" doc:"Why you cannot decide on it; a code. Empty: you can."`
	Digest       models.Digest          `json:"digest"`
	SubmittedAt  time.Time              `json:"submitted_at"`
	DueAt        time.Time              `json:"due_at"`
	Silence      models.Silence         `json:"silence" validate:"silence" doc:"What it means that nobody decides in time."`
	EscalatedAt  *time.Time             `json:"escalated_at" doc:"When the time was over and nobody had decided."`
	BySilence    bool                   `json:"by_silence" doc:"Decided by the rule, because nobody decided in time."`
	DecidedAt    *time.Time             `json:"decided_at"`
	ValidUntil   *time.Time             `json:"valid_until"`
	Version      int                    `json:"version"`
}

// ETag is the version of the submission.
func (s submissionResponse) ETag() string { return etag(s.Version) }

// Location is where the submission is read.
func (s submissionResponse) Location() string { return "/api/v1/submissions/" + s.ID }

// respondSubmission says what a list shows of a submission to somebody.
func respondSubmission(d *store.Docket, who models.Actor) submissionResponse {
	s := &d.Submission
	r := submissionResponse{
		ID: s.ID.String(), Country: s.Country, State: s.State, VoidReason: s.VoidReason, CampaignID: s.CampaignID.String(),
		CampaignName: d.Campaign.NameOutside(), MessageID: s.MessageID.String(), VersionID: s.VersionID.String(),
		Number: s.Statement.Version, Organization: respondParty(d.Owner), Authority: respondParty(d.Authority), Period: s.Statement.Period,
		Quorum: s.Quorum, Agreed: s.Agreed(d.Decisions), Signed: s.Signed, Overlaps: len(d.Overlaps), Barred: barred(d, who), Digest: s.Digest,
		SubmittedAt: s.SubmittedAt, DueAt: s.DueAt, Silence: s.Silence, EscalatedAt: s.EscalatedAt, BySilence: s.BySilence, DecidedAt: s.DecidedAt, ValidUntil: s.ValidUntil, Version: s.Version, Languages: []string{},
	}
	for _, t := range s.Statement.Texts {
		r.Languages = append(r.Languages, t.Language)
	}
	if len(s.Statement.Texts) > 0 {
		r.MessageName = s.Statement.Texts[0].Name()
	}
	r.Contradicts = slices.ContainsFunc(d.Overlaps, func(o models.Overlap) bool { return o.Contradicts })
	return r
}

// barred returns the code of what keeps somebody from deciding, if anything
// does.
func barred(d *store.Docket, who models.Actor) string {
	switch {
	case !who.May(models.Decide):
		return models.ErrForbidden.Code
	case slices.ContainsFunc(d.Decisions, func(e models.Decision) bool { return e.UserID == who.UserID }):
		return models.ErrTaken.Code
	default:
		return codeOf(d.Submission.Judge(who))
	}
}

type submissionsResponse struct {
	Items []submissionResponse `json:"items"`
}

func (a *API) submit(ctx context.Context, in submitRequest) (submissionsResponse, error) {
	asked := approval.Request{Period: in.Period}
	asked.Version, _ = models.ParseID[models.MessageVersion](in.VersionID)
	for _, text := range in.ChannelIDs {
		id, _ := models.ParseID[models.Channel](text)
		asked.Channels = append(asked.Channels, id)
	}
	made, err := a.desks.Approval.SubmitToEach(ctx, actor(ctx), asked, in.Countries)
	if err != nil {
		return submissionsResponse{}, err
	}
	dockets, err := a.records.As(actor(ctx)).Dockets(ctx, made)
	out := submissionsResponse{Items: []submissionResponse{}}
	for i := range dockets {
		out.Items = append(out.Items, respondSubmission(&dockets[i], actor(ctx)))
	}
	return out, err
}

func (a *API) listSubmissions(ctx context.Context, in listSubmissionsRequest) (listResponse[submissionResponse], error) {
	p, err := a.page(ctx, in.paging, in.column())
	if err != nil {
		return listResponse[submissionResponse]{}, err
	}
	scope := a.records.As(actor(ctx))
	found, err := scope.Submissions(ctx, in.filter(), p)
	if err != nil {
		return listResponse[submissionResponse]{}, err
	}
	dockets, err := scope.Dockets(ctx, found)
	if err != nil {
		return listResponse[submissionResponse]{}, err
	}
	respond := func(d *store.Docket) submissionResponse { return respondSubmission(d, actor(ctx)) }
	return respondPage(ctx, a, p, dockets, respond, func(d *store.Docket) (string, string) {
		return d.Submission.ID.String(), d.Submission.DueAt.Format(time.RFC3339Nano)
	}), nil
}

func (a *API) readSubmission(ctx context.Context, in submissionRequest) (submissionResponse, error) {
	return a.showSubmission(ctx, in.ID)
}

func (a *API) withdrawSubmission(ctx context.Context, in submissionRequest) (submissionResponse, error) {
	if _, err := a.desks.Approval.Withdraw(ctx, actor(ctx), in.ID); err != nil {
		return submissionResponse{}, err
	}
	return a.showSubmission(ctx, in.ID)
}

// showSubmission reads a submission as it stands now.
func (a *API) showSubmission(ctx context.Context, id models.ID[models.Submission]) (submissionResponse, error) {
	scope := a.records.As(actor(ctx))
	submission, err := scope.Submission(ctx, id)
	if err != nil {
		return submissionResponse{}, err
	}
	dockets, err := scope.Dockets(ctx, []models.Submission{*submission})
	if err != nil {
		return submissionResponse{}, err
	}
	return respondSubmission(&dockets[0], actor(ctx)), nil
}

// wordFields is one person's word on exactly what they read.
type wordFields struct {
	ID          models.ID[models.Submission] `param:"id" json:"-"`
	Kind        models.DecisionKind          `json:"kind" validate:"required,oneof=approve approve_with_conditions return refuse"`
	Digest      models.Digest                `json:"digest" validate:"required,len=64" doc:"Of the dossier that was read."`
	Ground      string                       `json:"ground" validate:"omitempty,refusal_ground" doc:"A refusal names one."`
	LegalBasis  string                       `json:"legal_basis" validate:"max=1000" doc:"A refusal names one."`
	Comment     string                       `json:"comment" validate:"max=5000" doc:"A refusal or a return says why."`
	Conditions  string                       `json:"conditions" validate:"max=5000"`
	StateAction string                       `json:"state_action" validate:"omitempty,state_action" doc:"A state body that agrees says whether it plans anything that would contradict the message; if so, the comment says what."`
	Hosts       []string                     `json:"hosts" validate:"max=100,dive,max=300" doc:"Each of the dossier's lookalike_hosts, which whoever agrees has looked at."`
}

func (f wordFields) word() models.Decision {
	return models.Decision{
		SubmissionID: f.ID, Kind: f.Kind, Digest: f.Digest, Ground: f.Ground, LegalBasis: f.LegalBasis, Comment: f.Comment, Conditions: f.Conditions, StateAction: f.StateAction,
		Hosts: f.Hosts,
	}
}

type beginDecisionRequest struct{ wordFields }

type decideRequest struct {
	wordFields

	Ceremony   string `json:"ceremony" validate:"omitempty,max=200" doc:"Of the challenge that a security key signed for this decision, if it did."`
	Credential string `json:"credential" validate:"omitempty,max=65536" doc:"The answer of the key: JSON text of PublicKeyCredential.toJSON."`
}

// beginDecision has the person's security keys asked to sign a decision that
// would be taken.
func (a *API) beginDecision(ctx context.Context, in beginDecisionRequest) (challengeResponse, error) {
	if err := a.desks.Approval.Weigh(ctx, actor(ctx), in.word()); err != nil {
		return challengeResponse{}, err
	}
	return respondChallenge(a.desks.Access.BeginSignature(ctx, actor(ctx), in.word()))
}

func (a *API) decide(ctx context.Context, in decideRequest) (submissionResponse, error) {
	word := in.word()
	if in.Ceremony != "" || in.Credential != "" {
		if err := a.desks.Access.Sign(ctx, actor(ctx), &word, in.Ceremony, in.Credential); err != nil {
			return submissionResponse{}, err
		}
	}
	if _, err := a.desks.Approval.Decide(ctx, actor(ctx), word); err != nil {
		return submissionResponse{}, err
	}
	return a.showSubmission(ctx, in.ID)
}

type decisionResponse struct {
	ID           string              `json:"id"`
	Kind         models.DecisionKind `json:"kind"`
	Digest       models.Digest       `json:"digest" doc:"Of what was read."`
	Ground       string              `json:"ground"`
	LegalBasis   string              `json:"legal_basis"`
	Comment      string              `json:"comment"`
	Conditions   string              `json:"conditions"`
	StateAction  string              `json:"state_action"`
	Signed       bool                `json:"signed" doc:"A security key of theirs signed it."`
	Person       string              `json:"person" doc:"Who decided; empty outside their organisation."`
	Organization string              `json:"organization"`
	CreatedAt    time.Time           `json:"created_at"`
}

type decisionsResponse struct {
	Items []decisionResponse `json:"items"`
}

// respondDecisions names the persons to their own organisation only.
func respondDecisions(d *store.Dossier, who models.Actor) []decisionResponse {
	out := []decisionResponse{}
	for _, w := range d.Decisions {
		r := decisionResponse{
			ID: w.ID.String(), Kind: w.Kind, Digest: w.Digest, Ground: w.Ground, LegalBasis: w.LegalBasis, Comment: w.Comment,
			Conditions: w.Conditions, StateAction: w.StateAction, Signed: w.Signature != nil, Organization: d.Authority.PublicName, CreatedAt: w.CreatedAt,
		}
		if w.OrganizationID == who.OrganizationID {
			r.Person = d.People[w.UserID].Name
		}
		out = append(out, r)
	}
	return out
}

func (a *API) listDecisions(ctx context.Context, in submissionRequest) (decisionsResponse, error) {
	dossier, err := a.records.As(actor(ctx)).Dossier(ctx, in.ID)
	if err != nil {
		return decisionsResponse{}, err
	}
	return decisionsResponse{respondDecisions(dossier, actor(ctx))}, nil
}
