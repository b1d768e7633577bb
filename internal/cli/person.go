package cli

import (
	"fmt"

	"caravan/internal/access"
	"caravan/models"
)

type person struct {
	Add personAdd `cmd:"" help:"Invite somebody, and print their one-time link."`
}

type personAdd struct {
	database

	Email        string        `arg:"" help:"Address they sign in with."`
	Name         string        `required:"" help:"What others call them."`
	Organization string        `required:"" help:"Short name (slug) of their organisation."`
	Role         []models.Role `required:"" help:"What they may do; may be repeated."`
	Locale       string        `default:"en" help:"Language of the screens."`
	Zone         string        `default:"Asia/Bishkek" help:"Time zone."`
}

// Run invites.
func (p *personAdd) Run(w *outside) error {
	records, err := p.open(w)
	if err != nil {
		return err
	}
	defer closeQuietly(records)
	system := models.System("person add")
	o, err := records.As(system).OrganizationBySlug(w.ctx, p.Organization)
	if err != nil {
		return fmt.Errorf("organisation %s: %w", p.Organization, err)
	}
	desk := access.Desk{Store: records, Now: w.now}
	secret, err := desk.Invite(w.ctx, system, models.User{Email: p.Email, Name: p.Name, Locale: p.Locale, Zone: p.Zone}, o.ID, p.Role)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(w.out, "%s enters once by /welcome#%s\n", p.Email, secret)
	return err
}
