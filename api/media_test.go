package api_test

import (
	"encoding/json"
	"fmt"
	"image"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"caravan/internal/dbtest"
	"caravan/internal/media"
	"caravan/internal/media/mediatest"
	"caravan/internal/store"
	"caravan/models"
)

// share is what one person and everybody may keep in these tests.
var share = models.Quota{User: 64 << 10, Organization: 96 << 10, Total: 128 << 10}

const boundary = "x4f1c"

// part is a file in a form.
func part(name, declared, content string) string {
	return "--" + boundary + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + name + "\"\r\nContent-Type: " + declared + "\r\n\r\n" + content + "\r\n"
}

const formEnd = "--" + boundary + "--\r\n"

// upload sends a file as a browser does.
func (c *client) upload(t *testing.T, message, name, declared string, content []byte) answer {
	t.Helper()
	return c.form(t, message, part(name, declared, string(content))+formEnd)
}

func (c *client) form(t *testing.T, message, body string) answer {
	t.Helper()
	return c.send(t, http.MethodPost, message+"/media", body, "Content-Type", "multipart/form-data; boundary="+boundary)
}

// A picture is added, told about, shown in a text with words for those who do
// not see it, and frozen with it. Whatever is missing keeps it from that.
func TestPictureFromFileToVersion(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, records *store.Store) {
		d := newDesk(t, records)
		added := d.translator.upload(t, d.message, "../../etc/cron.d/x.JPG", "image/jpeg", mediatest.Telling(mediatest.Picture(64, 48), 6))
		added.is(t, http.StatusCreated, "")
		id, at := added.body["id"].(string), added.header.Get("Location")
		if file := added.body["files"].([]any)[0].(map[string]any); file["width"] != "48" || file["height"] != "64" || file["mime"] != "image/jpeg" || strings.Contains(added.text, "cron") {
			t.Errorf("it is kept as %v", added.text)
		}
		again := d.planner.upload(t, d.message, "y.jpg", "image/jpeg", mediatest.Telling(mediatest.Picture(64, 48), 6))
		again.is(t, http.StatusCreated, "")
		if again.body["id"] != id {
			t.Errorf("it is there twice: %v", again.text)
		}

		picture := d.planner.send(t, http.MethodGet, at+"/file", "")
		if _, format, err := image.Decode(strings.NewReader(picture.text)); err != nil || format != "jpeg" || strings.Contains(picture.text, "CANARY") || strings.Contains(picture.text, "Exif") {
			t.Errorf("it comes as %s, %v", format, err)
		}
		for name, want := range map[string]string{
			"Content-Type": "image/jpeg", "X-Content-Type-Options": "nosniff", "Content-Security-Policy": "sandbox; default-src 'none'", "Cache-Control": "no-store",
		} {
			if got := picture.header.Get(name); got != want {
				t.Errorf("%s: %q, want %q", name, got, want)
			}
		}
		if disposition := picture.header.Get("Content-Disposition"); !strings.HasPrefix(disposition, "attachment; ") {
			t.Errorf("it is opened in place: %q", disposition)
		}

		const text = `{"language":"ru","body":"Хлеб и книги","media":[{"media_id":"ID","alt":"ALT"}]}`
		written := func(id, alt string) string { return strings.NewReplacer("ID", id, "ALT", alt).Replace(text) }
		d.planner.send(t, http.MethodPost, d.message+"/variants", written(models.NewID[models.Media]().String(), "")).is(t, http.StatusUnprocessableEntity, "invalid_request")
		d.planner.send(t, http.MethodPost, d.message+"/variants", strings.Replace(written(id, ""), `]`, `,{"media_id":"`+id+`"}]`, 1)).is(t, http.StatusUnprocessableEntity, "invalid_request")
		source := d.planner.send(t, http.MethodPost, d.message+"/variants", written(id, ""))
		source.is(t, http.StatusCreated, "")
		for _, missing := range []struct{ pointer, path, body string }{
			{"/media/0/alt", d.message + "/variants/ru", strings.Replace(written(id, "Хлеб на столе"), `"language":"ru",`, "", 1)},
			{"/origin", at, `{"origin":"Taken by a colleague"}`},
			{"/licence", at, `{"origin":"Taken by a colleague","licence":"own_work"}`},
		} {
			refused := d.planner.send(t, http.MethodPost, d.message+"/versions", "")
			refused.is(t, http.StatusUnprocessableEntity, "incomplete")
			if pointer := refused.body["errors"].([]any)[0].(map[string]any)["pointer"]; pointer != missing.pointer {
				t.Errorf("it lacks %v, want %s", pointer, missing.pointer)
			}
			read := d.planner.send(t, http.MethodGet, missing.path, "")
			d.planner.send(t, http.MethodPut, missing.path, missing.body, "If-Match", read.header.Get("ETag")).is(t, http.StatusOK, "")
		}
		frozen := d.planner.send(t, http.MethodPost, d.message+"/versions", "")
		frozen.is(t, http.StatusCreated, "")
		shown := frozen.body["texts"].([]any)[0].(map[string]any)["media"].([]any)[0].(map[string]any)
		if shown["alt"] != "Хлеб на столе" || shown["origin"] != "Taken by a colleague" || shown["licence"] != "own_work" || len(shown["files"].([]any)) != 1 {
			t.Errorf("it is frozen as %v", shown)
		}
		d.planner.send(t, http.MethodDelete, at, "").is(t, http.StatusConflict, "media_used")

		// What is known of it belongs to what is approved.
		read := d.planner.send(t, http.MethodGet, at, "")
		d.planner.send(t, http.MethodPut, at, `{"origin":"Taken by a colleague","licence":"own_work"}`, "If-Match", read.header.Get("ETag")).is(t, http.StatusOK, "")
		d.look(t, "ru reviewed")
		d.planner.send(t, http.MethodPut, at, `{"origin":"Made with a program","licence":"own_work","machine_made":true}`, "If-Match", read.header.Get("ETag")).is(t, http.StatusOK, "")
		d.look(t, "ru voided")
		d.planner.send(t, http.MethodPut, at, `{}`, "If-Match", read.header.Get("ETag")).is(t, http.StatusPreconditionFailed, "stale_version")
	})
}

