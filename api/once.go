package api

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"

	"github.com/labstack/echo/v4"

	"caravan/models"
)

// keyHeader names a request, so that sending it again does nothing new.
const keyHeader = "Idempotency-Key"

// maxKey is how long an Idempotency-Key may be.
const maxKey = 255

// once answers a request. One that carries an Idempotency-Key is carried out
// once; its successful answer is kept and given again. A refusal changed
// nothing and frees the key.
func (a *API) once(c echo.Context, e endpoint) (reply, error) {
	key := c.Request().Header.Get(keyHeader)
	switch {
	case !e.mayRepeat():
		return e.call(c)
	case key == "" && e.needsKey:
		return reply{}, &httpProblem{status: http.StatusBadRequest, code: "idempotency_key_required", detail: "Send an " + keyHeader + "."}
	case key == "":
		return e.call(c)
	case len(key) > maxKey:
		return reply{}, &httpProblem{status: http.StatusBadRequest, code: "idempotency_key_too_long", detail: "At most 255 characters."}
	}
	claim, err := a.claim(c, e, key)
	if err != nil {
		return reply{}, err
	}
	ctx := c.Request().Context()
	first, err := a.records.As(actor(ctx)).ClaimKey(ctx, claim)
	if err != nil {
		return reply{}, err
	}
	if first != nil {
		return a.again(c, e, first, claim)
	}
	return a.first(c, e, claim)
}

// mayRepeat reports whether the endpoint heeds Idempotency-Key: whatever is
// posted by somebody who is known. An upload is named by its content instead.
func (e endpoint) mayRepeat() bool {
	return e.method == http.MethodPost && e.action != "" && e.stream == nil && !e.asks && e.takes == ""
}

// claim describes the request that a key names.
func (a *API) claim(c echo.Context, e endpoint, key string) (*models.IdempotencyKey, error) {
	r := c.Request()
	digest := sha256.New()
	digest.Write([]byte(r.URL.RawQuery + "\n"))
	if hasBody(e.in) {
		text, err := bodyOf(r)
		if err != nil {
			return nil, err
		}
		digest.Write(text)
		r.Body = io.NopCloser(bytes.NewReader(text))
	}
	return &models.IdempotencyKey{
		Method: r.Method, Path: r.URL.Path, Key: key, Digest: digest.Sum(nil), RequestID: visitOf(r.Context()).id, CreatedAt: a.now(),
	}, nil
}

// first carries a request out and keeps the answer before it is sent. The
// client may be gone by then, so its context does not count.
func (a *API) first(c echo.Context, e endpoint, claim *models.IdempotencyKey) (reply, error) {
	made, err := e.call(c)
	ctx, cancel := context.WithTimeout(context.WithoutCancel(c.Request().Context()), a.patience)
	defer cancel()
	records := a.records.As(actor(ctx))
	var lost error
	switch {
	case err == nil:
		claim.Status, claim.Body = made.status, made.kept
		for _, name := range []string{"ETag", "Location"} {
			if value := made.header.Get(name); value != "" {
				claim.Header[name] = value
			}
		}
		lost = records.KeepAnswer(ctx, claim)
	case refused(err):
		lost = records.ReleaseKey(ctx, claim)
	}
	if lost != nil { // the answer is true all the same
		a.log.ErrorContext(ctx, "idempotency key not settled", slog.String("request_id", claim.RequestID), slog.Any("error", lost))
	}
	return made, err
}

// refused reports whether an error says for sure that nothing was changed.
func refused(err error) bool {
	if _, known := errors.AsType[*httpProblem](err); known {
		return true
	}
	refusal, ok := errors.AsType[*models.Refusal](err)
	return ok && refusal.Kind != models.Unavailable
}

// again answers a request whose key was used before.
func (a *API) again(c echo.Context, e endpoint, first, claim *models.IdempotencyKey) (reply, error) {
	switch {
	case !bytes.Equal(first.Digest, claim.Digest):
		return reply{}, models.ErrKeyReused
	case first.Status == 0 && claim.CreatedAt.Sub(first.CreatedAt) < models.KeyPatience:
		return reply{}, models.ErrKeyInFlight
	case first.Status == 0:
		return a.afterLoss(c, e, first, claim)
	}
	made := reply{status: first.Status, header: http.Header{}, body: first.Body}
	for name, value := range first.Header {
		made.header.Set(name, value)
	}
	made.header.Set("Idempotency-Replayed", "true")
	return made, nil
}

// afterLoss answers when the first request ended without its answer being
// kept, by a crash or a lost database. Every change leaves an audit entry that
// names its request, so whether there is one tells what became of it.
func (a *API) afterLoss(c echo.Context, e endpoint, first, claim *models.IdempotencyKey) (reply, error) {
	ctx := c.Request().Context()
	records := a.records.As(actor(ctx))
	done, err := records.WasCarriedOut(ctx, first.RequestID)
	if err != nil {
		return reply{}, fmt.Errorf("look for request %s: %w", first.RequestID, err)
	}
	if done {
		return reply{}, models.ErrKeyInFlight.With("The first request was carried out, but its answer was lost. Look before you try with another key.")
	}
	if err := records.ReleaseKey(ctx, first); err != nil {
		return reply{}, err
	}
	if other, err := records.ClaimKey(ctx, claim); err != nil || other != nil {
		return reply{}, errors.Join(err, models.ErrKeyInFlight)
	}
	return a.first(c, e, claim)
}
