// Package web is the app that staff work with: a TypeScript program that npm
// builds into dist, and the handler that answers with that build. Its files
// are part of the binary, already compressed, so that serving them costs
// nothing and needs no folder beside the program. Everything it shows comes
// from the API; nothing here reads a record. Start with Serve.
package web

import (
	"crypto/sha256"
	"embed"
	"fmt"
	"io/fs"
	"net/http"
	"path"
	"strconv"
	"strings"
)

// The folder is empty, save for a mark, until npm has run.
//
//go:embed all:dist
var built embed.FS

// Handler serves the app that was built into this program.
func Handler() http.Handler {
	build, err := fs.Sub(built, "dist")
	if err != nil {
		panic(err) // the name is a constant
	}
	return Serve(build)
}

// Serve returns a handler for a build, which it reads once. What is under
// /assets has its content in its name and may be kept for ever; a name that
// does not exist is 404. Every other path without a file's extension is a
// screen of the app and gets index.html, which browsers must ask for anew.
// Where name.br or name.gz is there, it is sent to clients that accept it.
func Serve(build fs.FS) http.Handler {
	s := &site{files: map[string]file{}}
	for _, pattern := range []string{"index.html", "assets/*"} {
		names, _ := fs.Glob(build, pattern) // the patterns are well formed
		for _, name := range names {
			if packed := path.Ext(name); packed != ".br" && packed != ".gz" {
				s.files[name] = read(build, name)
			}
		}
	}
	return s
}

type site struct{ files map[string]file }

// A file is ready to be sent in each encoding it has.
type file struct {
	media  string
	etag   string
	coded  map[string][]byte // by the name of the encoding
	lasts  bool              // its name changes with its content
	exists bool
}

func read(build fs.FS, name string) file {
	f := file{media: media[path.Ext(name)], coded: map[string][]byte{}, lasts: strings.HasPrefix(name, "assets/"), exists: true}
	for encoding, suffix := range map[string]string{"": "", "br": ".br", "gzip": ".gz"} {
		if content, err := fs.ReadFile(build, name+suffix); err == nil {
			f.coded[encoding] = content
		}
	}
	f.etag = fmt.Sprintf(`W/"%x"`, sha256.Sum256(f.coded[""]))
	return f
}

// media types by extension; a machine's own table may lack some.
var media = map[string]string{ //nolint:gochecknoglobals // a table that nobody changes
	".css": "text/css; charset=utf-8", ".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8",
	".png": "image/png", ".svg": "image/svg+xml", ".woff2": "font/woff2",
}

// ServeHTTP implements http.Handler.
func (s *site) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, "The app is only read.", http.StatusMethodNotAllowed)
		return
	}
	name := strings.TrimPrefix(path.Clean("/"+r.URL.Path), "/")
	isAsset := strings.HasPrefix(name, "assets/")
	if !isAsset && path.Ext(name) != "" {
		http.NotFound(w, r)
		return
	}
	if !isAsset {
		name = "index.html"
	}
	switch f := s.files[name]; {
	case f.exists:
		f.send(w, r)
	case isAsset:
		http.NotFound(w, r)
	default:
		http.Error(w, "This program was built without its web app. The API answers under /api/v1.", http.StatusServiceUnavailable)
	}
}

func (f file) send(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Content-Type", f.media)
	h.Set("ETag", f.etag)
	h.Add("Vary", "Accept-Encoding")
	h.Set("Cache-Control", "no-cache")
	if f.lasts {
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	if strings.Contains(r.Header.Get("If-None-Match"), f.etag) {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	encoding := f.choose(r.Header.Get("Accept-Encoding"))
	if encoding != "" {
		h.Set("Content-Encoding", encoding)
	}
	h.Set("Content-Length", strconv.Itoa(len(f.coded[encoding])))
	_, _ = w.Write(f.coded[encoding]) // a client that went away is nobody's concern
}

// choose returns the best encoding that the file has and the client accepts;
// empty for the file as it is.
func (f file) choose(accepted string) string {
	for _, encoding := range []string{"br", "gzip"} {
		if _, has := f.coded[encoding]; has && accepts(accepted, encoding) {
			return encoding
		}
	}
	return ""
}

// accepts reports whether an Accept-Encoding header names the encoding and
// does not refuse it with a weight of 0.
func accepts(header, encoding string) bool {
	for each := range strings.SplitSeq(header, ",") {
		name, parameter, _ := strings.Cut(strings.TrimSpace(each), ";")
		if !strings.EqualFold(strings.TrimSpace(name), encoding) {
			continue
		}
		_, weight, weighted := strings.Cut(parameter, "q=")
		q, err := strconv.ParseFloat(strings.TrimSpace(weight), 64)
		return !weighted || (err == nil && q > 0)
	}
	return false
}
