package cli

import (
	"errors"
	"fmt"

	"caravan/internal/distribution"
	"caravan/models"
)

type keys struct {
	Rotate keysRotate `cmd:"" help:"Seal with a new key from now on, and everything that is sealed already too."`
}

type keysRotate struct {
	installation
	tokenKey
}

// Run makes a new key, which seals at once, and seals the rest anew. If it is
// broken off a worker goes on.
func (k *keysRotate) Run(w *outside) error {
	root, err := k.root(k.database)
	if err != nil {
		return err
	}
	p, err := k.start(w, "", root)
	if err != nil {
		return err
	}
	defer p.end()
	version, err := p.desks.Distribution.RotateKeys(w.ctx, models.System("keys rotate"))
	if err != nil {
		return err
	}
	_, _ = fmt.Fprintf(w.out, "Key %d seals from now on. Sealing the rest anew ...\n", version)
	anew := 0
	p.desks.Distribution.Rewrapped = func() { anew++ }
	if err := p.desks.Distribution.Rewrap(w.ctx); err != nil {
		return fmt.Errorf("some is still sealed with an old key, which stays: %w", err)
	}
	_, err = fmt.Fprintf(w.out, "%d channels were sealed anew. Everything is sealed with key %d, and no older one is left.\n", anew, version)
	return err
}

type tokens struct {
	Revoke tokensRevoke `cmd:"" help:"Take the credentials of channels away: at the platforms, and here."`
}

type tokensRevoke struct {
	installation
	tokenKey

	Organization string `xor:"whose" required:"" help:"Short name (slug) or ID of the organisation whose channels it is about."`
	All          bool   `xor:"whose" required:"" help:"Those of everybody."`
	Reason       string `default:"tokens revoked" help:"Stands in the audit trail."`
}

// Run revokes, and lists what a person still has to take back.
func (t *tokensRevoke) Run(w *outside) error {
	root, err := t.root(t.database)
	if err != nil {
		return err
	}
	p, err := t.start(w, "", root)
	if err != nil {
		return err
	}
	defer p.end()
	system := models.System("tokens revoke")
	var organization models.ID[models.Organization]
	if !t.All {
		if organization, err = models.ParseID[models.Organization](t.Organization); err != nil {
			o, err := p.records.As(system).OrganizationBySlug(w.ctx, t.Organization)
			if err != nil {
				return fmt.Errorf("organisation %s: %w", t.Organization, err)
			}
			organization = o.ID
		}
	}
	done, fault := p.desks.Distribution.RevokeCredentials(w.ctx, system, organization, t.Reason)
	left := 0
	for _, r := range done {
		_, _ = fmt.Fprintf(w.out, "%s\t%s\t%s\n", r.How, r.Channel.Platform, r.Channel.Name)
		if r.How == distribution.ByPerson {
			left++
			_, _ = fmt.Fprintf(w.out, "\tTake it back at the platform: %v\n", r.Failure)
		}
	}
	_, _ = fmt.Fprintf(w.out, "%d channels are closed and have no credentials any more; %d have to be taken back at their platform.\n", len(done), left)
	if fault != nil {
		return errors.Join(errors.New("some are left; run it again"), fault)
	}
	return nil
}
