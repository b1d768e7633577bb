package words

import (
	"math"
	"strings"

	"golang.org/x/text/language"
	"golang.org/x/text/message"
	"golang.org/x/text/number"

	"caravan/internal/languages"
)

// Count writes a whole number as the readers do, in groups.
func (c *Catalogue) Count(n float64) string { return c.decimal(math.Round(n), 0) }

// Decimal writes a number with so many places.
func (c *Catalogue) Decimal(n float64, places int) string { return c.decimal(n, places) }

// Percent writes a share between 0 and 1 with at most so many places.
func (c *Catalogue) Percent(share float64, places int) string {
	return c.signed(c.printer().Sprint(number.Percent(share, number.MaxFractionDigits(places))))
}

func (c *Catalogue) decimal(n float64, places int) string {
	return c.signed(c.printer().Sprint(number.Decimal(n, number.MinFractionDigits(places), number.MaxFractionDigits(places))))
}

func (c *Catalogue) printer() *message.Printer { return message.NewPrinter(language.Make(c.Tag)) }

// signed writes a number with the digits and signs that stand with them.
func (c *Catalogue) signed(text string) string {
	if c.Digits == languages.Arabext {
		text = strings.NewReplacer(",", "٬", ".", "٫", "%", "٪", "\u200e", "").Replace(text)
	}
	return c.Digit(text)
}
