package media

import (
	"context"
	"fmt"
	"io"

	"caravan/models"
)

// A Studio takes pictures in. It works at one at a time, so that however many
// come at once, one has to fit into memory.
type Studio struct {
	Shelf

	busy chan struct{}
}

// NewStudio returns a studio with its shelf.
func NewStudio(shelf Shelf) *Studio { return &Studio{Shelf: shelf, busy: make(chan struct{}, 1)} }

// Take makes a file fit to be kept, and keeps it: the largest picture first.
// Of its name only the end counts, and nothing of it is kept.
func (s *Studio) Take(ctx context.Context, name, declared string, file io.Reader) ([]models.MediaFile, error) {
	select {
	case s.busy <- struct{}{}:
		defer func() { <-s.busy }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	content, err := io.ReadAll(io.LimitReader(file, MaxPicture+1))
	switch {
	case err != nil:
		return nil, fmt.Errorf("read upload: %w", err)
	case len(content) > MaxPicture:
		return nil, models.ErrMediaTooLarge
	}
	known, err := sniff(content[:min(len(content), headLength)], name, declared)
	if err != nil {
		return nil, err
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
