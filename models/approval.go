package models

import (
	"slices"
	"time"
)

// An ApprovalRule is who has to agree, as dated data: bodies and laws change.
type ApprovalRule struct {
	ID            ID[ApprovalRule]
	Country       string
	MessageType   string // empty: any
	ChannelClass  string // empty: any
	Religious     bool   // only for religious content
	Mode          string // of the vocabulary approval_mode
	Authority     string // the body, in words
	AuthorityID   *ID[Organization]
	Quorum        int // distinct persons
	DeadlineHours int
	ValidityHours int
	Source        string
	ValidFrom     Date
	ValidTo       Date // empty: until further notice
	Version       int
}

// Applies reports whether the rule speaks about a message on a day.
func (r *ApprovalRule) Applies(m *Message, country string, day Date) bool {
	return r.Country == country && (r.MessageType == "" || r.MessageType == string(m.Type)) && (!r.Religious || m.ReligiousContent) &&
		r.ValidFrom <= day && (r.ValidTo == "" || day <= r.ValidTo)
}

// Strictest returns the rule with the largest quorum that applies, or nil. A
// country without a rule has nobody who could agree, so nothing is approved
// there.
func Strictest(rules []ApprovalRule, m *Message, country string, day Date) *ApprovalRule {
	var found *ApprovalRule
	for i := range rules {
		if rules[i].Applies(m, country, day) && (found == nil || rules[i].Quorum > found.Quorum) {
			found = &rules[i]
		}
	}
	return found
}

// A SubmissionState is how far a version has come in one country.
//
//	under_review ─▶ approved | approved_with_conditions | returned | refused
//	      any of them ─▶ voided  (edited, expired, consent withdrawn, rule changed)
type SubmissionState string

// The states of a submission.
const (
	UnderReview            SubmissionState = "under_review"
	Approved               SubmissionState = "approved"
	ApprovedWithConditions SubmissionState = "approved_with_conditions"
	Returned               SubmissionState = "returned"
	Refused                SubmissionState = "refused"
	Voided                 SubmissionState = "voided"
)

// A Submission is a version before the approvers of one country.
type Submission struct {
	ID             ID[Submission]
	OrganizationID ID[Organization]
	CampaignID     ID[Campaign]
	MessageID      ID[Message]
	VersionID      ID[MessageVersion]
	Country        string
	AuthorityID    ID[Organization]
	RuleID         ID[ApprovalRule]
	Quorum         int
	Statement      Statement `gorm:"serializer:json"`
	Digest         Digest
	Editors        []ID[User] `gorm:"serializer:json"`
	State          SubmissionState
	SubmittedBy    ID[User]
	SubmittedAt    time.Time
	DueAt          time.Time
	DecidedAt      *time.Time
	ValidUntil     *time.Time
	VoidReason     string
	Version        int
}

// A DecisionKind is what an approver says.
type DecisionKind string

// The kinds of decision.
const (
	Approve               DecisionKind = "approve"
	ApproveWithConditions DecisionKind = "approve_with_conditions"
	Return                DecisionKind = "return"
	Refuse                DecisionKind = "refuse"
)

// A Decision is one person's word on exactly one digest.
type Decision struct {
	ID             ID[Decision]
	OrganizationID ID[Organization] // the authority
	SubmissionID   ID[Submission]
	UserID         ID[User]
	Kind           DecisionKind
	Digest         Digest
	Ground         string // of the vocabulary refusal_ground
	LegalBasis     string
	Comment        string
	Conditions     string
	CreatedAt      time.Time
}

// Decide takes a decision into account. earlier are the decisions already on
// the submission; deciding the same twice changes nothing. The submission is
// approved when distinct persons make up the quorum.
func (s *Submission) Decide(d Decision, by Actor, earlier []Decision, validity time.Duration, now time.Time) error {
	if err := s.mayDecide(d, by); err != nil {
		return err
	}
	switch d.Kind {
	case Return:
		s.State, s.DecidedAt = Returned, &now
	case Refuse:
		s.State, s.DecidedAt = Refused, &now
	case Approve, ApproveWithConditions:
		if s.count(d, earlier) < s.Quorum {
			return nil
		}
		until := now.Add(validity)
		s.State, s.DecidedAt, s.ValidUntil = Approved, &now, &until
		if d.Kind == ApproveWithConditions || slices.ContainsFunc(earlier, func(e Decision) bool { return e.Kind == ApproveWithConditions }) {
			s.State = ApprovedWithConditions
		}
	}
	return nil
}

func (s *Submission) mayDecide(d Decision, by Actor) error {
	switch {
	case by.OrganizationID != s.AuthorityID:
		return ErrWrongCountry
	case s.State != UnderReview:
		return ErrWrongState.With("It is " + string(s.State) + ".")
	case d.Digest != s.Digest:
		return ErrDigestMismatch
	case slices.Contains(s.Editors, by.UserID) || by.UserID == s.SubmittedBy:
		return ErrFourEyesAuthor
	case d.Kind == Refuse && (!Vocabularies()["refusal_ground"].Has(d.Ground) || d.LegalBasis == "" || d.Comment == ""):
		return ErrNoGround.At("/ground")
	case d.Kind == Return && d.Comment == "":
		return ErrReason.At("/comment")
	case d.Kind == ApproveWithConditions && d.Conditions == "":
		return ErrReason.At("/conditions")
	}
	return nil
}

// count returns how many distinct persons approve, with this decision.
func (s *Submission) count(d Decision, earlier []Decision) int {
	persons := []ID[User]{d.UserID}
	for _, e := range earlier {
		approves := e.Kind == Approve || e.Kind == ApproveWithConditions
		if approves && e.Digest == s.Digest && !slices.Contains(persons, e.UserID) {
			persons = append(persons, e.UserID)
		}
	}
	return len(persons)
}

// Void ends the submission's force. Voiding twice keeps the first reason.
func (s *Submission) Void(reason string) {
	if s.State != Voided {
		s.State, s.VoidReason = Voided, reason
	}
}

// Authorizes reports whether those bytes may leave on that channel on that
// local day. It is asked at scheduling and again at the moment of sending.
func (s *Submission) Authorizes(channel ID[Channel], rendering Digest, day Date, now time.Time) error {
	switch {
	case s.State != Approved && s.State != ApprovedWithConditions:
		return ErrNotApproved
	case s.ValidUntil == nil || !now.Before(*s.ValidUntil):
		return ErrNotApproved.With("The approval is over.")
	case !s.Statement.Covers(channel, rendering, day):
		return ErrOutsideApproval
	}
	return nil
}
