package dossier

import (
	"slices"
	"strings"

	"caravan/internal/languages"
	"caravan/internal/paper"
	"caravan/models"
)

// texts are the text in every language, with what changed since the authority
// saw it last, what it means, and what a machine stumbled over.
func (p *printer) texts() {
	p.paper.Heading(p.c.Say("Text"))
	says := direction(p.c.Direction)
	if p.Earlier == nil {
		p.paper.Paragraphs(paper.Say(p.c.Say("This authority has not seen this message before."), says))
	} else {
		p.paper.Paragraphs(
			paper.Say(p.c.Say("Compared with version {number}, the last that this authority saw.", "number", p.c.Digit(p.Earlier.Statement.Version)), says),
			paper.Say(p.c.Say("What was put in is underlined; what was taken out is struck through."), says))
	}
	for i := range p.Submission.Statement.Texts {
		p.text(&p.Submission.Statement.Texts[i])
	}
	p.gone()
}

// text is one of them.
func (p *printer) text(t *models.FrozenText) {
	var before *models.FrozenText
	state := ""
	if p.Earlier != nil {
		before = p.Earlier.Statement.Text(t.Language)
		switch {
		case before == nil:
			state = p.c.Say("New")
		case before.Says(*t):
			state = p.c.Say("Unchanged")
		default:
			state = p.c.Say("Changed")
		}
	}
	p.paper.Subheading(strings.Trim(p.c.Tongue(t.Language)+" · "+state, " ·"))
	p.passages(t, before)
	p.pictures(t.Media)
	var notes []string
	for _, n := range p.Message.Lint(models.Text{Language: t.Language, Title: t.Title, Body: t.Body, Link: t.Link, Hashtags: t.Hashtags}) {
		if words, there := noteWords()[n.Code]; there && !slices.Contains(notes, p.c.Say(words)) {
			notes = append(notes, p.c.Say(words))
		}
	}
	p.paper.Facts([]paper.Fact{p.fact(p.c.Say("Found in the text"), notes...)})
}

// passages are its words, and what they mean.
func (p *printer) passages(t, before *models.FrozenText) {
	old := models.FrozenText{}
	if before != nil {
		old = *before
	}
	toward := direction(languages.Direction(t.Direction))
	var says []paper.Passage
	for _, part := range [][2]string{{old.Title, t.Title}, {old.Body, t.Body}, {strings.Join(old.Hashtags, " "), strings.Join(t.Hashtags, " ")}} {
		if part[0] != "" || part[1] != "" {
			says = append(says, changed(part[0], part[1], toward, before != nil))
		}
	}
	if old.Link != "" || t.Link != "" {
		says = append(says, changed(old.Link, t.Link, paper.LeftToRight, before != nil))
	}
	p.paper.Quote(says...)
	back := paper.Fact{Label: p.c.Say("Back-translation")}
	if old.BackTranslation != "" || t.BackTranslation != "" {
		back.Says = []paper.Passage{changed(old.BackTranslation, t.BackTranslation, paper.Auto, before != nil)}
	}
	p.paper.Facts([]paper.Fact{back})
}

// pictures are what a text shows, in words, with the digest that names the
// bytes of each: the screen shows them.
func (p *printer) pictures(shown []models.FrozenMedia) {
	for i := range shown {
		m := &shown[i]
		p.paper.Facts([]paper.Fact{
			p.fact(p.c.Say("What is to be seen or heard"), m.Alt, m.Captions, m.Transcript),
			p.fact(
				p.c.Say("Where it comes from"), m.Origin, p.c.Term("media_licence", m.Licence),
				whether(m.Machine, p.c.Say("A machine made it, or a part of it")), whether(m.Face, p.c.Say("The messenger's face is to be seen"))),
			p.fact(p.c.Say("Digest of these bytes"), apart(string(m.Files[0].SHA256))),
		})
	}
}

