// Package emailtest is a mail server that keeps what it is given in memory and
// takes its orders as a [platformtest.Simulator]. It speaks SMTP on a port of
// its own, with sign-in and, if asked, TLS.
package emailtest

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"log/slog"
	"net"
	"slices"
	"sync"
	"testing"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"

	"caravan/internal/platforms/platformtest"
)

// The account of the server.
const (
	Username = "caravan@list.example"
	Password = "sim-smtp-password-88f0" //nolint:gosec // it opens nothing but this simulator
)

// Server is one mail server. It is safe for concurrent use.
type Server struct {
	platformtest.Faults

	Addr string // host and port

	smtp     *smtp.Server
	listener net.Listener
	mu       sync.Mutex
	mail     []Mail
}

// Listen starts a server, with STARTTLS if a configuration is given, that
// stops when the test ends.
func Listen(tb testing.TB, config *tls.Config) *Server {
	tb.Helper()
	s, l := prepare(tb, config)
	serve(tb, s, l)
	return s
}

// ListenTLS starts a server that speaks TLS from the first byte.
func ListenTLS(tb testing.TB, config *tls.Config) *Server {
	tb.Helper()
	s, l := prepare(tb, nil)
	serve(tb, s, tls.NewListener(l, config))
	return s
}

func prepare(tb testing.TB, config *tls.Config) (*Server, net.Listener) {
	tb.Helper()
	l, err := (&net.ListenConfig{}).Listen(tb.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		tb.Fatal(err)
	}
	s := &Server{Addr: l.Addr().String(), listener: l}
	s.smtp = smtp.NewServer(smtp.BackendFunc(func(c *smtp.Conn) (smtp.Session, error) {
		return &session{server: s, conn: c}, nil
	}))
	s.smtp.Domain = "mail.example"
	s.smtp.TLSConfig = config
	s.smtp.AllowInsecureAuth = true
	s.smtp.EnableDSN = true
	s.smtp.EnableSMTPUTF8 = true
	s.smtp.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, slog.LevelError)
	return s, l
}

func serve(tb testing.TB, s *Server, l net.Listener) {
	tb.Helper()
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = s.smtp.Serve(l)
	}()
	tb.Cleanup(func() {
		s.Stop()
		<-done
	})
}

// Stop makes the server unreachable. It closes the listener itself, for the
// server may not have come to know it yet.
func (s *Server) Stop() {
	_ = s.listener.Close()
	_ = s.smtp.Close()
}

// Mail returns every message that was taken, in order.
func (s *Server) Mail() []Mail {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Mail(nil), s.mail...)
}

// Accepted implements [platformtest.Simulator].
func (s *Server) Accepted() []platformtest.Stored {
	var list []platformtest.Stored
	for _, m := range s.Mail() {
		list = append(list, m.stored())
	}
	return list
}

// Grow implements [platformtest.Simulator]; a mail server counts nothing.
func (*Server) Grow(string, platformtest.Counters) {}

// Break implements [platformtest.Simulator]; a mail server answers no
// questions.
func (*Server) Break(string) {}

// Remove implements [platformtest.Simulator]; mail cannot be taken back.
func (*Server) Remove(string) {}

// keep takes a message.
func (s *Server) keep(m Mail) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.mail = append(s.mail, m)
}

// session is one connection.
type session struct {
	server *Server
	conn   *smtp.Conn
	user   string
	fault  platformtest.Fault
	mail   Mail
}

func reply(code int, status smtp.EnhancedCode, text string) error {
	return &smtp.SMTPError{Code: code, EnhancedCode: status, Message: text}
}

// AuthMechanisms implements [smtp.AuthSession].
func (*session) AuthMechanisms() []string { return []string{sasl.Plain} }

// Auth implements [smtp.AuthSession]. Its refusal repeats the password, as a
// careless server might.
func (s *session) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, username, password string) error {
		expired := s.server.Take(platformtest.Expired).Kind == platformtest.Expired
		if expired || username != Username || password != Password {
			return reply(535, smtp.EnhancedCode{5, 7, 8}, "Wrong password "+password)
		}
		s.user = username
		return nil
	}), nil
}

// Mail implements [smtp.Session].
func (s *session) Mail(from string, o *smtp.MailOptions) error {
	if s.user == "" {
		return reply(530, smtp.EnhancedCode{5, 7, 0}, "Sign in first")
	}
	s.mail = Mail{From: from, Return: string(o.Return)}
	s.fault = s.server.Take()
	if s.meets(platformtest.RateLimited) {
		return reply(450, smtp.EnhancedCode{4, 7, 1}, "Too much mail, "+Password)
	}
	if s.meets(platformtest.Forbidden) {
		return reply(553, smtp.EnhancedCode{5, 7, 1}, "Not your address, "+Password)
	}
	return nil
}

// Rcpt implements [smtp.Session].
func (s *session) Rcpt(to string, o *smtp.RcptOptions) error {
	if s.meets(platformtest.Invalid) {
		return reply(max(s.fault.Code, 550), smtp.EnhancedCode{5, 1, 1}, "No such list, "+Password)
	}
	s.mail.To = to
	for _, n := range o.Notify {
		s.mail.Notify = append(s.mail.Notify, string(n))
	}
	return nil
}

var errCut = errors.New("connection cut")

// Data implements [smtp.Session].
func (s *session) Data(r io.Reader) error {
	content, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	s.mail.Content = content
	if !s.meets(platformtest.Broken, platformtest.HungBefore) {
		s.server.keep(s.mail)
	}
	if s.meets(platformtest.HungBefore, platformtest.HungAfter) {
		s.hang()
	}
	if s.meets(platformtest.Garbage) {
		_, _ = s.conn.Conn().Write([]byte("<html>Bad Gateway\r\n"))
	}
	if s.meets(platformtest.Broken, platformtest.HungBefore, platformtest.HungAfter, platformtest.Cut, platformtest.Garbage) {
		_ = s.conn.Conn().Close()
		return errCut
	}
	s.fault.Delay()
	return reply(250, smtp.EnhancedCode{2, 0, 0}, "Ok: queued as 2E96CA7E8C1")
}

// meets reports whether the message meets a fault of one of the kinds.
func (s *session) meets(kinds ...platformtest.FaultKind) bool {
	return slices.Contains(kinds, s.fault.Kind)
}

// hang answers nothing until the other side hangs up.
func (s *session) hang() {
	ctx, cancel := context.WithCancel(context.Background())
	go func() {
		defer cancel()
		_, _ = io.Copy(io.Discard, s.conn.Conn())
	}()
	s.fault.Hang(ctx)
}

// Reset implements [smtp.Session].
func (*session) Reset() {}

// Logout implements [smtp.Session].
func (*session) Logout() error { return nil }
