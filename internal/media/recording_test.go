package media_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"os"
	"strings"
	"testing"

	"caravan/internal/media"
	"caravan/internal/media/mediatest"
	"caravan/models"
)

// take has a studio keep a film, and returns it as it is kept.
func take(t *testing.T, name, declared string, content []byte) (models.MediaFile, []byte) {
	t.Helper()
	s := studio(t)
	kept, err := s.Take(t.Context(), name, declared, bytes.NewReader(content))
	if err != nil || len(kept) != 1 {
		t.Fatalf("%+v, %v", kept, err)
	}
	if len(onShelf(t, s)) != 1 {
		t.Errorf("%v is kept", onShelf(t, s))
	}
	return kept[0], read(t, s, kept[0])
}

// The films and sounds that programs write are kept as they are seen and heard:
// ffmpeg decodes the same pictures and the same sound from what came and from
// what is kept, and finds nothing else in it.
func TestRecordingsAreKeptAsTheyAreSeenAndHeard(t *testing.T) {
	film := []string{"-f", "lavfi", "-i", "testsrc=size=320x240:rate=25", "-f", "lavfi", "-i", "sine=frequency=440", "-t", "2", "-pix_fmt", "yuv420p"}
	told := []string{
		"-metadata", "location=" + mediatest.Hidden, "-metadata", "title=" + mediatest.Hidden, "-metadata", "creation_time=2026-11-01T10:00:00Z",
		"-metadata:s:v", "handler_name=" + mediatest.Hidden, "-metadata:s:a", "language=tgk",
	}
	for name, c := range map[string]struct {
		file, declared string
		arguments      []string
		want           models.MediaFile
	}{
		"a film":                     {"x.mp4", "video/mp4", film, models.MediaFile{MIME: "video/mp4", Width: "320", Height: "240", Duration: "2000"}},
		"a film with frames between": {"x.mp4", "video/mp4", append(film, "-bf", "2", "-g", "12"), models.MediaFile{MIME: "video/mp4", Width: "320", Height: "240", Duration: "2000"}},
		"a film of a camera":         {"x.mp4", "video/mp4", append(film, "-movflags", "use_metadata_tags"), models.MediaFile{MIME: "video/mp4", Width: "320", Height: "240", Duration: "2000"}},
		"a film with its index first": {
			"x.mp4", "video/mp4", append(film, "-movflags", "faststart"), models.MediaFile{MIME: "video/mp4", Width: "320", Height: "240", Duration: "2000"},
		},
		"a silent film": {"x.mp4", "video/mp4", append(film, "-an"), models.MediaFile{MIME: "video/mp4", Width: "320", Height: "240", Duration: "2000"}},
		"a sound":       {"x.m4a", "audio/mp4", append(film, "-vn"), models.MediaFile{MIME: "audio/mp4", Width: "0", Height: "0", Duration: "2000"}},
		"a sound of a phone": {
			"x.m4a", "audio/x-m4a", append(film, "-vn", "-ac", "2", "-ar", "44100", "-f", "mp4"), models.MediaFile{MIME: "audio/mp4", Width: "0", Height: "0", Duration: "2000"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			came := mediatest.Recorded(t, c.file, append(c.arguments, told...)...)
			if !bytes.Contains(came, []byte("CANARY")) {
				t.Fatal("the file tells nothing")
			}
			kept, content := take(t, c.file, c.declared, came)
			if kept.MIME != c.want.MIME || kept.Width != c.want.Width || kept.Height != c.want.Height || !strings.HasPrefix(kept.Duration, "20") || len(kept.Duration) != 4 {
				t.Errorf("it is kept as %+v", kept)
			}
			if before, after := mediatest.Pictures(t, came), mediatest.Pictures(t, content); before != after {
				t.Errorf("it was\n%s\nand is\n%s", before, after)
			}
			silent(t, content)
			if tags := mediatest.Probe(t, content, "-show_entries", "format_tags:stream_tags"); tags != wantTags(kept.MIME, strings.Count(tags, "handler_name")) {
				t.Errorf("ffprobe finds\n%s", tags)
			}
			indexFirst(t, content)
		})
	}
}

