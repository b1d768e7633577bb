package store

import (
	"context"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"caravan/models"
)

// Version reads a frozen version.
func (s *Scope) Version(ctx context.Context, id models.ID[models.MessageVersion]) (*models.MessageVersion, error) {
	return take(ctx, s.db, s.own("message_versions"), id)
}

// CreateVersion writes a frozen version.
func (s *Scope) CreateVersion(ctx context.Context, v *models.MessageVersion) error {
	return create(ctx, s.db, v)
}

// SaveReview writes who passed a version, or why it is void; nothing else of a
// version ever changes.
func (s *Scope) SaveReview(ctx context.Context, v *models.MessageVersion) error {
	_, err := of[models.MessageVersion](s.db).Where("id = ?", v.ID).
		Select("reviewed_by", "reviewed_at", "voided_at", "void_reason").Updates(ctx, *v)
	return translate(err)
}

// Rules lists the approval rules of countries.
func (s *Scope) Rules(ctx context.Context, countries ...string) ([]models.ApprovalRule, error) {
	rules, err := of[models.ApprovalRule](s.db).Where("country IN ?", countries).Order("id").Find(ctx)
	return rules, translate(err)
}

// Windows lists the election windows of countries, the latest first.
func (s *Scope) Windows(ctx context.Context, countries ...string) ([]models.ElectionWindow, error) {
	windows, err := of[models.ElectionWindow](s.db).Where("country IN ?", countries).Order("from_day DESC, id").Find(ctx)
	return windows, translate(err)
}

// Window reads an election window.
func (s *Scope) Window(ctx context.Context, id models.ID[models.ElectionWindow]) (*models.ElectionWindow, error) {
	return take(ctx, s.db, everybody, id)
}

// CreateWindow writes a new election window.
func (s *Scope) CreateWindow(ctx context.Context, w *models.ElectionWindow) error {
	return create(ctx, s.db, w)
}

// SaveWindow writes a changed election window, or is stale.
func (s *Scope) SaveWindow(ctx context.Context, w *models.ElectionWindow) error {
	return save(ctx, s.db, w.ID, &w.Version, w)
}

// Rule reads an approval rule.
func (s *Scope) Rule(ctx context.Context, id models.ID[models.ApprovalRule]) (*models.ApprovalRule, error) {
	return take(ctx, s.db, everybody, id)
}

// CreateRule writes a new approval rule.
func (s *Scope) CreateRule(ctx context.Context, r *models.ApprovalRule) error {
	return create(ctx, s.db, r)
}

// SaveRule writes a changed approval rule, or is stale.
func (s *Scope) SaveRule(ctx context.Context, r *models.ApprovalRule) error {
	return save(ctx, s.db, r.ID, &r.Version, r)
}

// AllRules lists the approval rules of all countries, or of one, by country.
func (s *Scope) AllRules(ctx context.Context, country string, p Page) ([]models.ApprovalRule, error) {
	var conditions []condition
	if country != "" {
		conditions = append(conditions, where("country = ?", country))
	}
	return list[models.ApprovalRule](ctx, s.db, everybody, p, conditions...)
}

// submitted narrows submissions to those the actor's organisation made or has
// to judge. Authorities see nothing before it is submitted, and nothing that
// was taken back before they decided.
func (s *Scope) submitted(st *gorm.Statement) {
	if s.who.IsSystem() {
		return
	}
	st.AddClause(clause.Where{Exprs: []clause.Expression{clause.Expr{
		SQL:  "(submissions.organization_id = ? OR submissions.authority_id = ? AND (submissions.void_reason <> ? OR submissions.decided_at IS NOT NULL))",
		Vars: []any{s.who.OrganizationID, s.who.OrganizationID, models.VoidWithdrawn},
	}}})
}

// SubmissionFilter narrows a list of submissions; empty fields do not.
type SubmissionFilter struct {
	Country  string
	State    models.SubmissionState
	Campaign models.ID[models.Campaign]
	Message  models.ID[models.Message]
}

