package demo

import (
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"log/slog"
	"math"
	"slices"
	"time"

	"caravan/internal/distribution"
	"caravan/internal/evaluation"
	"caravan/internal/store"
	"caravan/models"
	"caravan/worker"
)

// play lets the weeks go by: the worker does what is due, stations send their
// logs, and people read.
func (s *story) play() error {
	crew := &worker.Worker{
		Store: s.store, Distribution: s.distribution, Do: worker.Chores(s.distribution, s.evaluation, s.planning, s.approval, nil), Bell: silence{},
		Duties: worker.Duties{Publish: true, Owed: true}, Now: s.distribution.Now, Log: slog.New(slog.DiscardHandler),
	}
	moments, err := s.moments()
	if err != nil {
		return err
	}
	stop := s.end.AddDate(0, 0, -11)
	stopped := false
	for _, at := range moments {
		s.now = at
		if at.After(stop) && !stopped {
			if err := s.backlash(crew); err != nil {
				return err
			}
			stopped = true
		}
		if err := s.read(); err != nil {
			return err
		}
		crew.Sweep(s.ctx)
		if err := s.reportAirings(); err != nil {
			return err
		}
	}
	s.now = s.end
	return nil
}

// silence is a bell that nobody hears, so that the worker does everything
// itself.
type silence struct{}

var errSilence = errors.New("nobody listens")

// Ring implements [worker.Bell].
func (silence) Ring(context.Context, worker.Ring) error { return errSilence }

// Listen implements [worker.Bell].
func (silence) Listen(context.Context, worker.Duties, int, func(context.Context, worker.Ring)) error {
	return nil
}

// moments are the instants at which something happens: deliveries fall due,
// and their posts are measured.
func (s *story) moments() ([]time.Time, error) {
	deliveries, err := s.everyDelivery()
	if err != nil {
		return nil, err
	}
	seen := map[time.Time]bool{}
	for i := range deliveries {
		d := &deliveries[i]
		seen[d.NotBefore.Add(time.Second)] = true
		seen[d.NotAfter.Add(time.Second)] = true
		for _, age := range s.distribution.Platforms[d.Platform].Profile.Schedule {
			seen[d.NotBefore.Add(age+time.Minute)] = true
		}
	}
	var moments []time.Time
	for at := range seen {
		if at.Before(s.end) {
			moments = append(moments, at)
		}
	}
	slices.SortFunc(moments, time.Time.Compare)
	return moments, nil
}

func (s *story) everyDelivery() ([]models.Delivery, error) {
	return s.as(s.planner).Deliveries(s.ctx, store.DeliveryFilter{}, store.Page{Limit: 1000})
}

// backlash is what moderators of one campaign count, until the program stops it
// and people pause it.
func (s *story) backlash(crew *worker.Worker) error {
	zone, err := time.LoadLocation(s.portal["KG"].Zone)
	if err != nil {
		return err
	}
	for _, of := range []struct {
		daysAgo                 int
		seen, hostile, alarming int64
	}{{3, 31, 6, 0}, {2, 45, 14, 1}, {1, 67, 41, 4}, {0, 80, 58, 9}} {
		entry := models.TallyEntry{
			Day: models.Date(s.now.In(zone).AddDate(0, 0, -of.daysAgo).Format(time.DateOnly)), Seen: of.seen, Hostile: of.hostile, Alarming: of.alarming,
		}
		if _, err := s.evaluation.EnterTally(s.ctx, s.moderator, s.tea.ID, s.portal["KG"].ID, entry); err != nil {
			return err
		}
	}
	s.now = s.now.Add(time.Minute)
	crew.Sweep(s.ctx)
	_, err = s.planning.Move(s.ctx, s.planner, s.tea.ID, "KG", models.CampaignPaused, "Stopped by the rules on backlash; we meet the neighbours first.")
	return err
}

// read lets people read the pages that are out: many in the first days, few
// later, more in some languages than in others. These readers are made up.
func (s *story) read() error {
	const stale = 21 // days after which nobody comes any more
	recent := store.DeliveryFilter{State: models.Published, From: s.now.AddDate(0, 0, -stale)}
	deliveries, err := s.as(s.planner).Deliveries(s.ctx, recent, store.Page{Limit: 1000})
	if err != nil {
		return err
	}
	var reads []models.PageReads
	for i := range deliveries {
		if d := &deliveries[i]; d.Platform == "portal" && d.PublishedAt != nil {
			reads = append(reads, s.readsOf(d)...)
		}
	}
	return s.system().KeepReads(s.ctx, reads, nil)
}

