package dossier

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"caravan/internal/paper"
	"caravan/models"
)

// opening says what this is, and how it stands.
func (p *printer) opening() {
	s := &p.Submission
	p.paper.Title(p.name())
	p.paper.Facts([]paper.Fact{
		p.fact(p.c.Say("Status"), p.c.Term("version", string(s.State)), whether(s.BySilence, p.c.Say("By the rule: nobody decided in time")),
			whether(s.EscalatedAt != nil && s.State == models.UnderReview, p.c.Say("The time to decide is over")),
			whether(!s.Intact(), p.c.Say("This dossier was altered")), whether(p.Campaign.Demonstration, p.c.Say("Demonstration"))),
		p.fact(p.c.Say("Version"), p.c.Digit(s.Statement.Version)),
		p.fact(p.c.Say("Country"), p.c.Country(s.Country)),
		p.fact(p.c.Say("Submitted"), p.moment(s.SubmittedAt)),
		p.fact(p.c.Say("To be decided by"), p.moment(s.DueAt)),
		p.fact(p.c.Say("Digest"), apart(string(s.Digest))),
	})
}

// background is who speaks, and why.
func (p *printer) background() {
	c, b := &p.Campaign, p.Message.Brief
	measure, places := "", []string(nil)
	if p.Part != nil {
		measure, places = p.Part.PlanMeasure, p.Part.AdminAreas
	}
	var budget []string
	for _, line := range c.Budget {
		budget = append(budget, fmt.Sprintf("%s %s: %s, %s", p.c.Digit(line.Money.Amount), line.Money.Currency, p.c.Term("budget_source", line.Source), line.Purpose))
	}
	warned := slices.Contains(b.Warnings(p.Speaker), "official_messenger")
	p.paper.Heading(p.c.Say("Who speaks, and why"))
	p.paper.Facts([]paper.Fact{
		p.fact(p.c.Say("Organisation"), p.Owner.PublicName, p.c.Term("organization_kind", p.Owner.Kind)),
		p.fact(p.c.Say("Contact"), p.Owner.Contact),
		p.fact(p.c.Say("Who pays"), p.c.Join(c.Funders)),
		p.fact(p.c.Say("Budget"), budget...),
		p.fact(p.c.Say("The state's part"), whether(c.StateInvolvement != "", p.c.Term("state_involvement", c.StateInvolvement))),
		p.fact(p.c.Say("Partners"), p.partners()...),
		p.fact(p.c.Say("Disclosed to the public as"), p.Submission.Statement.Disclosure),
		p.fact(p.c.Say("Campaign"), c.PublicName, p.day(c.StartsOn)+" – "+p.day(c.EndsOn)),
		p.fact(p.c.Say("Places"), p.c.Join(places)),
		p.fact(p.c.Say("Goal"), c.Goal.Statement),
		p.fact(p.c.Say("Seen by"), c.Goal.Indicator),
		p.fact(p.c.Say("Baseline"), c.Goal.Baseline),
		p.fact(p.c.Say("Target"), c.Goal.Target),
		p.fact(p.c.Say("Measure of the national plan"), measure),
		p.fact(p.c.Say("Kind of programme"), whether(c.PVEKind != "", p.c.Term("pve_kind", c.PVEKind))),
		p.fact(p.c.Say("Theory of change"), c.TheoryOfChange),
		p.fact(p.c.Say("Kind of message"), p.c.Term("message_type", string(b.Type)), p.c.Term("approach", string(b.Approach))),
		p.fact(p.c.Say("Components"), p.terms("component", b.Components)),
		p.fact(p.c.Say("Themes"), p.terms("theme", b.Themes)),
		p.fact(p.c.Say("Counters"), whether(b.CounteredNarrative != "", p.c.Term("countered_narrative", b.CounteredNarrative))),
		p.fact(p.c.Say("Genre"), whether(b.Genre != "", p.c.Term("content_genre", b.Genre))),
		p.fact(p.c.Say("Religious content"), p.c.Say(map[bool]string{true: "Yes", false: "No"}[b.ReligiousContent])),
		p.fact(p.c.Say("Citations"), b.Citations...),
		p.fact(p.c.Say("Call to action"), b.CallToAction, c.CallToAction),
		p.fact(p.c.Say("Moderation of replies"), c.DialoguePlan, p.each(c.ResponsePlan.Languages, p.c.Tongue), c.ResponsePlan.Hours, c.ResponsePlan.Escalation),
		p.fact(p.c.Say("Pre-tests"), p.pretests()...),
		p.fact(p.c.Say("Mind"), whether(warned, p.c.Say("An official voice speaks for a campaign that is not the state's."))),
	})
}

