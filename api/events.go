package api

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/labstack/echo/v4"

	"caravan/internal/store"
	"caravan/models"
)

type eventsRequest struct {
	Last string `header:"Last-Event-ID" json:"-" doc:"Where the stream broke; what came after is sent again."`
}

// An eventResponse is the data of one event of the stream.
type eventResponse struct {
	Kind       string    `json:"kind"` // the resource, as addresses name it
	ID         string    `json:"id"`
	CampaignID *string   `json:"campaign_id"`
	At         time.Time `json:"at"`
}

// watchable says which resource a kind of object is read under, and what one
// has to be allowed to hear of it. No other kind is spoken of.
func watchable() map[string]struct {
	resource string
	action   models.Action
} {
	return map[string]struct {
		resource string
		action   models.Action
	}{
		"campaign":            {"campaigns", models.ReadCampaigns},
		"audience":            {"audiences", models.ReadAudiences},
		"messenger":           {"messengers", models.ReadMessengers},
		"consent":             {"messengers", models.ReadMessengers},
		"message":             {"messages", models.ReadMessages},
		"variant":             {"messages", models.ReadMessages},
		"version":             {"messages", models.ReadMessages},
		"submission":          {"submissions", models.ReadSubmissions},
		"rule":                {"approval_rules", models.ReadRules},
		"channel":             {"channels", models.ReadChannels},
		"delivery":            {"deliveries", models.ReadDeliveries},
		"airing":              {"airings", models.ReadDeliveries},
		"hold":                {"holds", models.UseOwnAccount},
		"batch":               {"observations", models.ReadReach},
		"universe":            {"universes", models.ReadReach},
		"exchange_rate":       {"exchange_rates", models.ReadReach},
		"standard_population": {"standard_populations", models.ReadReach},
		"comparison":          {"comparisons", models.ReadReach},
		"survey":              {"surveys", models.ReadReach},
		"user":                {"users", models.ReadPeople},
		"token":               {"tokens", models.WriteTokens},
		"experiment":          {"experiments", models.ReadReach},
		"measurement":         {"observations", models.ReadReach},
	}
}

const (
	pollEvents   = 5 * time.Second  // where no hint comes
	recheckPolls = 3                // after so many, whether they may still watch; also keeps the line open
	writeEvents  = 10 * time.Second // a reader slower than this is gone
	maxStreams   = 8                // of one session or token
)

// events sends hints about what changes, until the client goes away, the
// session ends or the server does. Being awake does not count as use.
func (a *API) events(c echo.Context, in eventsRequest) error {
	ctx := c.Request().Context()
	v := visitOf(ctx)
	leave, ok := a.streams.enter(v.credential)
	if !ok {
		return waitFor(pollEvents)
	}
	defer leave()
	woken, stop := a.live.Listen(v.who.OrganizationID.String())
	defer stop()
	s := &eventStream{api: a, who: v.who, records: a.records.As(v.who), seen: map[int64]bool{}, out: c.Response()}
	if err := s.open(ctx, in.Last); err != nil {
		return err
	}
	poll, recheck := time.NewTicker(a.poll), time.NewTicker(recheckPolls*a.poll)
	defer poll.Stop()
	defer recheck.Stop()
	for {
		if err := s.send(ctx); err != nil && !errors.Is(err, models.ErrUnavailable) {
			return ended(ctx, err)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-a.ending:
			return nil
		case <-woken:
		case <-poll.C:
		case <-recheck.C:
			if err := s.recheck(ctx, c.Request()); err != nil {
				return ended(ctx, err)
			}
		}
	}
}

// ended is why a stream that had begun is over: nothing that anybody needs to
// know, if the client went away or its session is over.
func ended(ctx context.Context, err error) error {
	_, refused := errors.AsType[*models.Refusal](err)
	if _, network := errors.AsType[net.Error](err); network || refused || ctx.Err() != nil {
		return nil //nolint:nilerr // see above
	}
	return err
}

// An eventStream is one client that listens. Numbers at or below floor are
// done with; of those above it, the ones seen are.
type eventStream struct {
	api     *API
	who     models.Actor
	records *store.Scope
	floor   int64
	seen    map[int64]bool
	out     *echo.Response
}

// open finds the place to begin at and starts the answer.
func (s *eventStream) open(ctx context.Context, last string) error {
	greeting, err := s.begin(ctx, last)
	if err != nil {
		return err
	}
	h := s.out.Header()
	h.Set(echo.HeaderContentType, "text/event-stream")
	h.Set("X-Accel-Buffering", "no")
	_ = http.NewResponseController(s.out).SetReadDeadline(time.Time{}) // the request is read; the line stays open
	s.out.WriteHeader(http.StatusOK)
	return s.write("retry: 3000\n" + greeting + "\n")
}

