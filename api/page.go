package api

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"strings"

	"caravan/internal/store"
)

// A paging is the part of a list that a request asks for. Requests for lists
// embed it.
type paging struct {
	Limit  int    `query:"limit" json:"-" validate:"min=1,max=200" default:"50" doc:"At most this many."`
	Cursor string `query:"cursor" json:"-" validate:"max=1000" doc:"The next of the page before."`
}

// A listResponse is one page; Next is the cursor of the following one.
type listResponse[T any] struct {
	Items []T     `json:"items"`
	Next  *string `json:"next" doc:"Cursor of the following page; null on the last one."`
}

func (l listResponse[T]) nextCursor() *string { return l.Next }

// page opens the cursor of a request for a list, in the order that sort names:
// a column, with a minus for descending; empty is newest first. It must come
// from an allow-list. A cursor is good for the list, order and organisation
// that it was made for.
func (a *API) page(ctx context.Context, in paging, sort string) (store.Page, error) {
	p := store.Page{Limit: in.Limit, Sort: sort}
	if in.Cursor == "" {
		return p, nil
	}
	position, ok := a.openCursor(ctx, in.Cursor, sort)
	if !ok {
		return p, badParameter("cursor", "invalid_cursor", "It was not made by this list.")
	}
	p.After, p.Key, _ = strings.Cut(position, " ")
	return p, nil
}

// respondPage makes a page out of the records that the store found, which are
// one more than asked for when another page follows. position returns a
// record's ID and, where the list is not sorted by that, its sort key.
func respondPage[M, R any](ctx context.Context, a *API, p store.Page, records []M, respond func(*M) R, position func(*M) (id, key string)) listResponse[R] {
	out := listResponse[R]{Items: make([]R, 0, len(records))}
	for i := range records[:min(p.Limit, len(records))] {
		out.Items = append(out.Items, respond(&records[i]))
	}
	if len(records) > p.Limit {
		id, key := position(&records[p.Limit-1])
		next := a.sealCursor(ctx, id+" "+key, p.Sort)
		out.Next = &next
	}
	return out
}

// sealCursor signs a position, so that it says nothing that can be changed.
func (a *API) sealCursor(ctx context.Context, position, sort string) string {
	return base64.RawURLEncoding.EncodeToString(append(a.cursorTag(ctx, position, sort), position...))
}

func (a *API) openCursor(ctx context.Context, cursor, sort string) (position string, ok bool) {
	raw, err := base64.RawURLEncoding.Strict().DecodeString(cursor)
	if err != nil || len(raw) < tagSize {
		return "", false
	}
	position = string(raw[tagSize:])
	return position, hmac.Equal(raw[:tagSize], a.cursorTag(ctx, position, sort))
}

// tagSize is the length of a cursor's signature: 128 bits.
const tagSize = 16

func (a *API) cursorTag(ctx context.Context, position, sort string) []byte {
	mac := hmac.New(sha256.New, a.key)
	mac.Write([]byte(strings.Join([]string{"cursor", visitOf(ctx).route, actor(ctx).OrganizationID.String(), sort, position}, "\x00")))
	return mac.Sum(nil)[:tagSize]
}

// link returns the Link header of a page that another follows.
func link(r *http.Request, cursor string) string {
	query := r.URL.Query()
	query.Set("cursor", cursor)
	return "<" + r.URL.Path + "?" + query.Encode() + `>; rel="next"`
}
