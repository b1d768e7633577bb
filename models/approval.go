package models

import (
	"slices"
	"time"
)

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
	Signed         bool      // of the rule: whoever agrees signs with a security key
	Statement      Statement `gorm:"serializer:json"`
	Digest         Digest
	Editors        []ID[User] `gorm:"serializer:json"`
	State          SubmissionState
	SubmittedBy    ID[User]
	SubmittedAt    time.Time
	DueAt          time.Time
	Silence        Silence    // of the rule, when it was made
	EscalatedAt    *time.Time // when the time was over and nobody had decided
	BySilence      bool       // decided by the rule, not by a person
	DecidedAt      *time.Time
	ValidUntil     *time.Time
	VoidReason     string
	ConsentID      *ID[Consent] // that it rests on; for the organisation's own use
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
	StateAction    string     // of the vocabulary state_action; empty for others than state bodies
	Hosts          []string   `gorm:"-"`               // that may pass for others, and were looked at
	Signature      *Signature `gorm:"serializer:json"` // nil: of no key
	CreatedAt      time.Time
}

// What a state body says about what it plans to do itself (S-24).
const (
	StateActionNone    = "none_known"
	StateActionPlanned = "planned" // something would contradict the message; the comment says what
)

// Agrees reports whether the decision lets the text leave.
func (d *Decision) Agrees() bool { return d.Kind == Approve || d.Kind == ApproveWithConditions }

// Decide takes a decision into account. earlier are the decisions already on
// the submission; deciding the same twice changes nothing. The submission is
// approved when distinct persons make up the quorum.
func (s *Submission) Decide(d Decision, by Actor, earlier []Decision, validity time.Duration, now time.Time) error {
	if err := s.Weigh(d, by); err != nil {
		return err
	}
	if s.Signed && d.Agrees() && d.Signature == nil {
		return ErrUnsigned
	}
	switch d.Kind {
	case Return:
		s.State, s.DecidedAt = Returned, &now
	case Refuse:
		s.State, s.DecidedAt = Refused, &now
	case Approve, ApproveWithConditions:
		if s.Agreed(append(slices.Clone(earlier), d)) < s.Quorum {
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

// Judge refuses whoever may not decide on the submission: those who wrote,
// edited or submitted it, other organisations than the authority, and
// everybody once it is decided.
func (s *Submission) Judge(by Actor) error {
	switch {
	case s.involves(by.UserID):
		return ErrFourEyesAuthor
	case by.OrganizationID != s.AuthorityID:
		return ErrWrongCountry
	case s.State != UnderReview:
		return ErrWrongState.With("It is " + string(s.State) + ".")
	}
	return nil
}

// Weigh refuses a decision that says too little, is about something else, or is
// not the person's to make. Whether it has to be signed is not asked yet.
func (s *Submission) Weigh(d Decision, by Actor) error {
	if err := s.Judge(by); err != nil {
		return err
	}
	switch {
	case d.Digest != s.Digest || !s.Intact():
		return ErrDigestMismatch
	case d.Kind == Refuse && (!Vocabularies()["refusal_ground"].Has(d.Ground) || d.LegalBasis == "" || d.Comment == ""):
		return ErrNoGround.At("/ground")
	case d.Kind == Refuse && by.Organization.Contact == "":
		return ErrNoAppeal.At("/kind")
	case d.Kind == Return && d.Comment == "":
		return ErrReason.At("/comment")
	case d.Agrees() && by.Organization.Kind == "ministry" && !Vocabularies()["state_action"].Has(d.StateAction):
		return ErrStateAction.At("/state_action")
	case d.Agrees() && s.unconfirmed(d) != "":
		return ErrLookalike.With("A link leads to " + s.unconfirmed(d) + ". Confirm that it is meant.").At("/hosts")
	case d.StateAction == StateActionPlanned && d.Comment == "":
		return ErrReason.With("Say what is planned that would contradict it.").At("/comment")
	case d.Kind == ApproveWithConditions && d.Conditions == "":
		return ErrReason.At("/conditions")
	}
	return nil
}

// involves reports whether a person wrote, edited or submitted it.
func (s *Submission) involves(id ID[User]) bool {
	return slices.Contains(s.Editors, id) || id == s.SubmittedBy
}

// Intact reports whether the stored statement still has the digest that is
// approved.
func (s *Submission) Intact() bool {
	now, err := s.Statement.Digest()
	return err == nil && now == s.Digest
}

// Agreed returns how many distinct persons approve the digest.
func (s *Submission) Agreed(decisions []Decision) int {
	persons := map[ID[User]]bool{}
	for _, d := range decisions {
		if d.Agrees() && d.Digest == s.Digest {
			persons[d.UserID] = true
		}
	}
	return len(persons)
}

// Cleared says how it came that the text may leave, or might once: of the
// vocabulary clearance_kind.
func (s *Submission) Cleared(decisions []Decision) string {
	switch {
	case s.BySilence:
		return "by_silence"
	case s.AuthorityID == s.OrganizationID && len(decisions) == 0:
		return "own"
	case slices.ContainsFunc(decisions, func(d Decision) bool { return d.Kind == ApproveWithConditions && d.Digest == s.Digest }):
		return "with_conditions"
	}
	return "approved"
}

// Standing reports whether the submission is approved, or may still be.
func (s *Submission) Standing() bool {
	return s.State == UnderReview || s.State == Approved || s.State == ApprovedWithConditions
}

// Ask puts the submission before the authority of a rule. Where the rule asks
// nobody, or only informs, it is approved at once: the organisation answers
// for it alone.
func (s *Submission) Ask(rule *ApprovalRule, now time.Time) error {
	s.RuleID, s.Quorum, s.Signed, s.State, s.DueAt = rule.ID, rule.Quorum, rule.Signed, UnderReview, now.Add(time.Duration(rule.DeadlineHours)*time.Hour)
	s.AuthorityID, s.Silence = s.OrganizationID, rule.Silence
	if rule.AuthorityID != nil {
		s.AuthorityID = *rule.AuthorityID
	}
	if s.Silence == SilenceApproves && (s.Signed || names(s.Statement.Texts)) { // that takes a person (S-11)
		s.Silence = SilenceEscalates
	}
	if !rule.Asks() {
		until := now.Add(time.Duration(rule.ValidityHours) * time.Hour)
		s.State, s.DecidedAt, s.ValidUntil = Approved, &now, &until
		return nil
	}
	if rule.AuthorityID == nil || rule.Quorum < 1 {
		return ErrQuorum.With("Nobody in " + s.Country + " can approve this.")
	}
	return nil
}

// Meets reports whether the submission is what a rule asks for: the same body,
// at least as many of its people, and their signatures if it wants them.
func (s *Submission) Meets(rule *ApprovalRule) bool {
	return !rule.Asks() || rule.AuthorityID != nil && *rule.AuthorityID == s.AuthorityID && s.Quorum >= rule.Quorum && (s.Signed || !rule.Signed)
}

// Withdraw takes back what the organisation submitted.
func (s *Submission) Withdraw() error {
	if !s.Standing() {
		return ErrWrongState.With("It is " + string(s.State) + ".")
	}
	s.Void(VoidWithdrawn)
	return nil
}

// The reasons for which versions and submissions are void.
const (
	VoidEdited    = "edited"
	VoidConsent   = "consent_withdrawn"
	VoidArchived  = "archived"
	VoidWithdrawn = "withdrawn"
	VoidRule      = "rule_changed"
)

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
	case !s.Intact() || !s.Statement.Covers(channel, rendering, day):
		return ErrOutsideApproval
	}
	return nil
}
