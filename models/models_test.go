package models_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"caravan/models"
)

var noon = time.Date(2027, 3, 1, 12, 0, 0, 0, time.UTC)

func person(roles ...models.Role) models.Actor {
	return models.Actor{UserID: models.NewID[models.User](), OrganizationID: models.NewID[models.Organization](), Roles: roles}
}

func is(t *testing.T, err, want error) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Fatalf("got %v, want %v", err, want)
	}
}

func TestEveryTransitionIsListed(t *testing.T) {
	table := models.Transitions()
	for from := range table {
		for to := range table {
			d := models.Delivery{State: from}
			allowed := false
			for _, s := range table[from] {
				allowed = allowed || s == to
			}
			if err := d.Move(to, ""); (err == nil) != allowed {
				t.Errorf("%s -> %s: %v", from, to, err)
			}
		}
	}
}

func TestLocalTimeResolves(t *testing.T) {
	for name, c := range map[string]struct {
		local, zone, want string
		adjusted          bool
	}{
		"ordinary":            {"2027-03-21T19:30", "Asia/Dushanbe", "2027-03-21T14:30:00Z", false},
		"half-hour zone":      {"2027-03-21T19:30", "Asia/Kabul", "2027-03-21T15:00:00Z", false},
		"spring gap":          {"2027-03-28T02:30", "Europe/Berlin", "2027-03-28T01:00:00Z", true},
		"autumn hour, first":  {"2027-10-31T02:30", "Europe/Berlin", "2027-10-31T00:30:00Z", false},
		"gap of half an hour": {"2027-10-03T02:15", "Australia/Lord_Howe", "2027-10-02T15:30:00Z", true},
	} {
		t.Run(name, func(t *testing.T) {
			at, adjusted, err := models.LocalTime{Local: c.local, Zone: c.zone}.Resolve()
			if err != nil || at.Format(time.RFC3339) != c.want || adjusted != c.adjusted {
				t.Errorf("got %v %v %v, want %v %v", at, adjusted, err, c.want, c.adjusted)
			}
		})
	}
	for _, bad := range []models.LocalTime{{Local: "2027-02-30T10:00", Zone: "Asia/Almaty"}, {Local: "2027-02-20T10:00", Zone: "Mars/Olympus"}, {Local: "2027-02-20T10:00"}} {
		_, _, err := bad.Resolve()
		is(t, err, models.ErrTime)
	}
}

func TestRepeatEveryTuesdayAndFriday(t *testing.T) {
	start := models.LocalTime{Local: "2027-03-01T19:30", Zone: "Asia/Bishkek"} // a Monday
	got, err := models.Repeat{Weekdays: []string{"tue", "fri"}, Weeks: 3}.Occurrences(start)
	if err != nil {
		t.Fatal(err)
	}
	var days []string
	for _, l := range got {
		days = append(days, l.Local)
	}
	want := []string{"2027-03-02T19:30", "2027-03-05T19:30", "2027-03-09T19:30", "2027-03-12T19:30", "2027-03-16T19:30", "2027-03-19T19:30"}
	if len(days) != len(want) {
		t.Fatalf("got %v, want %v", days, want)
	}
	for i := range want {
		if days[i] != want[i] {
			t.Errorf("occurrence %d: got %s, want %s", i, days[i], want[i])
		}
	}
}

func TestQuietHoursPassMidnight(t *testing.T) {
	q := models.QuietHours{From: "22:00", To: "07:00"}
	for clock, want := range map[string]bool{"21:59": false, "22:00": true, "03:00": true, "06:59": true, "07:00": false, "12:00": false} {
		if q.Has(clock) != want {
			t.Errorf("%s: got %v, want %v", clock, !want, want)
		}
	}
}

func TestQuietHoursEndOnTheSameOrTheNextDay(t *testing.T) {
	q := models.QuietHours{From: "22:00", To: "07:00"}
	for local, want := range map[string]string{
		"2027-03-31T23:10": "2027-04-01T07:00", "2027-03-31T03:00": "2027-03-31T07:00", "2027-03-31T12:00": "2027-03-31T12:00",
	} {
		if got, _ := q.After(models.LocalTime{Local: local, Zone: "Asia/Bishkek"}); got.Local != want {
			t.Errorf("%s: got %s, want %s", local, got.Local, want)
		}
	}
}

func TestWallTimeThatComesTwiceSaysSo(t *testing.T) {
	for local, want := range map[string]bool{"2027-10-31T02:30": true, "2027-10-31T04:30": false} {
		if got := (models.LocalTime{Local: local, Zone: "Europe/Berlin"}).Twice(); got != want {
			t.Errorf("%s: got %v, want %v", local, got, want)
		}
	}
}

