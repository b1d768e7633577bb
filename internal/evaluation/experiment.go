package evaluation

import (
	"context"
	"math"
	"time"

	"caravan/internal/reach"
	"caravan/internal/store"
	"caravan/models"
)

// An ExperimentResult is an experiment as it was registered, with what may be
// said about it now however often somebody looks.
type ExperimentResult struct {
	ID            models.ID[models.Experiment] `json:"id"`
	CampaignID    models.ID[models.Campaign]   `json:"campaign_id"`
	Title         string                       `json:"title"`
	Hypothesis    string                       `json:"hypothesis"`
	Outcome       string                       `json:"outcome"`
	Randomiser    string                       `json:"randomiser" validate:"randomiser"`
	Procedure     string                       `json:"procedure"`
	Arms          []models.ExperimentArm       `json:"arms" doc:"The first is the control."`
	Baseline      float64                      `json:"baseline"`
	Smallest      float64                      `json:"smallest"`
	Alpha         float64                      `json:"alpha"`
	Power         float64                      `json:"power"`
	SampleSize    int64                        `json:"sample_size" doc:"People in each arm."`
	StartsOn      models.Date                  `json:"starts_on"`
	EndsOn        models.Date                  `json:"ends_on"`
	RegisteredAt  time.Time                    `json:"registered_at"`
	EvidenceLevel string                       `json:"evidence_level" validate:"evidence_level"`
	Looks         int                          `json:"looks"`
	LookedAt      *time.Time                   `json:"looked_at"`
	Counts        []models.ArmCount            `json:"counts" doc:"At the last look."`
	Complete      bool                         `json:"complete" doc:"Every arm has as many people as were planned."`
	Split         *Split                       `json:"split" doc:"Null before the first look."`
	Differences   []ArmDifference              `json:"differences" doc:"Each arm against the control. Empty while nothing may be said; blocked says why."`
	Blocked       string                       `json:"blocked" doc:"Why nothing is said: no_data, not_randomised or sample_ratio_mismatch. Empty: it is."`
}

// A Split says whether people came into the arms in the planned ratio.
type Split struct {
	PValue   *float64 `json:"p_value"`
	Mismatch bool     `json:"mismatch" doc:"They did not: something sorts people, and no difference can be read."`
}

// An ArmDifference is an arm against the control. It holds however often
// somebody looks.
type ArmDifference struct {
	Arm        string   `json:"arm"`
	Difference *float64 `json:"difference"`
	Low        *float64 `json:"low"`
	High       *float64 `json:"high"`
	Level      float64  `json:"level" doc:"Of each interval, so that all hold together."`
	PValue     *float64 `json:"p_value" doc:"The smallest at any look so far."`
	Steps      []Step   `json:"steps" doc:"The same at every look, oldest first."`
	Decided    bool     `json:"decided" doc:"It differs from the control; looking again cannot take that back."`
}

// A Step is what a look showed of an arm against the control.
type Step struct {
	LookedAt   time.Time `json:"looked_at"`
	Difference *float64  `json:"difference"`
	Low        *float64  `json:"low"`
	High       *float64  `json:"high"`
}

// RegisterExperiment writes an experiment down, before it begins and for good.
func (d *Desk) RegisterExperiment(ctx context.Context, by models.Actor, e models.Experiment) (*models.Experiment, error) {
	now := d.Now()
	registered, err := e.Register(by, now)
	if err != nil {
		return nil, err
	}
	others := float64(len(e.Arms) - 1)
	n := reach.SampleSize(e.Baseline, e.Baseline+e.Smallest, e.Alpha/others, e.Power)
	if n == nil || *n > math.MaxInt32 {
		return nil, models.ErrInvalid.With("So small a difference takes more people than there are.").At("/smallest")
	}
	registered.SampleSize = int64(*n)
	err = d.Store.As(by).InTx(ctx, func(tx *store.Scope) error {
		if _, err := tx.Campaign(ctx, e.CampaignID); err != nil {
			return err
		}
		if err := tx.CreateExperiment(ctx, registered); err != nil {
			return err
		}
		return tx.Record(ctx, store.Change{
			Action: "experiment.registered", Kind: "experiment", Object: registered.ID.String(), Campaign: e.CampaignID, At: now,
		})
	})
	return registered, err
}

