package planning

import (
	"context"
	"crypto/rand"
	"errors"
	"strings"

	"caravan/internal/store"
	"caravan/internal/vault"
	"caravan/models"
)

// MakeEnvelope makes a code for another custodian, in place of one that they
// have, and returns it as people write it. It is not kept.
func (d *Desk) MakeEnvelope(ctx context.Context, by models.Actor, owner models.ID[models.User]) (string, error) {
	now := d.Now()
	code := newCode()
	hash, err := vault.HashSlowly(ctx, models.NormalizeCode(code))
	if err != nil {
		return "", err
	}
	err = d.asCustodian(ctx, by, func(tx *store.Scope) error {
		who, err := tx.Actor(ctx, owner, by.OrganizationID)
		if errors.Is(err, models.ErrUnknownPerson) {
			err = models.ErrMissing
		}
		if err != nil {
			return err
		}
		offices, err := tx.Offices(ctx, owner)
		if err != nil {
			return err
		}
		envelope, err := models.NewEnvelope(who, offices, hash, by, now)
		if err != nil {
			return err
		}
		if err := tx.ReplaceEnvelope(ctx, owner, now); err != nil {
			return err
		}
		if err := tx.CreateEnvelope(ctx, envelope); err != nil {
			return err
		}
		return tx.Record(ctx, store.Change{Action: "envelope.made", Kind: "envelope", Object: envelope.ID.String(), At: now})
	})
	if err != nil {
		return "", err
	}
	return code, nil
}

// newCode returns a code of 100 bits, in base 32 and groups that a hand can
// copy.
func newCode() string {
	code := rand.Text()[:20]
	return strings.Join([]string{code[:4], code[4:8], code[8:12], code[12:16], code[16:]}, "-")
}

// BreakGlass asks for who a messenger is because a life is in danger. The code
// from the person's envelope is used up, all custodians are told and so is the
// ombudsperson. A wrong code opens nothing and stands in the trail.
func (d *Desk) BreakGlass(ctx context.Context, by models.Actor, id models.ID[models.Messenger], reason string, fields []string, code string) (*models.Reveal, error) {
	envelope, right, err := d.fits(ctx, by, code)
	if err != nil {
		return nil, unwritten(err)
	}
	now := d.Now()
	reveal, err := d.asking(ctx, by, id, models.StepGlassBroken, func(tx *store.Scope, identity *models.Identity, before models.Reveals) (*models.Reveal, error) {
		reveal, err := identity.BreakGlass(by, reason, fields, before, now)
		if err != nil {
			return nil, err
		}
		if err := d.watched(ctx, tx); err != nil {
			return nil, err
		}
		switch {
		case envelope == nil:
			return nil, models.ErrNoEnvelope
		case !right:
			return nil, models.ErrEnvelopeCode.At("/code")
		}
		return reveal, errors.Join(tx.UseEnvelope(ctx, envelope.ID, now), oweReview(ctx, tx, reveal, now))
	})
	if errors.Is(err, models.ErrEnvelopeCode) {
		wrong := store.Change{Action: "envelope.refused", Kind: "envelope", Object: envelope.ID.String(), At: now}
		lost := d.Store.As(by).InTx(ctx, func(tx *store.Scope) error { return tx.Record(ctx, wrong) })
		if lost != nil {
			err = lost
		}
	}
	return reveal, unwritten(err)
}

// fits finds the person's envelope and reports whether a code is the one in it.
// It takes long, and so happens before anything is locked.
func (d *Desk) fits(ctx context.Context, by models.Actor, code string) (*models.Envelope, bool, error) {
	envelope, err := d.Store.As(by).OwnEnvelope(ctx)
	if errors.Is(err, models.ErrMissing) {
		return nil, false, nil
	}
	if err != nil {
		return nil, false, err
	}
	right, err := vault.Matches(ctx, envelope.CodeHash, models.NormalizeCode(code))
	return envelope, right, err
}

// watched refuses where no ombudsperson stands outside and can be told.
func (d *Desk) watched(ctx context.Context, tx *store.Scope) error {
	watch, err := tx.Ombudsperson(ctx)
	if errors.Is(err, models.ErrMissing) {
		return models.ErrNoOmbudsperson
	}
	if err != nil {
		return err
	}
	staff, err := tx.Staff(ctx, watch.OrganizationID)
	switch {
	case err != nil:
		return err
	case watch.CheckOutside(staff) != nil:
		return models.ErrNoOmbudsperson.With("The ombudsperson has joined the organisation. An administrator names another.")
	case d.Letters == nil:
		return models.ErrNoOmbudsperson.With("The ombudsperson cannot be told: CARAVAN_MAIL_URL names no mail server.")
	}
	return nil
}

// NameOmbudsperson names whom the organisation answers to for opening
// identities alone, in place of whoever it was.
func (d *Desk) NameOmbudsperson(ctx context.Context, by models.Actor, name, email, locale string) (*models.Ombudsperson, error) {
	now := d.Now()
	var named *models.Ombudsperson
	err := d.Store.As(by).InTx(ctx, func(tx *store.Scope) error {
		staff, err := tx.Staff(ctx, by.OrganizationID)
		if err != nil {
			return err
		}
		if named, err = models.NameOmbudsperson(name, email, locale, staff, by, now); err != nil {
			return err
		}
		if err := tx.EndOmbudsperson(ctx, now); err != nil {
			return err
		}
		if err := tx.CreateOmbudsperson(ctx, named); err != nil {
			return err
		}
		return tx.Record(ctx, store.Change{Action: "ombudsperson.named", Kind: "ombudsperson", Object: named.ID.String(), At: now})
	})
	return named, err
}
