package distribution

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"caravan/internal/platforms"
	"caravan/models"
)

// A Sketch asks how a text would look, before anything is kept.
type Sketch struct {
	Message   models.ID[models.Message]
	Text      models.Text
	Channels  []models.ID[models.Channel] // with their own lines of disclosure
	Platforms []string                    // by name, where there is no channel yet
}

// A View is a text as one channel or platform would show it.
type View struct {
	Channel    *models.Channel // nil for a platform without one
	Platform   string
	Class      string
	Tight      bool // no line of disclosure fits
	Rendering  models.Rendering
	Media      []models.Shown
	Text       string // all of it as one plain text
	Hashtags   string // as one line
	Uses       []platforms.Use
	Objections []platforms.Objection
}

// Preview shows a text as the channels and platforms of a sketch would. It
// keeps nothing and sends nothing.
func (d *Desk) Preview(ctx context.Context, by models.Actor, s Sketch) ([]View, error) {
	records := d.Store.As(by)
	message, err := records.Message(ctx, s.Message)
	if err != nil {
		return nil, err
	}
	campaign, err := records.Campaign(ctx, message.CampaignID)
	if err != nil {
		return nil, err
	}
	media, err := records.MediaOf(ctx, s.Message)
	if err != nil {
		return nil, err
	}
	draft := models.Variant{Text: s.Text}
	views := []View{}
	for i, id := range s.Channels {
		channel, err := records.Channel(ctx, id)
		if err != nil {
			return nil, models.ErrChannel.With("There is no such channel.").At(fmt.Sprintf("/channel_ids/%d", i))
		}
		platform := d.Platforms[channel.Platform]
		views = append(views, d.view(channel, platform.Profile, draft.Render(channel.DisclosureFor(campaign), channel.PictureBytes, media).Counting(channel.CountClicks)))
	}
	for i, name := range s.Platforms {
		platform, known := d.Platforms[name]
		if !known {
			return nil, models.ErrPlatform.With(name).At(fmt.Sprintf("/platforms/%d", i))
		}
		account := models.Channel{Account: models.Account{Tight: platform.Profile.Tight()}}
		views = append(views, d.view(nil, platform.Profile, draft.Render(account.DisclosureFor(campaign), platform.Profile.Picture(), media)))
	}
	for i := range views {
		views[i].Media = s.Text.Media
	}
	return views, nil
}

// view shows a rendering by what is known about a platform. A link that is
// counted is as long as any.
func (d *Desk) view(channel *models.Channel, profile platforms.Profile, r models.Rendering) View {
	content := contentOf(r)
	if r.Counted {
		content = contentOf(r.Over(d.countedLink(strings.Repeat("x", models.LinkCodeLength))))
	}
	return View{
		Channel: channel, Platform: profile.Name, Class: string(profile.ChannelClass), Tight: profile.Tight(), Rendering: r, Text: content.Text(), Hashtags: content.HashtagLine(),
		Uses: platforms.Uses(content, profile.Limits), Objections: slices.Concat(
			overText(content, profile.Limits), platforms.Require(content, platforms.FieldBody), overMedia(content, profile)),
	}
}

// overText objects to what is over the limits on text, as the platform counts.
func overText(content platforms.Content, limits []platforms.Limit) []platforms.Objection {
	var list []platforms.Objection
	for _, u := range platforms.Uses(content, limits) {
		if u.Count > u.Max {
			list = append(list, platforms.Objection{Field: u.Field, Code: platforms.CodeTooLong, Limit: u.Max, Count: u.Count})
		}
	}
	return list
}

// overMedia objects to pictures that a platform does not take.
func overMedia(content platforms.Content, profile platforms.Profile) []platforms.Objection {
	about := []string{platforms.FieldMedia, platforms.FieldImage, platforms.FieldRecording, platforms.FieldDuration, platforms.FieldAlt}
	list := slices.DeleteFunc(platforms.Check(content, profile.Limits), func(o platforms.Objection) bool { return !slices.Contains(about, o.Field) })
	return append(list, platforms.CheckMedia(content, profile.MediaTypes)...)
}

// contentOf is what a platform gets of a rendering.
func contentOf(r models.Rendering) platforms.Content {
	content := platforms.Content{
		Language: r.Language, Direction: r.Direction, Title: r.Title, Body: r.Body, Link: r.Link, Hashtags: r.Hashtags, Disclosure: r.Disclosure,
	}
	for _, m := range r.Media {
		content.Media = append(content.Media, platforms.Media{
			SHA256: string(m.SHA256), MIME: m.MIME, Alt: m.Alt, Size: m.Size(), Captions: m.Captions, Transcript: m.Transcript, Machine: m.Machine,
			Duration: time.Duration(m.Milliseconds()) * time.Millisecond,
		})
	}
	return content
}

// PlatformNames lists what channels can be made on.
func (d *Desk) PlatformNames() []string { return slices.Sorted(maps.Keys(d.Platforms)) }
