package report

// reasonWords are those of the app for why something is not comparable, and
// for what is to be known of a figure.
func reasonWords() map[string]string {
	return map[string]string{
		"different_metric":                   "Another metric.",
		"definition_family_match":            "The platforms define it differently, though alike.",
		"definition_mismatch":                "The definitions differ too much.",
		"unit_mismatch":                      "It counts something else: people here, devices or accounts there.",
		"measured_vs_estimated":              "One is measured, the other claimed or estimated.",
		"currency_converted":                 "Converted from another currency, at the rate named below.",
		"no_rate":                            "Its currency has no rate for the campaign's first day, so it is not converted.",
		"no_budget":                          "Nobody planned any money for it.",
		"planned_budget":                     "It is the whole budget as planned, not what was spent.",
		"not_all_spent":                      "Not every line of its budget says what was spent.",
		"other_scope":                        "The money was for other things.",
		"shared_money":                       "The money paid for other platforms too.",
		"zero_cost":                          "It cost nothing, by the plan.",
		"different_age":                      "The posts are of different ages; compare at 7 or 28 days.",
		"missing_platforms":                  "It lacks platforms that others used.",
		"not_used":                           "Nothing was published there.",
		"no_figure":                          "There is no figure.",
		"too_young":                          "Some posts are not old enough yet.",
		"small_count":                        "Hidden, because it would be a handful of people.",
		"one_messenger":                      "Hidden, because it would be what one messenger did.",
		"other_words":                        "The rounds were asked in other words, so they are not compared.",
		"parallel_trends":                    "Both groups are taken to have gone the same way otherwise; one round before cannot show that.",
		"window_not_covered":                 "Some posts were not read up to the last day.",
		"no_ages":                            "Some of what is compared does not know the ages of those reached.",
		"no_age_universe":                    "Nobody has entered how many people of these ages there are.",
		"no_common_ages":                     "The age groups that all know do not fit this standard; they are never split.",
		"handful":                            "A handful of people is counted in it as a range, so that nobody can be singled out.",
		"population_unknown":                 "The population is not known.",
		"target_unknown":                     "The size of the target audience is not known.",
		"reach_exceeds_universe":             "More people were reported than there are; the population figure is not used.",
		"mixed_units":                        "Accounts or devices are taken for people.",
		"mixed_definitions":                  "A platform changed what its number means; only bounds remain.",
		"few_posts":                          "The interval rests on fewer than four posts.",
		"suspect_figures":                    "Some figures are marked suspect.",
		"provisional":                        "The platform may still change it.",
		"counters_fell":                      "The platform took something back or began again.",
		"starter_universe":                   "Divided by a population figure that came with the program.",
		"different_targets":                  "The campaigns address different audiences.",
		"universe_unknown":                   "The population is not known: bounds, but no estimate.",
		"source_missing":                     "At least one source did not report.",
		"no_reach_reported":                  "No source reported its reach.",
		"single_delivery":                    "One post alone cannot show how much posts differ.",
		"zero_reach":                         "Nobody was reached.",
		"reported_outside_bounds":            "A reported total contradicts its parts.",
		"lift_not_distinguishable_from_zero": "The change cannot be told from none.",
	}
}

// labelWords are the sentences of the labels.
func labelWords() map[string]string {
	return map[string]string{
		"reported":             "As reported by the platform.",
		"measured_dedup":       "De-duplicated by an external measurement system ({source}).",
		"bounds_only":          "Between {low} and {high}; the overlap between sources is unknown.",
		"modelled_independent": "Estimate assuming that overlap between sources is no more than chance, inside each country and age/gender group; usually too high. Certain range {low} to {high}.",
		"modelled_overlap":     "Estimate using measured overlap between sources ({source}). Certain range {low} to {high}.",
		"scenario":             "What-if value for duplication k = {k}; not a measurement.",
		"partial":              "Does not include: {missing}. Lower bound only.",
		"not_available":        "No reach reported.",
	}
}

// unitWords are those for units.
func unitWords() map[string]string {
	return map[string]string{
		"people": "people", "accounts": "accounts", "devices": "devices", "households": "households", "plays": "plays", "events": "times", "minutes": "minutes",
		"contacts": "contacts", "spots": "spots", "copies": "copies", "share": "share", "per_1000": "per 1,000 people", "per_post": "per post",
		"per_shown": "per time it was shown", "per_reached": "per account reached", "times": "times", "points": "points",
	}
}

// claimWords are what each rung of the ladder of evidence allows to be said.
func claimWords() map[string]string {
	return map[string]string{
		"output":           "It was published.",
		"awareness":        "It was shown to people.",
		"engagement":       "People interacted with it.",
		"self_reported":    "Those asked said that something changed.",
		"comparison_group": "It goes together with a change.",
		"randomised":       "It caused a change.",
	}
}
