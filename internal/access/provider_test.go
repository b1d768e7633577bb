package access_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"

	"caravan/internal/dbtest"
	"caravan/internal/store"
	"caravan/models"
)

// A fakeProvider answers as an OpenID provider, and lies as it is told to.
type fakeProvider struct {
	*httptest.Server

	key       *ecdsa.PrivateKey
	claims    map[string]any // of the next ID token, over what is right
	unsigned  bool
	foreign   bool // signed with a key that it does not publish
	shared    bool // signed with what it publishes, as if that were a secret
	challenge string
}

func newProvider(t *testing.T) *fakeProvider {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	is(t, err, nil)
	p := &fakeProvider{key: key, claims: map[string]any{}}
	answer := func(w http.ResponseWriter, body any) {
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(body)
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /.well-known/openid-configuration", func(w http.ResponseWriter, _ *http.Request) {
		answer(w, map[string]any{
			"issuer": p.URL, "authorization_endpoint": p.URL + "/authorize", "token_endpoint": p.URL + "/token", "jwks_uri": p.URL + "/keys",
			"id_token_signing_alg_values_supported": []string{"ES256", "none", "HS256"},
		})
	})
	mux.HandleFunc("GET /keys", func(w http.ResponseWriter, _ *http.Request) {
		answer(w, jose.JSONWebKeySet{Keys: []jose.JSONWebKey{{Key: key.Public(), KeyID: "1", Algorithm: "ES256", Use: "sig"}}})
	})
	mux.HandleFunc("POST /token", func(w http.ResponseWriter, r *http.Request) {
		sum := sha256.Sum256([]byte(r.FormValue("code_verifier")))
		if base64.RawURLEncoding.EncodeToString(sum[:]) != p.challenge {
			w.WriteHeader(http.StatusBadRequest)
			return
		}
		answer(w, map[string]any{"access_token": "x", "token_type": "Bearer", "id_token": p.token(t)})
	})
	p.Server = httptest.NewServer(mux)
	t.Cleanup(p.Close)
	return p
}

