package api

import (
	"bytes"
	"cmp"
	"context"
	"net/http"
	"slices"
	"time"

	"github.com/labstack/echo/v4"

	"caravan/internal/dossier"
	"caravan/internal/languages"
	"caravan/internal/paper"
	"caravan/internal/store"
	"caravan/models"
)

// dossierResponse is the one document that an approver reads.
type dossierResponse struct {
	Submission submissionResponse   `json:"submission"`
	Statement  models.Statement     `json:"statement" doc:"Exactly what is approved. The digest is SHA-256 of its type, a line feed and it in JSON canonical form (RFC 8785)."`
	Intact     bool                 `json:"intact" doc:"What is stored still has the digest; where it has not, nobody can decide."`
	Campaign   dossierCampaign      `json:"campaign"`
	Partners   []dossierPartner     `json:"partners" doc:"Who else lends the campaign their name."`
	Audience   *dossierAudience     `json:"audience"`
	Message    dossierMessage       `json:"message"`
	Texts      []dossierText        `json:"texts"`
	Lookalikes []string             `json:"lookalike_hosts" doc:"Where links lead whose letters may pass for others, in punycode. Whoever agrees confirms each."`
	Earlier    *dossierEarlier      `json:"earlier" doc:"The last version of the message that this authority saw."`
	Previews   []dossierPreview     `json:"previews" doc:"What would be published, exactly."`
	Messenger  *dossierMessenger    `json:"messenger"`
	Disclosure string               `json:"disclosure" doc:"Who speaks, as the public reads it."`
	Rule       approvalRuleResponse `json:"rule"`
	Overlaps   []dossierOverlap     `json:"overlaps"`
	Decisions  []decisionResponse   `json:"decisions"`
	SignsFrom  *time.Time           `json:"signs_from" doc:"When the first of your security keys signs decisions; null: you have none."`
}

// ETag is the version of the submission.
func (d dossierResponse) ETag() string { return d.Submission.ETag() }

type dossierCampaign struct {
	ID               string              `json:"id"`
	Name             string              `json:"name"`
	Goal             models.Goal         `json:"goal"`
	TheoryOfChange   string              `json:"theory_of_change"`
	PVEKind          string              `json:"pve_kind"`
	CallToAction     string              `json:"call_to_action"`
	DialoguePlan     string              `json:"dialogue_plan"`
	ResponsePlan     models.ResponsePlan `json:"response_plan"`
	Pretests         []models.Pretest    `json:"pretests"`
	EvaluationDesign string              `json:"evaluation_design"`
	StateInvolvement string              `json:"state_involvement"`
	Funders          []string            `json:"funders"`
	GenderAnalysis   string              `json:"gender_analysis"`
	ImpactAssessment string              `json:"impact_assessment" doc:"Of data protection, where people at indicated risk are addressed."`
	HarmReview       models.HarmReview   `json:"harm_review"`
	StartsOn         models.Date         `json:"starts_on"`
	EndsOn           models.Date         `json:"ends_on"`
	Demonstration    bool                `json:"demonstration"`
}

type dossierPartner struct {
	Name      string     `json:"name"`
	Confirmed bool       `json:"confirmed" doc:"They have confirmed who pays and what part the state has, as it stands now."`
	On        *time.Time `json:"confirmed_at"`
}

type dossierAudience struct {
	Name            string                `json:"name"`
	Countries       []string              `json:"countries"`
	AdminAreas      []string              `json:"admin_areas"`
	Settlement      string                `json:"settlement"`
	Gender          string                `json:"gender"`
	AgeBands        []string              `json:"age_bands"`
	Languages       []string              `json:"languages"`
	LifeSituations  []string              `json:"life_situations"`
	PreventionTier  string                `json:"prevention_tier"`
	InsightEvidence string                `json:"insight_evidence"`
	Sizes           []models.AudienceSize `json:"sizes"`
	Minors          bool                  `json:"minors" doc:"It reaches people under 18."`
	Delicate        []string              `json:"delicate" doc:"Why somebody of safeguarding looked at it: minors, indicated, minority_language, single_place."`
	Review          string                `json:"review" doc:"What they said of it, as it is now."`
	ReviewedAt      *time.Time            `json:"reviewed_at"`
}