// The hostile files of the list, as a browser would send them.
func TestHostileFilesChangeNothing(t *testing.T) {
	records := dbtest.SQLite(t)
	d := newDesk(t, records)
	photo := mediatest.JPEG(mediatest.Picture(64, 48))
	for name, c := range map[string]struct {
		file, declared string
		content        []byte
		status         int
		code           string
	}{
		"S-70 a vast picture":          {"x.png", "image/png", mediatest.Flood(30_000, 30_000), 413, "media_too_large"},
		"S-71 a page called a picture": {"x.jpg", "image/jpeg", []byte("<html><script>alert(1)</script>"), 415, "media_type_refused"},
		"S-72 SVG with a script":       {"x.svg", "image/svg+xml", []byte("<svg onload='alert(1)'/>"), 415, "media_type_refused"},
		"a name of another kind":       {"x.html", "image/jpeg", photo, 415, "media_type_refused"},
		"a moving picture":             {"x.gif", "image/gif", mediatest.GIF(mediatest.Picture(4, 4), 3), 415, "media_moves"},
		"hundreds of pictures":         {"x.gif", "image/gif", mediatest.GIF(mediatest.Picture(4, 4), 300), 413, "media_too_large"},
		"half a picture":               {"x.jpg", "image/jpeg", photo[:200], 422, "media_broken"},
		"too many bytes":               {"x.jpg", "image/jpeg", append(photo, make([]byte, media.MaxPicture)...), 413, "media_too_large"},
	} {
		d.planner.upload(t, d.message, c.file, c.declared, c.content).is(t, c.status, c.code)
		if list := d.planner.send(t, http.MethodGet, d.message+"/media", ""); len(list.body["items"].([]any)) > 0 {
			t.Errorf("%s is kept", name)
		}
	}
	d.planner.send(t, http.MethodPost, d.message+"/media", "{}").is(t, http.StatusUnsupportedMediaType, "unsupported_media_type")
}

