package media

import (
	"github.com/abema/go-mp4"
)

// write writes the track anew: when it was recorded, by what and in which
// language nobody says.
func (t *track) write(w *boxWriter, id uint32, offsets []uint32) error {
	const shown = 3 // enabled, and in the film
	header := t.header
	header.SetFlags(shown)
	header.TrackID = id
	header.CreationTimeV0, header.ModificationTimeV0, header.CreationTimeV1, header.ModificationTimeV1 = 0, 0, 0, 0
	header.Layer, header.AlternateGroup = 0, 0
	return w.wrap("trak", func() error {
		if err := w.put(&header); err != nil {
			return err
		}
		if t.edits != nil {
			if err := w.wrap("edts", func() error { return w.put(t.edits) }); err != nil {
				return err
			}
		}
		return w.wrap("mdia", func() error { return t.writeMedia(w, offsets) })
	})
}

func (t *track) writeMedia(w *boxWriter, offsets []uint32) error {
	header := t.media
	header.CreationTimeV0, header.ModificationTimeV0, header.CreationTimeV1, header.ModificationTimeV1 = 0, 0, 0, 0
	header.Pad, header.Language, header.PreDefined = false, [3]byte{'u' - 0x60, 'n' - 0x60, 'd' - 0x60}, 0
	handler := &mp4.Hdlr{HandlerType: [4]byte([]byte(t.kind)), Name: "VideoHandler"}
	if t.kind == sounding {
		handler.Name = "SoundHandler"
	}
	if err := w.put(&header); err != nil {
		return err
	}
	if err := w.put(handler); err != nil {
		return err
	}
	return w.wrap("minf", func() error {
		if err := t.writeHeader(w); err != nil {
			return err
		}
		const here = 1 // the data is in the same file
		err := w.wrap("dinf", func() error {
			return w.put(&mp4.Dref{EntryCount: 1}, func() error {
				return w.put(&mp4.Url{FullBox: mp4.FullBox{Flags: [3]byte{0, 0, here}}})
			})
		})
		if err != nil {
			return err
		}
		return w.wrap("stbl", func() error { return t.writeTables(w, offsets) })
	})
}

func (t *track) writeHeader(w *boxWriter) error {
	if t.kind == sounding {
		return w.put(&mp4.Smhd{})
	}
	return w.put(&mp4.Vmhd{FullBox: mp4.FullBox{Flags: [3]byte{0, 0, 1}}})
}

func (t *track) writeTables(w *boxWriter, offsets []uint32) error {
	err := w.put(&mp4.Stsd{EntryCount: 1}, func() error {
		if t.film != nil {
			return t.film.write(w)
		}
		return t.sound.write(w)
	})
	if err != nil {
		return err
	}
	tables := []mp4.IImmutableBox{&t.times}
	if t.keys != nil {
		tables = append(tables, t.keys)
	}
	if t.shifts != nil {
		tables = append(tables, t.shifts)
	}
	count := uint32(len(t.samples))                                                                                                                            //nolint:gosec // at most maxSamples
	tables = append(tables, &t.groups, &mp4.Stsz{SampleCount: count, EntrySize: t.samples}, &mp4.Stco{EntryCount: uint32(len(offsets)), ChunkOffset: offsets}) //nolint:gosec // no more than samples
	for _, table := range tables {
		if err := w.put(table); err != nil {
			return err
		}
	}
	return nil
}
