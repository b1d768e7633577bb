package bench_test

import (
	"bufio"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// start measures how long the program takes to its first answer on an empty
// data directory and on one that is there, and what it holds when idle.
func start(t *testing.T) []figure {
	t.Helper()
	program := filepath.Join(t.TempDir(), "caravan")
	if out, err := exec.Command("go", "build", "-o", program, "caravan").CombinedOutput(); err != nil {
		t.Fatalf("build: %v: %s", err, out)
	}
	data := t.TempDir()
	first, _ := begin(t, program, data)
	again, memory := begin(t, program, data)
	return []figure{
		{What: "first start to first answer", Value: first, Unit: "ms, less is better"},
		{What: "next start to first answer", Value: again, Unit: "ms, less is better"},
		{What: "memory when idle", Value: memory, Unit: "MiB, less is better"},
	}
}

// begin starts the program, asks it once, lets it rest and ends it.
func begin(t *testing.T, program, data string) (ms, mib float64) {
	t.Helper()
	cmd := exec.Command(program, "serve", "--addr=127.0.0.1:0", "--data="+data)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() { _ = cmd.Process.Signal(os.Interrupt); _ = cmd.Wait() }()
	lines := bufio.NewScanner(out)
	lines.Scan()
	response, err := http.Get(regexp.MustCompile(`http://\S+`).FindString(lines.Text()) + "/api/v1/openapi.yaml")
	if err != nil {
		t.Fatal(err)
	}
	_ = response.Body.Close()
	ms = float64(time.Since(began).Microseconds()) / 1000
	<-time.After(3 * time.Second) // idle is measured after a rest
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", cmd.Process.Pid))
	if err != nil {
		return ms, 0 // not told on this machine
	}
	_, rest, _ := strings.Cut(string(status), "VmRSS:")
	var kib float64
	_, _ = fmt.Sscan(rest, &kib)
	return ms, kib / 1024
}
