package media

import (
	"slices"

	"github.com/abema/go-mp4"

	"caravan/models"
)

// maxSamples is how many pictures, or pieces of sound, a track has at most.
const maxSamples = 2_000_000

// A track is the picture or the sound of a recording: how it is decoded, and
// where in the file each piece of it is.
type track struct {
	kind   string // vide or soun
	header mp4.Tkhd
	edits  *mp4.Elst
	media  mp4.Mdhd
	film   *filmEntry
	sound  *soundEntry

	times   mp4.Stts
	shifts  *mp4.Ctts
	keys    *mp4.Stss
	groups  mp4.Stsc
	samples []uint32 // bytes of each
	chunks  []chunk
}

// A chunk is a row of samples that stand together.
type chunk struct {
	region

	track *track
	nth   int // of its chunks
	first int // of its samples
	count int
}

const (
	moving   = "vide"
	sounding = "soun"
)

// readTrack reads a track that is seen or heard; nil for any other.
func readTrack(b box, data []region) (*track, error) {
	var handler mp4.Hdlr
	if err := b.readOne(&handler, "mdia", "hdlr"); err != nil {
		return nil, err
	}
	t := &track{kind: string(handler.HandlerType[:])}
	if t.kind != moving && t.kind != sounding {
		return nil, nil //nolint:nilnil // it is neither seen nor heard
	}
	if err := b.readOne(&t.header, "tkhd"); err != nil {
		return nil, err
	}
	if err := b.readOne(&t.media, "mdia", "mdhd"); err != nil {
		return nil, err
	}
	if len(b.all("edts")) > 0 {
		t.edits = &mp4.Elst{}
		if err := b.readOne(t.edits, "edts", "elst"); err != nil {
			return nil, err
		}
	}
	tables, err := b.one("mdia", "minf", "stbl")
	if err != nil {
		return nil, err
	}
	if err := t.readEntry(tables); err != nil {
		return nil, err
	}
	return t, t.readTables(tables, data)
}

// readTables reads where the samples are and when they are shown, and refuses
// tables that do not agree with each other or with the file.
func (t *track) readTables(tables box, data []region) error {
	if err := tables.readOne(&t.times, "stts"); err != nil {
		return err
	}
	if err := tables.readOne(&t.groups, "stsc"); err != nil {
		return err
	}
	if len(tables.all("ctts")) > 0 {
		t.shifts = &mp4.Ctts{}
		if err := tables.readOne(t.shifts, "ctts"); err != nil {
			return err
		}
	}
	if len(tables.all("stss")) > 0 {
		t.keys = &mp4.Stss{}
		if err := tables.readOne(t.keys, "stss"); err != nil {
			return err
		}
	}
	var sizes mp4.Stsz
	if err := tables.readOne(&sizes, "stsz"); err != nil {
		return err
	}
	if sizes.SampleCount == 0 || sizes.SampleCount > maxSamples {
		return models.ErrMediaBroken
	}
	t.samples = sizes.EntrySize
	if sizes.SampleSize > 0 {
		t.samples = slices.Repeat([]uint32{sizes.SampleSize}, int(sizes.SampleCount))
	}
	offsets, err := readOffsets(tables)
	if err != nil {
		return err
	}
	if err := t.cut(offsets, data); err != nil {
		return err
	}
	return t.agree()
}

// readOffsets reads where the chunks begin.
func readOffsets(tables box) ([]uint64, error) {
	if len(tables.all("co64")) > 0 {
		var wide mp4.Co64
		err := tables.readOne(&wide, "co64")
		return wide.ChunkOffset, err
	}
	var narrow mp4.Stco
	err := tables.readOne(&narrow, "stco")
	offsets := make([]uint64, len(narrow.ChunkOffset))
	for i, o := range narrow.ChunkOffset {
		offsets[i] = uint64(o)
	}
	return offsets, err
}

// cut says which samples stand in which chunk. Each has to be where the file
// has its data.
func (t *track) cut(offsets []uint64, data []region) error {
	groups, next := t.groups.Entries, 0
	if len(groups) == 0 || groups[0].FirstChunk != 1 || len(offsets) > len(t.samples) {
		return models.ErrMediaBroken
	}
	for i, offset := range offsets {
		if len(groups) > 1 && uint64(groups[1].FirstChunk) == uint64(i)+1 {
			groups = groups[1:]
		}
		count := int(groups[0].SamplesPerChunk)
		if count == 0 || count > len(t.samples)-next || groups[0].SampleDescriptionIndex != 1 || offset > MaxFilm {
			return models.ErrMediaBroken
		}
		c := t.chunk(i, int64(offset), next, count)
		if !slices.ContainsFunc(data, func(r region) bool { return r.contains(c.region) }) {
			return models.ErrMediaBroken
		}
		t.chunks, next = append(t.chunks, c), next+count
	}
	if next != len(t.samples) || len(groups) > 1 {
		return models.ErrMediaBroken
	}
	return nil
}

// chunk is the nth of the track, at a place in the file.
func (t *track) chunk(nth int, at int64, first, count int) chunk {
	c := chunk{region{at: at}, t, nth, first, count}
	for _, size := range t.samples[first : first+count] {
		c.size += int64(size)
	}
	return c
}

// agree refuses tables of times that are not of as many samples as there are.
func (t *track) agree() error {
	samples, timed, shifted := uint64(len(t.samples)), uint64(0), uint64(0)
	for _, e := range t.times.Entries {
		timed += uint64(e.SampleCount)
	}
	if timed != samples {
		return models.ErrMediaBroken
	}
	if t.shifts != nil {
		for _, e := range t.shifts.Entries {
			shifted += uint64(e.SampleCount)
		}
		if shifted != samples {
			return models.ErrMediaBroken
		}
	}
	if t.keys == nil {
		return nil
	}
	last := uint32(0)
	for _, n := range t.keys.SampleNumber {
		if n <= last || uint64(n) > samples {
			return models.ErrMediaBroken
		}
		last = n
	}
	return nil
}

// milliseconds is how long the track lasts.
func (t *track) milliseconds() int64 {
	ticks := uint64(0)
	for _, e := range t.times.Entries {
		ticks += uint64(e.SampleCount) * uint64(e.SampleDelta)
	}
	if t.media.Timescale == 0 {
		return 0
	}
	seconds, rest := ticks/uint64(t.media.Timescale), ticks%uint64(t.media.Timescale)
	return int64(min(seconds, 1<<32)*1000 + rest*1000/uint64(t.media.Timescale)) //nolint:gosec // bounded
}
