package demo

import (
	"errors"
	"fmt"
	"time"

	"caravan/internal/approval"
	"caravan/internal/distribution"
	"caravan/internal/store"
	"caravan/models"
)

// cast makes the audiences and those who speak to them.
func (s *story) cast() error {
	size := func(country string, n int64) models.AudienceSize {
		return models.AudienceSize{Country: country, N: n, Year: 2026, Source: "Estimate made up for the demonstration"}
	}
	var err error
	s.audience, err = models.NewAudience(models.Segment{
		SegmentName: "Young people looking for work", Countries: []string{"KG", "TJ"}, AdminAreas: []string{"Osh", "Sughd"}, Settlement: "peri_urban",
		Gender: "all", AgeBands: []string{"18-24", "25-35"}, Languages: []string{"ky", "uz-Cyrl", "tg-Cyrl", "ru", "fa-AF"},
		LifeSituations: []string{"jobseeker", "migrant_departing"}, PreventionTier: "selective", PushFactors: []string{"unemployment", "dignity_deficit"},
		PullFactors: []string{"promised_job", "belonging"}, Influences: []string{"peers", "migrant_network"},
		MediaHabits: "Phones in the evening; local radio in shared taxis.", InsightEvidence: "Two focus groups, 19 people, made up for the demonstration",
		Persona: "Azamat, 22, has worked one season abroad and does not want to go again.", Sizes: []models.AudienceSize{size("KG", 96000), size("TJ", 118000)},
	}, s.planner, s.now)
	if err != nil {
		return err
	}
	s.mothers, err = models.NewAudience(models.Segment{
		SegmentName: "Mothers of adolescents", Countries: []string{"KG"}, AdminAreas: []string{"Osh", "Batken"}, Settlement: "rural", Gender: "women",
		AgeBands: []string{"36-49"}, Languages: []string{"ky", "uz-Cyrl", "ru"}, LifeSituations: []string{"parent"}, PreventionTier: "universal",
		Influences: []string{"family"}, InsightEvidence: "One focus group, 8 people, made up for the demonstration", Sizes: []models.AudienceSize{size("KG", 71000)},
	}, s.planner, s.now)
	if err != nil {
		return err
	}
	scope := s.as(s.planner)
	if err := errors.Join(scope.CreateAudience(s.ctx, s.audience), scope.CreateAudience(s.ctx, s.mothers)); err != nil {
		return err
	}
	if s.river, err = s.messenger("Quiet River", "migrant_worker_diaspora"); err != nil {
		return err
	}
	s.teacher, err = s.messenger("Tall Poplar", "teacher_educator")
	return err
}

// messenger enrols somebody who has consented and whose risk was assessed.
func (s *story) messenger(pseudonym, kind string) (*models.Messenger, error) {
	m, err := models.NewMessenger(models.MessengerProfile{
		Pseudonym: pseudonym, Type: kind, Languages: []string{"ky", "ru", "uz-Cyrl"}, Credibility: "Was heard out in both focus groups.",
		CredibilitySource: "focus_group", FaceBlur: true, SupportContact: "The workshop's safeguarding officer",
	}, s.planner, s.now)
	if err != nil {
		return nil, err
	}
	scope := s.as(s.planner)
	return m, errors.Join(
		scope.CreateMessenger(s.ctx, m),
		scope.CreateConsent(s.ctx, &models.Consent{
			ID: models.NewID[models.Consent](), OrganizationID: m.OrganizationID, MessengerID: m.ID, FormVersion: "2026-1", Language: "ky",
			GivenOn: models.Date(s.now.Format(time.DateOnly)), Platforms: []string{}, Countries: []string{"KG", "TJ"}, Voice: true,
			Witness: "Safeguarding officer", ExpiresAt: s.end.AddDate(1, 0, 0), CreatedAt: s.now,
		}),
		scope.CreateRisk(s.ctx, &models.RiskAssessment{
			ID: models.NewID[models.RiskAssessment](), OrganizationID: m.OrganizationID, MessengerID: m.ID, Level: "low",
			Mitigations: "Pseudonym, no picture, no place names.", Reviewers: []string{"Aigul", "Rustam"}, ValidUntil: s.end.AddDate(0, 6, 0), CreatedAt: s.now,
		}),
	)
}

