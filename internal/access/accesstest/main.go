// Command accesstest is an identity provider as organisations run one: a
// certified library with its own form, its own session and its own keys, in a
// process of its own. Tests and looks at screens start it; the program never
// does. Told to, it lies in ways that only who holds its keys can.
package main

import (
	"context"
	"crypto/rand"
	"flag"
	"fmt"
	"html/template"
	"io"
	"log"
	"net"
	"net/http"
	"os"
	"slices"
	"sync"
	"time"

	"github.com/zitadel/oidc/v3/example/server/storage"
	"github.com/zitadel/oidc/v3/pkg/oidc"
	"github.com/zitadel/oidc/v3/pkg/op"
)

// Everybody has the same password. Those of codes are asked for a second
// factor, so they say.
const password = "known at the office alone"

type people map[string]*storage.User

// GetUserByID implements storage.UserStore.
func (p people) GetUserByID(id string) *storage.User { return p[id] }

// GetUserByUsername implements storage.UserStore.
func (p people) GetUserByUsername(name string) *storage.User { return p[name] }

// ExampleClientID implements storage.UserStore.
func (p people) ExampleClientID() string { return "nobody" }

func employed() people {
	found := people{}
	for _, name := range []string{"aigul", "bakyt", "chynara"} {
		found[name] = &storage.User{ID: name, Username: name, Password: password, Email: name + "@example.org", EmailVerified: true}
	}
	return found
}

// A presence is somebody signed in at the provider.
type presence struct {
	name string
	at   time.Time
}

// A provider keeps who is signed in, and what for.
type provider struct {
	*storage.Storage

	people   people
	callback string // of requests for which somebody has signed in

	mu       sync.Mutex
	sessions map[string]presence // by cookie
	requests map[string]presence // by request
	lie      string
}

// A request is one that somebody is signed in for.
type request struct {
	*storage.AuthRequest
	by presence
}

// GetSubject implements op.AuthRequest.
func (r request) GetSubject() string { return r.by.name }

// GetAuthTime implements op.AuthRequest.
func (r request) GetAuthTime() time.Time { return r.by.at }

// Done implements op.AuthRequest.
func (r request) Done() bool { return true }

// GetAMR implements op.AuthRequest.
func (r request) GetAMR() []string {
	if r.by.name == "chynara" {
		return []string{"pwd", "otp", "mfa"}
	}
	return []string{"pwd"}
}

// AuthRequestByID implements op.Storage.
func (p *provider) AuthRequestByID(ctx context.Context, id string) (op.AuthRequest, error) {
	return p.signed(p.Storage.AuthRequestByID(ctx, id))
}

// AuthRequestByCode implements op.Storage.
func (p *provider) AuthRequestByCode(ctx context.Context, code string) (op.AuthRequest, error) {
	return p.signed(p.Storage.AuthRequestByCode(ctx, code))
}

func (p *provider) signed(of op.AuthRequest, err error) (op.AuthRequest, error) {
	if err != nil {
		return nil, err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	asked, known := of.(*storage.AuthRequest)
	by, signed := p.requests[of.GetID()]
	if !known || !signed {
		return of, nil
	}
	return request{asked, by}, nil
}

var form = template.Must(template.New("form").Parse(`<!doctype html><title>The office</title><h1>The office</h1>
<form method="post"><input type="hidden" name="authRequestID" value="{{.ID}}">{{if .Wrong}}<p>Wrong.</p>{{end}}
<label>Name <input name="username"></label><label>Password <input name="password" type="password"></label><button>Enter</button></form>`))

const cookieName = "office"

// ask shows the form, unless somebody has a session that will do.
func (p *provider) ask(w http.ResponseWriter, r *http.Request) {
	id := r.FormValue("authRequestID")
	found, err := p.Storage.AuthRequestByID(r.Context(), id)
	asked, known := found.(*storage.AuthRequest)
	if err != nil || !known {
		http.Error(w, "no such request", http.StatusNotFound)
		return
	}
	cookie, err := r.Cookie(cookieName)
	if err == nil && !slices.Contains(asked.Prompt, oidc.PromptLogin) {
		p.mu.Lock()
		by, signed := p.sessions[cookie.Value]
		if signed && (asked.MaxAuthAge == nil || time.Since(by.at) < *asked.MaxAuthAge) {
			p.requests[id] = by
			p.mu.Unlock()
			http.Redirect(w, r, p.callback+id, http.StatusFound)
			return
		}
		p.mu.Unlock()
	}
	_ = form.Execute(w, map[string]any{"ID": id})
}

// enter takes the form.
func (p *provider) enter(w http.ResponseWriter, r *http.Request) {
	id, who := r.FormValue("authRequestID"), p.people[r.FormValue("username")]
	if who == nil || who.Password != r.FormValue("password") {
		_ = form.Execute(w, map[string]any{"ID": id, "Wrong": true})
		return
	}
	secret, by := rand.Text(), presence{who.Username, time.Now()}
	p.mu.Lock()
	p.sessions[secret], p.requests[id] = by, by
	p.mu.Unlock()
	http.SetCookie(w, &http.Cookie{Name: cookieName, Value: secret, Path: "/", HttpOnly: true, SameSite: http.SameSiteLaxMode})
	http.Redirect(w, r, p.callback+id, http.StatusFound)
}

func serve(issuer, client, secret, back string) (http.Handler, error) {
	known := employed()
	registered := map[string]*storage.Client{client: storage.WebClient(client, secret, back)}
	p := &provider{Storage: storage.NewStorageWithClients(known, registered), people: known, sessions: map[string]presence{}, requests: map[string]presence{}}
	config := &op.Config{CodeMethodS256: true, AuthMethodPost: true}
	_, _ = rand.Read(config.CryptoKey[:])
	made, err := op.NewProvider(config, p, op.StaticIssuer(issuer), op.WithAllowInsecure())
	if err != nil {
		return nil, err
	}
	p.callback = made.AuthorizationEndpoint().Relative() + "/callback?id="
	mux := http.NewServeMux()
	mux.HandleFunc("GET /login/username", p.ask)
	mux.HandleFunc("POST /login/username", p.enter)
	mux.HandleFunc("PUT /lie/{kind}", func(_ http.ResponseWriter, r *http.Request) {
		p.mu.Lock()
		defer p.mu.Unlock()
		p.lie = r.PathValue("kind")
	})
	mux.Handle(made.TokenEndpoint().Relative(), p.lying(made))
	mux.Handle("/", made)
	return mux, nil
}

func main() {
	address := flag.String("listen", "127.0.0.1:0", "")
	client, secret := flag.String("client", "caravan", ""), flag.String("secret", "secret", "")
	back := flag.String("return", "", "address that people are sent back to")
	flag.Parse()
	listener, err := (&net.ListenConfig{}).Listen(context.Background(), "tcp", *address)
	if err != nil {
		log.Fatal(err)
	}
	issuer := "http://" + listener.Addr().String()
	handler, err := serve(issuer, *client, *secret, *back)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(issuer)
	go func() { // ends with whoever started it
		_, _ = io.Copy(io.Discard, os.Stdin)
		os.Exit(0)
	}()
	server := &http.Server{Handler: handler, ReadHeaderTimeout: time.Minute}
	log.Fatal(server.Serve(listener))
}
