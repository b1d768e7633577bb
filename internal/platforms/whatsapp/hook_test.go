package whatsapp_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"caravan/internal/platforms"
	"caravan/internal/platforms/whatsapp/whatsapptest"
)

// What is kept of what WhatsApp says is which message arrived, and which came
// back and why; who is in the group is not read.
func TestWhatWhatsAppSays(t *testing.T) {
	t.Parallel()
	c, _, _ := whatsapptest.Connect(t, platforms.Credentials{"application_secret": "hush"})
	body := `{"object":"whatsapp_business_account","entry":[{"id":"W","changes":[{"field":"messages","value":{"messaging_product":"whatsapp","statuses":[
		{"id":"wamid.1","recipient_id":"$GROUP","recipient_type":"group","status":"delivered","timestamp":"1750090702","biz_opaque_callback_data":"k1"},
		{"id":"wamid.2","recipient_id":"$GROUP","recipient_type":"group","status":"failed","errors":[{"code":131026,"title":"Message undeliverable"}],"biz_opaque_callback_data":"k2"},
		{"id":"wamid.3","recipient_id":"992900000001","status":"read","biz_opaque_callback_data":"k3"},
		{"id":"wamid.4","recipient_id":"$GROUP","status":"sent"}]}}]}]}`
	body = strings.ReplaceAll(body, "$GROUP", whatsapptest.Group)
	sign := func(key, body string) http.Header {
		mac := hmac.New(sha256.New, []byte(key))
		mac.Write([]byte(body))
		return http.Header{"X-Hub-Signature-256": {"sha256=" + hex.EncodeToString(mac.Sum(nil))}}
	}
	words, err := c.Hear(sign("hush", body), []byte(body))
	if diff := cmp.Diff([]platforms.Word{{Key: "k1", Arrived: true}, {Key: "k2", Reason: "131026"}}, words); diff != "" || err != nil {
		t.Error(diff, err)
	}
	open, _, _ := whatsapptest.Connect(t, nil) // with no secret
	for name, try := range map[string]func() ([]platforms.Word, error){
		"another secret":   func() ([]platforms.Word, error) { return c.Hear(sign("guess", body), []byte(body)) },
		"another body":     func() ([]platforms.Word, error) { return c.Hear(sign("hush", body), []byte(body+" ")) },
		"no signature":     func() ([]platforms.Word, error) { return c.Hear(http.Header{}, []byte(body)) },
		"no secret at all": func() ([]platforms.Word, error) { return open.Hear(sign("", body), []byte(body)) },
	} {
		if words, err := try(); platforms.ClassOf(err) != platforms.Locked || words != nil {
			t.Errorf("%s: %v, %v", name, words, err)
		}
	}
	if _, err := c.Hear(sign("hush", "["), []byte("[")); platforms.ClassOf(err) != platforms.Refused {
		t.Errorf("nonsense: %v", err)
	}
}

func TestWhatsAppIsGreeted(t *testing.T) {
	t.Parallel()
	c, _, _ := whatsapptest.Connect(t, nil)
	for token, want := range map[string]string{whatsapptest.Group: "1158201444", "another": ""} {
		if got := c.Greet(url.Values{"hub.mode": {"subscribe"}, "hub.challenge": {"1158201444"}, "hub.verify_token": {token}}); got != want {
			t.Errorf("%q: %q", token, got)
		}
	}
	if got := c.Greet(url.Values{"hub.challenge": {"<script>"}, "hub.verify_token": {whatsapptest.Group}}); got != "" {
		t.Errorf("answers %q", got)
	}
}
