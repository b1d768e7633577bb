// Package demo fills an empty installation with a lived-in demonstration: an
// organisation in Osh with five campaigns, two ministries, an evaluator and an
// administrator. It plays six weeks through the desks themselves with a clock
// that runs ahead, so that nothing in it is anything but what the program does;
// only the readers of those weeks are made up. All of it is marked as
// demonstration. What is scheduled for later is published for real.
package demo

import (
	"context"
	"fmt"
	"time"

	"caravan/internal/access"
	"caravan/internal/approval"
	"caravan/internal/distribution"
	"caravan/internal/evaluation"
	"caravan/internal/planning"
	"caravan/internal/store"
	"caravan/models"
)

// Password is what everybody of the demonstration signs in with.
const Password = "three rivers meet here"

// A Person is somebody of the demonstration who may be signed in as.
type Person struct {
	Email string
	Name  string
	Role  string // and organisation, in words
}

// People lists who may be signed in as.
func People() []Person {
	return []Person{
		{"aigul@osh.example", "Aigul", "planner, Osh Media Workshop"},
		{"rustam@osh.example", "Rustam", "reviewer, Osh Media Workshop"},
		{"bermet@bishkek.example", "Bermet", "approver, commission in Bishkek"},
		{"farhod@dushanbe.example", "Farhod", "approver, secretariat in Dushanbe"},
		{"elena@osh.example", "Elena", "evaluator, Osh Media Workshop"},
		{"admin@osh.example", "Nurlan", "administrator, Osh Media Workshop"},
		{"nargiza@osh.example", "Nargiza", "moderator, Osh Media Workshop"},
	}
}

// Desks are what the demonstration is played through.
type Desks struct {
	Store        *store.Store
	Distribution distribution.Desk                                           // a copy: its clock and platforms are set
	Platforms    func(now func() time.Time) map[string]distribution.Platform // by the clock of the story
	Planning     planning.Desk                                               // likewise
	Program      string
}

// weeks is how much of the past is played.
const weeks = 6

// Fill plays the demonstration into an installation without people, up to now.
func Fill(ctx context.Context, d Desks, now time.Time) error {
	s := &story{ctx: ctx, store: d.Store, end: now, now: now.AddDate(0, 0, -7*weeks).Truncate(time.Hour)}
	clock := func() time.Time { return s.now }
	d.Distribution.Now, d.Distribution.Clock, d.Distribution.Platforms = clock, nil, d.Platforms(clock)
	d.Planning.Now = clock
	s.planning = &d.Planning
	s.access = &access.Desk{Store: d.Store, Now: clock}
	s.approval = &approval.Desk{Store: d.Store, Now: clock}
	s.distribution = &d.Distribution
	s.evaluation = &evaluation.Desk{Store: d.Store, Now: clock, Program: d.Program}
	for _, chapter := range []struct {
		name string
		tell func() error
	}{
		{"people", s.people},
		{"channels", s.channels},
		{"audiences and messengers", s.cast},
		{"campaigns", s.campaigns},
		{"the weeks since", s.play},
		{"what came of it", s.findings},
		{"what is about to come out", s.comingUp},
	} {
		if err := chapter.tell(); err != nil {
			return fmt.Errorf("demonstration, %s: %w", chapter.name, err)
		}
	}
	return nil
}

// A story is a demonstration being played.
type story struct {
	ctx      context.Context
	store    *store.Store
	now, end time.Time

	access       *access.Desk
	planning     *planning.Desk
	approval     *approval.Desk
	distribution *distribution.Desk
	evaluation   *evaluation.Desk

	planner, reviewer, evaluator, moderator models.Actor
	approvers                               map[string]models.Actor // by country
	portal, radio                           map[string]*models.Channel
	audience                                *models.Audience
	mothers                                 *models.Audience
	river, teacher                          *models.Messenger
	finished, tea, ask                      *models.Campaign
	endings                                 *models.Experiment // of the finished campaign
	inFlight                                *models.MessageVersion
}

// as returns the records as somebody may change them.
func (s *story) as(who models.Actor) *store.Scope { return s.store.As(who) }

func (s *story) system() *store.Scope { return s.store.As(models.System("demonstration")) }

