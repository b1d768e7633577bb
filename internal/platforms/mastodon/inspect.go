package mastodon

import (
	"context"
	"net/http"

	"caravan/internal/platforms"
)

// account is who a token belongs to.
type account struct {
	ID        string `json:"id"`
	Acct      string `json:"acct"`
	URL       string `json:"url"`
	Followers *int64 `json:"followers_count"`
}

// me asks who the token belongs to.
func (c *Connector) me(ctx context.Context) (account, error) {
	var me account
	answer, err := c.call(ctx, http.MethodGet, c.endpoint(nil, "api/v1/accounts/verify_credentials"), nil, &me)
	if err != nil {
		return account{}, platforms.OfAccount(err)
	}
	if me.ID == "" {
		return account{}, answer.Unreadable("id")
	}
	return me, nil
}

// instance is what a server says of itself, as far as it is read here.
type instance struct {
	Configuration struct {
		Statuses struct {
			MaxCharacters  int `json:"max_characters"`
			MaxAttachments int `json:"max_media_attachments"`
			PerURL         int `json:"characters_reserved_per_url"`
		} `json:"statuses"`
		MediaAttachments struct {
			ImageSize   int `json:"image_size_limit"`
			VideoSize   int `json:"video_size_limit"`
			Description int `json:"description_limit"`
		} `json:"media_attachments"`
	} `json:"configuration"`
}

// Inspect implements [platforms.Inspector]. A limit that the server does not
// name is that of the profile.
func (c *Connector) Inspect(ctx context.Context) (platforms.Account, error) {
	me, err := c.me(ctx)
	if err != nil {
		return platforms.Account{}, err
	}
	var about instance
	if _, err := c.call(ctx, http.MethodGet, c.endpoint(nil, "api/v2/instance"), nil, &about); err != nil {
		return platforms.Account{}, platforms.OfAccount(err)
	}
	return platforms.Account{
		ID: me.ID, Name: me.Acct, URL: me.URL, Followers: me.Followers,
		Limits: about.limits(),
	}, nil
}

// limits are those of the profile, each replaced by what the server says.
func (i instance) limits() []platforms.Limit {
	statuses, media := i.Configuration.Statuses, i.Configuration.MediaAttachments
	limits := Profile().Limits
	for n, l := range limits {
		said := map[platforms.Limit]int{
			{Field: platforms.FieldText, Unit: platforms.Graphemes}:  statuses.MaxCharacters,
			{Field: linkLength, Unit: platforms.Graphemes}:           statuses.PerURL,
			{Field: platforms.FieldMedia, Unit: platforms.Items}:     statuses.MaxAttachments,
			{Field: platforms.FieldImage, Unit: platforms.Bytes}:     media.ImageSize,
			{Field: platforms.FieldRecording, Unit: platforms.Bytes}: media.VideoSize,
			{Field: platforms.FieldAlt, Unit: platforms.Graphemes}:   media.Description,
		}[platforms.Limit{Field: l.Field, Unit: l.Unit}]
		if said > 0 {
			limits[n].Max = said
		}
	}
	return limits
}
