package approval

import (
	"context"
	"errors"

	"github.com/google/uuid"

	"caravan/internal/store"
	"caravan/models"
)

// starter is what is known of who has to agree in the six countries, to begin
// with. It names bodies in words and no organisation: until an operator has
// entered which organisation that is, nothing can be approved there. Every row
// is to be checked and changed by those who know the country of today.
func starter() []models.ApprovalRule {
	const (
		review  = "Regional review of national plans, Astana, May 2018; to be confirmed by the country"
		outside = "Caravan's own rule: what may serve in a political contest is looked at from outside the organisation"
	)
	general := []models.ApprovalRule{
		{Country: "KZ", Mode: "required_by_agreement", Authority: "Body that coordinates the national programme (2018: National Security Committee)", Source: review, ValidFrom: "2018-05-01"},
		{Country: "KG", Mode: "required_by_agreement", Authority: "Body that coordinates the national programme 2023-27 (2018: State Commission on Religious Affairs)", Source: "Programme 2023-27, monitoring workshop of February 2024; to be confirmed by the country", ValidFrom: "2023-01-01"},
		{Country: "TJ", Mode: "required_by_agreement", Authority: "Secretariat of the national strategy 2021-25, Prosecutor General's Office", Source: "Decree 187 of 1 June 2021; to be confirmed for the time after 2025", ValidFrom: "2021-06-01"},
		{Country: "TM", Mode: "required_by_agreement", Authority: "Working group of the national strategy 2020-24", Source: "National strategy 2020-24 as reported; to be confirmed by the country", ValidFrom: "2020-01-01"},
		{Country: "UZ", Mode: "required_by_agreement", Authority: "Body that coordinates the national strategy 2021-26", Source: "Decree of 1 July 2021; to be confirmed by the country", ValidFrom: "2021-07-01"},
		{Country: "AF", Mode: "independent_board", Authority: "Independent review board (no state approver)", Source: "Caravan's own rule since August 2021", ValidFrom: "2021-08-15"},
	}
	religious := []models.ApprovalRule{
		{Country: "KZ", Mode: "required_by_law", Authority: "State examination of religious materials", Source: "As reported in 2017 for print and sites; amendments of 2021; to be confirmed", ValidFrom: "2017-01-01"},
		{Country: "KG", Mode: "required_by_law", Authority: "State examination of religious materials", Source: "Law on religion in force since 1 February 2025; rules on the examination were a draft", ValidFrom: "2025-02-01"},
		{Country: "TJ", Mode: "required_by_law", Authority: "State body for religious affairs", Source: "By likeness to its neighbours; to be confirmed", ValidFrom: "2018-05-01"},
		{Country: "TM", Mode: "required_by_law", Authority: "State body for religious affairs", Source: "By likeness to its neighbours; to be confirmed", ValidFrom: "2018-05-01"},
		{Country: "UZ", Mode: "required_by_law", Authority: "Committee on Religious Affairs (religious expertise)", Source: "Cabinet resolution of 20 January 2014", ValidFrom: "2014-01-20"},
	}
	rules := general
	for _, r := range religious {
		r.Occasion = models.Religious
		rules = append(rules, r)
	}
	for _, country := range models.Vocabularies()["country"] {
		for _, occasion := range []string{models.Named, models.Election} {
			rules = append(rules, models.ApprovalRule{
				Country: country, Occasion: occasion, Mode: "independent_board", Authority: "Independent reviewer from outside the organisation", Source: outside, ValidFrom: "2018-05-01",
			})
		}
	}
	for i := range rules {
		rules[i].ID.UUID, rules[i].Version = uuid.NewSHA1(uuid.NameSpaceURL, []byte("caravan:approval_rule:"+rules[i].Country+":"+rules[i].Occasion)), 1
		rules[i].Quorum, rules[i].Silence, rules[i].DeadlineHours, rules[i].ValidityHours = 1, models.SilenceEscalates, 7*24, 90*24
	}
	return rules
}

// Begin enters the rules to begin with, where there are none at all. Processes
// that begin at once find each other's: the rules have the same IDs everywhere.
func (d *Desk) Begin(ctx context.Context) error {
	err := d.Store.As(models.System("caravan")).InTx(ctx, func(tx *store.Scope) error {
		there, err := tx.Rules(ctx, models.Vocabularies()["country"]...)
		if err != nil || len(there) > 0 {
			return err
		}
		for _, rule := range starter() {
			if err := tx.CreateRule(ctx, &rule); err != nil {
				return err
			}
		}
		return nil
	})
	if errors.Is(err, models.ErrTaken) {
		return nil
	}
	return err
}