// LookAtExperiment keeps what the arms have counted since the start.
func (d *Desk) LookAtExperiment(ctx context.Context, by models.Actor, id models.ID[models.Experiment], look models.ExperimentLook) (ExperimentResult, error) {
	now := d.Now()
	var result ExperimentResult
	err := d.Store.As(by).InTx(ctx, func(tx *store.Scope) error {
		e, err := tx.Experiment(ctx, id)
		if err != nil {
			return err
		}
		noted, err := e.Look(look, by, now)
		if err != nil {
			return err
		}
		if err := tx.CreateExperimentLook(ctx, noted); err != nil {
			return err
		}
		e.Looks = append(e.Looks, *noted)
		result = resultOf(e)
		return tx.Record(ctx, store.Change{
			Action: "experiment.looked", Kind: "experiment", Object: id.String(), Campaign: e.CampaignID, At: now,
		})
	})
	return result, err
}

// Experiments lists the experiments of a campaign with what they show.
func (d *Desk) Experiments(ctx context.Context, by models.Actor, campaign models.ID[models.Campaign]) ([]ExperimentResult, error) {
	found, err := d.Store.As(by).ExperimentsOf(ctx, campaign)
	list := make([]ExperimentResult, 0, len(found))
	for i := range found {
		list = append(list, resultOf(&found[i]))
	}
	return list, err
}

// resultOf says what an experiment shows. Nothing is said where nobody
// randomised or people did not come in the planned ratio.
func resultOf(e *models.Experiment) ExperimentResult {
	r := ExperimentResult{
		ID: e.ID, CampaignID: e.CampaignID, Title: e.Title, Hypothesis: e.Hypothesis, Outcome: e.Outcome, Randomiser: e.Randomiser,
		Procedure: e.Procedure, Arms: e.Arms, Baseline: e.Baseline, Smallest: e.Smallest, Alpha: e.Alpha, Power: e.Power,
		SampleSize: e.SampleSize, StartsOn: e.StartsOn, EndsOn: e.EndsOn, RegisteredAt: e.CreatedAt, Looks: len(e.Looks),
		EvidenceLevel: "output", Counts: []models.ArmCount{}, Differences: []ArmDifference{}, Blocked: "no_data",
	}
	if len(e.Looks) == 0 {
		return r
	}
	last := e.Looks[len(e.Looks)-1]
	at := last.LookedAt.UTC()
	r.LookedAt, r.Counts, r.Complete, r.EvidenceLevel = &at, last.Arms, true, "engagement"
	observed, planned := make([]float64, len(e.Arms)), make([]float64, len(e.Arms))
	for i, arm := range e.Arms {
		observed[i], planned[i] = float64(last.Arms[i].People), arm.Share
		r.Complete = r.Complete && last.Arms[i].People >= e.SampleSize
	}
	split := reach.SampleRatio(observed, planned)
	r.Split = &Split{split.PValue, split.Mismatch}
	switch {
	case !e.Randomised():
		r.Blocked = "not_randomised"
	case split.Mismatch:
		r.Blocked = "sample_ratio_mismatch"
	default:
		r.Blocked, r.EvidenceLevel = "", "randomised"
		for i := 1; i < len(e.Arms); i++ {
			r.Differences = append(r.Differences, sequential(e, i))
		}
	}
	return r
}

// sequential is an arm against the control over all looks. The difference that
// matters was fixed beforehand, and alpha is shared among the arms.
func sequential(e *models.Experiment, arm int) ArmDifference {
	alpha := e.Alpha / float64(len(e.Arms)-1)
	d := ArmDifference{Arm: e.Arms[arm].Name, Level: 1 - alpha, Steps: make([]Step, 0, len(e.Looks))}
	proportion := func(c models.ArmCount) reach.Proportion {
		return reach.Proportion{X: float64(c.Yes), N: float64(c.People)}
	}
	for _, look := range e.Looks {
		s := reach.MSPRT(proportion(look.Arms[0]), proportion(look.Arms[arm]), e.Smallest*e.Smallest, alpha)
		d.Difference, d.Low, d.High = s.Difference, s.Interval.Low, s.Interval.High
		d.Steps = append(d.Steps, Step{look.LookedAt.UTC(), d.Difference, d.Low, d.High})
		if s.PValue != nil && (d.PValue == nil || *s.PValue < *d.PValue) {
			d.PValue = s.PValue
		}
	}
	d.Decided = d.PValue != nil && *d.PValue <= alpha
	return d
}
