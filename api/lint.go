package api

import (
	"context"

	"caravan/internal/distribution"
	"caravan/internal/languages"
	"caravan/models"
)

// draftFields is a text while it is being written, whatever is wrong with it.
type draftFields struct {
	Language        string   `json:"language" validate:"required,max=64"`
	Title           string   `json:"title" draft:"true"`
	Body            string   `json:"body" draft:"true"`
	Link            string   `json:"link" draft:"true"`
	Hashtags        []string `json:"hashtags" validate:"max=30" draft:"true"`
	BackTranslation string   `json:"back_translation" draft:"true"`

	Media []draftShown `json:"media" validate:"max=10,dive"`
}

// draftShown is a picture in a text while it is being described.
type draftShown struct {
	MediaID string `json:"media_id" validate:"required,uuid"`
	Alt     string `json:"alt" draft:"true"`

	Captions   string `json:"captions" draft:"true"`
	Transcript string `json:"transcript" draft:"true"`
}

// text is the draft in the form that would be kept.
func (f draftFields) text() models.Text {
	t := models.Text{
		Language: f.Language, Title: languages.Normalize(f.Title), Body: languages.Normalize(f.Body), Link: languages.Normalize(f.Link), Hashtags: []string{},
		BackTranslation: languages.Normalize(f.BackTranslation),
	}
	for _, s := range f.Media {
		id, _ := models.ParseID[models.Media](s.MediaID) // the validator has seen it
		t.Media = append(t.Media, models.Shown{
			MediaID: id, Alt: languages.Normalize(s.Alt), Captions: languages.Normalize(s.Captions), Transcript: languages.Normalize(s.Transcript),
		})
	}
	for _, tag := range f.Hashtags {
		t.Hashtags = append(t.Hashtags, languages.Normalize(tag))
	}
	return t
}

type lintRequest struct {
	draftFields

	ID string `param:"id" json:"-"`
}

type lintResponse struct {
	Items []models.Note `json:"items" doc:"In the order of the fields and of the text."`
	SMS   smsResponse   `json:"sms" doc:"What the body would take as a text message."`
}

type smsResponse struct {
	Encoding string `json:"encoding" doc:"gsm7 or ucs2"`
	Units    int    `json:"units"`
	Parts    int    `json:"parts"`
}

func (a *API) lintText(ctx context.Context, in lintRequest) (lintResponse, error) {
	id, err := models.ParseID[models.Message](in.ID)
	if err != nil {
		return lintResponse{}, err
	}
	if _, err := languages.Lookup(in.Language); err != nil {
		return lintResponse{}, models.ErrLanguage.With(err.Error()).At("/language")
	}
	message, err := a.records.As(actor(ctx)).Message(ctx, id)
	if err != nil {
		return lintResponse{}, err
	}
	sms := languages.MeasureSMS(in.text().Body)
	return lintResponse{message.Lint(in.text()), smsResponse{string(sms.Encoding), sms.Units, sms.Parts}}, nil
}

type previewRequest struct {
	draftFields

	ID         string   `param:"id" json:"-"`
	ChannelIDs []string `json:"channel_ids" validate:"max=50,dive,uuid"`
	Platforms  []string `json:"platforms" validate:"max=20,dive,max=60" doc:"By name. Neither channels nor platforms: every platform there is."`
}

// sketch turns the request into one.
func (in previewRequest) sketch() (distribution.Sketch, error) {
	s := distribution.Sketch{Text: in.text(), Platforms: in.Platforms}
	var err error
	if s.Message, err = models.ParseID[models.Message](in.ID); err != nil {
		return s, err
	}
	for _, text := range in.ChannelIDs {
		id, err := models.ParseID[models.Channel](text)
		if err != nil {
			return s, err
		}
		s.Channels = append(s.Channels, id)
	}
	if _, err := languages.Lookup(in.Language); err != nil {
		return s, models.ErrLanguage.With(err.Error()).At("/language")
	}
	return s, nil
}

