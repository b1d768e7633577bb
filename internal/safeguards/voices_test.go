package safeguards_test

import (
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"caravan/internal/dbtest"
	"caravan/internal/store"
	"caravan/models"
	"caravan/web/public"
)

// Nothing is put before anybody until it is said who speaks, who pays and what
// part the state has, and readers find all of it on a page of the campaign.
func TestS05ReadersKnowWhoSpeaks(t *testing.T) {
	asks(t)
	b := newBureau(t, here(t))
	whole := must(b.records.As(b.planner.Actor).Campaign(t.Context(), b.message.CampaignID))
	for field, empty := range map[string]func(*models.Plan){
		"/state_involvement": func(p *models.Plan) { p.StateInvolvement = "" },
		"/funders":           func(p *models.Plan) { p.Funders = []string{} },
		"/disclosure":        func(p *models.Plan) { p.Disclosure = "" },
	} {
		lacking := *whole
		empty(&lacking.Plan)
		if err := b.system().SaveCampaign(t.Context(), &lacking); err != nil {
			t.Fatal(err)
		}
		if refused := b.submits(t).is(t, http.StatusUnprocessableEntity, "incomplete"); !strings.Contains(refused.raw, field) {
			t.Errorf("without %s: %s", field, refused.raw)
		}
		whole.Version = lacking.Version
	}
	if err := b.system().SaveCampaign(t.Context(), whole); err != nil {
		t.Fatal(err)
	}
	b.submits(t).is(t, http.StatusCreated, "")

	r := newRoom(t, here(t), "keyed")
	r.comes(t, r.schedules(t, "2027-03-02T19:30", "", r.Channels[0]).delivery(t))
	id := r.Campaign.ID.String()
	page := about(t, r.world, "/p/"+r.Planner.Organization.Slug+"/about/"+id[len(id)-12:])
	for _, said := range []string{"Osh", "A fund in Bern", "Osh Media", "A state body approved"} {
		if !strings.Contains(page, said) {
			t.Errorf("readers are not told %s: %s", said, page)
		}
	}
}

// about reads a page of the public site.
func about(t *testing.T, w *world, path string) string {
	t.Helper()
	quiet := slog.New(slog.DiscardHandler)
	counter := public.NewCounter(w.records, public.Client(nil), func() time.Time { return w.now }, quiet)
	pages := httptest.NewServer(public.New(w.records, nil, counter, "https://caravan.example", quiet))
	defer pages.Close()
	request := must(http.NewRequestWithContext(t.Context(), http.MethodGet, pages.URL+path, nil))
	request.Header.Set("Accept-Language", "en")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	return string(must(io.ReadAll(response.Body)))
}

// Nothing leaves before each partner has confirmed who pays and what part the
// state has; another funder asks them anew, even at the moment of sending.
func TestS06PartnersKnowWhatIsBehindIt(t *testing.T) {
	asks(t)
	each(t, func(t *testing.T, w *world) {
		r := newRoom(t, w, "keyed")
		partner := w.person(t, w.found(t, "civil_society", "mothers").ID, models.Planner)
		r.planner.posts(t, "/campaigns/"+r.Campaign.ID.String()+"/partners", `{"organization":"nobody"}`).is(t, http.StatusUnprocessableEntity, "invalid_request")
		r.planner.posts(t, "/campaigns/"+r.Campaign.ID.String()+"/partners", `{"organization":"mothers"}`).is(t, http.StatusCreated, "")
		r.schedules(t, "2027-03-02T19:30", "", r.Channels[0]).is(t, http.StatusUnprocessableEntity, "partner_unconfirmed")
		if !partner.needs(t, "backings") {
			t.Error("the partner is not told that it is asked")
		}
		asked := partner.gets(t, "/partnerships").is(t, http.StatusOK, "").items()[0]
		confirmation, digest := "/partnerships/"+asked["id"].(string)+"/confirmation", asked["digest"].(string)
		r.planner.posts(t, confirmation, `{"digest":"`+digest+`"}`).is(t, http.StatusNotFound, "not_found")
		partner.posts(t, confirmation, `{"digest":"`+strings.Repeat("0", 64)+`"}`).is(t, http.StatusUnprocessableEntity, "digest_mismatch")
		partner.posts(t, confirmation, `{"digest":"`+digest+`"}`).is(t, http.StatusOK, "")
		if partner.needs(t, "backings") {
			t.Error("the partner has confirmed, and is still asked")
		}
		id := r.schedules(t, "2027-03-02T19:30", "", r.Channels[0]).delivery(t)
		later := r.schedules(t, "2027-03-02T20:30", "", r.Channels[0]).delivery(t)
		if d := r.comes(t, id); d.State != models.Published {
			t.Fatalf("confirmed, and %s: %s", d.State, d.Reason)
		}
		partner.confirms(t)
		r.planner.confirms(t)
		r.revise(t, `"funders":["A fund in Bern"]`, `"funders":["A ministry abroad"]`)
		if d := r.comes(t, later); d.State == models.Published || len(w.platform.Accepted()) != 1 {
			t.Errorf("%s, though the partner does not know of the ministry", d.State)
		}
	})
}