// wantTags is what ffprobe says of a file that tells nothing: what every file
// has to have.
func wantTags(mime string, streams int) string {
	var want strings.Builder
	sound := "streams.stream.%d.tags.language=\"und\"\nstreams.stream.%d.tags.handler_name=\"SoundHandler\"\nstreams.stream.%d.tags.vendor_id=\"[0][0][0][0]\"\n"
	film := strings.ReplaceAll(sound, "Sound", "Video")
	if mime == "audio/mp4" {
		want.WriteString(strings.ReplaceAll(sound, "%d", "0"))
	} else {
		want.WriteString(strings.ReplaceAll(film, "%d", "0"))
		if streams == 2 {
			want.WriteString(strings.ReplaceAll(sound, "%d", "1"))
		}
	}
	brands := "format.tags.major_brand=\"isom\"\nformat.tags.minor_version=\"512\"\nformat.tags.compatible_brands=\"isomiso2avc1mp41\"\n"
	if mime == "audio/mp4" {
		brands = "format.tags.major_brand=\"M4A \"\nformat.tags.minor_version=\"512\"\nformat.tags.compatible_brands=\"M4A isommp42\"\n"
	}
	want.WriteString(brands)
	return want.String()
}

// silent fails if a file tells something besides what is seen and heard.
func silent(t *testing.T, content []byte) {
	t.Helper()
	for _, told := range []string{"CANARY", "udta", "meta", "\xa9xyz", "loci", "uuid", "xmp", "free", "skip", "what", "x264", "Lavf", "<script"} {
		if bytes.Contains(content, []byte(told)) {
			t.Errorf("it has %q", told)
		}
	}
	if bytes.Contains(content, binary.BigEndian.AppendUint32(nil, 3_800_000_000)) {
		t.Error("it has a time")
	}
}

// indexFirst fails unless a film can be shown before it is there.
func indexFirst(t *testing.T, content []byte) {
	t.Helper()
	if index, data := bytes.Index(content, []byte("moov")), bytes.Index(content, []byte("mdat")); index < 0 || data < index {
		t.Errorf("the index is at %d, the data at %d", index, data)
	}
}

// S-74, I-4, for films: the place, the maker, the program, the time, and
// everything that stands where nobody looks.
func TestFilmsTellNothing(t *testing.T) {
	hidden := mediatest.Unit(6, "\x05"+mediatest.Hidden) // what programs write between pictures
	film := mediatest.Reel{
		Beside: mediatest.Told(), Around: mediatest.Told(), Gap: []byte("PK\x03\x04<script>" + mediatest.Hidden),
		Samples: [][]byte{append(hidden, mediatest.Unit(5, "the first picture")...), append(mediatest.Unit(1, "the second"), mediatest.Unit(24, mediatest.Hidden)...)},
	}.File()
	film = append(film, mediatest.Told()...)
	film = append(film, mediatest.Box("mdat", []byte(mediatest.Hidden))...)
	kept, content := take(t, mediatest.Hidden+".mp4", "video/mp4", film)
	if kept.Width != "64" || kept.Height != "48" || kept.Duration != "1000" || kept.MIME != "video/mp4" {
		t.Errorf("it is kept as %+v", kept)
	}
	silent(t, content)
	indexFirst(t, content)
	for _, seen := range []string{"the first picture", "the second"} {
		if bytes.Count(content, []byte(seen)) != 1 {
			t.Errorf("%q is not seen any more", seen)
		}
	}
	again, _ := take(t, "x.mp4", "video/mp4", content)
	if again.SHA256 != kept.SHA256 {
		t.Error("what is kept would be kept as something else")
	}
}

// A unit of any length is silenced in its place.
func TestUnitsOfEveryLengthAreSilenced(t *testing.T) {
	for _, size := range []int{1, 2, 3, 4, 5, 255, 256, 257, 258, 259, 260, 513, 514, 515, 516, 70_000} {
		note := mediatest.Unit(6, strings.Repeat("N", size-1))
		_, content := take(t, "x.mp4", "video/mp4", mediatest.Reel{Samples: [][]byte{append(note, mediatest.Unit(5, "picture")...)}}.File())
		data := content[bytes.LastIndex(content, []byte("mdat"))+4:]
		unit, picture := data[4:4+size], data[4+size:]
		if len(data) != len(note)+len(mediatest.Unit(5, "picture")) || !bytes.Equal(picture, mediatest.Unit(5, "picture")) || bytes.Contains(unit, []byte("NN")) || unit[0] != 6 {
			t.Errorf("%d bytes became %x", size, data)
		}
		if size >= 4 && !fills(unit) {
			t.Errorf("%d bytes are %x, which says something", size, unit)
		}
	}
}