type dossierMessage struct {
	Type               models.MessageType `json:"type"`
	Approach           models.Approach    `json:"approach"`
	Components         []string           `json:"components"`
	Themes             []string           `json:"themes"`
	CounteredNarrative string             `json:"countered_narrative"`
	Genre              string             `json:"genre"`
	ReligiousContent   bool               `json:"religious_content"`
	Citations          []string           `json:"citations"`
	CallToAction       string             `json:"call_to_action"`
	SourceLanguage     string             `json:"source_language"`
	Warnings           []string           `json:"warnings" doc:"Codes of what speaks against who says it."`
}

// A dossierText is a text with what the authority last saw in its place.
type dossierText struct {
	models.FrozenText

	LinkHost string             `json:"link_host" doc:"Where the link leads, in the letters that it is resolved by."`
	Before   *models.FrozenText `json:"before" doc:"The text in this language of the earlier version; null: there was none."`
}

type dossierEarlier struct {
	SubmissionID string                 `json:"submission_id"`
	Number       string                 `json:"number"`
	State        models.SubmissionState `json:"state"`
	Digest       models.Digest          `json:"digest"`
	SubmittedAt  time.Time              `json:"submitted_at"`
	Missing      []string               `json:"missing" doc:"Languages that it had and this one has not."`
}

// A dossierPreview is what leaves over one channel in one language. Its digest
// is the one that the statement holds for it.
type dossierPreview struct {
	ChannelID string           `json:"channel_id"`
	Channel   string           `json:"channel"`
	Platform  string           `json:"platform"`
	Class     string           `json:"class"`
	Account   string           `json:"account"`
	Rendering models.Rendering `json:"rendering"`
	Digest    models.Digest    `json:"digest"`

	Disclosure string `json:"disclosure" doc:"The line of the channel."`
	Picture    string `json:"picture_bytes,omitempty" doc:"The most bytes that it takes of a picture."`
}

type dossierMessenger struct {
	Designation       string           `json:"designation" doc:"What they are called in this campaign, and in no other."`
	Type              string           `json:"type"`
	Languages         []string         `json:"languages"`
	CredibilitySource string           `json:"credibility_source"`
	Minor             bool             `json:"minor"`
	FaceBlur          bool             `json:"face_blur"`
	VoiceChange       bool             `json:"voice_change"`
	Paid              bool             `json:"paid"`
	Consents          []dossierConsent `json:"consents"`
	Risk              *dossierRisk     `json:"risk"`
}

// A dossierConsent says what a consent is worth here. Its own days would show
// where else it is used.
type dossierConsent struct {
	Language  string      `json:"language"`
	Platforms []string    `json:"platforms"`
	Countries []string    `json:"countries"`
	Face      bool        `json:"face"`
	Voice     bool        `json:"voice"`
	Guardian  bool        `json:"guardian"`
	HoldsTo   models.Date `json:"holds_to" doc:"The last day of the submission on which it holds, if nothing changes; empty: it holds on none."`
	Live      bool        `json:"live"`
}

type dossierRisk struct {
	Level     string      `json:"level"`
	Reviewers int         `json:"reviewers" doc:"How many judged."`
	HoldsTo   models.Date `json:"holds_to" doc:"The last day of the submission on which the judgement holds; empty: it holds on none."`
	Live      bool        `json:"live"`
}

type dossierOverlap struct {
	Campaign     string        `json:"campaign"`
	Organization string        `json:"organization"`
	Period       models.Period `json:"period"`
	Languages    []string      `json:"languages"`
	Shared       []string      `json:"shared" doc:"What the two have in common."`
	Contradicts  bool          `json:"contradicts"`
}

