package vault

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"runtime"
	"strings"

	"golang.org/x/crypto/argon2"
	"golang.org/x/sync/semaphore"
)

// The cost of a password hash: OWASP's Argon2id minimum.
const (
	argonTime   = 2
	argonMemory = 19 * 1024 // KiB
	argonLanes  = 1
	argonLength = 32
)

// hashing bounds how many hashes are made at a time, so that many who sign in
// at once take neither all memory nor each other's processor.
var hashing = semaphore.NewWeighted(int64(runtime.NumCPU())) //nolint:gochecknoglobals // memory and processors are the process's

// argon2id hashes when it is its turn, unless ctx ends before.
func argon2id(ctx context.Context, password string, salt []byte, time, memory uint32, lanes uint8) ([]byte, error) {
	if err := hashing.Acquire(ctx, 1); err != nil {
		return nil, err
	}
	defer hashing.Release(1)
	return argon2.IDKey([]byte(password), salt, time, memory, lanes, argonLength), nil
}

// HashSlowly returns the Argon2id hash, in PHC form, of what a person remembers
// or types: a password, or a code on paper.
func HashSlowly(ctx context.Context, password string) (string, error) {
	salt := make([]byte, 16)
	_, _ = rand.Read(salt) // never fails
	key, err := argon2id(ctx, password, salt, argonTime, argonMemory, argonLanes)
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, argonMemory, argonTime, argonLanes, text(salt), text(key)), err
}

// Matches reports whether the password has the slow hash. Where there is no hash
// it takes as long and says no.
func Matches(ctx context.Context, hash, password string) (bool, error) {
	parts := strings.Split(hash, "$")
	if len(parts) != 6 {
		_, err := argon2id(ctx, password, make([]byte, 16), argonTime, argonMemory, argonLanes)
		return false, err
	}
	var memory, time uint32
	var lanes uint8
	if _, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &memory, &time, &lanes); err != nil {
		return false, fmt.Errorf("read password hash: %w", err)
	}
	salt, err := base64.RawStdEncoding.DecodeString(parts[4])
	if err != nil {
		return false, fmt.Errorf("read password hash: %w", err)
	}
	key, err := argon2id(ctx, password, salt, time, memory, lanes)
	return err == nil && subtle.ConstantTimeCompare([]byte(text(key)), []byte(parts[5])) == 1, err
}

func text(raw []byte) string { return base64.RawStdEncoding.EncodeToString(raw) }
