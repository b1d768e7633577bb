package safeguards_test

import (
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"caravan/models"
)

// Who is under 18 speaks with a guardian's consent, without a face, and of no
// trauma; also when somebody only learns later how old they are.
func TestS16ChildrenAreProtected(t *testing.T) {
	asks(t)
	each(t, func(t *testing.T, w *world) {
		r := newRoom(t, w, "keyed")
		child := `{"pseudonym":"Small Brook","type":"youth_peer","languages":["ru"],"minor":true,"face_blur":true}`
		r.planner.posts(t, "/messengers", strings.Replace(child, `"face_blur":true`, `"face_blur":false`, 1)).is(t, http.StatusUnprocessableEntity, "invalid_request")
		path := r.planner.posts(t, "/messengers", child).is(t, http.StatusCreated, "").path()
		consent := `{"language":"ru","given_on":"2027-02-01","countries":["KG"],"expires_at":"2027-12-01T00:00:00Z","guardian":true,"face":false}`
		r.planner.posts(t, path+"/consents", strings.Replace(consent, `"guardian":true`, `"guardian":false`, 1)).is(t, http.StatusUnprocessableEntity, "invalid_request")
		r.planner.posts(t, path+"/consents", strings.Replace(consent, `"face":false`, `"face":true`, 1)).is(t, http.StatusUnprocessableEntity, "invalid_request")
		r.planner.posts(t, path+"/consents", consent).is(t, http.StatusCreated, "")
		brief := `{"campaign_id":"` + r.Campaign.ID.String() + `","title":"What happened","type":"alternative_narrative","approach":"positive","components":["belonging"],` +
			`"genre":"testimony_victim","source_language":"ru","messenger_id":"` + strings.TrimPrefix(path, "/messengers/") + `"}`
		r.planner.posts(t, "/messages", brief).is(t, http.StatusUnprocessableEntity, "child_protected")
		r.planner.posts(t, "/messages", strings.Replace(brief, "testimony_victim", "drama", 1)).is(t, http.StatusCreated, "")

		id := r.schedules(t, "2027-03-02T19:30", "", r.Channels[0]).delivery(t)
		r.Messenger.Minor, r.Messenger.FaceBlur = true, true // their consent is without a guardian
		if err := w.records.As(r.Planner).SaveMessenger(t.Context(), r.Messenger); err != nil {
			t.Fatal(err)
		}
		if d := r.comes(t, id); d.State == models.Published || len(w.platform.Accepted()) != 0 {
			t.Errorf("%s, though a child speaks without a guardian", d.State)
		}
	})
}

// Nobody is asked to approve what says nothing about women and men, and for a
// woman who speaks in Afghanistan the danger is high unless reasons are given.
func TestS17WomenAndMenAreThoughtOf(t *testing.T) {
	asks(t)
	w := here(t)
	b := newBureau(t, w)
	campaign := must(w.system().Campaign(t.Context(), b.message.CampaignID))
	campaign.GenderAnalysis = ""
	if err := w.records.As(b.planner.Actor).SaveCampaign(t.Context(), campaign); err != nil {
		t.Fatal(err)
	}
	if refused := b.submits(t).is(t, http.StatusUnprocessableEntity, "incomplete"); !strings.Contains(refused.raw, "/gender_analysis") {
		t.Errorf("got %s", refused.raw)
	}
	woman := &models.Messenger{MessengerProfile: models.MessengerProfile{Type: "woman_leader"}}
	kabul := []models.Consent{{Countries: []string{"AF"}, ExpiresAt: w.now.AddDate(1, 0, 0)}}
	judged := models.RiskAssessment{Reviewers: []string{"a", "b"}, ValidUntil: w.now.AddDate(0, 1, 0), Mitigations: "She speaks from abroad."}
	if risk, err := woman.Assess(judged, kabul, w.now); err != nil || risk.Level != "high" {
		t.Errorf("by default: %+v, %v", risk, err)
	}
	judged.Level, judged.Mitigations = "low", ""
	if _, err := woman.Assess(judged, kabul, w.now); err == nil {
		t.Error("it is low, and nobody says why")
	}
}

