package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"gorm.io/gorm/clause"

	"caravan/migrations"
	"caravan/models"
)

// Offices lists what a person is, in every organisation that lets them in.
func (s *Scope) Offices(ctx context.Context, user models.ID[models.User]) ([]models.Office, error) {
	memberships, err := of[models.Membership](s.db).Where("user_id = ? AND disabled_at IS NULL", user).Find(ctx)
	if err != nil {
		return nil, translate(err)
	}
	offices := make([]models.Office, 0, len(memberships))
	for _, m := range memberships {
		o, err := of[models.Organization](s.db).Where("id = ?", m.OrganizationID).Take(ctx)
		if err != nil {
			return nil, translate(err)
		}
		offices = append(offices, models.Office{OrganizationID: m.OrganizationID, Kind: o.Kind, Roles: m.Roles})
	}
	return offices, nil
}

// Custodians lists the safeguarding members of the organisation that are let
// in, by name.
func (s *Scope) Custodians(ctx context.Context) ([]models.User, error) {
	memberships, err := of[models.Membership](s.db).Scopes(s.own("memberships")).
		Where("disabled_at IS NULL AND CAST(roles AS text) LIKE ?", `%"`+string(models.Safeguarding)+`"%`).Find(ctx)
	if err != nil {
		return nil, translate(err)
	}
	ids := make([]models.ID[models.User], 0, len(memberships))
	for _, m := range memberships {
		ids = append(ids, m.UserID)
	}
	found, err := of[models.User](s.db).Where("id IN ?", ids).Order("name, id").Find(ctx)
	return found, translate(err)
}

// CustodianKeys lists the keys that an identity is sealed to now: those of the
// custodians, and the recovery key.
func (s *Scope) CustodianKeys(ctx context.Context) ([]models.CustodianKey, error) {
	custodians, err := s.Custodians(ctx)
	if err != nil {
		return nil, err
	}
	ids := make([]models.ID[models.User], 0, len(custodians))
	for _, u := range custodians {
		ids = append(ids, u.ID)
	}
	found, err := of[models.CustodianKey](s.db).Scopes(s.own("custodian_keys")).
		Where("retired_at IS NULL AND (recovery OR user_id IN ?)", ids).Order("recovery, id").Find(ctx)
	return found, translate(err)
}

// RetireCustodianKey ends the use of the actor's own key, or of the recovery
// key, for what is sealed from now on.
func (s *Scope) RetireCustodianKey(ctx context.Context, recovery bool, now time.Time) error {
	query := of[models.CustodianKey](s.db).Scopes(s.own("custodian_keys")).Where("retired_at IS NULL AND recovery = ?", recovery)
	if !recovery {
		query = query.Where("user_id = ?", s.who.UserID)
	}
	_, err := query.Update(ctx, "retired_at", now)
	return translate(err)
}

// CreateCustodianKey writes a new key. One that was used before is ErrTaken.
func (s *Scope) CreateCustodianKey(ctx context.Context, k *models.CustodianKey) error {
	return create(ctx, s.db, k)
}

// Identity reads the sealed identity of a messenger, if one is kept. Inside a
// transaction it stays locked.
func (s *Scope) Identity(ctx context.Context, messenger models.ID[models.Messenger]) (*models.Identity, error) {
	found, err := of[models.Identity](s.db).Scopes(s.held(s.own("identities"))).Where("messenger_id = ? AND destroyed_on = ''", messenger).Take(ctx)
	return &found, translate(err)
}

// IdentitiesOf lists what is and was kept of a messenger, newest first.
func (s *Scope) IdentitiesOf(ctx context.Context, messenger models.ID[models.Messenger]) ([]models.Identity, error) {
	found, err := of[models.Identity](s.db).Scopes(s.own("identities")).Where("messenger_id = ?", messenger).Order("id DESC").Find(ctx)
	return found, translate(err)
}

// Identities lists the identities that are kept.
func (s *Scope) Identities(ctx context.Context) ([]models.Identity, error) {
	found, err := of[models.Identity](s.db).Scopes(s.own("identities")).Where("destroyed_on = ''").Order("id").Find(ctx)
	return found, translate(err)
}

// CreateIdentity writes a sealed identity. A sealing that was here before is
// ErrSealedBefore.
func (s *Scope) CreateIdentity(ctx context.Context, i *models.Identity) error {
	known, err := of[models.Identity](s.db).Where("commitment = ?", i.Commitment).Count(ctx)
	if err != nil {
		return translate(err)
	}
	if known > 0 {
		return models.ErrSealedBefore
	}
	return create(ctx, s.db, i)
}

// DestroyIdentity overwrites a sealed identity, and then leaves the mark that
// it was here. What the database still has of it in files and logs is for
// Purge.
func (s *Scope) DestroyIdentity(ctx context.Context, i *models.Identity) error {
	_, err := of[models.Identity](s.db).Where("id = ? AND destroyed_on = ''", i.ID).
		Set(ctx, map[string]any{"ciphertext": clause.Expr{SQL: s.zeros()}})
	if err != nil {
		return translate(err)
	}
	_, err = of[models.Identity](s.db).Where("id = ?", i.ID).
		Select("ciphertext", "recipients", "destroyed_on", "destroyed_for").Updates(ctx, *i)
	return translate(err)
}

