package cli

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"caravan/internal/dbtest"
	"caravan/internal/distribution"
	"caravan/internal/platforms"
	"caravan/internal/platforms/kannel"
	"caravan/internal/platforms/platformtest"
	"caravan/models"
)

// That the operator took a message proves that it was sent; that it was given
// up says so.
func TestWordOfATextMessage(t *testing.T) {
	for _, c := range []struct {
		report kannel.Report
		want   distribution.Report
	}{
		{kannel.Report{Key: "k1", State: kannel.Submitted}, distribution.Report{Key: "k1", Arrived: true}},
		{kannel.Report{Key: "k1", State: kannel.Delivered, Reason: "err:000"}, distribution.Report{Key: "k1", Arrived: true}},
		{kannel.Report{Key: "k1", State: kannel.Undelivered}, distribution.Report{Key: "k1", Reason: "undelivered"}},
		{kannel.Report{Key: "k1", State: kannel.Rejected, Reason: "0x0000000b"}, distribution.Report{Key: "k1", Reason: "rejected 0x0000000b"}},
	} {
		if diff := cmp.Diff(c.want, word(c.report)); diff != "" {
			t.Errorf("%+v: %s", c.report, diff)
		}
	}
}

// A report says the same thing once, and only as it was signed; what is not
// signed learns nothing about which channels there are.
func TestReportsOnChannelsAreSignedAndCountOnce(t *testing.T) {
	records := dbtest.SQLite(t)
	sandbox := platformtest.NewSandbox(platforms.Opaque, dbtest.Noon)
	t.Cleanup(sandbox.Stop)
	news := dbtest.NewNewsroom(t, records, "opaque")
	desk := &distribution.Desk{
		Store: records, Now: dbtest.Noon, KeySecret: []byte("secret"),
		Platforms: map[string]distribution.Platform{"opaque": {Connect: func(platforms.Settings) (platforms.Connector, error) { return sandbox.Connector(), nil }}},
	}
	channel := news.Channels[0].ID
	const body = `{"posts":[{"key":"k1","arrived":true}]}`
	at := strconv.FormatInt(dbtest.Noon().Unix(), 10)
	mac := hmac.New(sha256.New, []byte(desk.HookKey(channel)))
	mac.Write([]byte(at + ".n1." + body))
	signature := hex.EncodeToString(mac.Sum(nil))
	served := reports(desk, slog.New(slog.DiscardHandler))
	for _, ask := range []struct {
		what, method, channel, body, signature string
		want                                   int
	}{
		{"another body", http.MethodPost, channel.String(), `{"posts":[{"key":"k2","arrived":true}]}`, signature, http.StatusUnauthorized},
		{"no signature", http.MethodPost, channel.String(), body, "", http.StatusUnauthorized},
		{"another channel", http.MethodPost, models.NewID[models.Channel]().String(), body, signature, http.StatusUnauthorized},
		{"no channel", http.MethodPost, "guess", body, signature, http.StatusUnauthorized},
		{"too much", http.MethodPost, channel.String(), strings.Repeat(" ", longestReport+1), signature, http.StatusRequestEntityTooLarge},
		{"a greeting that is nobody's", http.MethodGet, channel.String(), "", "", http.StatusUnauthorized},
		{"a report", http.MethodPost, channel.String(), body, signature, http.StatusOK},
		{"a report again", http.MethodPost, channel.String(), body, signature, http.StatusConflict},
	} {
		r := httptest.NewRequestWithContext(t.Context(), ask.method, "/hooks/"+ask.channel, strings.NewReader(ask.body))
		r.Header.Set(distribution.HookTime, at)
		r.Header.Set(distribution.HookNonce, "n1")
		if ask.signature != "" {
			r.Header.Set(distribution.HookSignature, ask.signature)
		}
		w := httptest.NewRecorder()
		served.ServeHTTP(w, r)
		if w.Code != ask.want {
			t.Errorf("%s is answered %d, want %d", ask.what, w.Code, ask.want)
		}
	}
}

// Reports are listened for where the installation says, until it ends.
func TestReportsAreListenedForUntilTheEnd(t *testing.T) {
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := l.Addr().String()
	_ = l.Close()
	ctx, end := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- reportIntake{address}.takeReports(ctx, nil, slog.New(slog.DiscardHandler)) }()
	deadline := time.Now().Add(10 * time.Second)
	for {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://"+address+"/k1?st=nonsense", nil)
		if err != nil {
			t.Fatal(err)
		}
		resp, err := http.DefaultClient.Do(req)
		if err == nil {
			_ = resp.Body.Close()
			if resp.StatusCode != http.StatusBadRequest {
				t.Errorf("nonsense is answered %d", resp.StatusCode)
			}
			break
		}
		if time.Now().After(deadline) {
			t.Fatal(err)
		}
	}
	end()
	if err := <-ended; err != nil {
		t.Errorf("it ends with %v", err)
	}
	if err := (reportIntake{}).takeReports(t.Context(), nil, nil); err != nil {
		t.Errorf("without an address: %v", err)
	}
}
