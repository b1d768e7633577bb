package api

import (
	"cmp"
	"context"

	"caravan/models"
)

// approvalRuleFields is who has to agree in a country, from when on and on
// what ground. Empty message_type and channel_class: any.
type approvalRuleFields struct {
	Country       string      `json:"country" validate:"required,country"`
	MessageType   string      `json:"message_type" validate:"omitempty,message_type"`
	ChannelClass  string      `json:"channel_class" validate:"omitempty,channel_class"`
	Occasion      string      `json:"occasion" validate:"omitempty,rule_occasion" doc:"Empty: always; else only then, besides those who have to agree always."`
	Mode          string      `json:"mode" validate:"required,approval_mode"`
	Authority     string      `json:"authority" validate:"required,max=300" doc:"The body, in words."`
	AuthorityID   string      `json:"authority_id" validate:"omitempty,uuid" doc:"The organisation that decides."`
	Quorum        int         `json:"quorum" validate:"min=0,max=20" doc:"How many distinct persons have to agree."`
	DeadlineHours int         `json:"deadline_hours" validate:"min=0,max=8760"`
	Silence       string      `json:"silence" validate:"omitempty,silence" doc:"What it means that nobody decides in time. Empty: escalate."`
	Signed        bool        `json:"signed" doc:"Whoever agrees signs with a security key. Silence cannot."`
	ValidityHours int         `json:"validity_hours" validate:"min=1,max=43800"`
	Source        string      `json:"source" validate:"required,max=1000" doc:"The law or agreement."`
	ValidFrom     models.Date `json:"valid_from" validate:"required"`
	ValidTo       models.Date `json:"valid_to"`
}

func (f approvalRuleFields) rule() (models.ApprovalRule, error) {
	r := models.ApprovalRule{
		Country: f.Country, MessageType: f.MessageType, ChannelClass: f.ChannelClass, Occasion: f.Occasion, Mode: f.Mode, Authority: f.Authority,
		Quorum: f.Quorum, DeadlineHours: f.DeadlineHours, Silence: models.Silence(cmp.Or(f.Silence, string(models.SilenceEscalates))), Signed: f.Signed, ValidityHours: f.ValidityHours, Source: f.Source, ValidFrom: f.ValidFrom, ValidTo: f.ValidTo,
	}
	if f.AuthorityID == "" {
		return r, nil
	}
	id, err := models.ParseID[models.Organization](f.AuthorityID)
	r.AuthorityID = &id
	return r, err
}

type makeApprovalRuleRequest struct{ approvalRuleFields }

type changeApprovalRuleRequest struct {
	approvalRuleFields

	ID      models.ID[models.ApprovalRule] `param:"id" json:"-"`
	IfMatch string                         `header:"If-Match" json:"-"`
}

type approvalRuleRequest struct {
	ID models.ID[models.ApprovalRule] `param:"id" json:"-"`
}

type listApprovalRulesRequest struct {
	paging

	Country string `query:"country" json:"-" validate:"omitempty,country"`
}

type approvalRuleResponse struct {
	approvalRuleFields

	ID      string `json:"id"`
	Version int    `json:"version"`
}

// ETag is the version of the rule.
func (r approvalRuleResponse) ETag() string { return etag(r.Version) }

// Location is where the rule is read.
func (r approvalRuleResponse) Location() string { return "/api/v1/approval_rules/" + r.ID }

func respondApprovalRule(r *models.ApprovalRule) approvalRuleResponse {
	out := approvalRuleResponse{ID: r.ID.String(), Version: r.Version, approvalRuleFields: approvalRuleFields{
		Country: r.Country, MessageType: r.MessageType, ChannelClass: r.ChannelClass, Occasion: r.Occasion, Mode: r.Mode, Authority: r.Authority,
		Quorum: r.Quorum, DeadlineHours: r.DeadlineHours, Silence: string(r.Silence), Signed: r.Signed, ValidityHours: r.ValidityHours, Source: r.Source, ValidFrom: r.ValidFrom, ValidTo: r.ValidTo,
	}}
	if r.AuthorityID != nil {
		out.AuthorityID = r.AuthorityID.String()
	}
	return out
}

func (a *API) listApprovalRules(ctx context.Context, in listApprovalRulesRequest) (listResponse[approvalRuleResponse], error) {
	p, err := a.page(ctx, in.paging, "country")
	if err != nil {
		return listResponse[approvalRuleResponse]{}, err
	}
	rules, err := a.records.As(actor(ctx)).AllRules(ctx, in.Country, p)
	if err != nil {
		return listResponse[approvalRuleResponse]{}, err
	}
	return respondPage(ctx, a, p, rules, respondApprovalRule, func(r *models.ApprovalRule) (string, string) { return r.ID.String(), r.Country }), nil
}

func (a *API) readApprovalRule(ctx context.Context, in approvalRuleRequest) (approvalRuleResponse, error) {
	rule, err := a.records.As(actor(ctx)).Rule(ctx, in.ID)
	if err != nil {
		return approvalRuleResponse{}, err
	}
	return respondApprovalRule(rule), nil
}

func (a *API) makeApprovalRule(ctx context.Context, in makeApprovalRuleRequest) (approvalRuleResponse, error) {
	rule, err := in.rule()
	if err != nil {
		return approvalRuleResponse{}, err
	}
	made, err := a.desks.Approval.Rule(ctx, actor(ctx), rule)
	if err != nil {
		return approvalRuleResponse{}, err
	}
	return respondApprovalRule(made), nil
}

func (a *API) changeApprovalRule(ctx context.Context, in changeApprovalRuleRequest) (approvalRuleResponse, error) {
	read, err := readVersion(in.IfMatch)
	if err != nil {
		return approvalRuleResponse{}, err
	}
	rule, err := in.rule()
	if err != nil {
		return approvalRuleResponse{}, err
	}
	changed, err := a.desks.Approval.ChangeRule(ctx, actor(ctx), in.ID, read, rule)
	if err != nil {
		return approvalRuleResponse{}, err
	}
	return respondApprovalRule(changed), nil
}
