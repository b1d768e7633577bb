package media_test

import (
	"bytes"
	"context"
	"errors"
	"image"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/bep/imagemeta"

	"caravan/internal/media"
	"caravan/internal/media/mediatest"
	"caravan/models"
)

func studio(t *testing.T) *media.Studio {
	t.Helper()
	return media.NewStudio(media.Shelf{Dir: t.TempDir()})
}

func read(t *testing.T, s *media.Studio, f models.MediaFile) []byte {
	t.Helper()
	file, err := s.Open(t.Context(), string(f.SHA256))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	content, err := io.ReadAll(file)
	if err != nil || int64(len(content)) != f.Size() {
		t.Fatalf("%d bytes, %v, want %s", len(content), err, f.Bytes)
	}
	return content
}

func TestPicturesOfEveryKindAreTaken(t *testing.T) {
	for name, c := range map[string]struct {
		declared string
		file     []byte
		becomes  string
	}{
		"photo.jpg":  {"image/jpeg", mediatest.JPEG(mediatest.Picture(64, 48)), "image/jpeg"},
		"PHOTO.JPEG": {"image/jpeg; name=x", mediatest.JPEG(mediatest.Picture(64, 48)), "image/jpeg"},
		"chart.png":  {"image/png", mediatest.PNG(mediatest.Picture(64, 48)), "image/png"},
		"badge.gif":  {"image/gif", mediatest.GIF(mediatest.Picture(64, 48), 1), "image/png"},
		"small.webp": {"image/webp", mediatest.WebP(), "image/png"},
	} {
		t.Run(name, func(t *testing.T) {
			s := studio(t)
			kept, err := s.Take(t.Context(), name, c.declared, bytes.NewReader(c.file))
			if err != nil || len(kept) != 1 || kept[0].MIME != c.becomes {
				t.Fatalf("%+v, %v", kept, err)
			}
			if _, format, err := image.Decode(bytes.NewReader(read(t, s, kept[0]))); err != nil || "image/"+format != c.becomes {
				t.Errorf("it is kept as %s, %v", format, err)
			}
		})
	}
}

