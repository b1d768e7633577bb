package reach

// A Label says what a number is: reported, bounded, modelled or not there. No
// number is shown without one.
type Label string

// The labels, a closed list.
const (
	LabelReported    Label = "reported"
	LabelMeasured    Label = "measured_dedup"
	LabelBounds      Label = "bounds_only"
	LabelIndependent Label = "modelled_independent"
	LabelOverlap     Label = "modelled_overlap"
	LabelAgostini    Label = "modelled_agostini"
	LabelScenario    Label = "scenario"
	LabelEstimated   Label = "estimated"
	LabelPartial     Label = "partial"
	LabelMissing     Label = "not_available"
)

// Labels lists every label there is.
func Labels() []Label {
	return []Label{
		LabelReported, LabelMeasured, LabelBounds, LabelIndependent, LabelOverlap,
		LabelAgostini, LabelScenario, LabelEstimated, LabelPartial, LabelMissing,
	}
}

// Template is the English sentence that must stand beside a number with this
// label, with {placeholders}: {low}, {high}, {level} and {missing} are known
// from a Result, the others from whoever knows the source. It is empty for
// what is no label.
func (l Label) Template() string {
	switch l {
	case LabelReported:
		return "As reported by the platform."
	case LabelMeasured:
		return "De-duplicated by an external measurement system ({system}, {date})."
	case LabelBounds:
		return "Between {low} and {high}; the overlap between sources is unknown."
	case LabelIndependent:
		return "Estimate assuming that overlap between sources is no more than chance, inside each country and " +
			"age/gender group; usually too high. Certain range {low} to {high}."
	case LabelOverlap:
		return "Estimate using measured overlap between sources ({survey}, {date}, n = {n}). Certain range {low} to {high}."
	case LabelAgostini:
		return "Cross-check by Agostini's formula, made for French magazines in 1961; not a measurement."
	case LabelScenario:
		return "What-if value for duplication k = {kappa}; not a measurement."
	case LabelEstimated:
		return "Estimate from a panel or survey of n = {n}; {level} % interval {low} to {high}."
	case LabelPartial:
		return "Does not include: {missing}. Lower bound only."
	case LabelMissing:
		return "No reach reported."
	}
	return ""
}
