package evaluation

import (
	"context"
	"strconv"

	"caravan/internal/reach"
	"caravan/internal/store"
	"caravan/models"
)

// A SurveyResult is what a survey says about a campaign, and how much that
// proves.
type SurveyResult struct {
	ID            models.ID[models.Survey]     `json:"id"`
	Title         string                       `json:"title"`
	Country       string                       `json:"country" validate:"country"`
	Wording       map[string]string            `json:"wording" doc:"The question as it was asked, by language."`
	Design        string                       `json:"design" validate:"survey_design"`
	Mode          string                       `json:"mode"`
	Selection     string                       `json:"selection"`
	StartsOn      models.Date                  `json:"starts_on"`
	EndsOn        models.Date                  `json:"ends_on"`
	DesignEffect  float64                      `json:"design_effect"`
	Source        string                       `json:"source"`
	EvidenceLevel string                       `json:"evidence_level" validate:"evidence_level"`
	Reworded      map[string]map[string]string `json:"reworded" doc:"By round, where it was asked in other words. Rounds of other words are not compared."`
	Invited       *int64                       `json:"invited"`
	Response      *float64                     `json:"response" doc:"Share of those invited who answered; null where it is not known, or a hidden count would show in it."`
	Cells         []SurveyCount                `json:"cells"`
	Paired        bool                         `json:"paired" doc:"The same people answered before and after."`
	Clusters      int                          `json:"clusters" doc:"Places that were chosen whole; 0: people were."`
	Lift          Figure                       `json:"lift" doc:"The change against the comparison group where there is one, else before and after, else the share that said yes."`
	Changes       []SurveyChange               `json:"changes" doc:"The same for segments and for a later round."`
	Lifted        *LiftedPeople                `json:"lifted" doc:"Null without a comparison group."`
}

// A SurveyChange is the change up to a round among a segment.
type SurveyChange struct {
	Round   string `json:"round" validate:"survey_round"`
	Segment string `json:"segment"`
	Change  Figure `json:"change"`
}

// LiftedPeople is how many people a change stands for, and what each cost.
type LiftedPeople struct {
	People   Figure `json:"people" doc:"The change times the reach in the country of the survey."`
	Cost     Figure `json:"cost" doc:"For each of them; without an upper end where there may be none of them."`
	Currency string `json:"currency" doc:"Of the cost; empty: it is not known."`
	Reason   string `json:"reason" doc:"Why the cost is not known: no_budget, several_currencies or several_countries."`
}

// A SurveyCount is one cell; both counts are null where few people could be
// picked out.
type SurveyCount struct {
	Round   string `json:"round" validate:"survey_round"`
	Arm     string `json:"arm" validate:"survey_arm"`
	Segment string `json:"segment"`
	Yes     *int64 `json:"yes"`
	Asked   *int64 `json:"asked"`
}

// surveyResults says what the surveys show.
func (f *facts) surveyResults() []SurveyResult {
	list := []SurveyResult{}
	for i := range f.surveys {
		list = append(list, f.surveyResult(&f.surveys[i]))
	}
	return list
}

func (f *facts) surveyResult(s *models.Survey) SurveyResult {
	r := SurveyResult{
		ID: s.ID, Title: s.Title, Country: s.Country, Wording: s.Wording, Design: s.Design, Mode: s.Mode, Selection: s.Selection,
		StartsOn: s.StartsOn, EndsOn: s.EndsOn, DesignEffect: s.DesignEffect, Source: s.Source, EvidenceLevel: proves(s.Design),
		Reworded: s.Reworded, Invited: s.Invited, Cells: []SurveyCount{}, Paired: len(s.Transitions) > 0, Clusters: len(s.Clusters), Changes: []SurveyChange{},
	}
	if r.Reworded == nil {
		r.Reworded = map[string]map[string]string{}
	}
	hidden := f.hiddenCells(s)
	segments, rounds := []string{}, []string{}
	for _, c := range s.Cells {
		count := SurveyCount{Round: c.Round, Arm: c.Arm, Segment: c.Segment, Yes: &c.Yes, Asked: &c.Asked}
		if hidden[cellKey{c.Round, c.Arm, c.Segment}] {
			count.Yes, count.Asked = nil, nil
		}
		r.Cells, segments, rounds = append(r.Cells, count), append(segments, c.Segment), append(rounds, c.Round)
	}
	if len(hidden) == 0 {
		r.Response = s.Response()
	}
	r.Lift = f.lift(s, "post", "", hidden)
	for _, round := range set(rounds) {
		for _, segment := range set(segments) {
			if round != "pre" && (round != "post" || segment != "") && s.Cell(round, "treated", segment) != nil {
				r.Changes = append(r.Changes, SurveyChange{round, segment, f.lift(s, round, segment, hidden)})
			}
		}
	}
	if s.Compared() {
		r.Lifted = f.lifted(s, &r.Lift)
	}
	return r
}

