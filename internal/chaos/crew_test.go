package chaos_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// A crew is the processes of an installation, each of which comes back when it
// ends, as under any supervisor.
type crew struct {
	t       *testing.T
	program string
	env     []string

	mu      sync.Mutex
	posts   []*post
	leaving bool
	kills   int
	wg      sync.WaitGroup
}

// A post is one place of a crew.
type post struct {
	role string
	now  *process
}

func newCrew(t *testing.T, env []string, roles ...string) *crew {
	t.Helper()
	program, err := build()
	if err != nil {
		t.Fatal(err)
	}
	c := &crew{t: t, program: program, env: env}
	for _, role := range roles {
		p := &post{role: role}
		c.posts = append(c.posts, p)
		c.wg.Go(func() { c.keep(p) })
	}
	t.Cleanup(c.leave)
	return c
}

// keep fills a place until the crew leaves.
func (c *crew) keep(p *post) {
	for {
		c.mu.Lock()
		if c.leaving {
			c.mu.Unlock()
			return
		}
		started, err := spawn(c.program, c.env, p.role)
		p.now = started
		c.mu.Unlock()
		if err != nil {
			c.t.Errorf("start %s: %v", p.role, err)
			return
		}
		<-started.ended
	}
}

// leave ends all for good.
func (c *crew) leave() {
	c.mu.Lock()
	c.leaving = true
	for _, p := range c.posts {
		if p.now != nil {
			_ = p.now.Process.Kill()
		}
	}
	c.mu.Unlock()
	c.wg.Wait()
}

// some returns the running processes of a role; "" is any.
func (c *crew) some(role string) []*process {
	c.mu.Lock()
	defer c.mu.Unlock()
	var running []*process
	for _, p := range c.posts {
		if p.now != nil && (role == "" || p.role == role) {
			running = append(running, p.now)
		}
	}
	return running
}

// kill ends one process at once.
func (c *crew) kill(p *process) {
	_ = p.Process.Kill()
	c.mu.Lock()
	defer c.mu.Unlock()
	c.kills++
}

// killNamed ends the process that an attempt names as its worker.
func (c *crew) killNamed(worker string) {
	_, pid, _ := strings.Cut(worker, "/")
	for _, p := range c.some("") {
		if strconv.Itoa(p.Process.Pid) == pid {
			c.kill(p)
		}
	}
}

// freeze stops one process for a while: it wakes up not knowing that time has
// passed.
func (c *crew) freeze(p *process, d time.Duration) {
	_ = p.Process.Signal(syscall.SIGSTOP)
	time.AfterFunc(d, func() { _ = p.Process.Signal(syscall.SIGCONT) })
}

// one picks a process of a role, or nil.
func (c *crew) one(role string, dice *rand.Rand) *process {
	running := c.some(role)
	if len(running) == 0 {
		return nil
	}
	return running[dice.IntN(len(running))]
}

// seed returns the dice of a run, and says how to throw them again.
func seed(t *testing.T) *rand.Rand {
	t.Helper()
	n := uint64(time.Now().UnixNano())
	if given := os.Getenv("CARAVAN_CHAOS_SEED"); given != "" {
		var err error
		if n, err = strconv.ParseUint(given, 10, 64); err != nil {
			t.Fatal(err)
		}
	}
	fmt.Printf("chaos: CARAVAN_CHAOS_SEED=%d\n", n)
	return rand.New(rand.NewPCG(n, 1))
}
