package cli

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"

	"caravan/internal/distribution"
	"caravan/internal/platforms/email"
)

type bounceIntake struct {
	BounceAddr   string `env:"CARAVAN_BOUNCE_ADDR" help:"Address to take delivery reports of mail on, such as :25; empty to take none."`
	BounceDomain string `env:"CARAVAN_BOUNCE_DOMAIN" help:"Domain that delivery reports come to: its MX record leads here, and channels for mail name it."`
}

// takeBounces takes delivery reports until ctx ends. Without an address it
// takes none and returns at once.
func (b bounceIntake) takeBounces(ctx context.Context, desk *distribution.Desk, log *slog.Logger) error {
	if b.BounceAddr == "" {
		return nil
	}
	if b.BounceDomain == "" {
		return errors.New("name the domain of delivery reports with CARAVAN_BOUNCE_DOMAIN")
	}
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", b.BounceAddr)
	if err != nil {
		return fmt.Errorf("listen for delivery reports: %w", err)
	}
	return bounces(b.BounceDomain, desk, log).Serve(ctx, listener)
}

// bounces is the mail server that hands delivery reports to the desk.
func bounces(domain string, desk *distribution.Desk, log *slog.Logger) *email.Bounces {
	return &email.Bounces{
		Domain: domain, Log: log,
		Take: func(ctx context.Context, bounces []email.Bounce) error {
			for _, b := range bounces {
				if err := report(ctx, desk, b); err != nil {
					return err
				}
			}
			return nil
		},
	}
}

// report hands a bounce to the desk if it settles what became of a message.
// What became of the copy of one subscriber is the list's to know.
func report(ctx context.Context, desk *distribution.Desk, b email.Bounce) error {
	switch {
	case b.Arrived():
		return desk.Report(ctx, distribution.Report{Key: b.Key, Arrived: true})
	case b.Permanent() && b.Recipient != email.AMember:
		return desk.Report(ctx, distribution.Report{Key: b.Key, Reason: b.Status})
	}
	return nil
}