type cellKey struct{ round, arm, segment string }

// hiddenCells are the cells in which few people could be picked out. One
// hidden segment hides all of its round and group: the others and the total
// would give it away.
func (f *facts) hiddenCells(s *models.Survey) map[cellKey]bool {
	hidden, broken := map[cellKey]bool{}, map[[2]string]bool{}
	for _, c := range s.Cells {
		if f.few(c.Yes) || f.few(c.Asked-c.Yes) {
			hidden[cellKey{c.Round, c.Arm, c.Segment}] = true
			broken[[2]string{c.Round, c.Arm}] = true
		}
	}
	for _, c := range s.Cells {
		if c.Segment != "" && broken[[2]string{c.Round, c.Arm}] {
			hidden[cellKey{c.Round, c.Arm, c.Segment}] = true
		}
	}
	return hidden
}

// few reports whether a count of people would give them away.
func (f *facts) few(n int64) bool { return n > 0 && n < f.assumptions.Threshold }

// proves is the rung of the evidence ladder of a design.
func proves(design string) string {
	switch design {
	case "randomised", "comparison_group":
		return design
	}
	return "self_reported"
}

// lift is the change up to a round that a survey shows among a segment, with
// its interval. What rests on a hidden cell is hidden too, and rounds that were
// asked in other words are not compared.
func (f *facts) lift(s *models.Survey, round, segment string, hidden map[cellKey]bool) Figure {
	n, small := int64(0), false
	for _, c := range s.Cells {
		if c.Segment == segment && (c.Round == "pre" || c.Round == round) {
			n, small = n+c.Asked, small || hidden[cellKey{c.Round, c.Arm, c.Segment}]
		}
	}
	from := provenance{sentence: []string{"n", strconv.FormatInt(n, 10)}}
	r := f.change(s, round, segment).Result("share")
	switch one := s.Design == "single_round"; {
	case small:
		from.caveats = append(from.caveats, SmallCount)
		r.Value, r.Low, r.High, r.Label = nil, nil, nil, reach.LabelMissing
	case !one && !s.Worded("pre", round):
		from.caveats = append(from.caveats, OtherWords)
		r.Value, r.Low, r.High, r.Label = nil, nil, nil, reach.LabelMissing
	case !one && r.Low != nil && *r.Low <= 0 && *r.High >= 0:
		r.Warnings = append(r.Warnings, reach.LiftCoversZero)
	}
	if s.Compared() && round == "post" && segment == "" {
		from.caveats = append(from.caveats, ParallelTrends)
	}
	return f.figure(r, from)
}

// change is what a survey shows by its design: whole places count as one each,
// the same people as themselves, and other people by the design effect.
func (f *facts) change(s *models.Survey, round, segment string) reach.Interval {
	level := f.assumptions.Level
	everybody := round == "post" && segment == ""
	cell := func(round, arm string) reach.Proportion {
		c := s.Cell(round, arm, segment)
		if c == nil {
			return reach.Proportion{}
		}
		return reach.Proportion{X: float64(c.Yes), N: float64(c.Asked)}
	}
	shrink := func(p reach.Proportion) reach.Proportion {
		return reach.Proportion{X: p.X / s.DesignEffect, N: p.N / s.DesignEffect}
	}
	after, before := cell(round, "treated"), cell("pre", "treated")
	switch {
	case s.Design == "single_round":
		return reach.Wilson(after.X/s.DesignEffect, after.N/s.DesignEffect, level)
	case everybody && len(s.Clusters) > 0:
		return overPlaces(s.Clusters, level)
	case everybody && len(s.Transitions) > 0 && s.Compared():
		return reach.DiffInDiffPaired(transitions(s.Transition("treated")), transitions(s.Transition("comparison")), level).Interval
	case everybody && len(s.Transitions) > 0:
		return reach.PairedChange(transitions(s.Transition("treated")), level)
	case s.Design == "pre_post":
		return reach.Difference(shrink(after), shrink(before), level)
	}
	rounds := reach.SurveyRounds{TreatedPre: before, TreatedPost: after, ComparisonPre: cell("pre", "comparison"), ComparisonPost: cell(round, "comparison")}
	return reach.DiffInDiff(rounds, s.DesignEffect, level).Mover
}

