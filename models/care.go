package models

import (
	"slices"
	"strings"
	"time"
)

// A ResponsePlan says who answers those who answer: in which languages, when,
// and whom moderators ask when it becomes serious.
type ResponsePlan struct {
	Languages  []string `json:"languages" doc:"In which a person moderates."`
	Hours      string   `json:"hours"`
	Escalation string   `json:"escalation" doc:"Whom moderators ask when it becomes serious."`
}

// check refuses languages that nobody knows, and writes tags as the registry
// does.
func (p *ResponsePlan) check() error {
	tags, err := canonical(p.Languages)
	if err != nil {
		return ErrLanguage.At("/response_plan/languages")
	}
	p.Languages = tags
	return nil
}

// Answers reports whether a person answers in a language, in any dialect.
func (p *ResponsePlan) Answers(language string) bool {
	return p.Hours != "" && p.Escalation != "" && speaks(p.Languages, language)
}

// Commented reports whether people can answer in public under what the channel
// carries.
func (c *Channel) Commented() bool {
	return !c.CommentsOff && slices.Contains([]string{"social", "video", "messenger", "community_media"}, c.Class)
}

// CheckModerated refuses a text in a language that nobody of the campaign
// answers in, on a channel where people can answer (S-19).
func (c *Campaign) CheckModerated(channel *Channel, language string) error {
	if channel.Commented() && !c.ResponsePlan.Answers(language) {
		return ErrModerator.With("Nobody answers in " + language + " on " + channel.Name + ".").At("/channels")
	}
	return nil
}

// A Pretest is what people of the audience said about a text before many saw
// it, or why none were asked.
type Pretest struct {
	Language string `json:"language"`
	People   int    `json:"people" doc:"How many were asked; 0 where it was waived."`
	HeldOn   Date   `json:"held_on"`
	Result   string `json:"result"`
	Waiver   string `json:"waiver" doc:"Why nobody was asked; it stands in the evaluation."`
}

// check refuses what is neither a test nor a waiver.
func (p *Pretest) check(at string) error {
	tags, err := canonical([]string{p.Language})
	switch {
	case err != nil:
		return ErrLanguage.At(at + "/language")
	case p.Waiver != "" && (p.People != 0 || p.HeldOn != "" || p.Result != ""):
		return ErrInvalid.With("It was held, or it was waived.").At(at + "/waiver")
	case p.Waiver == "" && p.People < 1:
		return ErrInvalid.With("Say how many people were asked, or why none.").At(at + "/people")
	case p.Waiver == "" && !p.HeldOn.Valid():
		return ErrInvalid.With("Say when.").At(at + "/held_on")
	case p.Waiver == "" && p.Result == "":
		return ErrInvalid.With("Say what they said.").At(at + "/result")
	}
	p.Language = tags[0]
	return nil
}

// CheckPretested refuses to repeat a text in a language, in a dialect or not,
// that nobody of the audience was asked about, unless somebody said why (S-23).
func (c *Campaign) CheckPretested(language string) error {
	if !slices.ContainsFunc(c.Pretests, func(p Pretest) bool { return speaks([]string{p.Language}, language) }) {
		return ErrPretest.With("No pre-test in " + language + ", and no waiver.").At("/repeat")
	}
	return nil
}

// Over reports whether the review no longer holds on a day.
func (r *HarmReview) Over(today Date) bool { return r.ValidUntil < today }

// CheckHarm refuses to send for a campaign whose do-no-harm review is over. It
// goes on by itself when two people have looked again (S-18).
func (c *Campaign) CheckHarm(now time.Time) error {
	if c.HarmReview.Over(DateOf(now)) {
		return ErrHarmReview
	}
	return nil
}

// apart returns how many different names there are.
func apart(names []string) int {
	var found []string
	for _, name := range names {
		if name = strings.ToLower(strings.TrimSpace(name)); name != "" && !slices.Contains(found, name) {
			found = append(found, name)
		}
	}
	return len(found)
}

// CheckChild refuses to let a child tell what was done to it or to others, and
// to let it speak without a guardian's consent (S-16). consents are those that
// it speaks under.
func (m *Messenger) CheckChild(b Brief, consents ...Consent) error {
	switch {
	case !m.Minor:
		return nil
	case slices.Contains([]string{"testimony_former", "testimony_victim"}, b.Genre):
		return ErrChild.With("A child tells no story of what was done to it.").At("/genre")
	case slices.Contains([]string{"former_extremist", "victim_survivor"}, m.Type):
		return ErrChild.With("A child is not shown as a former extremist or a victim.").At("/messenger_id")
	case !m.FaceBlur || slices.ContainsFunc(consents, func(c Consent) bool { return !c.Guardian || c.Face }):
		return ErrChild.With("A child speaks with a guardian's consent, and does not show its face.").At("/messenger_id")
	}
	return nil
}

// endangered reports whether the messenger is a woman who speaks where that
// alone is dangerous (S-17).
func (m *Messenger) endangered(consents []Consent, now time.Time) bool {
	return slices.Contains([]string{"woman_leader", "mother_parent"}, m.Type) && slices.ContainsFunc(consents, func(c Consent) bool {
		return c.Live(now) && slices.Contains(c.Countries, "AF")
	})
}
