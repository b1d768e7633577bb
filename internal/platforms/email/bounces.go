package email

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"strings"
	"time"

	"github.com/emersion/go-smtp"
	"golang.org/x/net/netutil"
)

// bouncePrefix begins the local part of the address that reports come back to.
const bouncePrefix = "bounces+"

// Bounces is the mail server that delivery reports come back to. It takes
// mail without a sender, to bounces+KEY at its domain, of at most 1 MiB, and
// nothing else; it never sends any.
type Bounces struct {
	Domain string
	Log    *slog.Logger

	// Take is given what was reported. After an error the reporting server
	// keeps the report and brings it again.
	Take func(ctx context.Context, bounces []Bounce) error
}

const (
	largestReport  = 1 << 20
	longestLine    = 8 << 10
	mostSessions   = 32
	sessionTimeout = 30 * time.Second
)

// Serve takes reports until ctx ends, and returns nil then. It closes the
// listener.
func (b *Bounces) Serve(ctx context.Context, l net.Listener) error {
	server := smtp.NewServer(smtp.BackendFunc(func(*smtp.Conn) (smtp.Session, error) {
		return &intake{ctx: ctx, bounces: b}, nil
	}))
	server.Domain = b.Domain
	server.MaxRecipients = 1
	server.MaxMessageBytes = largestReport
	server.MaxLineLength = longestLine
	server.ReadTimeout, server.WriteTimeout = sessionTimeout, sessionTimeout
	server.EnableSMTPUTF8 = true // or a server that writes international reports could not bring them
	server.ErrorLog = slog.NewLogLogger(b.Log.Handler(), slog.LevelWarn)

	stop := context.AfterFunc(ctx, func() {
		_ = l.Close() // the server may not have come to know it yet
		_ = server.Close()
	})
	defer stop()
	err := server.Serve(netutil.LimitListener(l, mostSessions))
	if ctx.Err() != nil || errors.Is(err, smtp.ErrServerClosed) {
		return nil
	}
	return err
}

// intake is one session with a server that brings reports.
type intake struct {
	ctx     context.Context //nolint:containedctx // go-smtp gives its sessions none
	bounces *Bounces
	key     string
}

// Mail takes only what has no sender, as reports do.
func (s *intake) Mail(from string, _ *smtp.MailOptions) error {
	if from != "" {
		return &smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 7, 1}, Message: "Only delivery reports are taken here"}
	}
	return nil
}

// Rcpt takes only addresses that posts were sent from.
func (s *intake) Rcpt(to string, _ *smtp.RcptOptions) error {
	local, domain := cutAddress(to)
	n := min(len(bouncePrefix), len(local))
	prefix, key := local[:n], local[n:]
	if !strings.EqualFold(domain, s.bounces.Domain) || !strings.EqualFold(prefix, bouncePrefix) || !safeKey.MatchString(key) {
		return &smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 1, 1}, Message: "No such address"}
	}
	s.key = key
	return nil
}

// Data reads a report.
func (s *intake) Data(r io.Reader) error {
	bounces, err := ParseReport(r)
	if err != nil {
		return &smtp.SMTPError{Code: 554, EnhancedCode: smtp.EnhancedCode{5, 6, 0}, Message: "Not a delivery report"}
	}
	for i := range bounces {
		bounces[i].Key = s.key
	}
	if err := s.bounces.Take(s.ctx, bounces); err != nil {
		s.bounces.Log.ErrorContext(s.ctx, "delivery report not taken", slog.Any("error", err))
		return &smtp.SMTPError{Code: 451, EnhancedCode: smtp.EnhancedCode{4, 3, 0}, Message: "Try again later"}
	}
	return nil
}

// Reset implements [smtp.Session].
func (s *intake) Reset() { s.key = "" }

// Logout implements [smtp.Session].
func (s *intake) Logout() error { return nil }