// partners are those who lend the campaign their name, and whether they know
// what is behind it.
func (p *printer) partners() []string {
	var said []string
	for i := range p.Partners {
		partner := &p.Partners[i]
		knows := map[bool]string{true: "has confirmed who pays and the state's part", false: "has not confirmed who pays and the state's part"}
		word := p.Theirs[partner.PartnerID].PublicName + ": " + p.c.Say(knows[partner.Knows(&p.Campaign)])
		if partner.Knows(&p.Campaign) {
			word += ", " + p.moment(*partner.ConfirmedAt)
		}
		said = append(said, word)
	}
	return said
}

// reviewed is when somebody of safeguarding looked at the audience.
func (p *printer) reviewed(a *models.Audience) string {
	if a.ReviewedAt == nil {
		return ""
	}
	return p.moment(*a.ReviewedAt)
}

// pretests is what people of the audience said beforehand, or why nobody was
// asked.
func (p *printer) pretests() []string {
	var said []string
	for _, test := range p.Campaign.Pretests {
		said = append(said, p.c.Tongue(test.Language)+": "+test.Result+test.Waiver)
	}
	return said
}

// audience is to whom.
func (p *printer) audience() {
	a := p.Audience
	if a == nil {
		return
	}
	var sizes []string
	for _, s := range a.Sizes {
		sizes = append(sizes, fmt.Sprintf("%s: %s (%s, %s)", p.c.Country(s.Country), p.c.Number(s.N), s.Source, p.c.Digit(strconv.Itoa(s.Year))))
	}
	p.paper.Heading(p.c.Say("To whom"))
	p.paper.Facts([]paper.Fact{
		p.fact(p.c.Say("Audience"), a.SegmentName, whether(a.Minors(), p.c.Say("Reaches people under 18"))),
		p.fact(p.c.Say("Places"), p.c.Join([]string{p.each(a.Countries, p.c.Country)}), p.c.Join(a.AdminAreas)),
		p.fact(p.c.Say("Ages"), p.c.Digit(p.c.Join(a.AgeBands))),
		p.fact(p.c.Say("Gender"), whether(a.Gender != "", p.c.Term("gender", a.Gender))),
		p.fact(p.c.Say("Life situations"), p.terms("life_situation", a.LifeSituations)),
		p.fact(p.c.Say("Prevention"), whether(a.PreventionTier != "", p.c.Term("prevention_tier", a.PreventionTier))),
		p.fact(p.c.Say("Languages"), p.each(a.Languages, p.c.Tongue)),
		p.fact(p.c.Say("Why these people"), a.InsightEvidence),
		p.fact(p.c.Say("How many"), sizes...),
		p.fact(p.c.Say("Why it is delicate"), p.terms("delicate", a.Delicate())),
		p.fact(p.c.Say("What safeguarding says of it"), a.Review, p.reviewed(a)),
		p.fact(p.c.Say("Data protection impact"), p.Campaign.ImpactAssessment),
	})
}

// speaker is the messenger by what they are called here, with what protects
// them.
func (p *printer) speaker() {
	m := p.Speaker
	if m == nil {
		return
	}
	inForce := func(live bool) string { return p.c.Say(map[bool]string{true: "In force", false: "Ended"}[live]) }
	var consents, risk []string
	for i := range p.Consents {
		c := &p.Consents[i]
		consents = append(consents, inForce(c.Live(p.reader.Now))+": "+p.c.Say("until {until}, for {where}",
			"until", p.held(c.ExpiresAt), "where", p.each(c.Countries, p.c.Country)))
	}
	if r := p.Risk; r != nil {
		risk = append(risk, inForce(r.Live(p.reader.Now))+": "+p.c.Term("risk_level", r.Level)+" · "+
			p.c.Say("judged by {judges}, until {until}", "judges", p.c.Number(int64(len(r.Reviewers))), "until", p.held(r.ValidUntil)))
	}
	p.paper.Heading(p.c.Say("Messenger"))
	p.paper.Facts([]paper.Fact{
		p.fact(p.c.Say("Called here"), p.Called, p.c.Term("messenger_type", m.Type)),
		p.fact(p.c.Say("Languages"), p.each(m.Languages, p.c.Tongue)),
		p.fact(p.c.Say("Why this audience believes them"), whether(m.CredibilitySource != "", p.c.Term("credibility_source", m.CredibilitySource))),
		p.fact(p.c.Say("Protection"), whether(m.Minor, p.c.Say("under 18")), whether(m.FaceBlur, p.c.Say("face hidden")), whether(m.VoiceChange, p.c.Say("voice changed"))),
		p.fact(p.c.Say("Paid"), p.c.Say(map[bool]string{true: "Yes", false: "No"}[m.Paid])),
		p.fact(p.c.Say("Consent"), consents...),
		p.fact(p.c.Say("Risk"), risk...),
	})
}

// held is the last day of the submission on which something holds: its own
// days would show where else a consent is used.
func (p *printer) held(end time.Time) string {
	if last := p.Submission.Statement.Period.HeldTo(end); last != "" {
		return p.day(last)
	}
	return "–"
}