// begin takes up a stream that broke, or starts with what happens from now on.
// A client whose place is not known any more is told to read everything again.
func (s *eventStream) begin(ctx context.Context, last string) (greeting string, err error) {
	if last == "" {
		at, err := s.skip(ctx)
		return fmt.Sprintf("id: %d\n", at), err
	}
	at, err := strconv.ParseInt(last, 10, 64)
	if err != nil || at < 0 {
		return "", unreadable("Last-Event-ID was not given by this stream.")
	}
	resuming, cancel := context.WithTimeout(ctx, s.api.patience)
	defer cancel()
	s.floor, err = s.records.ResumeEvents(resuming, at)
	if errors.Is(err, models.ErrMissing) {
		at, err = s.skip(ctx)
		return fmt.Sprintf("event: reset\nid: %d\ndata: {}\n", at), err
	}
	s.seen[at] = true
	return "", err
}

// skip passes over what is there already, and returns its highest number.
func (s *eventStream) skip(ctx context.Context) (last int64, err error) {
	err = s.each(ctx, func(e models.Event) error {
		last = max(last, e.ID)
		return nil
	})
	return last, err
}

// send writes what is new and what the person may hear of.
func (s *eventStream) send(ctx context.Context) error {
	return s.each(ctx, func(e models.Event) error {
		known, ok := watchable()[e.Kind]
		if !ok || !s.who.May(known.action) {
			return nil
		}
		response := eventResponse{Kind: known.resource, ID: e.ObjectID, At: e.At}
		if e.CampaignID != nil {
			campaign := e.CampaignID.String()
			response.CampaignID = &campaign
		}
		data, err := json.Marshal(response)
		if err != nil {
			return fmt.Errorf("write event: %w", err)
		}
		return s.write(fmt.Sprintf("id: %d\ndata: %s\n\n", e.ID, data))
	})
}

// each calls do for every event that was not seen yet. The floor only rises to
// numbers below which nothing could turn up before the reading began.
func (s *eventStream) each(ctx context.Context, do func(models.Event) error) error {
	ctx, cancel := context.WithTimeout(ctx, s.api.patience)
	defer cancel()
	settled, err := s.records.SettledEvent(ctx, s.api.now())
	if err != nil {
		return err
	}
	for after, more := s.floor, true; more; {
		events, err := s.records.EventsAfter(ctx, after)
		if err != nil {
			return err
		}
		for _, e := range events {
			if after = e.ID; s.seen[e.ID] {
				continue
			}
			if err := do(e); err != nil {
				return err
			}
			s.seen[e.ID] = true
		}
		more = len(events) == store.EventPage
	}
	s.floor = max(s.floor, settled)
	maps.DeleteFunc(s.seen, func(id int64, _ bool) bool { return id <= s.floor })
	return nil
}

// recheck ends the stream of somebody whose session is over, takes account of
// roles that changed, and keeps the line open.
func (s *eventStream) recheck(ctx context.Context, r *http.Request) error {
	asking, cancel := context.WithTimeout(ctx, s.api.patience)
	defer cancel()
	who, err := s.api.recognise(asking, endpoint{passive: true}, r)
	if errors.Is(err, models.ErrUnavailable) {
		return s.write(": \n\n")
	}
	if err != nil {
		return err
	}
	s.who, s.records = who, s.api.records.As(who)
	return s.write(": \n\n")
}

// write sends text at once, or finds out that nobody reads.
func (s *eventStream) write(text string) error {
	line := http.NewResponseController(s.out)
	_ = line.SetWriteDeadline(time.Now().Add(writeEvents)) //nolint:forbidigo // the network's clock
	if _, err := io.WriteString(s.out, text); err != nil {
		return err
	}
	return line.Flush()
}

// A tally counts who is inside, by key.
type tally struct {
	mu sync.Mutex
	n  map[string]int
}

// enter lets somebody in if fewer than maxStreams of the key are, and returns
// how they leave.
func (t *tally) enter(key string) (leave func(), ok bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.n[key] >= maxStreams {
		return nil, false
	}
	t.n[key]++
	return func() {
		t.mu.Lock()
		defer t.mu.Unlock()
		if t.n[key]--; t.n[key] == 0 {
			delete(t.n, key)
		}
	}, true
}
