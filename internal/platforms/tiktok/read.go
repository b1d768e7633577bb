package tiktok

import (
	"context"
	"errors"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"caravan/internal/platforms"
)

// page is how many posts a question is about.
const page = 20

// Measure implements [platforms.Measurer]. One question answers for twenty
// posts; what it leaves out is gone. A post that has no name of its own yet has
// no figures either.
func (c *Connector) Measure(ctx context.Context, receipts []platforms.Receipt) ([]platforms.Measures, error) {
	measured := make([]platforms.Measures, 0, len(receipts))
	for some := range slices.Chunk(receipts, page) {
		names := make([]string, len(some)) // of posts; empty where there is none yet
		for i, r := range some {
			name, err := c.name(ctx, r.ID)
			if err != nil {
				return nil, err
			}
			names[i] = name
		}
		var list []video
		if known := slices.DeleteFunc(slices.Clone(names), func(name string) bool { return name == "" }); len(known) > 0 {
			var err error
			if list, err = c.query(ctx, known...); err != nil {
				return nil, err
			}
		}
		for i, r := range some {
			measured = append(measured, counts(r.ID, names[i], list))
		}
	}
	return measured, nil
}

// name is what the platform calls a post, by that or by the name of its film.
func (c *Connector) name(ctx context.Context, id string) (string, error) {
	if strings.Trim(id, "0123456789") == "" {
		return id, nil
	}
	s, err := c.status(ctx, id)
	f, refused := errors.AsType[*platforms.Failure](err)
	switch {
	case refused && (f.Class == platforms.Refused || f.Class == platforms.Gone):
		return "", nil // it is forgotten
	case err != nil:
		return "", err
	case len(s.Posts) == 0:
		return "", nil
	}
	return strconv.FormatInt(s.Posts[0], 10), nil
}

func counts(id, name string, list []video) platforms.Measures {
	m := platforms.Measures{ID: id}
	if name == "" {
		for _, native := range []string{views, likes, comments, shares} {
			m.Counts = append(m.Counts, platforms.Count{Native: native, Missing: platforms.NotYetFinal})
		}
		return m
	}
	at := slices.IndexFunc(list, func(v video) bool { return v.ID == name })
	if at < 0 {
		m.Err = platforms.Fail(platforms.Gone, "the post is not there any more")
		return m
	}
	v := list[at]
	m.Counts = []platforms.Count{
		platforms.Counted(views, v.Views), platforms.Counted(likes, v.Likes), platforms.Counted(comments, v.Comments), platforms.Counted(shares, v.Shares),
	}
	return m
}

// Inspect implements [platforms.Inspector].
func (c *Connector) Inspect(ctx context.Context) (platforms.Account, error) {
	var told struct {
		User struct {
			ID        string `json:"open_id"`
			Name      string `json:"display_name"`
			Followers *int64 `json:"follower_count"`
		} `json:"user"`
	}
	if _, err := c.ask(ctx, "user/info", url.Values{"fields": {"open_id,display_name,follower_count"}}, nil, &told); err != nil {
		return platforms.Account{}, platforms.OfAccount(err)
	}
	return platforms.Account{ID: told.User.ID, Name: told.User.Name, Followers: told.User.Followers}, nil
}