func (a *API) readDossier(ctx context.Context, in submissionRequest) (dossierResponse, error) {
	d, err := a.records.As(actor(ctx)).Dossier(ctx, in.ID)
	if err != nil {
		return dossierResponse{}, err
	}
	from, err := a.desks.Access.SignsFrom(ctx, actor(ctx))
	if err != nil {
		return dossierResponse{}, err
	}
	previews, err := respondPreviews(d)
	return dossierResponse{
		Submission: respondSubmission(&d.Docket, actor(ctx)), Statement: d.Submission.Statement, Intact: d.Submission.Intact(), Campaign: respondPlan(&d.Docket), Partners: respondAllies(d),
		Audience: respondSegment(d.Audience), Message: respondBrief(d), Texts: respondTexts(d), Lookalikes: d.Submission.Statement.Lookalikes(), Earlier: respondEarlier(d), Previews: previews,
		Messenger: respondSpeaker(d, a.now()), Disclosure: d.Submission.Statement.Disclosure, Rule: respondApprovalRule(d.Rule),
		Overlaps: respondOverlaps(d), Decisions: respondDecisions(d, actor(ctx)), SignsFrom: from,
	}, err
}

func respondPlan(d *store.Docket) dossierCampaign {
	c := &d.Campaign
	return dossierCampaign{
		ID: c.ID.String(), Name: c.NameOutside(), Goal: c.Goal, TheoryOfChange: c.TheoryOfChange, PVEKind: c.PVEKind, CallToAction: c.CallToAction,
		DialoguePlan: c.DialoguePlan, ResponsePlan: c.ResponsePlan, Pretests: append([]models.Pretest{}, c.Pretests...), EvaluationDesign: c.EvaluationDesign, StateInvolvement: c.StateInvolvement, Funders: c.Funders,
		GenderAnalysis: c.GenderAnalysis, ImpactAssessment: c.ImpactAssessment, HarmReview: c.HarmReview, StartsOn: c.StartsOn, EndsOn: c.EndsOn, Demonstration: c.Demonstration,
	}
}

func respondAllies(d *store.Dossier) []dossierPartner {
	out := []dossierPartner{}
	for i := range d.Partners {
		p := &d.Partners[i]
		out = append(out, dossierPartner{d.Theirs[p.PartnerID].PublicName, p.Knows(&d.Campaign), p.ConfirmedAt})
	}
	return out
}

func respondSegment(a *models.Audience) *dossierAudience {
	if a == nil {
		return nil
	}
	return &dossierAudience{
		Name: a.SegmentName, Countries: a.Countries, AdminAreas: a.AdminAreas, Settlement: a.Settlement, Gender: a.Gender, AgeBands: a.AgeBands,
		Languages: a.Languages, LifeSituations: a.LifeSituations, PreventionTier: a.PreventionTier, InsightEvidence: a.InsightEvidence,
		Sizes: a.Sizes, Minors: a.Minors(), Delicate: a.Delicate(), Review: a.Review, ReviewedAt: a.ReviewedAt,
	}
}

func respondBrief(d *store.Dossier) dossierMessage {
	b := d.Message.Brief
	return dossierMessage{
		Type: b.Type, Approach: b.Approach, Components: b.Components, Themes: b.Themes, CounteredNarrative: b.CounteredNarrative, Genre: b.Genre,
		ReligiousContent: b.ReligiousContent, Citations: b.Citations, CallToAction: b.CallToAction, SourceLanguage: b.SourceLanguage,
		Warnings: b.Warnings(d.Speaker),
	}
}

func respondTexts(d *store.Dossier) []dossierText {
	texts := []dossierText{}
	for _, t := range d.Submission.Statement.Texts {
		out := dossierText{FrozenText: t}
		for _, link := range languages.Links(t.Link) {
			out.LinkHost = cmp.Or(link.ASCII, link.Host)
		}
		if d.Earlier != nil {
			out.Before = d.Earlier.Statement.Text(t.Language)
		}
		texts = append(texts, out)
	}
	return texts
}

func respondEarlier(d *store.Dossier) *dossierEarlier {
	e := d.Earlier
	if e == nil {
		return nil
	}
	out := &dossierEarlier{
		SubmissionID: e.ID.String(), Number: e.Statement.Version, State: e.State, Digest: e.Digest, SubmittedAt: e.SubmittedAt, Missing: []string{},
	}
	for _, t := range e.Statement.Texts {
		if d.Submission.Statement.Text(t.Language) == nil {
			out.Missing = append(out.Missing, t.Language)
		}
	}
	return out
}

