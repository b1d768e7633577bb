package api

import (
	"context"
	"net/http"
	"time"

	"caravan/internal/access"
	"caravan/models"
)

type providerResponse struct {
	ID           string `json:"id"`
	Organization string `json:"organization" doc:"Its public name."`
}

type beginAtProviderRequest struct {
	ProviderID string `json:"provider_id" validate:"required,uuid"`
	Token      string `json:"token" validate:"omitempty,max=200" doc:"Of an invitation that is accepted so."`
}

// A begunResponse says where to go on; the cookie has to come back from there.
type begunResponse struct {
	URL    string `json:"url"`
	cookie *http.Cookie
}

// Cookie is the attempt, sealed.
func (b begunResponse) Cookie() *http.Cookie { return b.cookie }

type endAtProviderRequest struct {
	Code  string `json:"code" validate:"required,max=4096"`
	State string `json:"state" validate:"required,max=200"`
}

type confirmAtProviderRequest struct {
	Code string `json:"code" validate:"omitempty,max=40" doc:"Of the second factor, where one is set up here."`
}

type ownProviderResponse struct {
	Issuer   string `json:"issuer" doc:"Empty while people sign in with passwords alone."`
	ClientID string `json:"client_id"`
	ReturnTo string `json:"return_to" doc:"What the provider has to know as redirect URI."`
}

type setProviderRequest struct {
	Issuer       string `json:"issuer" validate:"required,url,max=300"`
	ClientID     string `json:"client_id" validate:"required,max=300"`
	ClientSecret string `json:"client_secret" validate:"required,max=1000"`
}

// providerPatience is how long an identity provider may take to answer, which
// is asked two or three times.
const providerPatience = 10 * time.Second

func patient(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeout(context.WithoutCancel(ctx), providerPatience)
}

// attemptCookie carries a sign-in that was begun at a provider.
func (a *API) attemptCookie(carried string, age time.Duration) *http.Cookie {
	cookie := a.cookie(carried, age) //nolint:gosec // as every cookie
	cookie.Name += "-attempt"
	return cookie
}

func (a *API) listProviders(ctx context.Context, _ nothing) (listResponse[providerResponse], error) {
	system := a.records.As(models.System("sign-in"))
	providers, err := system.Providers(ctx)
	list := listResponse[providerResponse]{Items: []providerResponse{}}
	for i := range providers {
		o, err := system.Organization(ctx, providers[i].OrganizationID)
		if err != nil {
			return list, err
		}
		list.Items = append(list.Items, providerResponse{providers[i].ID.String(), o.PublicName})
	}
	return list, err
}

func (a *API) beginAtProvider(ctx context.Context, in beginAtProviderRequest) (begunResponse, error) {
	id, err := models.ParseID[models.IdentityProvider](in.ProviderID)
	if err != nil {
		return begunResponse{}, err
	}
	ctx, cancel := patient(ctx)
	defer cancel()
	url, carried, err := a.desks.Access.BeginAtProvider(ctx, id, in.Token)
	if err != nil {
		return begunResponse{}, err
	}
	return begunResponse{url, a.attemptCookie(carried, 10*time.Minute)}, nil
}

func (a *API) endAtProvider(ctx context.Context, in endAtProviderRequest) (meResponse, error) {
	ctx, cancel := patient(ctx)
	defer cancel()
	secret, who, err := a.desks.Access.EndAtProvider(ctx, visitOf(ctx).attempt, in.Code, in.State)
	if err != nil {
		return meResponse{}, err
	}
	return a.carrying(secret, who), nil
}

func (a *API) confirmAtProvider(ctx context.Context, in confirmAtProviderRequest) (begunResponse, error) {
	ctx, cancel := patient(ctx)
	defer cancel()
	who := actor(ctx)
	var url, carried string
	err := a.guess(ctx, who.Email, func() (err error) {
		url, carried, err = a.desks.Access.BeginConfirmation(ctx, who, in.Code)
		return err
	})
	if err != nil {
		return begunResponse{}, err
	}
	return begunResponse{url, a.attemptCookie(carried, 10*time.Minute)}, nil
}

func (a *API) confirmedAtProvider(ctx context.Context, in endAtProviderRequest) (meResponse, error) {
	ctx, cancel := patient(ctx)
	defer cancel()
	v := visitOf(ctx)
	secret, who, err := a.desks.Access.EndConfirmation(ctx, v.who, v.credential, v.attempt, in.Code, in.State)
	if err != nil {
		return meResponse{}, err
	}
	return a.carrying(secret, who), nil
}

func (a *API) respondProvider(p *models.IdentityProvider) ownProviderResponse {
	return ownProviderResponse{p.Issuer, p.ClientID, a.desks.Access.Address + access.ReturnPath}
}

func (a *API) readProvider(ctx context.Context, _ nothing) (ownProviderResponse, error) {
	p, err := a.records.As(actor(ctx)).OwnProvider(ctx)
	if codeOf(err) == models.ErrMissing.Code {
		p, err = &models.IdentityProvider{}, nil
	}
	if err != nil {
		return ownProviderResponse{}, err
	}
	return a.respondProvider(p), nil
}

func (a *API) setProvider(ctx context.Context, in setProviderRequest) (ownProviderResponse, error) {
	ctx, cancel := patient(ctx)
	defer cancel()
	p, err := a.desks.Access.SetProvider(ctx, actor(ctx), in.Issuer, in.ClientID, in.ClientSecret)
	if err != nil {
		return ownProviderResponse{}, err
	}
	return a.respondProvider(p), nil
}

func (a *API) removeProvider(ctx context.Context, _ nothing) (nothing, error) {
	return nothing{}, a.desks.Access.RemoveProvider(ctx, actor(ctx))
}