// useResponse is how much of a platform's limit a text takes.
type useResponse struct {
	Field string `json:"field" doc:"title, body, link, or text: all of it together"`
	Unit  string `json:"unit" doc:"graphemes, runes, utf16, bytes, weighted or parts"`
	Count int    `json:"count"`
	Max   int    `json:"max"`
}

type objectionResponse struct {
	Field string `json:"field"`
	Code  string `json:"code" doc:"missing, too_long, too_many, unsupported or invalid"`
}

// viewResponse is a text as one channel or platform would show it.
type viewResponse struct {
	ChannelID  string              `json:"channel_id" doc:"Empty for a platform without a channel."`
	Name       string              `json:"name" doc:"Of the channel."`
	Platform   string              `json:"platform"`
	Class      string              `json:"class"`
	Language   string              `json:"language"`
	Direction  string              `json:"direction"`
	Title      string              `json:"title"`
	Body       string              `json:"body"`
	Link       string              `json:"link"`
	Hashtags   string              `json:"hashtags" doc:"As one line."`
	Disclosure string              `json:"disclosure"`
	Tight      bool                `json:"tight" doc:"There is no room for a line of disclosure; the public page of the campaign says so."`
	Text       string              `json:"text" doc:"All of it as one plain text."`
	Media      []viewedMedia       `json:"media" doc:"Its pictures and recordings, in their order."`
	Uses       []useResponse       `json:"uses"`
	Objections []objectionResponse `json:"objections" doc:"None: it fits."`
}

// viewedMedia is a picture or a recording as a platform would show it.
type viewedMedia struct {
	MediaID    string `json:"media_id"`
	Alt        string `json:"alt"`
	MIME       string `json:"mime"`
	Captions   string `json:"captions" doc:"Of a film, in WebVTT."`
	Transcript string `json:"transcript" doc:"What is said in it."`
}

type viewsResponse struct {
	Items []viewResponse `json:"items"`
}

func respondView(v *distribution.View) viewResponse {
	r := viewResponse{
		Platform: v.Platform, Class: v.Class, Language: v.Rendering.Language, Direction: v.Rendering.Direction, Title: v.Rendering.Title,
		Body: v.Rendering.Body, Link: v.Rendering.Link, Hashtags: v.Hashtags, Disclosure: v.Rendering.Disclosure, Tight: v.Tight, Text: v.Text,
		Uses: []useResponse{}, Objections: []objectionResponse{}, Media: []viewedMedia{},
	}
	for i, m := range v.Media {
		shown := viewedMedia{MediaID: m.MediaID.String(), Alt: m.Alt, Captions: m.Captions, Transcript: m.Transcript}
		if len(v.Rendering.Media) == len(v.Media) { // all of them are there
			shown.MIME = v.Rendering.Media[i].MIME
		}
		r.Media = append(r.Media, shown)
	}
	if v.Channel != nil {
		r.ChannelID, r.Name = v.Channel.ID.String(), v.Channel.Name
	}
	for _, u := range v.Uses {
		r.Uses = append(r.Uses, useResponse{u.Field, string(u.Unit), u.Count, u.Max})
	}
	for _, o := range v.Objections {
		r.Objections = append(r.Objections, objectionResponse{o.Field, o.Code})
	}
	return r
}

func (a *API) previewText(ctx context.Context, in previewRequest) (viewsResponse, error) {
	out := viewsResponse{Items: []viewResponse{}}
	sketch, err := in.sketch()
	if err != nil {
		return out, err
	}
	if len(sketch.Channels)+len(sketch.Platforms) == 0 {
		sketch.Platforms = a.desks.Distribution.PlatformNames()
	}
	views, err := a.desks.Distribution.Preview(ctx, actor(ctx), sketch)
	for i := range views {
		out.Items = append(out.Items, respondView(&views[i]))
	}
	return out, err
}
