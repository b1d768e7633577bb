package evaluation

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"caravan/internal/store"
	"caravan/internal/tasks"
	"caravan/models"
)

// A Backlash is a campaign that people turn against, with the evidence.
type Backlash struct {
	Campaign models.ID[models.Campaign]
	Alarms   []models.BacklashAlarm
}

// Backlashes asks the rules of every campaign. It decides nothing: what is
// stopped is the affair of distribution.
func (d *Desk) Backlashes(ctx context.Context) ([]Backlash, error) {
	var all []Backlash
	err := d.Store.As(models.System("watch")).Snapshot(ctx, func(tx *store.Scope) error {
		watches, err := tx.BacklashWatches(ctx)
		if err != nil {
			return err
		}
		for i := range watches {
			alarms, err := alarmsOf(ctx, tx, &watches[i], d.Now())
			if err != nil {
				return fmt.Errorf("campaign %s: %w", watches[i].CampaignID, err)
			}
			if len(alarms) > 0 {
				all = append(all, Backlash{watches[i].CampaignID, alarms})
			}
		}
		return nil
	})
	return all, err
}

// alarmsOf asks the rules of one campaign.
func alarmsOf(ctx context.Context, tx *store.Scope, watch *models.BacklashWatch, now time.Time) ([]models.BacklashAlarm, error) {
	campaign, err := tx.Campaign(ctx, watch.CampaignID)
	if err != nil {
		return nil, err
	}
	last, err := tx.LastBacklashHold(ctx, campaign.ID)
	if err != nil {
		return nil, err
	}
	zone, err := time.LoadLocation(models.CountryZone(campaign.Countries[0].Country, "UTC"))
	if err != nil {
		return nil, err
	}
	f := figures{tx: tx, campaign: campaign, zone: zone}
	var alarms []models.BacklashAlarm
	for _, rule := range watch.Rules {
		windows := rule.Windows(f.day(now))
		for i := range windows {
			if err := f.fill(ctx, rule.Signal, &windows[i]); err != nil {
				return nil, err
			}
		}
		if rule.Fires(windows) && last.Heard(windows, zone) {
			alarms = append(alarms, rule.Alarm(campaign, windows, now))
		}
	}
	return alarms, nil
}

// figures are what is known of a campaign's reception, by the days of its first
// country.
type figures struct {
	tx       *store.Scope
	campaign *models.Campaign
	zone     *time.Location

	posts   []models.Delivery                                 // that were ever out; nil until they are read
	removed map[models.ID[models.Delivery]]models.Observation // by what was first seen removed; nil until it is read
}

func (f *figures) day(at time.Time) models.Date {
	return models.Date(at.In(f.zone).Format(time.DateOnly))
}

// fill counts a signal in a window.
func (f *figures) fill(ctx context.Context, signal string, w *models.BacklashWindow) error {
	switch signal {
	case models.RemovedPosts:
		return f.removals(ctx, w)
	case models.LostFollowers:
		return f.unfollows(ctx, w)
	}
	tallies, err := f.tx.Tallies(ctx, f.campaign.ID, w.From, w.To)
	if err != nil {
		return err
	}
	for _, t := range tallies {
		w.Count += map[string]int64{models.HostileAnswers: t.Hostile, models.AlarmingAnswers: t.Alarming, models.ReportNotices: t.Reports}[signal]
		w.Of += t.Seen
		w.Sources = append(w.Sources, "tally "+t.ID.String())
	}
	if signal == models.ReportNotices {
		_, err := f.out(ctx, w)
		return err
	}
	return nil
}

// out makes the posts that were out by the end of a window what its share is
// of, and returns them.
func (f *figures) out(ctx context.Context, w *models.BacklashWindow) ([]models.Delivery, error) {
	all, err := f.published(ctx)
	var posts []models.Delivery
	for _, d := range all {
		if f.day(*d.PublishedAt) <= w.To {
			posts = append(posts, d)
		}
	}
	w.Of = int64(len(posts))
	return posts, err
}

