// Caravan runs counter- and alternative-narrative campaigns: planned by media
// NGOs, approved by ministries, distributed over many platforms, measured and
// compared. Everything it can do is listed by caravan --help.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	"caravan/internal/cli"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second signal ends the process at once
	code := cli.Run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	os.Exit(code)
}