// A script is a campaign to be played.
type script struct {
	title, public string
	countries     []string
	audience      *models.Audience
	speaker       *models.Messenger
	kind          models.MessageType
	approach      models.Approach
	components    []string
	counters      string
	messages      [][]models.Text
	starts        int // days after the story begins
	days          int
	decide        bool // the approvers say yes
	times         []slot
}

// A slot is when texts are sent.
type slot struct {
	hour     string
	weekdays []string
	weeks    int
	radio    bool
}

// campaigns tells the four campaigns: in flight, waiting, finished, stopped.
func (s *story) campaigns() error {
	evening := slot{"19:30", []string{"tue", "fri"}, 8, false}
	onAir := slot{"18:05", []string{"wed"}, 8, true}
	both := []string{"KG", "TJ"}
	scripts := []script{
		{
			title: "Bread and books", public: "A trade at home", countries: both, audience: s.audience, speaker: s.river, kind: models.AlternativeNarrative,
			approach: models.Positive, components: []string{"personal_achievement", "belonging"}, messages: [][]models.Text{tradeTexts()}, starts: 2, days: 58,
			decide: true, times: []slot{evening, onAir},
		},
		{
			title: "Ask first", public: "Ask before you go", countries: both, audience: s.audience, speaker: s.river, kind: models.CounterNarrative,
			approach: models.Negative, components: []string{"inconsistency", "harm_to_victims"}, counters: "call_to_jihad", messages: [][]models.Text{askTexts()},
			starts: 9, days: 51, decide: true, times: []slot{{"12:30", []string{"mon", "thu"}, 4, false}, {"18:35", []string{"thu"}, 4, true}},
		},
		{
			title: "Talk to me", public: "Talk to me", countries: []string{"KG"}, audience: s.mothers, speaker: s.teacher, kind: models.AlternativeNarrative,
			approach: models.Positive, components: []string{"significance"}, messages: [][]models.Text{motherTexts()}, starts: 0, days: 21, decide: true,
			times: []slot{{"20:00", []string{"mon", "wed", "sat"}, 2, false}},
		},
		{
			title: "Tea with a neighbour", public: "Tea with a neighbour", countries: []string{"KG"}, audience: s.mothers, speaker: s.teacher,
			kind: models.AlternativeNarrative, approach: models.Positive, components: []string{"collective_achievement"}, messages: [][]models.Text{teaTexts()},
			starts: 20, days: 40, decide: true, times: []slot{{"17:00", []string{"mon", "tue", "wed", "thu", "fri"}, 5, false}},
		},
		{
			title: "Our street", public: "Our street", countries: both, audience: s.audience, speaker: s.teacher, kind: models.AlternativeNarrative,
			approach: models.Positive, components: []string{"collective_achievement", "belonging"}, messages: [][]models.Text{streetTexts()},
			starts: 7*weeks + 4, days: 30,
		},
	}
	for _, script := range scripts {
		if err := s.campaign(script); err != nil {
			return fmt.Errorf("%s: %w", script.title, err)
		}
	}
	return nil
}

// day returns the calendar day a number of days after the story begins.
func (s *story) day(n int) models.Date {
	return models.Date(s.end.AddDate(0, 0, n-7*weeks).Format(time.DateOnly))
}

// campaign plans one campaign and takes it as far as its script goes.
func (s *story) campaign(c script) error {
	// Whatever the hour of this day, all have answered before the first begins.
	s.now = s.end.Truncate(24*time.Hour).AddDate(0, 0, min(c.starts, 7*weeks)-7*weeks).Add(-26 * time.Hour)
	campaign, err := models.NewCampaign(s.plan(c), c.countries, s.planner, s.now)
	if err != nil {
		return err
	}
	campaign.Demonstration = true
	switch c.title {
	case "Ask first":
		s.ask = campaign
	case "Talk to me":
		s.finished = campaign
	case "Tea with a neighbour":
		s.tea = campaign
	}
	err = s.as(s.planner).InTx(s.ctx, func(tx *store.Scope) error {
		if err := tx.CreateCampaign(s.ctx, campaign); err != nil {
			return err
		}
		return tx.Record(s.ctx, store.Change{Action: "campaign.planned", Kind: "campaign", Object: campaign.ID.String(), At: s.now})
	})
	if err != nil {
		return err
	}
	if campaign == s.finished {
		if err := s.trial(campaign.StartsOn, campaign.EndsOn); err != nil {
			return err
		}
	}
	if _, err := s.evaluation.SetBacklashRules(s.ctx, s.planner, campaign.ID, 0, models.OfferedBacklashRules()); err != nil {
		return err
	}
	for _, texts := range c.messages {
		if err := s.bring(campaign, c, texts); err != nil {
			return err
		}
	}
	return nil
}

