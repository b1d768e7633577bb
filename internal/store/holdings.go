package store

import (
	"context"
	"errors"
	"reflect"
	"sync"

	"gorm.io/gorm/schema"

	"caravan/models"
)

// A Held is what one record holds about a person, by column.
type Held struct {
	Table  string
	Values map[string]any
}

// HeldOfStaff returns everything that is held about the actor themselves, in
// every organisation. What is sealed stays out: nobody can be shown it.
func (s *Scope) HeldOfStaff(ctx context.Context) ([]Held, error) {
	id, staff := s.who.UserID, models.OfStaff
	var all []Held
	err := errors.Join(
		held[models.User](ctx, s, &all, staff, "id", id),
		held[models.Membership](ctx, s, &all, staff, "user_id", id),
		held[models.ProviderAccount](ctx, s, &all, staff, "user_id", id),
		held[models.Session](ctx, s, &all, staff, "user_id", id),
		held[models.Link](ctx, s, &all, staff, "user_id", id),
		held[models.Token](ctx, s, &all, staff, "user_id", id),
		held[models.Factor](ctx, s, &all, staff, "user_id", id),
		held[models.RecoveryCode](ctx, s, &all, staff, "user_id", id),
		held[models.SecurityKey](ctx, s, &all, staff, "user_id", id),
		held[models.Ceremony](ctx, s, &all, staff, "user_id", id),
		held[models.IdempotencyKey](ctx, s, &all, staff, "user_id", id),
		held[models.Notice](ctx, s, &all, staff, "user_id", id),
		held[models.AccountNotice](ctx, s, &all, staff, "user_id", id),
		held[models.BacklashNotice](ctx, s, &all, staff, "user_id", id),
		held[models.RevealNotice](ctx, s, &all, staff, "user_id", id),
		held[models.CustodianKey](ctx, s, &all, staff, "user_id", id),
		held[models.Envelope](ctx, s, &all, staff, "user_id", id),
		held[models.Decision](ctx, s, &all, staff, "user_id", id),
		held[models.AuditEntry](ctx, s, &all, staff, "actor_id", id),
	)
	return all, err
}

// HeldOfMessenger returns everything that is held about a messenger of the
// actor's organisation. What is sealed stays out: it is opened by two people.
func (s *Scope) HeldOfMessenger(ctx context.Context, id models.ID[models.Messenger]) ([]Held, error) {
	if _, err := s.Messenger(ctx, id); err != nil {
		return nil, err
	}
	speaker := models.OfMessengers
	var all []Held
	err := errors.Join(
		held[models.Messenger](ctx, s, &all, speaker, "id", id),
		held[models.Consent](ctx, s, &all, speaker, "messenger_id", id),
		held[models.RiskAssessment](ctx, s, &all, speaker, "messenger_id", id),
		held[models.Designation](ctx, s, &all, speaker, "messenger_id", id),
		held[models.Message](ctx, s, &all, speaker, "messenger_id", id),
		held[models.Delivery](ctx, s, &all, speaker, "messenger_id", id),
		held[models.Identity](ctx, s, &all, speaker, "messenger_id", id),
		held[models.Reveal](ctx, s, &all, speaker, "messenger_id", id),
	)
	return all, err
}

// held adds the records of one table whose key names the subject, without what
// nobody has filled in.
func held[T any](ctx context.Context, s *Scope, all *[]Held, subject models.Subject, key string, id any) error {
	records, err := of[T](s.db).Where(key+" = ?", id).Find(ctx)
	if err != nil || len(records) == 0 {
		return translate(err)
	}
	parsed, err := schema.Parse(new(T), &sync.Map{}, s.db.NamingStrategy)
	if err != nil {
		return err
	}
	shown := subject.Shown(parsed.Table)
	for i := range records {
		h := Held{Table: parsed.Table, Values: map[string]any{}}
		for _, name := range shown {
			value := parsed.LookUpField(name).ReflectValueOf(ctx, reflect.ValueOf(&records[i]).Elem())
			if value.Kind() != reflect.Pointer || !value.IsNil() {
				h.Values[name] = value.Interface()
			}
		}
		*all = append(*all, h)
	}
	return nil
}
