package evaluation

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"caravan/internal/store"
	"caravan/models"
)

// AddUniverse keeps a population figure of the organisation. It counts before
// the installation's from now on; what was frozen stays.
func (d *Desk) AddUniverse(ctx context.Context, by models.Actor, u models.Universe) (*models.Universe, error) {
	now := d.Now()
	universe, err := models.NewUniverse(u, by, now)
	if err != nil {
		return nil, err
	}
	err = d.Store.As(by).InTx(ctx, func(tx *store.Scope) error {
		known, err := tx.Definitions(ctx)
		if err != nil {
			return err
		}
		if err := onKnownPlatform(universe, known); err != nil {
			return err
		}
		if err := tx.CreateUniverse(ctx, universe); err != nil {
			return err
		}
		return tx.Record(ctx, store.Change{Action: "universe.added", Kind: "universe", Object: universe.ID.String(), At: now})
	})
	return universe, err
}

// onKnownPlatform refuses users of a platform that nobody measures.
func onKnownPlatform(u *models.Universe, known []models.MetricDefinition) error {
	if u.Platform == "" || slices.ContainsFunc(known, func(d models.MetricDefinition) bool { return d.Platform == u.Platform }) {
		return nil
	}
	var names []string
	for _, d := range known {
		names = append(names, d.Platform)
	}
	refusal := models.ErrInvalid.With("No such platform is known here.").At("/platform")
	refusal.Fields[0].Allowed = set(names)
	return refusal
}

// ImportUniverses keeps the population figures of a sheet.
func (d *Desk) ImportUniverses(ctx context.Context, by models.Actor, in Sheet) (Imported, error) {
	return fillIn(ctx, d, by, in, form[universeLine]{
		of: "universes", change: store.Change{Action: "universes.imported", Kind: "universe"},
		columns: []string{"country", "kind", "platform", "age_band", "gender", "value", "low", "high", "year", "source", "licence", "retrieved_on"},
		read:    (*universeLine).read,
		key: func(u *universeLine) string {
			return fmt.Sprint(u.Country, u.Kind, u.Platform, u.gender, u.band, u.Year, u.RetrievedOn)
		},
		keep: func(ctx context.Context, tx *store.Scope, lines []line[universeLine], wrong *faults) (int, error) {
			known, err := tx.Definitions(ctx)
			if err != nil {
				return 0, err
			}
			list, err := records(lines, wrong, func(u universeLine) (*models.Universe, error) { return u.universe(by, known, d.Now()) })
			if err != nil || len(list) == 0 {
				return 0, err
			}
			return len(list), tx.CreateUniverses(ctx, list)
		},
	})
}

// A universeLine is a population figure as a sheet says it.
type universeLine struct {
	models.Universe

	gender, band string
	counted      bool
}

func (u *universeLine) read(column, cell string) (err error) {
	switch column {
	case "country":
		return oneOf(&u.Country, "country", strings.ToUpper(cell))
	case "kind":
		return oneOf(&u.Kind, "universe_kind", cell)
	case "age_band":
		return oneOf(&u.band, "age_band", western(cell))
	case "gender":
		return oneOf(&u.gender, "gender", cell)
	case "platform":
		u.Platform = cell
	case "source":
		u.Source = cell
	case "licence":
		u.Licence = cell
	case "retrieved_on":
		return day(&u.RetrievedOn, cell)
	case "year":
		return year(&u.Year, cell)
	case "low":
		u.Low, err = integer(cell)
	case "high":
		u.High, err = integer(cell)
	case "value":
		var value *int64
		if value, err = integer(cell); err == nil {
			u.Value, u.counted = *value, true
		}
	}
	return err
}

func (u *universeLine) universe(by models.Actor, known []models.MetricDefinition, now time.Time) (*models.Universe, error) {
	if !u.counted { // nothing is never zero
		return nil, models.ErrInvalid.With("Say how many people there are.").At("/value")
	}
	u.Segment = segmentOf(u.gender, u.band)
	made, err := models.NewUniverse(u.Universe, by, now)
	if err == nil {
		err = onKnownPlatform(made, known)
	}
	return made, err
}

// segmentOf names people of a gender and an age band; empty is everybody.
func segmentOf(gender, band string) string {
	if gender == "all" {
		gender = ""
	}
	if gender != "" && band != "" {
		return gender + "/" + band
	}
	return gender + band
}

// AddRate keeps an exchange rate of the organisation. A correction is another
// one of the same pair and days.
func (d *Desk) AddRate(ctx context.Context, by models.Actor, r models.ExchangeRate) (*models.ExchangeRate, error) {
	now := d.Now()
	number, err := decimal(r.Rate)
	if err != nil {
		return nil, pointed(err, "/rate")
	}
	r.Rate = number
	rate, err := models.NewExchangeRate(r, by, now)
	if err != nil {
		return nil, err
	}
	err = d.Store.As(by).InTx(ctx, func(tx *store.Scope) error {
		if err := tx.CreateExchangeRates(ctx, []models.ExchangeRate{*rate}); err != nil {
			return err
		}
		return tx.Record(ctx, store.Change{Action: "exchange_rate.added", Kind: "exchange_rate", Object: rate.ID.String(), At: now})
	})
	return rate, err
}

