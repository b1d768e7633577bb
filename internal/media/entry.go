package media

import (
	"bytes"
	"slices"

	"github.com/abema/go-mp4"

	"caravan/models"
)

// How a track is decoded: H.264 and AAC are taken, which every platform shows.

// What a recording shows, at most.
const maxFilmSide = 4096

// A filmEntry says how pictures are decoded.
type filmEntry struct {
	width, height uint16
	config        mp4.AVCDecoderConfiguration
	aspect        *mp4.PixelAspectRatioBox
	colours       *mp4.Colr
}

// A soundEntry says how sound is decoded.
type soundEntry struct {
	channels, bits uint16
	rate           uint32
	decoder        mp4.DecoderConfigDescriptor
	specific       []byte
}

// readEntry reads how a track is decoded. It has one way for all of its
// samples.
func (t *track) readEntry(tables box) error {
	described, err := tables.one("stsd")
	if err != nil {
		return err
	}
	const header = 8 // version, flags and how many entries follow
	if len(described.payload) < header {
		return models.ErrMediaBroken
	}
	left := maxBoxes
	entries, err := readBoxes(described.payload[header:], 0, &left)
	if err != nil || len(entries) != 1 {
		return models.ErrMediaBroken
	}
	switch entry := entries[0]; {
	case t.kind == moving && entry.kind == "avc1":
		t.film, err = readFilm(entry)
	case t.kind == sounding && entry.kind == "mp4a":
		t.sound, err = readSound(entry)
	default:
		return models.ErrMediaCodec
	}
	return err
}

// inside reads the boxes behind the fields of an entry.
func (b box) inside(fields int) (box, error) {
	if len(b.payload) < fields {
		return b, models.ErrMediaBroken
	}
	left := maxBoxes
	var err error
	b.children, err = readBoxes(b.payload[fields:], 0, &left)
	return b, err
}

func readFilm(b box) (*filmEntry, error) {
	const fields = 78
	b, err := b.inside(fields)
	if err != nil {
		return nil, err
	}
	var entry mp4.VisualSampleEntry
	if err := (box{payload: b.payload[:fields]}).readEntry(&entry, "avc1"); err != nil {
		return nil, err
	}
	f := &filmEntry{width: entry.Width, height: entry.Height}
	if f.width == 0 || f.height == 0 {
		return nil, models.ErrMediaBroken
	}
	if f.width > maxFilmSide || f.height > maxFilmSide {
		return nil, models.ErrMediaTooLarge
	}
	if err := f.readConfig(b); err != nil {
		return nil, err
	}
	if len(b.all("pasp")) > 0 {
		f.aspect = &mp4.PixelAspectRatioBox{}
		f.aspect.SetType(mp4.BoxTypePasp())
		if err := b.readOne(f.aspect, "pasp"); err != nil {
			return nil, err
		}
	}
	for _, c := range b.all("colr") {
		var colours mp4.Colr
		if err := c.read(&colours); err == nil && string(colours.ColourType[:]) == "nclx" {
			f.colours = &colours // and no profile, which is a text too
		}
	}
	return f, nil
}

// readConfig reads what the decoder has to know, and nothing beside it.
func (f *filmEntry) readConfig(b box) error {
	f.config.SetType(mp4.BoxTypeAvcC())
	if err := b.readOne(&f.config, "avcC"); err != nil {
		return err
	}
	if !parameters(f.config.SequenceParameterSets, 7) || !parameters(f.config.PictureParameterSets, 8) {
		return models.ErrMediaBroken
	}
	f.config.NumOfSequenceParameterSetExt, f.config.SequenceParameterSetsExt = 0, nil
	return nil
}

// parameters reports whether there are some, all of a kind.
func parameters(sets []mp4.AVCParameterSet, kind byte) bool {
	return len(sets) > 0 && !slices.ContainsFunc(sets, func(s mp4.AVCParameterSet) bool {
		return len(s.NALUnit) == 0 || s.NALUnit[0]&unitKind != kind
	})
}

// readEntry reads the fields of an entry of a kind.
func (b box) readEntry(into interface {
	mp4.IBox
	SetType(mp4.BoxType)
}, kind string,
) error {
	into.SetType(mp4.StrToBoxType(kind))
	return b.read(into)
}

func readSound(b box) (*soundEntry, error) {
	const fields = 28
	b, err := b.inside(fields)
	if err != nil {
		return nil, err
	}
	var entry mp4.AudioSampleEntry
	if err := (box{payload: b.payload[:fields]}).readEntry(&entry, "mp4a"); err != nil {
		return nil, err
	}
	var streams mp4.Esds
	if err := b.readOne(&streams, "esds"); err != nil {
		return nil, err
	}
	s := &soundEntry{channels: entry.ChannelCount, bits: entry.SampleSize, rate: entry.SampleRate}
	for _, d := range streams.Descriptors {
		switch {
		case d.DecoderConfigDescriptor != nil:
			s.decoder = *d.DecoderConfigDescriptor
		case d.Tag == mp4.DecSpecificInfoTag:
			s.specific = d.Data
		}
	}
	const aac, longest = 0x40, 64
	if s.decoder.ObjectTypeIndication != aac {
		return nil, models.ErrMediaCodec
	}
	if len(s.specific) == 0 || len(s.specific) > longest || s.channels == 0 {
		return nil, models.ErrMediaBroken
	}
	return s, nil
}

// write writes the entry anew.
func (f *filmEntry) write(w *boxWriter) error {
	entry := &mp4.VisualSampleEntry{
		SampleEntry: mp4.SampleEntry{DataReferenceIndex: 1}, Width: f.width, Height: f.height,
		Horizresolution: 72 << 16, Vertresolution: 72 << 16, FrameCount: 1, Depth: 24, PreDefined3: -1,
	}
	entry.SetType(mp4.BoxTypeAvc1())
	return w.put(entry, func() error {
		if err := w.put(&f.config); err != nil {
			return err
		}
		if f.aspect != nil {
			if err := w.put(f.aspect); err != nil {
				return err
			}
		}
		if f.colours != nil {
			return w.put(f.colours)
		}
		return nil
	})
}

// write writes the entry anew.
func (s *soundEntry) write(w *boxWriter) error {
	entry := &mp4.AudioSampleEntry{
		SampleEntry: mp4.SampleEntry{DataReferenceIndex: 1}, ChannelCount: s.channels, SampleSize: s.bits, SampleRate: s.rate,
	}
	entry.SetType(mp4.BoxTypeMp4a())
	const decoder, stream, header = 13, 3, 5 // bytes of what is in them, and before each
	short := uint32(len(s.specific))         //nolint:gosec // bounded when it was read
	return w.put(entry, func() error {
		return w.put(&mp4.Esds{Descriptors: []mp4.Descriptor{
			{Tag: mp4.ESDescrTag, Size: stream + header + decoder + header + short + header + 1, ESDescriptor: &mp4.ESDescriptor{}},
			{Tag: mp4.DecoderConfigDescrTag, Size: decoder + header + short, DecoderConfigDescriptor: &s.decoder},
			{Tag: mp4.DecSpecificInfoTag, Size: short, Data: bytes.Clone(s.specific)},
			{Tag: mp4.SLConfigDescrTag, Size: 1, Data: []byte{2}},
		}})
	})
}
