package mastodon

import (
	"context"
	"net/http"

	"caravan/internal/platforms"
)

// Revoke implements [platforms.Revoker]. Servers take a token back only from
// the application that it was issued to, so without the application's key it
// is a Failure of class Refused.
func (c *Connector) Revoke(ctx context.Context) error {
	if c.key == "" || c.secret == "" {
		return platforms.Fail(platforms.Refused, "the key of the application is not known")
	}
	in := map[string]string{"client_id": c.key, "client_secret": c.secret, "token": c.token}
	answer, err := c.call(ctx, http.MethodPost, c.endpoint(nil, "oauth/revoke"), in, nil)
	if answer.Status == http.StatusUnauthorized {
		return nil // it is not taken any more
	}
	return err
}
