package api_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"caravan/internal/dbtest"
	"caravan/internal/store"
	"caravan/models"
)

const tradeBrief = `{"campaign_id":"CAMPAIGN","title":"Trade","type":"alternative_narrative","approach":"positive","components":["belonging"],"source_language":"ru"}`

// A desk is a planner with a campaign and a message in it, and colleagues.
type desk struct {
	planner, translator, reviewer *client
	campaign, message             string // address of the message
}

func newDesk(t *testing.T, records *store.Store) *desk {
	t.Helper()
	server := serve(t, records)
	d := &desk{planner: signIn(t, records, server, "osh", models.Planner)}
	d.translator = join(t, records, server, d.planner.organization, "gulnara@example.org", models.Translator)
	d.reviewer = join(t, records, server, d.planner.organization, "rustam@example.org", models.Reviewer)
	made := d.planner.send(t, http.MethodPost, "/api/v1/campaigns", bread)
	made.is(t, http.StatusCreated, "")
	d.campaign = made.body["id"].(string)
	made = d.planner.send(t, http.MethodPost, "/api/v1/messages", strings.Replace(tradeBrief, "CAMPAIGN", d.campaign, 1))
	made.is(t, http.StatusCreated, "")
	d.message = made.header.Get("Location")
	return d
}

// cells returns the state of each language in the list of the campaign.
func (d *desk) cells(t *testing.T) string {
	t.Helper()
	list := d.planner.send(t, http.MethodGet, "/api/v1/messages?campaign_id="+d.campaign, "")
	list.is(t, http.StatusOK, "")
	var cells []string
	for _, c := range list.body["items"].([]any)[0].(map[string]any)["cells"].([]any) {
		cell := c.(map[string]any)
		cells = append(cells, cell["language"].(string)+" "+cell["state"].(string))
	}
	return strings.Join(cells, ", ")
}

func (d *desk) look(t *testing.T, want string) {
	t.Helper()
	if got := d.cells(t); got != want {
		t.Errorf("the matrix shows %s, want %s", got, want)
	}
}

// A message is written, translated, read by a native reader, frozen, reviewed
// by another person, and edited: then all of that begins again.
func TestMessageFromDraftToReviewedVersion(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, records *store.Store) {
		d := newDesk(t, records)
		d.look(t, "ru empty")
		source := d.planner.send(t, http.MethodPost, d.message+"/variants", `{"language":"ru","title":"Ремесло","body":"Хлеб и книги"}`)
		source.is(t, http.StatusCreated, "")
		dari := d.translator.send(t, http.MethodPost, d.message+"/variants", `{"language":"fa-AF","body":"نان و کتاب","back_translation":"Bread and books"}`)
		dari.is(t, http.StatusCreated, "")
		d.look(t, "fa-AF translated, ru draft")
		d.planner.send(t, http.MethodPost, d.message+"/versions", "").is(t, http.StatusUnprocessableEntity, "not_reviewed")

		d.translator.send(t, http.MethodPost, d.message+"/variants/fa-AF/review", "", "If-Match", dari.header.Get("ETag")).is(t, http.StatusUnprocessableEntity, "four_eyes_author")
		d.reviewer.send(t, http.MethodPost, d.message+"/variants/fa-AF/review", "", "If-Match", `"7"`).is(t, http.StatusPreconditionFailed, "stale_version")
		passed := d.reviewer.send(t, http.MethodPost, d.message+"/variants/fa-AF/review", "", "If-Match", dari.header.Get("ETag"))
		passed.is(t, http.StatusOK, "")
		if name := passed.body["reviewer"].(map[string]any)["name"]; name != "rustam@example.org" {
			t.Errorf("passed by %v", name)
		}
		first := d.planner.send(t, http.MethodPost, d.message+"/versions", "")
		first.is(t, http.StatusCreated, "")
		d.look(t, "fa-AF reviewed, ru reviewed")

		version, digest := first.header.Get("Location"), first.body["digest"].(string)
		d.reviewer.send(t, http.MethodPost, version+"/review", `{"digest":"`+strings.Repeat("0", 64)+`"}`).is(t, http.StatusUnprocessableEntity, "digest_mismatch")
		d.planner.send(t, http.MethodPost, version+"/review", `{"digest":"`+digest+`"}`).is(t, http.StatusForbidden, "forbidden")
		d.reviewer.send(t, http.MethodPost, version+"/review", `{"digest":"`+digest+`"}`).is(t, http.StatusOK, "")

		d.planner.send(t, http.MethodPut, d.message+"/variants/ru", `{"title":"Ремесло","body":"Хлеб, чай и книги"}`, "If-Match", source.header.Get("ETag")).is(t, http.StatusOK, "")
		d.look(t, "fa-AF voided, ru voided")
		d.reviewer.send(t, http.MethodPost, version+"/review", `{"digest":"`+digest+`"}`).is(t, http.StatusConflict, "wrong_state")
		second := d.planner.send(t, http.MethodPost, d.message+"/versions", "")
		second.is(t, http.StatusCreated, "")
		change := second.body["changes"].([]any)[1].(map[string]any)
		if change["language"] != "ru" || change["kind"] != "changed" || len(change["body"].([]any)) != 3 {
			t.Errorf("since the first version: %v", change)
		}
	})
}