func submission(authority models.ID[models.Organization]) *models.Submission {
	s := &models.Submission{
		ID: models.NewID[models.Submission](), AuthorityID: authority, State: models.UnderReview, Quorum: 2,
		SubmittedBy: models.NewID[models.User](), Statement: models.NewStatement(models.Statement{Disclosure: "Osh"}, 1),
	}
	s.Digest, _ = s.Statement.Digest()
	return s
}

func decide(s *models.Submission, by models.Actor, kind models.DecisionKind, digest models.Digest, earlier ...models.Decision) (models.Decision, error) {
	d := models.Decision{UserID: by.UserID, Kind: kind, Digest: digest, SubmissionID: s.ID}
	return d, s.Decide(d, by, earlier, 72*time.Hour, noon)
}

func TestSubmissionNeedsDistinctPersons(t *testing.T) {
	a := person(models.Approver)
	b := person(models.Approver)
	b.OrganizationID = a.OrganizationID
	s := submission(a.OrganizationID)
	first, err := decide(s, a, models.Approve, s.Digest)
	is(t, err, nil)
	if _, err = decide(s, a, models.Approve, s.Digest, first); err != nil || s.State != models.UnderReview {
		t.Fatalf("the same person twice: %v, %s", err, s.State)
	}
	if _, err = decide(s, b, models.Approve, s.Digest, first, first); err != nil || s.State != models.Approved {
		t.Fatalf("the second person: %v, %s", err, s.State)
	}
}

func TestSubmissionRefusesWrongDecisions(t *testing.T) {
	a := person(models.Approver)
	s := submission(a.OrganizationID)
	_, err := decide(s, a, models.Approve, "older")
	is(t, err, models.ErrDigestMismatch)
	_, err = decide(s, person(models.Approver), models.Approve, s.Digest)
	is(t, err, models.ErrWrongCountry)
	_, err = decide(s, a, models.Refuse, s.Digest)
	is(t, err, models.ErrNoGround)
	s.Editors = []models.ID[models.User]{a.UserID}
	_, err = decide(s, a, models.Approve, s.Digest)
	is(t, err, models.ErrFourEyesAuthor)
}

// What was changed behind the digest cannot be approved by it.
func TestChangedStatementIsNotApproved(t *testing.T) {
	a := person(models.Approver)
	s := submission(a.OrganizationID)
	s.Statement.Disclosure = "Somebody else"
	_, err := decide(s, a, models.Approve, s.Digest)
	is(t, err, models.ErrDigestMismatch)
}

func TestStatementDigestIgnoresOrderOfSets(t *testing.T) {
	one, two := models.Target{ChannelID: models.NewID[models.Channel](), Rendering: "1"}, models.Target{ChannelID: models.NewID[models.Channel](), Rendering: "2"}
	a, err := models.NewStatement(models.Statement{Targets: []models.Target{one, two}, Countries: []string{"KG", "TJ"}}, 1).Digest()
	is(t, err, nil)
	b, err := models.NewStatement(models.Statement{Targets: []models.Target{two, one}, Countries: []string{"TJ", "KG"}}, 1).Digest()
	is(t, err, nil)
	c, err := models.NewStatement(models.Statement{Targets: []models.Target{two, one}, Countries: []string{"TJ"}}, 1).Digest()
	is(t, err, nil)
	if a != b || a == c {
		t.Errorf("order changes the digest or content does not: %s %s %s", a, b, c)
	}
}

func TestVariantRefusesHiddenCharacters(t *testing.T) {
	m := &models.Message{ID: models.NewID[models.Message]()}
	_, err := models.NewVariant(m, models.Text{Language: "fa-AF", Body: "سلام\u202e"}, person(models.Planner), noon)
	is(t, err, models.ErrText)
	v, err := models.NewVariant(m, models.Text{Language: "fa-AF", Body: "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645"}, person(models.Planner), noon)
	is(t, err, nil)
	if v.Body != "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645" {
		t.Errorf("changed to %q", v.Body)
	}
	_, err = models.NewVariant(m, models.Text{Language: "uz", Body: "Salom"}, person(models.Planner), noon)
	is(t, err, models.ErrLanguage)
}

func TestBriefAgreesWithItself(t *testing.T) {
	campaign := &models.Campaign{ID: models.NewID[models.Campaign]()}
	planner := person(models.Planner)
	good := models.Brief{Type: models.AlternativeNarrative, Approach: models.Positive, Components: []string{"belonging"}}
	_, err := models.NewMessage(campaign, good, planner, noon)
	is(t, err, nil)
	bad := good
	bad.Approach = models.Mixed
	_, err = models.NewMessage(campaign, bad, planner, noon)
	is(t, err, models.ErrInvalid)
	bad = good
	bad.Type = models.GovStrategicComms
	_, err = models.NewMessage(campaign, bad, planner, noon)
	is(t, err, models.ErrInvalid)
}