// noteWords are those of the app for what a machine finds that an approver
// would ask about.
func noteWords() map[string]string {
	return map[string]string{
		models.NoteNamedGroup:      "A listed group is named",
		models.NoteMissingCitation: "Scripture without a source",
		models.NoteNotReligious:    "Scripture in a message that is not marked",
		models.NoteStigma:          "A people or a faith beside extremism",
	}
}

// gone are the languages that the authority saw and that are no longer there.
func (p *printer) gone() {
	if p.Earlier == nil {
		return
	}
	var missing []string
	for _, t := range p.Earlier.Statement.Texts {
		if p.Submission.Statement.Text(t.Language) == nil {
			missing = append(missing, t.Language)
		}
	}
	if len(missing) > 0 {
		p.paper.Paragraphs(paper.Say(p.c.Say("No longer in: {gone}.", "gone", p.each(missing, p.c.Tongue)), direction(p.c.Direction)))
	}
}

// changed is a text with what was put in and taken out, if it is compared.
func changed(before, after string, toward paper.Direction, compared bool) paper.Passage {
	passage := paper.Passage{Direction: toward}
	if !compared {
		passage.Spans = []paper.Span{{Text: visible(after)}}
		return passage
	}
	marks := map[string]paper.Mark{models.Same: paper.Plain, models.Added: paper.PutIn, models.Removed: paper.TakenOut}
	for _, s := range models.Difference(before, after) {
		passage.Spans = append(passage.Spans, paper.Span{Text: visible(s.Text), Mark: marks[s.Kind]})
	}
	return passage
}

// previews are what would leave, channel by channel, to the last character.
func (p *printer) previews() {
	s := &p.Submission.Statement
	p.paper.Heading(p.c.Say("Where and when"))
	p.paper.Paragraphs(paper.Say(p.c.Say("From {first} to {last}, {where}. Below stands exactly what will be published, to the last character.",
		"first", p.day(s.Period.From), "last", p.day(s.Period.To), "where", s.Period.Zone), direction(p.c.Direction)))
	for _, target := range s.Targets {
		text := s.Text(target.Language)
		if text == nil {
			continue
		}
		r := target.Render(text)
		digest, err := r.Digest()
		if err != nil {
			continue // the statement itself could not have been digested
		}
		name, class := target.Platform, ""
		if at := slices.IndexFunc(p.Channels, func(c models.Channel) bool { return c.ID == target.ChannelID }); at >= 0 {
			name, class = p.Channels[at].Name, p.c.Term("channel_class", p.Channels[at].Class)
		}
		p.paper.Subheading(strings.Join(slices.DeleteFunc([]string{name, class, target.Account, p.c.Tongue(target.Language)}, func(s string) bool { return s == "" }), " · "))
		p.paper.Quote(p.said(r)...)
		p.paper.Facts(append([]paper.Fact{p.fact(p.c.Say("Digest of these bytes"), apart(string(digest)))}, p.carried(r.Media)...))
	}
}

// said is what can be read of a rendering.
func (p *printer) said(r models.Rendering) []paper.Passage {
	toward := direction(languages.Direction(r.Direction))
	var says []paper.Passage
	for _, part := range []string{r.Title, r.Body, strings.Join(r.Hashtags, " ")} {
		if part != "" {
			says = append(says, paper.Say(visible(part), toward))
		}
	}
	if r.Link != "" {
		says = append(says, paper.Say(visible(r.Link), paper.LeftToRight))
	}
	if r.Counted {
		says = append(says, paper.Say(p.c.Say("The link leads there over our own address, which counts how often it is followed, and nothing about who does."), direction(p.c.Direction)))
	}
	return append(says, paper.Say(visible(r.Disclosure), paper.Auto))
}

// carried are the pictures that a channel would carry, each in its size.
func (p *printer) carried(media []models.RenderedMedia) []paper.Fact {
	var facts []paper.Fact
	for _, m := range media {
		facts = append(facts, p.fact(p.c.Say("What is to be seen or heard"), m.Alt, m.Captions, m.Transcript, apart(string(m.SHA256))))
	}
	return facts
}
