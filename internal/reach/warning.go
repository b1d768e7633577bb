package reach

// A Warning says what is wrong with a number, or why there is none.
type Warning string

// The warnings, a closed list. The last six are the identities two counters of
// one delivery can break.
const (
	UniverseUnknown       Warning = "universe_unknown"
	ZeroUniverse          Warning = "zero_universe"
	ReachExceedsUniverse  Warning = "reach_exceeds_universe"
	SourceMissing         Warning = "source_missing"
	NoReachReported       Warning = "no_reach_reported"
	ZeroReach             Warning = "zero_reach"
	ImpressionsBelowReach Warning = "impressions_below_reach"
	ImpressionsNoReach    Warning = "impressions_without_reach"
	EngagedExceedReach    Warning = "engaged_people_exceed_reach"
	ZeroEngagements       Warning = "zero_engagements"
	ZeroCost              Warning = "zero_cost"
	PopulationUnknown     Warning = "population_unknown"
	TargetUnknown         Warning = "target_unknown"
	SingleDelivery        Warning = "single_delivery"
	ZeroCountUseMover     Warning = "zero_count_use_mover"
	ZeroDenominatorRate   Warning = "zero_denominator_rate"
	AsymptoteExceeds      Warning = "curve_asymptote_exceeds_universe"
	NoSaturation          Warning = "no_saturation_information"
	ReportedOutsideBounds Warning = "reported_outside_bounds"
	LiftCoversZero        Warning = "lift_not_distinguishable_from_zero"
	EmptyStratum          Warning = "empty_stratum"
	ClassifierUninformed  Warning = "classifier_uninformative"
	CorrectedClipped      Warning = "corrected_outside_range_clipped"
	ClicksExceed          Warning = "clicks_exceed_impressions"
	UniqueClicksExceed    Warning = "unique_clicks_exceed_reach"
	CompleteExceedsViews  Warning = "complete_views_exceed_views"
	UniqueExceedsTotal    Warning = "unique_exceed_total_clicks"
	NegativeValue         Warning = "negative_value"
)

// Warnings lists every warning there is.
func Warnings() []Warning {
	return []Warning{
		UniverseUnknown, ZeroUniverse, ReachExceedsUniverse, SourceMissing, NoReachReported, ZeroReach,
		ImpressionsBelowReach, ImpressionsNoReach, EngagedExceedReach, ZeroEngagements, ZeroCost,
		PopulationUnknown, TargetUnknown, SingleDelivery, ZeroCountUseMover, ZeroDenominatorRate,
		AsymptoteExceeds, NoSaturation, ReportedOutsideBounds, LiftCoversZero, EmptyStratum,
		ClassifierUninformed, CorrectedClipped, ClicksExceed, UniqueClicksExceed, CompleteExceedsViews,
		UniqueExceedsTotal, NegativeValue,
	}
}

// Sentence is the warning in English; it is empty for what is no warning.
func (w Warning) Sentence() string {
	if s := w.aboutReach(); s != "" {
		return s
	}
	if s := w.aboutRates(); s != "" {
		return s
	}
	return w.aboutCounters()
}

func (w Warning) aboutReach() string {
	switch w { //nolint:exhaustive // the other warnings have their own functions
	case UniverseUnknown:
		return "The size of the audience is not known, so there are bounds but no share and no estimate."
	case ZeroUniverse:
		return "The audience is empty, so there is no share."
	case ReachExceedsUniverse:
		return "More people were reported than the audience has; its size is not used."
	case SourceMissing:
		return "At least one source did not report."
	case NoReachReported:
		return "No source reported its reach."
	case ReportedOutsideBounds:
		return "The reported total is below one of its parts or above their sum."
	case AsymptoteExceeds:
		return "The curve rises above the size of the audience."
	case NoSaturation:
		return "Nobody was reached twice, so the curve cannot be drawn."
	case PopulationUnknown:
		return "The population is not known."
	case TargetUnknown:
		return "The size of the target audience is not known."
	}
	return ""
}

func (w Warning) aboutRates() string {
	switch w { //nolint:exhaustive // the other warnings have their own functions
	case ZeroReach:
		return "Nobody was reached, so there is no rate."
	case ZeroEngagements:
		return "Nobody engaged, so there is no cost per person."
	case ZeroCost:
		return "The cost is zero; the campaign is left out of cost rankings."
	case SingleDelivery:
		return "One delivery alone cannot show how much deliveries differ: no interval."
	case ZeroCountUseMover:
		return "A count is zero, so the logarithmic interval does not exist; use the MOVER interval."
	case ZeroDenominatorRate:
		return "The rate to compare with is zero, so there is no ratio."
	case LiftCoversZero:
		return "The change cannot be told from none."
	case EmptyStratum:
		return "A stratum has no people, so the standardised figure does not exist."
	case ClassifierUninformed:
		return "The classifier does no better than chance, so its share cannot be corrected."
	case CorrectedClipped:
		return "The corrected share fell outside 0 to 1 and is shown at the limit."
	}
	return ""
}

func (w Warning) aboutCounters() string {
	switch w { //nolint:exhaustive // the other warnings have their own functions
	case ImpressionsBelowReach:
		return "There are fewer impressions than people reached."
	case ImpressionsNoReach:
		return "There are impressions but nobody was reached."
	case EngagedExceedReach:
		return "More people engaged than were reached."
	case ClicksExceed:
		return "There are more clicks than impressions."
	case UniqueClicksExceed:
		return "More people clicked than were reached."
	case CompleteExceedsViews:
		return "There are more complete views than views."
	case UniqueExceedsTotal:
		return "There are more people who clicked than clicks."
	case NegativeValue:
		return "A count is negative."
	}
	return ""
}
