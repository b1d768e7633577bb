package access

import (
	"context"
	"errors"
	"time"

	"golang.org/x/oauth2"

	"caravan/internal/store"
	"caravan/models"
)

// confirming begins the state of attempts that confirm a session, so that the
// screen which people come back to knows what for.
const confirming = "confirm."

// clockSkew is how far the clock of a provider may be behind.
const clockSkew = 30 * time.Second

// BeginConfirmation returns where a signed-in person proves again who they are,
// at the provider of their organisation, and what their browser has to bring
// back. Where a second factor is set up here its code is used up now.
func (d *Desk) BeginConfirmation(ctx context.Context, who models.Actor, code string) (address, carried string, err error) {
	records := d.Store.As(who)
	provider, err := records.OwnProvider(ctx)
	if errors.Is(err, models.ErrMissing) {
		err = models.ErrNoAccount
	}
	if err != nil {
		return "", "", err
	}
	strength, err := d.prove(ctx, records, who.UserID, code)
	if err != nil {
		return "", "", err
	}
	a := attempt{State: confirming + oauth2.GenerateVerifier(), Session: who.Session, Coded: strength.Factored()}
	return d.send(ctx, provider, a, oauth2.SetAuthURLParam("prompt", "login"), maxAge(0))
}

// EndConfirmation takes what a provider sent the person back with. Their
// session goes on under another secret if it is the session that asked, the
// provider says that it is them, and they signed in there since they were
// sent: one that shows nobody its form proves nothing.
func (d *Desk) EndConfirmation(ctx context.Context, who models.Actor, secret, carried, code, state string) (string, models.Actor, error) {
	a, err := d.attempted(carried, state)
	if err == nil && (a.Session.IsZero() || a.Session != who.Session) {
		err = models.ErrProvider
	}
	if err != nil {
		return "", models.Actor{}, err
	}
	system := d.Store.As(models.System("access"))
	_, token, err := d.identified(ctx, system, a, code)
	if err != nil {
		return "", models.Actor{}, err
	}
	account, err := system.ProviderAccount(ctx, token.Issuer, token.Subject)
	if errors.Is(err, models.ErrMissing) || err == nil && account.UserID != who.UserID {
		err = models.ErrNoAccount.With("That is somebody else's account at the provider.")
	}
	if err != nil {
		return "", models.Actor{}, err
	}
	proof, err := d.proved(token)
	if err != nil {
		return "", models.Actor{}, err
	}
	if proof.at.Before(a.Begun.Add(-clockSkew)) {
		return "", models.Actor{}, models.ErrProvider.With("The provider did not have them sign in anew.")
	}
	if a.Coded {
		proof.strength = models.ByProviderAndFactor
	}
	err = d.Store.As(who).InTx(ctx, func(tx *store.Scope) (err error) {
		secret, who, err = d.renew(ctx, tx, who, secret, proof.strength, proof.at)
		return err
	})
	return secret, who, err
}
