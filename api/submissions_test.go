package api_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"caravan/internal/approval"
	"caravan/internal/dbtest"
	"caravan/internal/store"
	"caravan/models"
)

// A bureau is an organisation with a reviewed version, and a ministry of two
// that it will be put before.
type bureau struct {
	planner, reviewer, first, second *client
	message                          *models.Message
	channel                          *models.Channel
	version                          *models.MessageVersion
	desk                             *approval.Desk
	records                          *store.Store
	server                           *httptest.Server
}

// who returns the person that a client is signed in as.
func who(t *testing.T, records *store.Store, c *client) models.Actor {
	t.Helper()
	id, _ := c.send(t, http.MethodGet, "/api/v1/me", "").body["user_id"].(string)
	actor, err := records.As(models.System("test")).Actor(t.Context(), models.MustID[models.User](id), c.organization)
	if err != nil {
		t.Fatal(err)
	}
	return actor
}

func newBureau(t *testing.T, records *store.Store) *bureau {
	t.Helper()
	return newBureauAt(t, records, serve(t, records))
}

func newBureauAt(t *testing.T, records *store.Store, server *httptest.Server) *bureau {
	t.Helper()
	b := &bureau{records: records, server: server, desk: &approval.Desk{Store: records, Now: func() time.Time { return noon }}}
	b.planner = signIn(t, records, server, "osh", models.Planner)
	b.reviewer = join(t, records, server, b.planner.organization, "reviewer@example.org", models.Reviewer)
	b.first = signIn(t, records, server, "bishkek", models.Approver)
	b.second = join(t, records, server, b.first.organization, "second@example.org", models.Approver)
	b.message, b.channel = dbtest.Draft(t, records.As(who(t, records, b.planner)), b.first.organization, 2)
	b.freeze(t)
	return b
}

// freeze edits the text, makes the next version and lets the reviewer pass it.
func (b *bureau) freeze(t *testing.T) {
	t.Helper()
	scope := b.records.As(who(t, b.records, b.planner))
	text, err := scope.Variant(t.Context(), b.message.ID, "ru")
	if err != nil {
		t.Fatal(err)
	}
	text.Body += " и соль"
	if err := scope.SaveVariant(t.Context(), text); err != nil {
		t.Fatal(err)
	}
	if b.version, err = b.desk.Freeze(t.Context(), who(t, b.records, b.planner), b.message.ID); err != nil {
		t.Fatal(err)
	}
	if _, err = b.desk.Review(t.Context(), who(t, b.records, b.reviewer), b.version.ID, b.version.Digest); err != nil {
		t.Fatal(err)
	}
}

func (b *bureau) request() string {
	return fmt.Sprintf(`{"version_id":%q,"countries":["KG"],"channel_ids":[%q],"period":{"from":"2027-03-02","to":"2027-03-31","zone":"Asia/Bishkek"}}`,
		b.version.ID, b.channel.ID)
}

// submit submits and returns where the submission is, and its digest.
func (b *bureau) submit(t *testing.T) (path, digest string) {
	t.Helper()
	made := b.planner.send(t, http.MethodPost, "/api/v1/submissions", b.request(), "Idempotency-Key", b.version.ID.String())
	made.is(t, http.StatusCreated, "")
	item := made.body["items"].([]any)[0].(map[string]any)
	return "/api/v1/submissions/" + item["id"].(string), item["digest"].(string)
}

var keys int

// decide sends a decision under a key of its own.
func (c *client) decide(t *testing.T, path, body string) answer {
	t.Helper()
	keys++
	return c.send(t, http.MethodPost, path+"/decisions", body, "Idempotency-Key", fmt.Sprintf("decision-%d", keys))
}

func approve(digest string) string {
	return `{"kind":"approve","state_action":"none_known","digest":"` + digest + `"}`
}

