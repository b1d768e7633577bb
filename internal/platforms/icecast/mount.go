package icecast

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"encoding/xml"
	"net/http"
	"net/url"
	"strings"

	"caravan/internal/platforms"
)

// line is what players show.
func line(c platforms.Content) string {
	return strings.Join(strings.Fields(c.Title+" "+c.Link), " ")
}

// nameOf names a line.
func nameOf(line string) string {
	sum := sha256.Sum256([]byte(line))
	return hex.EncodeToString(sum[:8])
}

// source is a mount that is on air, as the server describes it.
type source struct {
	URL       string `json:"listenurl"`
	Name      string `json:"server_name"`
	Title     string `json:"title"`
	Listeners *int64 `json:"listeners"`
	Peak      *int64 `json:"listener_peak"`
}

// sources are those on air: the server writes one as an object, several as a
// list, and none not at all.
type sources []source

// UnmarshalJSON implements [json.Unmarshaler].
func (s *sources) UnmarshalJSON(text []byte) error {
	var one source
	if json.Unmarshal(text, (*[]source)(s)) == nil {
		return nil
	}
	err := json.Unmarshal(text, &one)
	*s = sources{one}
	return err
}

// get asks for a page. Every page is asked for with GET, what changes something
// too; since the same change twice is one, none is ever in doubt.
func (c *Connector) get(ctx context.Context, query url.Values, path ...string) (platforms.Answer, error) {
	u := c.base.JoinPath(path...)
	u.RawQuery = query.Encode()
	req, err := platforms.Request(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return platforms.Answer{}, err
	}
	req.SetBasicAuth(c.user, c.password)
	answer, err := c.client.Exchange(req)
	return answer, answer.Explain(err, func(f *platforms.Failure) {
		switch answer.Status {
		case http.StatusForbidden:
			f.Class = platforms.Locked
		case http.StatusBadRequest, http.StatusNotFound: // nothing is on air there now
			f.Class = platforms.Unsent
		}
	})
}

// onAir describes the mount.
func (c *Connector) onAir(ctx context.Context) (source, error) {
	answer, err := c.get(ctx, nil, "status-json.xsl")
	if err != nil {
		return source{}, err
	}
	var status struct {
		All *struct {
			Sources sources `json:"source"`
		} `json:"icestats"`
	}
	if err := answer.Decode(&status); err != nil {
		return source{}, err
	}
	if status.All == nil {
		return source{}, answer.Unreadable("icestats")
	}
	for _, s := range status.All.Sources {
		if u, err := url.Parse(s.URL); err == nil && u.Path == c.mount {
			return s, nil
		}
	}
	return source{}, platforms.Fail(platforms.Unsent, "nothing is on air at %s", c.mount)
}

// Publish implements [platforms.Connector]. Players show the line a moment
// later, with what is streamed next.
func (c *Connector) Publish(ctx context.Context, post platforms.Post) (platforms.Receipt, error) {
	shown := line(post.Content)
	answer, err := c.get(ctx, url.Values{"mount": {c.mount}, "mode": {"updinfo"}, "charset": {"UTF-8"}, "song": {shown}}, "admin", "metadata")
	if err != nil {
		return platforms.Receipt{}, err
	}
	var told struct {
		Message string `xml:"message"`
		Return  *int   `xml:"return"`
	}
	if xml.Unmarshal(answer.Body, &told) != nil || told.Return == nil {
		return platforms.Receipt{}, answer.Unreadable("return")
	}
	if *told.Return != 1 {
		return platforms.Receipt{}, platforms.Fail(platforms.Refused, "the mount does not take it: %s", platforms.Reason(told.Message, c.password))
	}
	return platforms.Receipt{ID: nameOf(shown), URL: c.base.JoinPath(c.mount).String(), State: platforms.Accepted}, nil
}

// Confirm implements [platforms.Confirmer].
func (c *Connector) Confirm(ctx context.Context, receipt platforms.Receipt) (platforms.Receipt, error) {
	now, err := c.onAir(ctx)
	if err == nil && nameOf(now.Title) == receipt.ID {
		receipt.State = platforms.Live
	}
	return receipt, err
}

// Measure implements [platforms.Measurer]. One question answers for all: it is
// the mount that is listened to.
func (c *Connector) Measure(ctx context.Context, receipts []platforms.Receipt) ([]platforms.Measures, error) {
	now, err := c.onAir(ctx)
	if err != nil {
		return nil, err
	}
	measured := make([]platforms.Measures, len(receipts))
	for i, r := range receipts {
		measured[i] = platforms.Measures{ID: r.ID, Counts: []platforms.Count{
			platforms.Counted(listeners, now.Listeners), platforms.Counted(peak, now.Peak),
		}}
	}
	return measured, nil
}

// Inspect implements [platforms.Inspector]. A station that is off air is well,
// and has no name then.
func (c *Connector) Inspect(ctx context.Context) (platforms.Account, error) {
	if _, err := c.get(ctx, nil, "admin", "listmounts"); err != nil {
		return platforms.Account{}, platforms.OfAccount(err)
	}
	at := c.base.JoinPath(c.mount).String()
	account := platforms.Account{ID: at, Name: c.mount, URL: at}
	if now, err := c.onAir(ctx); err == nil && now.Name != "" {
		account.Name = now.Name
	}
	return account, nil
}
