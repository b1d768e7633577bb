// Package cli is the command line: commands, configuration and wiring. Every
// option has a flag and an environment variable; --help is their reference.
package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"slices"
	"time"
	_ "time/tzdata" // zones must not depend on the machine

	"github.com/alecthomas/kong"

	"caravan/internal/audit"
	"caravan/internal/store"
)

// version is set when a release is built.
var version = "development"

// An outside is what a command may use of the world.
type outside struct {
	ctx context.Context
	out io.Writer
	log *slog.Logger
	now func() time.Time

	configuration slog.Attr // what the command was told, without secrets
}

type commands struct {
	Log logging `embed:"" prefix:"log-"`

	Serve     serve         `cmd:"" default:"withargs" help:"Run everything in one process (the default)."`
	API       apiOnly       `cmd:"" name:"api" help:"Answer requests."`
	Worker    workerOnly    `cmd:"" help:"Do what is owed, save for publishing."`
	Publisher publisherOnly `cmd:"" help:"Publish."`
	Migrate   migrate       `cmd:"" help:"Bring the database schema up to date."`
	Demo      demoCmd       `cmd:"" help:"Fill an empty database with a demonstration."`
	Person    person        `cmd:"" help:"Look after people."`
	Hook      hookCommand   `cmd:"" help:"Say where reports on the posts of a channel are taken, and the key that they are signed with."`
	Listeners listeners     `cmd:"" help:"Count who listened to a spot, in the log of the station's Icecast. Nothing is kept."`
	Keys      keys          `cmd:"" help:"Look after the keys that credentials of channels are sealed with."`
	Tokens    tokens        `cmd:"" help:"Look after the credentials of channels."`
	Audit     auditCommands `cmd:"" help:"Look after the audit trail."`
	Health    health        `cmd:"" help:"Ask a running process whether it is ready."`
	Version   versionCmd    `cmd:"" help:"Print the version."`
}

// Run runs one command until it is done or ctx ends, and returns the exit
// code of the process.
func Run(ctx context.Context, args []string, out, errs io.Writer) int {
	var all commands
	exited := -1
	parser, err := newParser(&all, out, errs, func(code int) { exited = code })
	if err != nil {
		_, _ = fmt.Fprintln(errs, err)
		return 2
	}
	command, err := parser.Parse(args)
	if exited >= 0 {
		return exited
	}
	if err != nil {
		_, _ = fmt.Fprintf(errs, "caravan: %v\nSee caravan --help.\n", err)
		if slices.Contains(args, "verify") {
			return int(audit.Unreadable) // its other codes are findings
		}
		return 2
	}
	return exitCode(command.Run(&outside{ctx, out, all.Log.open(errs), clock, configuration(command)}), errs)
}

// coded is an error with the exit code of the process; without a cause it was
// told already.
type coded struct {
	code  int
	cause error
}

// Error implements error.
func (c *coded) Error() string { return fmt.Sprint(c.cause) }

// exitCode says what went wrong.
func exitCode(err error, errs io.Writer) int {
	if err == nil {
		return 0
	}
	code, special := errors.AsType[*coded](err)
	if !special || code.cause != nil {
		_, _ = fmt.Fprintf(errs, "caravan: %v\n", err)
	}
	if special {
		return code.code
	}
	return 1
}

// newParser returns the parser of all commands. Exit is called in place of
// ending the process, after help for instance.
func newParser(all *commands, out, errs io.Writer, exit func(int)) (*kong.Kong, error) {
	return kong.New(all, kong.Name("caravan"), kong.Writers(out, errs), kong.Exit(exit),
		kong.Description("Counter- and alternative-narrative campaigns: plan, approve, publish, measure, compare."))
}

// clock is the time that everything is told: UTC, in microseconds, because
// that is what both databases keep.
func clock() time.Time { return time.Now().UTC().Truncate(time.Microsecond) }

type database struct {
	DatabaseURL          string `env:"CARAVAN_DATABASE_URL" help:"Postgres address; empty for the embedded database in the data directory."`
	DatabasePasswordFile string `env:"CARAVAN_DATABASE_PASSWORD_FILE" type:"path" help:"A file that holds the password of the database."`
	Data                 string `env:"CARAVAN_DATA" default:"data" type:"path" help:"Directory of the embedded database."`
}

// embedded reports whether the database is a file of this process.
func (d database) embedded() bool { return d.DatabaseURL == "" }

type migrate struct{ database }

// Run migrates and says so.
func (m *migrate) Run(w *outside) error {
	records, err := m.open(w)
	if err != nil {
		return err
	}
	defer closeQuietly(records)
	if err := records.Migrate(w.ctx); err != nil {
		return err
	}
	_, _ = fmt.Fprintln(w.out, "The schema is up to date.")
	return nil
}

type versionCmd struct{}

// Run prints the version.
func (versionCmd) Run(w *outside) error {
	_, err := fmt.Fprintln(w.out, version)
	return err
}

func closeQuietly(records *store.Store) { _ = records.Close() }