// S-106: a form whose parts are not as they should be gets an answer at once.
func TestBrokenFormsAreRefused(t *testing.T) {
	records := dbtest.SQLite(t)
	d := newDesk(t, records)
	photo := string(mediatest.JPEG(mediatest.Picture(64, 48)))
	one := part("x.jpg", "image/jpeg", photo)
	for name, body := range map[string]string{
		"no end": one, "no parts": formEnd, "nothing": "", "two files": one + one + formEnd, "2,000 parts": strings.Repeat(one, 2000) + formEnd,
		"another boundary": strings.ReplaceAll(one+formEnd, boundary, "other"), "no file": "--" + boundary + "\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\nx\r\n" + formEnd,
		"another field": strings.Replace(one+formEnd, `name="file"`, `name="x"`, 1), "endless headers": "--" + boundary + "\r\nX: " + strings.Repeat("x", 1<<20),
	} {
		if got := d.planner.form(t, d.message, body); got.status != http.StatusBadRequest || got.body["code"] != "unreadable_request" {
			t.Errorf("%s: %d %v", name, got.status, got.body["code"])
		}
	}
	d.planner.send(t, http.MethodPost, d.message+"/media", one+formEnd, "Content-Type", "multipart/form-data").is(t, http.StatusBadRequest, "unreadable_request")
	if status := short(t, d.planner, d.message+"/media", one+formEnd, len(one)/2); status != http.StatusBadRequest {
		t.Errorf("a body longer than it says: %d", status)
	}
	if list := d.planner.send(t, http.MethodGet, d.message+"/media", ""); len(list.body["items"].([]any)) > 0 {
		t.Errorf("something is kept: %v", list.text)
	}
}

// short sends a body that is longer than its announced length.
func short(t *testing.T, c *client, path, body string, announced int) int {
	t.Helper()
	line, err := net.DialTimeout("tcp", strings.TrimPrefix(c.server.URL, "http://"), 10*time.Second)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = line.Close() }()
	_, err = fmt.Fprintf(line, "POST %s HTTP/1.1\r\nHost: x\r\nConnection: close\r\nCookie: %s=%s\r\nContent-Type: multipart/form-data; boundary=%s\r\nContent-Length: %d\r\n\r\n%s",
		path, c.cookie.Name, c.cookie.Value, boundary, announced, body)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := io.ReadAll(line)
	if err != nil && len(answer) == 0 {
		t.Fatal(err)
	}
	var status int
	_, _ = fmt.Sscanf(string(answer), "HTTP/1.1 %d", &status)
	return status
}

// S-107: each keeps no more than their share, and what is not shown can go.
func TestPicturesHaveAQuota(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, records *store.Store) {
		d := newDesk(t, records)
		noise := func(n int) []byte { return mediatest.PNG(mediatest.Noise(100, 40+n)) } // 12 KiB and more
		fill := func(c *client, at int) (kept []string) {
			for n := range 10 {
				got := c.upload(t, d.message, "x.png", "image/png", noise(at+n))
				if got.status == http.StatusInsufficientStorage {
					got.is(t, http.StatusInsufficientStorage, "quota_exceeded")
					return kept
				}
				got.is(t, http.StatusCreated, "")
				kept = append(kept, got.header.Get("Location"))
			}
			t.Fatal("there is no end to it")
			return nil
		}
		mine := fill(d.planner, 0)
		theirs := fill(d.translator, 20)
		if len(mine) < 3 || len(theirs) < 1 || len(theirs) >= len(mine) {
			t.Errorf("one kept %d, the other %d", len(mine), len(theirs))
		}
		d.planner.send(t, http.MethodDelete, mine[0], "").is(t, http.StatusNoContent, "")
		d.planner.upload(t, d.message, "x.png", "image/png", noise(0)).is(t, http.StatusCreated, "")
	})
}

