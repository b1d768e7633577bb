package api_test

import (
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"caravan/internal/dbtest"
	"caravan/internal/paper"
	"caravan/models"
)

// printed reads a document as somebody finds it who searches it.
func (c *client) printed(t *testing.T, path, name string) string {
	t.Helper()
	got := c.send(t, http.MethodGet, path, "")
	if got.status != http.StatusOK || got.header.Get("Content-Type") != "application/pdf" {
		t.Fatalf("%s: %d %s", path, got.status, got.text)
	}
	folder := os.Getenv("CARAVAN_TEST_PAPER") // to be looked at
	if folder == "" {
		folder = t.TempDir()
	}
	file := filepath.Join(folder, name+".pdf")
	if err := os.WriteFile(file, []byte(got.text), 0o600); err != nil {
		t.Fatal(err)
	}
	text, err := exec.CommandContext(t.Context(), "pdftotext", "-layout", file, "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	plain := strings.NewReplacer("\u202a", "", "\u202b", "", "\u202c", "", "\u200e", "", "\u200f", "").Replace(string(text))
	return strings.Join(strings.Fields(plain), " ")
}

// befriend gives the campaign a partner that has confirmed what is behind it.
func (b *bureau) befriend(t *testing.T) {
	t.Helper()
	ctx, planner := t.Context(), who(t, b.records, b.planner)
	partner := &models.Organization{ID: models.NewID[models.Organization](), Kind: "civil_society", Country: "KG", PublicName: "Women of Osh", Slug: "women", CreatedAt: noon, Version: 1}
	if err := b.records.As(models.System("test")).CreateOrganization(ctx, partner); err != nil {
		t.Fatal(err)
	}
	own := b.records.As(planner)
	campaign, err := own.Campaign(ctx, b.message.CampaignID)
	if err != nil {
		t.Fatal(err)
	}
	at := noon
	if err := own.CreatePartner(ctx, &models.Partner{
		ID: models.NewID[models.Partner](), OrganizationID: planner.OrganizationID, CampaignID: campaign.ID, PartnerID: partner.ID,
		Statement: campaign.Backing().Digest(), ConfirmedBy: &planner.UserID, ConfirmedAt: &at, CreatedAt: noon, Version: 1,
	}); err != nil {
		t.Fatal(err)
	}
}

// An approver prints the dossier in their language; each text stands in its
// own, in the order in which it is read, with what changed since they saw it.
func TestDossierIsPrinted(t *testing.T) {
	if _, err := exec.LookPath("pdftotext"); err != nil || !paper.Ready() {
		dbtest.Missing(t, "pdftotext, or a web build, which brings the fonts,")
	}
	records := dbtest.SQLite(t)
	b := newBureau(t, records)
	first, digest := b.submit(t)
	b.first.decide(t, first, `{"kind":"return","digest":"`+digest+`","comment":"Назовите тех, кто платит."}`).is(t, http.StatusCreated, "")
	b.freeze(t)
	b.befriend(t)
	again, fresh := b.submit(t)
	b.first.decide(t, again, approve(fresh)).is(t, http.StatusCreated, "")
	for tag, labels := range map[string][]string{
		"en":    {"Who speaks, and why", "Compared with version 1", "Page 1 of", "Called here", "Unchanged", "Nothing is decided; the authority is told", "Data protection impact", "Women of Osh: has confirmed who pays and the state's part, 1 March 2027"},
		"ru":    {"Кто говорит и зачем", "Страница 1 из", "Добавленное подчёркнуто", "1 марта 2027"},
		"fa-AF": {"متن", "پیام\u200cرسان", "تصمیم\u200cها"},
	} {
		text := b.first.printed(t, again+"/dossier.pdf?language="+tag, "dossier-"+tag)
		for _, want := range append(labels, "Хлеб и книги и соль", "نان و کتاب", fresh[:8], "Portal", "Bread and a book") {
			if !strings.Contains(text, want) {
				t.Errorf("%s: no %q", tag, want)
			}
		}
		if strings.Contains(text, "Quiet River") {
			t.Errorf("%s: the pseudonym is printed", tag)
		}
		if strings.Contains(text, "Назовите тех") {
			t.Errorf("%s: the decision on another version is shown", tag)
		}
	}
	before := b.first.printed(t, first+"/dossier.pdf", "dossier-returned")
	if !strings.Contains(before, "Назовите тех, кто платит.") || !strings.Contains(before, digest[:8]) {
		t.Error("the decision so far is not printed")
	}
	stranger := signIn(t, records, b.server, "herat", models.Approver)
	stranger.send(t, http.MethodGet, again+"/dossier.pdf", "").is(t, http.StatusNotFound, "not_found")
}