// Submissions lists what the organisation submitted or has to judge.
func (s *Scope) Submissions(ctx context.Context, f SubmissionFilter, p Page) ([]models.Submission, error) {
	var c []condition
	if f.Country != "" {
		c = append(c, where("country = ?", f.Country))
	}
	if f.State != "" {
		c = append(c, where("state = ?", f.State))
	}
	if !f.Campaign.IsZero() {
		c = append(c, where("campaign_id = ?", f.Campaign))
	}
	if !f.Message.IsZero() {
		c = append(c, where("message_id = ?", f.Message))
	}
	return list[models.Submission](ctx, s.db, s.submitted, p, c...)
}

// Submission reads a submission. Inside a transaction on Postgres it stays
// locked, so that racing decisions count each other.
func (s *Scope) Submission(ctx context.Context, id models.ID[models.Submission]) (*models.Submission, error) {
	return take(ctx, s.db, s.held(s.submitted), id)
}

// SubmissionsOf lists the submissions of a message, newest first.
func (s *Scope) SubmissionsOf(ctx context.Context, message models.ID[models.Message]) ([]models.Submission, error) {
	found, err := of[models.Submission](s.db).Scopes(s.submitted).Where("message_id = ?", message).Order("id DESC").Find(ctx)
	return found, translate(err)
}

// CreateSubmission writes a new submission.
func (s *Scope) CreateSubmission(ctx context.Context, sub *models.Submission) error {
	return create(ctx, s.db, sub)
}

// SaveSubmission writes a changed submission, or is stale.
func (s *Scope) SaveSubmission(ctx context.Context, sub *models.Submission) error {
	return save(ctx, s.db, sub.ID, &sub.Version, sub)
}

// Decisions lists the decisions on a submission, oldest first.
func (s *Scope) Decisions(ctx context.Context, id models.ID[models.Submission]) ([]models.Decision, error) {
	decisions, err := of[models.Decision](s.db).Where("submission_id = ?", id).Order("id").Find(ctx)
	return decisions, translate(err)
}

// DecisionsOn lists the decisions on submissions, oldest first.
func (s *Scope) DecisionsOn(ctx context.Context, submissions []models.Submission) ([]models.Decision, error) {
	ids := make([]models.ID[models.Submission], 0, len(submissions))
	for i := range submissions {
		ids = append(ids, submissions[i].ID)
	}
	decisions, err := of[models.Decision](s.db).Where("submission_id IN ?", ids).Order("id").Find(ctx)
	return decisions, translate(err)
}

// CreateDecision writes a decision. The same person's second word on the same
// digest is ErrTaken.
func (s *Scope) CreateDecision(ctx context.Context, d *models.Decision) error {
	return create(ctx, s.db, d)
}

// DecisionTimes says, by country, how long authorities take to decide on what
// the organisation submitted or has to judge, and on what grounds they refuse.
func (s *Scope) DecisionTimes(ctx context.Context, now time.Time) ([]models.DecisionTimes, error) {
	submissions, err := of[models.Submission](s.db).Scopes(s.submitted).
		Select("country", "quorum", "state", "submitted_at", "due_at", "decided_at", "void_reason", "by_silence").Find(ctx)
	if err != nil {
		return nil, translate(err)
	}
	var refusals []struct {
		Country, Ground string
		N               int
	}
	err = of[models.Submission](s.db).Scopes(s.submitted).Select("submissions.country, d.ground, count(*) AS n").
		Joins("JOIN decisions d ON d.submission_id = submissions.id AND d.kind = 'refuse'").Group("submissions.country, d.ground").Scan(ctx, &refusals)
	times := models.TimesToDecide(submissions, now)
	for _, r := range refusals {
		for i := range times {
			if times[i].Country == r.Country {
				times[i].Refusals[r.Ground] = r.N
			}
		}
	}
	return times, translate(err)
}
