package graph_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"caravan/internal/platforms"
	"caravan/internal/platforms/facebook"
	"caravan/internal/platforms/instagram"
	"caravan/internal/platforms/platformtest"
)

// keeper is a server that knows one person, who keeps one Page: it trades the
// token "short" for "lasting", and shows that the token of the Page.
func keeper(t *testing.T, page string) http.Handler {
	t.Helper()
	mux := http.NewServeMux()
	mux.HandleFunc("POST /v25.0/oauth/access_token", func(w http.ResponseWriter, r *http.Request) {
		if r.FormValue("fb_exchange_token") != "short" || r.FormValue("client_id") != "70" || r.FormValue("client_secret") != "hush" || r.URL.RawQuery != "" {
			w.WriteHeader(http.StatusBadRequest)
			_, _ = fmt.Fprint(w, `{"error":{"code":190,"message":"Error validating application. hush is wrong"}}`)
			return
		}
		_, _ = fmt.Fprint(w, `{"access_token":"lasting","token_type":"bearer","expires_in":5183944}`)
	})
	show := func(body string) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			if r.Header.Get("Authorization") != "Bearer lasting" {
				t.Errorf("asked with %q", r.Header.Get("Authorization"))
			}
			_, _ = fmt.Fprint(w, body)
		}
	}
	mux.HandleFunc("GET /v25.0/1029384756", show(`{"id":"1029384756"`+page+`}`))
	mux.HandleFunc("GET /v25.0/me/accounts", show(`{"data":[{"id":"5","access_token":"another"},{"id":"1029384756"`+page+`,"instagram_business_account":{"id":"17841405"}}]}`))
	return mux
}

// exchangers connect both platforms with the token of a person.
func exchangers(t *testing.T, server http.Handler, secret string) map[string]platforms.Exchanger {
	t.Helper()
	given := func(base string) platforms.Credentials {
		return platforms.Credentials{
			"server": base, "version": "v25.0", "page": "1029384756", "account": "17841405", "access_token": "short", "application_id": "70", "application_secret": secret,
		}
	}
	page, _ := platformtest.Serve(t, server, facebook.New, given)
	account, _ := platformtest.Serve(t, server, instagram.New, given)
	return map[string]platforms.Exchanger{"facebook": page, "instagram": account}
}

func TestTokenOfAPersonIsTradedForThatOfThePage(t *testing.T) {
	for name, e := range exchangers(t, keeper(t, `,"access_token":"of the page"`), "hush") {
		if token, err := e.Exchange(t.Context()); err != nil || token != "of the page" {
			t.Errorf("%s: got %q, %v", name, token, err)
		}
	}
}

func TestTradesThatAreRefused(t *testing.T) {
	for name, e := range exchangers(t, keeper(t, ""), "hush") {
		if token, err := e.Exchange(t.Context()); platforms.ClassOf(err) != platforms.Locked || token != "" {
			t.Errorf("%s: without a right to the Page: got %q, %v", name, token, err)
		}
	}
	for name, e := range exchangers(t, keeper(t, ""), "wrong-hush") {
		_, err := e.Exchange(t.Context())
		if platforms.ClassOf(err) != platforms.Locked || strings.Contains(err.Error(), "short") {
			t.Errorf("%s: with a wrong secret: got %v", name, err)
		}
	}
}

// Whoever keeps an account is asked for no more than the connector needs.
func TestOwnersAreAskedForLittle(t *testing.T) {
	given := platforms.Credentials{"server": "https://graph.example", "sign_in_server": "https://www.example", "application_id": "70"}
	for want, grant := range map[string]*platforms.Grant{
		"https://www.example/dialog/oauth?client_id=70&redirect_uri=https%3A%2F%2Fcaravan.example%2Freturn&response_type=code&scope=pages_manage_posts%2Cpages_read_engagement%2Cread_insights":                                                        facebook.Profile().Grant,
		"https://www.example/dialog/oauth?client_id=70&redirect_uri=https%3A%2F%2Fcaravan.example%2Freturn&response_type=code&scope=instagram_basic%2Cinstagram_content_publish%2Cinstagram_manage_insights%2Cpages_show_list%2Cpages_read_engagement": instagram.Profile().Grant,
	} {
		if got, err := grant.Address(given, "https://caravan.example/return"); err != nil || got != want {
			t.Errorf("got %s, %v, want %s", got, err, want)
		}
	}
}
