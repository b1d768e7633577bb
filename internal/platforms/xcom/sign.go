package xcom

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha1" //nolint:gosec // OAuth 1.0a has no other that the platform takes
	"encoding/base64"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// keys are those of an application and of the account that lets it post.
type keys struct{ app, appSecret, token, tokenSecret string }

// sign puts the header of OAuth 1.0a (RFC 5849) on a request. Bodies of JSON
// are no part of the signature.
func (k keys) sign(r *http.Request, now time.Time) {
	k.signAs(r, rand.Text(), now)
}

func (k keys) signAs(r *http.Request, nonce string, now time.Time) {
	oauth := map[string]string{
		"oauth_consumer_key": k.app, "oauth_nonce": nonce, "oauth_signature_method": "HMAC-SHA1",
		"oauth_timestamp": strconv.FormatInt(now.Unix(), 10), "oauth_token": k.token, "oauth_version": "1.0",
	}
	oauth["oauth_signature"] = k.signature(r.Method, r.URL, oauth)
	parts := make([]string, 0, len(oauth))
	for name, value := range oauth {
		parts = append(parts, escape(name)+`="`+escape(value)+`"`)
	}
	slices.Sort(parts)
	r.Header.Set("Authorization", "OAuth "+strings.Join(parts, ", "))
}

// signature is over the method, the address and every parameter, in order.
func (k keys) signature(method string, u *url.URL, oauth map[string]string) string {
	pairs := make([]string, 0, len(oauth))
	for name, value := range oauth {
		pairs = append(pairs, escape(name)+"="+escape(value))
	}
	for name, values := range u.Query() {
		for _, value := range values {
			pairs = append(pairs, escape(name)+"="+escape(value))
		}
	}
	slices.Sort(pairs)
	plain := *u
	plain.RawQuery, plain.Fragment = "", ""
	base := strings.Join([]string{method, escape(plain.String()), escape(strings.Join(pairs, "&"))}, "&")
	mac := hmac.New(sha1.New, []byte(escape(k.appSecret)+"&"+escape(k.tokenSecret)))
	_, _ = mac.Write([]byte(base))
	return base64.StdEncoding.EncodeToString(mac.Sum(nil))
}

// escape writes every byte that is not unreserved as three signs, a space too.
func escape(text string) string {
	return strings.NewReplacer("+", "%20", "%7E", "~").Replace(url.QueryEscape(text))
}
