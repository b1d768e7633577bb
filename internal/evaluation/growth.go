package evaluation

import (
	"cmp"
	"slices"
	"time"

	"caravan/internal/store"
	"caravan/models"
)

// A Growth is how much one metric of one platform grew from day to day.
type Growth struct {
	Platform     string      `json:"platform"`
	Metric       string      `json:"metric" validate:"metric"`
	DefinitionID int64       `json:"definition_id"`
	NativeName   string      `json:"native_name"`
	Days         []GrowthDay `json:"days"`
}

// A GrowthDay is the growth on one local day.
type GrowthDay struct {
	Day          models.Date `json:"day"`
	Age          int         `json:"age" doc:"Days since the first day of the campaign's figures."`
	Increment    *int64      `json:"increment" doc:"Null: nothing is known of that day. Below zero: the platform took something back."`
	Series       int         `json:"series" doc:"How many posts have a share."`
	Interpolated int         `json:"interpolated" doc:"Of how many a part may belong to a neighbouring day."`
	Suspect      int         `json:"suspect"`
}

// Quality says how far the figures can be relied on.
type Quality struct {
	Series           int     `json:"series"`
	Suspect          int     `json:"suspect" doc:"Series with a suspect observation."`
	Provisional      int     `json:"provisional" doc:"Series that the platform may still change."`
	Corrections      int     `json:"corrections"`
	Resets           int     `json:"resets"`
	Dropped          int     `json:"dropped" doc:"Observations that were rejected, corrected or had no value."`
	LongestGapHours  float64 `json:"longest_gap_hours" doc:"Between two readings of one series."`
	InterpolatedDays int     `json:"interpolated_days"`
	SuspectDays      int     `json:"suspect_days"`
}

// growthByPlatform sums growth over countries. Days without any are kept as
// not known. People are not told by the day: the few of one day would be found
// by subtraction.
func (f *facts) growthByPlatform() []Growth {
	list := []Growth{}
	var first models.Date
	days := map[int64]map[models.Date]GrowthDay{}
	for _, g := range f.growth {
		if f.definitions.id(g.DefinitionID).Heads() {
			continue
		}
		if first == "" || g.Day < first {
			first = g.Day
		}
		if days[g.DefinitionID] == nil {
			days[g.DefinitionID] = map[models.Date]GrowthDay{}
		}
		days[g.DefinitionID][g.Day] = plus(days[g.DefinitionID][g.Day], g)
	}
	for id, known := range days {
		d := f.definitions.id(id)
		list = append(list, Growth{Platform: d.Platform, Metric: d.Metric, DefinitionID: id, NativeName: d.NativeName, Days: everyDay(known, first)})
	}
	slices.SortFunc(list, func(a, b Growth) int {
		return cmp.Or(cmp.Compare(a.Platform, b.Platform), cmp.Compare(a.Metric, b.Metric), cmp.Compare(a.DefinitionID, b.DefinitionID))
	})
	return list
}

func plus(day GrowthDay, g store.DayGrowth) GrowthDay {
	total := g.Increment
	if day.Increment != nil {
		total += *day.Increment
	}
	day.Day, day.Increment = g.Day, &total
	day.Series, day.Interpolated, day.Suspect = day.Series+g.Series, day.Interpolated+g.Interpolated, day.Suspect+g.Suspect
	return day
}

// everyDay lists days from the first of them to the last, with their age.
func everyDay(known map[models.Date]GrowthDay, first models.Date) []GrowthDay {
	var from, to models.Date
	for day := range known {
		if from == "" || day < from {
			from = day
		}
		to = max(to, day)
	}
	list := []GrowthDay{}
	for day := from; day <= to; day = dayAfter(day) {
		d := known[day]
		d.Day, d.Age = day, daysBetween(first, day)
		list = append(list, d)
	}
	return list
}

func daysBetween(from, to models.Date) int {
	a, _ := time.Parse(time.DateOnly, string(from)) // days of the database exist
	b, _ := time.Parse(time.DateOnly, string(to))
	return int(b.Sub(a) / (24 * time.Hour))
}

// quality counts what a reader should know before relying on the figures.
func (f *facts) quality() Quality {
	q := Quality{Series: len(f.all)}
	longest := int64(0)
	for _, s := range f.all {
		switch s.Quality {
		case models.QualitySuspect:
			q.Suspect++
		case models.QualityProvisional:
			q.Provisional++
		}
		q.Corrections, q.Resets, q.Dropped = q.Corrections+s.Corrections, q.Resets+s.Resets, q.Dropped+s.Dropped
		longest = max(longest, s.LongestGap)
	}
	q.LongestGapHours = float64(longest) / 3600
	interpolated, suspect := map[models.Date]bool{}, map[models.Date]bool{}
	for _, g := range f.growth {
		if g.Interpolated > 0 {
			interpolated[g.Day] = true
		}
		if g.Suspect > 0 {
			suspect[g.Day] = true
		}
	}
	q.InterpolatedDays, q.SuspectDays = len(interpolated), len(suspect)
	return q
}
