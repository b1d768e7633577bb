package api

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"net/http"
	"os"
	"syscall"
	"time"

	"caravan/models"
)

const (
	maxUpload      = 128 << 20        // bytes of a table
	uploadPatience = 30 * time.Minute // for a table or a film on a slow line, and for taking it
)

// An upload is a body that is too large for memory.
type upload struct{ body io.Reader }

// A spool is an upload as it came, on disk: whoever sends it slowly keeps
// nothing waiting but themselves, and it can be named by its digest before
// anything of it is taken.
type spool struct {
	*os.File

	digest models.Digest
}

// spool reads the upload to its end. Whoever asked closes it.
func (u upload) spool() (*spool, error) {
	file, err := os.CreateTemp("", "caravan-upload-*")
	if err != nil {
		return nil, spoolProblem(err)
	}
	kept := &spool{File: file}
	digest := sha256.New()
	if _, err = io.Copy(io.MultiWriter(file, digest), u.body); err == nil {
		_, err = file.Seek(0, io.SeekStart)
	}
	if err != nil {
		return nil, errors.Join(spoolProblem(err), kept.Close())
	}
	kept.digest = models.Digest(hex.EncodeToString(digest.Sum(nil)))
	return kept, nil
}

func spoolProblem(err error) error {
	if _, large := errors.AsType[*http.MaxBytesError](err); large {
		return &httpProblem{status: http.StatusRequestEntityTooLarge, code: "too_large", detail: "A table has at most 128 MiB. Send it in parts."}
	}
	if errors.Is(err, syscall.ENOSPC) {
		return models.ErrFull
	}
	if _, ours := errors.AsType[*os.PathError](err); ours {
		return err
	}
	return unreadable("The body ended early.")
}

// Close forgets the upload.
func (s *spool) Close() error { return errors.Join(s.File.Close(), os.Remove(s.Name())) }
