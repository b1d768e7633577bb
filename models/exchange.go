package models

import (
	"regexp"
	"strings"
	"time"
)

// An ExchangeRate is what one unit of a currency was worth in another: on a
// day, or on average over some days. Rates are added and never overwritten; of
// the same pair and days the newest counts.
type ExchangeRate struct {
	ID             ID[ExchangeRate]
	OrganizationID ID[Organization]
	Base           string // 1 Base is Rate Quote
	Quote          string
	FirstDay       Date
	LastDay        Date   // the first one, where it is of a day
	Rate           string // decimal
	Source         string
	Licence        string
	EnteredBy      ID[User]
	CreatedAt      time.Time
}

// NewExchangeRate keeps a rate of an organisation.
func NewExchangeRate(r ExchangeRate, by Actor, now time.Time) (*ExchangeRate, error) {
	r.ID, r.OrganizationID, r.EnteredBy, r.CreatedAt = NewID[ExchangeRate](), by.OrganizationID, by.UserID, now
	if r.LastDay == "" {
		r.LastDay = r.FirstDay
	}
	switch {
	case !ValidCurrency(r.Base):
		return nil, errCurrency.At("/base")
	case !ValidCurrency(r.Quote):
		return nil, errCurrency.At("/quote")
	case r.Base == r.Quote:
		return nil, ErrInvalid.With("A currency is worth one of itself. Name another one.").At("/quote")
	case !r.FirstDay.Valid():
		return nil, ErrInvalid.With("Say on which day it held, such as 2027-03-21.").At("/first_day")
	case !r.LastDay.Valid() || r.LastDay < r.FirstDay:
		return nil, ErrInvalid.With("Its last day is its first or a later one.").At("/last_day")
	case r.LastDay > DateOf(now.AddDate(0, 0, 1)):
		return nil, ErrInvalid.With("That day has not come, so nobody knows its rate.").At("/last_day")
	case !decimalRate().MatchString(r.Rate) || strings.Trim(r.Rate, "0.") == "":
		return nil, ErrDecimal.At("/rate")
	case r.Source == "":
		return nil, ErrInvalid.With("A rate names its source.").At("/source")
	}
	return &r, nil
}

var errCurrency = ErrInvalid.With("Write a currency such as TJS.")

// ValidCurrency reports whether a code is written as currencies are.
func ValidCurrency(code string) bool { return regexp.MustCompile(`^[A-Z]{3}$`).MatchString(code) }

func decimalRate() *regexp.Regexp { return regexp.MustCompile(`^\d{1,12}(\.\d{1,12})?$`) }

// MinorUnits is how many decimals amounts of a currency have.
func MinorUnits(currency string) int {
	switch currency {
	case "JPY", "KRW", "VND", "CLP", "ISK", "PYG", "UGX", "XAF", "XOF":
		return 0
	case "JOD", "IQD", "KWD", "BHD", "OMR", "TND", "LYD":
		return 3
	}
	return 2
}

// Between reports whether the rate is of two currencies, in either direction,
// and whether it has to be turned round to lead from one to the other.
func (r *ExchangeRate) Between(from, to string) (inverse, is bool) {
	return r.Base == to, r.Base == from && r.Quote == to || r.Base == to && r.Quote == from
}

// Holds reports whether the rate is of a day.
func (r *ExchangeRate) Holds(day Date) bool { return r.FirstDay <= day && day <= r.LastDay }

// Over reports whether r counts before other for money that was spent from one
// day to another: it knows more of those days, then fewer besides them, then
// is the newer row.
func (r *ExchangeRate) Over(other *ExchangeRate, from, to Date) bool {
	switch knows, theirs := daysOf(max(r.FirstDay, from), min(r.LastDay, to)), daysOf(max(other.FirstDay, from), min(other.LastDay, to)); {
	case knows != theirs:
		return knows > theirs
	case daysOf(r.FirstDay, r.LastDay) != daysOf(other.FirstDay, other.LastDay):
		return daysOf(r.FirstDay, r.LastDay) < daysOf(other.FirstDay, other.LastDay)
	}
	return r.ID.String() > other.ID.String()
}

// OvertakenRates reports, for rates with those of a pair and its days newest
// first, which of them a later one corrects.
func OvertakenRates(newestFirst []ExchangeRate) []bool {
	type pair struct {
		base, quote string
		first, last Date
	}
	seen := map[pair]bool{}
	overtaken := make([]bool, len(newestFirst))
	for i, r := range newestFirst {
		of := pair{r.Base, r.Quote, r.FirstDay, r.LastDay}
		overtaken[i], seen[of] = seen[of], true
	}
	return overtaken
}

// daysOf counts days, both ends among them.
func daysOf(first, last Date) int {
	from, _ := time.Parse(time.DateOnly, string(first))
	to, _ := time.Parse(time.DateOnly, string(last))
	return max(0, int(to.Sub(from)/(24*time.Hour))+1)
}