// Two people look for harm, and when their word is over nothing leaves: those
// who planned it are told, and it goes on when they have looked again.
func TestS18HarmIsLookedForAgain(t *testing.T) {
	asks(t)
	each(t, func(t *testing.T, w *world) {
		review := models.HarmReview{Dividers: "d", Connectors: "c", Harms: "h", Mitigations: "m", Reviewers: []string{"Aigul", " aigul"}, ValidUntil: "2027-12-31"}
		for field, lacking := range map[string]func(r *models.HarmReview){
			"/harm_review/dividers": func(r *models.HarmReview) { r.Dividers = "" }, "/harm_review/connectors": func(r *models.HarmReview) { r.Connectors = "" },
			"/harm_review/harms": func(r *models.HarmReview) { r.Harms = "" }, "/harm_review/mitigations": func(r *models.HarmReview) { r.Mitigations = "" },
			"/harm_review/reviewers": func(*models.HarmReview) {}, "/harm_review/valid_until": func(r *models.HarmReview) { r.ValidUntil = "2027-02-28" },
		} {
			c := models.Campaign{Plan: models.Plan{HarmReview: review}}
			lacking(&c.HarmReview)
			if !slices.ContainsFunc(c.Gaps(&models.Organization{}, w.now), func(g models.Gap) bool { return g.Pointer == field }) {
				t.Errorf("%s is not missed", field)
			}
		}
		r := newRoom(t, w, "keyed")
		r.revise(t, string(r.Campaign.HarmReview.ValidUntil), "2027-03-05")
		r.Campaign = must(w.system().Campaign(t.Context(), r.Campaign.ID))
		id := r.schedules(t, "2027-03-10T19:30", "", r.Channels[0]).delivery(t)
		if part := r.Campaign.Country("KG"); part.Settle(true, []models.SubmissionState{models.Approved}) {
			if err := w.records.As(r.Planner).SaveCampaignCountry(t.Context(), part); err != nil {
				t.Fatal(err)
			}
		}
		if d := r.comes(t, id); d.State != models.Planned || d.Reason != "harm_review_over" || len(w.platform.Accepted()) != 0 {
			t.Fatalf("%s: %s", d.State, d.Reason)
		}
		r.planner.confirms(t)
		if !r.planner.needs(t, "harm_reviews") {
			t.Error("nobody is told")
		}
		r.revise(t, "2027-03-05", "2027-09-01")
		r.schedules(t, "2027-03-11T19:30", "", r.Channels[0]).is(t, http.StatusCreated, "")
	})
}

// Where people can answer, somebody answers them in their language, or nothing
// is said; also when the moderators leave after it was scheduled.
func TestS19SomebodyAnswers(t *testing.T) {
	asks(t)
	w := here(t)
	r := newRoom(t, w, "keyed")
	id := r.schedules(t, "2027-03-02T19:30", "", r.Channels[0]).delivery(t)
	r.revise(t, `"languages":["ru","fa-AF"]`, `"languages":["fa-AF"]`)
	r.schedules(t, "2027-03-02T20:30", "", r.Channels[0]).is(t, http.StatusUnprocessableEntity, "no_moderator")
	if d := r.comes(t, id); d.State == models.Published || len(w.platform.Accepted()) != 0 {
		t.Errorf("%s, and nobody answers in Russian", d.State)
	}
	r.planner.confirms(t)
	r.Channels[0].CommentsOff = true
	if err := w.records.As(r.Planner).SaveChannel(t.Context(), r.Channels[0]); err != nil {
		t.Fatal(err)
	}
	r.schedules(t, "2027-03-03T19:30", "", r.Channels[0]).is(t, http.StatusCreated, "")
}

