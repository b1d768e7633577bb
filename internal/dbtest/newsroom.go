package dbtest

import (
	"errors"
	"testing"
	"time"

	"caravan/internal/store"
	"caravan/models"
)

// Noon is when every newsroom's story begins.
func Noon() time.Time { return time.Date(2027, 3, 1, 12, 0, 0, 0, time.UTC) }

// A Newsroom is an organisation in Kyrgyzstan with an approved message in
// Russian and Dari, ready to be scheduled.
type Newsroom struct {
	Planner   models.Actor
	Colleague models.Actor // of the same organisation
	Campaign  *models.Campaign
	Message   *models.Message
	Version   *models.MessageVersion
	Messenger *models.Messenger
	Consent   *models.Consent
	Channels  []*models.Channel

	begin    time.Time
	approver models.Actor
}

// day is a number of days after the story begins.
func (n *Newsroom) day(after int) models.Date {
	return models.Date(n.begin.AddDate(0, 0, after).Format(time.DateOnly))
}

// NewNewsroom makes a newsroom with a channel on each of the platforms, all of
// them approved for March 2027.
func NewNewsroom(t *testing.T, records *store.Store, platforms ...string) *Newsroom {
	t.Helper()
	return NewNewsroomAt(t, records, Noon(), platforms...)
}