// people makes the organisations and everybody in them.
func (s *story) people() error {
	osh, err := s.organization("media_ngo", "KG", "Osh Media Workshop", "osh", "post@osh.example, Kurmanjan Datka 12, Osh")
	if err != nil {
		return err
	}
	bishkek, err := s.organization("ministry", "KG", "Commission on public messages, Bishkek", "bishkek", "post@bishkek.example")
	if err != nil {
		return err
	}
	dushanbe, err := s.organization("ministry", "TJ", "Secretariat of the national strategy, Dushanbe", "dushanbe", "post@dushanbe.example")
	if err != nil {
		return err
	}
	s.approvers = map[string]models.Actor{}
	people := People()
	for i, part := range []struct {
		organization *models.Organization
		locale, zone string
		roles        []models.Role
		keep         func(models.Actor)
	}{
		{osh, "ru", "Asia/Bishkek", []models.Role{models.Planner, models.Safeguarding}, func(a models.Actor) { s.planner = a }},
		{osh, "ru", "Asia/Bishkek", []models.Role{models.Reviewer, models.Translator}, func(a models.Actor) { s.reviewer = a }},
		{bishkek, "ru", "Asia/Bishkek", []models.Role{models.Approver}, func(a models.Actor) { s.approvers["KG"] = a }},
		{dushanbe, "ru", "Asia/Dushanbe", []models.Role{models.Approver}, func(a models.Actor) { s.approvers["TJ"] = a }},
		{osh, "en", "Asia/Bishkek", []models.Role{models.Evaluator}, func(a models.Actor) { s.evaluator = a }},
		{osh, "en", "Asia/Bishkek", []models.Role{models.Admin, models.Operator}, func(models.Actor) {}},
		{osh, "ru", "Asia/Bishkek", []models.Role{models.Moderator}, func(a models.Actor) { s.moderator = a }},
	} {
		user := models.User{Email: people[i].Email, Name: people[i].Name, Locale: part.locale, Zone: part.zone}
		link, err := s.access.Invite(s.ctx, models.System("demonstration"), user, part.organization.ID, part.roles)
		if err != nil {
			return err
		}
		_, who, err := s.access.Welcome(s.ctx, link, Password, "")
		if err != nil {
			return err
		}
		part.keep(who)
	}
	return s.rules()
}

func (s *story) organization(kind, country, name, slug, contact string) (*models.Organization, error) {
	o := &models.Organization{
		ID: models.NewID[models.Organization](), Kind: kind, Country: country, PublicName: name, Contact: contact, Slug: slug,
		CreatedAt: s.now, Version: 1,
	}
	return o, s.system().CreateOrganization(s.ctx, o)
}

// rules says who approves in the two countries: one body, whatever the
// occasion.
func (s *story) rules() error {
	if err := s.approval.Begin(s.ctx); err != nil {
		return err
	}
	for country, approver := range s.approvers {
		rules, err := s.system().Rules(s.ctx, country)
		if err != nil {
			return err
		}
		for _, rule := range rules {
			rule.Authority, rule.AuthorityID = approver.Organization.PublicName, &approver.OrganizationID
			rule.DeadlineHours, rule.ValidityHours, rule.Source = 120, 24*120, "Agreement made up for the demonstration"
			if err := s.system().SaveRule(s.ctx, &rule); err != nil {
				return err
			}
		}
	}
	return nil
}

// channels connects the public site and the stations in both countries.
func (s *story) channels() error {
	s.portal, s.radio = map[string]*models.Channel{}, map[string]*models.Channel{}
	for _, c := range []struct {
		to      map[string]*models.Channel
		country string
		account models.Account
	}{
		{s.portal, "KG", models.Account{Platform: "portal", Class: "web", Name: "Own site, Kyrgyzstan", Handle: "osh", Languages: []string{"ky", "ru", "uz-Cyrl"}, Zone: "Asia/Bishkek"}},
		{s.portal, "TJ", models.Account{Platform: "portal", Class: "web", Name: "Own site, Tajikistan", Handle: "osh", Languages: []string{"tg-Cyrl", "ru", "fa-AF"}, Zone: "Asia/Dushanbe", Reason: "Each country has its own readers and its own approver."}},
		{s.radio, "KG", models.Account{Platform: "outlet_radio", Class: "radio", Name: "Radio Alai FM", Handle: "101.2 FM", Languages: []string{"ky", "uz-Cyrl"}, Zone: "Asia/Bishkek"}},
		{s.radio, "TJ", models.Account{Platform: "outlet_radio", Class: "radio", Name: "Radio Sughd FM", Handle: "104.0 FM", Languages: []string{"tg-Cyrl"}, Zone: "Asia/Dushanbe"}},
	} {
		c.account.Countries = []string{c.country}
		if c.account.Class == "radio" {
			c.account.Quiet = models.QuietHours{From: "23:00", To: "06:00"}
		}
		channel, err := models.NewChannel(c.account, s.planner, s.now)
		if err != nil {
			return err
		}
		if err := s.as(s.planner).CreateChannel(s.ctx, channel); err != nil {
			return err
		}
		c.to[c.country] = channel
	}
	return nil
}