// zeros is as many zero bytes as the ciphertext has.
func (s *Scope) zeros() string {
	if s.dialect == migrations.Postgres {
		return `decode(repeat('00', length(ciphertext)), 'hex')`
	}
	return "zeroblob(length(ciphertext))"
}

// Purge makes the database give up what it still keeps of deleted identities
// outside of their rows: the log of SQLite, dead rows of Postgres.
func (s *Store) Purge(ctx context.Context) error {
	if s.dialect == migrations.Postgres {
		_, err := s.pool.ExecContext(ctx, "VACUUM identities")
		return translate(err)
	}
	return emptyLog(ctx, s.pool)
}

// emptyLog moves what is in the log of SQLite to its place, and nothing stays
// there.
func emptyLog(ctx context.Context, pool *sql.DB) error {
	var busy, pages, moved int
	err := pool.QueryRowContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)").Scan(&busy, &pages, &moved)
	if err == nil && busy != 0 {
		err = errors.New("somebody reads the log")
	}
	if err != nil {
		return fmt.Errorf("empty the log: %w", translate(err))
	}
	return nil
}

// Reveals lists what custodians of the organisation asked for, newest first.
func (s *Scope) Reveals(ctx context.Context, p Page) ([]models.Reveal, error) {
	return list[models.Reveal](ctx, s.db, s.own("reveals"), p)
}

// LatelyRevealed lists what bounds the next reveals: those since a time, and
// those that somebody still has to look at.
func (s *Scope) LatelyRevealed(ctx context.Context, since time.Time) (models.Reveals, error) {
	found, err := of[models.Reveal](s.db).Scopes(s.own("reveals")).
		Where("asked_at >= ? OR (break_glass AND reviewed_at IS NULL)", since).Order("id DESC").Find(ctx)
	return found, translate(err)
}

// Reveal reads one, which stays locked inside a transaction.
func (s *Scope) Reveal(ctx context.Context, id models.ID[models.Reveal]) (*models.Reveal, error) {
	return take(ctx, s.db, s.held(s.own("reveals")), id)
}

// Unreviewed lists each breaking of the glass that somebody else still has to
// look at.
func (s *Scope) Unreviewed(ctx context.Context) ([]models.Reveal, error) {
	found, err := of[models.Reveal](s.db).Scopes(s.own("reveals")).Where("break_glass AND reviewed_at IS NULL").Order("id").Find(ctx)
	return found, translate(err)
}

// SuspendedOver reads what a person was suspended over, and counts what else
// they opened alone before a time that nobody has looked at: in every
// organisation, for they are suspended in all.
func (s *Scope) SuspendedOver(ctx context.Context, u *models.User, before time.Time) (*models.Reveal, int, error) {
	over, err := of[models.Reveal](s.db).Where("id = ?", u.SuspendedFor).Take(ctx)
	if err != nil {
		return nil, 0, translate(err)
	}
	waiting, err := of[models.Reveal](s.db).Where("asked_by = ? AND break_glass AND reviewed_at IS NULL AND asked_at <= ?", u.ID, before).Count(ctx)
	return &over, int(waiting), translate(err)
}

// CreateReveal writes that a custodian asks.
func (s *Scope) CreateReveal(ctx context.Context, r *models.Reveal) error {
	return create(ctx, s.db, r)
}

// SaveReveal writes what came of it.
func (s *Scope) SaveReveal(ctx context.Context, r *models.Reveal) error {
	_, err := of[models.Reveal](s.db).Where("id = ?", r.ID).
		Select("approved_by", "approved_at", "expires_at", "given_at", "reviewed_by", "reviewed_at", "review").Updates(ctx, *r)
	return translate(err)
}

// PeopleOf reads what those are called who had a part in reveals.
func (s *Scope) PeopleOf(ctx context.Context, reveals []models.Reveal) (map[models.ID[models.User]]string, error) {
	var ids []models.ID[models.User]
	for _, r := range reveals {
		ids = append(ids, r.AskedBy)
		if r.ApprovedBy != nil {
			ids = append(ids, *r.ApprovedBy)
		}
	}
	found, err := of[models.User](s.db).Where("id IN ?", ids).Find(ctx)
	names := make(map[models.ID[models.User]]string, len(found))
	for _, u := range found {
		names[u.ID] = u.Name
	}
	return names, translate(err)
}

// SpeakersOf reads the pseudonyms of the messengers of reveals.
func (s *Scope) SpeakersOf(ctx context.Context, reveals []models.Reveal) (map[models.ID[models.Messenger]]string, error) {
	ids := make([]models.ID[models.Messenger], 0, len(reveals))
	for _, r := range reveals {
		ids = append(ids, r.MessengerID)
	}
	found, err := of[models.Messenger](s.db).Scopes(s.own("messengers")).Where("id IN ?", ids).Find(ctx)
	names := make(map[models.ID[models.Messenger]]string, len(found))
	for _, m := range found {
		names[m.ID] = m.Pseudonym
	}
	return names, translate(err)
}