// published reads the posts that were ever out, once for all windows.
func (f *figures) published(ctx context.Context) (posts []models.Delivery, err error) {
	if f.posts == nil {
		f.posts, err = f.tx.Published(ctx, []models.ID[models.Campaign]{f.campaign.ID})
	}
	return f.posts, err
}

// removals counts the posts that a platform was first seen to have removed in
// the window, of those that were still there at its beginning.
func (f *figures) removals(ctx context.Context, w *models.BacklashWindow) error {
	posts, err := f.out(ctx, w)
	if err != nil {
		return err
	}
	if f.removed == nil {
		states, err := f.tx.RemovedSeries(ctx, f.campaign.ID)
		if err != nil {
			return err
		}
		histories, err := f.histories(ctx, states)
		if err != nil {
			return err
		}
		f.removed = firstRemovals(histories)
	}
	for _, post := range posts {
		o, removed := f.removed[post.ID]
		switch day := f.day(o.ObservedAt); {
		case removed && day < w.From:
			w.Of--
		case removed && day <= w.To:
			w.Count++
			w.Sources = append(w.Sources, fmt.Sprintf("observation %d", o.ID))
		}
	}
	return nil
}

// firstRemovals gives, by delivery, the first observation that its post was
// removed.
func firstRemovals(histories map[models.SeriesKey][]models.Observation) map[models.ID[models.Delivery]]models.Observation {
	first := map[models.ID[models.Delivery]]models.Observation{}
	for key, history := range histories {
		for _, o := range history {
			known, is := first[key.DeliveryID]
			if o.MissingReason == "removed" && o.Quality != models.QualityRejected && (!is || inTime(o, known) < 0) {
				first[key.DeliveryID] = o
			}
		}
	}
	return first
}

func inTime(a, b models.Observation) int {
	return cmp.Or(a.ObservedAt.Compare(b.ObservedAt), cmp.Compare(a.ID, b.ID))
}

// unfollows counts how many followers accounts lost in the window, of those
// that they had before it. What one account says of itself under several posts
// is said once.
func (f *figures) unfollows(ctx context.Context, w *models.BacklashWindow) error {
	definitions, err := f.tx.Definitions(ctx)
	if err != nil {
		return err
	}
	ids := dictionary(definitions).ids(func(m *models.MetricDefinition) bool { return m.Metric == "followers" })
	states, err := f.tx.SeriesOf(ctx, []models.ID[models.Campaign]{f.campaign.ID}, ids)
	if err != nil {
		return err
	}
	histories, err := f.histories(ctx, slices.DeleteFunc(states, func(s models.SeriesState) bool { return s.Segment != "" }))
	if err != nil {
		return err
	}
	posts, err := f.published(ctx)
	if err != nil {
		return err
	}
	accounts := map[models.ID[models.Channel]][]models.Observation{}
	for key, history := range histories {
		if i := slices.IndexFunc(posts, func(d models.Delivery) bool { return d.ID == key.DeliveryID }); i >= 0 {
			accounts[posts[i].ChannelID] = append(accounts[posts[i].ChannelID], accepted(history)...)
		}
	}
	for _, seen := range accounts {
		slices.SortFunc(seen, inTime)
		before, after := f.ends(seen, w)
		if before < 0 || after < 0 {
			continue
		}
		w.Of += *seen[before].Value
		w.Count += max(0, *seen[before].Value-*seen[after].Value)
		w.Sources = append(w.Sources, fmt.Sprintf("observation %d", seen[before].ID), fmt.Sprintf("observation %d", seen[after].ID))
	}
	slices.Sort(w.Sources)
	return nil
}

// ends finds the observation that a window begins with, the last before it or
// else the first in it, and the last one in it; -1 where there is none.
func (f *figures) ends(seen []models.Observation, w *models.BacklashWindow) (before, after int) {
	before, after = -1, -1
	for i := range seen {
		switch day := f.day(seen[i].ObservedAt); {
		case day < w.From || day <= w.To && before < 0:
			before = i
		case day <= w.To:
			after = i
		}
	}
	return before, after
}

