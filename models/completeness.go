package models

import (
	"slices"
	"strings"
	"time"
)

// A Gap is a part of a campaign that has to be there before anybody is asked
// to approve it. Box is its letter group in GAMMMA+.
type Gap struct {
	Box     string
	Kind    string // of the record it is in: campaign, organization, message, messenger
	ID      string // of that record; empty for the campaign, and where there is no record yet
	Pointer string // of the field in the record
}

// Boxes lists the letter groups of GAMMMA+ in their order.
func Boxes() []string {
	return []string{"goal", "audience", "message", "messenger", "media", "action", "monitoring"}
}

// A Box is one letter group of GAMMMA+: how many parts it has, and which of
// them are missing.
type Box struct {
	Name  string
	Parts int
	Gaps  []Gap
}

// A part is one thing that has to be there.
type part struct {
	Gap

	there bool
}

// parts lists what the plan itself has to say, and its owner.
func (c *Campaign) parts(owner *Organization, now time.Time) []part {
	in := func(box, pointer string, there bool) part {
		return part{Gap{Box: box, Kind: "campaign", Pointer: pointer}, there}
	}
	return []part{
		in("goal", "/goal/statement", c.Goal.Statement != ""),
		in("goal", "/goal/indicator", c.Goal.Indicator != ""),
		in("goal", "/goal/target", c.Goal.Target != ""),
		in("goal", "/goal/deadline", c.Goal.Deadline.Valid()),
		in("audience", "/primary_audience_id", !c.PrimaryAudience.IsZero()),
		in("action", "/call_to_action", c.CallToAction != ""),
		in("action", "/dialogue_plan", c.DialoguePlan != ""),
		in("monitoring", "/evaluation_design", c.EvaluationDesign != ""),
		in("message", "/gender_analysis", c.GenderAnalysis != ""),
		in("messenger", "/disclosure", c.Disclosure != ""),
		in("messenger", "/state_involvement", c.StateInvolvement != ""),
		in("messenger", "/funders", len(c.Funders) > 0),
		{Gap{"messenger", "organization", owner.ID.String(), "/contact"}, owner.Contact != ""},
		in("message", "/harm_review/dividers", c.HarmReview.Dividers != ""),
		in("message", "/harm_review/connectors", c.HarmReview.Connectors != ""),
		in("message", "/harm_review/harms", c.HarmReview.Harms != ""),
		in("message", "/harm_review/mitigations", c.HarmReview.Mitigations != ""),
		in("message", "/harm_review/reviewers", apart(c.HarmReview.Reviewers) >= 2),
		in("message", "/harm_review/valid_until", !c.HarmReview.Over(DateOf(now))),
	}
}

// Gaps lists what the plan lacks before a submission, and what its owner does:
// an address for complaints.
func (c *Campaign) Gaps(owner *Organization, now time.Time) []Gap {
	var gaps []Gap
	for _, p := range c.parts(owner, now) {
		if !p.there {
			gaps = append(gaps, p.Gap)
		}
	}
	return gaps
}

// ImpactGaps lists what is missing where a campaign addresses an audience: for
// people at indicated risk, what that does to their privacy is judged before.
func (c *Campaign) ImpactGaps(a *Audience) []Gap {
	if a == nil || a.PreventionTier != "indicated" || strings.TrimSpace(c.ImpactAssessment) != "" {
		return nil
	}
	return []Gap{{Box: "audience", Kind: "campaign", Pointer: "/impact_assessment"}}
}

// Contents is what a campaign consists of besides its plan.
type Contents struct {
	Owner      Organization
	Audience   *Audience // the primary one; nil where there is none
	Messages   []Message
	Variants   []Variant        // of those messages
	Messengers []Messenger      // of those messages
	Consents   []Consent        // of those messengers
	Risks      []RiskAssessment // of those messengers
	Channels   []Channel        // of the organisation, in use
}

// Completeness fills the boxes of GAMMMA+ with what is there and what is
// missing, from the plan, the messages, those who speak and the channels.
func (c *Campaign) Completeness(all Contents, now time.Time) []Box {
	parts := c.parts(&all.Owner, now)
	for _, gap := range c.ImpactGaps(all.Audience) {
		parts = append(parts, part{gap, false})
	}
	parts = slices.Concat(parts, all.ofMessages(), all.ofMessengers(now), all.ofChannels(c))
	boxes := make([]Box, 0, len(Boxes()))
	for _, name := range Boxes() {
		box := Box{Name: name, Gaps: []Gap{}}
		for _, p := range parts {
			if p.Box != name {
				continue
			}
			box.Parts++
			if !p.there {
				box.Gaps = append(box.Gaps, p.Gap)
			}
		}
		boxes = append(boxes, box)
	}
	return boxes
}

// ofMessages asks for a message, and for a text in its own language and a
// messenger in each.
func (all Contents) ofMessages() []part {
	if len(all.Messages) == 0 {
		return []part{{Gap{Box: "message", Kind: "message"}, false}, {Gap{Box: "messenger", Kind: "messenger"}, false}}
	}
	var parts []part
	for _, m := range all.Messages {
		written := slices.ContainsFunc(all.Variants, func(v Variant) bool {
			return v.MessageID == m.ID && v.Language == m.SourceLanguage && v.Body != ""
		})
		id := m.ID.String()
		parts = append(parts,
			part{Gap{"message", "message", id, "/variants"}, written},
			part{Gap{"messenger", "message", id, "/messenger_id"}, !m.MessengerID.IsZero()})
	}
	return parts
}

// ofMessengers asks for a live consent and a live risk assessment of each.
func (all Contents) ofMessengers(now time.Time) []part {
	var parts []part
	for _, m := range all.Messengers {
		consented := slices.ContainsFunc(all.Consents, func(c Consent) bool { return c.MessengerID == m.ID && c.Live(now) })
		assessed := slices.ContainsFunc(all.Risks, func(r RiskAssessment) bool { return r.MessengerID == m.ID && r.Live(now) })
		id := m.ID.String()
		parts = append(parts,
			part{Gap{"messenger", "messenger", id, "/consents"}, consented},
			part{Gap{"messenger", "messenger", id, "/risk_assessments"}, assessed})
	}
	return parts
}

// ofChannels asks for a channel in each country.
func (all Contents) ofChannels(c *Campaign) []part {
	var parts []part
	for _, cc := range c.Countries {
		reached := slices.ContainsFunc(all.Channels, func(ch Channel) bool { return slices.Contains(ch.Countries, cc.Country) })
		parts = append(parts, part{Gap{"media", "channel", "", "/countries/" + cc.Country}, reached})
	}
	return parts
}
