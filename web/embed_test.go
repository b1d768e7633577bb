package web_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"

	"caravan/web"
)

func build() fstest.MapFS {
	return fstest.MapFS{
		"index.html":               {Data: []byte("<!doctype html><title>Caravan</title>")},
		"index.html.br":            {Data: []byte("packed page")},
		"assets/app-Bq3x.js":       {Data: []byte("export const app = 1")},
		"assets/app-Bq3x.js.br":    {Data: []byte("packed br")},
		"assets/app-Bq3x.js.gz":    {Data: []byte("packed gz")},
		"assets/latin-Ab1.woff2":   {Data: []byte("wOF2")},
		".vite/manifest.json":      {Data: []byte("{}")},
		"assets/favicon-C0ffe.svg": {Data: []byte("<svg/>")},
	}
}

func ask(t *testing.T, method, path string, headers map[string]string) *http.Response {
	t.Helper()
	r := httptest.NewRequest(method, path, nil)
	for name, value := range headers {
		r.Header.Set(name, value)
	}
	w := httptest.NewRecorder()
	web.Serve(build()).ServeHTTP(w, r)
	return w.Result()
}

func body(t *testing.T, answer *http.Response) string {
	t.Helper()
	var text strings.Builder
	if err := answer.Write(&text); err != nil {
		t.Fatal(err)
	}
	_, content, _ := strings.Cut(text.String(), "\r\n\r\n")
	return content
}

func TestScreensGetThePage(t *testing.T) {
	for _, path := range []string{"/", "/sign-in", "/campaigns/0192f0c1-9a3e-7cc0-8000-000000000001", "/assets"} {
		answer := ask(t, http.MethodGet, path, nil)
		if answer.StatusCode != http.StatusOK || answer.Header.Get("Cache-Control") != "no-cache" {
			t.Errorf("%s: %s, Cache-Control %q", path, answer.Status, answer.Header.Get("Cache-Control"))
		}
		if content := body(t, answer); !strings.HasPrefix(content, "<!doctype html>") {
			t.Errorf("%s: body %q", path, content)
		}
	}
}

func TestAssetsLastForEver(t *testing.T) {
	answer := ask(t, http.MethodGet, "/assets/latin-Ab1.woff2", nil)
	if got, want := answer.Header.Get("Cache-Control"), "public, max-age=31536000, immutable"; got != want {
		t.Errorf("Cache-Control = %q, want %q", got, want)
	}
	if got, want := answer.Header.Get("Content-Type"), "font/woff2"; got != want {
		t.Errorf("Content-Type = %q, want %q", got, want)
	}
}

func TestEncodingIsTheClientsChoice(t *testing.T) {
	for _, c := range []struct{ accept, encoding, body string }{
		{"", "", "export const app = 1"},
		{"gzip", "gzip", "packed gz"},
		{"gzip, deflate, br, zstd", "br", "packed br"},
		{"br;q=0, gzip;q=0.5", "gzip", "packed gz"},
		{"identity", "", "export const app = 1"},
	} {
		answer := ask(t, http.MethodGet, "/assets/app-Bq3x.js", map[string]string{"Accept-Encoding": c.accept})
		if got := answer.Header.Get("Content-Encoding"); got != c.encoding {
			t.Errorf("accepting %q: encoding %q, want %q", c.accept, got, c.encoding)
		}
		if got := answer.Header.Get("Vary"); got != "Accept-Encoding" {
			t.Errorf("accepting %q: Vary %q", c.accept, got)
		}
		if got := body(t, answer); got != c.body {
			t.Errorf("accepting %q: body %q, want %q", c.accept, got, c.body)
		}
	}
}

func TestPageIsNotSentTwice(t *testing.T) {
	etag := ask(t, http.MethodGet, "/", nil).Header.Get("ETag")
	answer := ask(t, http.MethodGet, "/campaigns", map[string]string{"If-None-Match": etag})
	if answer.StatusCode != http.StatusNotModified {
		t.Errorf("status = %d, want 304", answer.StatusCode)
	}
}

func TestWhatIsNotThere(t *testing.T) {
	for _, path := range []string{"/assets/app-0ld.js", "/assets/app-Bq3x.js.br", "/favicon.ico", "/.vite/manifest.json", "/assets/../index.html"} {
		if answer := ask(t, http.MethodGet, path, nil); answer.StatusCode != http.StatusNotFound {
			t.Errorf("%s: %s, want 404", path, answer.Status)
		}
	}
	if answer := ask(t, http.MethodPost, "/campaigns", nil); answer.StatusCode != http.StatusMethodNotAllowed {
		t.Errorf("POST: %s, want 405", answer.Status)
	}
}

func TestHeadHasTheLengthOfGet(t *testing.T) {
	answer := ask(t, http.MethodHead, "/assets/app-Bq3x.js", nil)
	if got, want := answer.Header.Get("Content-Length"), "20"; got != want {
		t.Errorf("Content-Length = %s, want %s", got, want)
	}
}

func TestProgramWithoutItsApp(t *testing.T) {
	w := httptest.NewRecorder()
	web.Serve(fstest.MapFS{".keep": {}}).ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/", nil))
	if w.Code != http.StatusServiceUnavailable {
		t.Errorf("status = %d, want 503", w.Code)
	}
}
