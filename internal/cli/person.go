package cli

import (
	"fmt"

	"caravan/internal/access"
	"caravan/models"
)

type person struct {
	Add          personAdd    `cmd:"" help:"Invite somebody, and print their one-time link."`
	ForgetFactor forgetFactor `cmd:"" help:"Have somebody who lost their second factor and recovery codes sign in with the password alone."`
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

type forgetFactor struct {
	database

	Email string `arg:"" help:"Address they sign in with."`
}

// Run forgets the factor. Only who runs the installation may: an administrator
// who could would be one password reset away from being anybody.
func (f *forgetFactor) Run(w *outside) error {
	records, err := f.open(w)
	if err != nil {
		return err
	}
	defer closeQuietly(records)
	system := models.System("person forget-factor")
	user, err := records.As(system).UserByEmail(w.ctx, f.Email)
	if err != nil {
		return fmt.Errorf("person %s: %w", f.Email, err)
	}
	if err := (&access.Desk{Store: records, Now: w.now}).ForgetFactors(w.ctx, system, user.ID); err != nil {
		return fmt.Errorf("second factor of %s: %w", f.Email, err)
	}
	_, err = fmt.Fprintf(w.out, "%s signs in with the password alone\n", f.Email)
	return err
}
