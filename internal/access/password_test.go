package access_test

import (
	"context"
	"os"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"caravan/internal/dbtest"
	"caravan/models"
)

// resident is how much memory the process has, in bytes.
func resident(t *testing.T) int {
	t.Helper()
	text, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		dbtest.Missing(t, "a system that says how much memory a process has")
	}
	pages, err := strconv.Atoi(strings.Fields(string(text))[1])
	is(t, err, nil)
	return pages * os.Getpagesize()
}

// Fifty who sign in at once take no more memory than the few whose turn it is,
// and nobody waits long.
func TestManySignInsAtOnceTakeLittleMemory(t *testing.T) {
	const hash = 19 << 20
	g := admitted(t, dbtest.SQLite(t))
	runtime.GC()
	before, most := resident(t), 0
	ended, watched := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(watched)
		for often := time.NewTicker(2 * time.Millisecond); ; {
			select {
			case <-ended:
				often.Stop()
				return
			case <-often.C:
				most = max(most, resident(t))
			}
		}
	}()
	var signing errgroup.Group
	began := time.Now()
	for range 50 {
		signing.Go(func() error {
			_, _, err := g.desk.SignIn(context.Background(), "aigul@example.org", password, "")
			return err
		})
	}
	is(t, signing.Wait(), nil)
	took := time.Since(began)
	close(ended)
	<-watched
	// Each hash that runs, as much again that is not collected yet, and some.
	allowed := (2*runtime.NumCPU() + 2) * hash
	t.Logf("memory rose by %d MiB of %d, in %v", (most-before)>>20, allowed>>20, took)
	if most-before > allowed {
		t.Errorf("memory rose by %d MiB, more than %d", (most-before)>>20, allowed>>20)
	}
}

// Whether somebody has an account cannot be told by how long a wrong password
// takes: each kind is tried in turn, so that whatever else the machine does
// meets both.
func TestUnknownPeopleTakeAsLongAsKnown(t *testing.T) {
	const samples = 200
	g := admitted(t, dbtest.SQLite(t))
	var known, unknown []time.Duration
	try := func(email string) time.Duration {
		began := time.Now()
		_, _, err := g.desk.SignIn(t.Context(), email, "not this one at all", "")
		took := time.Since(began)
		is(t, err, models.ErrWrongPassword)
		return took
	}
	for range samples {
		known, unknown = append(known, try("aigul@example.org")), append(unknown, try("nobody@example.org"))
	}
	middle := func(of []time.Duration) time.Duration {
		of = slices.Sorted(slices.Values(of))
		return of[len(of)/2]
	}
	gap := (middle(known) - middle(unknown)).Abs()
	t.Logf("median known %v, unknown %v", middle(known), middle(unknown))
	if gap > 10*time.Millisecond && gap > middle(known)/4 {
		t.Errorf("told apart by %v: known %v, unknown %v", gap, middle(known), middle(unknown))
	}
}
