package email

import (
	"context"
	_ "embed"
	"html/template"
	"strings"

	gomail "github.com/wneessen/go-mail"

	"caravan/internal/platforms"
)

//go:embed message.html
var messageHTML string

// page lays a message out for readers of HTML. It names no remote picture, for
// loading one tells somebody who reads.
var page = template.Must(template.New("message").Parse(messageHTML)) //nolint:gochecknoglobals // parsed once

// view is what the page shows.
type view struct {
	platforms.Content

	Paragraphs  [][]string // lines of each
	Pictures    []picture
	Unsubscribe string
}

type picture struct {
	Source template.URL
	Alt    string
}

// compose makes the message. It has the same Message-ID at every attempt.
func (c *Connector) compose(ctx context.Context, post platforms.Post) (*gomail.Msg, error) {
	if !safeKey.MatchString(post.Key) {
		return nil, platforms.Fail(platforms.Refused, "the key cannot stand in an address")
	}
	msg := gomail.NewMsg(gomail.WithEncoding(gomail.EncodingB64), gomail.WithNoDefaultUserAgent())
	msg.FromMailAddress(&c.from)
	msg.ToMailAddress(&c.list)
	msg.Subject(post.Title)
	msg.SetDateWithValue(c.client.Now())
	msg.SetMessageIDWithValue(c.messageID(post))
	msg.SetGenHeader(gomail.HeaderContentLang, post.Language)
	if domain := c.set[fieldBounces]; domain != "" {
		if err := msg.EnvelopeFrom(bouncePrefix + post.Key + "@" + domain); err != nil {
			return nil, platforms.Fail(platforms.Locked, "%s cannot be used", fieldBounces)
		}
	}
	if err := c.setListHeaders(msg); err != nil {
		return nil, err
	}
	return msg, c.setBody(ctx, msg, post)
}

// messageID names the message to every server it passes.
func (c *Connector) messageID(post platforms.Post) string {
	_, domain := cutAddress(c.from.Address)
	return post.Key + "@" + domain
}

// setListHeaders says what list this is and how to leave it, with one click
// (RFC 8058) where there is an address for that.
func (c *Connector) setListHeaders(msg *gomail.Msg) error {
	if id := c.set[fieldListID]; id != "" {
		msg.SetGenHeader("List-Id", "<"+id+">")
	}
	var mailto []string
	if address := c.set[fieldUnsubMail]; address != "" {
		mailto = []string{"mailto:" + address}
	}
	switch click := c.set[fieldUnsubscribe]; {
	case click != "":
		if err := msg.SetListUnsubscribeOneClick(click, mailto...); err != nil {
			return platforms.Fail(platforms.Locked, "%s is no https address", fieldUnsubscribe)
		}
	case mailto != nil:
		msg.SetListUnsubscribe(mailto...)
	}
	return nil
}

// setBody writes the text, the same as HTML, and the pictures.
func (c *Connector) setBody(ctx context.Context, msg *gomail.Msg, post platforms.Post) error {
	text := post.Content
	text.Title = "" // it is the subject
	msg.SetBodyString(gomail.TypeTextPlain, text.Text())

	shown := view{Content: post.Content, Paragraphs: paragraphs(post.Body), Unsubscribe: c.set[fieldUnsubscribe]}
	if strings.Contains(post.Body, post.Link) {
		shown.Link = ""
	}
	for _, m := range post.Media {
		source, err := c.embed(ctx, msg, m)
		if err != nil {
			return err
		}
		shown.Pictures = append(shown.Pictures, picture{Source: source, Alt: m.Alt})
	}
	if err := msg.AddAlternativeHTMLTemplate(page, shown); err != nil {
		return platforms.Fail(platforms.Refused, "lay out message: %w", err)
	}
	return nil
}

// paragraphs splits a text at empty lines, and those into lines.
func paragraphs(body string) [][]string {
	var list [][]string
	for p := range strings.SplitSeq(body, "\n\n") {
		if p = strings.TrimSpace(p); p != "" {
			list = append(list, strings.Split(p, "\n"))
		}
	}
	return list
}

// embed puts a picture into the message and returns the address it has there.
func (c *Connector) embed(ctx context.Context, msg *gomail.Msg, m platforms.Media) (template.URL, error) {
	file, err := c.settings.Open(ctx, m)
	if err != nil {
		return "", err
	}
	defer func() { _ = file.Close() }()
	err = msg.EmbedReader(m.SHA256, file,
		gomail.WithFileContentID("<"+m.SHA256+">"), gomail.WithFileContentType(gomail.ContentType(m.MIME)),
		gomail.WithFileDescription(m.Alt))
	if err != nil {
		return "", platforms.Fail(platforms.Unsent, "read media: %w", err)
	}
	return template.URL("cid:" + m.SHA256), nil //nolint:gosec // a digest, in hexadecimal
}
