package chaos_test

import (
	"fmt"
	"testing"
	"time"

	"caravan/models"
)

// Evidence is what a run left behind: the records, and what the platforms
// really have.
type evidence struct {
	deliveries []models.Delivery
	attempts   map[models.ID[models.Delivery]][]models.Attempt
	posts      map[models.ID[models.Delivery]][]models.Post
	landed     map[string][]landed // on the platforms, by key
	arrivals   []arrival
	holds      []span
	allowed    map[models.ID[models.Delivery]]bool // approved and consented
	gaps       int                                 // in the audit trail
}

// A landed post is one that stands on a platform.
type landed struct{ id, text string }

// A span is while a campaign was held.
type span struct {
	campaign models.ID[models.Campaign]
	from, to time.Time
}

// check lists what does not hold, by the numbers of the protocol's invariants.
func (e *evidence) check() []string {
	var wrong []string
	fault := func(rule string, d *models.Delivery, format string, args ...any) {
		wrong = append(wrong, fmt.Sprintf("%s: delivery %s on %s, %s (%s): %s", rule, d.ID, d.Platform, d.State, d.Reason, fmt.Sprintf(format, args...)))
	}
	known := map[string]*models.Attempt{}
	for i := range e.deliveries {
		d := &e.deliveries[i]
		for j := range e.attempts[d.ID] {
			a := &e.attempts[d.ID][j]
			if known[a.Key] == nil {
				known[a.Key] = a
			}
		}
		e.checkOutcome(d, fault)
		e.checkAttempts(d, fault)
	}
	for key := range e.landed {
		if known[key] == nil {
			wrong = append(wrong, fmt.Sprintf("I5: post %s without an attempt", key))
		}
	}
	for _, a := range e.arrivals {
		if first := known[a.key]; !a.ahead || first == nil || first.CreatedAt.After(a.at) {
			wrong = append(wrong, fmt.Sprintf("I5: request %s came before its attempt was written", a.key))
		}
	}
	if e.gaps > 0 {
		wrong = append(wrong, fmt.Sprintf("I8: %d gaps in the audit trail", e.gaps))
	}
	return wrong
}

// checkOutcome compares where a delivery ended with what the platform has.
func (e *evidence) checkOutcome(d *models.Delivery, fault func(string, *models.Delivery, string, ...any)) {
	attempts := e.attempts[d.ID]
	if !e.allowed[d.ID] {
		if len(attempts) > 0 || d.State == models.Published {
			fault("I4", d, "sent, though it was not allowed")
		}
		return
	}
	if !d.State.Final() {
		fault("I1", d, "it has not ended")
	}
	var stands []landed
	if len(attempts) > 0 {
		stands = e.landed[attempts[0].Key]
	}
	if len(stands) > 1 {
		fault("I2", d, "%d posts", len(stands))
	}
	if d.State == models.Published && len(stands) == 0 {
		fault("I3", d, "said to be published, but it is not there")
	}
	if d.State != models.Published && d.State != models.UncertainHuman && len(stands) > 0 {
		fault("I3", d, "it is there, and nobody knows")
	}
	if d.State == models.Published && len(stands) == 1 {
		e.checkEvidence(d, stands[0], fault)
	}
}

// checkEvidence compares a published delivery with its post.
func (e *evidence) checkEvidence(d *models.Delivery, stands landed, fault func(string, *models.Delivery, string, ...any)) {
	if d.Platform == "mastodon" && stands.id != d.RemoteID {
		fault("I3", d, "the post is %s, not %s", stands.id, d.RemoteID)
	}
	if stands.text != textOf(d) {
		fault("I4", d, "other words were published than approved: %q", stands.text)
	}
	if n := len(e.posts[d.ID]); n != 1 {
		fault("I3", d, "%d pieces of evidence", n)
	}
}

// checkAttempts looks at the attempts of a delivery as a row in time.
func (e *evidence) checkAttempts(d *models.Delivery, fault func(string, *models.Delivery, string, ...any)) {
	attempts := e.attempts[d.ID]
	for i, a := range attempts {
		if a.ClosedAt == nil {
			fault("I1", d, "attempt %d is open", a.N)
		}
		if a.RequestDigest != d.Digest {
			fault("I4", d, "attempt %d of other bytes", a.N)
		}
		for _, h := range e.holds {
			if d.CampaignID == h.campaign && a.CreatedAt.After(h.from) && a.CreatedAt.Before(h.to) {
				fault("I6", d, "attempt %d behind a hold", a.N)
			}
		}
		if i == 0 {
			continue
		}
		before := attempts[i-1]
		if before.ClosedAt != nil && a.CreatedAt.Before(*before.ClosedAt) && before.Outcome != "accepted" {
			fault("I7", d, "attempt %d began before the one before it was closed", a.N)
		}
		if a.Fence <= before.Fence {
			fault("I7", d, "the fence of attempt %d did not rise", a.N)
		}
	}
}

