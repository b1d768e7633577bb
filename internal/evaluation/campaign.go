package evaluation

import (
	"context"
	"slices"
	"time"

	"caravan/internal/reach"
	"caravan/internal/store"
	"caravan/models"
)

// A CampaignReach is what may be said about whom a campaign reached: by
// country and together, with everything that is missing and why.
type CampaignReach struct {
	CampaignID    models.ID[models.Campaign] `json:"campaign_id"`
	Title         string                     `json:"title"`
	Demonstration bool                       `json:"demonstration"`
	DataVersion   string                     `json:"data_version"`
	AsOf          *time.Time                 `json:"as_of" doc:"When the newest figure was true."`
	Assumptions   Assumptions                `json:"assumptions"`
	EvidenceLevel string                     `json:"evidence_level" validate:"evidence_level" doc:"The most that can be claimed."`
	Posts         int                        `json:"posts" doc:"Deliveries that were ever live."`
	Total         AudienceReach              `json:"total"`
	Countries     []AudienceReach            `json:"countries"`
	Platforms     []PlatformFigures          `json:"platforms"`
	Growth        []Growth                   `json:"growth"`
	Gaps          []Gap                      `json:"gaps"`
	Quality       Quality                    `json:"quality"`
	Surveys       []SurveyResult             `json:"surveys"`
	Pretests      []models.Pretest           `json:"pretests" doc:"By language: what the audience said before many saw a text, or why nobody was asked."`
}

// Assumptions are what the figures take for granted.
type Assumptions struct {
	Name         string  `json:"name"`
	Version      int     `json:"version"`
	KappaWithin  float64 `json:"kappa_within" doc:"How far posts on one platform reach the same people: 1 is the same, 0 by chance, -1 as apart as can be."`
	Level        float64 `json:"level"`
	UniverseKind string  `json:"universe_kind" validate:"universe_kind"`
	Threshold    int64   `json:"threshold" doc:"Counts of people from 1 to below this are hidden."`
}

// An AudienceReach is who was reached in one country, or in all of them.
type AudienceReach struct {
	Country      string          `json:"country" validate:"omitempty,country" doc:"Empty: all countries."`
	Reach        Figure          `json:"reach"`
	PerThousand  Figure          `json:"per_thousand"`
	TargetShare  Figure          `json:"target_share"`
	Denominators []Denominator   `json:"denominators"`
	Platforms    []PlatformReach `json:"platforms"`
}

// A PlatformReach is what one platform alone reached in a country.
type PlatformReach struct {
	Platform string   `json:"platform"`
	Label    string   `json:"label"`
	Value    *float64 `json:"value"`
	Low      *float64 `json:"low"`
	High     *float64 `json:"high"`
}

// PlatformFigures are the counts of one platform over all countries. Those of
// different platforms mean different things and are never added.
type PlatformFigures struct {
	Platform           string        `json:"platform"`
	Posts              int           `json:"posts"`
	Counts             []MetricCount `json:"counts"`
	EngagementPerPost  *Figure       `json:"engagement_per_post" doc:"Null where the platform counts none."`
	EngagementPerShown *Figure       `json:"engagement_per_shown" doc:"Per view or impression; null where the platform counts only one of the two."`
}

// A MetricCount is one metric of one platform under one definition.
type MetricCount struct {
	Metric       string `json:"metric" validate:"metric"`
	DefinitionID int64  `json:"definition_id"`
	NativeName   string `json:"native_name"`
	Threshold    string `json:"threshold" doc:"What the platform counts, in words."`
	Figure       Figure `json:"figure"`
}

