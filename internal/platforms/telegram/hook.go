package telegram

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"caravan/internal/platforms"
)

// reactions is what the profile calls them, and update what the API calls a
// change of how many there are. It names nobody who reacted.
const (
	reactions = "reactions"
	update    = "message_reaction_count"
)

// secretHeader bears what was given as the secret of the address.
const secretHeader = "X-Telegram-Bot-Api-Secret-Token" //nolint:gosec // a name

// secret is what Telegram shows to be known by. Whoever has the bot's token
// can work it out, and nobody the token from it.
func (c *Connector) secret() string {
	mac := hmac.New(sha256.New, []byte(c.token))
	mac.Write([]byte("caravan.hook/1"))
	return hex.EncodeToString(mac.Sum(nil))
}

// Greet implements [platforms.Hook]. Telegram asks nothing.
func (*Connector) Greet(url.Values) string { return "" }

// Hear implements [platforms.Hook]. It reads how many reactions a post has; the
// rest it leaves. Of an album they stand on the first message that is left, so
// that any message of it speaks for the whole.
func (c *Connector) Hear(header http.Header, body []byte) ([]platforms.Word, error) {
	if !hmac.Equal([]byte(header.Get(secretHeader)), []byte(c.secret())) {
		return nil, platforms.Fail(platforms.Locked, "it does not know the secret of the address")
	}
	var said struct {
		Count *struct {
			message

			Date      int64 `json:"date"`
			Reactions []struct {
				Total int64 `json:"total_count"`
			} `json:"reactions"`
		} `json:"message_reaction_count"`
	}
	if err := json.Unmarshal(body, &said); err != nil {
		return nil, platforms.Fail(platforms.Refused, "read what was said: %w", err)
	}
	count := said.Count
	if count == nil {
		return nil, nil
	}
	if count.ID == 0 || count.Chat.ID == 0 || count.Date <= 0 || count.Reactions == nil {
		return nil, platforms.Fail(platforms.Refused, "it does not say how many reactions which post has, and when")
	}
	var total int64
	for _, r := range count.Reactions {
		total += r.Total
	}
	return []platforms.Word{{
		Account: strconv.FormatInt(count.Chat.ID, 10), Post: strconv.FormatInt(count.ID, 10), At: time.Unix(count.Date, 0).UTC(),
		Counts: []platforms.Count{platforms.Counted(reactions, &total)},
	}}, nil
}

// webhook is where Telegram says what happens to a bot. There is one for all of
// its channels.
type webhook struct {
	URL     string   `json:"url"`
	Updates []string `json:"allowed_updates"`
	Waiting int64    `json:"pending_update_count"`
	Error   string   `json:"last_error_message"`
}

// Subscribe implements [platforms.Subscriber].
func (c *Connector) Subscribe(ctx context.Context, address string) error {
	var now webhook
	if _, err := c.call(ctx, "getWebhookInfo", map[string]any{}, &now); err != nil {
		return platforms.Question(err)
	}
	switch {
	case now.serves(address):
		return nil
	case !now.ours(address):
		return platforms.Fail(platforms.Refused, "the bot speaks to %s already, and to one address only", platforms.Reason(now.host(), c.token))
	}
	var done bool
	_, err := c.call(ctx, "setWebhook", map[string]any{"url": address, "secret_token": c.secret(), "allowed_updates": []string{update}}, &done)
	return err
}

// serves reports whether what is said now is heard: at the address, or at one
// beside it, for another channel of the same bot. What waits there because it
// was not let in would be for a channel that has another bot by now, or a bot
// that has another token.
func (w webhook) serves(address string) bool {
	beside := address[:strings.LastIndex(address, "/")+1]
	turnedAway := w.Waiting > 0 && strings.Contains(w.Error, strconv.Itoa(http.StatusUnauthorized))
	return strings.HasPrefix(w.URL, beside) && slices.Equal(w.Updates, []string{update}) && !turnedAway
}

// ours reports whether nobody else is spoken to: nobody at all, one beside the
// address, or the same channel where the installation was before it moved.
func (w webhook) ours(address string) bool {
	last := strings.LastIndex(address, "/")
	return w.URL == "" || strings.HasPrefix(w.URL, address[:last+1]) || strings.HasSuffix(w.URL, address[last:])
}

// host is as much of the address as can be told: others may have put a secret
// into the rest.
func (w webhook) host() string {
	at, err := url.Parse(w.URL)
	if err != nil {
		return "another address"
	}
	return at.Host
}
