// Package email sends one message to one mailing list. The list's own server
// knows the subscribers; Caravan never does. A mail server says whether it
// took a message, not whether anybody read it, so a post is Accepted at best:
// the delivery reports that come back to Bounces say more. After a connection
// lost between the end of the message and the reply only a person can tell,
// because mail has no idempotency key.
package email

import (
	"net"
	"net/mail"
	"regexp"
	"strings"
	"time"

	gomail "github.com/wneessen/go-mail"

	"caravan/internal/platforms"
)

// Credential fields.
const (
	fieldHost         = "host"
	fieldPort         = "port"
	fieldTLS          = "tls"
	fieldUsername     = "username"
	fieldPassword     = "password"
	fieldFrom         = "from_address"
	fieldFromName     = "from_name"
	fieldList         = "list_address"
	fieldListID       = "list_id"
	fieldUnsubscribe  = "unsubscribe_url"
	fieldUnsubMail    = "unsubscribe_address"
	fieldBounces      = "bounce_domain"
	fieldDKIMDomain   = "dkim_domain"
	fieldDKIMSelector = "dkim_selector"
	fieldDKIMKey      = "dkim_key"
)

// The values of the field tls.
const (
	startTLS = "starttls" // on a connection that begins in clear; the usual one
	allTLS   = "tls"      // from the first byte
	noTLS    = "none"     // only to an address on the allow list of the way out
)

// settled is how long delivery reports of mail may take.
const settled = 5 * 24 * time.Hour

// Profile describes the platform. The size limits are ours: mail that is
// larger is cut or put aside by those who read it on a phone.
func Profile() platforms.Profile {
	return platforms.Profile{
		Name:         "email",
		Version:      1,
		ChannelClass: platforms.Email,
		Delivery:     platforms.Opaque,
		Settle:       10 * time.Minute,
		Rate:         platforms.Rate{Posts: 20, Per: time.Hour},
		Limits: []platforms.Limit{
			{Field: platforms.FieldTitle, Unit: platforms.Graphemes, Max: 200},
			{Field: platforms.FieldBody, Unit: platforms.Bytes, Max: 64 << 10},
			{Field: platforms.FieldMedia, Unit: platforms.Items, Max: 4},
			{Field: platforms.FieldMedia, Unit: platforms.Bytes, Max: 2 << 20},
		},
		MediaTypes: []string{"image/jpeg", "image/png", "image/gif"},
		Metrics: []platforms.Metric{
			platforms.ByHand("messages_delivered", "list_delivered", "messages", "copies the list's server handed over, less those that came back", settled),
			platforms.ByHand("messages_read", "list_opens", "messages", "tracking pictures loaded; blocked by some readers, loaded by the servers of others", settled),
			platforms.ByHand("clicks", "list_clicks", "events", "links followed, as the list's server counts them", settled),
			{
				Name: "followers", Native: "list_members", Family: "followers", Unit: "accounts",
				Kind: platforms.Gauge, Threshold: "subscribed addresses", Manual: true,
			},
		},
		Fields: fields(),
	}
}

// fields of the account form.
func fields() []platforms.Field {
	field := func(name string) platforms.Field {
		return platforms.Field{Name: name, Label: "credential.email." + name}
	}
	required := func(f platforms.Field) platforms.Field { f.Required = true; return f }
	secret := func(f platforms.Field) platforms.Field { f.Secret = true; return f }
	port, encryption := field(fieldPort), field(fieldTLS)
	port.Default = "587"
	encryption.Default, encryption.Options = startTLS, []string{startTLS, allTLS, noTLS}
	return []platforms.Field{
		required(field(fieldHost)), port, encryption, field(fieldUsername), secret(field(fieldPassword)),
		required(field(fieldFrom)), field(fieldFromName), required(field(fieldList)), field(fieldListID),
		field(fieldUnsubscribe), field(fieldUnsubMail), field(fieldBounces),
		field(fieldDKIMDomain), field(fieldDKIMSelector), secret(field(fieldDKIMKey)),
	}
}

// A Connector sends to one mailing list. Besides [platforms.Connector] it is
// an [platforms.Inspector].
type Connector struct {
	client   *platforms.Client
	set      platforms.Credentials
	from     mail.Address
	list     mail.Address
	settings platforms.Settings
	limits   []platforms.Limit
	dkim     *gomail.DKIMSigner
}

// New returns the connector of one list. The error is a *platforms.Failure of
// class Locked if the credentials cannot be of any.
func New(client *platforms.Client, s platforms.Settings) (*Connector, error) {
	set, err := Profile().Fill(s.Credentials)
	if err != nil {
		return nil, err
	}
	c := &Connector{client: client, set: set, settings: s, limits: Profile().Over(s.Limits)}
	for name, into := range map[string]*mail.Address{fieldFrom: &c.from, fieldList: &c.list} {
		address, err := parseAddress(c.set[name])
		if err != nil {
			return nil, platforms.Unfit(name, "%s cannot be read", name)
		}
		*into = *address
	}
	c.from.Name = c.set[fieldFromName]
	if err := c.readKey(); err != nil {
		return nil, err
	}
	return c, nil
}

// parseAddress reads a bare address in ASCII, which every mail server takes.
func parseAddress(text string) (*mail.Address, error) {
	address, err := mail.ParseAddress(text)
	if err != nil || address.Address != text || strings.ContainsFunc(text, func(r rune) bool { return r > '~' }) {
		return nil, platforms.Fail(platforms.Locked, "an address cannot be read")
	}
	return address, nil
}

// readKey prepares the signature that covers the unsubscribe headers, which
// large receivers ask of whoever writes to many.
func (c *Connector) readKey() error {
	if c.set[fieldDKIMKey] == "" {
		return nil
	}
	key, err := gomail.PrivKeyFromPEM([]byte(c.set[fieldDKIMKey]))
	if err != nil {
		return platforms.Unfit(fieldDKIMKey, "%s cannot be read", fieldDKIMKey)
	}
	c.dkim = gomail.NewDKIMSigner(c.set[fieldDKIMDomain], c.set[fieldDKIMSelector], key)
	c.dkim.NowFunc = c.client.Now
	c.dkim.SignHeaders("From", "To", "Subject", "Date", "Message-ID", "MIME-Version", "Content-Type",
		"List-Id", "List-Unsubscribe", "List-Unsubscribe-Post")
	if err := c.dkim.ValidateConfig(); err != nil {
		return platforms.Fail(platforms.Locked, "signature: %w", err)
	}
	return nil
}

// server is the host and port that mail is handed to.
func (c *Connector) server() string { return net.JoinHostPort(c.set[fieldHost], c.set[fieldPort]) }

// Check implements [platforms.Connector].
func (c *Connector) Check(post platforms.Post) []platforms.Objection {
	list := platforms.Require(post.Content, platforms.FieldTitle, platforms.FieldBody)
	if strings.ContainsAny(post.Title, "\r\n") {
		list = append(list, platforms.Objection{
			Field: platforms.FieldTitle, Code: platforms.CodeInvalid, Detail: "a subject is one line",
		})
	}
	list = append(list, platforms.Check(post.Content, c.limits)...)
	return append(list, platforms.CheckMedia(post.Content, Profile().MediaTypes)...)
}

// safeKey is what may stand in the local part of an address.
var safeKey = regexp.MustCompile(`^[A-Za-z0-9-]{1,55}$`)
