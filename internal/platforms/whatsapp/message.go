package whatsapp

import (
	"context"
	"net/url"
	"strings"

	"caravan/internal/platforms"
)

// What becomes of a message besides being accepted.
const (
	held   = "held_for_quality_assessment"
	paused = "paused"
)

// Publish implements [platforms.Connector]. WhatsApp takes free text for a day
// after somebody in the group has written, and templates that it has approved
// at any time.
func (c *Connector) Publish(ctx context.Context, post platforms.Post) (platforms.Receipt, error) {
	body, err := platforms.JSON(c.message(post))
	if err != nil {
		return platforms.Receipt{}, err
	}
	var taken struct {
		Messages []struct {
			ID     string `json:"id"`
			Status string `json:"message_status"`
		} `json:"messages"`
	}
	answer, err := c.graph.Upload(ctx, body, "application/json", &taken, c.number, "messages")
	if err != nil {
		return platforms.Receipt{}, err
	}
	if len(taken.Messages) == 0 || taken.Messages[0].ID == "" {
		return platforms.Receipt{}, answer.Unreadable("id")
	}
	receipt := platforms.Receipt{ID: taken.Messages[0].ID, State: platforms.Live}
	switch taken.Messages[0].Status {
	case held:
		receipt.State = platforms.Accepted
	case paused:
		return platforms.Receipt{}, platforms.Fail(platforms.Refused, "the template is paused")
	}
	return receipt, nil
}

// message is a post as the API takes it. The one parameter of a template has
// no lines, so that paragraphs follow each other there.
func (c *Connector) message(post platforms.Post) map[string]any {
	message := map[string]any{
		"messaging_product": "whatsapp", "recipient_type": "group", "to": c.group, "biz_opaque_callback_data": post.Key,
	}
	if c.template == "" {
		message["type"], message["text"] = "text", map[string]any{"preview_url": true, "body": post.Text()}
		return message
	}
	words := map[string]any{"type": "text", "text": strings.Join(strings.Fields(post.Text()), " ")}
	message["type"], message["template"] = "template", map[string]any{
		"name": c.template, "language": map[string]any{"code": c.language},
		"components": []any{map[string]any{"type": "body", "parameters": []any{words}}},
	}
	return message
}

// Inspect implements [platforms.Inspector]. How many people are in the group is
// asked, and not who.
func (c *Connector) Inspect(ctx context.Context) (platforms.Account, error) {
	var sender struct {
		Name string `json:"verified_name"`
	}
	if err := c.graph.Read(ctx, url.Values{"fields": {"verified_name"}}, &sender, c.number); err != nil {
		return platforms.Account{}, platforms.OfAccount(err)
	}
	var group struct {
		Subject   string `json:"subject"`
		Suspended bool   `json:"suspended"`
		People    *int64 `json:"total_participant_count"`
	}
	if err := c.graph.Read(ctx, url.Values{"fields": {"subject,suspended,total_participant_count"}}, &group, c.group); err != nil {
		return platforms.Account{}, platforms.OfAccount(err)
	}
	if group.Suspended {
		return platforms.Account{}, platforms.Fail(platforms.Locked, "WhatsApp has suspended the group")
	}
	return platforms.Account{ID: c.group, Name: group.Subject + " (" + sender.Name + ")", Followers: group.People}, nil
}
