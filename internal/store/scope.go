package store

import (
	"context"
	"strings"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"caravan/models"
)

// A Scope is the records as one actor may see and change them. Inside InTx the
// same type speaks through one transaction.
type Scope struct {
	db      *gorm.DB
	who     models.Actor
	dialect string
	inTx    bool
	notify  func(models.ID[models.Organization])
	told    map[models.ID[models.Organization]]bool // in this transaction
}

// InTx calls fn with a Scope bound to one transaction, committed if fn returns
// nil. Calls nest. Whoever waits for hints is woken after the commit.
func (s *Scope) InTx(ctx context.Context, fn func(tx *Scope) error) error {
	inner := *s
	if !s.inTx {
		inner.told = map[models.ID[models.Organization]]bool{}
	}
	err := s.db.WithContext(ctx).Transaction(func(db *gorm.DB) error {
		inner.db, inner.inTx = db, true
		return fn(&inner)
	})
	if err == nil && !s.inTx && s.notify != nil {
		for organization := range inner.told {
			s.notify(organization)
		}
	}
	return translate(err)
}

// Who returns the actor of the scope.
func (s *Scope) Who() models.Actor { return s.who }

// own narrows a query to the records of the actor's organisation. The system
// sees every organisation.
func (s *Scope) own(table string) func(*gorm.Statement) {
	return func(st *gorm.Statement) {
		if !s.who.IsSystem() {
			st.AddClause(clause.Where{Exprs: []clause.Expression{
				clause.Eq{Column: clause.Column{Table: table, Name: "organization_id"}, Value: s.who.OrganizationID},
			}})
		}
	}
}

// held narrows a query like visible, and keeps the rows that it reads as they
// are until the transaction ends. Outside a transaction it keeps nothing.
func (s *Scope) held(visible func(*gorm.Statement)) func(*gorm.Statement) {
	return func(st *gorm.Statement) {
		visible(st)
		if s.inTx {
			st.AddClause(clause.Locking{Strength: "UPDATE"})
		}
	}
}

// shared narrows a query like visible, and lets nobody change the rows that it
// reads until the transaction ends; others may read them so too.
func (s *Scope) shared(visible func(*gorm.Statement)) func(*gorm.Statement) {
	return func(st *gorm.Statement) {
		visible(st)
		if s.inTx {
			st.AddClause(clause.Locking{Strength: "SHARE"})
		}
	}
}

// take reads one record that the scope may see.
func take[T any](ctx context.Context, db *gorm.DB, visible func(*gorm.Statement), id models.ID[T]) (*T, error) {
	record, err := of[T](db).Scopes(visible).Where("id = ?", id).Take(ctx)
	if err != nil {
		return nil, translate(err)
	}
	return &record, nil
}

// A Page says which part of a list is wanted, and in which order.
type Page struct {
	Limit int    // at most this many; 0 means 50
	After string // the ID of the last record of the page before; empty for the first
	Sort  string // a column, with a minus for descending; empty: newest first. Never what a person wrote
	Key   string // the value of that column in the last record of the page before
}

// order returns the column that the page is sorted by, before the ID.
func (p Page) order() (column string, descending bool) {
	if p.Sort == "" {
		return "id", true
	}
	return strings.TrimPrefix(p.Sort, "-"), strings.HasPrefix(p.Sort, "-")
}

// following is the condition of what comes after the page before.
func (p Page) following() condition {
	column, descending := p.order()
	sign := map[bool]string{true: "<", false: ">"}[descending]
	if column == "id" {
		return where("id "+sign+" ?", p.After)
	}
	return where("(?, id) "+sign+" (?, ?)", clause.Column{Name: column}, p.key(column), p.After)
}

// key is the value of the sort column as the databases compare it: what is
// called _at is a time.
func (p Page) key(column string) any {
	if at, err := time.Parse(time.RFC3339Nano, p.Key); err == nil && strings.HasSuffix(column, "_at") {
		return at
	}
	return p.Key
}

// list reads a page of records that the scope may see, and one more than
// asked for when there are more.
func list[T any](ctx context.Context, db *gorm.DB, visible func(*gorm.Statement), p Page, conditions ...condition) ([]T, error) {
	if p.Limit == 0 {
		p.Limit = 50
	}
	column, descending := p.order()
	order := clause.OrderBy{Columns: []clause.OrderByColumn{
		{Column: clause.Column{Name: column}, Desc: descending}, {Column: clause.Column{Name: "id"}, Desc: descending},
	}}
	query := of[T](db).Scopes(visible).Order(order).Limit(p.Limit + 1)
	if p.After != "" {
		conditions = append(conditions, p.following())
	}
	for _, c := range conditions {
		query = query.Where(c.query, c.args...)
	}
	records, err := query.Find(ctx)
	return records, translate(err)
}

// A condition is a part of a WHERE clause with its arguments.
type condition struct {
	query string
	args  []any
}

func where(query string, args ...any) condition { return condition{query, args} }

// create writes a new record and nothing that hangs on it.
func create[T any](ctx context.Context, db *gorm.DB, record *T) error {
	return translate(of[T](db).Omit(clause.Associations).Create(ctx, record))
}

// save writes every column of a record, if its version is still the one read.
func save[T any](ctx context.Context, db *gorm.DB, id models.ID[T], version *int, record *T) error {
	read := *version
	*version = read + 1
	n, err := of[T](db).Where("id = ? AND version = ?", id, read).
		Select("*").Omit(clause.Associations).Updates(ctx, *record)
	if err == nil && n == 0 {
		err = models.ErrStale
	}
	if err != nil {
		*version = read
	}
	return translate(err)
}