// Two of the ministry read one dossier and approve what it shows; the bytes
// that would be published are the ones shown.
func TestSubmissionIsReadAndApproved(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, records *store.Store) {
		b := newBureau(t, records)
		path, digest := b.submit(t)
		dossier := b.first.send(t, http.MethodGet, path+"/dossier", "")
		dossier.is(t, http.StatusOK, "")
		var read struct {
			Intact   bool
			Previews []struct {
				Rendering models.Rendering
				Digest    models.Digest
			}
			Submission struct{ Barred string }
		}
		remarshal(t, dossier.body, &read)
		if !read.Intact || read.Submission.Barred != "" || len(read.Previews) != 2 {
			t.Fatalf("got %+v", read)
		}
		b.planner.decide(t, path, approve(digest)).is(t, http.StatusForbidden, "forbidden")
		if got := b.first.decide(t, path, approve(digest)); got.body["state"] != "under_review" || got.body["agreed"] != 1.0 {
			t.Fatalf("one of two: %v", got.body)
		}
		if got := b.first.decide(t, path, approve(digest)); got.body["agreed"] != 1.0 {
			t.Fatalf("one person counts once: %v", got.body)
		}
		if got := b.second.decide(t, path, approve(digest)); got.body["state"] != "approved" {
			t.Fatalf("two of two: %v", got.body)
		}
		stored, err := records.As(who(t, records, b.planner)).Submission(t.Context(), idIn[models.Submission](path))
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range read.Previews {
			if again, _ := p.Rendering.Digest(); again != p.Digest || stored.Authorizes(b.channel.ID, again, "2027-03-05", noon) != nil {
				t.Errorf("what was shown in %s is not what may leave", p.Rendering.Language)
			}
		}
		if got := b.planner.send(t, http.MethodGet, path+"/decisions", ""); len(got.body["items"].([]any)) != 2 {
			t.Errorf("got %v", got.body)
		}
	})
}

func remarshal(t *testing.T, from, to any) {
	t.Helper()
	text, err := json.Marshal(from)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, to); err != nil {
		t.Fatal(err)
	}
}

func idIn[T any](path string) models.ID[T] {
	return models.MustID[T](path[strings.LastIndex(path, "/")+1:])
}

// An edit makes what was approved void, and the digest that was read stale.
func TestEditVoidsWhatWasSubmitted(t *testing.T) {
	records := dbtest.SQLite(t)
	b := newBureau(t, records)
	path, digest := b.submit(t)
	b.freeze(t)
	b.first.decide(t, path, approve(digest)).is(t, http.StatusConflict, "wrong_state")
	again, fresh := b.submit(t)
	if fresh == digest {
		t.Error("two versions have one digest")
	}
	b.first.decide(t, again, approve(digest)).is(t, http.StatusUnprocessableEntity, "digest_mismatch")
	dossier := b.first.send(t, http.MethodGet, again+"/dossier", "")
	if earlier, _ := dossier.body["earlier"].(map[string]any); earlier["number"] != "1" {
		t.Errorf("the earlier version is not shown: %v", dossier.body["earlier"])
	}
}

func TestDecisionsThatAreRefused(t *testing.T) {
	records := dbtest.SQLite(t)
	b := newBureau(t, records)
	path, digest := b.submit(t)
	for name, c := range map[string]struct {
		body   string
		status int
		code   string
	}{
		"stale digest":           {approve(strings.Repeat("0", 64)), 422, "digest_mismatch"},
		"no digest":              {`{"kind":"approve"}`, 422, "invalid_request"},
		"unknown kind":           {`{"kind":"bless","digest":"` + digest + `"}`, 422, "invalid_request"},
		"refusal without ground": {`{"kind":"refuse","digest":"` + digest + `","comment":"No."}`, 422, "ground_required"},
		"unknown ground":         {`{"kind":"refuse","digest":"` + digest + `","ground":"taste","legal_basis":"x","comment":"No."}`, 422, "invalid_request"},
		"return without a word":  {`{"kind":"return","digest":"` + digest + `"}`, 422, "reason_required"},
		"conditions not said":    {`{"kind":"approve_with_conditions","state_action":"none_known","digest":"` + digest + `"}`, 422, "reason_required"},
	} {
		t.Run(name, func(t *testing.T) { b.first.decide(t, path, c.body).is(t, c.status, c.code) })
	}
	b.first.send(t, http.MethodPost, path+"/decisions", approve(digest)).is(t, http.StatusBadRequest, "idempotency_key_required")
	got := b.first.decide(t, path, `{"kind":"return","digest":"`+digest+`","comment":"Say who pays."}`)
	got.is(t, http.StatusCreated, "")
	b.second.decide(t, path, approve(digest)).is(t, http.StatusConflict, "wrong_state")
}

// Who edited the text cannot approve it, though they serve the ministry too.
func TestEditorsNeverApprove(t *testing.T) {
	records := dbtest.SQLite(t)
	b := newBureau(t, records)
	b.message.Touch(who(t, records, b.second), noon)
	if err := records.As(who(t, records, b.planner)).SaveMessage(t.Context(), b.message); err != nil {
		t.Fatal(err)
	}
	b.freeze(t)
	path, digest := b.submit(t)
	if got := b.second.send(t, http.MethodGet, path, ""); got.body["barred"] != "four_eyes_author" {
		t.Errorf("got %v", got.body)
	}
	b.second.decide(t, path, approve(digest)).is(t, http.StatusUnprocessableEntity, "four_eyes_author")
}

