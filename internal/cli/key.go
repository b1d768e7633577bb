package cli

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// secretKey reads the key in a file, which is made on first use and readable
// by its owner alone. Processes that answer for one another share the file.
func secretKey(path string) ([]byte, error) {
	key, err := os.ReadFile(path) //nolint:gosec // the operator names the file
	if errors.Is(err, fs.ErrNotExist) {
		key = make([]byte, 32)
		_, _ = rand.Read(key) // never fails
		if err = os.MkdirAll(filepath.Dir(path), 0o700); err == nil {
			err = os.WriteFile(path, key, 0o600)
		}
	}
	if err != nil {
		return nil, fmt.Errorf("signing key: %w", err)
	}
	if len(key) < 32 {
		return nil, fmt.Errorf("signing key: %s holds fewer than 32 bytes", path)
	}
	return key, nil
}
