package cli

import (
	"fmt"
	"io"
	"log/slog"
	"net/url"

	"github.com/alecthomas/kong"
)

type logging struct {
	Level  slog.Level `env:"CARAVAN_LOG_LEVEL" default:"info" help:"The least that is worth a line: debug, info, warn or error."`
	Format string     `env:"CARAVAN_LOG_FORMAT" enum:"text,json" default:"text" help:"How lines are written: text or json."`
}

// open returns the log, in UTC.
func (l logging) open(to io.Writer) *slog.Logger {
	options := &slog.HandlerOptions{Level: l.Level, ReplaceAttr: inUTC}
	if l.Format == "json" {
		return slog.New(slog.NewJSONHandler(to, options))
	}
	return slog.New(slog.NewTextHandler(to, options))
}

func inUTC(_ []string, a slog.Attr) slog.Attr {
	if a.Value.Kind() == slog.KindTime {
		a.Value = slog.TimeValue(a.Value.Time().UTC())
	}
	return a
}

// configuration is what a command was told, by flags, environment and
// defaults. Options tagged as secret, and passwords in addresses, are masked.
func configuration(command *kong.Context) slog.Attr {
	var options []any
	for _, flag := range command.Flags() {
		given := fmt.Sprint(flag.Target.Interface())
		switch {
		case flag.Name == "help" || flag.Target.IsZero():
			continue
		case flag.Tag.Has("secret"):
			given = masked
		default:
			given = maskPassword(given)
		}
		options = append(options, slog.String(flag.Name, given))
	}
	return slog.Group("configuration", options...)
}

const masked = "[sealed]"

// maskPassword hides what an address says about how to get in.
func maskPassword(given string) string {
	address, err := url.Parse(given)
	if err != nil || address.Host == "" {
		return given
	}
	if _, has := address.User.Password(); has {
		address.User = url.UserPassword(address.User.Username(), "sealed")
	}
	query := address.Query()
	for _, name := range []string{"password", "sslpassword"} {
		if query.Has(name) {
			query.Set(name, "sealed")
			address.RawQuery = query.Encode()
		}
	}
	return address.String()
}