// readsOf are the readings of a page on the day before and on this one, as
// they stand now. Earlier days are written already.
func (s *story) readsOf(d *models.Delivery) []models.PageReads {
	total := 320 * liveliness(d.Language) * (0.6 + 0.8*chance(d.ID.String()))
	upTo := func(at time.Time) float64 {
		days := max(0, at.Sub(*d.PublishedAt).Hours()/24)
		return total * (1 - math.Exp(-days/2.4))
	}
	var reads []models.PageReads
	midnight := s.now.UTC().Truncate(24 * time.Hour)
	for _, from := range []time.Time{midnight.AddDate(0, 0, -2), midnight.AddDate(0, 0, -1), midnight} {
		to := from.AddDate(0, 0, 1)
		if to.After(s.now) {
			to = s.now
		}
		if views := int64(upTo(to)) - int64(upTo(from)); views > 0 {
			reads = append(reads, models.PageReads{
				Key: d.RemoteID, Day: models.Date(from.Format(time.DateOnly)), Process: "demonstrate", Views: views, Readers: int64(0.81*float64(views)) + 1,
			})
		}
	}
	return reads
}

// liveliness says how many read in a language, compared to the others.
func liveliness(language string) float64 {
	return map[string]float64{"ky": 1.5, "ru": 1.1, "uz-Cyrl": 0.9, "tg-Cyrl": 1.2, "fa-AF": 0.35}[language]
}

// chance is a number in [0, 1) that is the same for the same text.
func chance(text string) float64 {
	h := fnv.New32a()
	_, _ = h.Write([]byte(text))
	return float64(h.Sum32()) / (1 << 32)
}

// reportAirings lets the stations send their logs three days later. The last
// ones are still awaited.
func (s *story) reportAirings() error {
	waiting, err := s.as(s.planner).Deliveries(s.ctx, store.DeliveryFilter{State: models.UncertainHuman}, store.Page{Limit: 100})
	if err != nil {
		return err
	}
	for i := range waiting {
		d := &waiting[i]
		if s.now.Before(d.NotBefore.AddDate(0, 0, 3)) {
			continue
		}
		times, length := int64(3), int64(180)
		_, err := s.distribution.Resolve(s.ctx, s.planner, d.ID, distribution.Finding{Verdict: "seen", Airing: &models.Airing{
			HappenedAt: d.NotBefore.Add(5 * time.Minute), Place: "Studio", TimesAired: &times, DurationSec: &length,
			Proof: fmt.Sprintf("Station log of %s, signed by the editor on duty", d.Day()),
		}})
		if err != nil {
			return err
		}
	}
	return nil
}

// findings enter what stations claim, and the survey of the finished campaign.
func (s *story) findings() error {
	if err := s.claims(); err != nil {
		return err
	}
	if err := s.ages(); err != nil {
		return err
	}
	if _, err := s.evaluation.RollUp(s.ctx); err != nil {
		return err
	}
	if err := s.survey(); err != nil {
		return err
	}
	if err := s.looks(); err != nil {
		return err
	}
	if err := s.rate(); err != nil {
		return err
	}
	for _, stage := range []models.CampaignState{models.CampaignClosed, models.CampaignEvaluated} {
		if _, err := s.planning.Move(s.ctx, s.planner, s.finished.ID, "KG", stage, ""); err != nil {
			return err
		}
	}
	return nil
}

