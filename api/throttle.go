package api

import (
	"crypto/sha256"
	"strings"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"caravan/models"
)

// A signInThrottle slows the guessing of passwords and codes. Whoever fails
// from one address has to wait before the next try at that account, at any of
// its organisation, and at any at all, longer each time; a try that comes early
// is not looked at and costs nothing. The organisation is taken from the mail
// domain, so that accounts that do not exist are counted like those that do. An
// account as a whole is tried at most twelve times a minute, so that many
// addresses gain little; and strangers at one address never keep its owner
// out.
type signInThrottle struct {
	now func() time.Time

	mu       sync.Mutex
	failures map[string]*failures
	accounts map[string]*rate.Limiter
	tidied   time.Time
}

// failures are the wrong tries of one key, forgotten after a while.
type failures struct {
	count int
	last  time.Time
}

const (
	freeTries        = 3  // at one account from one address
	freeOfDomain     = 6  // at one organisation from one address, which an office shares
	freeOfAddress    = 12 // at anybody from one address
	longestDelay     = time.Minute
	failuresKept     = 15 * time.Minute
	accountTries     = 12 // at one account from everywhere, in a minute
	maxThrottledKeys = 50_000
)

func newSignInThrottle(now func() time.Time) *signInThrottle {
	return &signInThrottle{now: now, failures: map[string]*failures{}, accounts: map[string]*rate.Limiter{}}
}

// wait reports how long whoever asks has to wait before a try is looked at; 0
// is now, and uses the account's turn up.
func (t *signInThrottle) wait(account, address string) time.Duration {
	t.mu.Lock()
	defer t.mu.Unlock()
	now := t.now()
	if len(t.failures)+len(t.accounts) > maxThrottledKeys && now.Sub(t.tidied) > time.Second {
		t.tidy(now)
	}
	var wait time.Duration
	for key, free := range triesOf(account, address) {
		wait = max(wait, t.failures[key].delay(now, free))
	}
	if wait > 0 {
		return wait
	}
	key := pairKey(account, "")
	bucket := t.accounts[key]
	if bucket == nil {
		bucket = rate.NewLimiter(rate.Every(time.Minute/accountTries), accountTries)
		t.accounts[key] = bucket
	}
	turn := bucket.ReserveN(now, 1)
	if wait = turn.DelayFrom(now); wait > 0 {
		turn.CancelAt(now)
	}
	return wait
}

// failed counts a wrong try.
func (t *signInThrottle) failed(account, address string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	now := t.now()
	for key := range triesOf(account, address) {
		f := t.failures[key]
		if f == nil || now.Sub(f.last) > failuresKept {
			f = &failures{}
			t.failures[key] = f
		}
		f.count, f.last = f.count+1, now
	}
}

// succeeded forgets the wrong tries at an account from an address. Those of
// the address stand: one's own account must not buy tries at others.
func (t *signInThrottle) succeeded(account, address string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.failures, pairKey(account, address))
}

// delay is what is left of the time that the failures cost: nothing for the
// free ones, then 1, 2, 4 ... 60 seconds since the last.
func (f *failures) delay(now time.Time, free int) time.Duration {
	if f == nil || f.count < free || now.Sub(f.last) > failuresKept {
		return 0
	}
	cost := min(longestDelay, time.Second<<min(f.count-free, 6))
	return max(0, f.last.Add(cost).Sub(now))
}

func (t *signInThrottle) tidy(now time.Time) {
	t.tidied = now
	for key, f := range t.failures {
		if now.Sub(f.last) > failuresKept {
			delete(t.failures, key)
		}
	}
	for key, bucket := range t.accounts {
		if bucket.TokensAt(now) >= accountTries {
			delete(t.accounts, key)
		}
	}
}

// triesOf names what a try counts against, with how many may be wrong before
// the next one has to wait.
func triesOf(account, address string) map[string]int {
	_, domain, _ := strings.Cut(account, "@")
	return map[string]int{pairKey(account, address): freeTries, pairKey("@"+domain, address): freeOfDomain, address: freeOfAddress}
}

// pairKey names an account at an address without keeping either in memory.
func pairKey(account, address string) string {
	sum := sha256.Sum256([]byte(models.NormalizeEmail(account) + "\x00" + address))
	return string(sum[:])
}
