package cli

import (
	"context"
	"log/slog"
	"net"
	"net/http"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"caravan/internal/distribution"
	"caravan/internal/platforms/kannel"
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
