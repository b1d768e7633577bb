package distribution

import (
	"context"

	"caravan/internal/platforms"
	"caravan/internal/store"
	"caravan/internal/tasks"
	"caravan/models"
)

// A Reading is what a platform says about the post of a delivery at one time.
type Reading struct {
	Delivery *models.Delivery
	Measures platforms.Measures
	Failure  error // nothing was learned, and why
}

// Read asks the platform how the post of a delivery is doing. A post that
// cannot be read is a reading too: its reason is kept. False means that there
// is nothing to read.
func (d *Desk) Read(ctx context.Context, id models.ID[models.Delivery]) (Reading, bool, error) {
	delivery, err := d.system().Delivery(ctx, id)
	if err != nil || delivery.PublishedAt == nil {
		return Reading{}, false, err
	}
	channel, err := d.system().Channel(ctx, delivery.ChannelID)
	if err != nil {
		return Reading{}, false, err
	}
	connector, _, err := d.connect(ctx, d.system(), channel)
	if err != nil {
		return Reading{Delivery: delivery, Failure: platforms.Fail(platforms.Locked, "%v", err)}, true, nil
	}
	clicks, err := d.clicks(ctx, delivery)
	if err != nil {
		return Reading{}, false, err
	}
	measurer, can := connector.(platforms.Measurer)
	if !can {
		return Reading{Delivery: delivery, Measures: platforms.Measures{ID: delivery.RemoteID, Counts: clicks}}, len(clicks) > 0, nil
	}
	ctx, cancel := context.WithTimeout(ctx, d.Timers.send())
	defer cancel()
	receipt := platforms.Receipt{ID: delivery.RemoteID, URL: delivery.RemoteURL, State: platforms.Live}
	measures, failure := measurer.Measure(ctx, []platforms.Receipt{receipt})
	switch {
	case failure != nil:
		return Reading{Delivery: delivery, Failure: failure}, true, nil
	case measures[0].Err != nil:
		return Reading{Delivery: delivery, Failure: measures[0].Err}, true, nil
	}
	measures[0].Counts = append(measures[0].Counts, clicks...)
	return Reading{Delivery: delivery, Measures: measures[0]}, true, nil
}

// NextReading owes the reading after one of a round.
func (d *Desk) NextReading(ctx context.Context, done tasks.Measure) error {
	return d.system().InTx(ctx, func(tx *store.Scope) error {
		delivery, err := tx.Delivery(ctx, done.Delivery)
		if err != nil {
			return err
		}
		return d.oweMeasure(ctx, tx, delivery, done.Round+1)
	})
}
