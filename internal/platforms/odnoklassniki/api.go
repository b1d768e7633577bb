package odnoklassniki

import (
	"context"
	"crypto/md5" //nolint:gosec // the platform signs with it
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"caravan/internal/platforms"
)

// sign is the signature of a request: MD5 over its parameters in order, without
// the token, and the secret of the session, which is MD5 over the token and the
// secret of the application.
func (c *Connector) sign(form url.Values) string {
	var text strings.Builder
	for _, name := range slices.Sorted(maps.Keys(form)) {
		if name != "access_token" && name != "sig" {
			text.WriteString(name + "=" + form.Get(name))
		}
	}
	return digest(text.String() + digest(c.token+c.secret))
}

func digest(text string) string {
	sum := md5.Sum([]byte(text)) //nolint:gosec // the platform signs with it
	return hex.EncodeToString(sum[:])
}

// call asks for a method and reads its answer into out.
func (c *Connector) call(ctx context.Context, method string, form url.Values, out any) (platforms.Answer, error) {
	form.Set("application_key", c.key)
	form.Set("method", method)
	form.Set("format", "json")
	form.Set("sig", c.sign(form))
	form.Set("access_token", c.token)
	req, err := platforms.Request(ctx, http.MethodPost, c.base.JoinPath("fb.do").String(), strings.NewReader(form.Encode()))
	if err != nil {
		return platforms.Answer{}, err
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	answer, err := c.client.Exchange(req)
	if err != nil {
		return answer, err
	}
	var told struct {
		Code    int    `json:"error_code"`
		Message string `json:"error_msg"`
	}
	if json.Unmarshal(answer.Body, &told) == nil && told.Code != 0 {
		return answer, &platforms.Failure{
			Class: classOf(told.Code), Err: fmt.Errorf("%s: error %d: %s", method, told.Code, platforms.Reason(told.Message, c.token, c.secret)),
		}
	}
	return answer, answer.Decode(out)
}

// ask is a call that changes nothing, and so is never in doubt.
func (c *Connector) ask(ctx context.Context, method string, form url.Values, out any) error {
	_, err := c.call(ctx, method, form, out)
	return platforms.Question(err)
}

// classOf groups the codes. What is in no group is a fault of the request.
func classOf(code int) platforms.Class {
	for class, codes := range map[platforms.Class][]int{
		platforms.Throttled: {8, 11},
		platforms.Uncertain: {1, 2, 9999},
		platforms.Locked:    {9, 10, 102, 103, 104, 455},
		platforms.Gone:      {300},
	} {
		if slices.Contains(codes, code) {
			return class
		}
	}
	return platforms.Refused
}
