package telegram

import (
	"context"
	"strconv"

	"caravan/internal/platforms"
)

// Inspect implements [platforms.Inspector]. The account is the channel; a bot
// that may not post in it is Locked.
func (c *Connector) Inspect(ctx context.Context) (platforms.Account, error) {
	var bot struct {
		ID int64 `json:"id"`
	}
	var in chat
	var member struct {
		Status string `json:"status"`
		Post   bool   `json:"can_post_messages"`
	}
	var followers int64
	if _, err := c.call(ctx, "getMe", map[string]any{}, &bot); err != nil {
		return platforms.Account{}, platforms.Question(err)
	}
	if _, err := c.call(ctx, "getChat", map[string]any{"chat_id": c.channel}, &in); err != nil {
		return platforms.Account{}, platforms.Question(err)
	}
	if in.Type != "channel" {
		return platforms.Account{}, platforms.Fail(platforms.Locked, "this is a %s, and no channel", platforms.Reason(in.Type))
	}
	if _, err := c.call(ctx, "getChatMember", map[string]any{"chat_id": c.channel, "user_id": bot.ID}, &member); err != nil {
		return platforms.Account{}, platforms.Question(err)
	}
	if member.Status != "administrator" || !member.Post {
		return platforms.Account{}, platforms.Fail(platforms.Locked, "the bot is no administrator of the channel who may post")
	}
	if _, err := c.call(ctx, "getChatMemberCount", map[string]any{"chat_id": c.channel}, &followers); err != nil {
		return platforms.Account{}, platforms.Question(err)
	}
	account := platforms.Account{ID: strconv.FormatInt(in.ID, 10), Name: in.Title, Followers: &followers}
	if in.Username != "" {
		account.URL = "https://t.me/" + in.Username
	}
	return account, nil
}