func (p *fakeProvider) token(t *testing.T) string {
	t.Helper()
	text, err := json.Marshal(p.claims)
	is(t, err, nil)
	if p.unsigned {
		return base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"none"}`)) + "." + base64.RawURLEncoding.EncodeToString(text) + "."
	}
	with := jose.SigningKey{Algorithm: jose.ES256, Key: jose.JSONWebKey{Key: p.key, KeyID: "1"}}
	switch {
	case p.foreign:
		key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
		is(t, err, nil)
		with.Key = jose.JSONWebKey{Key: key, KeyID: "1"}
	case p.shared:
		public, err := x509.MarshalPKIXPublicKey(p.key.Public())
		is(t, err, nil)
		with = jose.SigningKey{Algorithm: jose.HS256, Key: jose.JSONWebKey{Key: public, KeyID: "1"}}
	}
	signer, err := jose.NewSigner(with, nil)
	is(t, err, nil)
	signed, err := signer.Sign(text)
	is(t, err, nil)
	compact, err := signed.CompactSerialize()
	is(t, err, nil)
	return compact
}

// employs has the guest's organisation sign in at a provider.
func (p *fakeProvider) employs(t *testing.T, g *guest) *models.IdentityProvider {
	t.Helper()
	g.desk.Web, g.desk.Address = p.Client(), "https://caravan.example"
	made, err := g.desk.SetProvider(t.Context(), g.who, p.URL, "caravan", "secret")
	is(t, err, nil)
	return made
}

// visit goes to the provider and comes back with claims other than the right
// ones.
func (p *fakeProvider) visit(t *testing.T, g *guest, at *models.IdentityProvider, link string, lies map[string]any) (models.Actor, error) {
	t.Helper()
	address, carried, err := g.desk.BeginAtProvider(t.Context(), at.ID, link)
	is(t, err, nil)
	asked, err := url.Parse(address)
	is(t, err, nil)
	q := asked.Query()
	p.challenge = q.Get("code_challenge")
	p.claims = map[string]any{
		"iss": p.URL, "aud": "caravan", "sub": "aigul", "nonce": q.Get("nonce"), "iat": g.now.Unix(), "exp": g.now.Add(time.Minute).Unix(),
		"auth_time": g.now.Unix(), "email": "aigul@example.org", "email_verified": true,
	}
	maps.Copy(p.claims, lies)
	state := q.Get("state")
	if chosen, ok := lies["state"].(string); ok {
		state = chosen
	}
	_, who, err := g.desk.EndAtProvider(t.Context(), carried, "code", state)
	return who, err
}

// invites makes a member who has not come in, and their link.
func (g *guest) invites(t *testing.T, email string) string {
	t.Helper()
	link, err := g.desk.Invite(t.Context(), models.System("test"), models.User{Email: email, Name: "Bakyt"}, g.who.OrganizationID, []models.Role{models.Approver})
	is(t, err, nil)
	return link
}

func TestInvitationIsAcceptedAtTheProvider(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, records *store.Store) {
		g, p := admitted(t, records), newProvider(t)
		at := p.employs(t, g)
		link := g.invites(t, "bakyt@example.org")
		_, err := p.visit(t, g, at, "", nil)
		is(t, err, models.ErrNoAccount) // the address is Aigul's, and says nothing
		who, err := p.visit(t, g, at, link, nil)
		is(t, err, nil)
		if who.Name != "Bakyt" || who.Strength != models.ByProvider || !who.Confirmed(*g.now) {
			t.Errorf("got %+v", who)
		}
		_, err = p.visit(t, g, at, link, map[string]any{"sub": "another"})
		is(t, err, models.ErrLinkUsed)
		*g.now = g.now.Add(time.Hour)
		who, err = p.visit(t, g, at, "", map[string]any{"email": "changed@example.org", "auth_time": g.now.Add(-time.Hour).Unix()})
		is(t, err, nil)
		if who.Name != "Bakyt" || who.Confirmed(*g.now) { // the provider asked for nothing now
			t.Errorf("got %+v", who)
		}
	})
}

func TestProviderIsNotBelieved(t *testing.T) {
	records := dbtest.SQLite(t)
	g, p := admitted(t, records), newProvider(t)
	at := p.employs(t, g)
	_, err := p.visit(t, g, at, g.invites(t, "bakyt@example.org"), nil)
	is(t, err, nil)
	for name, lies := range map[string]map[string]any{
		"another issuer":        {"iss": "https://accounts.example.org"},
		"for another client":    {"aud": "somebody-else"},
		"for others too":        {"aud": []string{"caravan", "somebody-else"}},
		"another nonce":         {"nonce": "chosen"},
		"no nonce":              {"nonce": ""},
		"nobody":                {"sub": ""},
		"over":                  {"exp": g.now.Add(-time.Minute).Unix()},
		"another state":         {"state": "chosen"},
		"a state of no attempt": {"state": ""},
	} {
		if _, err := p.visit(t, g, at, "", lies); err == nil {
			t.Errorf("%s is believed", name)
		} else {
			is(t, err, models.ErrProvider)
		}
	}
	for name, lie := range map[string]*bool{"no signature": &p.unsigned, "another key": &p.foreign, "a public key for a secret": &p.shared} {
		*lie = true
		if _, err := p.visit(t, g, at, "", nil); err == nil {
			t.Errorf("%s is believed", name)
		} else {
			is(t, err, models.ErrProvider)
		}
		*lie = false
	}
	_, err = p.visit(t, g, at, "", nil)
	is(t, err, nil)
}

// The same subject, and the same address, of another issuer is somebody else.
func TestAnotherIssuerLinksNobody(t *testing.T) {
	records := dbtest.SQLite(t)
	g, p, other := admitted(t, records), newProvider(t), newProvider(t)
	_, err := p.visit(t, g, p.employs(t, g), g.invites(t, "bakyt@example.org"), nil)
	is(t, err, nil)
	_, err = other.visit(t, g, other.employs(t, g), "", map[string]any{"email": "bakyt@example.org"})
	is(t, err, models.ErrNoAccount)
}

// An attempt is for the browser that
// made it, and for a while.
func TestAttemptAtTheProviderEnds(t *testing.T) {
	g, p := admitted(t, dbtest.SQLite(t)), newProvider(t)
	at := p.employs(t, g)
	address, carried, err := g.desk.BeginAtProvider(t.Context(), at.ID, "")
	is(t, err, nil)
	asked, err := url.Parse(address)
	is(t, err, nil)
	for _, wrong := range []string{"", "x", carried[:len(carried)-2]} {
		_, _, err = g.desk.EndAtProvider(t.Context(), wrong, "code", asked.Query().Get("state"))
		is(t, err, models.ErrProvider)
	}
	*g.now = g.now.Add(11 * time.Minute)
	_, _, err = g.desk.EndAtProvider(t.Context(), carried, "code", asked.Query().Get("state"))
	is(t, err, models.ErrProvider)
	if asked.Query().Get("code_challenge_method") != "S256" || asked.Query().Get("redirect_uri") != "https://caravan.example/sign-in/return" {
		t.Errorf("got %s", address)
	}
}
