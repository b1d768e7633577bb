package cli

import (
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"caravan/internal/vault"
)

type secret struct {
	Secret     string `env:"CARAVAN_SECRET" secret:"" help:"The installation's secret, 32 characters or more; the same for all its processes."`
	SecretFile string `env:"CARAVAN_SECRET_FILE" type:"path" help:"A file that holds the secret. Embedded installations make one in the data directory."`
}

// A tokenKey is the root of the keys that open the credentials of channels. A
// process that answers people and nothing else is not given it.
type tokenKey struct {
	TokenKey     string `env:"CARAVAN_TOKEN_KEY" secret:"" help:"The root of the keys that open credentials of channels, 32 characters or more; never for a process that only answers."`
	TokenKeyFile string `env:"CARAVAN_TOKEN_KEY_FILE" type:"path" help:"A file that holds that root. With a second line the first takes over from it. Embedded installations make one in the data directory."`
}

// root returns what unwraps the keys.
func (t tokenKey) root(d database) (*vault.Root, error) {
	text, path := t.TokenKey, t.TokenKeyFile
	if text == "" && path == "" && d.embedded() {
		path = filepath.Join(d.Data, "token-key")
		if err := makeSecret(path); err != nil {
			return nil, fmt.Errorf("make token key: %w", err)
		}
	}
	if text == "" && path == "" {
		return nil, errors.New("name the root of the token keys with CARAVAN_TOKEN_KEY_FILE or CARAVAN_TOKEN_KEY")
	}
	if text == "" {
		read, err := readSecret(path)
		if err != nil {
			return nil, err
		}
		text = read
	}
	var keys [][]byte
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if len(line) < minSecret {
			return nil, fmt.Errorf("the root of the token keys has %d characters; it needs %d", len(line), minSecret)
		}
		keys = append(keys, derive([]byte(line), "token-root"))
	}
	return vault.NewRoot(keys...)
}

// minSecret is the least number of characters of a secret.
const minSecret = 32

// open returns the secret. Only an embedded installation makes one by itself:
// elsewhere every process has to be given the same.
func (s secret) open(d database) ([]byte, error) {
	text := s.Secret
	if text == "" {
		path := s.SecretFile
		if path == "" && d.embedded() {
			path = filepath.Join(d.Data, "secret")
			if err := makeSecret(path); err != nil {
				return nil, fmt.Errorf("make secret: %w", err)
			}
		}
		if path == "" {
			return nil, errors.New("name the installation's secret with CARAVAN_SECRET_FILE or CARAVAN_SECRET")
		}
		read, err := readSecret(path)
		if err != nil {
			return nil, err
		}
		text = read
	}
	if len(text) < minSecret {
		return nil, fmt.Errorf("the installation's secret has %d characters; it needs %d", len(text), minSecret)
	}
	return []byte(text), nil
}

// readSecret reads what a file holds, without the end of its line.
func readSecret(path string) (string, error) {
	read, err := os.ReadFile(path) //nolint:gosec // the operator names the file
	if err != nil {
		return "", fmt.Errorf("read secret: %w", err)
	}
	return strings.TrimSpace(string(read)), nil
}

// withPassword puts the password that a file holds into an address. Without a
// file the address stays as it is.
func withPassword(address, file string) (string, error) {
	if file == "" {
		return address, nil
	}
	u, err := url.Parse(address)
	if err != nil {
		return "", errors.New("an address with a password file cannot be read") // the error of url quotes it
	}
	password, err := readSecret(file)
	if err != nil {
		return "", err
	}
	u.User = url.UserPassword(u.User.Username(), password)
	return u.String(), nil
}

// makeSecret writes a new secret to a file, unless it is there.
func makeSecret(path string) error { return writeSecret(path, rand.Text()+rand.Text()) }

// writeSecret writes a secret to a file that nobody else can read, unless it
// is there.
func writeSecret(path, text string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	file, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600) //nolint:gosec // the operator names the directory
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(file, text)
	return errors.Join(err, file.Close())
}

// derive returns a key of 32 bytes for one use; no key says anything about
// another.
func derive(secret []byte, use string) []byte {
	key, err := hkdf.Key(sha256.New, secret, nil, "caravan/"+use, 32)
	if err != nil {
		panic(err) // only for lengths that are constants here
	}
	return key
}
