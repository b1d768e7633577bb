package media

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"

	"caravan/models"
)

// A Studio takes pictures and recordings in. It works at one at a time, so that
// however many come at once, one has to fit into memory.
type Studio struct {
	Shelf

	busy chan struct{}
}

// NewStudio returns a studio with its shelf.
func NewStudio(shelf Shelf) *Studio { return &Studio{Shelf: shelf, busy: make(chan struct{}, 1)} }

// Take makes a file fit to be kept, and keeps it: the largest picture first.
// Of its name only the end counts, and nothing of it is kept. Whoever sends it
// slowly keeps nothing waiting but themselves.
func (s *Studio) Take(ctx context.Context, name, declared string, file io.Reader) (kept []models.MediaFile, err error) {
	from := bufio.NewReader(file)
	head, _ := from.Peek(headLength) // what cannot be read is told below
	known, unknown := sniff(head, name, declared)
	most := int64(MaxPicture)
	if unknown == nil {
		most = kinds()[known].most
	}
	sent, err := s.receive(from, most)
	if err != nil {
		return nil, fmt.Errorf("read upload: %w", err)
	}
	defer func() { err = errors.Join(err, sent.Close()) }()
	if unknown != nil {
		return nil, unknown
	}
	select {
	case s.busy <- struct{}{}:
		defer func() { <-s.busy }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	if kinds()[known].animated == nil {
		return s.record(known, sent)
	}
	return s.draw(ctx, known, sent)
}

// draw keeps a picture.
func (s *Studio) draw(ctx context.Context, known string, sent *received) ([]models.MediaFile, error) {
	content := make([]byte, sent.size)
	if _, err := sent.ReadAt(content, 0); err != nil {
		return nil, fmt.Errorf("read upload: %w", err)
	}
	drawn, err := redraw(known, content)
	if err != nil {
		return nil, err
	}
	kept := make([]models.MediaFile, 0, len(drawn))
	for _, d := range drawn {
		digest, err := s.Put(ctx, d.bytes)
		if err != nil {
			return nil, err
		}
		kept = append(kept, models.NewMediaFile(digest, d.mime, int64(len(d.bytes)), d.width, d.height))
	}
	return kept, nil
}

// record keeps a film or a sound.
func (s *Studio) record(known string, sent *received) ([]models.MediaFile, error) {
	taken, err := readRecording(sent, sent.size, known == soundKind)
	if err != nil {
		return nil, err
	}
	if err := s.Room(sent.size); err != nil {
		return nil, err
	}
	digest, size, err := s.Write(taken.write)
	if err != nil {
		return nil, err
	}
	mime := filmType
	if known == soundKind {
		mime = soundType
	}
	width, height := taken.size()
	return []models.MediaFile{models.NewMediaFile(digest, mime, size, width, height).Lasting(taken.lasts)}, nil
}
