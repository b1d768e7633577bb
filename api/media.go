package api

import (
	"context"
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"caravan/models"
)

// A Library holds the bytes of pictures by their digest.
type Library interface {
	Open(ctx context.Context, sha256 string) (io.ReadCloser, error)

	// Whole opens a file that can be read from anywhere.
	Whole(ctx context.Context, sha256 string) (io.ReadSeekCloser, error)
}

// maxFile is the most bytes that a request with a file may have: those of the
// largest film, and what is around it. How much each kind of file may have the
// studio knows.
const maxFile = 300<<20 + 64<<10

// addMediaRequest is a picture or a recording as a browser sends a form.
type addMediaRequest struct {
	ID   string `param:"id" json:"-"`
	Form form   `body:"multipart/form-data" json:"-" secret:"true"`
}

// form is a body in parts.
type form struct{ parts *multipart.Reader }

// openForm reads the body of a request as parts.
func openForm(r *http.Request) (form, error) {
	r.Body = http.MaxBytesReader(nil, r.Body, maxFile)
	parts, err := r.MultipartReader()
	if err != nil {
		return form{}, unreadable("The parts of the form cannot be told apart.")
	}
	return form{parts}, nil
}

// file is the one part that there is, as it comes.
func (f form) file() (*formFile, error) {
	part, err := f.parts.NextRawPart()
	if err != nil {
		return nil, fileProblem(err)
	}
	if part.FormName() != "file" || part.FileName() == "" {
		return nil, unreadable("The form has one part, a file of the name file.")
	}
	return &formFile{part, f.parts}, nil
}

// A formFile is the only part of a form: it ends where the form does, or cannot
// be read.
type formFile struct {
	*multipart.Part

	form *multipart.Reader
}

// Read implements [io.Reader].
func (f *formFile) Read(p []byte) (int, error) {
	n, err := f.Part.Read(p)
	if errors.Is(err, io.EOF) {
		if _, another := f.form.NextRawPart(); !errors.Is(another, io.EOF) {
			return n, fileProblem(another)
		}
		return n, io.EOF
	}
	if err != nil {
		err = fileProblem(err)
	}
	return n, err
}

// fileProblem says what is wrong with a form that could not be read.
func fileProblem(err error) error {
	if _, large := errors.AsType[*http.MaxBytesError](err); large {
		return models.ErrMediaTooLarge
	}
	return unreadable("The form has one part, a file, and ends after it.")
}

type mediaRequest struct {
	ID models.ID[models.Media] `param:"id" json:"-"`
}

// mediaFacts is what is to be known of a picture.
type mediaFacts struct {
	Origin  string `json:"origin" validate:"max=1000" doc:"Who made it, and where it comes from."`
	Licence string `json:"licence" validate:"omitempty,media_licence" doc:"By what right it is shown."`
	Machine bool   `json:"machine_made" doc:"A machine made it, or a part of it; that is said wherever it is published."`
	Face    bool   `json:"shows_face" doc:"The messenger's face is to be seen."`
}

type stateMediaRequest struct {
	mediaFacts

	ID      models.ID[models.Media] `param:"id" json:"-"`
	IfMatch string                  `header:"If-Match" json:"-"`
}

type mediaResponse struct {
	mediaFacts

	ID        string             `json:"id"`
	MessageID string             `json:"message_id"`
	Files     []models.MediaFile `json:"files" doc:"The largest first."`
	CreatedAt time.Time          `json:"created_at"`
	Version   int                `json:"version"`
}

// ETag is the version of what is known.
func (m mediaResponse) ETag() string { return etag(m.Version) }

// Location is where it is read.
func (m mediaResponse) Location() string { return "/api/v1/media/" + m.ID }

type mediaListResponse struct {
	Items []mediaResponse `json:"items" doc:"In the order they came."`
}

func respondMedia(m *models.Media) mediaResponse {
	return mediaResponse{
		mediaFacts: mediaFacts{m.Origin, m.Licence, m.Machine, m.Face}, ID: m.ID.String(), MessageID: m.MessageID.String(), Files: m.Files,
		CreatedAt: m.CreatedAt, Version: m.Version,
	}
}

