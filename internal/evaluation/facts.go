package evaluation

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"time"

	"caravan/internal/store"
	"caravan/models"
)

// Facts are everything that an answer about some campaigns is computed from,
// as it was at one moment. The same facts give the same answer.
type facts struct {
	campaigns   []models.Campaign
	deliveries  []models.Delivery // that were ever live
	growth      []store.DayGrowth
	window      map[models.SeriesKey]int64 // growth on the days of a window
	messages    map[models.ID[models.Message]]string
	airings     []models.Airing
	surveys     []models.Survey
	cleared     []store.Cleared // what was approved, and by whom
	definitions dictionary
	universes   []models.Universe
	standard    *models.StandardPopulation // nil: the people of all rows
	rates       []models.ExchangeRate      // where money is asked for
	audiences   map[models.ID[models.Audience]]*models.Audience
	assumptions models.AssumptionSet

	states map[models.ID[models.Delivery]][]models.SeriesState // of everybody
	bands  map[banded][]models.SeriesState                     // of an age band
	all    []models.SeriesState                                // segments as well
	extent store.Extent                                        // of everything that was observed
	named  string                                              // the version
	newest *time.Time                                          // when the last of the figures was true
}

// banded names what is known of an age band of whom a delivery reached.
type banded struct {
	delivery models.ID[models.Delivery]
	band     string
}

// A wish is what is read of the figures: what not every answer needs would
// only make it slow.
type wish struct {
	series func(*models.MetricDefinition) bool // of which metrics
	more   func(*facts, *store.Scope) error
}

// readFacts reads the facts about campaigns of the actor's organisation, all
// of the same moment. What is not theirs to see is ErrMissing.
func (d *Desk) readFacts(ctx context.Context, by models.Actor, ids []models.ID[models.Campaign], w wish) (*facts, error) {
	f := &facts{
		audiences: map[models.ID[models.Audience]]*models.Audience{},
		states:    map[models.ID[models.Delivery]][]models.SeriesState{}, bands: map[banded][]models.SeriesState{},
	}
	err := d.Store.As(by).Snapshot(ctx, func(tx *store.Scope) error {
		if err := f.read(ctx, tx, ids, w); err != nil {
			return err
		}
		return w.more(f, tx)
	})
	for _, s := range f.all {
		if s.Segment == "" {
			f.states[s.DeliveryID] = append(f.states[s.DeliveryID], s)
		} else {
			at := banded{s.DeliveryID, s.Segment}
			f.bands[at] = append(f.bands[at], s)
		}
	}
	f.named, f.newest = f.version(), f.asOf(f.pick(everywhere))
	return f, err
}

func (f *facts) read(ctx context.Context, tx *store.Scope, ids []models.ID[models.Campaign], w wish) (err error) {
	for _, id := range ids {
		if err := f.readCampaign(ctx, tx, id); err != nil {
			return err
		}
	}
	if err := f.readReference(ctx, tx); err != nil {
		return err
	}
	if f.deliveries, err = tx.Published(ctx, ids); err != nil {
		return err
	}
	if f.all, err = tx.SeriesOf(ctx, ids, f.definitions.ids(w.series)); err != nil {
		return err
	}
	if f.extent, err = tx.ExtentOf(ctx, ids); err != nil {
		return err
	}
	if f.airings, err = tx.AiringsOf(ctx, ids); err != nil {
		return err
	}
	f.surveys, err = tx.SurveysOf(ctx, ids)
	return err
}

func (f *facts) readCampaign(ctx context.Context, tx *store.Scope, id models.ID[models.Campaign]) error {
	campaign, err := tx.Campaign(ctx, id)
	if err != nil {
		return err
	}
	f.campaigns = append(f.campaigns, *campaign)
	if primary := campaign.PrimaryAudience; !primary.IsZero() && f.audiences[primary] == nil {
		f.audiences[primary], err = tx.Audience(ctx, primary)
	}
	return err
}

func (f *facts) readReference(ctx context.Context, tx *store.Scope) error {
	definitions, err := tx.Definitions(ctx)
	if err != nil {
		return err
	}
	f.definitions = definitions
	if f.universes, err = tx.Universes(ctx); err != nil {
		return err
	}
	assumptions, err := tx.Assumptions(ctx, models.StandardAssumptions().Name)
	if err != nil {
		return err
	}
	f.assumptions = *assumptions
	return nil
}

