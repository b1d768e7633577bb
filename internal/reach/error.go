package reach

import "strings"

// An InputError is input from which nothing can be computed, because it
// contradicts itself or the model. Errors of one code are the same to
// errors.Is.
type InputError struct {
	Code   string   // stable, snake_case
	Detail string   // for developers, in English
	Pair   []string // the two sources that contradict each other, if two do
}

// The input errors, a closed list.
var (
	ErrOverlap    = refused("overlap_infeasible", "no audience has these reaches and overlaps")
	ErrReach      = refused("reach_exceeds_impressions", "more people than impressions")
	ErrCeiling    = refused("reach_above_poisson_ceiling", "more people than random exposure can reach")
	ErrInsertions = refused("two_insertion_reach_infeasible", "needs r1 < r2 < 2 r1 - r1^2")
	ErrArgument   = refused("invalid_argument", "a number is outside the range where the formula holds")
	ErrDecimal    = refused("invalid_decimal", "not a plain decimal number")
)

func refused(code, detail string) *InputError {
	return &InputError{Code: code, Detail: detail}
}

// Error implements error.
func (e *InputError) Error() string {
	if len(e.Pair) == 0 {
		return e.Code + ": " + e.Detail
	}
	return e.Code + ": " + strings.Join(e.Pair, " and ") + ": " + e.Detail
}

// Is matches on the code.
func (e *InputError) Is(target error) bool {
	other, ok := target.(*InputError)
	return ok && other.Code == e.Code
}