// S-70 to S-72 and their relatives: what a file says it is, and what it is.
func TestHostileFilesAreRefused(t *testing.T) {
	page := "<html><script>alert(1)</script></html>"
	photo := mediatest.JPEG(mediatest.Picture(64, 48))
	drawing := mediatest.PNG(mediatest.Picture(64, 48))
	for name, c := range map[string]struct {
		file, declared string
		content        []byte
		want           *models.Refusal
	}{
		"a page called a picture":        {"x.jpg", "image/jpeg", []byte(page), models.ErrMediaType},
		"a drawing with a script":        {"x.svg", "image/svg+xml", []byte("<svg onload='alert(1)'/>"), models.ErrMediaType},
		"the same, called a PNG":         {"x.png", "image/png", []byte("<svg onload='alert(1)'/>"), models.ErrMediaType},
		"a page that begins as a GIF":    {"x.gif", "image/gif", []byte("GIF89a\x01\x00\x01\x00\x00\x00\x00=1;" + page), models.ErrMediaBroken},
		"a page that begins as a JPEG":   {"x.jpg", "image/jpeg", []byte("\xff\xd8\xff" + page), models.ErrMediaBroken},
		"an archive":                     {"x.jpg", "image/jpeg", []byte("PK\x03\x04" + page), models.ErrMediaType},
		"a program":                      {"x.png", "image/png", []byte("\x7fELF" + page), models.ErrMediaType},
		"another end of its name":        {"x.html", "image/jpeg", photo, models.ErrMediaType},
		"two ends of its name":           {"x.jpg.exe", "image/jpeg", photo, models.ErrMediaType},
		"no end of its name":             {"jpg", "image/jpeg", photo, models.ErrMediaType},
		"declared as something else":     {"x.jpg", "text/html", photo, models.ErrMediaType},
		"declared as another picture":    {"x.jpg", "image/png", photo, models.ErrMediaType},
		"declared as nothing":            {"x.jpg", "", photo, models.ErrMediaType},
		"content of another kind":        {"x.jpg", "image/jpeg", drawing, models.ErrMediaType},
		"nothing at all":                 {"x.jpg", "image/jpeg", nil, models.ErrMediaType},
		"the beginning of a JPEG":        {"x.jpg", "image/jpeg", photo[:len(photo)/2], models.ErrMediaBroken},
		"the beginning of a PNG":         {"x.png", "image/png", drawing[:len(drawing)/2], models.ErrMediaBroken},
		"the first bytes of a WebP":      {"x.webp", "image/webp", mediatest.WebP()[:20], models.ErrMediaBroken},
		"30,000 pixels on a side":        {"x.png", "image/png", mediatest.Flood(30_000, 30_000), models.ErrMediaTooLarge},
		"one side too long":              {"x.png", "image/png", mediatest.Flood(12_001, 1), models.ErrMediaTooLarge},
		"too many pixels in all":         {"x.png", "image/png", mediatest.Flood(8_000, 5_001), models.ErrMediaTooLarge},
		"no pixels":                      {"x.png", "image/png", mediatest.Flood(0, 1), models.ErrMediaBroken},
		"a moving GIF":                   {"x.gif", "image/gif", mediatest.GIF(mediatest.Picture(4, 4), 2), models.ErrMediaMoves},
		"a GIF of 201 pictures":          {"x.gif", "image/gif", mediatest.GIF(mediatest.Picture(4, 4), 201), models.ErrMediaTooLarge},
		"a moving PNG":                   {"x.png", "image/png", mediatest.Chunk(drawing, "acTL", "\x00\x00\x00\x02\x00\x00\x00\x00"), models.ErrMediaMoves},
		"a PNG of four billion pictures": {"x.png", "image/png", mediatest.Chunk(drawing, "acTL", "\xff\xff\xff\xff\x00\x00\x00\x00"), models.ErrMediaTooLarge},
		"a byte too many":                {"x.jpg", "image/jpeg", append(append([]byte{}, photo...), make([]byte, media.MaxPicture)...), models.ErrMediaTooLarge},
	} {
		t.Run(name, func(t *testing.T) {
			s := studio(t)
			before := allocated()
			kept, err := s.Take(t.Context(), c.file, c.declared, bytes.NewReader(c.content))
			if !errors.Is(err, c.want) {
				t.Errorf("%+v, %v, want %v", kept, err, c.want)
			}
			if grown := allocated() - before - 5*uint64(len(c.content)); int64(grown) > 64<<20 {
				t.Errorf("%d MiB were used on it", grown>>20)
			}
			if files := onShelf(t, s); len(files) > 0 {
				t.Errorf("%v is kept", files)
			}
		})
	}
}

// allocated is how much memory was ever asked for.
func allocated() uint64 {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.TotalAlloc
}

func onShelf(t *testing.T, s *media.Studio) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(s.Dir, "*", "*"))
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// S-74, I-4: where it was taken, by what, and everything else that nobody sees.
func TestNothingIsKeptButWhatCanBeSeen(t *testing.T) {
	for held := range uint16(8) {
		s := studio(t)
		telling := mediatest.Telling(mediatest.Picture(64, 48), held+1)
		if !bytes.Contains(telling, []byte(mediatest.Hidden)) || tagsOf(t, telling) == 0 {
			t.Fatal("the file tells nothing")
		}
		kept, err := s.Take(t.Context(), "../../etc/cron.d/"+mediatest.Hidden+".jpg", "image/jpeg", bytes.NewReader(telling))
		if err != nil {
			t.Fatal(err)
		}
		for _, path := range onShelf(t, s) {
			content, err := os.ReadFile(path)
			if err != nil || bytes.Contains(content, []byte("CANARY")) || bytes.Contains(content, []byte("Exif")) || tagsOf(t, content) > 0 {
				t.Errorf("%s tells something, %v", path, err)
			}
			if strings.Contains(path, "CANARY") || strings.Contains(path, "cron") {
				t.Errorf("%s has the name of the file", path)
			}
		}
		shown, _, err := image.Decode(bytes.NewReader(read(t, s, kept[0])))
		if err != nil {
			t.Fatal(err)
		}
		if want := []string{"rgbw", "grwb", "wbgr", "bwrg", "rbgw", "brwg", "wgbr", "gwrb"}[held]; corners(shown) != want {
			t.Errorf("held as %d it shows %s, want %s", held+1, corners(shown), want)
		}
	}
}

