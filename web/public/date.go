package public

import (
	"strconv"
	"strings"
	"time"

	"caravan/internal/languages"
)

// day writes a day as people do in the language: in their calendar, with
// their digits.
func (w *words) day(at time.Time) string {
	year, month, day := at.Year(), int(at.Month()), at.Day()
	if w.Calendar == "solar_hijri" {
		year, month, day = solarHijri(at)
	}
	return strings.NewReplacer(
		"{day}", w.number(day), "{month}", w.Months[month-1], "{year}", w.number(year),
	).Replace(w.Date)
}

// number writes a number with the digits of the language.
func (w *words) number(n int) string {
	text := strconv.Itoa(n)
	if w.Digits != languages.Arabext {
		return text
	}
	return strings.Map(func(r rune) rune { return r - '0' + '۰' }, text)
}

const (
	longMonths = 6  // have 31 days; the others 30, the last 29 in a common year
	longMonth  = 31 // days
)

// solarHijri returns the day of the calendar of Afghanistan and Iran, counted
// from 1 Hamal 1403, 20 March 2024. Leap years follow the 33-year cycle, which
// agrees with the Persian calendar of ICU from 1280 to 1500 (1901 to 2121).
func solarHijri(at time.Time) (year, month, day int) {
	at = time.Date(at.Year(), at.Month(), at.Day(), 0, 0, 0, 0, time.UTC)
	year = 1403
	day = int(at.Sub(time.Date(2024, time.March, 20, 0, 0, 0, 0, time.UTC)).Hours() / 24)
	for day < 0 {
		year--
		day += yearLength(year)
	}
	for day >= yearLength(year) {
		day -= yearLength(year)
		year++
	}
	if day < longMonths*longMonth {
		return year, day/longMonth + 1, day%longMonth + 1
	}
	day -= longMonths * longMonth
	return year, longMonths + day/(longMonth-1) + 1, day%(longMonth-1) + 1
}

func yearLength(year int) int {
	switch year % 33 {
	case 1, 5, 9, 13, 17, 22, 26, 30:
		return 366
	}
	return 365
}

// Day writes a day as people do in a language, or in the one that stands in
// for it.
func Day(tag string, at time.Time) string { return wordsFor(tag).day(at) }