// Pictures are for those whose messages they are in.
func TestPicturesOfOthersAreNotThere(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, records *store.Store) {
		d := newDesk(t, records)
		added := d.planner.upload(t, d.message, "x.png", "image/png", mediatest.PNG(mediatest.Picture(4, 4)))
		added.is(t, http.StatusCreated, "")
		at := added.header.Get("Location")
		stranger := &client{server: d.planner.server}
		other := signIn(t, records, d.planner.server, "batken", models.Planner)
		for _, path := range []string{at, at + "/file", d.message + "/media"} {
			stranger.send(t, http.MethodGet, path, "").is(t, http.StatusUnauthorized, "not_signed_in")
			other.send(t, http.MethodGet, path, "").is(t, http.StatusNotFound, "not_found")
		}
		other.upload(t, d.message, "x.png", "image/png", mediatest.PNG(mediatest.Picture(4, 4))).is(t, http.StatusNotFound, "not_found")
		other.send(t, http.MethodDelete, at, "").is(t, http.StatusNotFound, "not_found")
		other.send(t, http.MethodPut, at, `{}`, "If-Match", `"1"`).is(t, http.StatusNotFound, "not_found")
	})
}

// Who judges sees the pictures that stand in what they judge, by their digests,
// and no others; what they approve names each of them.
func TestApproverSeesWhatWouldLeave(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, records *store.Store) {
		b := newBureau(t, records)
		message := "/api/v1/messages/" + b.message.ID.String()
		var digests []string
		for _, width := range []int{64, 32} {
			added := b.planner.upload(t, message, "x.png", "image/png", mediatest.PNG(mediatest.Picture(width, 48)))
			added.is(t, http.StatusCreated, "")
			at := added.header.Get("Location")
			b.planner.send(t, http.MethodPut, at, `{"origin":"Drawn","licence":"own_work"}`, "If-Match", added.header.Get("ETag")).is(t, http.StatusOK, "")
			digests = append(digests, added.body["files"].([]any)[0].(map[string]any)["sha256"].(string))
			if width == 64 {
				text := b.planner.send(t, http.MethodGet, message+"/variants/ru", "")
				b.planner.send(t, http.MethodPut, message+"/variants/ru", `{"body":"Хлеб","media":[{"media_id":"`+added.body["id"].(string)+`","alt":"Хлеб на столе"}]}`, "If-Match", text.header.Get("ETag")).is(t, http.StatusOK, "")
			}
		}
		b.freeze(t)
		path, digest := b.submit(t)
		dossier := b.first.send(t, http.MethodGet, path+"/dossier", "")
		dossier.is(t, http.StatusOK, "")
		for _, part := range []string{`"sha256":"` + digests[0] + `"`, `"alt":"Хлеб на столе"`, `"origin":"Drawn"`} {
			if !strings.Contains(dossier.text, part) {
				t.Errorf("the dossier lacks %s", part)
			}
		}
		picture := b.first.send(t, http.MethodGet, path+"/media/"+digests[0], "")
		if _, format, err := image.Decode(strings.NewReader(picture.text)); picture.status != http.StatusOK || err != nil || format != "png" {
			t.Errorf("%d %s %v", picture.status, format, err)
		}
		for _, other := range []string{digests[1], strings.Repeat("0", 64), "x"} {
			b.first.send(t, http.MethodGet, path+"/media/"+other, "").is(t, http.StatusNotFound, "not_found")
		}
		stranger := signIn(t, records, b.server, "dushanbe", models.Approver)
		stranger.send(t, http.MethodGet, path+"/media/"+digests[0], "").is(t, http.StatusNotFound, "not_found")

		// Other words for the picture are another thing than what was approved.
		text := b.planner.send(t, http.MethodGet, message+"/variants/ru", "")
		b.planner.send(t, http.MethodPut, message+"/variants/ru", strings.Replace(`{"body":"Хлеб и соль","media":MEDIA}`, "MEDIA", strings.Replace(shownIn(text), "Хлеб на столе", "Хлеб", 1), 1), "If-Match", text.header.Get("ETag")).is(t, http.StatusOK, "")
		b.first.decide(t, path, approve(digest)).is(t, http.StatusConflict, "wrong_state")
	})
}

