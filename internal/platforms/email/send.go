package email

import (
	"context"
	"crypto/tls"
	"net"
	"regexp"
	"strconv"
	"time"

	gomail "github.com/wneessen/go-mail"

	"caravan/internal/platforms"
)

// replyTimeout is how long to wait for each reply of the server.
const replyTimeout = 15 * time.Second

// Publish implements [platforms.Connector]. The receipt names the message by
// its key, which begins its Message-ID and is what delivery reports come back
// under; its trace is the queue id, if the server gave one.
func (c *Connector) Publish(ctx context.Context, post platforms.Post) (platforms.Receipt, error) {
	msg, err := c.compose(ctx, post)
	if err != nil {
		return platforms.Receipt{}, err
	}
	err = c.session(ctx, func(client *gomail.Client) error {
		err := client.Send(msg)
		if msg.IsDelivered() {
			return nil // what failed came after the server had taken it
		}
		return err
	})
	if err != nil {
		return platforms.Receipt{}, c.explain(err)
	}
	return platforms.Receipt{
		ID: post.Key, State: platforms.Accepted, Trace: queueID(msg.ServerResponse()),
	}, nil
}

// Inspect implements [platforms.Inspector]: it signs in and leaves.
func (c *Connector) Inspect(ctx context.Context) (platforms.Account, error) {
	if err := c.session(ctx, func(*gomail.Client) error { return nil }); err != nil {
		return platforms.Account{}, c.explain(err)
	}
	return platforms.Account{ID: c.from.Address, Name: c.list.Address}, nil
}

// session signs in, does its work and closes the connection. When ctx ends the
// connection is cut, whatever it is at.
func (c *Connector) session(ctx context.Context, work func(*gomail.Client) error) error {
	var stop func() bool
	dial := func(ctx2 context.Context, _, address string) (net.Conn, error) {
		conn, err := c.dial(ctx2, address)
		if err == nil {
			stop = context.AfterFunc(ctx, func() { _ = conn.Close() })
		}
		return conn, err
	}
	client, err := gomail.NewClient(c.set[fieldHost], append(c.options(), gomail.WithDialContextFunc(dial))...)
	if err != nil {
		return platforms.Fail(platforms.Locked, "mail server: %w", err)
	}
	err = client.DialWithContext(ctx)
	if stop != nil {
		defer stop()
	}
	if err != nil {
		return opening{err}
	}
	defer func() { _ = client.Close() }()
	return work(client)
}

// dial connects as the account says.
func (c *Connector) dial(ctx context.Context, address string) (net.Conn, error) {
	switch c.set[fieldTLS] {
	case allTLS:
		return c.client.DialTLS(ctx, address)
	case noTLS:
		return c.client.DialPlain(ctx, address)
	}
	return c.client.Dial(ctx, address)
}

func (c *Connector) options() []gomail.Option {
	port, err := strconv.Atoi(c.set[fieldPort])
	if err != nil {
		port = 0 // which NewClient refuses
	}
	_, domain := cutAddress(c.from.Address)
	options := []gomail.Option{
		gomail.WithPort(port), gomail.WithTimeout(replyTimeout), gomail.WithHELO(domain),
		gomail.WithoutNoop(), gomail.WithoutRset(),
		// A message that asks for SMTPUTF8 bounces where a server on its way
		// does not know it; ours needs none of it.
		gomail.WithoutSMTPUTF8(),
		gomail.WithDSNMailReturnType(gomail.DSNMailReturnHeadersOnly),
		gomail.WithDSNRcptNotifyType(gomail.DSNRcptNotifySuccess, gomail.DSNRcptNotifyFailure, gomail.DSNRcptNotifyDelay),
	}
	options = append(options, c.encryption(), c.authentication())
	if c.dkim != nil {
		options = append(options, gomail.WithAlwaysDKIMSign(c.dkim))
	}
	return options
}

func (c *Connector) encryption() gomail.Option {
	if c.set[fieldTLS] != startTLS {
		return gomail.WithTLSPolicy(gomail.NoTLS) // there is TLS already, or there is to be none
	}
	return func(client *gomail.Client) error {
		client.SetTLSPolicy(gomail.TLSMandatory)
		return client.SetTLSConfig(&tls.Config{
			ServerName: c.set[fieldHost], RootCAs: c.client.Roots(), MinVersion: tls.VersionTLS12,
		})
	}
}

func (c *Connector) authentication() gomail.Option {
	if c.set[fieldUsername] == "" {
		return gomail.WithSMTPAuth(gomail.SMTPAuthNoAuth)
	}
	return func(client *gomail.Client) error {
		client.SetUsername(c.set[fieldUsername])
		client.SetPassword(c.set[fieldPassword])
		if c.set[fieldTLS] == noTLS {
			client.SetSMTPAuth(gomail.SMTPAuthPlainNoEnc)
			return nil
		}
		return gomail.WithOpportunisticSMTPAuth(gomail.SMTPAuthSCRAMSHA256, gomail.SMTPAuthPlain, gomail.SMTPAuthLogin)(client)
	}
}

var queued = regexp.MustCompile(`queued as ([A-Za-z0-9]+)`)

// queueID is the name the server gave the message, or all it said.
func queueID(response string) string {
	if m := queued.FindStringSubmatch(response); m != nil {
		return m[1]
	}
	return platforms.Reason(response)
}
