package media

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"time"

	"caravan/models"
)

// A Shelf keeps files in a directory, each under its digest. What is on it
// never changes.
type Shelf struct {
	Dir     string
	Reserve int64 // bytes of the disk that are left free for everything else
}

var digestPattern = regexp.MustCompile(`^[0-9a-f]{64}$`)

// unfinished is what the names of files begin with while they are written.
const unfinished = ".new-"

// place is where a file stands.
func (s Shelf) place(digest string) (string, error) {
	if !digestPattern.MatchString(digest) {
		return "", models.ErrMissing
	}
	return filepath.Join(s.Dir, digest[:2], digest), nil
}

// Room refuses to keep so many bytes more where the disk would be full.
func (s Shelf) Room(size int64) error {
	if err := os.MkdirAll(s.Dir, 0o700); err != nil {
		return fmt.Errorf("shelf of media: %w", full(err))
	}
	var disk syscall.Statfs_t
	if err := syscall.Statfs(s.Dir, &disk); err != nil {
		return fmt.Errorf("shelf of media: %w", err)
	}
	if free := int64(disk.Bavail) * disk.Bsize; free-size < s.Reserve { //nolint:gosec // no disk has 8 EiB
		return models.ErrFull
	}
	return nil
}

// Put keeps a file and returns its digest. One that is there already stays.
func (s Shelf) Put(ctx context.Context, file []byte) (models.Digest, error) {
	sum := sha256.Sum256(file)
	digest := hex.EncodeToString(sum[:])
	to, err := s.place(digest)
	if err != nil {
		return "", err
	}
	now := time.Now() //nolint:forbidigo // files have no other clock
	if os.Chtimes(to, now, now) == nil && s.Check(ctx, digest) == nil {
		return models.Digest(digest), nil
	}
	if err := s.Room(int64(len(file))); err != nil {
		return "", err
	}
	if err := write(to, file); err != nil {
		return "", fmt.Errorf("shelf of media: %w", full(err))
	}
	return models.Digest(digest), nil
}

// write puts a file where it belongs, whole or not at all.
func write(to string, content []byte) error {
	if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
		return err
	}
	file, err := os.CreateTemp(filepath.Dir(to), unfinished+"*")
	if err != nil {
		return err
	}
	_, err = file.Write(content)
	if err = errors.Join(err, file.Sync(), file.Close()); err == nil {
		err = os.Rename(file.Name(), to)
	}
	if err != nil {
		return errors.Join(err, os.Remove(file.Name()))
	}
	return nil
}

// full says that there is no room where that is the reason.
func full(err error) error {
	if errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) {
		return models.ErrFull
	}
	return err
}

// Open returns the bytes of a file. At their end it is an error if they are
// not those that were put there.
func (s Shelf) Open(_ context.Context, digest string) (io.ReadCloser, error) {
	file, err := s.open(digest)
	if err != nil {
		return nil, err
	}
	return &checked{file, sha256.New(), digest}, nil
}

func (s Shelf) open(digest string) (*os.File, error) {
	at, err := s.place(digest)
	if err != nil {
		return nil, err
	}
	file, err := os.Open(at) //nolint:gosec // a digest names it
	if errors.Is(err, fs.ErrNotExist) {
		return nil, models.ErrMissing
	}
	if err != nil {
		return nil, fmt.Errorf("shelf of media: %w", err)
	}
	return file, nil
}

// Check reads a file and refuses it if it is not there, or not as it was.
func (s Shelf) Check(ctx context.Context, digest string) error {
	file, err := s.Open(ctx, digest)
	if err != nil {
		return err
	}
	defer func() { _ = file.Close() }()
	_, err = io.Copy(io.Discard, file)
	return err
}

// Whole opens a file that can be read from anywhere, after it was read to its
// end and found as it was. The caller closes it.
func (s Shelf) Whole(ctx context.Context, digest string) (io.ReadSeekCloser, error) {
	file, err := s.open(digest)
	if err != nil {
		return nil, err
	}
	_, err = io.Copy(io.Discard, &checked{file, sha256.New(), digest})
	if err == nil {
		_, err = file.Seek(0, io.SeekStart)
	}
	if err == nil {
		err = ctx.Err()
	}
	if err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return file, nil
}

// Sweep forgets the files that were put there before a time and are not used,
// and what was never finished.
func (s Shelf) Sweep(before time.Time, used map[models.Digest]bool) error {
	paths, err := filepath.Glob(filepath.Join(s.Dir, "??", "*"))
	if err != nil {
		return fmt.Errorf("shelf of media: %w", err)
	}
	for _, path := range paths {
		name := filepath.Base(path)
		ours := digestPattern.MatchString(name) && !used[models.Digest(name)] || strings.HasPrefix(name, unfinished)
		about, err := os.Stat(path)
		if !ours || err != nil || !about.ModTime().Before(before) {
			continue
		}
		if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("shelf of media: %w", err)
		}
	}
	return nil
}

// checked are the bytes of a file, with the digest that they should have.
type checked struct {
	file   *os.File // not embedded: it knows shorter ways to be copied
	seen   hash.Hash
	digest string
}

// Read implements io.Reader.
func (c *checked) Read(p []byte) (int, error) {
	n, err := c.file.Read(p)
	c.seen.Write(p[:n])
	if errors.Is(err, io.EOF) && hex.EncodeToString(c.seen.Sum(nil)) != c.digest {
		return n, models.ErrMediaChanged
	}
	return n, err
}

// Close implements io.Closer.
func (c *checked) Close() error { return c.file.Close() }