// claims are the listeners that a station claims for its first airing in each
// country, between bounds.
func (s *story) claims() error {
	const stale = 21 // days after which nobody comes any more
	recent := store.DeliveryFilter{State: models.Published, From: s.now.AddDate(0, 0, -stale)}
	deliveries, err := s.as(s.planner).Deliveries(s.ctx, recent, store.Page{Limit: 1000})
	if err != nil {
		return err
	}
	claimed := map[string]evaluation.Entry{} // by country
	for i := range deliveries {
		d := &deliveries[i]
		if d.ChannelClass != "radio" || d.CampaignID == s.ask.ID { // of that one all is known
			continue
		}
		value, low, high := int64(11000), int64(7500), int64(14500)
		if d.Country == "TJ" {
			value, low, high = 14000, 8000, 19000
		}
		claimed[d.Country] = evaluation.Entry{
			Delivery: d.ID.String(), Metric: "attested_reach", Value: &value, Low: &low, High: &high,
			ObservedAt: evaluation.Moment{At: d.NotBefore.AddDate(0, 0, 2)}, Source: "estimate",
		}
	}
	entries := func(yield func(evaluation.Entry, error) bool) {
		for _, entry := range claimed {
			if !yield(entry, nil) {
				return
			}
		}
	}
	_, err = s.evaluation.Import(s.ctx, s.planner, evaluation.Import{Entries: entries, Source: "estimate", Batch: "demonstration"})
	return err
}

// survey is the one after the finished campaign. Its counts are made up.
func (s *story) survey() error {
	invited := int64(900)
	_, err := s.evaluation.AddSurvey(s.ctx, s.planner, models.Survey{
		CampaignID: s.finished.ID, Country: "KG",
		Title: "Do you know whom your child writes to? (demonstration)",
		Wording: map[string]string{
			"ru": "Говорили ли Вы за последний месяц с ребёнком о том, с кем он общается в сети?",
			"ky": "Акыркы айда балаңыз менен ал тармакта ким менен баарлашары жөнүндө сүйлөштүңүзбү?",
		},
		Design: "comparison_group", Mode: "Face to face, 24 villages", Selection: "Villages drawn at random in two districts; the campaign ran in one of them",
		DesignEffect: 1.6, StartsOn: s.day(-6), EndsOn: s.day(30), Invited: &invited, Source: "Made up for the demonstration",
		Cells: []models.SurveyCell{
			{Round: "pre", Arm: "treated", Yes: 61, Asked: 204},
			{Round: "post", Arm: "treated", Yes: 92, Asked: 211},
			{Round: "pre", Arm: "comparison", Yes: 58, Asked: 198},
			{Round: "post", Arm: "comparison", Yes: 66, Asked: 207},
		},
	})
	return err
}

// rate is what a dollar was worth in som while the campaigns ran. Made up.
func (s *story) rate() error {
	_, err := s.evaluation.AddRate(s.ctx, s.evaluator, models.ExchangeRate{
		Base: "USD", Quote: "KGS", FirstDay: s.day(-7), LastDay: s.day(7 * weeks), Rate: "87.4", Source: "Made up for the demonstration",
	})
	return err
}

// trial writes down, before the finished campaign begins, which of two endings
// is to be tried.
func (s *story) trial(starts, ends models.Date) (err error) {
	s.endings, err = s.evaluation.RegisterExperiment(s.ctx, s.planner, models.Experiment{
		CampaignID: s.finished.ID, Title: "Two endings (demonstration)", Hypothesis: "A question at the end has more people open the page for parents than a piece of advice",
		Outcome: "Opened the page for parents", Randomiser: "platform", Procedure: "Split test of the platform: each person sees one ending",
		Arms: []models.ExperimentArm{{Name: "Advice", Share: 1}, {Name: "Question", Share: 1}}, Baseline: 0.06, Smallest: 0.02, Alpha: 0.05, Power: 0.8,
		StartsOn: starts, EndsOn: ends,
	})
	return err
}

// looks are what the two endings had counted, week after week. Made up.
func (s *story) looks() error {
	for i, arms := range [][]models.ArmCount{
		{{People: 610, Yes: 35}, {People: 598, Yes: 45}},
		{{People: 1410, Yes: 84}, {People: 1431, Yes: 121}},
		{{People: 2260, Yes: 133}, {People: 2236, Yes: 198}},
		{{People: 3015, Yes: 178}, {People: 3042, Yes: 274}},
	} {
		look := models.ExperimentLook{Arms: arms, LookedAt: s.end.AddDate(0, 0, 5*(i+1)-7*weeks), Source: "Made up for the demonstration"}
		if _, err := s.evaluation.LookAtExperiment(s.ctx, s.planner, s.endings.ID, look); err != nil {
			return err
		}
	}
	return nil
}