// bring writes a message, submits it, and schedules what was approved.
func (s *story) bring(campaign *models.Campaign, c script, texts []models.Text) error {
	version, err := s.message(campaign, c, texts)
	if err != nil {
		return err
	}
	if c.title == "Bread and books" {
		s.inFlight = version
	}
	if err := s.submit(campaign, c, version); err != nil {
		return err
	}
	for _, slot := range c.times {
		if err := s.schedule(c, version, slot); err != nil {
			return err
		}
	}
	return nil
}

func (s *story) plan(c script) models.Plan {
	return models.Plan{
		Title: c.title, PublicName: c.public,
		Goal: models.Goal{
			Statement: "More young people of the audience know a way to earn their living at home.", Indicator: "Share who name a free course near them",
			Baseline: "18 %", Target: "28 %", Deadline: s.day(c.starts + c.days),
		},
		TheoryOfChange: "Who sees a way to be respected at home listens less to those who promise it elsewhere.", PVEKind: "pve_relevant",
		CallToAction: "Ask the employment centre of your district.", DialoguePlan: "Answers within a day in Kyrgyz, Uzbek, Tajik and Russian, 9 to 21 h.",
		EvaluationDesign: "pre_post", GenderAnalysis: "Women hear of courses later; evening groups for women are named.",
		HarmReview: models.HarmReview{
			Dividers: "Rumours about who is paid to speak", Connectors: "Shared trades, the bazaar", Harms: "Mockery of returned migrants",
			Mitigations: "No pictures of persons; no place names smaller than a district.", Reviewers: []string{"Aigul", "Rustam"}, ValidUntil: s.day(365),
		},
		ResponsePlan: models.ResponsePlan{
			Languages: []string{"ky", "uz-Cyrl", "tg-Cyrl", "ru", "fa-AF"}, Hours: "9 to 21 h, every day", Escalation: "The workshop's safeguarding officer",
		},
		Pretests: s.pretests(),
		StartsOn: s.day(c.starts), EndsOn: s.day(c.starts + c.days), StateInvolvement: "approved",
		Budget:  []models.BudgetLine{{Source: "donor", Money: c.money(), Purpose: "Air time and editors", Scope: "media", Spent: c.spent()}},
		Funders: []string{"A regional development fund (made up)"}, Disclosure: "Osh Media Workshop. Paid for by a regional development fund; approved by the state.",
		PrimaryAudience: c.audience.ID,
	}
}

// money is what a campaign may cost: in dollars, or in som where it is for
// Kyrgyzstan alone.
func (c script) money() models.Money {
	if len(c.countries) == 1 {
		return models.Money{Amount: "183540.00", Currency: "KGS"}
	}
	return models.Money{Amount: "4200.00", Currency: "USD"}
}

// spent is what was spent of it, once a campaign is over.
func (c script) spent() string {
	if len(c.countries) == 1 {
		return "171320.50"
	}
	return ""
}

// pretests are of every language; one was waived.
func (s *story) pretests() []models.Pretest {
	held := []models.Pretest{{Language: "fa-AF", Waiver: "No readers of Dari could be met before the start; made up for the demonstration."}}
	for _, language := range []string{"ky", "uz-Cyrl", "tg-Cyrl", "ru"} {
		held = append(held, models.Pretest{Language: language, People: 9, HeldOn: s.day(0), Result: "Understood by all; two words replaced."})
	}
	return held
}

