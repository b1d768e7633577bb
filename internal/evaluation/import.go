package evaluation

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"time"

	"caravan/internal/store"
	"caravan/models"
)

// MaxEntries is how many figures may be entered at once.
const MaxEntries = 10_000

// An Import is a set of entries that are taken together or not at all.
type Import struct {
	Entries []Entry
	Source  string // of the vocabulary observation_source, where an entry names none
	Content []byte // what the entries were read from: the same content is taken once
	DryRun  bool   // check everything, write nothing
}

// batch names the import by what it holds, so that its second arrival is
// known.
func (i *Import) batch() string {
	sum := sha256.Sum256(i.Content)
	return "sha256:" + hex.EncodeToString(sum[:])
}

// An Imported says what became of an import.
type Imported struct {
	Batch        string
	Observations int
	Known        bool // it was taken before; nothing was written
	DryRun       bool
}

// Import appends figures that people or programs enter. It refuses all of them
// if one is wrong, and then says everything that is wrong with each: unknown
// deliveries (those of others among them), unknown metrics, values below zero
// or without a reason, instants that have not come. The same content a second
// time changes nothing.
func (d *Desk) Import(ctx context.Context, by models.Actor, in Import) (Imported, error) {
	done := Imported{Batch: in.batch(), Observations: len(in.Entries), DryRun: in.DryRun}
	if len(in.Entries) == 0 || len(in.Entries) > MaxEntries {
		return done, models.ErrInvalid.With("Send between 1 and 10,000 figures.")
	}
	err := d.Store.As(by).InTx(ctx, func(tx *store.Scope) (err error) {
		now := d.Now()
		if done.Known, err = tx.KnowsBatch(ctx, by.OrganizationID, done.Batch); err != nil || done.Known {
			return err
		}
		c, err := newCheck(ctx, tx, now, done.Batch)
		if err != nil {
			return err
		}
		observed, err := c.all(ctx, in)
		if err != nil || in.DryRun {
			return err
		}
		return d.take(ctx, tx, by, &done, in.Source, observed, now)
	})
	return done, err
}

// take writes an import that was checked.
func (d *Desk) take(ctx context.Context, tx *store.Scope, by models.Actor, done *Imported, source string, observed []models.Observation, now time.Time) error {
	taken, err := tx.TakeBatch(ctx, &models.Batch{
		OrganizationID: by.OrganizationID, Name: done.Batch, Source: source, Observations: len(observed), CreatedBy: &by.UserID, CreatedAt: now,
	})
	if err != nil {
		return err
	}
	if done.Known = !taken; done.Known {
		return nil
	}
	if err := tx.Observe(ctx, observed, now); err != nil {
		return err
	}
	if err := tx.Record(ctx, store.Change{Action: "observations.imported", Kind: "batch", Object: done.Batch, At: now}); err != nil {
		return err
	}
	return oweRollUp(ctx, tx, now)
}

// A check looks at the entries of one import.
type check struct {
	tx          *store.Scope
	now         time.Time
	batch       string
	definitions dictionary
	deliveries  map[string]*models.Delivery
	seen        map[rowKey]bool
	corrected   map[int64]bool
}

// A rowKey is what no two rows of one batch may share.
type rowKey struct {
	series models.SeriesKey
	at     time.Time
}

func newCheck(ctx context.Context, tx *store.Scope, now time.Time, batch string) (*check, error) {
	known, err := tx.Definitions(ctx)
	return &check{
		tx: tx, now: now, batch: batch, definitions: known, deliveries: map[string]*models.Delivery{},
		seen: map[rowKey]bool{}, corrected: map[int64]bool{},
	}, err
}

// all turns entries into observations, or says what is wrong with each.
func (c *check) all(ctx context.Context, in Import) ([]models.Observation, error) {
	var wrong faults
	observed := make([]models.Observation, 0, len(in.Entries))
	for i := range in.Entries {
		e := &in.Entries[i]
		if e.Source == "" {
			e.Source = in.Source
		}
		o, err := c.one(ctx, e)
		if err != nil {
			if err := wrong.add(e.Place, err); err != nil {
				return nil, err
			}
			continue
		}
		observed = append(observed, o)
	}
	return observed, wrong.refusal()
}

func (c *check) one(ctx context.Context, e *Entry) (o models.Observation, err error) {
	if e.Broken != nil {
		return o, e.Broken
	}
	delivery, err := c.delivery(ctx, e.Delivery)
	if err != nil {
		return o, err
	}
	zone := models.CountryZone(delivery.Country, delivery.Zone)
	o = models.Observation{
		DeliveryID: delivery.ID, Segment: e.Segment, Value: e.Value, ValueLow: e.Low, ValueHigh: e.High, Level: e.Level,
		MissingReason: e.MissingReason, ReceivedAt: c.now, Source: e.Source, Batch: c.batch, Supersedes: e.Supersedes,
	}
	if o.ObservedAt, err = e.ObservedAt.resolve(zone); err != nil {
		return o, pointed(err, "/observed_at")
	}
	if e.PeriodStart != nil {
		start, err := e.PeriodStart.resolve(zone)
		if err != nil {
			return o, pointed(err, "/period_start")
		}
		o.PeriodStart = &start
	}
	definition, err := c.definitions.find(delivery.Platform, e.Metric, models.DateOf(o.ObservedAt))
	if err != nil {
		return o, err
	}
	o.DefinitionID = definition.ID
	if err := o.Check(c.now); err != nil {
		return o, err
	}
	if err := o.Fits(definition, delivery); err != nil {
		return o, err
	}
	o.Settle(definition)
	return o, c.alone(ctx, &o)
}

// pointed says which field a refusal is about.
func pointed(err error, pointer string) error {
	var wrong faults
	if fault := wrong.add(pointer, err); fault != nil {
		return fault
	}
	return wrong.refusal()
}

// delivery reads a delivery once. What is somebody else's is not known here.
func (c *check) delivery(ctx context.Context, text string) (*models.Delivery, error) {
	if known := c.deliveries[text]; known != nil {
		return known, nil
	}
	id, err := models.ParseID[models.Delivery](text)
	if err != nil {
		return nil, models.ErrMissing.At("/delivery_id")
	}
	delivery, err := c.tx.FrozenDelivery(ctx, id)
	if err != nil {
		return nil, pointed(err, "/delivery_id")
	}
	c.deliveries[text] = delivery
	return delivery, nil
}

// alone refuses a row that stands twice, and a correction of what is not
// there, not of this series, or corrected already.
func (c *check) alone(ctx context.Context, o *models.Observation) error {
	series := models.SeriesKey{DeliveryID: o.DeliveryID, DefinitionID: o.DefinitionID, Segment: o.Segment}
	key := rowKey{series, o.ObservedAt}
	if c.seen[key] {
		return models.ErrTaken.With("This figure stands twice.").At("/observed_at")
	}
	c.seen[key] = true
	if o.Supersedes == nil {
		return nil
	}
	before, err := c.tx.Observation(ctx, *o.Supersedes)
	if err != nil {
		return pointed(err, "/supersedes")
	}
	if before.DeliveryID != o.DeliveryID || before.DefinitionID != o.DefinitionID || before.Segment != o.Segment {
		return models.ErrInvalid.With("It is a figure of something else.").At("/supersedes")
	}
	again, err := c.tx.Corrected(ctx, before.ID)
	if err != nil {
		return err
	}
	if again || c.corrected[before.ID] {
		return models.ErrTaken.With("It is corrected already; correct the correction.").At("/supersedes")
	}
	c.corrected[before.ID] = true
	return nil
}