// A run that went well, in small.
func sound() *evidence {
	now := time.Date(2027, 3, 1, 12, 0, 0, 0, time.UTC)
	closed := now.Add(time.Second)
	d := models.Delivery{
		ID: models.NewID[models.Delivery](), CampaignID: models.NewID[models.Campaign](), Digest: "bread", State: models.Published, RemoteID: "1",
		Dimensions: models.Dimensions{Platform: "mastodon"}, Rendering: models.Rendering{Body: "Bread and books"},
	}
	a := models.Attempt{DeliveryID: d.ID, N: 1, Fence: 1, Key: "k", RequestDigest: "bread", CreatedAt: now, ClosedAt: &closed, Outcome: "accepted"}
	return &evidence{
		deliveries: []models.Delivery{d}, attempts: map[models.ID[models.Delivery]][]models.Attempt{d.ID: {a}},
		posts:  map[models.ID[models.Delivery]][]models.Post{d.ID: {{RemoteID: "1", DeliveryID: d.ID}}},
		landed: map[string][]landed{"k": {{"1", "Bread and books"}}}, arrivals: []arrival{{key: "k", at: now.Add(time.Millisecond), ahead: true}},
		allowed: map[models.ID[models.Delivery]]bool{d.ID: true},
	}
}

// A checker that notices nothing proves nothing.
func TestCheckerNoticesEveryViolation(t *testing.T) {
	if wrong := sound().check(); len(wrong) > 0 {
		t.Fatalf("a sound run: %v", wrong)
	}
	for name, plant := range map[string]func(e *evidence, d *models.Delivery, a *models.Attempt){
		"I1 never ended":       func(_ *evidence, d *models.Delivery, _ *models.Attempt) { d.State = models.Sending },
		"I1 attempt left open": func(_ *evidence, _ *models.Delivery, a *models.Attempt) { a.ClosedAt = nil },
		"I2 posted twice": func(e *evidence, _ *models.Delivery, _ *models.Attempt) {
			e.landed["k"] = append(e.landed["k"], landed{"2", ""})
		},
		"I3 not there":           func(e *evidence, _ *models.Delivery, _ *models.Attempt) { delete(e.landed, "k") },
		"I3 there, and failed":   func(_ *evidence, d *models.Delivery, _ *models.Attempt) { d.State = models.Failed },
		"I3 another post":        func(_ *evidence, d *models.Delivery, _ *models.Attempt) { d.RemoteID = "7" },
		"I3 no evidence":         func(e *evidence, d *models.Delivery, _ *models.Attempt) { delete(e.posts, d.ID) },
		"I4 not allowed":         func(e *evidence, d *models.Delivery, _ *models.Attempt) { e.allowed[d.ID] = false },
		"I4 other words":         func(e *evidence, _ *models.Delivery, _ *models.Attempt) { e.landed["k"][0].text = "Books" },
		"I4 other bytes":         func(_ *evidence, _ *models.Delivery, a *models.Attempt) { a.RequestDigest = "books" },
		"I5 no attempt":          func(e *evidence, _ *models.Delivery, _ *models.Attempt) { e.landed["x"] = []landed{{"9", ""}} },
		"I5 sent before written": func(e *evidence, _ *models.Delivery, _ *models.Attempt) { e.arrivals[0].ahead = false },
		"I6 behind a hold": func(e *evidence, d *models.Delivery, a *models.Attempt) {
			e.holds = []span{{d.CampaignID, a.CreatedAt.Add(-1), a.CreatedAt.Add(1)}}
		},
		"I7 overlapping":            func(e *evidence, d *models.Delivery, a *models.Attempt) { e.again(d, a, a.CreatedAt, 2) },
		"I7 fence that stood still": func(e *evidence, d *models.Delivery, a *models.Attempt) { e.again(d, a, *a.ClosedAt, 1) },
		"I8 gap in the trail":       func(e *evidence, _ *models.Delivery, _ *models.Attempt) { e.gaps = 1 },
	} {
		t.Run(name, func(t *testing.T) {
			e := sound()
			plant(e, &e.deliveries[0], &e.attempts[e.deliveries[0].ID][0])
			wrong := e.check()
			if len(wrong) == 0 || wrong[0][:2] != name[:2] {
				t.Errorf("it says %v", wrong)
			}
		})
	}
}

// again plants a second attempt, after one that was not accepted.
func (e *evidence) again(d *models.Delivery, first *models.Attempt, at time.Time, fence int64) {
	first.Outcome = "ambiguous"
	second := *first
	second.N, second.CreatedAt, second.Fence = 2, at, fence
	e.attempts[d.ID] = append(e.attempts[d.ID], second)
}