// ImportRates keeps the exchange rates of a sheet.
func (d *Desk) ImportRates(ctx context.Context, by models.Actor, in Sheet) (Imported, error) {
	return fillIn(ctx, d, by, in, form[models.ExchangeRate]{
		of: "exchange_rates", change: store.Change{Action: "exchange_rates.imported", Kind: "exchange_rate"},
		columns: []string{"base", "quote", "first_day", "last_day", "rate", "source", "licence"},
		read: func(r *models.ExchangeRate, column, cell string) (err error) {
			switch column {
			case "base":
				r.Base = cell
			case "quote":
				r.Quote = cell
			case "first_day":
				return day(&r.FirstDay, cell)
			case "last_day":
				return day(&r.LastDay, cell)
			case "rate":
				r.Rate, err = decimal(cell)
			case "source":
				r.Source = cell
			case "licence":
				r.Licence = cell
			}
			return err
		},
		key: func(r *models.ExchangeRate) string { return fmt.Sprint(r.Base, r.Quote, r.FirstDay, r.LastDay) },
		keep: func(ctx context.Context, tx *store.Scope, lines []line[models.ExchangeRate], wrong *faults) (int, error) {
			list, err := records(lines, wrong, func(r models.ExchangeRate) (*models.ExchangeRate, error) {
				return models.NewExchangeRate(r, by, d.Now())
			})
			if err != nil || len(list) == 0 {
				return 0, err
			}
			return len(list), tx.CreateExchangeRates(ctx, list)
		},
	})
}

// ImportStandards keeps the standard populations of a sheet, each a line for
// every age band. One that lacks a band would be another one, so a sheet is
// taken whole or not at all.
func (d *Desk) ImportStandards(ctx context.Context, by models.Actor, in Sheet) (Imported, error) {
	in.Partial = false
	return fillIn(ctx, d, by, in, form[bandLine]{
		of: "standard_populations", change: store.Change{Action: "standard_populations.imported", Kind: "standard_population"},
		columns: []string{"name", "ages", "weight", "year", "source", "licence"},
		read:    (*bandLine).read,
		key:     func(p *bandLine) string { return p.Name + " " + p.ages },
		keep: func(ctx context.Context, tx *store.Scope, lines []line[bandLine], wrong *faults) (int, error) {
			list, err := records(joinedBands(lines), wrong, func(p models.StandardPopulation) (*models.StandardPopulation, error) {
				return models.NewStandardPopulation(p, by, d.Now())
			})
			for i := range list {
				if err == nil {
					err = tx.CreateStandardPopulation(ctx, &list[i])
				}
			}
			return len(list), err
		},
	})
}

// A bandLine is an age band of a standard population as a sheet says it.
type bandLine struct {
	models.StandardPopulation

	band models.StandardBand
	ages string
}

func (p *bandLine) read(column, cell string) error {
	switch column {
	case "name":
		p.Name = cell
	case "source":
		p.Source = cell
	case "licence":
		p.Licence = cell
	case "year":
		return year(&p.Year, cell)
	case "ages":
		p.ages = western(cell)
		p.band.From, p.band.To = agesOf(p.ages)
		if p.ages != bandText(p.band) {
			return models.ErrInvalid.With("Write ages such as 15-24, or 85+.")
		}
	case "weight":
		number, err := decimal(cell)
		if err != nil {
			return err
		}
		p.band.Weight, _ = strconv.ParseFloat(number, 64)
	}
	return nil
}

// joinedBands are standards of the lines that name them, at the place of the
// first of those.
func joinedBands(lines []line[bandLine]) []line[models.StandardPopulation] {
	var whole []line[models.StandardPopulation]
	for _, l := range lines {
		at := slices.IndexFunc(whole, func(w line[models.StandardPopulation]) bool { return w.row.Name == l.row.Name })
		if at < 0 {
			at, whole = len(whole), append(whole, line[models.StandardPopulation]{l.place, l.row.StandardPopulation})
		}
		whole[at].row.Bands = append(whole[at].row.Bands, l.row.band)
	}
	for _, w := range whole {
		slices.SortStableFunc(w.row.Bands, func(a, b models.StandardBand) int { return a.From - b.From })
	}
	return whole
}

// bandText writes a band as a sheet names it.
func bandText(b models.StandardBand) string {
	if b.To == 0 {
		return strconv.Itoa(b.From) + "+"
	}
	return strconv.Itoa(b.From) + "-" + strconv.Itoa(b.To-1)
}