// fills reports whether a unit is supplemental information that fills all of its
// room, as a decoder reads it.
func fills(unit []byte) bool {
	at := 1
	for at < len(unit)-1 {
		if unit[at] != 3 {
			return false
		}
		long := 0
		for at++; unit[at] == 0xff; at++ {
			long += 255
		}
		long += int(unit[at])
		at += 1 + long
	}
	return at == len(unit)-1 && unit[at] == 0x80
}

// Files that are not what they say, or would have whoever reads them work for
// ever.
func TestHostileRecordingsAreRefused(t *testing.T) {
	reel := func(change func(*mediatest.Reel)) []byte {
		var r mediatest.Reel
		change(&r)
		return r.File()
	}
	good := mediatest.Reel{}.File()
	index := bytes.Index(good, []byte("moov")) - 4
	with := func(at int, bytes ...byte) []byte {
		file := append([]byte{}, good...)
		copy(file[at:], bytes)
		return file
	}
	deep := []byte("x")
	for range 500 {
		deep = mediatest.Box("trak", deep)
	}
	many := bytes.Repeat(mediatest.Box("free"), 300)
	for name, c := range map[string]struct {
		content []byte
		want    *models.Refusal
	}{
		"the beginning of a film":        {good[:len(good)-1], models.ErrMediaBroken},
		"the first bytes":                {good[:20], models.ErrMediaBroken},
		"only a brand":                   {good[:24], models.ErrMediaBroken},
		"a box that is larger than all":  {with(index, 0x7f, 0xff, 0xff, 0xff), models.ErrMediaBroken},
		"a box of 64 bits":               {with(index, 0, 0, 0, 1), models.ErrMediaBroken},
		"a box smaller than its head":    {with(index, 0, 0, 0, 7), models.ErrMediaBroken},
		"a box inside larger than all":   {with(index+8, 0x7f, 0xff, 0xff, 0xff), models.ErrMediaBroken},
		"boxes in boxes in boxes":        {reel(func(r *mediatest.Reel) { r.Beside = deep }), models.ErrMediaBroken},
		"thousands of boxes":             {reel(func(r *mediatest.Reel) { r.Around = many }), models.ErrMediaBroken},
		"thousands of boxes inside":      {reel(func(r *mediatest.Reel) { r.Beside = bytes.Repeat(mediatest.Box("free"), 20_000) }), models.ErrMediaBroken},
		"two indexes":                    {append(append([]byte{}, good...), good[index:]...), models.ErrMediaBroken},
		"no index":                       {append(append([]byte{}, good[:24]...), mediatest.Box("mdat", []byte("x"))...), models.ErrMediaBroken},
		"a brand in the middle":          {append(append([]byte{}, mediatest.Box("free")...), good...), models.ErrMediaType},
		"data behind the end":            {reel(func(r *mediatest.Reel) { r.Offset = 1 << 20 }), models.ErrMediaBroken},
		"data in front of the beginning": {reel(func(r *mediatest.Reel) { r.Offset = 0xffffff00 }), models.ErrMediaBroken},
		"data that is the index":         {reel(func(r *mediatest.Reel) { r.Offset = 30 }), models.ErrMediaBroken},
		"samples longer than the file":   {reel(func(r *mediatest.Reel) { r.Sizes = []uint32{22, 0xffffffff} }), models.ErrMediaBroken},
		"samples that are cut wrong":     {reel(func(r *mediatest.Reel) { r.Sizes = []uint32{20, 17} }), models.ErrMediaBroken},
		"no sample":                      {reel(func(r *mediatest.Reel) { r.Samples, r.Sizes = [][]byte{}, []uint32{} }), models.ErrMediaBroken},
		"more bytes in a unit than are":  {reel(func(r *mediatest.Reel) { r.Samples = [][]byte{[]byte("\xff\xff\xff\xff\x05")} }), models.ErrMediaBroken},
		"two pictures":                   {reel(func(r *mediatest.Reel) { r.Tracks = 2 }), models.ErrMediaTracks},
		"sound of another way":           {reel(func(r *mediatest.Reel) { r.Handler = "soun" }), models.ErrMediaCodec},
		"nothing to see":                 {reel(func(r *mediatest.Reel) { r.Handler = "text" }), models.ErrMediaTracks},
		"a film of another way":          {reel(func(r *mediatest.Reel) { r.Codec = "hvc1" }), models.ErrMediaCodec},
		"no width":                       {reel(func(r *mediatest.Reel) { r.Width, r.Height = 64, 0 }), models.ErrMediaBroken},
		"5,000 pixels on a side":         {reel(func(r *mediatest.Reel) { r.Width, r.Height = 5000, 16 }), models.ErrMediaTooLarge},
		"four hours":                     {reel(func(r *mediatest.Reel) { r.Delta = 7_200_000 }), models.ErrMediaTooLarge},
		"a film in fragments":            {reel(func(r *mediatest.Reel) { r.Beside = mediatest.Box("mvex") }), models.ErrMediaFragments},
		"fragments after it":             {append(append([]byte{}, good...), mediatest.Box("moof")...), models.ErrMediaFragments},
		"of another brand":               {reel(func(r *mediatest.Reel) { r.Brand = "heic" }), models.ErrMediaType},
		"a page":                         {[]byte("<html><script>alert(1)</script></html>"), models.ErrMediaType},
		"a page that begins as a film":   {append([]byte("\x00\x00\x00\x18ftypisom\x00\x00\x02\x00isommp41"), "<html><script>alert(1)</script></html>"...), models.ErrMediaBroken},
	} {
		t.Run(name, func(t *testing.T) {
			s := studio(t)
			before := allocated()
			kept, err := s.Take(t.Context(), "x.mp4", "video/mp4", bytes.NewReader(c.content))
			if !errors.Is(err, c.want) {
				t.Errorf("%+v, %v, want %v", kept, err, c.want)
			}
			if grown := allocated() - before; grown > 16<<20 {
				t.Errorf("%d MiB were used on it", grown>>20)
			}
			if files := append(onShelf(t, s), unfinished(t, s)...); len(files) > 0 {
				t.Errorf("%v is kept", files)
			}
		})
	}
}