func transitions(t *models.SurveyTransition) reach.Transitions {
	return reach.Transitions{YesYes: float64(t.YesYes), YesNo: float64(t.YesNo), NoYes: float64(t.NoYes), NoNo: float64(t.NoNo)}
}

// overPlaces is the change with the place as the unit of evidence.
func overPlaces(places []models.SurveyCluster, level float64) reach.Interval {
	var scores [2][]float64 // comparison, treated
	var clusters []reach.Cluster
	for _, p := range places {
		c := reach.Cluster{
			Treated: p.Arm == "treated",
			Pre:     reach.Proportion{X: float64(p.PreYes), N: float64(p.PreAsked)},
			Post:    reach.Proportion{X: float64(p.PostYes), N: float64(p.PostAsked)},
		}
		arm := 0
		if c.Treated {
			arm = 1
		}
		clusters, scores[arm] = append(clusters, c), append(scores[arm], c.Post.X/c.Post.N-c.Pre.X/c.Pre.N)
	}
	if len(places) >= reach.FewClusters {
		return reach.DiffInDiffCR1(clusters, level).Interval
	}
	return reach.DiffInDiffClusters(scores[1], scores[0], level).Interval
}

// lifted is how many people the change stands for in the country of a survey,
// and what each of them cost.
func (f *facts) lifted(s *models.Survey, lift *Figure) *LiftedPeople {
	campaigns := []models.ID[models.Campaign]{s.CampaignID}
	here := f.pick(func(d *models.Delivery) bool { return of(campaigns)(d) && d.Country == s.Country })
	_, countries := f.reachOver(campaigns, here, 0)
	var reached reach.Bounds
	if len(countries) == 1 {
		reached = countries[0].bounds()
	}
	cost, currency, reason := f.spent(s)
	pre := s.Cell("pre", "treated", "")
	l := reach.PeopleLifted(reach.Interval{Estimate: lift.Value, Low: lift.Low, High: lift.High}, reached, cost, new(float64(pre.Yes)/float64(max(pre.Asked, 1))))
	from := provenance{deliveries: here, caveats: lift.Caveats}
	figure := func(b reach.Bounds, unit string) Figure {
		r := reach.Result{Value: b.Point, Low: b.Low, High: b.High, Unit: unit, Method: methodLifted, Label: reach.LabelScenario, Warnings: l.Warnings}
		if b.Point == nil && b.Low == nil {
			r.Label = reach.LabelMissing
		}
		return f.figure(r, from)
	}
	return &LiftedPeople{People: figure(l.People, "people"), Cost: figure(l.Cost, "money"), Currency: currency, Reason: reason}
}

// methodLifted is the method of a change times a reach.
const methodLifted reach.Method = "corner_products"

// spent is the budget of the campaign of a survey, where all of it was for the
// country of the survey and in one currency.
func (f *facts) spent(s *models.Survey) (cost *float64, currency, reason string) {
	for i := range f.campaigns {
		c := &f.campaigns[i]
		if c.ID != s.CampaignID {
			continue
		}
		if len(c.Countries) > 1 {
			return nil, "", "several_countries"
		}
		sum := 0.0
		for _, line := range c.Budget {
			amount, err := strconv.ParseFloat(line.Money.Amount, 64)
			if err != nil || currency != "" && line.Money.Currency != currency {
				return nil, "", "several_currencies"
			}
			sum, currency = sum+amount, line.Money.Currency
		}
		if sum > 0 {
			return &sum, currency, ""
		}
	}
	return nil, "", "no_budget"
}

// AddSurvey keeps a finished survey of the organisation about one of its
// campaigns: counts, and no answer of any person.
func (d *Desk) AddSurvey(ctx context.Context, by models.Actor, s models.Survey) (*models.Survey, error) {
	now := d.Now()
	s.ID, s.OrganizationID, s.CreatedAt = models.NewID[models.Survey](), by.OrganizationID, now
	if err := s.Check(); err != nil {
		return nil, err
	}
	err := d.Store.As(by).InTx(ctx, func(tx *store.Scope) error {
		if _, err := tx.Campaign(ctx, s.CampaignID); err != nil {
			return err
		}
		if err := tx.CreateSurvey(ctx, &s); err != nil {
			return err
		}
		return tx.Record(ctx, store.Change{Action: "survey.added", Kind: "survey", Object: s.ID.String(), Campaign: s.CampaignID, At: now})
	})
	return &s, err
}
