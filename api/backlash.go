package api

import (
	"context"
	"errors"
	"time"

	"caravan/internal/store"
	"caravan/models"
)

type backlashRuleFields struct {
	Signal  string  `json:"signal" validate:"required,backlash_signal"`
	Share   float64 `json:"share" validate:"min=0,max=1" doc:"From which on it is too much, above 0; 0.5 is half."`
	Minimum int64   `json:"minimum" validate:"min=1" doc:"Of what the share is of: below it chance decides."`
	Days    int     `json:"days" validate:"min=1,max=14" doc:"How long a window is. It takes two, one after the other."`
}

type setBacklashRequest struct {
	ID      models.ID[models.Campaign] `param:"id" json:"-"`
	IfMatch string                     `header:"If-Match" json:"-" doc:"The version that was read; 0 where nobody has set any."`
	Rules   []backlashRuleFields       `json:"rules" validate:"max=5,dive"`
}

// backlashWindowResponse is what a signal was in a window.
type backlashWindowResponse struct {
	From    models.Date `json:"from"`
	To      models.Date `json:"to"`
	Count   int64       `json:"count"`
	Of      int64       `json:"of"`
	Share   float64     `json:"share"`
	Sources []string    `json:"sources" doc:"The tallies and observations that were counted, by their IDs."`
}

// alarmResponse is a rule that fired, with what it saw.
type alarmResponse struct {
	backlashRuleFields

	At      time.Time                `json:"at"`
	Windows []backlashWindowResponse `json:"windows" doc:"The earlier first."`
}

func respondAlarm(alarm *models.BacklashAlarm) alarmResponse {
	out := alarmResponse{backlashRuleFields{alarm.Signal, alarm.Share, alarm.Minimum, alarm.Days}, alarm.At, []backlashWindowResponse{}}
	for _, w := range alarm.Windows {
		out.Windows = append(out.Windows, backlashWindowResponse{w.From, w.To, w.Count, w.Of, w.Share(), append([]string{}, w.Sources...)})
	}
	return out
}

// respondHolds gives holds with their evidence.
func respondHolds(ctx context.Context, records *store.Scope, holds []models.Hold) ([]holdResponse, error) {
	ids := make([]int64, 0, len(holds))
	for i := range holds {
		ids = append(ids, holds[i].ID)
	}
	names, err := records.HeldNames(ctx, holds)
	if err != nil {
		return nil, err
	}
	evidence, err := records.BacklashAlarms(ctx, ids)
	out := []holdResponse{}
	for i := range holds {
		hold := respondHold(&holds[i], actor(ctx))
		hold.ScopeName = names[hold.ScopeID]
		for _, alarm := range evidence[hold.ID] {
			hold.Evidence = append(hold.Evidence, respondAlarm(&alarm))
		}
		out = append(out, hold)
	}
	return out, err
}

type backlashResponse struct {
	Rules   []backlashRuleFields `json:"rules"`
	Offered []backlashRuleFields `json:"offered" doc:"To begin with."`
	Holds   []holdResponse       `json:"holds" doc:"That the program placed on the campaign, opened ones too, newest first."`
	Version int                  `json:"version" doc:"0 where nobody has set any rules."`
}

// ETag is the version of the rules.
func (r backlashResponse) ETag() string { return etag(r.Version) }

func respondRules(rules []models.BacklashRule) []backlashRuleFields {
	out := make([]backlashRuleFields, 0, len(rules))
	for _, rule := range rules {
		out = append(out, backlashRuleFields(rule))
	}
	return out
}

func (a *API) readBacklash(ctx context.Context, in campaignRequest) (backlashResponse, error) {
	records := a.records.As(actor(ctx))
	if _, err := records.Campaign(ctx, in.ID); err != nil {
		return backlashResponse{}, err
	}
	watch, err := records.BacklashWatch(ctx, in.ID)
	if errors.Is(err, models.ErrMissing) {
		watch, err = &models.BacklashWatch{CampaignID: in.ID}, nil
	}
	if err != nil {
		return backlashResponse{}, err
	}
	return a.respondBacklash(ctx, watch)
}

func (a *API) respondBacklash(ctx context.Context, watch *models.BacklashWatch) (backlashResponse, error) {
	records := a.records.As(actor(ctx))
	holds, err := records.BacklashHolds(ctx, watch.CampaignID)
	if err != nil {
		return backlashResponse{}, err
	}
	items, err := respondHolds(ctx, records, holds)
	return backlashResponse{respondRules(watch.Rules), respondRules(models.OfferedBacklashRules()), items, watch.Version}, err
}

func (a *API) setBacklashRules(ctx context.Context, in setBacklashRequest) (backlashResponse, error) {
	read, err := readVersion(in.IfMatch)
	if err != nil {
		return backlashResponse{}, err
	}
	rules := make([]models.BacklashRule, 0, len(in.Rules))
	for _, rule := range in.Rules {
		rules = append(rules, models.BacklashRule(rule))
	}
	watch, err := a.desks.Evaluation.SetBacklashRules(ctx, actor(ctx), in.ID, read, rules)
	if err != nil {
		return backlashResponse{}, err
	}
	return a.respondBacklash(ctx, watch)
}

// tallyFields are counts alone: no answer, and nobody who gave one.
type tallyFields struct {
	Day       models.Date `json:"day" validate:"required"`
	ChannelID string      `json:"channel_id" validate:"required,uuid"`
	Seen      int64       `json:"seen" validate:"min=0,max=10000000" doc:"Answers that were read."`
	Hostile   int64       `json:"hostile" validate:"min=0" doc:"Of them."`
	Alarming  int64       `json:"alarming" validate:"min=0" doc:"Of them, with a word that moderators listen for."`
	Reports   int64       `json:"reports" validate:"min=0,max=10000000" doc:"Notices of the platform that somebody reported a post."`
}

type enterTallyRequest struct {
	tallyFields

	ID models.ID[models.Campaign] `param:"id" json:"-"`
}

type tallyResponse struct {
	tallyFields

	ID        string    `json:"id"`
	CreatedAt time.Time `json:"created_at"`
}

type talliesResponse struct {
	Items []tallyResponse `json:"items" doc:"The newest of each day and channel, the latest day first."`
}

func respondTally(t *models.Tally) tallyResponse {
	return tallyResponse{tallyFields{t.Day, t.ChannelID.String(), t.Seen, t.Hostile, t.Alarming, t.Reports}, t.ID.String(), t.CreatedAt}
}

func (a *API) listTallies(ctx context.Context, in campaignRequest) (talliesResponse, error) {
	records := a.records.As(actor(ctx))
	if _, err := records.Campaign(ctx, in.ID); err != nil {
		return talliesResponse{}, err
	}
	tallies, err := records.Tallies(ctx, in.ID, "", "9999-12-31")
	out := talliesResponse{Items: []tallyResponse{}}
	for i := range tallies {
		out.Items = append(out.Items, respondTally(&tallies[i]))
	}
	return out, err
}

func (a *API) enterTally(ctx context.Context, in enterTallyRequest) (tallyResponse, error) {
	channel, _ := models.ParseID[models.Channel](in.ChannelID)
	entry := models.TallyEntry{Day: in.Day, Seen: in.Seen, Hostile: in.Hostile, Alarming: in.Alarming, Reports: in.Reports}
	tally, err := a.desks.Evaluation.EnterTally(ctx, actor(ctx), in.ID, channel, entry)
	if err != nil {
		return tallyResponse{}, err
	}
	return respondTally(tally), nil
}
