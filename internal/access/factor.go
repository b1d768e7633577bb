package access

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/pquerna/otp/hotp"

	"caravan/internal/store"
	"caravan/models"
)

// Strong refuses whoever has to prove a second factor and has not: to set one
// up, or to prove again who they are with the one that they have.
func (d *Desk) Strong(ctx context.Context, who models.Actor) error {
	if !d.Rules.Lacks(who) {
		return nil
	}
	factored, err := factored(ctx, d.Store.As(who), who.UserID)
	switch {
	case err != nil:
		return err
	case factored:
		return models.ErrStepUp.With("Prove again who you are, with your second factor.")
	}
	return models.ErrSecondFactor
}

// step is how long a code of the second factor is shown, as apps expect.
const step = 30 * time.Second

// prove takes the code of a person who set a second factor up, one of its
// codes or a recovery code, and returns what their session rests on. Each code
// works once. Who has security keys is asked for one first.
func (d *Desk) prove(ctx context.Context, records *store.Scope, id models.ID[models.User], code string) (models.Strength, error) {
	factor, err := records.Factor(ctx, id)
	if err != nil && !errors.Is(err, models.ErrMissing) {
		return "", err
	}
	keys, err := records.SecurityKeys(ctx, id)
	if err != nil {
		return "", err
	}
	switch code = models.NormalizeCode(code); {
	case !factor.Asked() && len(keys) == 0:
		return models.ByPassword, nil
	case code == "" && len(keys) > 0:
		return "", models.ErrKeyRequired
	case code == "":
		return "", models.ErrCodeRequired
	case len(code) == recoveryLength:
		return models.ByCode, d.recover(ctx, records, id, code)
	case !factor.Asked():
		return "", models.ErrWrongCode
	}
	return models.ByCode, d.use(ctx, records, factor, code)
}

// use uses a code of a factor up.
func (d *Desk) use(ctx context.Context, records *store.Scope, factor *models.Factor, code string) error {
	secret, err := d.Vault.Open(factor.Sealed, placeOf(factor))
	if err != nil {
		return err
	}
	at, err := stepOf(string(secret), code, d.Now())
	if err != nil {
		return err
	}
	return records.UseStep(ctx, factor.ID, at)
}

// stepOf returns the step whose code it is: this one, the one before or the
// one after (RFC 6238, 5.2), or ErrWrongCode.
func stepOf(secret, code string, now time.Time) (int64, error) {
	this := now.Unix() / int64(step.Seconds())
	for at := this - 1; at <= this+1; at++ {
		want, err := hotp.GenerateCode(secret, uint64(at)) //nolint:gosec // after 1970
		if err != nil {
			return 0, fmt.Errorf("second factor: %w", err)
		}
		if subtle.ConstantTimeCompare([]byte(want), []byte(code)) == 1 {
			return at, nil
		}
	}
	return 0, models.ErrWrongCode
}

// placeOf is where the vault binds a factor's secret to.
func placeOf(f *models.Factor) string {
	return fmt.Sprintf("users|%s|factors|%s|sealed", f.UserID, f.ID)
}

// recover uses a recovery code up.
func (d *Desk) recover(ctx context.Context, records *store.Scope, id models.ID[models.User], code string) error {
	now := d.Now()
	return records.InTx(ctx, func(tx *store.Scope) error {
		if err := tx.UseRecoveryCode(ctx, id, hashOf(code), now); err != nil {
			return err
		}
		return tx.Record(ctx, store.Change{Action: "recovery_code.used", Kind: "user", Object: id.String(), At: now})
	})
}

// recoveryLength is the number of characters of a recovery code: 80 bits in
// base 32.
const recoveryLength = 16

// newRecoveryCodes returns codes as people write them, and what is kept.
func newRecoveryCodes(id models.ID[models.User]) (codes []string, kept []models.RecoveryCode) {
	for range models.RecoveryCodes {
		code := rand.Text()[:recoveryLength]
		codes = append(codes, strings.Join([]string{code[:4], code[4:8], code[8:12], code[12:]}, "-"))
		kept = append(kept, models.RecoveryCode{ID: models.NewID[models.RecoveryCode](), UserID: id, CodeHash: hashOf(code)})
	}
	return codes, kept
}