// One organisation speaks with one voice on a platform in a language: a second
// account says publicly why it is there, and does not repeat the first.
func TestS07OneVoiceIsNotMany(t *testing.T) {
	asks(t)
	w := here(t)
	r := newRoom(t, w, "keyed", "keyed")
	admin := w.person(t, r.Planner.OrganizationID, models.Admin)
	account := `{"platform":"keyed","name":"Osh","handle":"osh","countries":["KG"],"languages":["ru"],"zone":"Asia/Bishkek","quiet":{"from":"","to":""},"per_minute":0,"disclosure":"","reason":"","credentials":{}}`
	admin.posts(t, "/channels", account).is(t, http.StatusUnprocessableEntity, "second_account")
	admin.posts(t, "/channels", strings.Replace(account, `"reason":""`, `"reason":"For parents, said so in its profile"`, 1)).is(t, http.StatusCreated, "")
	r.schedules(t, "2027-03-02T19:30", "", r.Channels...).is(t, http.StatusUnprocessableEntity, "same_text_elsewhere")
	r.schedules(t, "2027-03-02T19:30", "", r.Channels[0]).is(t, http.StatusCreated, "")
	r.schedules(t, "2027-03-03T19:29", "", r.Channels[1]).is(t, http.StatusUnprocessableEntity, "same_text_elsewhere")
	r.schedules(t, "2027-03-03T19:30", "", r.Channels[1]).is(t, http.StatusCreated, "")
	r.Illustrate(t, w.records, []models.MediaFile{models.NewMediaFile(models.Digest(strings.Repeat("a", 64)), "image/png", 1, 1, 1)}, models.MediaFacts{Machine: true})
	for language, says := range map[string]string{"ru": "искусственным интеллектом", "fa-AF": "هوش مصنوعی"} {
		if r := r.Version.Text(language).Render("Osh Media", 0); !strings.Contains(r.Disclosure, says) {
			t.Errorf("a machine made the picture, and it says only %q", r.Disclosure)
		}
	}
	r.planner.posts(t, "/messengers", `{"is_persona":true}`).is(t, http.StatusUnprocessableEntity, "forbidden_field")
}

// Reach that is bought, and people who are paid to speak, say who pays.
func TestS09PaidReachSaysWhoPays(t *testing.T) {
	asks(t)
	w := here(t)
	r := newRoom(t, w, "keyed")
	r.schedules(t, "2027-03-02T19:30", "paid", r.Channels[0]).is(t, http.StatusUnprocessableEntity, "payer_undisclosed")
	organic := r.schedules(t, "2027-03-02T20:30", "organic", r.Channels[0]).delivery(t)
	r.Messenger.Paid = true
	if err := w.records.As(r.Planner).SaveMessenger(t.Context(), r.Messenger); err != nil {
		t.Fatal(err)
	}
	r.schedules(t, "2027-03-02T21:30", "organic", r.Channels[0]).is(t, http.StatusUnprocessableEntity, "payer_undisclosed")
	if d := r.comes(t, organic); d.State == models.Published {
		t.Error("somebody is paid to speak, and it left without saying so")
	}
	r.planner.confirms(t)
	r.revise(t, `"funders":["A fund in Bern"]`, `"funders":["Osh Media"]`)
	if d := r.comes(t, r.schedules(t, "2027-03-02T21:30", "paid", r.Channels[0]).delivery(t)); d.State != models.Published || d.Traffic != "paid" {
		t.Errorf("%s, %s", d.State, d.Traffic)
	}
	for line, says := range map[string]bool{"Osh Media": true, "Оплачено фондом": true, "تمویل شده": true, "Paid for by a fund": true, "Ош": false, "": false} {
		c := models.Campaign{Plan: models.Plan{Funders: []string{"Osh Media"}}}
		if c.SaysWhoPays(line) != says {
			t.Errorf("%q says who pays: %t", line, !says)
		}
	}
}