func TestSubmissionsThatAreRefused(t *testing.T) {
	records := dbtest.SQLite(t)
	b := newBureau(t, records)
	for name, c := range map[string]struct {
		from, to string
		status   int
		code     string
	}{
		"country of no channel":  {`["KG"]`, `["KG","TJ"]`, 422, "wrong_country"},
		"no country":             {`["KG"]`, `[]`, 422, "invalid_request"},
		"channel of nobody":      {b.channel.ID.String(), models.NewID[models.Channel]().String(), 422, "channel_unsuitable"},
		"version of nobody":      {b.version.ID.String(), models.NewID[models.MessageVersion]().String(), 404, "not_found"},
		"period that is over":    {`"from":"2027-03-02","to":"2027-03-31"`, `"from":"2027-01-02","to":"2027-01-31"`, 422, "in_the_past"},
		"period without a zone":  {`Asia/Bishkek`, `Moon/Tranquility`, 422, "invalid_time"},
		"malformed id of a part": {b.version.ID.String(), "7", 422, "invalid_request"},
	} {
		t.Run(name, func(t *testing.T) {
			body := strings.Replace(b.request(), c.from, c.to, 1)
			b.planner.send(t, http.MethodPost, "/api/v1/submissions", body, "Idempotency-Key", name).is(t, c.status, c.code)
		})
	}
	list := b.first.send(t, http.MethodGet, "/api/v1/submissions", "")
	if items, _ := list.body["items"].([]any); len(items) != 0 {
		t.Errorf("something was submitted: %v", items)
	}
}

func TestWithdrawnSubmissionIsNoLongerSeen(t *testing.T) {
	records := dbtest.SQLite(t)
	b := newBureau(t, records)
	path, _ := b.submit(t)
	b.first.send(t, http.MethodPost, path+"/withdrawal", "").is(t, http.StatusForbidden, "forbidden")
	if got := b.planner.send(t, http.MethodPost, path+"/withdrawal", ""); got.body["void_reason"] != "withdrawn" {
		t.Fatalf("got %v", got.body)
	}
	b.first.send(t, http.MethodGet, path, "").is(t, http.StatusNotFound, "not_found")
	b.planner.send(t, http.MethodPost, path+"/withdrawal", "").is(t, http.StatusConflict, "wrong_state")
}

// The queue is read page by page in the order of its clocks.
func TestQueueIsPagedByClock(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, records *store.Store) {
		b := newBureau(t, records)
		for range 3 {
			b.freeze(t)
			b.submit(t)
		}
		path, seen := "/api/v1/submissions?sort=due_at&limit=1", map[any]bool{}
		for next := ""; ; {
			got := b.first.send(t, http.MethodGet, path+next, "")
			got.is(t, http.StatusOK, "")
			for _, item := range got.body["items"].([]any) {
				seen[item.(map[string]any)["id"]] = true
			}
			cursor, more := got.body["next"].(string)
			if !more {
				break
			}
			next = "&cursor=" + cursor
		}
		if len(seen) != 3 {
			t.Errorf("saw %d of 3", len(seen))
		}
		got := b.first.send(t, http.MethodGet, "/api/v1/submissions?state=under_review&country=KG&message_id="+b.message.ID.String(), "")
		if items := got.body["items"].([]any); len(items) != 1 {
			t.Errorf("got %v", items)
		}
		b.first.send(t, http.MethodGet, "/api/v1/submissions?state=lost", "").is(t, http.StatusBadRequest, "unreadable_request")
		b.first.send(t, http.MethodGet, "/api/v1/submissions?campaign_id=7", "").is(t, http.StatusBadRequest, "unreadable_request")
	})
}

const rule = `{"country":"TJ","mode":"independent_board","authority":"Board","authority_id":"%s","quorum":2,"deadline_hours":72,"validity_hours":720,"source":"Decree 7","valid_from":"2027-01-01"}`

