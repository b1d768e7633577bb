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

// receive keeps what is sent on the disk of the shelf until it is looked at,
// at most so many bytes of it. Whoever asked closes it.
func (s Shelf) receive(from io.Reader, most int64) (*received, error) {
	if err := s.Room(most); err != nil {
		return nil, err
	}
	file, err := s.create()
	if err != nil {
		return nil, err
	}
	r := &received{File: file}
	if r.size, err = io.Copy(file, io.LimitReader(from, most+1)); err == nil && r.size > most {
		err = models.ErrMediaTooLarge
	}
	if err != nil {
		return nil, errors.Join(full(err), r.Close())
	}
	return r, nil
}

// create begins a file that has no name yet.
func (s Shelf) create() (*os.File, error) {
	dir := filepath.Join(s.Dir, "in") // of two letters, as all are
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("shelf of media: %w", full(err))
	}
	file, err := os.CreateTemp(dir, unfinished+"*")
	if err != nil {
		return nil, fmt.Errorf("shelf of media: %w", full(err))
	}
	return file, nil
}

// A received file has no name yet, and is forgotten when it is closed.
type received struct {
	*os.File

	size int64
}

// Close forgets the file.
func (r *received) Close() error { return errors.Join(r.File.Close(), os.Remove(r.Name())) }

// Write keeps what is written as a file, and returns its digest and size. It is
// never in memory as a whole.
func (s Shelf) Write(writeTo func(io.Writer) error) (models.Digest, int64, error) {
	file, err := s.create()
	if err != nil {
		return "", 0, err
	}
	sum := sha256.New()
	if err = writeTo(io.MultiWriter(file, sum)); err == nil {
		err = file.Sync()
	}
	size, seek := file.Seek(0, io.SeekCurrent)
	if err = errors.Join(full(err), seek, file.Close()); err != nil {
		return "", 0, errors.Join(err, os.Remove(file.Name()))
	}
	digest := hex.EncodeToString(sum.Sum(nil))
	to, err := s.place(digest)
	if err == nil {
		err = os.MkdirAll(filepath.Dir(to), 0o700)
	}
	if err == nil {
		err = os.Rename(file.Name(), to)
	}
	if err != nil {
		return "", 0, errors.Join(fmt.Errorf("shelf of media: %w", full(err)), os.Remove(file.Name()))
	}
	return models.Digest(digest), size, nil
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
