package models_test

import (
	"regexp"
	"strings"
	"testing"

	"caravan/models"
)

// Everybody in a campaign is called by two words of their own, until the words
// are used up; in another campaign the same people are called otherwise.
func TestNobodyInACampaignIsCalledLikeAnother(t *testing.T) {
	key := []byte("a key")
	c := &models.Campaign{ID: models.NewID[models.Campaign]()}
	other := &models.Campaign{ID: models.NewID[models.Campaign]()}
	words := regexp.MustCompile(`^[a-z]+ [a-z]+$`)
	var taken []string
	known, same := map[string]bool{}, 0
	for range 3000 {
		id := models.NewID[models.Messenger]()
		d, err := models.Designate(key, c, id, taken)
		if err != nil || known[d.Words] || !words.MatchString(d.Words) {
			t.Fatalf("%+v, %v", d, err)
		}
		taken, known[d.Words] = append(taken, d.Words), true
		there, err := models.Designate(key, other, id, nil)
		if err != nil {
			t.Fatal(err)
		}
		if there.Words == d.Words {
			same++
		}
	}
	if same > 5 {
		t.Errorf("%d of 3000 are called alike in two campaigns", same)
	}
}

// Whoever looks for somebody's words finds them again only with the key.
func TestDesignationNeedsTheKey(t *testing.T) {
	c, m := &models.Campaign{ID: models.NewID[models.Campaign]()}, models.NewID[models.Messenger]()
	with := func(key string) string {
		d, err := models.Designate([]byte(key), c, m, nil)
		if err != nil {
			t.Fatal(err)
		}
		return d.Words
	}
	once, again, other := with("one"), with("one"), with("two")
	if once != again || once == other {
		t.Errorf("%s, %s, %s", once, again, other)
	}
	consent := models.NewID[models.Consent]()
	if a, b := models.ConsentMark([]byte("k"), c.ID, consent), models.ConsentMark([]byte("k"), models.NewID[models.Campaign](), consent); a == b || len(a) != 64 {
		t.Errorf("%s, %s", a, b)
	}
}

// The last two words of all are found too, and then there are none.
func TestDesignationsRunOut(t *testing.T) {
	c, m := &models.Campaign{ID: models.NewID[models.Campaign]()}, models.NewID[models.Messenger]()
	var taken []string
	first, second := map[string]bool{}, map[string]bool{}
	for range 3000 {
		d, err := models.Designate(nil, c, models.NewID[models.Messenger](), nil)
		if err != nil {
			t.Fatal(err)
		}
		a, b, _ := strings.Cut(d.Words, " ")
		first[a], second[b] = true, true
	}
	if len(first) != 128 || len(second) != 128 {
		t.Fatalf("%d and %d words", len(first), len(second))
	}
	for a := range first {
		for b := range second {
			taken = append(taken, a+" "+b)
		}
	}
	last := taken[len(taken)-1]
	if d, err := models.Designate(nil, c, m, taken[:len(taken)-1]); err != nil || d.Words != last {
		t.Errorf("%+v instead of %s: %v", d, last, err)
	}
	if _, err := models.Designate(nil, c, m, taken); err == nil {
		t.Error("two people are called alike")
	}
}

// What was approved by pseudonym keeps its bytes, and so its digest.
func TestStatementOfTheFirstFormKeepsItsDigest(t *testing.T) {
	old := models.Statement{Type: "caravan.approval/1", Messengers: []models.StatementMessenger{{
		Pseudonym: "Quiet River", Consent: models.MustID[models.Consent]("01890a5d-ac96-774b-bcce-b302099a8057"),
	}}, Texts: []models.FrozenText{}, Targets: []models.Target{}, Audience: map[string]string{}, Countries: []string{}}
	digest, err := old.Digest()
	if err != nil {
		t.Fatal(err)
	}
	if want := models.Digest("dd8729cacf05df11f7ee87e5f540f32619c3a874a1c69d6eb216bfdd9cc1f761"); digest != want {
		t.Errorf("got %s", digest)
	}
}