// shownIn is the list of pictures of a text, as it was answered.
func shownIn(text answer) string {
	list, _ := json.Marshal(text.body["media"]) // it came as JSON
	return string(list)
}

// A film is added, played from anywhere, and frozen with what is said in it.
func TestFilmFromFileToVersion(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, records *store.Store) {
		d := newDesk(t, records)
		film := mediatest.Reel{Delta: 5000, Beside: mediatest.Told()}.File()
		added := d.planner.upload(t, d.message, "x.mp4", "video/mp4", film)
		added.is(t, http.StatusCreated, "")
		at := added.header.Get("Location")
		if file := added.body["files"].([]any)[0].(map[string]any); file["mime"] != "video/mp4" || file["duration"] != "10000" || file["width"] != "64" {
			t.Errorf("it is kept as %v", added.text)
		}
		whole := d.planner.send(t, http.MethodGet, at+"/file", "")
		part := d.planner.send(t, http.MethodGet, at+"/file", "", "Range", "bytes=4-11")
		part.is(t, http.StatusPartialContent, "")
		if whole.header.Get("Content-Type") != "video/mp4" || strings.Contains(whole.text, "CANARY") || part.text != "ftypisom" || part.header.Get("Content-Security-Policy") != "sandbox; default-src 'none'" {
			t.Errorf("it comes as %v, in part as %q, %v", whole.header, part.text, part.header)
		}
		text := func(captions string) string {
			words := map[string]any{"body": "Хлеб и книги", "media": []any{map[string]any{"media_id": added.body["id"], "alt": "Хлеб на столе", "captions": captions}}}
			written, err := json.Marshal(words)
			if err != nil {
				t.Fatal(err)
			}
			return string(written)
		}
		const spoken = "WEBVTT\n\n00:01.000 --> 00:02.000\nХлеб"
		seen := d.planner.send(t, http.MethodPost, d.message+"/preview", strings.Replace(text(spoken), "{", `{"language":"ru",`, 1))
		seen.is(t, http.StatusOK, "")
		for _, view := range seen.body["items"].([]any) {
			if media := view.(map[string]any)["media"].([]any); len(media) != 1 || media[0].(map[string]any)["captions"] != spoken {
				t.Errorf("a film is looked at without its captions: %v", view)
			}
		}
		d.planner.send(t, http.MethodPut, at, `{"origin":"A colleague","licence":"own_work"}`, "If-Match", added.header.Get("ETag")).is(t, http.StatusOK, "")
		d.planner.send(t, http.MethodPost, d.message+"/variants", strings.Replace(text(""), "{", `{"language":"ru",`, 1)).is(t, http.StatusCreated, "")
		refused := d.planner.send(t, http.MethodPost, d.message+"/versions", "")
		refused.is(t, http.StatusUnprocessableEntity, "incomplete")
		read := d.planner.send(t, http.MethodGet, d.message+"/variants/ru", "")
		d.planner.send(t, http.MethodPut, d.message+"/variants/ru", text("1\n00:01,000 --> 00:02,000\nХлеб"), "If-Match", read.header.Get("ETag")).is(t, http.StatusUnprocessableEntity, "captions_invalid")
		d.planner.send(t, http.MethodPut, d.message+"/variants/ru", text("WEBVTT\n\n00:01.000 --> 00:02.000\nХлеб"), "If-Match", read.header.Get("ETag")).is(t, http.StatusOK, "")
		frozen := d.planner.send(t, http.MethodPost, d.message+"/versions", "")
		frozen.is(t, http.StatusCreated, "")
		if shown := frozen.body["texts"].([]any)[0].(map[string]any)["media"].([]any)[0].(map[string]any); !strings.HasPrefix(shown["captions"].(string), "WEBVTT") {
			t.Errorf("it is frozen as %v", shown)
		}
	})
}