// unfinished are the files that have no name yet.
func unfinished(t *testing.T, s *media.Studio) []string {
	t.Helper()
	entries, err := os.ReadDir(s.Dir + "/in")
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

// What a recording is called, and what it is.
func TestNamesOfRecordingsAgree(t *testing.T) {
	film := mediatest.Reel{}.File()
	for name, c := range map[string]struct {
		file, declared string
		want           *models.Refusal
	}{
		"a film":                     {"x.mp4", "video/mp4", nil},
		"a film called a picture":    {"x.jpg", "image/jpeg", models.ErrMediaType},
		"a film called a JPEG film":  {"x.jpg", "video/mp4", models.ErrMediaType},
		"a film declared a picture":  {"x.mp4", "image/jpeg", models.ErrMediaType},
		"a film called a sound":      {"x.m4a", "audio/mp4", models.ErrMediaTracks},
		"a film declared a sound":    {"x.mp4", "audio/mp4", models.ErrMediaType},
		"a film of another program":  {"x.mov", "video/quicktime", models.ErrMediaType},
		"a picture called a film":    {"x.mp4", "video/mp4", models.ErrMediaType},
		"a film with two ends":       {"x.mp4.exe", "video/mp4", models.ErrMediaType},
		"a film declared as nothing": {"x.mp4", "", models.ErrMediaType},
	} {
		content := film
		if strings.HasPrefix(name, "a picture") {
			content = mediatest.JPEG(mediatest.Picture(8, 8))
		}
		_, err := studio(t).Take(t.Context(), c.file, c.declared, bytes.NewReader(content))
		if c.want == nil && err != nil || c.want != nil && !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
}

// A film that is larger than any is not read to its end.
func TestRecordingsAreBounded(t *testing.T) {
	s := studio(t)
	endless := &counted{start: mediatest.Reel{}.File()}
	if _, err := s.Take(t.Context(), "x.m4a", "audio/mp4", endless); !errors.Is(err, models.ErrMediaTooLarge) {
		t.Errorf("got %v", err)
	}
	if endless.read > media.MaxSound+1<<20 || len(unfinished(t, s)) > 0 {
		t.Errorf("%d bytes were read", endless.read)
	}
}

// counted is a file without an end.
type counted struct {
	start []byte
	read  int64
}

func (c *counted) Read(p []byte) (int, error) {
	n := copy(p, c.start)
	c.start = c.start[n:]
	for i := n; i < len(p); i++ {
		p[i] = 0
	}
	c.read += int64(len(p))
	return len(p), nil
}
