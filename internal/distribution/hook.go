package distribution

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"caravan/internal/platforms"
	"caravan/models"
)

// What a report from outside bears that is signed in our own way: when it was
// signed, in seconds since 1970; a name that it alone has; and the HMAC-SHA-256,
// in hexadecimal, over both and the body, with a dot between them.
const (
	HookTime      = "X-Caravan-Timestamp"
	HookNonce     = "X-Caravan-Nonce"
	HookSignature = "X-Caravan-Signature"
)

// Why a report from outside is not taken.
var (
	ErrNotSigned   = errors.New("it is not signed by whom it should be, or not now")
	ErrHeardBefore = errors.New("it was said before")
	ErrUnheard     = errors.New("it cannot be read")
)

const (
	hookSkew     = 5 * time.Minute
	longestNonce = 64
)

// HookKey is what reports on a channel are signed with in our own way.
func (d *Desk) HookKey(id models.ID[models.Channel]) string {
	mac := hmac.New(sha256.New, d.KeySecret)
	mac.Write([]byte("hook "))
	mac.Write(id.UUID[:])
	return hex.EncodeToString(mac.Sum(nil))
}

// Greet answers a platform that asks whether the address of a channel is ours;
// with nothing where it is not.
func (d *Desk) Greet(ctx context.Context, id models.ID[models.Channel], query url.Values) (string, error) {
	hook, err := d.hook(ctx, id)
	if err != nil || hook == nil {
		return "", err
	}
	return hook.Greet(query), nil
}

// hook is what can read what the platform of a channel says; nil where it says
// nothing, or nothing opens the channel any more by which it could be known.
func (d *Desk) hook(ctx context.Context, id models.ID[models.Channel]) (platforms.Hook, error) {
	channel, err := d.system().Channel(ctx, id)
	if err != nil {
		return nil, ignore(err, models.ErrMissing)
	}
	connector, _, err := d.connect(ctx, d.system(), channel)
	if platforms.ClassOf(err) == platforms.Locked {
		return nil, nil //nolint:nilnil // so nobody is
	}
	hook, _ := connector.(platforms.Hook)
	return hook, err
}

// Hear takes a report on the posts of a channel: one signed in our own way, or
// in that of its platform. What platforms say they may say twice, for only ours
// has a name.
func (d *Desk) Hear(ctx context.Context, id models.ID[models.Channel], header http.Header, body []byte) error {
	if header.Get(HookSignature) != "" {
		return d.hearOurs(ctx, id, header, body)
	}
	hook, err := d.hook(ctx, id)
	if err != nil {
		return err
	}
	if hook == nil {
		return ErrNotSigned
	}
	words, err := hook.Hear(header, body)
	switch platforms.ClassOf(err) { //nolint:exhaustive // it asks nobody
	case platforms.Locked:
		return ErrNotSigned
	case "":
		return d.reportAll(ctx, id, words)
	}
	return ErrUnheard
}

// hearOurs takes a report that is signed in our own way, once.
func (d *Desk) hearOurs(ctx context.Context, id models.ID[models.Channel], header http.Header, body []byte) error {
	at, nonce := header.Get(HookTime), header.Get(HookNonce)
	seconds, err := strconv.ParseInt(at, 10, 64)
	skew := d.Now().Sub(time.Unix(seconds, 0)).Abs()
	signed := append([]byte(at+"."+nonce+"."), body...)
	if err != nil || skew > hookSkew || nonce == "" || len(nonce) > longestNonce || !platforms.SignedBy(d.HookKey(id), signed, header.Get(HookSignature)) {
		return ErrNotSigned
	}
	var said struct {
		Posts []struct {
			Key     string `json:"key"`
			Arrived bool   `json:"arrived"`
			Reason  string `json:"reason"`
		} `json:"posts"`
	}
	if err := json.Unmarshal(body, &said); err != nil {
		return ErrUnheard
	}
	words := make([]platforms.Word, 0, len(said.Posts))
	for _, p := range said.Posts {
		if !isCode(p.Reason) {
			return ErrUnheard
		}
		words = append(words, platforms.Word{Key: p.Key, Arrived: p.Arrived, Reason: p.Reason})
	}
	heard := &models.HookNonce{ChannelID: id, Nonce: nonce, HeardAt: d.Now()}
	fresh, err := d.system().Hear(ctx, heard)
	if err != nil {
		return err
	}
	if !fresh {
		return ErrHeardBefore
	}
	if err := d.reportAll(ctx, id, words); err != nil {
		return errors.Join(err, d.system().Unhear(ctx, heard))
	}
	return nil
}

// isCode reports whether a reason is too short to name anybody, such as 5.1.1 or
// 0x0000000b.
func isCode(reason string) bool {
	const long, number = 10, 6
	return len(reason) <= long && (len(reason) <= number || strings.Trim(reason, "0123456789") != "")
}

// reportAll takes words about posts of a channel.
func (d *Desk) reportAll(ctx context.Context, id models.ID[models.Channel], words []platforms.Word) error {
	for _, w := range words {
		if err := d.report(ctx, id, w); err != nil {
			return err
		}
	}
	return nil
}

func (d *Desk) report(ctx context.Context, id models.ID[models.Channel], w platforms.Word) error {
	if len(w.Counts) > 0 {
		return d.told(ctx, id, w)
	}
	return d.Report(ctx, Report{Channel: id, Key: w.Key, Arrived: w.Arrived, Reason: platforms.Reason(w.Reason)})
}
