package platforms

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"

	"golang.org/x/oauth2"
)

// A Grant is how the owner of an account lets an application use it: the
// authorization code grant of OAuth 2.0 (RFC 6749, 4.1) with PKCE (RFC 7636),
// which a platform that does not know it ignores. It is data, as the profile is
// that it stands in; what it names are fields of the credentials.
type Grant struct {
	Authorize Place // where the owner is sent to
	Token     Place // where tokens are given out

	Client  string // the application
	Secret  string // its secret
	Access  string // the token that opens the account
	Refresh string // the token that brings the next one; empty where there is none

	Scopes     []string          // no more than the connector needs
	Separator  string            // between scopes; empty is a space
	Parameters map[string]string // what else the platform wants to be asked with
	ClientName string            // what it calls client_id besides, if it does
	Header     bool              // the application shows its secret in a header, not in the form
}

// A Place is a path on a server that the credentials name.
type Place struct{ Server, Path string }

func (p Place) on(c Credentials) (string, error) {
	base, err := Settings{Credentials: c}.Server(p.Server)
	if err != nil {
		return "", err
	}
	return base.JoinPath(p.Path).String(), nil
}

// config is the grant for one application, which answers at an address. The
// error is a *Failure of class Locked if its servers cannot be any.
func (g *Grant) config(c Credentials, answer string) (*oauth2.Config, error) {
	authorize, err := g.Authorize.on(c)
	if err != nil {
		return nil, err
	}
	token, err := g.Token.on(c)
	if err != nil {
		return nil, err
	}
	if c[g.Client] == "" {
		return nil, Unfit(g.Client, "there is no application to ask for")
	}
	style := oauth2.AuthStyleInParams // never found out by trying: a code can be used once
	if g.Header {
		style = oauth2.AuthStyleInHeader
	}
	return &oauth2.Config{
		ClientID: c[g.Client], ClientSecret: c[g.Secret], RedirectURL: answer, Scopes: g.scopes(),
		Endpoint: oauth2.Endpoint{AuthURL: authorize, TokenURL: token, AuthStyle: style},
	}, nil
}

// scopes are joined here where the standard's space is not what joins them.
func (g *Grant) scopes() []string {
	if g.Separator == "" {
		return g.Scopes
	}
	return []string{strings.Join(g.Scopes, g.Separator)}
}

// Address is where the owner is asked, but for what is new each time: the state
// and the challenge.
func (g *Grant) Address(c Credentials, answer string) (string, error) {
	config, err := g.config(c, answer)
	if err != nil {
		return "", err
	}
	u, err := url.Parse(config.AuthCodeURL("", g.options(c)...))
	if err != nil {
		return "", Unfit(g.Authorize.Server, "the address of the server cannot be read")
	}
	query := u.Query()
	query.Del("state")
	u.RawQuery = query.Encode()
	return u.String(), nil
}

// Asked is such an address with what is new: a state, and the challenge of a
// verifier.
func Asked(address, state, verifier string) (string, error) {
	u, err := url.Parse(address)
	if err != nil {
		return "", err
	}
	query := u.Query()
	query.Set("state", state)
	query.Set("code_challenge", oauth2.S256ChallengeFromVerifier(verifier))
	query.Set("code_challenge_method", "S256")
	u.RawQuery = query.Encode()
	return u.String(), nil
}

// Redeem trades the code that the owner came back with for tokens. It asks once.
func (g *Grant) Redeem(ctx context.Context, c Credentials, answer, code, verifier string) (*oauth2.Token, error) {
	config, err := g.config(c, answer)
	if err != nil {
		return nil, err
	}
	token, err := config.Exchange(ctx, code, append(g.options(c), oauth2.VerifierOption(verifier))...)
	return token, refused(err)
}

// Renew trades the token to refresh with for others. It asks once. A Failure of
// class Locked means that the owner has to allow it anew.
func (g *Grant) Renew(ctx context.Context, c Credentials, answer string) (*oauth2.Token, error) {
	config, err := g.config(c, answer)
	if err != nil {
		return nil, err
	}
	if g.ClientName == "" {
		token, err := config.TokenSource(ctx, &oauth2.Token{RefreshToken: c[g.Refresh]}).Token()
		return token, refused(err)
	}
	renewing := append(g.options(c), oauth2.SetAuthURLParam("grant_type", "refresh_token"), oauth2.SetAuthURLParam("refresh_token", c[g.Refresh]))
	token, err := config.Exchange(ctx, "", renewing...)
	return token, refused(err)
}

// refused is the failure of asking for tokens. What the platform says of it may
// repeat them, and is not kept.
func refused(err error) error {
	if err == nil {
		return nil
	}
	if answer, ok := errors.AsType[*oauth2.RetrieveError](err); ok && answer.Response.StatusCode/100 == 4 && answer.Response.StatusCode != http.StatusTooManyRequests {
		return Fail(Locked, "the platform gives no access: %s", cmp.Or(errorCode(answer.ErrorCode), answer.Response.Status))
	}
	return Fail(Unsent, "the platform did not answer with access")
}

// errorCode is a code of RFC 6749, 5.2, or nothing.
func errorCode(code string) string {
	if strings.Trim(code, "abcdefghijklmnopqrstuvwxyz_") != "" {
		return ""
	}
	return code
}

// options are what the platform wants to hear besides the standard.
func (g *Grant) options(c Credentials) []oauth2.AuthCodeOption {
	var options []oauth2.AuthCodeOption
	if g.ClientName != "" {
		options = append(options, oauth2.SetAuthURLParam(g.ClientName, c[g.Client]))
	}
	for name, value := range g.Parameters {
		options = append(options, oauth2.SetAuthURLParam(name, value))
	}
	return options
}

// Take puts tokens where the connector looks for them. A platform that gives no
// new token to refresh with lets the old one stand.
func (g *Grant) Take(c Credentials, t *oauth2.Token) {
	c[g.Access] = t.AccessToken
	if g.Refresh != "" && t.RefreshToken != "" {
		c[g.Refresh] = t.RefreshToken
	}
}