func (a *API) addMedia(ctx context.Context, in addMediaRequest) (mediaResponse, error) {
	id, err := models.ParseID[models.Message](in.ID)
	if err != nil {
		return mediaResponse{}, err
	}
	file, err := in.Form.file()
	if err != nil {
		return mediaResponse{}, err
	}
	media, err := a.desks.Planning.AddMedia(ctx, actor(ctx), id, file.FileName(), file.Header.Get("Content-Type"), file)
	if err != nil {
		return mediaResponse{}, err
	}
	return respondMedia(media), nil
}

func (a *API) listMedia(ctx context.Context, in messageRequest) (mediaListResponse, error) {
	out := mediaListResponse{Items: []mediaResponse{}}
	id, err := models.ParseID[models.Message](in.ID)
	if err != nil {
		return out, err
	}
	scope := a.records.As(actor(ctx))
	if _, err := scope.Message(ctx, id); err != nil {
		return out, err
	}
	found, err := scope.MediaOf(ctx, id)
	for i := range found {
		out.Items = append(out.Items, respondMedia(&found[i]))
	}
	return out, err
}

func (a *API) readMedia(ctx context.Context, in mediaRequest) (mediaResponse, error) {
	media, err := a.records.As(actor(ctx)).Media(ctx, in.ID)
	if err != nil {
		return mediaResponse{}, err
	}
	return respondMedia(media), nil
}

func (a *API) stateMedia(ctx context.Context, in stateMediaRequest) (mediaResponse, error) {
	read, err := readVersion(in.IfMatch)
	if err != nil {
		return mediaResponse{}, err
	}
	facts := models.MediaFacts{Origin: in.Origin, Licence: in.Licence, Machine: in.Machine, Face: in.Face}
	media, err := a.desks.Planning.StateMedia(ctx, actor(ctx), in.ID, read, facts)
	if err != nil {
		return mediaResponse{}, err
	}
	return respondMedia(media), nil
}

func (a *API) removeMedia(ctx context.Context, in mediaRequest) (nothing, error) {
	return nothing{}, a.desks.Planning.RemoveMedia(ctx, actor(ctx), in.ID)
}

// fileOfMedia hands the largest form of a picture to those who write with it.
func (a *API) fileOfMedia(c echo.Context, in mediaRequest) error {
	media, err := a.records.As(actor(c.Request().Context())).Media(c.Request().Context(), in.ID)
	if err != nil {
		return err
	}
	return a.hand(c, media.Files[0])
}

type submittedFileRequest struct {
	ID     models.ID[models.Submission] `param:"id" json:"-"`
	SHA256 string                       `param:"sha256" json:"-"`
}

// fileOfSubmission hands a picture to those who judge it, by the digest that
// stands in what they decide on.
func (a *API) fileOfSubmission(c echo.Context, in submittedFileRequest) error {
	submission, err := a.records.As(actor(c.Request().Context())).Submission(c.Request().Context(), in.ID)
	if err != nil {
		return err
	}
	file := submission.Statement.File(models.Digest(in.SHA256))
	if file == nil {
		return models.ErrMissing
	}
	return a.hand(c, *file)
}

// anyFile is the type of what is handed: a picture or a recording.
const anyFile = "*/*"

// hand writes the bytes of a picture: never as anything but that, and never to
// be opened as a page.
func (a *API) hand(c echo.Context, file models.MediaFile) error {
	h := c.Response().Header()
	h.Set("Content-Disposition", `attachment; filename="`+string(file.SHA256)[:12]+file.Extension()+`"`)
	h.Set("Content-Security-Policy", "sandbox; default-src 'none'")
	if file.Kind() != models.Picture {
		return a.play(c, file)
	}
	content, err := a.library.Open(c.Request().Context(), string(file.SHA256))
	if err != nil {
		return err
	}
	defer func() { _ = content.Close() }()
	h.Set("Content-Length", strconv.FormatInt(file.Size(), 10))
	return c.Stream(http.StatusOK, file.MIME, content)
}

// play writes the bytes of a recording, or the part of it that a player asks
// for, on a slow line too.
func (a *API) play(c echo.Context, file models.MediaFile) error {
	content, err := a.library.Whole(c.Request().Context(), string(file.SHA256))
	if err != nil {
		return err
	}
	defer func() { _ = content.Close() }()
	a.extend(c, uploadPatience)
	c.Response().Header().Set("Content-Type", file.MIME)
	http.ServeContent(c.Response(), c.Request(), "", time.Time{}, content)
	return nil
}
