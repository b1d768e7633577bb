package public_test

import (
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"caravan/internal/store"
	"caravan/models"
	"caravan/web/public"
)

var noon = time.Date(2027, 3, 21, 12, 0, 0, 0, time.UTC)

// A press is an organisation that publishes on its own site.
type press struct {
	t       *testing.T
	records *store.Store
	scope   *store.Scope
	owner   models.Organization
	handler http.Handler
	counter *public.Counter
	clock   time.Time

	campaign *models.Campaign
	message  *models.Message
	version  *models.MessageVersion
	channel  *models.Channel
	library  public.Library
}

// newPress founds Osh Media with a campaign of which nothing is published yet.
// Change may alter both before they are kept.
func newPress(t *testing.T, records *store.Store, change func(*models.Organization, *models.Plan)) *press {
	t.Helper()
	p := &press{t: t, records: records, clock: noon, owner: models.Organization{
		ID: models.NewID[models.Organization](), Kind: "media_ngo", Country: "KG", PublicName: "Osh Media", Contact: "editors@osh.example",
		Slug: "osh", CreatedAt: noon, Version: 1,
	}}
	plan := models.Plan{
		Title: "Internal", PublicName: "Bread and books", StartsOn: "2027-03-01", EndsOn: "2027-05-31", StateInvolvement: "consulted",
		Funders: []string{"Foundation for Readers", "City of Osh"}, Disclosure: "Osh Media says this.",
	}
	if change != nil {
		change(&p.owner, &plan)
	}
	planner := models.User{ID: models.NewID[models.User](), Email: "aigul@osh.example", Name: "Aigul", CreatedAt: noon, Version: 1}
	by := models.Actor{UserID: planner.ID, OrganizationID: p.owner.ID, Organization: p.owner}
	p.scope = records.As(by)
	p.campaign = must(models.NewCampaign(plan, []string{"KG"}, by, noon))
	p.channel = must(models.NewChannel(models.Account{Platform: "portal", Class: "web", Name: "Our site", Zone: "Asia/Bishkek"}, by, noon))
	p.must(p.scope.InTx(t.Context(), func(tx *store.Scope) error {
		return errors.Join(tx.CreateOrganization(t.Context(), &p.owner), tx.CreateUser(t.Context(), &planner),
			tx.CreateCampaign(t.Context(), p.campaign), tx.CreateChannel(t.Context(), p.channel))
	}))
	p.say()
	log := slog.New(slog.DiscardHandler)
	p.counter = public.NewCounter(records, public.Client(nil), func() time.Time { return p.clock }, log)
	p.handler = public.New(records, p.library, p.counter, "https://caravan.example", log)
	return p
}

// say makes what is published from now on another message.
func (p *press) say() {
	p.t.Helper()
	ctx, by := p.t.Context(), p.scope.Who()
	p.message = must(models.NewMessage(p.campaign, models.Brief{Type: models.AlternativeNarrative, Approach: models.Positive, Components: []string{"belonging"}}, by, noon))
	p.version = &models.MessageVersion{
		ID: models.NewID[models.MessageVersion](), OrganizationID: p.owner.ID, MessageID: p.message.ID, Number: 1, Texts: []models.FrozenText{},
		Editors: []models.ID[models.User]{}, Digest: models.Digest(strings.Repeat("0", 64)), CreatedBy: by.UserID, CreatedAt: noon,
	}
	p.must(p.scope.InTx(ctx, func(tx *store.Scope) error {
		return errors.Join(tx.CreateMessage(ctx, p.message), tx.CreateVersion(ctx, p.version))
	}))
}

// publish puts one text on the site and returns its page.
func (p *press) publish(content models.Rendering, at time.Time) *models.Page {
	p.t.Helper()
	if content.Direction == "" {
		content.Direction = "ltr"
	}
	d := &models.Delivery{
		ID: models.NewID[models.Delivery](), OrganizationID: p.owner.ID, CampaignID: p.campaign.ID, MessageID: p.message.ID,
		VersionID: p.version.ID, ChannelID: p.channel.ID, Dimensions: models.Dimensions{Language: content.Language, Components: []string{}},
		Digest: p.version.Digest, Local: "2027-03-21T18:00", Zone: p.channel.Zone, NotBefore: at, NotAfter: at.Add(time.Hour), NextAt: at,
		State: models.Sending, CreatedAt: noon, Version: 1,
	}
	p.must(p.scope.CreateDelivery(p.t.Context(), d))
	return must(p.scope.PutPage(p.t.Context(), models.NewPage("key-"+d.ID.String(), d, content, at)))
}

// remove takes a page down.
func (p *press) remove(page *models.Page, at time.Time) {
	p.t.Helper()
	page.Remove(at)
	p.must(p.scope.SavePage(p.t.Context(), page))
}

// A reader is somebody with a telephone.
type reader struct {
	address, agent, languages string
	header                    http.Header
}

var aida = reader{
	address:   "203.0.113.77:50000",
	agent:     "Mozilla/5.0 (Linux; Android 9; CUBOT_J5) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/121.0 Mobile Safari/537.36",
	languages: "ky,ru;q=0.8",
}

// get asks for a path of the site, such as "" for its list.
func (p *press) get(path string, by reader) *httptest.ResponseRecorder {
	return p.request(http.MethodGet, "/p/osh/"+path, by)
}

func (p *press) request(method, path string, by reader) *httptest.ResponseRecorder {
	p.t.Helper()
	r := httptest.NewRequest(method, path, nil)
	r.RemoteAddr = by.address
	if by.header != nil {
		r.Header = by.header.Clone()
	}
	if by.agent != "" {
		r.Header.Set("User-Agent", by.agent)
	}
	if by.languages != "" {
		r.Header.Set("Accept-Language", by.languages)
	}
	w := httptest.NewRecorder()
	p.handler.ServeHTTP(w, r)
	return w
}

// read returns the body of a page that must be there.
func (p *press) read(path string, by reader) string {
	p.t.Helper()
	response := p.get(path, by)
	if response.Code != http.StatusOK {
		p.t.Fatalf("%q: status %d", path, response.Code)
	}
	return response.Body.String()
}

func (p *press) must(err error) {
	p.t.Helper()
	if err != nil {
		p.t.Fatal(err)
	}
}

// must returns v; an error here is a mistake in the test itself.
func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// has reports what is missing from a page.
func has(t *testing.T, page string, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if !strings.Contains(page, part) {
			t.Errorf("%q is missing from\n%s", part, page)
		}
	}
}

// hasNot reports what must not be on a page.
func hasNot(t *testing.T, page string, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if strings.Contains(page, part) {
			t.Errorf("%q is in\n%s", part, page)
		}
	}
}
