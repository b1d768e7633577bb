package facebook

import (
	"context"
	"net/url"

	"caravan/internal/platforms"
)

// Exchange implements [platforms.Exchanger]: what its keeper is given is the
// keeper's token, and a Page is published on with its own.
func (c *Connector) Exchange(ctx context.Context) (string, error) {
	keeper, err := c.graph.Lasting(ctx, c.settings.Credentials)
	if err != nil {
		return "", err
	}
	var told struct {
		Token string `json:"access_token"`
	}
	if err := keeper.Read(ctx, url.Values{"fields": {"access_token"}}, &told, c.page); err != nil {
		return "", platforms.OfAccount(err)
	}
	if told.Token == "" {
		return "", platforms.Fail(platforms.Locked, "whoever allowed it may not publish on this Page")
	}
	return told.Token, nil
}
