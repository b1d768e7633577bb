package graph

import (
	"context"
	"net/url"

	"caravan/internal/platforms"
)

// Fields of the application that owners of accounts are asked for.
const (
	FieldApplication = "application_id"
	FieldSecret      = "application_secret"
	FieldSignIn      = "sign_in_server"
	fieldServer      = "server"
	fieldToken       = "access_token"
)

const publicSignIn = "https://www.facebook.com"

// Fields asks for a token, or for the application that can be given one.
func Fields(platform string) []platforms.Field {
	label := "credential." + platform + "."
	return []platforms.Field{
		{Name: fieldToken, Label: label + fieldToken, Secret: true, Granted: true},
		{Name: FieldApplication, Label: label + FieldApplication},
		{Name: FieldSecret, Label: label + FieldSecret, Secret: true},
		{Name: FieldSignIn, Label: label + FieldSignIn, Default: publicSignIn},
	}
}

// Grant is how the owner of an account is asked.
func Grant(scopes ...string) *platforms.Grant {
	return &platforms.Grant{
		Authorize: platforms.Place{Server: FieldSignIn, Path: "/dialog/oauth"}, Token: platforms.Place{Server: fieldServer, Path: "/oauth/access_token"},
		Client: FieldApplication, Secret: FieldSecret, Access: fieldToken, Scopes: scopes, Separator: ",",
	}
}

// Lasting trades the token of a person, which ends within hours, for one that
// lasts about 60 days. The token of a Page that is read with that does not end.
func (c *Client) Lasting(ctx context.Context, given platforms.Credentials) (*Client, error) {
	var told struct {
		Token string `json:"access_token"`
	}
	answer, err := c.Write(ctx, url.Values{
		"grant_type": {"fb_exchange_token"}, "client_id": {given[FieldApplication]}, "client_secret": {given[FieldSecret]}, "fb_exchange_token": {c.token},
	}, &told, "oauth", "access_token")
	if err == nil && told.Token == "" {
		err = answer.Unreadable("access_token")
	}
	if err != nil {
		return nil, platforms.OfAccount(err)
	}
	return New(c.client, c.base, told.Token), nil
}
