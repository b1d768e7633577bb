package public

import (
	_ "embed"
	"net/http"
	"strings"
	"sync"
)

//go:embed robots.txt
var robotList string

//nolint:gochecknoglobals // built once from an embedded file, never written again
var robots = sync.OnceValue(func() []string {
	var marks []string
	for l := range strings.Lines(robotList) {
		if l = strings.TrimSpace(l); l != "" && !strings.HasPrefix(l, "#") {
			marks = append(marks, l)
		}
	}
	return marks
})

// person reports whether a request seems to come from somebody who is about to
// read the page: a browser that says which languages its reader knows, and
// that wants the page now rather than ahead of time.
func person(r *http.Request) bool {
	h := r.Header
	ahead := h.Get("Sec-Purpose") + h.Get("Purpose") + h.Get("X-Purpose") + h.Get("X-Moz")
	part := h.Get("Sec-Fetch-Dest")
	return r.Method == http.MethodGet && h.Get("Accept-Language") != "" && ahead == "" &&
		(part == "" || part == "document") && !robot(r.UserAgent())
}

// robot reports whether a user agent is a program's. Cubot is a make of
// telephones.
func robot(agent string) bool {
	agent = strings.ReplaceAll(strings.ToLower(agent), "cubot", "")
	if agent == "" {
		return true
	}
	for _, mark := range robots() {
		if strings.Contains(agent, mark) {
			return true
		}
	}
	return false
}
