package instagram

import (
	"context"
	"net/url"

	"caravan/internal/platforms"
)

// Exchange implements [platforms.Exchanger]: an account is published on with the
// token of the Page that it is linked to.
func (c *Connector) Exchange(ctx context.Context) (string, error) {
	keeper, err := c.graph.Lasting(ctx, c.credentials)
	if err != nil {
		return "", err
	}
	var told struct {
		Data []struct {
			Token   string `json:"access_token"`
			Account struct {
				ID string `json:"id"`
			} `json:"instagram_business_account"`
		} `json:"data"`
	}
	query := url.Values{"fields": {"access_token,instagram_business_account{id}"}, "limit": {"100"}}
	if err := keeper.Read(ctx, query, &told, "me", "accounts"); err != nil {
		return "", platforms.OfAccount(err)
	}
	for _, page := range told.Data {
		if page.Account.ID == c.account && page.Token != "" {
			return page.Token, nil
		}
	}
	return "", platforms.Fail(platforms.Locked, "whoever allowed it keeps no Page that this account is linked to")
}