// No public text leads to the media of extremists, and a counter-narrative that
// begins with the claim is flagged to its writer.
func TestS22ClaimsAreNotCarriedOn(t *testing.T) {
	asks(t)
	b := newBureau(t, here(t))
	path := "/messages/" + b.message.ID.String() + "/variants"
	for _, text := range []string{
		`{"language":"ky","title":"t","body":"See https://amaq-news.example/1","link":""}`, `{"language":"ky","title":"t","body":"b","link":"https://host.example/voiceofkhorasan"}`,
	} {
		b.planner.posts(t, path, text).is(t, http.StatusUnprocessableEntity, "dangerous_link")
	}
	b.planner.posts(t, path, `{"language":"ky","title":"t","body":"See https://school.example/1","link":""}`).is(t, http.StatusCreated, "")
	counter, flagged := models.Brief{Type: models.CounterNarrative}, func(b models.Brief, title, body string) bool {
		notes := b.Lint(models.Text{Language: "ru", Title: title, Body: body})
		return slices.ContainsFunc(notes, func(n models.Note) bool { return n.Code == models.NoteRepeatsClaim })
	}
	if !flagged(counter, "Это ли джихад?", "Нет.") || !flagged(counter, "Спроси", "Халифат ждёт. Нет.") || flagged(counter, "Спроси", "Дом ждёт. Халифат обманул.") {
		t.Error("claims are flagged where they come first, and only there")
	}
}

