package api

import (
	"context"
	"errors"
	"time"

	"caravan/internal/store"
	"caravan/models"
)

// needResponse is something that waits for the person.
type needResponse struct {
	ID         string     `json:"id" doc:"Of the submission, version, delivery or messenger."`
	CampaignID string     `json:"campaign_id"`
	MessageID  string     `json:"message_id"`
	Title      string     `json:"title"`
	Campaign   string     `json:"campaign"`
	Country    string     `json:"country"`
	Platform   string     `json:"platform"`
	State      string     `json:"state"`
	Reason     string     `json:"reason"`
	At         *time.Time `json:"at" doc:"When it is due, or since when it waits."`
}

type draftNeedResponse struct {
	ID       string      `json:"id"`
	Title    string      `json:"title"`
	StartsOn models.Date `json:"starts_on"`
	Missing  int         `json:"missing" doc:"Parts of the plan."`
}

type dueDayResponse struct {
	Day        models.Date      `json:"day" doc:"Of the audience."`
	CampaignID string           `json:"campaign_id"`
	Campaign   string           `json:"campaign"`
	Country    string           `json:"country"`
	Platform   string           `json:"platform"`
	First      models.LocalTime `json:"first"`
	Count      int              `json:"count"`
}

// homeResponse is what a person begins with. A section that is not their
// business is null.
type homeResponse struct {
	Returned    *[]needResponse      `json:"returned" doc:"Sent back by an authority."`
	Decisions   *[]needResponse      `json:"decisions" doc:"Submissions that wait for your word."`
	Reviews     *[]needResponse      `json:"reviews" doc:"Versions that wait for a colleague's word."`
	Wrong       *[]needResponse      `json:"wrong" doc:"Deliveries that failed or are in doubt."`
	Consents    *[]needResponse      `json:"consents" doc:"Messengers whose consent ends within 30 days."`
	Risks       *[]needResponse      `json:"risks" doc:"Messengers whose risk assessment is over, or ends within 30 days."`
	HarmReviews *[]needResponse      `json:"harm_reviews" doc:"Campaigns whose do-no-harm review is over, or ends within 30 days. What is over stops everything that has not left."`
	Audiences   *[]needResponse      `json:"audiences" doc:"Delicate audiences that somebody of safeguarding has to look at."`
	Backings    *[]needResponse      `json:"backings" doc:"Campaigns of others that lend your organisation's name; what is behind them waits for your word."`
	Reveals     *[]revealResponse    `json:"reveals" doc:"Who asked to open an identity within 7 days; every custodian is told."`
	Drafts      *[]draftNeedResponse `json:"drafts" doc:"Campaigns whose plan lacks something."`
	Ahead       *[]dueDayResponse    `json:"ahead" doc:"What is due within 7 days."`
}

const (
	soon     = 30 * 24 * time.Hour // is when a consent is worth a word
	week     = 7 * 24 * time.Hour
	lookBack = 14 * 24 * time.Hour // for what went wrong
)

// home reads the sections that the person's roles are about, each with one
// query.
func (a *API) home(ctx context.Context, _ nothing) (out homeResponse, err error) {
	who, now := actor(ctx), a.now()
	records := a.records.As(who)
	cares := who.May(models.WriteMessengers) || who.May(models.EndConsents)
	section := func(into **[]needResponse, may bool, read func() ([]store.Need, error)) {
		if may && err == nil {
			*into, err = respondNeeds(read())
		}
	}
	section(&out.Returned, who.May(models.SubmitMessages), func() ([]store.Need, error) { return records.ReturnedToUs(ctx) })
	section(&out.Decisions, who.May(models.Decide), func() ([]store.Need, error) { return records.ToDecide(ctx) })
	section(&out.Reviews, who.May(models.ReviewMessages), func() ([]store.Need, error) { return records.ToReview(ctx) })
	section(&out.Wrong, who.May(models.WriteDeliveries), func() ([]store.Need, error) { return records.GoneWrong(ctx, now.Add(-lookBack)) })
	section(&out.Consents, cares, func() ([]store.Need, error) { return records.ConsentsEnding(ctx, now, now.Add(soon)) })
	section(&out.Risks, cares, func() ([]store.Need, error) { return records.RisksEnding(ctx, now.Add(soon)) })
	section(&out.HarmReviews, cares, func() ([]store.Need, error) { return records.HarmReviewsEnding(ctx, now.Add(soon)) })
	section(&out.Audiences, who.May(models.ConsiderAudience), func() ([]store.Need, error) { return records.AudiencesToConsider(ctx) })
	section(&out.Backings, who.May(models.ConfirmPartner), func() ([]store.Need, error) { return records.BackingsToConfirm(ctx) })
	if err == nil && who.May(models.SafeguardPeople) {
		out.Reveals, err = a.revealNeeds(ctx, now.Add(-week))
	}
	if err == nil && who.May(models.WriteCampaigns) {
		out.Drafts, err = a.draftNeeds(ctx, records)
	}
	if err == nil && who.May(models.ReadDeliveries) {
		out.Ahead, err = respondAhead(records.Ahead(ctx, now, now.Add(week)))
	}
	return out, err
}

// revealNeeds lists what custodians did since a time, for another of them.
func (a *API) revealNeeds(ctx context.Context, since time.Time) (*[]revealResponse, error) {
	records, err := a.custodian(ctx)
	if errors.Is(err, models.ErrMissing) {
		return nil, nil //nolint:nilnil // not their business
	}
	if err != nil {
		return nil, err
	}
	lately, err := records.LatelyRevealed(ctx, since)
	if err != nil {
		return nil, err
	}
	told, err := a.respondReveals(ctx, records, lately)
	return &told, err
}

func respondNeeds(found []store.Need, err error) (*[]needResponse, error) {
	out := make([]needResponse, 0, len(found))
	for _, n := range found {
		out = append(out, needResponse(n))
	}
	return &out, err
}

// draftNeeds lists the newest drafts whose plan lacks something.
func (a *API) draftNeeds(ctx context.Context, records *store.Scope) (*[]draftNeedResponse, error) {
	out, owner := []draftNeedResponse{}, actor(ctx).Organization
	drafts, err := records.Campaigns(ctx, store.CampaignFilter{State: string(models.CampaignDraft)}, store.Page{})
	for i := range drafts {
		if gaps := drafts[i].Gaps(&owner, a.now()); len(gaps) > 0 {
			out = append(out, draftNeedResponse{drafts[i].ID.String(), drafts[i].Title, drafts[i].StartsOn, len(gaps)})
		}
	}
	return &out, err
}

func respondAhead(days []store.DueDay, err error) (*[]dueDayResponse, error) {
	out := make([]dueDayResponse, 0, len(days))
	for _, d := range days {
		out = append(out, dueDayResponse{d.Day, d.CampaignID, d.Campaign, d.Country, d.Platform, models.LocalTime{Local: d.First, Zone: d.Zone}, d.Count})
	}
	return &out, err
}
