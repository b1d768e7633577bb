package store

import (
	"cmp"
	"context"
	"errors"
	"strconv"
	"strings"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"caravan/internal/tasks"
	"caravan/models"
)

// A Change is what an audit entry says about a thing.
type Change struct {
	Action string // past participle, such as campaign.revised
	Kind   string // of the object
	Object string // its ID
	Before models.Digest
	After  models.Digest
	Reason string
	At     time.Time
	Tenant models.ID[models.Organization] // zero: the actor's own

	Campaign models.ID[models.Campaign] // that the thing belongs to, if one does and it is known
}

// Record writes down who did what, in the transaction of the change itself:
// no entry, no change. The entry is bound to all before it by its hashes. It
// leaves a hint for those who watch the organisation. It must be called inside
// InTx.
func (s *Scope) Record(ctx context.Context, c Change) error {
	tenant := c.Tenant
	if tenant.IsZero() {
		tenant = s.who.OrganizationID
	}
	entry := models.AuditEntry{
		At: c.At.UTC().Truncate(time.Microsecond), ActorRole: s.role(), Strength: s.strength(), Action: c.Action, ObjectKind: c.Kind, ObjectID: c.Object,
		Before: c.Before, After: c.After, RequestID: s.who.Request,
		Reason: strings.ToValidUTF8(c.Reason, "\ufffd"),
	}
	if !tenant.IsZero() {
		entry.OrganizationID = &tenant
	}
	if !s.who.UserID.IsZero() {
		entry.ActorID = &s.who.UserID
	}
	last, err := s.lastEntry(ctx, entry.OrganizationID)
	if err != nil {
		return err
	}
	if last.Seq > 0 && last.ChainHash == nil {
		return models.ErrUnavailable.With("The audit trail is still being sealed.")
	}
	entry.ID = last.NextID
	if err := entry.Follow(last.Seq, last.ChainHash); err != nil {
		return err
	}
	if err := errors.Join(create(ctx, s.db, &entry), s.callForCheckpoint(ctx, &entry)); err != nil || tenant.IsZero() {
		return err
	}
	return s.Tell(ctx, tenant, c)
}

// checkpointEntries is after how many entries of the installation a checkpoint
// is due, however short the time since the last.
const checkpointEntries = 1000

// callForCheckpoint owes a checkpoint with every thousandth entry.
func (s *Scope) callForCheckpoint(ctx context.Context, e *models.AuditEntry) error {
	if e.ID%checkpointEntries != 0 {
		return nil
	}
	return s.Owe(ctx, tasks.Checkpoint{}, "audit.checkpoint:entry:"+strconv.FormatInt(e.ID, 10), e.At, e.At)
}

// A tip is the end of a tenant's trail.
type tip struct {
	Seq       int64
	ChainHash []byte
	NextID    int64 // of the entry that follows
}

// lastEntry reads the end of a tenant's trail. On Postgres nobody else writes
// there until the transaction ends, so numbers have no gaps and no hash has
// two successors.
func (s *Scope) lastEntry(ctx context.Context, tenant *models.ID[models.Organization]) (tip, error) {
	id := "(SELECT coalesce(max(id), 0) + 1 FROM audit_entries)"
	if s.dialect == "postgres" {
		id = "nextval(pg_get_serial_sequence('audit_entries', 'id'))"
		key := "installation"
		if tenant != nil {
			key = tenant.String()
		}
		if err := s.alone(ctx, "audit:"+key); err != nil {
			return tip{}, err
		}
	}
	var last tip
	end := of[models.AuditEntry](s.db).Scopes(inTrail(tenant)).Select("seq, chain_hash").Order("seq DESC").Limit(1)
	err := s.db.WithContext(ctx).Raw("SELECT coalesce(e.seq, 0) AS seq, e.chain_hash, "+id+" AS next_id FROM (SELECT 1) AS one LEFT JOIN (?) AS e ON true", end.db).
		Scan(&last).Error
	return last, translate(err)
}