// A consent that is taken back cancels what waits and takes down what is live,
// at once, and the trail says so. It is asked once more at the moment of sending.
func TestS13ConsentIsAskedToTheLast(t *testing.T) {
	asks(t)
	each(t, func(t *testing.T, w *world) {
		r := newRoom(t, w, "keyed")
		live, waiting := r.schedules(t, "2027-03-02T19:30", "", r.Channels[0]).delivery(t), r.schedules(t, "2027-03-03T19:30", "", r.Channels[0]).delivery(t)
		if d := r.comes(t, live); d.State != models.Published {
			t.Fatalf("%s: %s", d.State, d.Reason)
		}
		r.planner.confirms(t)
		r.planner.posts(t, "/messengers/"+r.Messenger.ID.String()+"/consents/"+r.Consent.ID.String()+"/ending", `{"reason":"They asked"}`).is(t, http.StatusOK, "")
		if d := r.reads(t, waiting); d.State != models.Cancelled {
			t.Errorf("what waited is %s", d.State)
		}
		if d := r.reads(t, live); d.State != models.TakedownPending && d.State != models.TakenDown {
			t.Errorf("what is live is %s", d.State)
		}
		if !recorded(t, w, "consent.ended") {
			t.Error("the trail does not say so")
		}
	})
	dbtest.Each(t, func(t *testing.T, records *store.Store) { // where the consent goes behind the program's back
		r := newRoom(t, newWorld(t, records), "keyed")
		id := r.schedules(t, "2027-03-02T19:30", "", r.Channels[0]).delivery(t)
		r.Consent.WithdrawnAt = &r.now
		if err := r.system().SaveConsent(t.Context(), r.Consent); err != nil {
			t.Fatal(err)
		}
		if d := r.comes(t, id); d.State == models.Published || len(r.platform.Accepted()) > 0 {
			t.Errorf("it left, and is %s", d.State)
		}
	})
}

// recorded reports whether the audit trail has an action.
func recorded(t *testing.T, w *world, action string) bool {
	t.Helper()
	for _, entry := range must(w.system().Trail(t.Context(), 1000)) {
		if entry.Action == action {
			return true
		}
	}
	return false
}

// Nobody is exposed on a judgement that is over, that one person alone made
// where the danger is greatest, or that leaves out whom they speak beside.
func TestS15DangerIsJudgedBefore(t *testing.T) {
	asks(t)
	each(t, func(t *testing.T, w *world) {
		b := newBureau(t, w)
		scope := w.records.As(b.planner.Actor)
		speaker := must(scope.Messenger(t.Context(), b.message.MessengerID))
		path := "/messengers/" + speaker.ID.String() + "/risk_assessments"
		judged := `{"level":"high","mitigations":"No face","reviewers":["a"],"together":false,"valid_until":"2027-09-01T00:00:00Z"}`
		two := strings.Replace(judged, `["a"]`, `["a","b"]`, 1)

		speaker.Type, speaker.LabelEndsOn, speaker.SupportContact = "former_extremist", "2028-01-01", "A colleague"
		if err := scope.SaveMessenger(t.Context(), speaker); err != nil {
			t.Fatal(err)
		}
		b.planner.posts(t, path, judged).is(t, http.StatusConflict, "second_person_required")
		b.submits(t).is(t, http.StatusUnprocessableEntity, "risk_expired") // one person judged before
		b.planner.posts(t, path, two).is(t, http.StatusCreated, "")
		first, _ := b.submits(t).submitted(t)
		b.planner.posts(t, first+"/withdrawal", "").is(t, http.StatusOK, "")

		hurt := must(models.NewMessenger(models.MessengerProfile{Pseudonym: "Wide Field", Type: "victim_survivor", SupportContact: "A doctor"}, b.planner.Actor, w.now))
		campaign := must(scope.Campaign(t.Context(), b.message.CampaignID))
		beside := must(models.NewMessage(campaign, models.Brief{
			Title: "Salt", Type: models.AlternativeNarrative, Approach: models.Positive, Components: []string{"belonging"}, MessengerID: hurt.ID, SourceLanguage: "ru",
		}, b.planner.Actor, w.now))
		if err := scope.CreateMessenger(t.Context(), hurt); err != nil {
			t.Fatal(err)
		}
		if err := scope.CreateMessage(t.Context(), beside); err != nil {
			t.Fatal(err)
		}
		b.submits(t).is(t, http.StatusUnprocessableEntity, "meeting_unjudged")
		b.planner.posts(t, path, strings.Replace(two, `"together":false`, `"together":true`, 1)).is(t, http.StatusCreated, "")
		b.submits(t).is(t, http.StatusCreated, "")

		w.now = time.Date(2027, 9, 2, 0, 0, 0, 0, time.UTC)
		b.planner.confirms(t)
		late := &models.RiskAssessment{Reviewers: []string{"a", "b"}, Together: true, ValidUntil: w.now}
		if err := late.Suffices(speaker, nil, "KG", w.now); err == nil {
			t.Error("what is over still counts")
		}
	})
	t.Run("expired at the moment of sending", func(t *testing.T) {
		r := newRoom(t, here(t), "keyed")
		id := r.schedules(t, "2027-03-02T19:30", "", r.Channels[0]).delivery(t)
		if err := r.system().CreateRisk(t.Context(), &models.RiskAssessment{
			ID: models.NewID[models.RiskAssessment](), OrganizationID: r.Planner.OrganizationID, MessengerID: r.Messenger.ID, Level: "low", Reviewers: []string{"a"},
			ValidUntil: r.now, CreatedAt: r.now,
		}); err != nil {
			t.Fatal(err)
		}
		if d := r.comes(t, id); d.State == models.Published {
			t.Error("it left")
		}
	})
}
