package cli

import (
	"errors"
	"fmt"
	"time"

	"caravan/internal/demo"
	"caravan/internal/distribution"
	"caravan/internal/signing"
	"caravan/models"
)

type demoCmd struct{ installation }

// Run fills an installation without people with a demonstration.
func (d *demoCmd) Run(w *outside) error {
	p, err := d.start(w, "http://127.0.0.1:8080", nil)
	if err != nil {
		return err
	}
	defer p.end()
	n, err := p.records.As(models.System("demo")).CountUsers(w.ctx)
	if err != nil {
		return err
	}
	if n > 0 {
		return errors.New("somebody is here already; a demonstration is for an empty database")
	}
	if err := p.demonstrate(); err != nil {
		return err
	}
	_, _ = fmt.Fprintln(w.out, "Serve it with CARAVAN_SESSION_SECOND_FACTOR=optional, or they have to set second factors up before they approve.")
	return nil
}

// demonstrate fills an empty installation, and says who may be signed in as.
func (p *process) demonstrate() error {
	w := p.outside
	n, err := p.records.As(models.System("demo")).CountUsers(w.ctx)
	if err != nil {
		return err
	}
	if n == 0 {
		_, _ = fmt.Fprintln(w.out, "Playing six weeks of a demonstration ...")
		desks := demo.Desks{
			Store: p.records, Distribution: *p.desks.Distribution, Planning: *p.desks.Planning, Program: version,
			Platforms: func(now func() time.Time) map[string]distribution.Platform {
				return p.platforms(p.records, p.PublicURL, now)
			},
		}
		if err := demo.Fill(w.ctx, desks, w.now()); err != nil {
			return err
		}
	}
	if _, err := p.records.As(models.System("demo")).UserByEmail(w.ctx, demo.People()[0].Email); err != nil {
		return nil //nolint:nilerr // this installation is not a demonstration
	}
	// Nothing is at stake, and everybody knows the password.
	p.desks.Access.Rules.PasswordAlone, p.desks.Access.Rules.KeysAtOnce = true, true
	p.desks.Distribution.Signed = signing.Checker{Address: p.PublicURL, AtOnce: true}
	_, _ = fmt.Fprintf(w.out, "Demonstration people, all with the password %q:\n", demo.Password)
	for _, person := range demo.People() {
		_, _ = fmt.Fprintf(w.out, "  %-24s %s, %s\n", person.Email, person.Name, person.Role)
	}
	return nil
}