// NewNewsroomAt makes one whose story begins at another time: approved for 31
// days from then. Programs with a clock of their own need it.
func NewNewsroomAt(t *testing.T, records *store.Store, begin time.Time, platforms ...string) *Newsroom {
	t.Helper()
	n := &Newsroom{begin: begin}
	var authority models.Organization
	err := records.As(models.System("test")).InTx(t.Context(), func(tx *store.Scope) error {
		slug := models.NewID[models.Organization]().String()
		own := models.Organization{ID: models.NewID[models.Organization](), Kind: "media_ngo", Country: "KG", PublicName: "Osh", Contact: "editors@osh.example", Slug: slug, CreatedAt: begin, Version: 1}
		authority = models.Organization{ID: models.NewID[models.Organization](), Kind: "ministry", Country: "KG", PublicName: "Bishkek", Slug: "m" + slug, CreatedAt: begin, Version: 1}
		if err := errors.Join(tx.CreateOrganization(t.Context(), &own), tx.CreateOrganization(t.Context(), &authority)); err != nil {
			return err
		}
		n.Planner = newPerson(t, tx, own, models.Planner, begin)
		n.Colleague = newPerson(t, tx, own, models.Planner, begin)
		n.approver = newPerson(t, tx, authority, models.Approver, begin)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	n.write(t, records.As(n.Planner), authority, platforms)
	return n
}

// OneVoice makes the channels pages of the newsroom's own site, where the same
// words may stand on several at once.
func (n *Newsroom) OneVoice(t *testing.T, records *store.Store) *Newsroom {
	t.Helper()
	for _, c := range n.Channels {
		c.Class = "web"
		if err := records.As(n.Planner).SaveChannel(t.Context(), c); err != nil {
			t.Fatal(err)
		}
	}
	return n
}

func newPerson(t *testing.T, tx *store.Scope, o models.Organization, role models.Role, at time.Time) models.Actor {
	t.Helper()
	u := models.User{ID: models.NewID[models.User](), Name: "Aigul", CreatedAt: at, Version: 1}
	u.Email = u.ID.String() + "@example.org"
	if err := tx.CreateUser(t.Context(), &u); err != nil {
		t.Fatal(err)
	}
	return models.Actor{UserID: u.ID, Name: u.Name, OrganizationID: o.ID, Organization: o, Roles: []models.Role{role}}
}

// write plans, freezes and approves, past the desks: their own tests show them.
func (n *Newsroom) write(t *testing.T, scope *store.Scope, authority models.Organization, platforms []string) {
	t.Helper()
	by := n.Planner
	n.Campaign = must(models.NewCampaign(models.Plan{
		Title: "Bread and books", Disclosure: "Osh Media", Funders: []string{"A fund in Bern"}, StateInvolvement: "approved", StartsOn: n.day(0), EndsOn: n.day(91),
		HarmReview:   models.HarmReview{ValidUntil: n.day(365)},
		ResponsePlan: models.ResponsePlan{Languages: []string{"ru", "fa-AF"}, Hours: "9-21", Escalation: "e"},
		Pretests:     []models.Pretest{{Language: "ru", Waiver: "w"}, {Language: "fa-AF", Waiver: "w"}},
	}, []string{"KG"}, by, n.begin))
	n.Messenger = must(models.NewMessenger(models.MessengerProfile{Pseudonym: "Quiet River", Type: "teacher_educator"}, by, n.begin))
	n.Message = must(models.NewMessage(n.Campaign, models.Brief{
		Title: "Bread", Type: models.AlternativeNarrative, Approach: models.Positive, Components: []string{"belonging"},
		MessengerID: n.Messenger.ID, SourceLanguage: "ru",
	}, by, n.begin))
	russian := must(models.NewVariant(n.Message, models.Text{Language: "ru", Title: "Хлеб", Body: "Хлеб и книги"}, by, n.begin))
	dari := must(models.NewVariant(n.Message, models.Text{Language: "fa-AF", Title: "نان", Body: "نان و کتاب"}, by, n.begin))
	if err := dari.Review(n.Colleague, n.begin); err != nil {
		t.Fatal(err)
	}
	n.Version = must(models.Freeze(n.Message, []models.Variant{*russian, *dari}, nil, 0, by, n.begin))
	n.Consent = &models.Consent{
		ID: models.NewID[models.Consent](), OrganizationID: by.OrganizationID, MessengerID: n.Messenger.ID, Language: "ru", GivenOn: n.day(-59),
		Platforms: []string{}, Countries: []string{"KG"}, ExpiresAt: n.begin.AddDate(1, 0, 0), CreatedAt: n.begin,
	}
	for _, platform := range platforms {
		n.Channels = append(n.Channels, must(models.NewChannel(models.Account{
			Platform: platform, Class: "social", Name: platform, Countries: []string{"KG"}, Languages: []string{"ru", "fa-AF"}, Zone: "Asia/Bishkek",
		}, by, n.begin)))
	}
	err := scope.InTx(t.Context(), func(tx *store.Scope) error {
		err := errors.Join(
			tx.CreateCampaign(t.Context(), n.Campaign), tx.CreateMessenger(t.Context(), n.Messenger), tx.CreateMessage(t.Context(), n.Message),
			tx.CreateVariant(t.Context(), russian), tx.CreateVariant(t.Context(), dari), tx.CreateVersion(t.Context(), n.Version),
			tx.CreateConsent(t.Context(), n.Consent), tx.CreateRisk(t.Context(), &models.RiskAssessment{
				ID: models.NewID[models.RiskAssessment](), OrganizationID: by.OrganizationID, MessengerID: n.Messenger.ID, Level: "low",
				Reviewers: []string{"a"}, ValidUntil: n.begin.AddDate(0, 6, 0), CreatedAt: n.begin,
			}))
		for _, c := range n.Channels {
			err = errors.Join(err, tx.CreateChannel(t.Context(), c))
		}
		return errors.Join(err, n.approve(t, tx, authority))
	})
	if err != nil {
		t.Fatal(err)
	}
}

// approve writes the rule and the approved submission. The country has one
// commission, whoever else is in it already.
func (n *Newsroom) approve(t *testing.T, tx *store.Scope, authority models.Organization) error {
	t.Helper()
	if there := must(tx.Rules(t.Context(), "KG")); len(there) > 0 {
		return n.decide(t, tx, n.submission(&there[0]))
	}
	rule := &models.ApprovalRule{
		ID: models.NewID[models.ApprovalRule](), Country: "KG", Mode: "required_by_agreement", Authority: "Commission", AuthorityID: &authority.ID,
		Quorum: 1, DeadlineHours: 72, Silence: models.SilenceEscalates, ValidityHours: 24 * 60, Source: "test", ValidFrom: "2020-01-01", Version: 1,
	}
	return errors.Join(tx.CreateRule(t.Context(), rule), n.decide(t, tx, n.submission(rule)))
}

// decide writes a submission with the word of one who approves it.
func (n *Newsroom) decide(t *testing.T, tx *store.Scope, s *models.Submission) error {
	t.Helper()
	return errors.Join(tx.CreateSubmission(t.Context(), s), tx.CreateDecision(t.Context(), &models.Decision{
		ID: models.NewID[models.Decision](), OrganizationID: s.AuthorityID, SubmissionID: s.ID, UserID: n.approver.UserID, Kind: models.Approve, Digest: s.Digest,
		StateAction: models.StateActionNone, CreatedAt: n.begin,
	}))
}

// submission is the version, approved under a rule.
func (n *Newsroom) submission(rule *models.ApprovalRule) *models.Submission {
	statement := models.Statement{Period: models.Period{From: n.day(0), To: n.day(30), Zone: "Asia/Bishkek"}, Texts: n.Version.Texts}
	for _, c := range n.Channels {
		for _, text := range n.Version.Texts {
			statement.Targets = append(statement.Targets, must(c.Target(n.Campaign, &text)))
		}
	}
	statement = models.NewStatement(statement, 1)
	until := n.begin.AddDate(0, 2, 0)
	decided := n.begin
	return &models.Submission{
		ID: models.NewID[models.Submission](), OrganizationID: n.Planner.OrganizationID, CampaignID: n.Campaign.ID, MessageID: n.Message.ID,
		VersionID: n.Version.ID, Country: "KG", AuthorityID: *rule.AuthorityID, RuleID: rule.ID, Quorum: 1, Statement: statement,
		Digest: must(statement.Digest()), Editors: []models.ID[models.User]{}, State: models.Approved, SubmittedBy: n.Planner.UserID,
		SubmittedAt: n.begin, DueAt: n.begin, Silence: models.SilenceEscalates, DecidedAt: &decided, ValidUntil: &until, Version: 1,
	}
}

// must returns v; an error here is a mistake in the newsroom itself.
func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}
