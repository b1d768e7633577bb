package access

import (
	"context"
	"errors"

	"caravan/internal/store"
	"caravan/models"
)

// Found makes an organisation.
func (d *Desk) Found(ctx context.Context, by models.Actor, o models.Organization) (*models.Organization, error) {
	now := d.Now()
	o.ID, o.CreatedAt, o.Version = models.NewID[models.Organization](), now, 1
	if err := models.CheckSlug(o.Slug); err != nil {
		return nil, err
	}
	err := d.Store.As(by).InTx(ctx, func(tx *store.Scope) error {
		if err := tx.CreateOrganization(ctx, &o); err != nil {
			return err
		}
		return tx.Record(ctx, store.Change{Action: "organization.founded", Kind: "organization", Object: o.ID.String(), At: now})
	})
	if errors.Is(err, models.ErrTaken) {
		err = models.ErrTaken.With("Another organisation has this short name.").At("/slug")
	}
	return &o, err
}

// Rename replaces how an organisation shows itself, in the version that was
// read. Its kind, country and short name stay: others rest on them.
func (d *Desk) Rename(ctx context.Context, by models.Actor, id models.ID[models.Organization], read int, name, contact, location string) (*models.Organization, error) {
	now := d.Now()
	var o *models.Organization
	err := d.Store.As(by).InTx(ctx, func(tx *store.Scope) (err error) {
		if o, err = tx.Tenant(ctx, id); err != nil {
			return err
		}
		if o.Version != read {
			return models.ErrStale
		}
		o.PublicName, o.Contact, o.DataLocation = name, contact, location
		if err := tx.SaveOrganization(ctx, o); err != nil {
			return err
		}
		return tx.Record(ctx, store.Change{Action: "organization.renamed", Kind: "organization", Object: id.String(), At: now, Tenant: id})
	})
	return o, err
}

// Assign replaces what a member may do in the version that was read, and
// whether they may come in at all. Who may not any more is out at once.
func (d *Desk) Assign(ctx context.Context, by models.Actor, id models.ID[models.Membership], read int, roles []models.Role, disabled bool) (*store.Member, error) {
	now := d.Now()
	var member *store.Member
	err := d.Store.As(by).InTx(ctx, func(tx *store.Scope) (err error) {
		if member, err = tx.Member(ctx, id); err != nil {
			return err
		}
		m := &member.Membership
		if m.Version != read {
			return models.ErrStale
		}
		others, err := tx.Colleagues(ctx, m)
		if err != nil {
			return err
		}
		if err := m.Assign(roles, disabled, others, by, now); err != nil {
			return err
		}
		if err := tx.SaveMembership(ctx, m); err != nil {
			return err
		}
		if disabled {
			if err := tx.EndAccess(ctx, m, now); err != nil {
				return err
			}
		}
		return tx.Record(ctx, store.Change{Action: "member.assigned", Kind: "member", Object: id.String(), At: now, Tenant: m.OrganizationID})
	})
	return member, err
}

// Reinstate lets a member in again who was suspended because nobody had looked
// at how they broke the glass in this organisation.
func (d *Desk) Reinstate(ctx context.Context, by models.Actor, id models.ID[models.Membership]) (*store.Member, error) {
	now := d.Now()
	var member *store.Member
	err := d.Store.As(by).InTx(ctx, func(tx *store.Scope) (err error) {
		if member, err = tx.Member(ctx, id); err != nil {
			return err
		}
		user := &member.User
		if user.SuspendedFor == nil {
			return models.ErrWrongState.With("They are not suspended.")
		}
		over, waiting, err := tx.SuspendedOver(ctx, user, now.Add(-models.ReviewWithin))
		if err != nil {
			return err
		}
		if over.OrganizationID != member.Membership.OrganizationID {
			return models.ErrForbidden.With("The organisation where they broke the glass lets them in again.")
		}
		if err := user.Reinstate(over, waiting, by); err != nil {
			return err
		}
		if err := tx.SaveUser(ctx, user); err != nil {
			return err
		}
		return tx.Record(ctx, store.Change{Action: "user.reinstated", Kind: "user", Object: user.ID.String(), At: now, Tenant: over.OrganizationID})
	})
	return member, err
}

// Renew makes another one-time link for a member who lost the first, or their
// password, which stays as it is until the link is used. Links that were made
// before no longer work.
func (d *Desk) Renew(ctx context.Context, by models.Actor, id models.ID[models.Membership]) (string, error) {
	now := d.Now()
	secret, hash := newSecret()
	err := d.Store.As(by).InTx(ctx, func(tx *store.Scope) error {
		member, err := tx.Member(ctx, id)
		if err != nil {
			return err
		}
		if member.Membership.DisabledAt != nil {
			return models.ErrWrongState.With("They are disabled.")
		}
		if err := tx.CloseLinks(ctx, member.User.ID, now); err != nil {
			return err
		}
		if err := tx.CreateLink(ctx, models.NewLink(&member.User, hash, now)); err != nil {
			return err
		}
		return tx.Record(ctx, store.Change{Action: "member.link_renewed", Kind: "member", Object: id.String(), At: now, Tenant: member.Membership.OrganizationID})
	})
	return secret, err
}
