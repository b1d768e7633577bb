package reach

import (
	"encoding/json"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
)

// A Method names the formula behind a number.
type Method string

// The methods.
const (
	MethodFrechet        Method = "frechet_independence"
	MethodStrata         Method = "frechet_independence_by_stratum"
	MethodPeriod         Method = "reported_period"
	MethodOverlap        Method = "overlap_dependence_tree"
	MethodWilson         Method = "wilson"
	MethodClopperPearson Method = "clopper_pearson"
	MethodPoisson        Method = "poisson_exact"
	MethodBeta           Method = "beta_posterior"
	MethodJackknife      Method = "log_jackknife_t"
	MethodLinearised     Method = "linearised_t"
	MethodNewcombe       Method = "newcombe_hybrid_score"
	MethodKatz           Method = "katz_log"
	MethodMover          Method = "mover_wilson"
	MethodConditional    Method = "conditional_exact"
	MethodMSPRT          Method = "mixture_sprt"
	MethodWald           Method = "wald"
	MethodClusterT       Method = "cluster_welch_t"
	MethodCR1            Method = "cr1_t"
	MethodFayFeuer       Method = "fay_feuer_gamma"
	MethodLogNormal      Method = "log_normal"
	MethodRoganGladen    Method = "rogan_gladen"
)

// A Result is one number as it is shown, stored and exported: with what it is
// at least and at most, what it rests on and where it came from. Value, Low
// and High are nil when undefined; Level is nil when Low and High are bounds,
// which hold for certain, and not a confidence interval. A Result marshals to
// the same bytes for the same content: lists are never null, and missing and
// warnings are in order.
type Result struct {
	Value         *float64   `json:"value"`
	Low           *float64   `json:"low"`
	High          *float64   `json:"high"`
	Level         *float64   `json:"level"`
	Label         Label      `json:"label"`
	Method        Method     `json:"method"`
	Unit          string     `json:"unit"`
	DefinitionIDs []int64    `json:"definition_ids"`
	Sources       []string   `json:"sources"`
	AsOf          *time.Time `json:"as_of"`
	NDeliveries   int        `json:"n_deliveries"`
	Missing       []string   `json:"missing"`
	Warnings      []Warning  `json:"warnings"`
	AssumptionSet string     `json:"assumption_set"`
	DataVersion   string     `json:"data_version"`
}

// MarshalJSON implements json.Marshaler.
func (r Result) MarshalJSON() ([]byte, error) {
	type plain Result
	r.Value, r.Low, r.High = finite(number(r.Value)), finite(number(r.Low)), finite(number(r.High))
	r.DefinitionIDs, r.Sources = ordered(r.DefinitionIDs), ordered(r.Sources)
	r.Missing, r.Warnings = ordered(r.Missing), ordered(r.Warnings)
	if r.AsOf != nil {
		at := r.AsOf.UTC()
		r.AsOf = &at
	}
	return json.Marshal(plain(r))
}

// ordered is the set of values in ascending order, never nil.
func ordered[T int64 | ~string](values []T) []T {
	set := append([]T{}, values...)
	slices.Sort(set)
	return slices.Compact(set)
}

// Sentence is the template of the label with what the result knows filled in.
// Facts are pairs of a placeholder and its text, such as "n", "1,200"; what
// neither knows reads "not stated".
func (r Result) Sentence(facts ...string) string { return r.Fill(r.Label.Template(), facts...) }

// Fill is Sentence for another template.
func (r Result) Fill(template string, facts ...string) string {
	pairs := make([]string, 0, len(facts)+14)
	for i := 0; i+1 < len(facts); i += 2 {
		pairs = append(pairs, "{"+facts[i]+"}", facts[i+1])
	}
	pairs = append(pairs, "{low}", readable(r.Low), "{high}", readable(r.High), "{level}", r.percent(),
		"{missing}", strings.Join(ordered(r.Missing), ", "))
	for _, name := range []string{"system", "date", "survey", "n", "kappa"} {
		pairs = append(pairs, "{"+name+"}", notStated)
	}
	return strings.NewReplacer(pairs...).Replace(template)
}

const notStated = "not stated"

func (r Result) percent() string {
	if r.Level == nil {
		return notStated
	}
	return strconv.FormatFloat(100**r.Level, 'g', 4, 64)
}

// readable prints people as whole numbers and small figures to four digits.
func readable(p *float64) string {
	switch x := number(p); {
	case math.IsNaN(x):
		return "not known"
	case math.Abs(x) >= 1000:
		return strconv.FormatFloat(x, 'f', 0, 64)
	default:
		return strconv.FormatFloat(x, 'g', 4, 64)
	}
}