func TestApprovalRulesAreMadeAndChanged(t *testing.T) {
	records := dbtest.SQLite(t)
	server := serve(t, records)
	operator := signIn(t, records, server, "installation", models.Operator)
	planner := signIn(t, records, server, "osh", models.Planner)
	board := models.Organization{ID: models.NewID[models.Organization](), Kind: "review_board", Country: "TJ", PublicName: "Board", Slug: "board", CreatedAt: noon, Version: 1}
	if err := records.As(models.System("test")).CreateOrganization(t.Context(), &board); err != nil {
		t.Fatal(err)
	}
	body := fmt.Sprintf(rule, board.ID)
	planner.send(t, http.MethodPost, "/api/v1/approval_rules", body).is(t, http.StatusForbidden, "forbidden")
	made := operator.send(t, http.MethodPost, "/api/v1/approval_rules", body)
	made.is(t, http.StatusCreated, "")
	path := made.header.Get("Location")
	planner.send(t, http.MethodGet, path, "").is(t, http.StatusOK, "")
	operator.send(t, http.MethodPut, path, body).is(t, http.StatusPreconditionRequired, "if_match_required")
	stricter := strings.Replace(body, `"quorum":2`, `"quorum":3`, 1)
	operator.send(t, http.MethodPut, path, stricter, "If-Match", made.header.Get("ETag")).is(t, http.StatusOK, "")
	operator.send(t, http.MethodPut, path, stricter, "If-Match", made.header.Get("ETag")).is(t, http.StatusPreconditionFailed, "stale_version")
	for name, wrong := range map[string]string{
		"nobody decides":        strings.Replace(body, `"quorum":2`, `"quorum":0`, 1),
		"a media NGO decides":   fmt.Sprintf(rule, planner.organization),
		"nobody of that name":   fmt.Sprintf(rule, models.NewID[models.Organization]()),
		"ends before it starts": strings.Replace(body, `"valid_from":"2027-01-01"`, `"valid_from":"2027-01-01","valid_to":"2026-01-01"`, 1),
	} {
		t.Run(name, func(t *testing.T) {
			operator.send(t, http.MethodPost, "/api/v1/approval_rules", wrong).is(t, http.StatusUnprocessableEntity, "invalid_request")
		})
	}
	list := planner.send(t, http.MethodGet, "/api/v1/approval_rules?country=TJ", "")
	if items := list.body["items"].([]any); len(items) != 1 {
		t.Errorf("got %v", items)
	}
}

// A refusal names a ground, a law and where to appeal, and evaluators count it
// by its ground. Too few decisions have no median, and what was withdrawn is
// left out.
func TestRefusalsAreCounted(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, records *store.Store) {
		b := newBureau(t, records)
		path, digest := b.submit(t)
		refuse := `{"kind":"refuse","digest":"` + digest + `","ground":"stigmatising","legal_basis":"Law 1, art. 2","comment":"It names a village."}`
		authority, err := records.As(models.System("test")).Organization(t.Context(), b.first.organization)
		if err != nil {
			t.Fatal(err)
		}
		appealsTo := func(contact string) {
			authority.Contact = contact
			if err := records.As(models.System("test")).SaveOrganization(t.Context(), authority); err != nil {
				t.Fatal(err)
			}
		}
		appealsTo("")
		b.first.decide(t, path, refuse).is(t, http.StatusUnprocessableEntity, "appeal_required")
		appealsTo("Appeals board, Chuy 1, Bishkek")
		b.first.decide(t, path, refuse).is(t, http.StatusCreated, "")
		read := b.planner.send(t, http.MethodGet, path+"/dossier", "").body["submission"].(map[string]any)
		if contact := read["authority"].(map[string]any)["contact"]; contact != authority.Contact {
			t.Errorf("where to appeal: %v", contact)
		}
		b.freeze(t)
		second, _ := b.submit(t)
		b.planner.send(t, http.MethodPost, second+"/withdrawal", "").is(t, http.StatusOK, "")

		evaluator := join(t, records, b.server, b.planner.organization, "evaluator@example.org", models.Evaluator)
		got := evaluator.send(t, http.MethodGet, "/api/v1/decision_times", "")
		got.is(t, http.StatusOK, "")
		want := []any{map[string]any{
			"country": "KG", "decided": 1., "median_days": nil, "open": 0., "overdue": 0., "by_silence": 0., "left_out": 1.,
			"refusals": []any{map[string]any{"ground": "stigmatising", "count": 1.}},
		}}
		if diff := cmp.Diff(want, got.body["items"]); diff != "" {
			t.Error(diff)
		}
		strange := signIn(t, records, b.server, "herat", models.Evaluator)
		if diff := cmp.Diff([]any{}, strange.send(t, http.MethodGet, "/api/v1/decision_times", "").body["items"]); diff != "" {
			t.Errorf("another organisation's: %s", diff)
		}
	})
}
