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
	ID            models.ID[models.Survey] `json:"id"`
	Title         string                   `json:"title"`
	Country       string                   `json:"country" validate:"country"`
	Wording       map[string]string        `json:"wording" doc:"The question as it was asked, by language."`
	Design        string                   `json:"design" validate:"survey_design"`
	Mode          string                   `json:"mode"`
	Selection     string                   `json:"selection"`
	StartsOn      models.Date              `json:"starts_on"`
	EndsOn        models.Date              `json:"ends_on"`
	DesignEffect  float64                  `json:"design_effect"`
	Source        string                   `json:"source"`
	EvidenceLevel string                   `json:"evidence_level" validate:"evidence_level"`
	Cells         []SurveyCount            `json:"cells"`
	Lift          Figure                   `json:"lift" doc:"The change against the comparison group where there is one, else before and after, else the share that said yes."`
}

// A SurveyCount is one cell; both counts are null where few people could be
// picked out.
type SurveyCount struct {
	Round string `json:"round" validate:"survey_round"`
	Arm   string `json:"arm" validate:"survey_arm"`
	Yes   *int64 `json:"yes"`
	Asked *int64 `json:"asked"`
}

// surveyResults says what the surveys show.
func (f *facts) surveyResults() []SurveyResult {
	list := []SurveyResult{}
	for i := range f.surveys {
		s := &f.surveys[i]
		r := SurveyResult{
			ID: s.ID, Title: s.Title, Country: s.Country, Wording: s.Wording, Design: s.Design, Mode: s.Mode, Selection: s.Selection,
			StartsOn: s.StartsOn, EndsOn: s.EndsOn, DesignEffect: s.DesignEffect, Source: s.Source, EvidenceLevel: proves(s.Design),
			Cells: []SurveyCount{},
		}
		hidden, n := false, int64(0)
		for _, c := range s.Cells {
			if c.Segment != "" {
				continue
			}
			count := SurveyCount{Round: c.Round, Arm: c.Arm, Yes: &c.Yes, Asked: &c.Asked}
			if f.few(c.Yes) || f.few(c.Asked-c.Yes) {
				count.Yes, count.Asked, hidden = nil, nil, true
			}
			r.Cells, n = append(r.Cells, count), n+c.Asked
		}
		r.Lift = f.lift(s, hidden, n)
		list = append(list, r)
	}
	return list
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

// lift is the change that a survey shows, with its interval. What rests on a
// hidden cell is hidden too.
func (f *facts) lift(s *models.Survey, hidden bool, n int64) Figure {
	from := provenance{sentence: []string{"n", strconv.FormatInt(n, 10)}}
	interval := f.change(s)
	r := interval.Result("share")
	if hidden {
		from.caveats = append(from.caveats, SmallCount)
		r.Value, r.Low, r.High, r.Label = nil, nil, nil, reach.LabelMissing
	} else if r.Low != nil && *r.Low <= 0 && *r.High >= 0 && s.Design != "single_round" {
		r.Warnings = append(r.Warnings, reach.LiftCoversZero)
	}
	return f.figure(r, from)
}

func (f *facts) change(s *models.Survey) reach.Interval {
	level := f.assumptions.Level
	cell := func(round, arm string) reach.Proportion {
		c := s.Cell(round, arm)
		if c == nil {
			return reach.Proportion{}
		}
		return reach.Proportion{X: float64(c.Yes), N: float64(c.Asked)}
	}
	after, before := cell("post", "treated"), cell("pre", "treated")
	switch s.Design {
	case "single_round":
		return reach.Wilson(after.X/s.DesignEffect, after.N/s.DesignEffect, level)
	case "pre_post":
		shrink := func(p reach.Proportion) reach.Proportion {
			return reach.Proportion{X: p.X / s.DesignEffect, N: p.N / s.DesignEffect}
		}
		return reach.Difference(shrink(after), shrink(before), level)
	}
	rounds := reach.SurveyRounds{TreatedPre: before, TreatedPost: after, ComparisonPre: cell("pre", "comparison"), ComparisonPost: cell("post", "comparison")}
	return reach.DiffInDiff(rounds, s.DesignEffect, level).Mover
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
