package evaluation

import (
	"strings"
	"unicode"
)

// western writes the digits of a cell as 0 to 9, from whichever script they
// are: ۱۲۳ and ١٢٣ and १२३ are 123. A cell with digits of two scripts is left
// as it is: somebody who reads it is misled, so nothing reads it.
func western(cell string) string {
	var zero rune // of the script of the cell
	for _, r := range cell {
		if unicode.IsDigit(r) {
			if zero != 0 && zero != zeroOf(r) {
				return cell
			}
			zero = zeroOf(r)
		}
	}
	if zero == 0 || zero == '0' {
		return cell
	}
	return strings.Map(func(r rune) rune {
		if unicode.IsDigit(r) {
			return r - zero + '0'
		}
		return r
	}, cell)
}

// zeroOf is the zero of a digit's script. The digits of a script stand in
// order, so that every range of them is a multiple of ten long.
func zeroOf(digit rune) rune {
	if digit < unicode.MaxASCII {
		return '0'
	}
	for _, r := range unicode.Nd.R16 {
		if rune(r.Lo) <= digit && digit <= rune(r.Hi) {
			return digit - (digit-rune(r.Lo))%10
		}
	}
	return digit // of no script that anybody counts in
}
