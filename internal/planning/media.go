package planning

import (
	"context"
	"errors"
	"io"
	"slices"
	"time"

	"caravan/internal/store"
	"caravan/internal/tasks"
	"caravan/models"
)

// A Studio makes files that come from outside fit to be kept, and keeps them.
type Studio interface {
	// Take keeps a file in one or more forms, the largest first. Of its name
	// only the end counts.
	Take(ctx context.Context, name, declared string, file io.Reader) ([]models.MediaFile, error)

	// Sweep forgets the files that were put there before a time and are not
	// used.
	Sweep(before time.Time, used map[models.Digest]bool) error
}

// AddMedia adds a picture or a recording to a message. One that it has already
// is not added again.
func (d *Desk) AddMedia(ctx context.Context, by models.Actor, id models.ID[models.Message], name, declared string, file io.Reader) (*models.Media, error) {
	if err := d.room(ctx, by, id); err != nil {
		return nil, err
	}
	files, err := d.Studio.Take(ctx, name, declared, file)
	if err != nil {
		return nil, err
	}
	var media *models.Media
	_, err = d.write(ctx, by, id, func(tx *store.Scope, message *models.Message) error {
		there, err := tx.MediaOf(ctx, id)
		if err != nil {
			return err
		}
		if at := slices.IndexFunc(there, func(m models.Media) bool { return slices.Equal(m.Files, files) }); at >= 0 {
			media = &there[at]
			return nil
		}
		media, err = d.keep(ctx, tx, message, files)
		return err
	})
	return media, err
}

// keep adds a picture to a message, as far as there is room.
func (d *Desk) keep(ctx context.Context, tx *store.Scope, message *models.Message, files []models.MediaFile) (*models.Media, error) {
	now := d.Now()
	media, err := models.NewMedia(message, files, tx.Who(), now)
	if err != nil {
		return nil, err
	}
	kept, err := tx.KeptMedia(ctx)
	if err != nil {
		return nil, err
	}
	if err := d.Quota.Allow(kept, media.Size); err != nil {
		return nil, err
	}
	if err := tx.CreateMedia(ctx, media); err != nil {
		return nil, err
	}
	if err := tx.TouchMessage(ctx, message); err != nil {
		return nil, err
	}
	if err := oweSweep(ctx, tx, now); err != nil {
		return nil, err
	}
	return media, tx.Record(ctx, pictured("media.added", message, media, now))
}

// sweepAfter is how long a file stays that no picture has: whoever puts one
// there writes the picture down after it.
const sweepAfter = 24 * time.Hour

// oweSweep owes a look at the files that no picture has, once for a day: of
// removed pictures, and of those that were refused after they had been taken.
func oweSweep(ctx context.Context, tx *store.Scope, now time.Time) error {
	due := now.Add(sweepAfter).Truncate(24*time.Hour).AddDate(0, 0, 1)
	task := tasks.Sweep{Day: models.Date(due.Format(time.DateOnly))}
	return tx.Owe(ctx, task, task.Kind()+":"+string(task.Day), due, now)
}

// SweepMedia takes files off the shelf that no picture has.
func (d *Desk) SweepMedia(ctx context.Context, _ tasks.Sweep) error {
	used, err := d.Store.As(models.System("worker")).UsedFiles(ctx)
	if err != nil {
		return err
	}
	return d.Studio.Sweep(d.Now().Add(-sweepAfter), used)
}

// room refuses a picture before it is looked at, where there is no message for
// it or no room.
func (d *Desk) room(ctx context.Context, by models.Actor, id models.ID[models.Message]) error {
	return d.Store.As(by).InTx(ctx, func(tx *store.Scope) error {
		if _, err := tx.Message(ctx, id); err != nil {
			return err
		}
		kept, err := tx.KeptMedia(ctx)
		if err != nil {
			return err
		}
		return d.Quota.Allow(kept, 1)
	})
}