// Before a text is repeated, people of the audience are asked about it in its
// language; where they were not, the evaluation says why.
func TestS23PeopleAreAskedBefore(t *testing.T) {
	asks(t)
	w := here(t)
	r := newRoom(t, w, "keyed")
	repeated := `{"version_id":"` + r.Version.ID.String() + `","channel_ids":["` + r.Channels[0].ID.String() + `"],"languages":["ru"],"country":"","start":{"local":"2027-03-02T19:30",` +
		`"zone":"Asia/Bishkek"},"repeat":{"weekdays":["tue"],"weeks":3},"window_minutes":0,"traffic":"","move_quiet":false}`
	waiver := `{"held_on":"","language":"ru","people":0,"result":"","waiver":"w"}`
	r.revise(t, waiver+",", "")
	r.planner.posts(t, "/deliveries", repeated).is(t, http.StatusUnprocessableEntity, "pretest_missing")
	r.schedules(t, "2027-03-02T18:30", "", r.Channels[0]).is(t, http.StatusCreated, "")
	r.revise(t, `"pretests":[`, `"pretests":[`+strings.Replace(waiver, `"w"`, `"Nobody could be met"`, 1)+",")
	r.planner.posts(t, "/deliveries", repeated).is(t, http.StatusCreated, "")
	if err := w.desks.Evaluation.Seed(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	evaluator := w.person(t, r.Planner.OrganizationID, models.Evaluator)
	if read := evaluator.gets(t, "/campaigns/"+r.Campaign.ID.String()+"/reach").is(t, http.StatusOK, ""); !strings.Contains(read.raw, "Nobody could be met") {
		t.Errorf("the evaluation does not say it: %s", read.raw)
	}
}

// A ministry that agrees says whether it plans anything that would contradict
// the message, and what; and everything that waits can be paused at once.
func TestS24WordsAgreeWithDeeds(t *testing.T) {
	asks(t)
	each(t, func(t *testing.T, w *world) {
		b := newBureau(t, w)
		path, digest := b.submits(t).submitted(t)
		word := `{"kind":"approve","digest":"` + digest + `"}`
		b.first.posts(t, path+"/decisions", word).is(t, http.StatusUnprocessableEntity, "state_action_required")
		b.first.posts(t, path+"/decisions", with(word, `"state_action":"planned"`)).is(t, http.StatusUnprocessableEntity, "reason_required")
		b.first.posts(t, path+"/decisions", with(word, `"state_action":"planned","comment":"Checks at the bazaar on 5 March"`)).is(t, http.StatusCreated, "")
		if read := b.planner.gets(t, path+"/decisions").is(t, http.StatusOK, ""); !strings.Contains(read.raw, `"state_action":"planned"`) {
			t.Errorf("the organisation is not told: %s", read.raw)
		}

		r := newRoom(t, here(t), "keyed") // where only its own commission is asked
		var waiting []models.ID[models.Delivery]
		for _, hour := range []string{"18:30", "19:30", "20:30"} {
			waiting = append(waiting, r.schedules(t, "2027-03-02T"+hour, "", r.Channels[0]).delivery(t))
		}
		r.planner.posts(t, "/holds", `{"scope":"campaign","scope_id":"`+r.Campaign.ID.String()+`","reason":"Checks at the bazaar"}`).is(t, http.StatusCreated, "")
		for _, id := range waiting {
			if d := r.comes(t, id); d.State == models.Published {
				t.Errorf("%s left", d.Local)
			}
		}
		if len(r.platform.Accepted()) != 0 {
			t.Errorf("%d left though all is paused", len(r.platform.Accepted()))
		}
	})
}

// What was allowed when it was scheduled is asked for again when it is sent, and
// what people turn against is stopped by the program.
func TestS25NothingLeavesOnAnOldWord(t *testing.T) {
	asks(t)
	t.Run("backlash", backlashStopsItsCampaignAlone)
	each(t, func(t *testing.T, w *world) {
		for name, withdraw := range map[string]func(r *room){
			"consent": func(r *room) {
				must(r.desks.Planning.EndConsent(t.Context(), r.Planner, r.Messenger.ID, r.Consent.ID, ""))
			},
			"approval": func(r *room) {
				sub := must(w.records.As(r.Planner).SubmissionsOf(t.Context(), r.Message.ID))[0]
				must(r.desks.Approval.Withdraw(t.Context(), r.Planner, sub.ID))
			},
			"country":  func(r *room) { r.stops(t, "country", "KG") },
			"platform": func(r *room) { r.stops(t, "platform", "keyed") },
		} {
			r := newRoom(t, newWorld(t, w.records), "keyed")
			id := r.schedules(t, "2027-03-02T19:30", "", r.Channels[0]).delivery(t)
			withdraw(r)
			for range 2 {
				if d := r.comes(t, id); d.State == models.Published || len(r.platform.Accepted()) != 0 {
					t.Errorf("%s: it left, %s", name, d.State)
				}
				r.now = r.now.Add(time.Minute)
			}
		}
	})
}

func (r *room) stops(t *testing.T, scope, id string) {
	t.Helper()
	r.planner.posts(t, "/holds", `{"scope":"`+scope+`","scope_id":"`+id+`","reason":"Unrest"}`).is(t, http.StatusCreated, "")
}

// A ministry sees nothing before it is submitted, nothing that was taken back,
// and changes no text.
func TestS30RefusalIsSafe(t *testing.T) {
	asks(t)
	each(t, func(t *testing.T, w *world) {
		b := newBureau(t, w)
		message := "/messages/" + b.message.ID.String()
		for _, path := range []string{"/campaigns", "/campaigns/" + b.message.CampaignID.String(), message, message + "/variants", "/versions/" + b.version.ID.String()} {
			b.first.gets(t, path).is(t, http.StatusForbidden, "forbidden")
		}
		if seen := b.first.gets(t, "/submissions").is(t, http.StatusOK, ""); len(seen.items()) != 0 {
			t.Errorf("a draft is seen: %s", seen.raw)
		}
		path, _ := b.submits(t).submitted(t)
		b.first.gets(t, path+"/dossier").is(t, http.StatusOK, "")
		b.first.sends(t, http.MethodPut, message+"/variants/ru", `{"title":"t","body":"b"}`, "If-Match", `"1"`).is(t, http.StatusForbidden, "forbidden")
		b.planner.posts(t, path+"/withdrawal", "").is(t, http.StatusOK, "")
		b.first.gets(t, path).is(t, http.StatusNotFound, "not_found")
		b.first.gets(t, path+"/dossier").is(t, http.StatusNotFound, "not_found")
		if seen := b.first.gets(t, "/submissions").is(t, http.StatusOK, ""); len(seen.items()) != 0 {
			t.Errorf("what was taken back is seen: %s", seen.raw)
		}
	})
}

// There is no way to talk to one person, to find out who somebody is, to read
// closed groups, or to list words for people: neither a route nor a field.
func TestS31WhatItIsNotForIsNotThere(t *testing.T) {
	asks(t)
	planner := here(t)
	speaks := contract(t, planner.person(t, planner.found(t, "media_ngo", "osh").ID, models.Planner))
	beyond := regexp.MustCompile(`(?i)(conversation|chat|direct_message|reply|replies|inbox|scrape|crawl|group_members|keyword|watch_?list|deanonymi|identify|lookup_person|face_match)`)
	for path, item := range speaks.Paths.Map() {
		for method, operation := range item.Operations() {
			if beyond.MatchString(path + " " + operation.OperationID) {
				t.Errorf("%s %s", method, path)
			}
		}
	}
	for _, name := range columns(t) {
		if beyond.MatchString(name) {
			t.Errorf("a column %s", name)
		}
	}
}
