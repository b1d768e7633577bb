package cli_test

import (
	"encoding/json"
	"net/http"
	"net/http/cookiejar"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"caravan/internal/demo"
)

// A visitor is somebody of the demonstration, signed in.
type visitor struct {
	http.Client

	address string
}

func visit(t *testing.T, address, email string) *visitor {
	t.Helper()
	v := &visitor{address: address}
	v.Jar, _ = cookiejar.New(nil)
	body, err := json.Marshal(map[string]string{"email": email, "password": demo.Password})
	if err != nil {
		t.Fatal(err)
	}
	answer, err := v.Post(address+"/api/v1/session", "application/json", strings.NewReader(string(body)))
	if err != nil {
		t.Fatal(err)
	}
	_ = answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		t.Fatalf("%s cannot sign in: %s", email, answer.Status)
	}
	return v
}

func (v *visitor) read(t *testing.T, path string, into any) {
	t.Helper()
	answer, err := v.Get(v.address + path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	if err := json.NewDecoder(answer.Body).Decode(into); err != nil || answer.StatusCode != http.StatusOK {
		t.Fatalf("%s: %s, %v", path, answer.Status, err)
	}
}

func TestDemonstrationShowsCampaignsInEveryStage(t *testing.T) {
	data := t.TempDir()
	address, stop := start(t, "--demo", "--data="+data)
	for _, person := range demo.People() {
		visit(t, address, person.Email)
	}
	planner := visit(t, address, demo.People()[0].Email)
	var campaigns struct {
		Items []struct {
			Title         string
			Demonstration bool
			Countries     []struct{ Country, State string }
		}
	}
	planner.read(t, "/api/v1/campaigns", &campaigns)
	stages := map[string]string{}
	for _, c := range campaigns.Items {
		if !c.Demonstration {
			t.Errorf("%s is not marked as demonstration", c.Title)
		}
		for _, part := range c.Countries {
			stages[c.Title+" "+part.Country] = part.State
		}
	}
	want := map[string]string{
		"Bread and books KG": "live", "Bread and books TJ": "live", "Ask first KG": "live", "Ask first TJ": "live",
		"Our street KG": "awaiting_approval", "Our street TJ": "awaiting_approval", "Talk to me KG": "evaluated", "Tea with a neighbour KG": "paused",
	}
	if diff := cmp.Diff(want, stages); diff != "" {
		t.Error(diff)
	}
	var published struct {
		Items []struct {
			Platform  string
			RemoteURL string `json:"remote_url"`
		}
	}
	planner.read(t, "/api/v1/deliveries?state=published&limit=200", &published)
	if len(published.Items) < 100 {
		t.Errorf("%d deliveries came out", len(published.Items))
	}
	for _, d := range published.Items[:5] {
		answer, err := planner.Head(d.RemoteURL)
		if err != nil {
			t.Fatalf("%s %q: %v", d.Platform, d.RemoteURL, err)
		}
		_ = answer.Body.Close()
		if answer.StatusCode != http.StatusOK {
			t.Errorf("%s %q: %s", d.Platform, d.RemoteURL, answer.Status)
		}
	}
	stop()
	address, stop = start(t, "--demo", "--data="+data)
	defer stop()
	visit(t, address, demo.People()[0].Email).read(t, "/api/v1/campaigns", &campaigns)
	if len(campaigns.Items) != 5 {
		t.Errorf("%d campaigns after the second start", len(campaigns.Items))
	}
}