// StateMedia replaces what is known of the picture that was read. Where a text
// shows it, that has to be frozen and approved again.
func (d *Desk) StateMedia(ctx context.Context, by models.Actor, id models.ID[models.Media], read int, facts models.MediaFacts) (*models.Media, error) {
	now := d.Now()
	return d.onMedia(ctx, by, id, func(tx *store.Scope, message *models.Message, media *models.Media) error {
		if media.Version != read {
			return models.ErrStale
		}
		changed, err := media.State(message, facts, by, now)
		if err != nil || !changed {
			return err
		}
		if err := revoke(ctx, tx, message, media, now); err != nil {
			return err
		}
		if err := tx.SaveMedia(ctx, media); err != nil {
			return err
		}
		if err := tx.TouchMessage(ctx, message); err != nil {
			return err
		}
		return tx.Record(ctx, pictured("media.stated", message, media, now))
	})
}

// revoke voids the versions of a message that shows the picture.
func revoke(ctx context.Context, tx *store.Scope, message *models.Message, media *models.Media, now time.Time) error {
	used, err := shows(ctx, tx, message, media)
	if err != nil || !used {
		return err
	}
	_, err = tx.VoidMessage(ctx, message, models.VoidEdited, now)
	return err
}

// RemoveMedia forgets a picture that no text shows, and none that was frozen
// ever did.
func (d *Desk) RemoveMedia(ctx context.Context, by models.Actor, id models.ID[models.Media]) error {
	now := d.Now()
	_, err := d.onMedia(ctx, by, id, func(tx *store.Scope, message *models.Message, media *models.Media) error {
		used, err := shows(ctx, tx, message, media)
		if err != nil {
			return err
		}
		if used {
			return models.ErrMediaUsed
		}
		if err := errors.Join(tx.DeleteMedia(ctx, media), oweSweep(ctx, tx, now)); err != nil {
			return err
		}
		return tx.Record(ctx, pictured("media.removed", message, media, now))
	})
	return err
}

// onMedia changes a picture. Its message is kept first, as whoever writes in
// it does.
func (d *Desk) onMedia(ctx context.Context, by models.Actor, id models.ID[models.Media], apply func(*store.Scope, *models.Message, *models.Media) error) (*models.Media, error) {
	var media *models.Media
	err := d.Store.As(by).InTx(ctx, func(tx *store.Scope) error {
		of, err := tx.Media(ctx, id)
		if err != nil {
			return err
		}
		message, err := tx.Message(ctx, of.MessageID)
		if err != nil {
			return err
		}
		media = of
		return apply(tx, message, media)
	})
	return media, err
}

// shows reports whether a text of the message shows a picture, or a frozen one
// did.
func shows(ctx context.Context, tx *store.Scope, message *models.Message, media *models.Media) (bool, error) {
	variants, err := tx.Variants(ctx, message.ID)
	if err != nil {
		return false, err
	}
	versions, err := tx.Versions(ctx, message.ID)
	if err != nil {
		return false, err
	}
	now := slices.ContainsFunc(variants, func(v models.Variant) bool { return v.Shows(media.ID) })
	return now || slices.ContainsFunc(versions, func(v models.MessageVersion) bool { return v.Shows(media.ID) }), nil
}

// pictures refuses a text that shows what its message does not have.
func pictures(ctx context.Context, tx *store.Scope, message *models.Message, text models.Text) error {
	if len(text.Media) == 0 {
		return nil
	}
	media, err := tx.MediaOf(ctx, message.ID)
	if err != nil {
		return err
	}
	return text.CheckMedia(media)
}

// pictured describes what was done to a picture.
func pictured(action string, m *models.Message, media *models.Media, now time.Time) store.Change {
	return store.Change{Action: action, Kind: "media", Object: media.ID.String(), After: media.Files[0].SHA256, At: now, Campaign: m.CampaignID}
}