// CampaignReach says whom a campaign reached, as far as is known now.
func (d *Desk) CampaignReach(ctx context.Context, by models.Actor, id models.ID[models.Campaign]) (CampaignReach, error) {
	ids := []models.ID[models.Campaign]{id}
	f, err := d.readFacts(ctx, by, ids, wish{
		series: func(*models.MetricDefinition) bool { return true },
		more: func(f *facts, tx *store.Scope) (err error) {
			f.growth, err = tx.Growth(ctx, ids, "", "")
			return err
		},
	})
	if err != nil {
		return CampaignReach{}, err
	}
	all := f.pick(everywhere)
	total, countries := f.reachOver(ids, all, 0)
	answer := CampaignReach{
		CampaignID: id, Title: f.campaigns[0].Title, Demonstration: f.campaigns[0].Demonstration, DataVersion: f.named, AsOf: f.newest,
		Assumptions: f.assume(), Posts: len(all), Total: f.audienceShown(total), Countries: []AudienceReach{},
		Platforms: f.platformFigures(all), Growth: f.growthByPlatform(), Gaps: f.gaps(all), Surveys: f.surveyResults(),
		Pretests: append([]models.Pretest{}, f.campaigns[0].Pretests...),
	}
	answer.Total.Country = ""
	for _, c := range countries {
		answer.Countries = append(answer.Countries, f.audienceShown(c))
	}
	answer.Quality = f.quality()
	answer.EvidenceLevel = f.evidence(&answer)
	return answer, nil
}

func (f *facts) assume() Assumptions {
	a := f.assumptions
	return Assumptions{a.Name, a.Version, a.KappaWithin, a.Level, a.UniverseKind, a.Threshold}
}

// audienceShown is a reach as it is shown.
func (f *facts) audienceShown(r *reached) AudienceReach {
	a := AudienceReach{Country: r.country, Denominators: []Denominator{}, Platforms: []PlatformReach{}}
	a.Reach, a.PerThousand, a.TargetShare = f.figures(r)
	for _, u := range []*models.Universe{r.universe, r.target} {
		if u != nil && u.Source != "" {
			a.Denominators = append(a.Denominators, denominator(u))
		}
	}
	if r.country == "" {
		return a
	}
	for _, p := range r.platforms {
		if slices.Contains(r.handfuls, p.Name) {
			p.Bounds, p.Label = reach.Bounds{}, reach.LabelMissing
		}
		a.Platforms = append(a.Platforms, PlatformReach{p.Name, string(p.Label), p.Point, p.Low, p.High})
	}
	return a
}

// platformFigures are the counts of each platform.
func (f *facts) platformFigures(all []*models.Delivery) []PlatformFigures {
	list := []PlatformFigures{}
	names, groups := by(all, platformOf)
	for _, name := range names {
		deliveries := groups[name]
		p := PlatformFigures{Platform: name, Posts: len(deliveries), Counts: []MetricCount{}}
		for _, d := range f.defined(name, deliveries, summable) {
			if f.has(deliveries, d) {
				p.Counts = append(p.Counts, MetricCount{
					d.Metric, d.ID, d.NativeName, d.Threshold,
					f.total(f.tallied(deliveries, []*models.MetricDefinition{d}, span{}), d.Unit),
				})
			}
		}
		if engaged := f.engagement(name, deliveries, span{}); engaged != nil {
			p.EngagementPerPost = new(f.perPost(engaged, f.assumptions.Level))
			if shown := f.exposure(name, deliveries, span{}); shown != nil {
				p.EngagementPerShown = new(f.rate(engaged, shown, "per_shown", f.assumptions.Level))
			}
		}
		list = append(list, p)
	}
	return list
}

// summable reports whether a metric may be summed over deliveries.
func summable(d *models.MetricDefinition) bool { return d.OverDeliveries() == nil }

// evidence is the rung of the ladder that a campaign stands on.
func (f *facts) evidence(answer *CampaignReach) string {
	rungs := models.Vocabularies()["evidence_level"]
	highest := 0
	climb := func(rung string, reached bool) {
		if reached {
			highest = max(highest, slices.Index(rungs, rung))
		}
	}
	for i := range f.all {
		climb("awareness", f.all[i].Value != nil || f.all[i].Low != nil)
	}
	for _, p := range answer.Platforms {
		climb("engagement", p.EngagementPerPost != nil)
	}
	for _, s := range answer.Surveys {
		climb(s.EvidenceLevel, s.Lift.Value != nil)
	}
	return rungs[highest]
}