// harm is the do-no-harm review.
func (p *printer) harm() {
	r := p.Campaign.HarmReview
	p.paper.Heading(p.c.Say("Harm review"))
	p.paper.Facts([]paper.Fact{
		p.fact(p.c.Say("What divides"), r.Dividers),
		p.fact(p.c.Say("What connects"), r.Connectors),
		p.fact(p.c.Say("Possible harm"), r.Harms),
		p.fact(p.c.Say("What is done about it"), r.Mitigations),
		p.fact(p.c.Say("Women and men"), p.Campaign.GenderAnalysis),
		p.fact(p.c.Say("Reviewed by"), p.c.Join(r.Reviewers)),
		p.fact(p.c.Say("Valid until"), whether(r.ValidUntil != "", p.day(r.ValidUntil))),
	})
}

// overlaps is who else is before the same public on the same days.
func (p *printer) overlaps() {
	p.paper.Heading(p.c.Say("Overlaps"))
	if len(p.Overlaps) == 0 {
		p.paper.Paragraphs(paper.Say(p.c.Say("Nothing else that you may see addresses these people on these days."), direction(p.c.Direction)))
		return
	}
	var rows [][]paper.Passage
	for _, o := range p.Overlaps {
		met := p.Met[o.With.CampaignID]
		cells := []string{
			met.PublicName, p.Theirs[o.With.OrganizationID].PublicName, p.day(o.With.Period.From) + " – " + p.day(o.With.Period.To),
			p.each(o.With.Languages, p.c.Tongue), whether(o.Contradicts, p.c.Say("Says the opposite")),
		}
		var row []paper.Passage
		for _, text := range cells {
			row = append(row, paper.Say(visible(text), paper.Auto))
		}
		rows = append(rows, row)
	}
	heads := []string{p.c.Say("Campaign"), p.c.Say("Organisation"), p.c.Say("Days"), p.c.Say("Languages"), p.c.Say("Mind")}
	p.paper.Table(heads, []float64{3, 3, 3, 2, 2}, rows)
}

// rule is under which rule it is decided.
func (p *printer) rule() {
	r := p.Rule
	p.paper.Heading(p.c.Say("Rule"))
	p.paper.Facts([]paper.Fact{
		p.fact(p.c.Say("Who decides"), r.Authority, p.c.Term("approval_mode", r.Mode)),
		p.fact(p.c.Say("Persons who have to agree"), p.c.Number(int64(p.Submission.Quorum))),
		p.fact(p.c.Say("Signed"), whether(p.Submission.Signed, p.c.Say("Whoever agrees signs with a security key"))),
		p.fact(p.c.Say("Time to decide"), p.c.Say("{hours} hours", "hours", p.c.Number(int64(r.DeadlineHours)))),
		p.fact(p.c.Say("If nobody decides in time"), p.c.Term("silence", string(p.Submission.Silence))),
		p.fact(p.c.Say("An approval holds"), p.c.Say("{days} days", "days", p.c.Number(int64(r.ValidityHours/24)))),
		p.fact(p.c.Say("Source"), r.Source),
		p.fact(p.c.Say("In force since"), p.day(r.ValidFrom)),
	})
}

// decisions are those so far, and room for those to come: the digest that they
// are about, in full.
func (p *printer) decisions() {
	p.paper.Heading(p.c.Say("Decisions"))
	kinds := map[models.DecisionKind]string{
		models.Approve: "Approve", models.ApproveWithConditions: "Approve with conditions", models.Return: "Return", models.Refuse: "Refuse",
	}
	for _, d := range p.Decisions {
		person := ""
		if p.reader.Authority {
			person = p.People[d.UserID].Name
		}
		p.paper.Facts([]paper.Fact{
			p.fact(p.c.Say(kinds[d.Kind]), strings.Join([]string{p.Authority.PublicName, p.moment(d.CreatedAt)}, " · "), person),
			p.fact(p.c.Say("Signed"), whether(d.Signature != nil, p.c.Say("With a security key"))),
			p.fact(p.c.Say("Ground"), whether(d.Ground != "", p.c.Term("refusal_ground", d.Ground))),
			p.fact(p.c.Say("Legal basis"), d.LegalBasis),
			p.fact(p.c.Say("Appeal to"), whether(d.Kind == models.Refuse, p.Authority.Contact)),
			p.fact(p.c.Say("What the state will do itself"), whether(d.StateAction != "", p.c.Term("state_action", d.StateAction))),
			p.fact(p.c.Say("Conditions"), d.Conditions),
			p.fact(p.c.Say("Comment"), d.Comment),
			p.fact(p.c.Say("Digest"), apart(string(d.Digest))),
		})
	}
	if len(p.Decisions) == 0 {
		p.paper.Paragraphs(paper.Say(p.c.Say("Nobody has decided yet."), direction(p.c.Direction)))
	}
	p.paper.Paragraphs(paper.Say(p.c.Say("A decision is about exactly what stands above. Its digest:"), direction(p.c.Direction)),
		paper.Say(apart(string(p.Submission.Digest)), paper.Auto))
}