func TestBadMessagesAreRefused(t *testing.T) {
	records := dbtest.SQLite(t)
	d := newDesk(t, records)
	brief := strings.Replace(tradeBrief, "CAMPAIGN", d.campaign, 1)
	for name, c := range map[string]struct {
		body   string
		status int
		code   string
	}{
		"components against the approach": {strings.Replace(brief, "belonging", "inconsistency", 1), 422, "invalid_request"},
		"counters nothing":                {strings.Replace(strings.Replace(strings.Replace(brief, "alternative", "counter", 1), "positive", "negative", 1), "belonging", "inconsistency", 1), 422, "invalid_request"},
		"speaks for the state":            {strings.Replace(brief, "alternative_narrative", "gov_strategic_comms", 1), 422, "invalid_request"},
		"religious without sources":       {strings.Replace(brief, `"title"`, `"religious_content":true,"title"`, 1), 422, "invalid_request"},
		"language without a script":       {strings.Replace(brief, `"ru"`, `"uz"`, 1), 422, "unknown_language"},
		"somebody else's messenger":       {strings.Replace(brief, `"title"`, `"messenger_id":"`+models.NewID[models.Messenger]().String()+`","title"`, 1), 422, "invalid_request"},
		"no such campaign":                {strings.Replace(tradeBrief, "CAMPAIGN", models.NewID[models.Campaign]().String(), 1), 422, "invalid_request"},
		"forbidden field":                 {strings.Replace(brief, `"title"`, `"religion":"x","title"`, 1), 422, "forbidden_field"},
	} {
		t.Run(name, func(t *testing.T) {
			d.planner.send(t, http.MethodPost, "/api/v1/messages", c.body).is(t, c.status, c.code)
		})
	}
	d.translator.send(t, http.MethodPost, "/api/v1/messages", brief).is(t, http.StatusForbidden, "forbidden")
	d.planner.send(t, http.MethodGet, "/api/v1/messages", "").is(t, http.StatusBadRequest, "unreadable_request")
	stranger := signIn(t, records, d.planner.server, "batken", models.Planner)
	stranger.send(t, http.MethodGet, d.message, "").is(t, http.StatusNotFound, "not_found")
	stranger.send(t, http.MethodPost, d.message+"/variants", `{"language":"ru","body":"x"}`).is(t, http.StatusNotFound, "not_found")
}

func TestBadTextsAreRefused(t *testing.T) {
	d := newDesk(t, dbtest.SQLite(t))
	for name, c := range map[string]struct {
		body   string
		status int
		code   string
	}{
		"hidden character":    {`{"language":"ru","body":"Хлеб\u200b"}`, 422, "text_refused"},
		"bidi override":       {`{"language":"fa-AF","body":"\u202eنان"}`, 422, "text_refused"},
		"Uzbek, which script": {`{"language":"uz","body":"Non"}`, 422, "unknown_language"},
		"link of another age": {`{"language":"ru","body":"Хлеб","link":"javascript:alert(1)"}`, 422, "invalid_request"},
		"too long":            {`{"language":"ru","body":"` + strings.Repeat("х", 40000) + `"}`, 422, "too_long"},
	} {
		t.Run(name, func(t *testing.T) {
			d.planner.send(t, http.MethodPost, d.message+"/variants", c.body).is(t, c.status, c.code)
		})
	}
	text := `{"language":"uz-Cyrl","body":"Нон ва китоб"}`
	made := d.planner.send(t, http.MethodPost, d.message+"/variants", text)
	made.is(t, http.StatusCreated, "")
	d.planner.send(t, http.MethodPost, d.message+"/variants", text).is(t, http.StatusConflict, "already_exists")
	d.planner.send(t, http.MethodPut, made.header.Get("Location"), `{"body":"Нон"}`).is(t, http.StatusPreconditionRequired, "if_match_required")
	d.planner.send(t, http.MethodPut, made.header.Get("Location"), `{"body":"Нон"}`, "If-Match", `"9"`).is(t, http.StatusPreconditionFailed, "stale_version")
	d.planner.send(t, http.MethodPut, d.message+"/variants/ky", `{"body":"Нан"}`, "If-Match", `"1"`).is(t, http.StatusNotFound, "not_found")
	d.planner.send(t, http.MethodPost, d.message+"/archival", "").is(t, http.StatusOK, "")
	d.planner.send(t, http.MethodPut, made.header.Get("Location"), `{"body":"Нон"}`, "If-Match", `"1"`).is(t, http.StatusConflict, "wrong_state")
	d.planner.send(t, http.MethodPost, d.message+"/archival", "").is(t, http.StatusConflict, "wrong_state")
}

