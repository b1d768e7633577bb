package access

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/totp"

	"caravan/internal/store"
	"caravan/models"
)

// A Setup is what an app needs to show the codes of a second factor.
type Setup struct {
	Secret  string // base 32, to be typed
	URI     string // otpauth://totp/...
	Picture []byte // the URI as a QR code, PNG
}

// FactorOf returns the app of the person that shows codes, nil while none is
// set up, and how many recovery codes are left.
func (d *Desk) FactorOf(ctx context.Context, who models.Actor) (*models.Factor, int64, error) {
	records := d.Store.As(who)
	factor, err := records.Factor(ctx, who.UserID)
	if errors.Is(err, models.ErrMissing) || err == nil && !factor.Asked() {
		factor, err = nil, nil
	}
	if err != nil {
		return nil, 0, err
	}
	left, err := records.CountRecoveryCodes(ctx, who.UserID)
	return factor, left, err
}

// BeginFactor makes the secret of a second factor. Signing in does not ask for
// it before a code has shown that the person's app has it.
func (d *Desk) BeginFactor(ctx context.Context, who models.Actor) (*Setup, error) {
	key, err := totp.Generate(totp.GenerateOpts{Issuer: "Caravan", AccountName: who.Email})
	if err != nil {
		return nil, fmt.Errorf("make second factor: %w", err)
	}
	picture, err := drawn(key)
	if err != nil {
		return nil, err
	}
	factor := models.NewFactor(who.UserID, d.Now())
	factor.Sealed = d.Vault.Seal([]byte(key.Secret()), placeOf(factor))
	err = d.Store.As(who).InTx(ctx, func(tx *store.Scope) error { return tx.CreateFactor(ctx, factor) })
	if errors.Is(err, models.ErrTaken) {
		err = models.ErrWrongState.With("A second factor is set up. Remove it first.")
	}
	return &Setup{key.Secret(), key.URL(), picture}, err
}

// The sizes of a drawn code, in pixels: readers need a light edge around it.
const (
	pictureSize = 200
	pictureEdge = 20
)

// drawn returns the QR code of a key as a PNG.
func drawn(key *otp.Key) ([]byte, error) {
	code, err := key.Image(pictureSize, pictureSize)
	if err != nil {
		return nil, fmt.Errorf("draw second factor: %w", err)
	}
	canvas := image.NewGray(image.Rect(0, 0, pictureSize+2*pictureEdge, pictureSize+2*pictureEdge))
	draw.Draw(canvas, canvas.Bounds(), image.NewUniform(color.White), image.Point{}, draw.Src)
	draw.Draw(canvas, image.Rect(pictureEdge, pictureEdge, pictureEdge+pictureSize, pictureEdge+pictureSize), code, code.Bounds().Min, draw.Src)
	var out bytes.Buffer
	err = png.Encode(&out, canvas)
	return out.Bytes(), err
}

// ConfirmFactor sets the second factor up with a first code, which is used up.
// It returns recovery codes, of which only hashes are kept, and the secret
// under which the person's session goes on; their others end.
func (d *Desk) ConfirmFactor(ctx context.Context, who models.Actor, secret, code string) (codes []string, renewed string, err error) {
	codes, kept := newRecoveryCodes(who.UserID)
	err = d.Store.As(who).InTx(ctx, func(tx *store.Scope) error {
		factor, err := tx.Factor(ctx, who.UserID)
		if err != nil {
			return err
		}
		if factor.Asked() {
			return models.ErrWrongState.With("It is set up already.")
		}
		if err := d.use(ctx, tx, factor, models.NormalizeCode(code)); err != nil {
			return err
		}
		if err := tx.ConfirmFactor(ctx, factor.ID, d.Now()); err != nil {
			return err
		}
		if err := tx.ReplaceRecoveryCodes(ctx, who.UserID, kept); err != nil {
			return err
		}
		if _, err := tx.EndOtherSessions(ctx, who.UserID, who.Session); err != nil {
			return err
		}
		if renewed, who, err = d.renew(ctx, tx, who, secret, withFactor(who.Strength), d.Now()); err != nil {
			return err
		}
		return d.factorChanged(ctx, tx, "factor.set_up", who.UserID)
	})
	return codes, renewed, err
}

// withFactor is what a session rests on once a second factor was added.
func withFactor(s models.Strength) models.Strength {
	if s.AtProvider() {
		return models.ByProviderAndFactor
	}
	return models.ByCode
}

// RenewRecoveryCodes replaces the person's recovery codes, used or not.
func (d *Desk) RenewRecoveryCodes(ctx context.Context, who models.Actor) ([]string, error) {
	codes, kept := newRecoveryCodes(who.UserID)
	err := d.Store.As(who).InTx(ctx, func(tx *store.Scope) error {
		if had, err := factored(ctx, tx, who.UserID); err != nil {
			return err
		} else if !had {
			return models.ErrMissing
		}
		if err := tx.ReplaceRecoveryCodes(ctx, who.UserID, kept); err != nil {
			return err
		}
		return d.factorChanged(ctx, tx, "recovery_codes.made", who.UserID)
	})
	return codes, err
}

// RemoveFactor has signing in ask a person for no codes, and ends their
// sessions save the one that asks.
func (d *Desk) RemoveFactor(ctx context.Context, by models.Actor, id models.ID[models.User]) error {
	return d.Store.As(by).InTx(ctx, func(tx *store.Scope) error {
		if _, err := tx.Factor(ctx, id); err != nil {
			return err
		}
		if err := tx.DeleteFactor(ctx, id); err != nil {
			return err
		}
		if err := d.dropCodes(ctx, tx, id); err != nil {
			return err
		}
		if _, err := tx.EndOtherSessions(ctx, id, by.Session); err != nil {
			return err
		}
		return d.factorChanged(ctx, tx, "factor.removed", id)
	})
}

func (d *Desk) factorChanged(ctx context.Context, tx *store.Scope, action string, id models.ID[models.User]) error {
	return tx.Record(ctx, store.Change{Action: action, Kind: "user", Object: id.String(), At: d.Now()})
}