func TestTokensNeverDecide(t *testing.T) {
	approver := person(models.Approver)
	if !approver.May(models.Decide) {
		t.Fatal("an approver decides")
	}
	approver.Scopes = []string{string(models.Decide), string(models.ReadSubmissions)}
	if approver.May(models.Decide) || !approver.May(models.ReadSubmissions) {
		t.Error("a token decides, or cannot read what its scope names")
	}
}

func TestHoldOpensByTwo(t *testing.T) {
	a, b, stranger := person(models.Admin), person(models.Admin), person(models.Admin)
	b.OrganizationID = a.OrganizationID
	h := &models.Hold{OrganizationID: &a.OrganizationID}
	_, err := h.Open(stranger, "checked", noon)
	is(t, err, models.ErrForbidden)
	open, err := h.Open(a, "checked", noon)
	if open || err != nil {
		t.Fatalf("first person: %v %v", open, err)
	}
	_, err = h.Open(a, "checked", noon)
	is(t, err, models.ErrSecondPerson)
	if open, err = h.Open(b, "checked", noon); !open || err != nil {
		t.Fatalf("second person: %v %v", open, err)
	}
}

func TestPasswords(t *testing.T) {
	for password, good := range map[string]bool{
		"Caravan2026": false, "password1234": false, "short": false, "aigul-aigul-2026": false,
		"four plain words here": true, "گذرواژه\u200cای دراز و خوب": true, "қойдан жуас атты ер": true, "Ош шаары менин кооз": true,
		"парольпароль": false, "салам-айгүл-айгүл": false, "qwertyuiop123456": false, "osh workshop osh workshop": false, "iloveyouiloveyou": false,
		strings.Repeat("four plain ", 12): false, // 132 characters
		"سلام من از کابل آمدم و دوست دارم " + strings.Repeat("x7", 15): true,
	} {
		if err := models.CheckPassword(password, "aigul@example.org", "Айгүл", "Osh Workshop"); (err == nil) != good {
			t.Errorf("%q: %v", password, err)
		}
	}
}

func TestFreezeNeedsANativeReader(t *testing.T) {
	author, reader := person(models.Planner), person(models.Translator)
	m := &models.Message{ID: models.NewID[models.Message](), Brief: models.Brief{SourceLanguage: "ru"}}
	source, err := models.NewVariant(m, models.Text{Language: "ru", Body: "Хлеб и книги"}, author, noon)
	is(t, err, nil)
	dari, err := models.NewVariant(m, models.Text{Language: "fa-AF", Body: "نان و کتاب"}, author, noon)
	is(t, err, nil)
	_, err = models.Freeze(m, []models.Variant{*source, *dari}, nil, 0, author, noon)
	is(t, err, models.ErrNotReviewed)
	is(t, dari.Review(author, noon), models.ErrFourEyesAuthor)
	is(t, dari.Review(reader, noon), nil)
	first, err := models.Freeze(m, []models.Variant{*source, *dari}, nil, 0, author, noon)
	is(t, err, nil)
	if text := first.Text("fa-AF"); text == nil || text.Direction != "rtl" || first.Number != 1 {
		t.Errorf("got %+v", first)
	}
	again, err := models.Freeze(m, []models.Variant{*dari, *source}, nil, 1, author, noon)
	is(t, err, nil)
	if again.Digest != first.Digest {
		t.Error("the order of texts changes the digest")
	}
	is(t, first.Review(author, first.Digest, noon), models.ErrFourEyesAuthor)
	is(t, first.Review(reader, "older", noon), models.ErrDigestMismatch)
	is(t, first.Review(reader, first.Digest, noon), nil)
}

func TestWhoLetItGoOutIsSaidWithoutAPerson(t *testing.T) {
	ours, authority := models.NewID[models.Organization](), models.NewID[models.Organization]()
	conditions := []models.Decision{{Kind: models.ApproveWithConditions, Digest: "d"}}
	for want, c := range map[string]struct {
		sub       models.Submission
		decisions []models.Decision
	}{
		"approved":        {models.Submission{AuthorityID: authority, Digest: "d"}, []models.Decision{{Kind: models.Approve, Digest: "d"}}},
		"with_conditions": {models.Submission{AuthorityID: authority, Digest: "d", State: models.Voided}, conditions},
		"by_silence":      {models.Submission{AuthorityID: authority, Digest: "d", BySilence: true}, nil},
		"own":             {models.Submission{AuthorityID: ours, Digest: "d"}, nil},
	} {
		c.sub.OrganizationID = ours
		if got := c.sub.Cleared(c.decisions); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
}
