package store

import (
	"context"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// A query asks for records of one kind, and is finished once. It is GORM's
// chain with a type and nothing more: GORM's own generic chain costs the
// compiler most of a minute for as many kinds as there are here, and forgets
// clauses that were given to the database before.
type query[T any] struct{ db *gorm.DB }

// of begins a query for records of kind T. The clauses are as GORM's.
func of[T any](db *gorm.DB, clauses ...clause.Expression) query[T] {
	return query[T]{db.Session(&gorm.Session{NewDB: true}).Model(new(T)).Clauses(clauses...)}
}

func (q query[T]) Where(condition any, args ...any) query[T] {
	return query[T]{q.db.Where(condition, args...)}
}

// Scopes narrows to what somebody may see.
func (q query[T]) Scopes(visible func(*gorm.Statement)) query[T] {
	visible(q.db.Statement)
	return q
}

func (q query[T]) Select(columns string, args ...any) query[T] {
	return query[T]{q.db.Select(columns, args...)}
}

func (q query[T]) Distinct(columns ...any) query[T] {
	return query[T]{q.db.Distinct(columns...)}
}

func (q query[T]) Order(by any) query[T]         { return query[T]{q.db.Order(by)} }
func (q query[T]) Joins(on string) query[T]      { return query[T]{q.db.Joins(on)} }
func (q query[T]) Group(by string) query[T]      { return query[T]{q.db.Group(by)} }
func (q query[T]) Limit(n int) query[T]          { return query[T]{q.db.Limit(n)} }
func (q query[T]) Omit(names ...string) query[T] { return query[T]{q.db.Omit(names...)} }

// Find reads all of them.
func (q query[T]) Find(ctx context.Context) (found []T, err error) {
	err = q.db.WithContext(ctx).Find(&found).Error
	return found, err
}

// Take reads one, or is gorm.ErrRecordNotFound.
func (q query[T]) Take(ctx context.Context) (found T, err error) {
	err = q.db.WithContext(ctx).Take(&found).Error
	return found, err
}

// Scan reads columns into something else than records.
func (q query[T]) Scan(ctx context.Context, into any) error {
	return q.db.WithContext(ctx).Scan(into).Error
}

// Count counts them.
func (q query[T]) Count(ctx context.Context) (n int64, err error) {
	err = q.db.WithContext(ctx).Count(&n).Error
	return n, err
}

// Create writes a new one, without what hangs on it.
func (q query[T]) Create(ctx context.Context, record *T) error {
	_, err := q.CreateNew(ctx, record)
	return err
}

// CreateNew is Create that reports whether it wrote: a clause may have it pass
// over what is there already.
func (q query[T]) CreateNew(ctx context.Context, record *T) (bool, error) {
	done := q.db.WithContext(ctx).Omit(clause.Associations).Create(record)
	return done.RowsAffected == 1, done.Error
}

// CreateInBatches writes new ones, so many at a time.
func (q query[T]) CreateInBatches(ctx context.Context, records []T, n int) error {
	return q.db.WithContext(ctx).Omit(clause.Associations).CreateInBatches(records, n).Error
}

// Update sets a column of those that there are, and returns how many.
func (q query[T]) Update(ctx context.Context, column string, value any) (int, error) {
	done := q.db.WithContext(ctx).Update(column, value)
	return int(done.RowsAffected), done.Error
}

// Set sets columns of those that there are, and returns how many.
func (q query[T]) Set(ctx context.Context, values map[string]any) (int, error) {
	done := q.db.WithContext(ctx).Updates(values)
	return int(done.RowsAffected), done.Error
}

// Updates sets the selected columns, and returns of how many records.
func (q query[T]) Updates(ctx context.Context, record T) (int, error) {
	done := q.db.WithContext(ctx).Updates(record)
	return int(done.RowsAffected), done.Error
}

// Delete deletes them, and returns how many.
func (q query[T]) Delete(ctx context.Context) (int, error) {
	done := q.db.WithContext(ctx).Delete(new(T))
	return int(done.RowsAffected), done.Error
}