// respondPreviews renders every target again, as the publisher will.
func respondPreviews(d *store.Dossier) ([]dossierPreview, error) {
	previews := []dossierPreview{}
	for _, target := range d.Submission.Statement.Targets {
		text := d.Submission.Statement.Text(target.Language)
		if text == nil {
			continue
		}
		p := dossierPreview{
			ChannelID: target.ChannelID.String(), Platform: target.Platform, Account: target.Account, Rendering: target.Render(text),
			Disclosure: target.Disclosure, Picture: target.Picture,
		}
		var err error
		if p.Digest, err = p.Rendering.Digest(); err != nil {
			return nil, err
		}
		if at := slices.IndexFunc(d.Channels, func(c models.Channel) bool { return c.ID == target.ChannelID }); at >= 0 {
			p.Channel, p.Class = d.Channels[at].Name, d.Channels[at].Class
		}
		previews = append(previews, p)
	}
	return previews, nil
}

func respondSpeaker(d *store.Dossier, now time.Time) *dossierMessenger {
	m := d.Speaker
	if m == nil {
		return nil
	}
	out := &dossierMessenger{
		Designation: d.Called, Type: m.Type, Languages: m.Languages, CredibilitySource: m.CredibilitySource,
		Minor: m.Minor, FaceBlur: m.FaceBlur, VoiceChange: m.VoiceChange, Paid: m.Paid, Consents: []dossierConsent{},
	}
	for i := range d.Consents {
		c := &d.Consents[i]
		out.Consents = append(out.Consents, dossierConsent{
			c.Language, c.Platforms, c.Countries, c.Face, c.Voice, c.Guardian, d.Submission.Statement.Period.HeldTo(c.ExpiresAt), c.Live(now),
		})
	}
	if r := d.Risk; r != nil {
		out.Risk = &dossierRisk{r.Level, len(r.Reviewers), d.Submission.Statement.Period.HeldTo(r.ValidUntil), r.Live(now)}
	}
	return out
}

func respondOverlaps(d *store.Dossier) []dossierOverlap {
	out := []dossierOverlap{}
	for _, o := range d.Overlaps {
		campaign := d.Met[o.With.CampaignID]
		out = append(out, dossierOverlap{
			Campaign: campaign.NameOutside(), Organization: d.Theirs[o.With.OrganizationID].PublicName, Period: o.With.Period,
			Languages: o.With.Languages, Shared: o.Shared, Contradicts: o.Contradicts,
		})
	}
	return out
}

type printDossierRequest struct {
	ID       models.ID[models.Submission] `param:"id" json:"-"`
	Language string                       `query:"language" json:"-" validate:"max=35" doc:"Of the reader. Empty: that of your screen."`
}

// printDossier writes the dossier as one document to print.
func (a *API) printDossier(c echo.Context, in printDossierRequest) error {
	ctx := c.Request().Context()
	who, scope := actor(ctx), a.records.As(actor(ctx))
	d, err := scope.Dossier(ctx, in.ID)
	if err != nil {
		return err
	}
	user, err := scope.User(ctx, who.UserID)
	if err != nil {
		return err
	}
	zone, err := time.LoadLocation(user.Zone)
	if err != nil {
		zone = time.UTC
	}
	if !paper.Ready() {
		return models.ErrUnavailable.With("This program was built without fonts.")
	}
	var document bytes.Buffer
	reader := dossier.Reader{
		Language: cmp.Or(in.Language, user.Locale), Authority: who.OrganizationID == d.Submission.AuthorityID, Zone: zone, Now: a.now(),
	}
	if err := dossier.Print(&document, d, reader); err != nil {
		return err
	}
	c.Response().Header().Set("Content-Disposition", `inline; filename="dossier-`+string(d.Submission.Digest)[:12]+`.pdf"`)
	return c.Blob(http.StatusOK, "application/pdf", document.Bytes())
}