// version names the facts: it is another one as soon as any of them is.
func (f *facts) version() string {
	hash := sha256.New()
	note := func(parts ...any) { _, _ = fmt.Fprintln(hash, parts...) }
	for _, c := range f.campaigns {
		note("campaign", c.ID, c.Version)
	}
	for _, d := range f.deliveries {
		note("delivery", d.ID, d.State)
	}
	note("observations", f.extent.Series, f.extent.Observations, f.extent.LastID) // rows are only ever added
	for _, a := range f.airings {
		note("airing", a.ID)
	}
	for _, s := range f.surveys {
		note("survey", s.ID)
	}
	for _, d := range f.definitions {
		note("definition", d.ID, d.ValidTo)
	}
	for _, u := range f.universes {
		note("universe", u.ID)
	}
	for _, c := range f.campaigns {
		if a := f.audiences[c.PrimaryAudience]; a != nil {
			note("audience", a.ID, a.Version)
		}
	}
	if f.standard != nil {
		note("standard", f.standard.ID)
	}
	for _, r := range f.rates {
		note("rate", r.ID)
	}
	for _, c := range f.cleared {
		note("cleared", c.ID)
	}
	note("assumptions", f.assumptionName())
	return hex.EncodeToString(hash.Sum(nil))[:16]
}

func (f *facts) assumptionName() string {
	return fmt.Sprintf("%s/%d", f.assumptions.Name, f.assumptions.Version)
}

// asOf is when the last of the figures was true.
func (f *facts) asOf(deliveries []*models.Delivery) *time.Time {
	var states []*models.SeriesState
	for _, d := range deliveries {
		for i := range f.states[d.ID] {
			states = append(states, &f.states[d.ID][i])
		}
	}
	return lastOf(states)
}

// pick returns the deliveries that keep wants, in order.
func (f *facts) pick(keep func(*models.Delivery) bool) []*models.Delivery {
	var list []*models.Delivery
	for i := range f.deliveries {
		if keep(&f.deliveries[i]) {
			list = append(list, &f.deliveries[i])
		}
	}
	return list
}

// of keeps the deliveries of campaigns.
func of(campaigns []models.ID[models.Campaign]) func(*models.Delivery) bool {
	return func(d *models.Delivery) bool { return slices.Contains(campaigns, d.CampaignID) }
}

// everywhere keeps all deliveries.
func everywhere(*models.Delivery) bool { return true }

// state returns the state of a definition for a delivery, or nil.
func (f *facts) state(d *models.Delivery, definition int64) *models.SeriesState {
	for i := range f.states[d.ID] {
		if s := &f.states[d.ID][i]; s.DefinitionID == definition {
			return s
		}
	}
	return nil
}

// population returns the universe of a kind in a country, or nil.
func (f *facts) population(country, kind string) *models.Universe {
	return population(f.universes, country, kind, "")
}

// populationOf is population for one segment of the people.
func (f *facts) populationOf(country, kind, segment string) *models.Universe {
	return population(f.universes, country, kind, segment)
}

// population returns how many people of a kind there are in a country by the
// figure that counts before all others; nil if there is none.
func population(universes []models.Universe, country, kind, segment string) *models.Universe {
	var best *models.Universe
	for i := range universes {
		u := &universes[i]
		if u.Country == country && u.Kind == kind && u.Segment == segment && (best == nil || u.Over(best)) {
			best = u
		}
	}
	return best
}

// target returns how many people the primary audiences of campaigns count in a
// country, from the audience or else from the universes. Two campaigns that
// address different audiences have none together.
func (f *facts) target(campaigns []models.ID[models.Campaign], country string) *models.Universe {
	var found *models.AudienceSize
	for i := range f.campaigns {
		c := &f.campaigns[i]
		audience := f.audiences[c.PrimaryAudience]
		if !slices.Contains(campaigns, c.ID) {
			continue
		}
		size := sizeIn(audience, country)
		if size == nil || found != nil && (found.N != size.N || found.Source != size.Source) {
			return f.population(country, "target")
		}
		found = size
	}
	if found == nil {
		return f.population(country, "target")
	}
	return &models.Universe{Country: country, Kind: "target", Year: found.Year, Value: found.N, Low: found.Low, High: found.High, Source: found.Source}
}

func sizeIn(a *models.Audience, country string) *models.AudienceSize {
	if a == nil {
		return nil
	}
	for i := range a.Sizes {
		if a.Sizes[i].Country == country {
			return &a.Sizes[i]
		}
	}
	return nil
}

// by groups deliveries by a key, and returns the keys in order.
func by(deliveries []*models.Delivery, key func(*models.Delivery) string) ([]string, map[string][]*models.Delivery) {
	groups := map[string][]*models.Delivery{}
	for _, d := range deliveries {
		groups[key(d)] = append(groups[key(d)], d)
	}
	keys := make([]string, 0, len(groups))
	for k := range groups {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys, groups
}

func countryOf(d *models.Delivery) string     { return d.Country }
func platformOf(d *models.Delivery) string    { return d.Platform }
func languageOf(d *models.Delivery) string    { return d.Language }
func messageOf(d *models.Delivery) string     { return d.MessageID.String() }
func messageTypeOf(d *models.Delivery) string { return d.MessageType }
func messengerOf(d *models.Delivery) string   { return d.MessengerType }
