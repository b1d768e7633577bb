package kannel

import (
	"context"
	"fmt"
	"net/http"
	"strings"

	"caravan/internal/platforms"
)

// Publish implements [platforms.Connector]. The receipt names the message by
// its key, which is what reports come back under: the gateway gives no name.
func (c *Connector) Publish(ctx context.Context, post platforms.Post) (platforms.Receipt, error) {
	if !safeKey.MatchString(post.Key) {
		return platforms.Receipt{}, platforms.Fail(platforms.Refused, "the key cannot stand in an address")
	}
	text := post.Text()
	header := map[string]string{"To": c.set[platforms.FieldSMSList], "From": c.set[platforms.FieldSMSSender], "SMSC": c.set[fieldRoute], "Coding": "2"}
	if platforms.InGSM7(text) {
		header["Coding"] = "0"
	}
	if c.reports != nil {
		header["DLR-Mask"] = "31"
		header["DLR-Url"] = c.reports.JoinPath(post.Key).String() + "?st=%d&ans=%A"
	}
	answer, err := c.send(ctx, text, header)
	if err != nil {
		return platforms.Receipt{}, err
	}
	said, _, _ := strings.Cut(string(answer.Body), ":")
	if said != sent && said != queued {
		return platforms.Receipt{}, answer.Unreadable("word that it was accepted")
	}
	return platforms.Receipt{ID: post.Key, State: platforms.Accepted}, nil
}

// How the answer to a message that was taken begins: it was handed on, or it
// waits until the operator can be reached.
const (
	sent   = "0"
	queued = "3"
)

// Inspect implements [platforms.Inspector]: it signs in and names nobody to
// send to, which the gateway refuses only after it has looked who asks.
func (c *Connector) Inspect(ctx context.Context) (platforms.Account, error) {
	_, err := c.send(ctx, "", nil)
	if err == nil {
		return platforms.Account{}, platforms.Fail(platforms.Locked, "this is no gateway: it sends to nobody")
	}
	if !strings.Contains(err.Error(), "Missing receiver") {
		return platforms.Account{}, platforms.OfAccount(err)
	}
	return platforms.Account{ID: c.set[fieldUsername] + "@" + c.base.Host + "/" + c.set[platforms.FieldSMSList], Name: c.set[platforms.FieldSMSList]}, nil
}

// send makes a request. What it says stands in headers, so that neither the
// password nor a number is in an address that somebody logs.
func (c *Connector) send(ctx context.Context, text string, header map[string]string) (platforms.Answer, error) {
	req, err := platforms.Request(ctx, http.MethodPost, c.base.JoinPath("cgi-bin", "sendsms").String(), strings.NewReader(text))
	if err != nil {
		return platforms.Answer{}, err
	}
	req.Header.Set("Content-Type", "text/plain; charset=UTF-8") // X-Kannel-Charset is for other methods
	req.Header.Set("X-Kannel-Username", c.set[fieldUsername])
	req.Header.Set("X-Kannel-Password", c.set[fieldPassword])
	for name, value := range header {
		if value != "" {
			req.Header.Set("X-Kannel-"+name, value)
		}
	}
	answer, err := c.client.Exchange(req)
	if err != nil {
		return answer, c.explain(answer, err)
	}
	return answer, nil
}

// explain adds what only this gateway's answers say.
func (c *Connector) explain(answer platforms.Answer, err error) error {
	return answer.Explain(err, func(f *platforms.Failure) {
		reason := platforms.Reason(string(answer.Body), c.set[fieldPassword], c.set[platforms.FieldSMSList])
		f.Err = fmt.Errorf("%w: %s", f.Err, reason)
		switch {
		case answer.Status == http.StatusForbidden && strings.HasPrefix(reason, "Authorization failed"), answer.Status == http.StatusNotFound:
			f.Class = platforms.Locked
		case answer.Status == http.StatusServiceUnavailable && strings.HasPrefix(reason, "Temporal failure"):
			f.Class = platforms.Unsent // its own words; a proxy's would leave it in doubt
		}
	})
}
