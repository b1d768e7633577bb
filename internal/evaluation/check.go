package evaluation

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"time"

	"caravan/internal/store"
	"caravan/models"
)

// A check looks at the entries of one import.
type check struct {
	tx          *store.Scope
	now         time.Time
	batch       string
	definitions dictionary
	universes   []models.Universe
	deliveries  map[string]*models.Delivery // that the import was found to be about
	superseded  map[int64]*models.Observation
	corrected   map[int64]bool
	seen        map[rowKey]struct{}
	wrong       faults
	doubts      faults
}

// A rowKey is the digest of what no two rows of one batch may share. It is as
// short as it can be: it is all that is kept of every row of a file.
type rowKey [16]byte

func keyOf(o *models.Observation) rowKey {
	text := make([]byte, 0, 64)
	text = append(text, o.DeliveryID.UUID[:]...)
	text = binary.BigEndian.AppendUint64(text, uint64(o.DefinitionID)) //nolint:gosec // bits
	text = binary.BigEndian.AppendUint64(text, uint64(o.ObservedAt.UnixMicro()))
	sum := sha256.Sum256(append(text, o.Segment...))
	return rowKey(sum[:len(rowKey{})])
}

func newCheck(ctx context.Context, tx *store.Scope, now time.Time, batch string) (*check, error) {
	definitions, err := tx.Definitions(ctx)
	if err != nil {
		return nil, err
	}
	universes, err := tx.Universes(ctx)
	return &check{
		tx: tx, now: now, batch: batch, definitions: definitions, universes: universes,
		deliveries: map[string]*models.Delivery{}, corrected: map[int64]bool{}, seen: map[rowKey]struct{}{},
	}, err
}

// all turns entries into observations, and notes what is wrong with the rest.
func (c *check) all(ctx context.Context, entries []Entry) ([]models.Observation, error) {
	if err := c.lookUp(ctx, entries); err != nil {
		return nil, err
	}
	observed := make([]models.Observation, 0, len(entries))
	places := make([]string, 0, len(entries))
	for i := range entries {
		o, err := c.one(&entries[i])
		if err != nil {
			if err := c.wrong.add(entries[i].Place, err); err != nil {
				return nil, err
			}
			continue
		}
		observed, places = append(observed, o), append(places, entries[i].Place)
	}
	for _, d := range doubt(observed, c.definitions, c.universes, c.country) {
		c.doubts.note(places[d.row], models.FieldError{Code: string(d.warning)})
	}
	return observed, nil
}

func (c *check) country(o *models.Observation) string {
	return c.deliveries[o.DeliveryID.String()].Country
}

// lookUp reads the deliveries and the corrected observations that entries
// name. What is somebody else's is not known here.
func (c *check) lookUp(ctx context.Context, entries []Entry) error {
	var ids []models.ID[models.Delivery]
	var before []int64
	asked := map[string]bool{}
	for i := range entries {
		e := &entries[i]
		if e.Supersedes != nil {
			before = append(before, *e.Supersedes)
		}
		if c.deliveries[e.Delivery] != nil || asked[e.Delivery] {
			continue
		}
		asked[e.Delivery] = true
		if id, err := models.ParseID[models.Delivery](e.Delivery); err == nil {
			ids = append(ids, id)
		}
	}
	if err := c.lookUpCorrected(ctx, before); err != nil || len(ids) == 0 {
		return err
	}
	found, err := c.tx.DeliveriesOf(ctx, ids)
	for i := range found {
		c.deliveries[found[i].ID.String()] = &found[i]
	}
	return err
}

func (c *check) lookUpCorrected(ctx context.Context, ids []int64) error {
	c.superseded = map[int64]*models.Observation{}
	if len(ids) == 0 {
		return nil
	}
	found, err := c.tx.ObservationsOf(ctx, ids)
	if err != nil {
		return err
	}
	for i := range found {
		c.superseded[found[i].ID] = &found[i]
	}
	corrected, err := c.tx.Corrected(ctx, ids)
	for _, id := range corrected {
		c.corrected[id] = true
	}
	return err
}

func (c *check) one(e *Entry) (o models.Observation, err error) {
	if e.Broken != nil {
		return o, e.Broken
	}
	delivery := c.deliveries[e.Delivery]
	if delivery == nil {
		return o, models.ErrMissing.At("/delivery_id")
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
	return o, c.alone(&o)
}

// alone refuses a row that stands twice, and a correction of what is not
// there, not of this series, or corrected already.
func (c *check) alone(o *models.Observation) error {
	key := keyOf(o)
	if _, twice := c.seen[key]; twice {
		return models.ErrTaken.With("This figure stands twice.").At("/observed_at")
	}
	if o.Supersedes != nil {
		before := c.superseded[*o.Supersedes]
		switch {
		case before == nil:
			return models.ErrMissing.At("/supersedes")
		case before.Series() != o.Series():
			return models.ErrInvalid.With("It is a figure of something else.").At("/supersedes")
		case c.corrected[before.ID]:
			return models.ErrTaken.With("It is corrected already; correct the correction.").At("/supersedes")
		}
		c.corrected[before.ID] = true
	}
	c.seen[key] = struct{}{}
	return nil
}
