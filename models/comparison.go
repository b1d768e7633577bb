package models

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"time"
)

// A Comparison is a question with its frozen answer. It never changes: other
// data give another comparison. Request and result are kept as the bytes that
// were hashed.
type Comparison struct {
	ID             ID[Comparison]
	OrganizationID ID[Organization]
	Request        string // canonical JSON
	Result         string // JSON
	DataVersion    string // names the data it was made from
	AssumptionSet  string // name and version
	Program        string // version of the program
	Digest         Digest
	CreatedBy      ID[User]
	CreatedAt      time.Time
}

// Seal sets the digest: SHA-256 of the request, a line feed and the result.
func (c *Comparison) Seal() {
	sum := sha256.Sum256([]byte(c.Request + "\n" + c.Result))
	c.Digest = Digest(hex.EncodeToString(sum[:]))
}

// Question returns what the comparison answers.
func (c *Comparison) Question() (Question, error) {
	var q Question
	if err := json.Unmarshal([]byte(c.Request), &q); err != nil {
		return q, fmt.Errorf("read the question of comparison %s: %w", c.ID, err)
	}
	return q, nil
}

// A Question is what a comparison is about: campaigns beside each other, or
// what their posts have in common, by one metric over one denominator.
type Question struct {
	By          string         `json:"by" validate:"required,comparison_by"`
	CampaignIDs []ID[Campaign] `json:"campaign_ids" validate:"required,min=1,max=20" doc:"In the order in which they are shown."`
	Countries   []string       `json:"countries" validate:"max=6,dive,country" doc:"Empty: all there are."`
	Metric      string         `json:"metric" validate:"required,comparison_metric"`
	Denominator string         `json:"denominator" validate:"required,comparison_denominator"`
	AgeDays     int            `json:"age_days" doc:"The figures of that many days after each post: 1, 7 or 28; 0 is their whole life."`
	From        Date           `json:"from" doc:"First local day of a window, in place of an age; empty: no window."`
	To          Date           `json:"to" doc:"Last local day of the window."`
	Standard    string         `json:"standard" validate:"max=100" doc:"The ages that figures per 1,000 people are standardised to: pooled, or the name of a standard population; empty: those of all the people compared."`
	Currency    string         `json:"currency,omitempty" validate:"max=3" doc:"Of costs, such as USD: what was budgeted in others is converted at stored rates."`
}

// Windowed reports whether the question is about days and not about the age
// of posts.
func (q *Question) Windowed() bool { return q.From != "" || q.To != "" }

// Check refuses a question that has no honest answer.
func (q *Question) Check() error {
	vocabularies := Vocabularies()
	switch {
	case !vocabularies["comparison_by"].Has(q.By):
		return ErrInvalid.With("Nothing is compared by that.").At("/by")
	case len(q.CampaignIDs) == 0 || len(q.CampaignIDs) > MaxCompared || repeats(q.CampaignIDs):
		return ErrInvalid.With("Choose between 1 and 20 campaigns, each once.").At("/campaign_ids")
	case q.By == "campaigns" && len(q.CampaignIDs) < 2:
		return ErrInvalid.With("One campaign alone compares with nothing.").At("/campaign_ids")
	case !vocabularies["country"].HasAll(q.Countries) || repeats(q.Countries):
		return ErrInvalid.With("Unknown country, or one twice.").At("/countries")
	case !vocabularies["comparison_metric"].Has(q.Metric):
		return ErrInvalid.With("This cannot be compared.").At("/metric")
	case q.AgeDays != 0 && !slices.Contains(Ages(), q.AgeDays):
		return ErrInvalid.With("Compare at 1, 7 or 28 days, or 0 for the whole life.").At("/age_days")
	}
	if !slices.Contains(DenominatorsOf(q.Metric), q.Denominator) {
		refusal := ErrInvalid.With("This metric is not divided by that.").At("/denominator")
		refusal.Fields[0].Allowed = DenominatorsOf(q.Metric)
		return refusal
	}
	if err := q.checkMoney(); err != nil {
		return err
	}
	return q.checkWindow()
}

// checkMoney refuses what a budget cannot say: it is of a whole campaign, in all
// its countries and for as long as it ran.
func (q *Question) checkMoney() error {
	switch {
	case !q.OfMoney() && q.Currency != "":
		return ErrInvalid.With("Only costs have a currency.").At("/currency")
	case !q.OfMoney():
		return nil
	case !ValidCurrency(q.Currency):
		return errCurrency.At("/currency")
	case q.By != "campaigns":
		return ErrInvalid.With("A budget is of a whole campaign. Compare campaigns.").At("/by")
	case len(q.Countries) > 0:
		return ErrInvalid.With("A budget is of all countries of a campaign. Choose none.").At("/countries")
	case q.AgeDays != 0:
		return ErrInvalid.With("A budget is of a whole campaign. Choose the whole life of its posts.").At("/age_days")
	case q.Windowed():
		return ErrInvalid.With("A budget is of a whole campaign. Choose no days.").At("/from")
	}
	return nil
}

// The metrics of money.
const (
	Cost  = "cost"  // what campaigns were given, by the plan
	Spent = "spent" // what they spent of it
)

// OfMoney reports whether the question is about money.
func (q *Question) OfMoney() bool { return q.Metric == Cost || q.Metric == Spent }

// checkWindow refuses days that are none, and days for what is not counted by
// days.
func (q *Question) checkWindow() error {
	switch {
	case !q.Windowed():
		return nil
	case !q.From.Valid():
		return ErrInvalid.With("A window has a first and a last day.").At("/from")
	case !q.To.Valid() || q.To < q.From:
		return ErrInvalid.With("A window ends on or after its first day.").At("/to")
	case q.AgeDays != 0:
		return ErrInvalid.With("Choose a window of days or an age of the posts, not both.").At("/age_days")
	case q.Metric == "reach":
		return ErrInvalid.With("People are not added up over days. Compare reach at an age of the posts.").At("/from")
	}
	return nil
}

// MaxCompared is how many things may stand beside each other.
const MaxCompared = 20

// DenominatorsOf lists what a metric may be divided by. People are divided by
// people; what people did, by posts, by how often those were shown, or by
// people.
func DenominatorsOf(metric string) []string {
	switch metric {
	case "reach":
		return []string{"none", "population", "target"}
	case "engagement", "reactions", "comments", "shares", "clicks", "link_clicks":
		return []string{"none", "post", "shown", "reached", "population"}
	case Cost, Spent:
		return []string{"none", "person_reached", "thousand_reached", "thousand_shown"}
	}
	return []string{"none", "post", "population"}
}

// repeats reports whether a value stands twice.
func repeats[T comparable](values []T) bool {
	seen := map[T]bool{}
	for _, v := range values {
		if seen[v] {
			return true
		}
		seen[v] = true
	}
	return false
}