// What is wrong with a draft is told, whatever it is, with its place.
func TestDraftsAreLookedOver(t *testing.T) {
	d := newDesk(t, dbtest.SQLite(t))
	for name, c := range map[string]struct{ draft, want string }{
		"nothing":           {`{"language":"ky","title":"Кол өнөрүң","body":"Нан жана китеп"}`, ""},
		"hidden character":  {`{"language":"ru","body":"Хлеб\nи\u200b книги"}`, "/body invisible_character error 6+1 line 2"},
		"bidi override":     {`{"language":"fa-AF","title":"\u202eنان"}`, "/title bidi_control error 0+1 line 1"},
		"wrong script":      {`{"language":"tg-Cyrl","body":"Hunar dar dasti tust, dust"}`, "/body wrong_script warning 0+0 line 1"},
		"mixed script":      {`{"language":"ru","body":"Вoзьми"}`, "/body mixed_script warning 0+6 line 1"},
		"Arabic keyboard":   {`{"language":"fa-AF","body":"كتاب"}`, "/body stray_letter warning 0+1 line 1"},
		"named group":       {`{"language":"ru","body":"Мой брат ушёл в ИГИЛ"}`, "/body named_group warning 16+4 line 1"},
		"missing citation":  {`{"language":"uz-Cyrl","body":"Қуръонда айтилган"}`, "/body missing_citation warning 0+8 line 1"},
		"stigma":            {`{"language":"ru","title":"Исламский экстремизм"}`, "/title stigma warning 0+20 line 1"},
		"of another reader": {`{"language":"ru","back_translation":"Koran"}`, ""},
	} {
		t.Run(name, func(t *testing.T) {
			got := d.translator.send(t, http.MethodPost, d.message+"/lint", c.draft)
			got.is(t, http.StatusOK, "")
			var notes []string
			for _, each := range got.body["items"].([]any) {
				n := each.(map[string]any)
				notes = append(notes, fmt.Sprintf("%v %v %v %v+%v line %v", n["pointer"], n["code"], n["severity"], n["offset"], n["length"], n["line"]))
			}
			if strings.Join(notes, "; ") != c.want {
				t.Errorf("got %v, want %s", notes, c.want)
			}
		})
	}
	d.translator.send(t, http.MethodPost, d.message+"/lint", `{"language":"xx","body":"x"}`).is(t, http.StatusUnprocessableEntity, "unknown_language")
	d.translator.send(t, http.MethodPost, d.message+"/preview", `{"language":"uz","body":"x"}`).is(t, http.StatusUnprocessableEntity, "unknown_language")
	d.translator.send(t, http.MethodPost, d.message+"/preview", `{"language":"ru","body":"x","channel_ids":["1"]}`).is(t, http.StatusUnprocessableEntity, "invalid_request")
	d.translator.send(t, http.MethodPost, d.message+"/lint", `{"language":"ru","text":"x"}`).is(t, http.StatusBadRequest, "unreadable_request")
}

func TestLanguagesAreListed(t *testing.T) {
	d := newDesk(t, dbtest.SQLite(t))
	list := d.translator.send(t, http.MethodGet, "/api/v1/languages", "")
	list.is(t, http.StatusOK, "")
	if items := list.body["items"].([]any); len(items) < 50 || items[0].(map[string]any)["tag"] != "kk-Cyrl" {
		t.Errorf("got %v", items)
	}
}
