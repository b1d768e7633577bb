package api_test

import (
	"bufio"
	"context"
	"encoding/json"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"caravan/api"
	"caravan/internal/dbtest"
	"caravan/internal/live"
	"caravan/internal/store"
	"caravan/models"
)

// An event is one block of a stream.
type event struct {
	id, kind, object string
	name             string // empty for the usual ones
}

// A listener reads a stream until the test ends or it is closed.
type listener struct {
	status int
	heard  chan event // closed when the stream ends
	close  func()
}

// listen opens a stream of events, after an event where last is not empty.
func (c *client) listen(t *testing.T, last string) *listener {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, c.server.URL+"/api/v1/events", nil)
	if err != nil {
		t.Fatal(err)
	}
	request.AddCookie(c.cookie)
	if last != "" {
		request.Header.Set("Last-Event-ID", last)
	}
	response, err := http.DefaultClient.Do(request) //nolint:bodyclose // the cleanup closes it
	if err != nil {
		t.Fatal(err)
	}
	l := &listener{status: response.StatusCode, heard: make(chan event, 100), close: cancel}
	read := make(chan struct{})
	go func() {
		defer close(read)
		defer close(l.heard)
		readEvents(bufio.NewScanner(response.Body), l.heard)
	}()
	t.Cleanup(func() {
		cancel()
		<-read
		_ = response.Body.Close()
	})
	return l
}

func readEvents(lines *bufio.Scanner, heard chan<- event) {
	var e event
	for lines.Scan() {
		name, value, _ := strings.Cut(lines.Text(), ": ")
		switch name {
		case "id":
			e.id = value
		case "event":
			e.name = value
		case "data":
			var data struct{ Kind, ID string }
			_ = json.Unmarshal([]byte(value), &data)
			e.kind, e.object = data.Kind, data.ID
		case "":
			if e.kind != "" || e.name != "" {
				heard <- e
			}
			e = event{}
		}
	}
}

// next waits for an event.
func (l *listener) next(t *testing.T) event {
	t.Helper()
	select {
	case e, open := <-l.heard:
		if !open {
			t.Fatal("the stream ended")
		}
		return e
	case <-time.After(20 * time.Second):
		t.Fatal("nothing was heard")
		return event{}
	}
}

// serveLive serves with a hub that the records wake.
func serveLive(records *store.Store) func(*api.Options) {
	hub := live.New(nil, slog.New(slog.DiscardHandler))
	records.Notify(func(organization models.ID[models.Organization]) { hub.Hint(organization.String()) })
	return func(o *api.Options) { o.Live, o.Poll = hub, time.Hour }
}

// plan plans a campaign and returns its ID.
func (c *client) plan(t *testing.T) string {
	t.Helper()
	made := c.send(t, http.MethodPost, "/api/v1/campaigns", bread)
	made.is(t, http.StatusCreated, "")
	return made.body["id"].(string)
}

func TestStreamTellsWhatChangedInTheOwnOrganisation(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, records *store.Store) {
		server := serveWith(t, records, serveLive(records))
		osh, batken := signIn(t, records, server, "osh", models.Planner), signIn(t, records, server, "batken", models.Planner)
		here, there := osh.listen(t, ""), batken.listen(t, "")
		first, other := osh.plan(t), batken.plan(t)
		if e := here.next(t); e.kind != "campaigns" || e.object != first {
			t.Errorf("heard %+v, want campaign %s", e, first)
		}
		if e := there.next(t); e.object != other {
			t.Errorf("heard %+v, which is not its own", e)
		}
	})
}

func TestStreamGoesOnWhereItBroke(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, records *store.Store) {
		server := serveWith(t, records, serveLive(records))
		planner := signIn(t, records, server, "osh", models.Planner)
		stream := planner.listen(t, "")
		planner.plan(t)
		last := stream.next(t)
		stream.close()
		missed := map[string]bool{planner.plan(t): true, planner.plan(t): true}
		again := planner.listen(t, last.id)
		for len(missed) > 0 {
			delete(missed, again.next(t).object)
		}
	})
}

func TestStreamNeedsNoHints(t *testing.T) {
	records := dbtest.SQLite(t)
	server := serveWith(t, records, func(o *api.Options) { o.Poll = 10 * time.Millisecond })
	planner := signIn(t, records, server, "osh", models.Planner)
	stream := planner.listen(t, "")
	made := planner.plan(t)
	if e := stream.next(t); e.object != made {
		t.Errorf("heard %+v, want %s", e, made)
	}
}

func TestStreamSaysWhenItsPlaceIsForgotten(t *testing.T) {
	records := dbtest.SQLite(t)
	planner := signIn(t, records, serveWith(t, records, serveLive(records)), "osh", models.Planner)
	planner.plan(t)
	if e := planner.listen(t, "123456").next(t); e.name != "reset" {
		t.Errorf("heard %+v, want reset", e)
	}
	if l := planner.listen(t, "yesterday"); l.status != http.StatusBadRequest {
		t.Errorf("got %d", l.status)
	}
}

func TestStreamKeepsQuietAboutWhatOneMayNotRead(t *testing.T) {
	records := dbtest.SQLite(t)
	server := serveWith(t, records, serveLive(records))
	planner := signIn(t, records, server, "osh", models.Planner)
	approver := join(t, records, server, planner.organization, "approver@example.org", models.Approver)
	stream := approver.listen(t, "")
	planner.plan(t)
	told := models.NewID[models.Submission]()
	err := records.As(models.System("test")).InTx(t.Context(), func(tx *store.Scope) error {
		return tx.Tell(t.Context(), planner.organization, store.Change{Kind: "submission", Object: told.String(), At: noon})
	})
	if err != nil {
		t.Fatal(err)
	}
	if e := stream.next(t); e.kind != "submissions" || e.object != told.String() {
		t.Errorf("heard %+v, want the submission alone", e)
	}
}

func TestStreamEndsWithItsSession(t *testing.T) {
	records := dbtest.SQLite(t)
	server := serveWith(t, records, func(o *api.Options) { o.Poll = 10 * time.Millisecond })
	planner := signIn(t, records, server, "osh", models.Planner)
	stream := planner.listen(t, "")
	planner.send(t, http.MethodDelete, "/api/v1/session", "").is(t, http.StatusNoContent, "")
	for range stream.heard { // until it ends
	}
}

func TestStreamsAreFew(t *testing.T) {
	records := dbtest.SQLite(t)
	planner := signIn(t, records, serve(t, records), "osh", models.Planner)
	for range 8 {
		if l := planner.listen(t, ""); l.status != http.StatusOK {
			t.Fatalf("got %d", l.status)
		}
	}
	planner.send(t, http.MethodGet, "/api/v1/events", "").is(t, http.StatusTooManyRequests, "too_many_requests")
}

func TestServerEndsWhileSomebodyListens(t *testing.T) {
	records := dbtest.SQLite(t)
	local, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	server := serve(t, records)
	go func() { ended <- server.Config.Handler.(*api.API).Serve(ctx, local, 10*time.Second) }()
	planner := signIn(t, records, server, "osh", models.Planner)
	planner.server.URL = "http://" + local.Addr().String()
	stream := planner.listen(t, "")
	cancel()
	for range stream.heard { // until it ends
	}
	if err := <-ended; err != nil {
		t.Error(err)
	}
}
