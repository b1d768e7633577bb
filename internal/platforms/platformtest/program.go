package platformtest

import (
	"bufio"
	"context"
	"io"
	"net"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"
)

// A Program is a server of the test's own.
type Program struct {
	lines <-chan string
}

// Start runs a program until the test ends.
func Start(t *testing.T, binary string, args ...string) Program {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	cmd := exec.CommandContext(ctx, binary, args...) //nolint:gosec // the test names it
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGTERM) }
	cmd.WaitDelay = 10 * time.Second
	stdin, err := cmd.StdinPipe() // some end with their input
	if err != nil {
		t.Fatal(err)
	}
	read, write := io.Pipe()
	cmd.Stdout, cmd.Stderr = write, write
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := make(chan string, 1000)
	done := make(chan struct{})
	go func() {
		defer close(done)
		for scan := bufio.NewScanner(read); scan.Scan(); {
			select {
			case lines <- scan.Text():
			default: // nobody waits for it
			}
		}
	}()
	t.Cleanup(func() {
		_ = stdin.Close()
		cancel()
		_ = cmd.Wait()
		_ = write.Close()
		<-done
	})
	return Program{lines}
}

// Await returns the next line of what the program prints that holds some words.
func (p Program) Await(t *testing.T, words string) string {
	t.Helper()
	var seen []string
	for deadline := time.After(30 * time.Second); ; {
		select {
		case line := <-p.lines:
			if seen = append(seen, line); strings.Contains(line, words) {
				return line
			}
		case <-deadline:
			t.Fatalf("%q does not come; seen:\n%s", words, strings.Join(seen, "\n"))
		}
	}
}

// FreeAddr returns an address of this machine that nobody listens on now.
func FreeAddr(t *testing.T) string {
	t.Helper()
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	return l.Addr().String()
}

// FreePort returns the port of such an address.
func FreePort(t *testing.T) string {
	t.Helper()
	_, port, err := net.SplitHostPort(FreeAddr(t))
	if err != nil {
		t.Fatal(err)
	}
	return port
}
