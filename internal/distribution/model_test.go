package distribution_test

import (
	"fmt"
	"slices"
	"testing"
)

// The model searches every state that one delivery can get into with two
// workers, any number of doubled rings, kills, pauses, late answers, a hold
// and up to three attempts. Where the protocol keeps its promises no reachable
// state has two posts, and none has a send committed behind a closed hold.
// Each guard that is taken away has to lead to a violation, else the model
// would prove nothing.
type model struct {
	class       byte // K, S or O
	lateAccept  bool // a platform may accept after the settling time
	zombieSends bool // a worker may write to the socket after its deadline
	noAhead     bool // the attempt is not written ahead
	noFence     bool // the fence is not checked when the attempt is committed
	gateAtClaim bool // holds are looked at when claiming only
	noSettle    bool // a keyed send is repeated without settling and reading first
	keyLate     bool // the platform remembers the key only a while after the post
}

const (
	maxAttempts = 3
	kills       = 2
)

// A step of a worker.
type worker struct {
	at      string // idle, claimed, committed, sent
	fresh   bool   // it was not overtaken
	attempt int8
}

// world is one state. It is comparable, so that it can be remembered.
type world struct {
	delivery string
	open     bool // no hold
	attempts [maxAttempts]string
	made     int8
	workers  [2]worker
	net      [maxAttempts]bool // requests on their way
	answers  [maxAttempts]bool // answers on their way
	posts    int8
	keyKnown bool
	kills    int8
	held     bool // the hold was closed once
	behind   bool // a send was committed behind the hold
}

// run returns how many states there are and what was violated, if anything.
func (m model) run() (states int, violation string) {
	first := world{delivery: "ready", open: true, kills: kills, workers: [2]worker{{at: "idle"}, {at: "idle"}}}
	seen, queue := map[world]bool{first: true}, []world{first}
	for len(queue) > 0 {
		next := m.next(queue[0])
		queue = queue[1:]
		for _, w := range next {
			slices.SortFunc(w.workers[:], func(a, b worker) int { return compare(a, b) })
			if seen[w] {
				continue
			}
			if seen[w] = true; w.posts > 1 {
				return len(seen), "two posts"
			} else if w.behind {
				return len(seen), "sent behind a hold"
			}
			queue = append(queue, w)
		}
	}
	return len(seen), ""
}

func compare(a, b worker) int { return slices.Compare([]byte(fmt.Sprint(a)), []byte(fmt.Sprint(b))) }

func (m model) next(s world) []world {
	var out []world
	for i := range s.workers {
		out = append(out, m.work(s, i)...)
	}
	for a := range int(s.made) {
		out = append(out, m.arrive(s, a)...)
	}
	if m.keyLate && s.posts > 0 && !s.keyKnown {
		out = append(out, s.with(func(w *world) { w.keyKnown = true }))
	}
	out = append(out, m.sweep(s)...)
	out = append(out, m.reconcile(s)...)
	if s.open && !s.held {
		out = append(out, s.with(func(w *world) { w.open, w.held = false, true }))
	}
	if !s.open {
		out = append(out, s.with(func(w *world) { w.open = true }))
	}
	return out
}

// with returns a changed copy.
func (s world) with(change func(*world)) world {
	change(&s)
	return s
}

// stale marks both workers as overtaken.
func (s *world) stale() {
	for i := range s.workers {
		s.workers[i].fresh = false
	}
}

// work lists what a worker may do next.
func (m model) work(s world, i int) []world {
	var out []world
	me, idle := s.workers[i], worker{at: "idle"}
	switch me.at {
	case "idle":
		if (s.delivery == "ready" || s.delivery == "retry") && s.open {
			out = append(out, s.with(func(w *world) {
				w.stale()
				w.delivery, w.workers[i] = "claimed", worker{at: "claimed", fresh: true}
			}))
		}
	case "claimed":
		out = append(out, m.commit(s, i))
	case "committed":
		out = append(out, s.with(func(w *world) {
			if !m.zombieSends && w.attempts[me.attempt] != "open" {
				w.workers[i] = idle
				return
			}
			w.net[me.attempt] = true
			w.workers[i].at = "sent"
		}))
	case "sent":
		out = append(out, m.hear(s, i)...)
	}
	if me.at != "idle" && s.kills > 0 {
		out = append(out, s.with(func(w *world) { w.workers[i] = idle; w.kills-- }))
	}
	return out
}

// commit is the write-ahead step with its guards.
func (m model) commit(s world, i int) world {
	me := s.workers[i]
	return s.with(func(w *world) {
		if w.made == maxAttempts {
			w.workers[i] = worker{at: "idle"}
			return
		}
		n := w.made
		if m.noAhead {
			w.behind = !w.open && !m.gateAtClaim
			w.attempts[n], w.made, w.net[n] = "open", n+1, true
			w.workers[i] = worker{at: "sent", fresh: me.fresh, attempt: n}
			return
		}
		fenced := w.delivery == "claimed" && me.fresh
		if m.noFence {
			fenced = slices.Contains([]string{"claimed", "retry", "ready", "sending"}, w.delivery)
		}
		if !fenced || !w.open && !m.gateAtClaim {
			w.workers[i] = worker{at: "idle"}
			return
		}
		w.behind = !w.open
		w.delivery, w.attempts[n], w.made = "sending", "open", n+1
		w.workers[i] = worker{at: "committed", fresh: me.fresh, attempt: n}
	})
}

