package media

import (
	"bufio"
	"bytes"
	"errors"
	"io"

	"caravan/models"
)

// copy writes the samples of a chunk. Of pictures only what is drawn from goes.
// Sound goes as it is: what its encoder may have written into it cannot be told
// from sound without decoding.
func (c chunk) copy(w *bufio.Writer, file io.ReaderAt) error {
	from := bufio.NewReader(io.NewSectionReader(file, c.at, c.size))
	if c.track.film == nil {
		_, err := io.Copy(w, from)
		return err
	}
	for _, size := range c.track.samples[c.first : c.first+c.count] {
		if err := c.track.film.copySample(w, from, int64(size)); err != nil {
			return err
		}
	}
	return nil
}

// The units of H.264 that a sample consists of. What is not in the list is not
// drawn from: above all what cameras and programs write in between.
const (
	unitKind = 0x1f
	unitNote = 6 // supplemental information

	maxNote = 1 << 20 // bytes of a unit that is not drawn from
)

func drawn(kind byte) bool { return kind >= 1 && kind <= 11 && kind != unitNote }

// copySample writes a sample of so many bytes, unit by unit. A unit that is not
// drawn from becomes one of the same length that says nothing.
func (f *filmEntry) copySample(w *bufio.Writer, from *bufio.Reader, left int64) error {
	width := int64(f.config.LengthSizeMinusOne) + 1
	for left > 0 {
		var head [4]byte
		if left < width {
			return models.ErrMediaBroken
		}
		if _, err := io.ReadFull(from, head[:width]); err != nil {
			return short(err)
		}
		size := int64(0)
		for _, b := range head[:width] {
			size = size<<8 | int64(b)
		}
		if left -= width; size > left {
			return models.ErrMediaBroken
		}
		if _, err := w.Write(head[:width]); err != nil {
			return err
		}
		if err := copyUnit(w, from, size); err != nil {
			return err
		}
		left -= size
	}
	return nil
}

func copyUnit(w *bufio.Writer, from *bufio.Reader, size int64) error {
	if size == 0 {
		return nil
	}
	kind, err := from.Peek(1)
	if err != nil {
		return short(err)
	}
	if drawn(kind[0] & unitKind) {
		_, err = io.CopyN(w, from, size)
		return short(err)
	}
	if size > maxNote {
		return models.ErrMediaBroken
	}
	if _, err := io.CopyN(io.Discard, from, size); err != nil {
		return short(err)
	}
	_, err = w.Write(silent(int(size)))
	return err
}

// silent is a unit of so many bytes that says nothing: supplemental information
// that fills the room.
func silent(size int) []byte {
	const filler, end = 3, 0x80
	unit := bytes.Repeat([]byte{0xff}, size)
	unit[0] = unitNote
	if size < 4 { // no room for information: only its end
		for i := 1; i < size; i++ {
			unit[i] = end
		}
		return unit
	}
	unit[size-1] = end
	at := 1
	room := size - 3 // for how long the filler is, and for it
	if (room-255)%256 == 1 && room > 255 {
		unit[1], unit[2] = filler, 0 // an empty one first, for the length that cannot be said
		at, room = 3, room-2
	}
	long := room - 1 - (room-1)/256
	unit[at] = filler
	for at++; long >= 255; at++ {
		unit[at], long = 0xff, long-255
	}
	unit[at] = byte(long) //nolint:gosec // less than 255
	return unit
}

// short says that a file ends too early where that is the reason.
func short(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return models.ErrMediaBroken
	}
	return err
}
