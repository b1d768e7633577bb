package vault

import (
	"runtime"
	"testing"
)

// OccupyHashing takes every turn at hashing until the test ends.
func OccupyHashing(t *testing.T) {
	t.Helper()
	turns := int64(runtime.NumCPU())
	if err := hashing.Acquire(t.Context(), turns); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { hashing.Release(turns) })
}