// hear lists the outcomes that a worker may see.
func (m model) hear(s world, i int) []world {
	me, idle := s.workers[i], worker{at: "idle"}
	a := me.attempt
	ours := s.delivery == "sending" && me.fresh
	out := []world{s.with(func(w *world) { // no answer in time
		w.workers[i] = idle
		if m.noAhead {
			if w.attempts[a] = "ambiguous"; w.delivery != "published" {
				w.delivery = "retry"
			}
			return
		}
		if ours {
			w.delivery = "unknown"
		}
		if w.attempts[a] == "open" {
			w.attempts[a] = "ambiguous"
		}
	})}
	if s.answers[a] {
		out = append(out, s.with(func(w *world) {
			w.delivery, w.attempts[a], w.answers[a], w.workers[i] = "published", "accepted", false, idle
		}))
	}
	if s.net[a] { // a definite refusal
		out = append(out, s.with(func(w *world) {
			if ours || m.noAhead && w.delivery != "published" {
				w.delivery = "retry"
			}
			w.attempts[a], w.net[a], w.workers[i] = "rejected", false, idle
		}))
	}
	return out
}

// arrive lists what may become of a request on its way: taken or lost.
func (m model) arrive(s world, a int) []world {
	if !s.net[a] {
		return nil
	}
	taken := s.with(func(w *world) {
		w.net[a], w.answers[a] = false, true
		if m.class != 'K' || !w.keyKnown {
			w.posts++
			w.keyKnown = !m.keyLate
		}
	})
	return []world{taken, s.with(func(w *world) { w.net[a] = false })}
}

// sweep takes back what its worker lost.
func (m model) sweep(s world) []world {
	var out []world
	if s.delivery == "claimed" {
		out = append(out, s.with(func(w *world) { w.stale(); w.delivery = "retry" }))
	}
	if !m.noAhead && s.delivery == "sending" && slices.Contains(s.attempts[:s.made], "open") {
		out = append(out, s.with(func(w *world) {
			w.stale()
			w.delivery = "unknown"
			for a := range w.made {
				if w.attempts[a] == "open" {
					w.attempts[a] = "ambiguous"
				}
			}
		}))
	}
	return out
}

// reconcile decides about a doubtful delivery.
func (m model) reconcile(s world) []world {
	if s.delivery != "unknown" {
		return nil
	}
	settled := m.lateAccept || !slices.Contains(s.net[:], true)
	found := func(w *world) {
		if w.delivery = "retry"; w.posts > 0 {
			w.delivery = "published"
		}
	}
	switch {
	case m.class == 'O':
		return []world{s.with(func(w *world) { w.delivery = "person" })}
	case m.class == 'K' && m.noSettle:
		return []world{s.with(func(w *world) { w.delivery = "retry" })}
	case m.class == 'K' && settled && (!m.keyLate || s.posts == 0 || s.keyKnown), m.class == 'S' && settled:
		return []world{s.with(found)}
	}
	return nil
}

func TestModelOfOneDelivery(t *testing.T) {
	for name, c := range map[string]struct {
		model model
		want  string
	}{
		"keyed":                                 {model{class: 'K'}, ""},
		"searchable":                            {model{class: 'S'}, ""},
		"opaque":                                {model{class: 'O'}, ""},
		"keyed needs no settling time":          {model{class: 'K', lateAccept: true, zombieSends: true}, ""},
		"opaque needs no settling time":         {model{class: 'O', lateAccept: true, zombieSends: true}, ""},
		"keyed, attempt not written ahead":      {model{class: 'K', noAhead: true, gateAtClaim: true}, ""},
		"keyed late, settled and read first":    {model{class: 'K', keyLate: true}, ""},
		"keyed late, repeated at once":          {model{class: 'K', keyLate: true, noSettle: true}, "two posts"},
		"searchable, accepted late":             {model{class: 'S', lateAccept: true}, "two posts"},
		"searchable, sent after the deadline":   {model{class: 'S', zombieSends: true}, "two posts"},
		"searchable without fence":              {model{class: 'S', noFence: true}, "two posts"},
		"opaque without fence":                  {model{class: 'O', noFence: true}, "two posts"},
		"hold looked at when claiming only":     {model{class: 'K', gateAtClaim: true}, "sent behind a hold"},
		"searchable, attempt not written ahead": {model{class: 'S', noAhead: true, gateAtClaim: true}, "two posts"},
	} {
		t.Run(name, func(t *testing.T) {
			states, got := c.model.run()
			if got != c.want {
				t.Errorf("in %d states: %q, want %q", states, got, c.want)
			}
			t.Logf("%d states", states)
		})
	}
}
