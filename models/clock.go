package models

import "time"

// A Silence is what it means that nobody has decided when the time is over.
type Silence string

// The meanings of silence.
const (
	SilenceApproves  Silence = "approval"
	SilenceRefuses   Silence = "refusal"
	SilenceEscalates Silence = "escalate"
)

// requiredByLaw is the mode under which silence never approves.
const requiredByLaw = "required_by_law"

// An Alarm is a moment at which those who have not decided are told so.
type Alarm string

// The alarms, in their order.
const (
	HalfTime Alarm = "half_time"
	LastDay  Alarm = "last_day"
	Deadline Alarm = "deadline"
)

// Following returns the alarm after one that has rung, with its time; empty
// follows nothing, and names the first. The last day is announced only where
// it comes after half time. There is none after the deadline.
func (s *Submission) Following(rung Alarm) (Alarm, time.Time) {
	half, last := s.SubmittedAt.Add(s.DueAt.Sub(s.SubmittedAt)/2), s.DueAt.Add(-24*time.Hour)
	switch {
	case rung == Deadline:
		return "", time.Time{}
	case rung == "":
		return HalfTime, half
	case rung == HalfTime && last.After(half):
		return LastDay, last
	}
	return Deadline, s.DueAt
}

// Lapse says what follows when the time to decide is over: the submission
// stands as the rule says of silence, or is escalated. It does nothing before
// that, or twice. Silence approves only where the rule said so when the
// submission was made and still does, and never what was altered, what a law
// requires, or what leads to hosts that somebody has to look at. It reports
// whether anything followed.
func (s *Submission) Lapse(rule *ApprovalRule, now time.Time) bool {
	if s.State != UnderReview || now.Before(s.DueAt) || s.EscalatedAt != nil {
		return false
	}
	switch silence := s.Silence; {
	case silence == SilenceApproves && rule.Silence == SilenceApproves && rule.Mode != requiredByLaw && s.Intact() && len(s.Statement.Lookalikes()) == 0:
		until := now.Add(time.Duration(rule.ValidityHours) * time.Hour)
		s.State, s.DecidedAt, s.ValidUntil, s.BySilence = Approved, &now, &until, true
	case silence == SilenceRefuses:
		s.State, s.DecidedAt, s.BySilence = Refused, &now, true
	default:
		s.EscalatedAt = &now
	}
	return true
}

// A Notice tells one person of an authority once about an alarm of a
// submission.
type Notice struct {
	ID           ID[Notice]
	SubmissionID ID[Submission]
	UserID       ID[User]
	Alarm        Alarm
	CreatedAt    time.Time
	SentAt       *time.Time
}
