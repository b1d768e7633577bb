package vault_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"caravan/internal/vault"
)

// A hash says whether a password has it, and what is no hash fits nothing.
func TestSlowHashes(t *testing.T) {
	hash, err := vault.HashSlowly(t.Context(), "six ducks on the lake")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		hash, password string
		fits           bool
	}{{hash, "six ducks on the lake", true}, {hash, "seven ducks on the lake", false}, {"", "", false}} {
		if fits, err := vault.Matches(t.Context(), c.hash, c.password); fits != c.fits || err != nil {
			t.Errorf("%q: %t, %v", c.password, fits, err)
		}
	}
}

// No more hashes are made at a time than there are processors; who waits for
// too long is let go.
func TestHashesWaitForTheirTurn(t *testing.T) {
	vault.OccupyHashing(t)
	for _, hash := range []string{"$argon2id$v=19$m=19456,t=2,p=1$AAAA$AAAA", ""} {
		ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
		defer cancel()
		if _, err := vault.Matches(ctx, hash, "six ducks on the lake"); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("%q: %v", hash, err)
		}
	}
}
