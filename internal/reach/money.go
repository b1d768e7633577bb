package reach

import (
	"math/big"
	"regexp"
	"strings"
)

// Convert turns a decimal amount into another currency at a decimal rate:
// exactly, rounded once at the end, half to even, to the target currency's
// minor units (3 for JOD and IQD, 0 for JPY). The answer has exactly that many
// decimals. It returns ErrDecimal for what is no plain decimal number and
// ErrArgument for a rate that is not positive or minor units outside 0 to 6.
func Convert(amount, rate string, minorUnits int) (string, error) {
	a, err := decimal(amount)
	if err != nil {
		return "", err
	}
	r, err := decimal(rate)
	if err != nil {
		return "", err
	}
	return exchanged(a, r, (*big.Rat).Mul, minorUnits)
}

// ConvertBack is Convert at the rate of the other direction: it divides by it.
func ConvertBack(amount, rate string, minorUnits int) (string, error) {
	a, err := decimal(amount)
	if err != nil {
		return "", err
	}
	r, err := decimal(rate)
	if err != nil {
		return "", err
	}
	return exchanged(a, r, (*big.Rat).Quo, minorUnits)
}

func exchanged(amount, rate *big.Rat, by func(z, x, y *big.Rat) *big.Rat, minorUnits int) (string, error) {
	if rate.Sign() <= 0 || minorUnits < 0 || minorUnits > 6 {
		return "", ErrArgument
	}
	unit := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(minorUnits)), nil)
	exact := by(amount, amount, rate)
	return point(halfEven(exact.Mul(exact, new(big.Rat).SetInt(unit))), minorUnits), nil
}

// Add adds decimal amounts, rounded half to even to so many decimals.
func Add(a, b string, decimals int) (string, error) {
	x, err := decimal(a)
	if err != nil {
		return "", err
	}
	y, err := decimal(b)
	if err != nil {
		return "", err
	}
	return exchanged(x.Add(x, y), big.NewRat(1, 1), (*big.Rat).Mul, decimals)
}

// maxDigits is far above any amount of money and keeps the arithmetic cheap.
const maxDigits = 40

// decimal reads a plain decimal number.
func decimal(s string) (*big.Rat, error) {
	plain := len(s) <= maxDigits && regexp.MustCompile(`^-?[0-9]+(\.[0-9]+)?$`).MatchString(s)
	if x, ok := new(big.Rat).SetString(s); plain && ok {
		return x, nil
	}
	return nil, ErrDecimal
}

// halfEven rounds to a whole number, ties to the even one.
func halfEven(x *big.Rat) *big.Int {
	whole, rest := new(big.Int).QuoRem(x.Num(), x.Denom(), new(big.Int))
	side := rest.Lsh(rest.Abs(rest), 1).Cmp(x.Denom())
	if side > 0 || side == 0 && whole.Bit(0) == 1 {
		whole.Add(whole, big.NewInt(int64(x.Sign())))
	}
	return whole
}

// point prints minor units as an amount.
func point(minor *big.Int, decimals int) string {
	sign := ""
	if minor.Sign() < 0 {
		sign = "-"
	}
	digits := new(big.Int).Abs(minor).String()
	if missing := decimals + 1 - len(digits); missing > 0 {
		digits = strings.Repeat("0", missing) + digits
	}
	if decimals == 0 {
		return sign + digits
	}
	return sign + digits[:len(digits)-decimals] + "." + digits[len(digits)-decimals:]
}