// message writes a message in its languages, each passed by a native reader,
// and freezes it.
func (s *story) message(campaign *models.Campaign, c script, texts []models.Text) (*models.MessageVersion, error) {
	m, err := models.NewMessage(campaign, models.Brief{
		Title: texts[0].Title, Type: c.kind, Approach: c.approach, Components: c.components, Themes: []string{"migrants_before_during_after"},
		CounteredNarrative: c.counters, Genre: "drama", MessengerID: c.speaker.ID, AudienceID: c.audience.ID, SourceLanguage: texts[0].Language,
		CallToAction: "Ask first.",
	}, s.planner, s.now)
	if err != nil {
		return nil, err
	}
	if err := s.as(s.planner).CreateMessage(s.ctx, m); err != nil {
		return nil, err
	}
	picture, err := s.picture(m)
	if err != nil {
		return nil, err
	}
	for _, text := range texts {
		if alt, written := described()[text.Language]; written {
			text.Media = []models.Shown{{MediaID: picture.ID, Alt: alt}}
		}
		v, err := models.NewVariant(m, text, s.planner, s.now)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", text.Language, err)
		}
		if err := v.Review(s.reviewer, s.now); err != nil {
			return nil, err
		}
		if err := s.as(s.planner).CreateVariant(s.ctx, v); err != nil {
			return nil, err
		}
	}
	s.now = s.now.Add(3 * time.Hour)
	version, err := s.approval.Freeze(s.ctx, s.planner, m.ID)
	if err != nil {
		return nil, err
	}
	s.now = s.now.Add(2 * time.Hour)
	return s.approval.Review(s.ctx, s.reviewer, version.ID, version.Digest)
}

// submit asks each country, and lets its approver answer.
func (s *story) submit(campaign *models.Campaign, c script, version *models.MessageVersion) error {
	for _, country := range c.countries {
		s.now = s.now.Add(time.Hour)
		channels := []models.ID[models.Channel]{s.portal[country].ID}
		for _, slot := range c.times {
			if slot.radio {
				channels = append(channels, s.radio[country].ID)
			}
		}
		submission, err := s.approval.Submit(s.ctx, s.planner, approval.Request{
			Version: version.ID, Country: country, Channels: channels,
			Period: models.Period{From: campaign.StartsOn, To: campaign.EndsOn, Zone: s.portal[country].Zone},
		})
		if err != nil {
			return err
		}
		if !c.decide {
			continue
		}
		s.now = s.now.Add(9 * time.Hour)
		word := models.Decision{SubmissionID: submission.ID, Kind: models.Approve, StateAction: models.StateActionNone, Digest: submission.Digest}
		if _, err := s.approval.Decide(s.ctx, s.approvers[country], word); err != nil {
			return err
		}
	}
	return nil
}

// schedule plans the deliveries of a slot in both countries.
func (s *story) schedule(c script, version *models.MessageVersion, at slot) error {
	for _, country := range c.countries {
		channel := s.portal[country]
		if at.radio {
			channel = s.radio[country]
		}
		_, err := s.distribution.Schedule(s.ctx, s.planner, distribution.Request{
			Version: version.ID, Channels: []models.ID[models.Channel]{channel.ID}, Country: country, Traffic: "organic",
			Start:  models.LocalTime{Local: string(s.day(c.starts)) + "T" + at.hour, Zone: channel.Zone},
			Repeat: models.Repeat{Weekdays: at.weekdays, Weeks: at.weeks}, Window: 3 * time.Hour,
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// comingUp schedules what comes out for real within minutes, so that somebody
// who looks on for the first time sees it happen.
func (s *story) comingUp() error {
	for _, country := range []string{"KG", "TJ"} {
		channel := s.portal[country]
		zone, err := time.LoadLocation(channel.Zone)
		if err != nil {
			return err
		}
		_, err = s.distribution.Schedule(s.ctx, s.planner, distribution.Request{
			Version: s.inFlight.ID, Channels: []models.ID[models.Channel]{channel.ID}, Country: country, Traffic: "organic",
			Start:  models.LocalTime{Local: s.end.Add(3 * time.Minute).In(zone).Format("2006-01-02T15:04"), Zone: channel.Zone},
			Window: 3 * time.Hour,
		})
		if err != nil {
			return err
		}
	}
	return nil
}