// alone makes others who ask for the same name wait until the transaction
// ends. An SQLite database has one writer anyway.
func (s *Scope) alone(ctx context.Context, name string) error {
	if s.dialect != "postgres" {
		return nil
	}
	return translate(s.db.WithContext(ctx).Exec("SELECT pg_advisory_xact_lock(hashtextextended(?, 0))", name).Error)
}

// inTrail narrows to the trail of a tenant; nil is the installation's own.
func inTrail(tenant *models.ID[models.Organization]) func(*gorm.Statement) {
	return func(st *gorm.Statement) {
		expr := clause.Expr{SQL: "organization_id IS NULL"}
		if tenant != nil {
			expr = clause.Expr{SQL: "organization_id = ?", Vars: []any{*tenant}}
		}
		st.AddClause(clause.Where{Exprs: []clause.Expression{expr}})
	}
}

func (s *Scope) role() string {
	if s.who.IsSystem() {
		return "system"
	}
	if len(s.who.Roles) == 0 {
		return ""
	}
	return string(s.who.Roles[0])
}

func (s *Scope) strength() string {
	switch {
	case s.who.IsSystem():
		return "process"
	case s.who.Scopes != nil:
		return "token"
	default:
		return string(cmp.Or(s.who.Strength, models.ByPassword))
	}
}

// Trail returns the audit entries of the actor's organisation, newest first.
func (s *Scope) Trail(ctx context.Context, limit int) ([]models.AuditEntry, error) {
	entries, err := of[models.AuditEntry](s.db).Scopes(s.own("audit_entries")).Order("id DESC").Limit(limit).Find(ctx)
	return entries, translate(err)
}

// An Entry is an audit entry with the name of who is behind it, where that is
// a member of the organisation.
type Entry struct {
	models.AuditEntry

	Actor string
}

// AuditFilter narrows a trail; empty fields do not.
type AuditFilter struct {
	Kind, Object string // of a thing
	Action       string
	Without      []string // kinds of things
}

// Audit lists the trail of the actor's organisation, newest first.
func (s *Scope) Audit(ctx context.Context, f AuditFilter, p Page) ([]Entry, error) {
	query := of[models.AuditEntry](s.db).Scopes(s.own("audit_entries")).Order("id DESC").Limit(p.Limit + 1)
	if before, err := strconv.ParseInt(p.After, 10, 64); err == nil {
		query = query.Where("id < ?", before)
	}
	if f.Kind != "" {
		query = query.Where("object_kind = ?", f.Kind)
	}
	if f.Object != "" {
		query = query.Where("object_id = ?", f.Object)
	}
	if len(f.Without) > 0 {
		query = query.Where("object_kind NOT IN ?", f.Without)
	}
	if f.Action != "" {
		query = query.Where("action = ?", f.Action)
	}
	found, err := query.Find(ctx)
	if err != nil {
		return nil, translate(err)
	}
	names, err := s.names(ctx, found)
	entries := make([]Entry, 0, len(found))
	for _, e := range found {
		entry := Entry{AuditEntry: e}
		if e.ActorID != nil {
			entry.Actor = names[*e.ActorID]
		}
		entries = append(entries, entry)
	}
	return entries, err
}

// names reads what the members of the actor's organisation among the actors of
// entries are called.
func (s *Scope) names(ctx context.Context, entries []models.AuditEntry) (map[models.ID[models.User]]string, error) {
	var ids []models.ID[models.User]
	for _, e := range entries {
		if e.ActorID != nil {
			ids = append(ids, *e.ActorID)
		}
	}
	users, err := of[models.User](s.db).
		Where("id IN ? AND id IN (SELECT user_id FROM memberships WHERE organization_id = ?)", ids, s.who.OrganizationID).Find(ctx)
	names := make(map[models.ID[models.User]]string, len(users))
	for _, u := range users {
		names[u.ID] = u.Name
	}
	return names, translate(err)
}
