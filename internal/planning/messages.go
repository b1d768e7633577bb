package planning

import (
	"context"
	"time"

	"caravan/internal/store"
	"caravan/models"
)

// Compose drafts a message of a campaign.
func (d *Desk) Compose(ctx context.Context, by models.Actor, campaign models.ID[models.Campaign], brief models.Brief) (*models.Message, error) {
	now := d.Now()
	var message *models.Message
	err := d.Store.As(by).InTx(ctx, func(tx *store.Scope) error {
		of, err := tx.Campaign(ctx, campaign)
		if err != nil {
			return models.ErrInvalid.With("There is no such campaign.").At("/campaign_id")
		}
		if err := names(ctx, tx, brief); err != nil {
			return err
		}
		if message, err = models.NewMessage(of, brief, by, now); err != nil {
			return err
		}
		if err := tx.CreateMessage(ctx, message); err != nil {
			return err
		}
		return tx.Record(ctx, wrote("message.composed", message, now))
	})
	return message, err
}

// Rebrief replaces the brief of the version that was read. What is judged by
// it has to be frozen and approved again.
func (d *Desk) Rebrief(ctx context.Context, by models.Actor, id models.ID[models.Message], read int, brief models.Brief) (*models.Message, error) {
	now := d.Now()
	return d.write(ctx, by, id, func(tx *store.Scope, message *models.Message) error {
		if message.Version != read {
			return models.ErrStale
		}
		if err := names(ctx, tx, brief); err != nil {
			return err
		}
		before := message.Brief
		if err := message.Revise(brief, by, now); err != nil {
			return err
		}
		if !message.Says(before) {
			if _, err := tx.VoidMessage(ctx, message, models.VoidEdited, now); err != nil {
				return err
			}
		}
		if err := tx.SaveMessage(ctx, message); err != nil {
			return err
		}
		return tx.Record(ctx, wrote("message.revised", message, now))
	})
}

// Shelve ends a message. What was to leave does not, and what is published
// stays where it is.
func (d *Desk) Shelve(ctx context.Context, by models.Actor, id models.ID[models.Message]) (*models.Message, error) {
	now := d.Now()
	return d.write(ctx, by, id, func(tx *store.Scope, message *models.Message) error {
		if err := message.Archive(by, now); err != nil {
			return err
		}
		if _, err := tx.VoidMessage(ctx, message, models.VoidArchived, now); err != nil {
			return err
		}
		if err := tx.SaveMessage(ctx, message); err != nil {
			return err
		}
		return tx.Record(ctx, wrote("message.archived", message, now))
	})
}

// Translate writes a message in a language that it has no text in yet.
func (d *Desk) Translate(ctx context.Context, by models.Actor, id models.ID[models.Message], text models.Text) (*models.Variant, error) {
	now := d.Now()
	var variant *models.Variant
	_, err := d.write(ctx, by, id, func(tx *store.Scope, message *models.Message) (err error) {
		if variant, err = models.NewVariant(message, text, by, now); err != nil {
			return err
		}
		if err := pictures(ctx, tx, message, variant.Text); err != nil {
			return err
		}
		if err := tx.CreateVariant(ctx, variant); err != nil {
			return err
		}
		return d.edited(ctx, tx, message, variant, now)
	})
	return variant, err
}

// Rewrite replaces the version of a text that was read. The same text again
// changes nothing; another one makes a new draft, and what was approved before
// it is void.
func (d *Desk) Rewrite(ctx context.Context, by models.Actor, id models.ID[models.Message], read int, text models.Text) (*models.Variant, error) {
	now := d.Now()
	var variant *models.Variant
	_, err := d.write(ctx, by, id, func(tx *store.Scope, message *models.Message) (err error) {
		if variant, err = tx.Variant(ctx, id, text.Language); err != nil {
			return err
		}
		if variant.Version != read {
			return models.ErrStale
		}
		before := variant.Text
		if err := variant.Write(message, text, by, now); err != nil || variant.Same(before) {
			return err
		}
		if err := pictures(ctx, tx, message, variant.Text); err != nil {
			return err
		}
		if err := tx.SaveVariant(ctx, variant); err != nil {
			return err
		}
		return d.edited(ctx, tx, message, variant, now)
	})
	return variant, err
}

// Pass is the word of a native reader on a text as they read it.
func (d *Desk) Pass(ctx context.Context, by models.Actor, id models.ID[models.Message], language string, read int) (*models.Variant, error) {
	now := d.Now()
	var variant *models.Variant
	_, err := d.write(ctx, by, id, func(tx *store.Scope, message *models.Message) (err error) {
		if variant, err = tx.Variant(ctx, id, language); err != nil {
			return err
		}
		if variant.Version != read {
			return models.ErrStale
		}
		if err := variant.Review(by, now); err != nil {
			return err
		}
		if err := tx.SaveVariant(ctx, variant); err != nil {
			return err
		}
		return tx.Record(ctx, spelt("variant.reviewed", message, variant, now))
	})
	return variant, err
}

// write changes a message or one of its texts.
func (d *Desk) write(ctx context.Context, by models.Actor, id models.ID[models.Message], apply func(*store.Scope, *models.Message) error) (*models.Message, error) {
	var message *models.Message
	err := d.Store.As(by).InTx(ctx, func(tx *store.Scope) (err error) {
		if message, err = tx.Message(ctx, id); err != nil {
			return err
		}
		return apply(tx, message)
	})
	return message, err
}

// edited lets follow what follows from another text: the versions before it
// are void, and who wrote it judges no version made from it.
func (d *Desk) edited(ctx context.Context, tx *store.Scope, message *models.Message, variant *models.Variant, now time.Time) error {
	if _, err := tx.VoidMessage(ctx, message, models.VoidEdited, now); err != nil {
		return err
	}
	if err := tx.TouchMessage(ctx, message); err != nil {
		return err
	}
	return tx.Record(ctx, spelt("variant.written", message, variant, now))
}

// names refuses a brief whose messenger or audience the writer cannot see.
func names(ctx context.Context, tx *store.Scope, brief models.Brief) error {
	if !brief.MessengerID.IsZero() {
		speaker, err := tx.Messenger(ctx, brief.MessengerID)
		if err != nil {
			return models.ErrInvalid.With("There is no such messenger.").At("/messenger_id")
		}
		if err := speaker.CheckChild(brief); err != nil {
			return err
		}
	}
	if !brief.AudienceID.IsZero() {
		if _, err := tx.Audience(ctx, brief.AudienceID); err != nil {
			return models.ErrInvalid.With("There is no such audience.").At("/audience_id")
		}
	}
	return nil
}

// wrote describes what was done to a message.
func wrote(action string, m *models.Message, now time.Time) store.Change {
	return store.Change{Action: action, Kind: "message", Object: m.ID.String(), At: now, Campaign: m.CampaignID}
}

// spelt describes what was done to a text of a message.
func spelt(action string, m *models.Message, v *models.Variant, now time.Time) store.Change {
	digest, _ := v.Digest() // of strings, which always have one
	return store.Change{Action: action, Kind: "variant", Object: v.ID.String(), After: digest, At: now, Campaign: m.CampaignID}
}
