package mediatest

import (
	"bytes"
	"encoding/binary"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// Box is a box of an MP4 with what is in it.
func Box(kind string, inside ...[]byte) []byte {
	content := bytes.Join(inside, nil)
	return append(append(binary.BigEndian.AppendUint32(nil, uint32(len(content)+8)), kind...), content...) //nolint:gosec // short
}

// numbers writes 32 bits for each.
func numbers(list ...uint32) []byte {
	var out []byte
	for _, n := range list {
		out = binary.BigEndian.AppendUint32(out, n)
	}
	return out
}

// A Reel is a film that is made by hand: it has no sound and shows nothing, but
// is put together as films are. Its fields replace what would be right.
type Reel struct {
	Brand         string   // isom
	Handler       string   // vide
	Codec         string   // avc1
	Width, Height uint16   // 64, 48
	Samples       [][]byte // two of one unit each
	Sizes         []uint32 // of the samples, as the table says
	Delta         uint32   // ticks of a thousandth that each lasts; 500
	Offset        uint32   // of the data, as the table says
	Tracks        int      // one
	Beside        []byte   // boxes beside the tracks
	Around        []byte   // boxes between the index and the data
	Gap           []byte   // bytes before the samples
}

// Unit is a unit of H.264 as it stands in a sample.
func Unit(kind byte, content string) []byte {
	return append(numbers(uint32(len(content)+1)), append([]byte{kind}, content...)...) //nolint:gosec // short
}

// File is the reel as a file, with the index first.
func (r Reel) File() []byte {
	if r.Brand == "" {
		r.Brand = "isom"
	}
	if r.Handler == "" {
		r.Handler = "vide"
	}
	if r.Codec == "" {
		r.Codec = "avc1"
	}
	if r.Width == 0 {
		r.Width, r.Height = 64, 48
	}
	if r.Samples == nil {
		r.Samples = [][]byte{Unit(5, "the first picture"), Unit(1, "the second")}
	}
	if r.Sizes == nil {
		for _, s := range r.Samples {
			r.Sizes = append(r.Sizes, uint32(len(s))) //nolint:gosec // short
		}
	}
	if r.Delta == 0 {
		r.Delta = 500
	}
	if r.Tracks == 0 {
		r.Tracks = 1
	}
	start := Box("ftyp", []byte(r.Brand), numbers(512), []byte("isommp41"))
	around := append(start, r.Around...)
	if r.Offset == 0 {
		r.Offset = 1                                                     // measured
		r.Offset = uint32(len(around) + len(r.index()) + 8 + len(r.Gap)) //nolint:gosec // short
	}
	return bytes.Join([][]byte{around, r.index(), Box("mdat", r.Gap, bytes.Join(r.Samples, nil))}, nil)
}

// born is a time that a camera writes, in seconds since 1904.
const born = 3_800_000_000

func (r Reel) index() []byte {
	matrix := numbers(0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)
	length := uint32(len(r.Samples)) * r.Delta //nolint:gosec // few
	header := Box("mvhd", numbers(0, born, born, 1000, length, 0x10000, 0x01000000, 0, 0), matrix, make([]byte, 24), numbers(2))
	parts := [][]byte{header}
	for range r.Tracks {
		parts = append(parts, r.track(matrix, length))
	}
	return Box("moov", append(parts, r.Beside)...)
}

func (r Reel) track(matrix []byte, length uint32) []byte {
	sizes := append(numbers(0, 0, uint32(len(r.Sizes))), numbers(r.Sizes...)...) //nolint:gosec // few
	samples := uint32(len(r.Sizes))                                              //nolint:gosec // few
	tables := Box("stbl",
		Box("stsd", numbers(0, 1), r.entry()), Box("stts", numbers(0, 1, samples, r.Delta)), Box("stss", numbers(0, 1, 1)),
		Box("stsc", numbers(0, 1, 1, samples, 1)), Box("stsz", sizes), Box("stco", numbers(0, 1, r.Offset)))
	media := Box("mdia", Box("mdhd", numbers(0, born, born, 1000, length, 0x15c70000)),
		Box("hdlr", numbers(0, 0), []byte(r.Handler), make([]byte, 12), []byte(Hidden+"\x00")),
		Box("minf", Box("vmhd", numbers(1, 0, 0)), Box("dinf", Box("dref", numbers(0, 1), Box("url ", numbers(1)))), tables))
	head := Box("tkhd", numbers(3, born, born, 1, 0, length, 0, 0, 0, 0), matrix, numbers(uint32(r.Width)<<16, uint32(r.Height)<<16))
	return Box("trak", head, media, Box("udta", Box("name", []byte(Hidden))))
}

// entry says how the film is decoded, by a program that names itself.
func (r Reel) entry() []byte {
	size := binary.BigEndian.AppendUint16(binary.BigEndian.AppendUint16(nil, r.Width), r.Height)
	name := make([]byte, 32)
	name[0] = byte(len(Hidden))
	copy(name[1:], Hidden)
	config := []byte("\x01\x42\x00\x1e\xff\xe1\x00\x04\x67\x42\x00\x1e\x01\x00\x02\x68\xce")
	return Box(r.Codec, make([]byte, 6), []byte{0, 1}, make([]byte, 16), size, numbers(72<<16, 72<<16, 0), []byte{0, 1}, name, []byte{0, 24, 0xff, 0xff},
		Box("avcC", config), Box("uuid", []byte(Hidden)))
}

// Told is what cameras and programs write beside a film: a place, who made it,
// and by what; and what is hidden in room that is left.
func Told() []byte {
	place := append([]byte{0, byte(len(Hidden)), 0x15, 0xc7}, Hidden...)
	item := Box("data", numbers(1, 0), []byte(Hidden))
	key := Box("mdta", []byte("com.apple.quicktime.location.ISO6709"))
	return bytes.Join([][]byte{
		Box("udta", Box("\xa9xyz", place), Box("loci", numbers(0), []byte(Hidden+"\x00")), Box("meta", numbers(0), Box("ilst", Box("\xa9too", item)))),
		Box("meta", Box("keys", numbers(0, 1), key), Box("ilst", Box("\x00\x00\x00\x01", item))),
		Box("uuid", []byte("\xbe\x7a\xcf\xcb\x97\xa9\x42\xe8\x9c\x71\x99\x94\x91\xe3\xaf\xac<x:xmpmeta>"+Hidden)),
		Box("free", []byte(Hidden)), Box("skip", []byte(Hidden)), Box("what", []byte(Hidden)),
	}, nil)
}

// Recorded has ffmpeg record a file with some of its arguments, such as
// "-t", "1". Where there is no ffmpeg the test is left out, unless servers are
// required.
func Recorded(t *testing.T, name string, arguments ...string) []byte {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	run(t, "ffmpeg", append(append([]string{"-nostdin", "-loglevel", "error"}, arguments...), path)...)
	file, err := os.ReadFile(path) //nolint:gosec // a test's own
	must(err)
	return file
}

// Probe has ffprobe say what is in a file: a line for each fact.
func Probe(t *testing.T, file []byte, arguments ...string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "probed"+strconv.Itoa(len(file)))
	must(os.WriteFile(path, file, 0o600))
	return run(t, "ffprobe", append(append([]string{"-loglevel", "error", "-of", "flat"}, arguments...), path)...)
}

// Pictures has ffmpeg decode every picture and sound of a file: a line for each,
// with the sum of what is shown or heard.
func Pictures(t *testing.T, file []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "decoded")
	must(os.WriteFile(path, file, 0o600))
	return run(t, "ffmpeg", "-nostdin", "-loglevel", "error", "-i", path, "-f", "framemd5", "-")
}

func run(t *testing.T, program string, arguments ...string) string {
	t.Helper()
	if _, err := exec.LookPath(program); err != nil {
		if os.Getenv("CARAVAN_REQUIRE_SERVERS") != "" { //nolint:forbidigo // as all servers of tests are asked for
			t.Fatal(err)
		}
		t.Skip(err)
	}
	var told, wrong strings.Builder
	command := exec.CommandContext(t.Context(), program, arguments...) //nolint:gosec // the test names it
	command.Stdout, command.Stderr = &told, &wrong
	if err := command.Run(); err != nil {
		t.Fatalf("%s: %v: %s", program, err, wrong.String())
	}
	return told.String()
}
