package vk

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"caravan/internal/platforms"
)

// call asks for a method and reads its response into out.
func (c *Connector) call(ctx context.Context, method string, form url.Values, out any) (platforms.Answer, error) {
	form.Set("access_token", c.token)
	form.Set("v", version)
	req, err := platforms.Request(ctx, http.MethodPost, c.base.JoinPath("method", method).String(), strings.NewReader(form.Encode()))
	if err != nil {
		return platforms.Answer{}, err
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	answer, err := c.client.Exchange(req)
	if err != nil {
		return answer, err
	}
	var r struct {
		Response json.RawMessage `json:"response"`
		Error    *apiError       `json:"error"`
	}
	if err := answer.Decode(&r); err != nil {
		return answer, err
	}
	if r.Error != nil {
		return answer, c.judge(method, r.Error)
	}
	if len(r.Response) == 0 || json.Unmarshal(r.Response, out) != nil {
		return answer, answer.Unreadable("response of its kind")
	}
	return answer, nil
}

// ask is a call that changes nothing, and so is never in doubt.
func (c *Connector) ask(ctx context.Context, method string, form url.Values, out any) error {
	_, err := c.call(ctx, method, form, out)
	return platforms.Question(err)
}

// apiError is what went wrong. Its request_params, which repeat what was sent,
// are not read.
type apiError struct {
	Code    int    `json:"error_code"`
	Message string `json:"error_msg"`
}

// judge says what a code means for the program.
func (c *Connector) judge(method string, e *apiError) *platforms.Failure {
	f := &platforms.Failure{
		Class: classOf(e.Code), Err: fmt.Errorf("%s: error %d: %s", method, e.Code, platforms.Reason(e.Message, c.token)),
	}
	switch {
	case e.Code == tooMany:
		f.Until = c.client.Now().Add(time.Second)
	case e.Code == notPosted && strings.Contains(e.Message, "posts a day"):
		f.Class = platforms.Throttled
	}
	return f
}

// Codes that are treated by themselves.
const (
	tooMany   = 6
	notPosted = 214
)

// classOf groups the codes. What is not in any group is a fault of the
// request: it will not be taken as it is.
func classOf(code int) platforms.Class {
	for class, codes := range map[platforms.Class][]int{
		platforms.Throttled: {tooMany, 9, 29},
		platforms.Uncertain: {1, 10, 36}, // 36: broken off for taking too long
		platforms.Unsent:    {43},
		platforms.Locked:    {5, 7, 14, 15, 17, 18, 27, 28, 703, notPosted, 1117},
		platforms.Gone:      {104, 210},
	} {
		if slices.Contains(codes, code) {
			return class
		}
	}
	return platforms.Refused
}

// owner is the wall, as methods take it.
func (c *Connector) owner() string { return "-" + strconv.FormatInt(c.group, 10) }

func (c *Connector) link(id string) string { return "https://vk.com/wall" + c.owner() + "_" + id }

func (c *Connector) receipt(id int64) platforms.Receipt {
	text := strconv.FormatInt(id, 10)
	return platforms.Receipt{ID: text, URL: c.link(text), State: platforms.Live}
}

// counted is a number in an object of its own.
type counted struct {
	Count *int64 `json:"count"`
}

// post is one of the wall, as far as it is read here.
type post struct {
	ID       int64   `json:"id"`
	Date     int64   `json:"date"`
	Text     string  `json:"text"`
	Views    counted `json:"views"`
	Likes    counted `json:"likes"`
	Comments counted `json:"comments"`
	Reposts  counted `json:"reposts"`
}
