package store

import (
	"context"
	"database/sql"
	"fmt"
	"maps"
	"slices"
	"strings"

	"caravan/migrations"
	"caravan/models"
)

// A Contradiction is a record that stands otherwise than the trail says.
type Contradiction struct {
	Kind, ID string
	State    string // of the record; empty: it is gone
	Recorded string // the last action that tells a state; empty: there is none
}

// recorded says how the trail tells the states of a kind of record.
type recorded struct {
	kind, table string
	made        string            // the first action
	tells       map[string]string // states, by action
}

// recordedKinds lists the records that decide what becomes public.
func recordedKinds() []recorded {
	deliveries := map[string]string{"delivery.scheduled": string(models.Ready)}
	for state := range models.Transitions() {
		deliveries["delivery."+string(state)] = string(state)
	}
	submissions := map[string]string{"submission.made": string(models.UnderReview), "submission.withdrawn": string(models.Voided)}
	for _, state := range []models.SubmissionState{
		models.UnderReview, models.Approved, models.ApprovedWithConditions, models.Returned, models.Refused, models.Voided,
	} {
		submissions["submission."+string(state)] = string(state)
	}
	return []recorded{
		{"delivery", "deliveries", "delivery.scheduled", deliveries},
		{"submission", "submissions", "submission.made", submissions},
	}
}

// Contradiction finds a record of an organisation, or of any if it is nil,
// about which the trail says something else; nil if there is none.
func (t *Trail) Contradiction(ctx context.Context, of *models.ID[models.Organization]) (*Contradiction, error) {
	for _, kind := range recordedKinds() {
		for _, query := range []string{kind.otherwise(), kind.gone(t.dialect)} {
			var args []any
			if of != nil {
				query, args = query+" AND r.organization_id = ?", []any{*of}
			}
			found, err := gather(ctx, t, query+" LIMIT 1", args, func(rows *sql.Rows) (*Contradiction, error) {
				c := &Contradiction{Kind: kind.kind}
				return c, rows.Scan(&c.ID, &c.State, &c.Recorded)
			})
			if err != nil || len(found) > 0 {
				return slices.Concat(found, []*Contradiction{nil})[0], err
			}
		}
	}
	return nil, nil //nolint:nilnil // none was found
}

// otherwise asks for records whose state or digest is not the last that was
// recorded.
func (r recorded) otherwise() string {
	var told strings.Builder
	actions := slices.Sorted(maps.Keys(r.tells))
	for _, action := range actions {
		fmt.Fprintf(&told, " WHEN '%s' THEN '%s'", action, r.tells[action])
	}
	return fmt.Sprintf(`SELECT CAST(r.id AS text), r.state, coalesce(e.action, '') FROM %s r
		LEFT JOIN audit_entries e ON e.id = (SELECT max(a.id) FROM audit_entries a
			WHERE a.object_kind = '%s' AND a.object_id = CAST(r.id AS text) AND a.action IN ('%s'))
		WHERE (e.id IS NULL OR e.after <> r.digest OR r.state <> CASE e.action%s END)`,
		r.table, r.kind, strings.Join(actions, "', '"), told.String())
}

// gone asks for records that were made and are not there.
func (r recorded) gone(dialect string) string {
	id := "k.id"
	if dialect == migrations.Postgres {
		id = "CAST(k.id AS text)"
	}
	return fmt.Sprintf(`SELECT r.object_id, '', r.action FROM audit_entries r WHERE r.object_kind = '%s' AND r.action = '%s'
		AND NOT EXISTS (SELECT 1 FROM %s k WHERE %s = r.object_id)`, r.kind, r.made, r.table, id)
}
