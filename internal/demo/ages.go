package demo

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"time"

	"caravan/internal/evaluation"
	"caravan/internal/store"
	"caravan/models"
)

// valley is what the standard population of the demonstration is called.
const valley = "Fergana valley (made up)"

// bands are the ages that the demonstration knows of.
func bands() []string { return []string{"14-17", "18-24", "25-35", "36-49", "50+"} }

// young is how the people of a country whom one campaign reached are spread
// over the ages: in Kyrgyzstan more of them are young.
func young(country string) []float64 {
	if country == "KG" {
		return []float64{0.1, 0.42, 0.3, 0.12, 0.06}
	}
	return []float64{0.05, 0.24, 0.37, 0.22, 0.12}
}

// ages bring what standardising takes: how many people of each age there are, a
// standard population, and how old those were whom one campaign reached. All of
// it comes in as sheets, as it does from statistical offices and stations.
func (s *story) ages() error {
	if _, err := s.evaluation.ImportUniverses(s.ctx, s.evaluator, sheet(s.peopleByAge())); err != nil {
		return err
	}
	if _, err := s.evaluation.ImportStandards(s.ctx, s.evaluator, sheet(s.standard())); err != nil {
		return err
	}
	deliveries, err := s.as(s.planner).Deliveries(s.ctx, store.DeliveryFilter{State: models.Published, Campaign: s.ask.ID}, store.Page{Limit: 1000})
	if err != nil {
		return err
	}
	table := &strings.Builder{}
	table.WriteString("delivery_id,metric,segment,value,low,high,observed_at,period_start,source\n")
	for i := range deliveries {
		s.reachedByAge(table, &deliveries[i])
	}
	entries, err := evaluation.ReadCSV(strings.NewReader(table.String()))
	if err != nil {
		return err
	}
	_, err = s.evaluation.Import(s.ctx, s.planner, evaluation.Import{Entries: entries, Source: "csv", Batch: "ages of the demonstration"})
	return err
}

// reachedByAge writes the lines about one delivery: what the station claims, of
// everybody and by age, or what readers of a page said when they were asked.
func (s *story) reachedByAge(table *strings.Builder, d *models.Delivery) {
	at := d.PublishedAt.AddDate(0, 0, 4)
	if at.After(s.end) {
		at = s.end
	}
	if d.ChannelClass == "radio" {
		n := 6200.0 + 2600*chance(d.ID.String())
		if d.Country == "TJ" {
			n *= 1.4
		}
		claim := func(segment string, n float64) {
			fmt.Fprintf(table, "%s,attested_reach,%s,%.0f,%.0f,%.0f,%s,,estimate\n", d.ID, segment, n, 0.7*n, 1.3*n, at.UTC().Format(time.RFC3339))
		}
		claim("", n)
		for i, band := range bands() {
			claim(band, n*young(d.Country)[i])
		}
		return
	}
	for i, band := range bands() {
		readers := 210 * liveliness(d.Language) * young(d.Country)[i]
		fmt.Fprintf(table, "%s,daily_readers,%s,%.0f,,,%s,%s,survey\n", d.ID, band, readers, at.UTC().Format(time.RFC3339), d.PublishedAt.UTC().Format(time.RFC3339))
	}
}

// peopleByAge is a sheet of how many people of each age live in the countries.
func (s *story) peopleByAge() string {
	table := &strings.Builder{}
	table.WriteString("country,kind,age_band,value,year,source,retrieved_on\n")
	for _, of := range []struct {
		country string
		people  []int
	}{{"KG", []int{480000, 690000, 1150000, 1120000, 1090000}}, {"TJ", []int{790000, 1210000, 1890000, 1690000, 1240000}}} {
		for i, band := range bands() {
			fmt.Fprintf(table, "%s,population,%s,%d,%d,Made up for the demonstration,%s\n", of.country, band, of.people[i], s.end.Year(), s.day(0))
		}
	}
	return table.String()
}

// standard is a sheet of the standard population.
func (s *story) standard() string {
	table := &strings.Builder{}
	table.WriteString("name,ages,weight,year,source\n")
	for i, weight := range []float64{9, 15, 24, 26, 26} {
		fmt.Fprintf(table, "%s,%s,%v,%d,Made up for the demonstration\n", valley, bands()[i], weight, s.end.Year())
	}
	return table.String()
}

func sheet(table string) evaluation.Sheet {
	digest := sha256.Sum256([]byte(table))
	return evaluation.Sheet{Table: strings.NewReader(table), Digest: models.Digest(hex.EncodeToString(digest[:]))}
}
