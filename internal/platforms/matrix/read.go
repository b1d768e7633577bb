package matrix

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"slices"

	"caravan/internal/platforms"
)

// maxPages bounds how many answers to one post are read.
const maxPages = 40

// Measure implements [platforms.Measurer]. Reactions and replies are events of
// members; their kind is counted, and nothing else of them is kept. How many
// have read a post is known only of each member, and not asked for.
func (c *Connector) Measure(ctx context.Context, receipts []platforms.Receipt) ([]platforms.Measures, error) {
	measured := make([]platforms.Measures, 0, len(receipts))
	for _, r := range receipts {
		counts, err := c.count(ctx, r.ID)
		f, failed := errors.AsType[*platforms.Failure](err)
		if failed && (f.Class == platforms.Locked || f.Class == platforms.Throttled) {
			return nil, f
		}
		measured = append(measured, platforms.Measures{ID: r.ID, Counts: counts, Err: f})
	}
	return measured, nil
}

func (c *Connector) count(ctx context.Context, id string) ([]platforms.Count, error) {
	var shown struct {
		Unsigned struct {
			Redacted json.RawMessage `json:"redacted_because"`
		} `json:"unsigned"`
	}
	if _, err := c.call(ctx, http.MethodGet, nil, &shown, "_matrix", "client", "v3", "rooms", c.room, "event", id); err != nil {
		return nil, err
	}
	if len(shown.Unsigned.Redacted) > 0 {
		return nil, platforms.Fail(platforms.Gone, "the event was redacted")
	}
	var reacted, replied int64
	query := url.Values{"limit": {"100"}}
	for range maxPages {
		var some struct {
			Chunk []struct {
				Content struct {
					Relates struct {
						Kind string `json:"rel_type"`
					} `json:"m.relates_to"`
				} `json:"content"`
			} `json:"chunk"`
			Next string `json:"next_batch"`
		}
		address := c.address("_matrix", "client", "v1", "rooms", c.room, "relations", id) + "?" + query.Encode()
		if _, err := c.send(ctx, http.MethodGet, address, nil, "", &some); err != nil {
			return nil, err
		}
		for _, e := range some.Chunk {
			switch e.Content.Relates.Kind {
			case reactions:
				reacted++
			case replies:
				replied++
			}
		}
		if some.Next == "" {
			return []platforms.Count{platforms.Counted(reactions, &reacted), platforms.Counted(replies, &replied)}, nil
		}
		query.Set("from", some.Next)
	}
	return nil, platforms.Fail(platforms.Unsent, "more than %d pages of answers", maxPages)
}

// Inspect implements [platforms.Inspector]. Members are not counted: the API
// would name them all.
func (c *Connector) Inspect(ctx context.Context) (platforms.Account, error) {
	var me struct {
		User string `json:"user_id"`
	}
	var in struct {
		Rooms []string `json:"joined_rooms"`
	}
	if _, err := c.call(ctx, http.MethodGet, nil, &me, "_matrix", "client", "v3", "account", "whoami"); err != nil {
		return platforms.Account{}, platforms.OfAccount(err)
	}
	if _, err := c.call(ctx, http.MethodGet, nil, &in, "_matrix", "client", "v3", "joined_rooms"); err != nil {
		return platforms.Account{}, platforms.OfAccount(err)
	}
	if !slices.Contains(in.Rooms, c.room) {
		return platforms.Account{}, platforms.Fail(platforms.Locked, "the account is not in the room")
	}
	return platforms.Account{ID: me.User, Name: me.User, URL: "https://matrix.to/#/" + c.room}, nil
}