// histories reads the observations of series.
func (f *figures) histories(ctx context.Context, states []models.SeriesState) (map[models.SeriesKey][]models.Observation, error) {
	if len(states) == 0 {
		return nil, nil
	}
	keys := make([]models.SeriesKey, len(states))
	for i := range states {
		keys[i] = states[i].SeriesKey
	}
	return f.tx.Histories(ctx, keys)
}

// EnterTally keeps what a moderator counted on a day and channel, in place of
// what was counted of them before.
func (d *Desk) EnterTally(ctx context.Context, by models.Actor, id models.ID[models.Campaign], on models.ID[models.Channel], entry models.TallyEntry) (*models.Tally, error) {
	now := d.Now()
	var tally *models.Tally
	err := d.Store.As(by).InTx(ctx, func(tx *store.Scope) error {
		campaign, err := tx.Campaign(ctx, id)
		if err != nil {
			return err
		}
		channel, err := tx.Channel(ctx, on)
		if errors.Is(err, models.ErrMissing) {
			return models.ErrInvalid.With("No such channel.").At("/channel_id")
		}
		if err != nil {
			return err
		}
		if tally, err = models.NewTally(campaign, channel, entry, by, now); err != nil {
			return err
		}
		if err := tx.CreateTally(ctx, tally); err != nil {
			return err
		}
		if err := watchSoon(ctx, tx, now); err != nil {
			return err
		}
		return tx.Record(ctx, store.Change{Action: "tally.entered", Kind: "tally", Object: tally.ID.String(), At: now, Campaign: id})
	})
	return tally, err
}

// SetBacklashRules replaces the rules of a campaign in the version that was
// read; 0 where there were none.
func (d *Desk) SetBacklashRules(ctx context.Context, by models.Actor, id models.ID[models.Campaign], read int, rules []models.BacklashRule) (*models.BacklashWatch, error) {
	now := d.Now()
	var watch *models.BacklashWatch
	err := d.Store.As(by).InTx(ctx, func(tx *store.Scope) error {
		campaign, err := tx.Campaign(ctx, id)
		if err != nil {
			return err
		}
		watch, err = tx.BacklashWatch(ctx, id)
		fresh := errors.Is(err, models.ErrMissing)
		if fresh {
			watch, err = &models.BacklashWatch{ID: models.NewID[models.BacklashWatch](), OrganizationID: campaign.OrganizationID, CampaignID: id}, nil
		}
		if err != nil {
			return err
		}
		if watch.Version != read {
			return models.ErrStale
		}
		if err := watch.Set(rules, by, now); err != nil {
			return err
		}
		if err := saveWatch(ctx, tx, watch, fresh); err != nil {
			return err
		}
		if err := watchSoon(ctx, tx, now); err != nil {
			return err
		}
		return tx.Record(ctx, store.Change{Action: "backlash.rules_set", Kind: "campaign", Object: id.String(), At: now, Campaign: id})
	})
	return watch, err
}

func saveWatch(ctx context.Context, tx *store.Scope, watch *models.BacklashWatch, fresh bool) error {
	if fresh {
		watch.Version = 1
		return tx.CreateBacklashWatch(ctx, watch)
	}
	return tx.SaveBacklashWatch(ctx, watch)
}

// WatchAgain owes the next look at all campaigns, at the next full hour: days
// pass, and figures come in, without anybody's doing.
func (d *Desk) WatchAgain(ctx context.Context) error {
	now := d.Now()
	return oweWatch(ctx, d.Store.As(models.System("watch")), now.Truncate(time.Hour).Add(time.Hour), now)
}

// watchSoon owes a look once what was entered now has been counted.
func watchSoon(ctx context.Context, tx *store.Scope, now time.Time) error {
	return oweWatch(ctx, tx, now.Truncate(rollUpEvery).Add(2*rollUpEvery), now)
}

// oweWatch owes a look at all campaigns. Those that are asked for at one time
// are one.
func oweWatch(ctx context.Context, tx *store.Scope, due, now time.Time) error {
	return tx.Owe(ctx, tasks.Watch{}, "campaigns.watch:"+due.UTC().Format(time.RFC3339), due, now)
}
