package models

// States returns every closed list of states by name, each in the usual
// order.
func States() map[string]Vocabulary {
	return map[string]Vocabulary{
		"campaign_state": listed(
			CampaignDraft, CampaignInReview, CampaignAwaitingApproval, CampaignChangesRequested, CampaignRefused, CampaignApproved,
			CampaignLive, CampaignPaused, CampaignClosed, CampaignEvaluated, CampaignArchived,
		),
		"cell_state":    listed(CellEmpty, CellDraft, CellTranslated, CellReviewed, CellApproved, CellVoided),
		"channel_state": {ChannelHealthy, ChannelExpiring, ChannelExpired, ChannelSuspended},
		"submission_state": listed(
			UnderReview, Approved, ApprovedWithConditions, Returned, Refused, Voided,
		),
		"delivery_state": listed(
			Planned, Ready, Claimed, Sending, RetryWait, Uncertain, UncertainHuman,
			Published, Failed, Expired, Cancelled, TakedownPending, TakenDown, TakedownFailed,
		),
	}
}

func listed[S ~string](states ...S) Vocabulary {
	list := make(Vocabulary, 0, len(states))
	for _, s := range states {
		list = append(list, string(s))
	}
	return list
}
