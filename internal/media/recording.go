package media

import (
	"bufio"
	"cmp"
	"io"
	"slices"
	"time"

	"github.com/abema/go-mp4"

	"caravan/models"
)

// What a recording may be, at most. Platforms take less or more, and say so
// before approval.
const (
	MaxFilm    = 300 << 20 // bytes of the file that is sent
	MaxSound   = 100 << 20
	maxLasting = 3 * time.Hour
)

const (
	filmType  = "video/mp4"
	soundType = "audio/mp4"
)

// A recording is a film or a sound whose file was understood.
type recording struct {
	file   io.ReaderAt
	tracks []*track
	chunks []chunk // of all tracks, in the order in which they stand in the file
	scale  uint32
	length uint64 // in ticks of the scale
	lasts  int64  // milliseconds
}

// readRecording reads a file of so many bytes. A sound shows nothing; a film
// does, and may be heard.
func readRecording(file io.ReaderAt, size int64, sound bool) (*recording, error) {
	found, err := layOut(file, size)
	if err != nil {
		return nil, err
	}
	index := make([]byte, found.index.size)
	if _, err := file.ReadAt(index, found.index.at); err != nil {
		return nil, models.ErrMediaBroken
	}
	left := maxBoxes
	moov := box{kind: "moov"}
	if moov.children, err = readBoxes(index, 1, &left); err != nil {
		return nil, err
	}
	if len(moov.all("mvex")) > 0 {
		return nil, models.ErrMediaFragments
	}
	var header mp4.Mvhd
	if err := moov.readOne(&header, "mvhd"); err != nil {
		return nil, err
	}
	r := &recording{file: file, scale: header.Timescale, length: max(uint64(header.DurationV0), header.DurationV1)}
	for _, b := range moov.all("trak") {
		t, err := readTrack(b, found.data)
		if err != nil {
			return nil, err
		}
		if t != nil {
			r.tracks = append(r.tracks, t)
		}
	}
	return r, r.check(size, sound)
}

// check refuses a recording that is not one film or one sound, is too long, or
// of which the same bytes are to be shown many times.
func (r *recording) check(size int64, sound bool) error {
	count := func(kind string) (n int) {
		for _, t := range r.tracks {
			if t.kind == kind {
				n++
			}
		}
		return n
	}
	films, sounds := count(moving), count(sounding)
	if sound && (films != 0 || sounds != 1) || !sound && (films != 1 || sounds > 1) {
		return models.ErrMediaTracks
	}
	shown := int64(0)
	for _, t := range r.tracks {
		r.lasts = max(r.lasts, t.milliseconds())
		r.chunks = append(r.chunks, t.chunks...)
		for _, c := range t.chunks {
			shown += c.size
		}
	}
	slices.SortStableFunc(r.chunks, func(a, b chunk) int { return cmp.Compare(a.at, b.at) })
	switch {
	case r.scale == 0 || r.lasts == 0 || shown > size:
		return models.ErrMediaBroken
	case r.lasts > maxLasting.Milliseconds():
		return models.ErrMediaTooLarge
	}
	return nil
}

// size is how wide and high the film is shown.
func (r *recording) size() (width, height int) {
	for _, t := range r.tracks {
		if t.film != nil {
			width, height = int(t.film.width), int(t.film.height)
			if turned := t.header.Matrix[0] == 0 && t.header.Matrix[1] != 0; turned {
				width, height = height, width
			}
		}
	}
	return width, height
}

// write writes the recording anew: what it is, where everything is, and then
// what is seen and heard, and nothing else of the file it came in.
func (r *recording) write(to io.Writer) error {
	var start boxWriter
	if err := start.put(r.brand()); err != nil {
		return err
	}
	data := int64(boxHeader)
	for _, c := range r.chunks {
		data += c.size
	}
	var index boxWriter
	if err := r.writeIndex(&index, 0); err != nil {
		return err
	}
	from := int64(start.Len()+index.Len()) + boxHeader
	if err := r.writeIndex(&start, from); err != nil {
		return err
	}
	head := []byte{byte(data >> 24), byte(data >> 16), byte(data >> 8), byte(data), 'm', 'd', 'a', 't'}
	if _, err := start.Write(head); err != nil {
		return err
	}
	if _, err := start.WriteTo(to); err != nil {
		return err
	}
	out := bufio.NewWriterSize(to, 1<<20)
	for _, c := range r.chunks {
		if err := c.copy(out, r.file); err != nil {
			return err
		}
	}
	return out.Flush()
}

// brand says what the file is.
func (r *recording) brand() *mp4.Ftyp {
	major, others := mp4.BrandISOM(), [][4]byte{mp4.BrandISOM(), mp4.BrandISO2(), mp4.BrandAVC1(), mp4.BrandMP41()}
	if width, _ := r.size(); width == 0 {
		major, others = [4]byte{'M', '4', 'A', ' '}, [][4]byte{{'M', '4', 'A', ' '}, mp4.BrandISOM(), {'m', 'p', '4', '2'}}
	}
	made := &mp4.Ftyp{MajorBrand: major, MinorVersion: 512}
	for _, brand := range others {
		made.AddCompatibleBrand(brand)
	}
	return made
}

// upright is the matrix of what is shown as it is.
func upright() [9]int32 { return [9]int32{0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000} }

// writeIndex writes where everything is, if the data begins at a place.
func (r *recording) writeIndex(w *boxWriter, from int64) error {
	offsets := map[*track][]uint32{}
	for _, t := range r.tracks {
		offsets[t] = make([]uint32, len(t.chunks))
	}
	for _, c := range r.chunks {
		offsets[c.track][c.nth] = uint32(from) //nolint:gosec // at most MaxFilm and an index
		from += c.size
	}
	header := &mp4.Mvhd{
		FullBox: mp4.FullBox{Version: 1}, Timescale: r.scale, DurationV1: r.length, Rate: 1 << 16, Volume: 1 << 8, Matrix: upright(),
		NextTrackID: uint32(len(r.tracks) + 1), //nolint:gosec // two at most
	}
	return w.wrap("moov", func() error {
		if err := w.put(header); err != nil {
			return err
		}
		for i, t := range r.tracks {
			if err := t.write(w, uint32(i+1), offsets[t]); err != nil {
				return err
			}
		}
		return nil
	})
}
