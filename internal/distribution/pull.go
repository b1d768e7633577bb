package distribution

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"time"

	"github.com/google/uuid"

	"caravan/internal/store"
	"caravan/models"
)

// Some platforms fetch pictures and recordings themselves, from an address that
// anybody could ask. It is short-lived, cannot be guessed, and is dead as soon
// as what it shows may not be sent.

// pullFor is how long an address holds at most: as long as a platform keeps
// what it has prepared.
const pullFor = 24 * time.Hour

// pullLabel keeps the signatures of addresses apart from everything else that is
// made with the same secret.
const pullLabel = "caravan.pull/1\n"

// A pull is what an address names: a file of a delivery, until a time.
type pull struct {
	delivery models.ID[models.Delivery]
	nth      int
	until    time.Time
}

// The parts of a token.
const (
	pullName  = 16 + 1 + 8 // delivery, file, and the end in seconds
	pullToken = pullName + sha256.Size
)

// pullAddress is where a platform may fetch the nth file of a delivery. It is
// empty where the installation has no address.
func (d *Desk) pullAddress(id models.ID[models.Delivery], nth int, now time.Time) string {
	if d.Address == "" || nth >= models.MaxShown {
		return ""
	}
	name := append(id.UUID[:], byte(nth))                                       //nolint:gosec // few
	name = binary.BigEndian.AppendUint64(name, uint64(now.Add(pullFor).Unix())) //nolint:gosec // after 1970
	return d.Address + "/m/" + base64.RawURLEncoding.EncodeToString(append(name, d.pullMark(name)...))
}

func (d *Desk) pullMark(name []byte) []byte {
	mac := hmac.New(sha256.New, d.KeySecret)
	mac.Write(append([]byte(pullLabel), name...))
	return mac.Sum(nil)
}

// readPull reads a token that this installation has made. No other names
// anything.
func (d *Desk) readPull(token string) (pull, error) {
	raw, err := base64.RawURLEncoding.Strict().DecodeString(token)
	if err != nil || len(raw) != pullToken || !hmac.Equal(raw[pullName:], d.pullMark(raw[:pullName])) {
		return pull{}, models.ErrMissing
	}
	return pull{
		delivery: models.ID[models.Delivery]{UUID: uuid.UUID(raw[:16])}, nth: int(raw[16]),
		until: time.Unix(int64(binary.BigEndian.Uint64(raw[17:pullName])), 0), //nolint:gosec // as it was written
	}, nil
}

// Pulled returns the file that a token is for, while its delivery is being sent
// and everything that allows it still stands. Every other token names nothing.
func (d *Desk) Pulled(ctx context.Context, token string) (models.MediaFile, error) {
	asked, err := d.readPull(token)
	if err != nil || !d.Now().Before(asked.until) {
		return models.MediaFile{}, models.ErrMissing
	}
	var file models.MediaFile
	err = d.system().InTx(ctx, func(tx *store.Scope) error {
		delivery, err := tx.Delivery(ctx, asked.delivery)
		if err != nil {
			return err
		}
		if !delivery.OnItsWay() || asked.nth >= len(delivery.Rendering.Media) {
			return models.ErrMissing
		}
		file = delivery.Rendering.Media[asked.nth].MediaFile
		return d.mayPull(ctx, tx, delivery)
	})
	if _, refused := errors.AsType[*models.Refusal](err); refused && !errors.Is(err, models.ErrUnavailable) {
		return models.MediaFile{}, models.ErrMissing
	}
	return file, err
}

// mayPull asks for everything that allowed the delivery, as it stands now.
func (d *Desk) mayPull(ctx context.Context, tx *store.Scope, delivery *models.Delivery) error {
	channel, err := tx.Channel(ctx, delivery.ChannelID)
	if err != nil {
		return err
	}
	if err := held(ctx, tx, delivery, channel); err != nil {
		return err
	}
	g, err := d.groundsOf(ctx, tx, delivery.CampaignID, delivery.MessageID, delivery.MessengerID)
	if err != nil {
		return err
	}
	return g.allow(delivery, channel, d.Now())
}
