package platforms

import (
	"context"
	"errors"
	"io"
	"mime/multipart"
	"net/textproto"
	"net/url"
	"strings"
)

// Open returns the bytes of one of a post's media. Whoever may not have a
// library publishes none.
func (s Settings) Open(ctx context.Context, m Media) (io.ReadCloser, error) {
	if s.Media == nil {
		return nil, Fail(Unsent, "there is no media library")
	}
	file, err := s.Media.Open(ctx, m.SHA256)
	if err != nil {
		return nil, Fail(Unsent, "open media: %w", err)
	}
	return file, nil
}

// Attach writes one of a post's media into a form, as the file of a field.
func (s Settings) Attach(ctx context.Context, form *multipart.Writer, field, filename string, m Media) error {
	file, err := s.Open(ctx, m)
	if err != nil {
		return err
	}
	defer func() { _ = file.Close() }()
	part, err := form.CreatePart(textproto.MIMEHeader{
		"Content-Disposition": {`form-data; name="` + field + `"; filename="` + filename + `"`}, "Content-Type": {m.MIME},
	})
	if err == nil {
		_, err = io.Copy(part, file)
	}
	if err != nil {
		return Fail(Unsent, "read media: %w", err)
	}
	return nil
}

// Server reads the address of a server from a field of the credentials.
func (s Settings) Server(field string) (*url.URL, error) {
	base, err := url.Parse(strings.TrimRight(s.Credentials[field], "/"))
	if err != nil {
		err = errors.New("the address of the server cannot be read") // the error of url quotes it
	} else if base.Host == "" {
		err = errors.New("the address of the server has no host")
	}
	if err != nil {
		return nil, &Failure{Class: Locked, Field: field, Err: err}
	}
	return base, nil
}