// What other kinds of file carry along goes too, and what is hidden behind a
// picture.
func TestOtherKindsTellNothingEither(t *testing.T) {
	drawing := mediatest.PNG(mediatest.Picture(64, 48))
	for name, content := range map[string][]byte{
		"a text":      mediatest.Chunk(drawing, "tEXt", "Location\x00"+mediatest.Hidden),
		"EXIF":        mediatest.Chunk(drawing, "eXIf", "II*\x00\x08\x00\x00\x00\x00\x00"+mediatest.Hidden),
		"a profile":   mediatest.Chunk(drawing, "iCCP", mediatest.Hidden+"\x00\x00"),
		"an archive":  append(append([]byte{}, drawing...), "PK\x03\x04"+mediatest.Hidden...),
		"a page":      append(append([]byte{}, drawing...), "<script>"+mediatest.Hidden+"</script>"...),
		"its own end": append(append([]byte{}, drawing...), drawing...),
	} {
		s := studio(t)
		if _, err := s.Take(t.Context(), "x.png", "image/png", bytes.NewReader(content)); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		for _, path := range onShelf(t, s) {
			if kept, err := os.ReadFile(path); err != nil || bytes.Contains(kept, []byte("CANARY")) || bytes.Count(kept, []byte("IEND")) != 1 {
				t.Errorf("%s is kept, %v", name, err)
			}
		}
	}
}

// tagsOf counts what a file says about itself.
func tagsOf(t *testing.T, file []byte) int {
	t.Helper()
	n := 0
	_, err := imagemeta.Decode(imagemeta.Options{
		R: bytes.NewReader(file), ImageFormat: imagemeta.JPEG, Sources: imagemeta.EXIF | imagemeta.IPTC,
		ShouldHandleTag: func(imagemeta.TagInfo) bool { return true },
		HandleTag:       func(imagemeta.TagInfo) error { n++; return nil },
	})
	if err != nil {
		t.Log(err)
	}
	return n
}

// corners names the colours of the four quarters: above left, above right,
// below left, below right.
func corners(of image.Image) string {
	b := of.Bounds()
	name := func(x, y int) string {
		r, g, blue, _ := of.At(x, y).RGBA()
		switch high := func(c uint32) bool { return c > 0x8000 }; {
		case high(r) && high(g) && high(blue):
			return "w"
		case high(r):
			return "r"
		case high(g):
			return "g"
		}
		return "b"
	}
	x, y := b.Dx()/4, b.Dy()/4
	return name(x, y) + name(b.Dx()-x, y) + name(x, b.Dy()-y) + name(b.Dx()-x, b.Dy()-y)
}

// A heavy picture is kept a second time, so that the narrowest platform takes
// it; the same file always becomes the same bytes.
func TestHeavyPicturesAreKeptInTwoSizes(t *testing.T) {
	s := studio(t)
	for name, c := range map[string]struct {
		declared string
		file     []byte
	}{
		"x.jpg": {"image/jpeg", mediatest.JPEG(mediatest.Noise(2000, 900))},
		"x.png": {"image/png", mediatest.PNG(mediatest.Noise(700, 600))},
	} {
		kept, err := s.Take(t.Context(), name, c.declared, bytes.NewReader(c.file))
		if err != nil || len(kept) != 2 {
			t.Fatalf("%s: %+v, %v", name, kept, err)
		}
		if kept[1].MIME != "image/jpeg" || kept[1].Size() > 2<<20 || kept[0].Size() <= kept[1].Size() {
			t.Errorf("%s: %+v", name, kept)
		}
		again, err := s.Take(t.Context(), name, c.declared, bytes.NewReader(c.file))
		if err != nil || again[0] != kept[0] || again[1] != kept[1] {
			t.Errorf("%s became %+v, and then %+v, %v", name, kept, again, err)
		}
	}
}

