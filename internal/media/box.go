package media

import (
	"bytes"
	"encoding/binary"
	"io"
	"slices"

	"github.com/abema/go-mp4"

	"caravan/models"
)

// An MP4 is a row of boxes: a size, a name of four letters, and what is in it,
// which for some is boxes again. What a file announces is believed only as far
// as the file goes.

// What the boxes of a file may be, at most.
const (
	maxTopBoxes  = 200
	maxBoxes     = 10_000
	maxIndexSize = 32 << 20 // of moov, which is read into memory
	boxHeader    = 8
	wideHeader   = 16
)

// A box is one inside of the index.
type box struct {
	kind     string
	payload  []byte
	children []box
}

// holds says which boxes of the index hold others.
func holds(kind string) bool {
	return slices.Contains([]string{"moov", "trak", "edts", "mdia", "minf", "stbl"}, kind)
}

// readBoxes reads the boxes in some bytes, as deep as an index goes. Left is how
// many more there may be.
func readBoxes(in []byte, depth int, left *int) ([]box, error) {
	const deepest = 6 // moov trak mdia minf stbl, and what is in it
	var list []box
	for len(in) > 0 {
		if *left--; len(in) < boxHeader || *left < 0 || depth > deepest {
			return nil, models.ErrMediaBroken
		}
		size := uint64(binary.BigEndian.Uint32(in))
		if size < boxHeader || size > uint64(len(in)) {
			return nil, models.ErrMediaBroken
		}
		b := box{kind: string(in[4:8]), payload: in[boxHeader:size]}
		if holds(b.kind) {
			var err error
			if b.children, err = readBoxes(b.payload, depth+1, left); err != nil {
				return nil, err
			}
		}
		list, in = append(list, b), in[size:]
	}
	return list, nil
}

// all are the boxes of a kind directly in it.
func (b box) all(kind string) []box {
	var list []box
	for _, c := range b.children {
		if c.kind == kind {
			list = append(list, c)
		}
	}
	return list
}

// one is the only box of a kind on a path.
func (b box) one(path ...string) (box, error) {
	for _, kind := range path {
		found := b.all(kind)
		if len(found) != 1 {
			return box{}, models.ErrMediaBroken
		}
		b = found[0]
	}
	return b, nil
}

// read reads a box into what the library knows of its kind.
func (b box) read(into mp4.IBox) error {
	if _, err := mp4.Unmarshal(bytes.NewReader(b.payload), uint64(len(b.payload)), into, mp4.Context{}); err != nil {
		return models.ErrMediaBroken
	}
	return nil
}

// readOne reads the only box on a path.
func (b box) readOne(into mp4.IBox, path ...string) error {
	found, err := b.one(path...)
	if err != nil {
		return err
	}
	return found.read(into)
}

// A region is where some bytes of a file are.
type region struct{ at, size int64 }

func (r region) end() int64 { return r.at + r.size }

// contains reports whether all of another region is inside of it.
func (r region) contains(o region) bool { return o.at >= r.at && o.size >= 0 && o.end() <= r.end() }

// A layout is where the parts of a file are.
type layout struct {
	index region   // what is in moov
	data  []region // what is in each mdat
}

// layOut finds the parts of a file by the headers of its boxes, which have to
// fill it to its last byte.
func layOut(file io.ReaderAt, size int64) (layout, error) {
	var found layout
	for at, n := int64(0), 0; at < size; n++ {
		kind, header, end, err := topBox(file, at, size)
		if err != nil || n == maxTopBoxes || (n == 0) != (kind == "ftyp") {
			return found, models.ErrMediaBroken
		}
		inside := region{at + header, end - at - header}
		switch kind {
		case "moov":
			if found.index.size != 0 {
				return found, models.ErrMediaBroken
			}
			found.index = inside
		case "mdat":
			found.data = append(found.data, inside)
		case "moof":
			return found, models.ErrMediaFragments
		}
		at = end
	}
	if found.index.size == 0 || found.index.size > maxIndexSize {
		return found, models.ErrMediaBroken
	}
	return found, nil
}

// topBox reads the header of a box of the file itself.
func topBox(file io.ReaderAt, at, size int64) (kind string, header, end int64, err error) {
	var head [wideHeader]byte
	n, _ := file.ReadAt(head[:], at) // fewer than are there are told below
	if n < boxHeader {
		return "", 0, 0, models.ErrMediaBroken
	}
	header, long := boxHeader, int64(binary.BigEndian.Uint32(head[:]))
	switch long {
	case 0: // to the end of the file
		long = size - at
	case 1:
		if n < wideHeader || head[8]&0x80 != 0 {
			return "", 0, 0, models.ErrMediaBroken
		}
		header, long = wideHeader, int64(binary.BigEndian.Uint64(head[8:])) //nolint:gosec // its highest bit is not set
	}
	if long < header || long > size-at {
		return "", 0, 0, models.ErrMediaBroken
	}
	return string(head[4:8]), header, at + long, nil
}

// A writer of boxes keeps what is written in memory: only indexes are.
type boxWriter struct{ bytes.Buffer }

// put writes a box of what the library knows, and others inside of it.
func (w *boxWriter) put(content mp4.IImmutableBox, inside ...func() error) error {
	return w.wrap(content.GetType().String(), func() error {
		if _, err := mp4.Marshal(w, content, mp4.Context{}); err != nil {
			return err
		}
		for _, write := range inside {
			if err := write(); err != nil {
				return err
			}
		}
		return nil
	})
}

// wrap writes a box around what is written.
func (w *boxWriter) wrap(kind string, inside func() error) error {
	from := w.Len()
	_, _ = w.WriteString("\x00\x00\x00\x00" + kind)
	if err := inside(); err != nil {
		return err
	}
	binary.BigEndian.PutUint32(w.Bytes()[from:], uint32(w.Len()-from)) //nolint:gosec // an index is short
	return nil
}
