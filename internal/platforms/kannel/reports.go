package kannel

import (
	"context"
	"log/slog"
	"net/http"
	"regexp"
	"strconv"
	"strings"

	"caravan/internal/platforms"
)

// A Report is what a gateway says became of a message. Several come for each,
// in any order, and some twice.
type Report struct {
	Key    string // of the post
	State  State
	Reason string // a code of the operator, such as 0x0000000b; may be empty
}

// State is what a report says, by the bits of Kannel.
type State int

// The states.
const (
	Delivered   State = 1 // reached a telephone
	Undelivered State = 2 // the operator has given up
	Buffered    State = 4 // the operator keeps it
	Submitted   State = 8 // the operator took it
	Rejected    State = 16
)

// Failed reports whether the message will not arrive.
func (r Report) Failed() bool { return r.State == Undelivered || r.State == Rejected }

// Reports takes the reports of gateways: GET at an address that ends in the
// key of a post, which nobody else can guess. The query has the state in st
// and the operator's words in ans. It asks for no number and keeps none.
type Reports struct {
	Log *slog.Logger

	// Take is given what was reported. After an error the gateway comes again.
	Take func(ctx context.Context, report Report) error
}

// longestAnswer is more than operators have to say.
const longestAnswer = 4 << 10

// ServeHTTP implements [http.Handler]. A gateway learns nothing about which
// keys there are.
func (in *Reports) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet {
		w.WriteHeader(http.StatusMethodNotAllowed)
		return
	}
	report, ok := read(r)
	if !ok {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	if err := in.Take(r.Context(), report); err != nil {
		in.Log.ErrorContext(r.Context(), "report on a text message not taken", slog.Any("error", err))
		w.WriteHeader(http.StatusServiceUnavailable)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}

var code = regexp.MustCompile(`0x[0-9A-Fa-f]{1,8}|stat:[A-Z]{1,10}|err:[0-9A-Za-z]{1,8}`)

func read(r *http.Request) (Report, bool) {
	key := r.URL.Path[strings.LastIndexByte(r.URL.Path, '/')+1:]
	query := r.URL.Query()
	n, err := strconv.Atoi(query.Get("st"))
	state := State(n)
	known := state == Delivered || state == Undelivered || state == Buffered || state == Submitted || state == Rejected
	if err != nil || !known || !safeKey.MatchString(key) || len(query.Get("ans")) > longestAnswer {
		return Report{}, false
	}
	// A receipt in the operator's words repeats the beginning of the text, and
	// may name a number; its codes do not.
	codes := code.FindAllString(query.Get("ans"), -1)
	return Report{Key: key, State: state, Reason: platforms.Reason(strings.Join(codes, " "))}, true
}