func TestAShelfNoticesWhatWasChanged(t *testing.T) {
	s := studio(t)
	digest, err := s.Put(t.Context(), []byte("bread"))
	if err != nil || s.Check(t.Context(), string(digest)) != nil {
		t.Fatal(err)
	}
	for _, wrong := range []string{"", "..", "../../etc/passwd", strings.Repeat("a", 64), strings.ToUpper(string(digest))} {
		if _, err := s.Open(t.Context(), wrong); !errors.Is(err, models.ErrMissing) {
			t.Errorf("%q: %v", wrong, err)
		}
	}
	for _, changed := range []string{"Bread", "brea", "bread "} {
		if err := os.WriteFile(onShelf(t, s)[0], []byte(changed), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := s.Check(t.Context(), string(digest)); !errors.Is(err, models.ErrMediaChanged) {
			t.Errorf("%q passes: %v", changed, err)
		}
		if _, err := s.Put(t.Context(), []byte("bread")); err != nil || s.Check(t.Context(), string(digest)) != nil {
			t.Errorf("%q stays: %v", changed, err)
		}
	}
}

// What no picture has goes after a while, and what was never finished; what
// is put there once more stays.
func TestAShelfIsSwept(t *testing.T) {
	s := studio(t)
	put := func(text string) models.Digest {
		digest, err := s.Put(t.Context(), []byte(text))
		if err != nil {
			t.Fatal(err)
		}
		return digest
	}
	used, gone, again := put("bread"), put("salt"), put("tea")
	half := filepath.Join(s.Dir, string(gone)[:2], ".new-1")
	if err := os.WriteFile(half, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	long := time.Now().Add(-time.Hour)
	for _, path := range append(onShelf(t, s), half) {
		if err := os.Chtimes(path, long, long); err != nil {
			t.Fatal(err)
		}
	}
	put("tea")
	fresh := put("butter")
	if err := s.Sweep(long.Add(time.Minute), map[models.Digest]bool{used: true}); err != nil {
		t.Fatal(err)
	}
	for digest, there := range map[models.Digest]bool{used: true, gone: false, again: true, fresh: true} {
		if err := s.Check(t.Context(), string(digest)); (err == nil) != there {
			t.Errorf("%s: %v, want it there: %t", digest, err, there)
		}
	}
	if _, err := os.Stat(half); err == nil {
		t.Error("what was never finished stays")
	}
}

// I-6: before the disk is full, and not after.
func TestAShelfLeavesRoomForEverythingElse(t *testing.T) {
	s := media.Shelf{Dir: t.TempDir(), Reserve: 1 << 62}
	if _, err := s.Put(t.Context(), []byte("bread")); !errors.Is(err, models.ErrFull) {
		t.Errorf("got %v", err)
	}
}

// However many come at once, one is worked at, and whoever leaves is let go.
func TestAStudioTakesOneAtATime(t *testing.T) {
	s := studio(t)
	release := s.Occupy()
	defer release()
	ctx, leave := context.WithCancel(t.Context())
	leave()
	photo := mediatest.JPEG(mediatest.Picture(8, 8))
	if _, err := s.Take(ctx, "x.jpg", "image/jpeg", bytes.NewReader(photo)); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

// Whoever sends slowly keeps nobody waiting.
func TestSlowSendersWaitForThemselves(t *testing.T) {
	s := studio(t)
	slow, sender := io.Pipe()
	ended := make(chan struct{})
	go func() {
		_, _ = s.Take(context.WithoutCancel(t.Context()), "x.jpg", "image/jpeg", slow)
		close(ended)
	}()
	photo := mediatest.JPEG(mediatest.Picture(8, 8))
	if _, err := sender.Write(photo[:100]); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Take(t.Context(), "x.jpg", "image/jpeg", bytes.NewReader(photo)); err != nil {
		t.Error(err)
	}
	_ = sender.Close()
	<-ended
}
