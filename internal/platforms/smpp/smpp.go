// Package smpp sends text messages straight to an operator's SMSC, over SMPP
// 3.4. A channel is one list: the number under which the operator knows who
// has asked for messages; Caravan never does. A session lasts for one message:
// it signs in, hands over the parts and leaves. The protocol has no key, so
// what became of an attempt without an answer only a person can say; what
// reached telephones the operator counts.
package smpp

import (
	"net"
	"strconv"
	"strings"
	"time"

	"caravan/internal/platforms"
)

// Credential fields.
const (
	fieldHost     = "smsc_host"
	fieldPort     = "port"
	fieldTLS      = "tls"
	fieldSystem   = "system_id"
	fieldPassword = "password"
	fieldType     = "system_type"
	fieldList     = "list_number"
	fieldSender   = "sms_sender"
)

// The values of the field tls.
const (
	allTLS = "tls"
	noTLS  = "none" // only to an address on the allow list of the way out
)

// The longest that SMPP 3.4 has room for.
const (
	longestSystem   = 15
	longestPassword = 8
	longestType     = 12
)

// mostParts is how many messages one text may take. Each is paid for, once for
// every subscriber.
const mostParts = 6

// settled is how long an operator may go on trying.
const settled = 3 * 24 * time.Hour

// Profile describes the platform.
func Profile() platforms.Profile {
	return platforms.Profile{
		Name:         "smpp",
		Version:      1,
		ChannelClass: platforms.SMS,
		Delivery:     platforms.Opaque,
		Settle:       10 * time.Minute,
		Rate:         platforms.Rate{Posts: 20, Per: time.Hour},
		Limits:       []platforms.Limit{{Field: platforms.FieldText, Unit: platforms.Parts, Max: mostParts}},
		Metrics: []platforms.Metric{
			platforms.ByHand("messages_delivered", "delivered", "messages", "texts that reached a telephone, as the operator counts them", settled),
		},
		Fields: []platforms.Field{
			{Name: fieldHost, Label: "credential.smpp.smsc_host", Required: true},
			{Name: fieldPort, Label: "credential.smpp.port", Default: "2775"},
			{Name: fieldTLS, Label: "credential.smpp.tls", Default: noTLS, Options: []string{noTLS, allTLS}},
			{Name: fieldSystem, Label: "credential.smpp.system_id", Required: true},
			{Name: fieldPassword, Label: "credential.smpp.password", Secret: true, Required: true},
			{Name: fieldType, Label: "credential.smpp.system_type"},
			{Name: fieldList, Label: "credential.smpp.list_number", Required: true},
			{Name: fieldSender, Label: "credential.smpp.sms_sender"},
		},
	}
}

// A Connector sends to one list. Besides [platforms.Connector] it is an
// [platforms.Inspector].
type Connector struct {
	client  *platforms.Client
	set     platforms.Credentials
	address string // of the SMSC
	limits  []platforms.Limit
}

// New returns the connector of one list. The error is a *platforms.Failure of
// class Locked if the credentials cannot be of any.
func New(client *platforms.Client, s platforms.Settings) (*Connector, error) {
	c := &Connector{client: client, set: platforms.Credentials{}, limits: Profile().Over(s.Limits)}
	for _, f := range Profile().Fields {
		c.set[f.Name] = s.Credentials[f.Name]
		if c.set[f.Name] == "" {
			c.set[f.Name] = f.Default
		}
		if f.Required && c.set[f.Name] == "" {
			return nil, platforms.Fail(platforms.Locked, "%s is empty", f.Name)
		}
	}
	for field, longest := range map[string]int{fieldSystem: longestSystem, fieldPassword: longestPassword, fieldType: longestType} {
		if len(c.set[field]) > longest || strings.ContainsRune(c.set[field], 0) {
			return nil, platforms.Fail(platforms.Locked, "%s is longer than %d bytes", field, longest)
		}
	}
	if port, err := strconv.ParseUint(c.set[fieldPort], 10, 16); err != nil || port == 0 {
		return nil, platforms.Fail(platforms.Locked, "the port is no number of a port")
	}
	if !platforms.PhoneNumber(c.set[fieldList]) {
		return nil, platforms.Fail(platforms.Locked, "the list is named by one number, such as 992900000001")
	}
	if sender := c.set[fieldSender]; sender != "" && !platforms.SMSSender(sender) {
		return nil, platforms.Fail(platforms.Locked, "a sender is a number, or up to 11 Latin letters and digits")
	}
	c.address = net.JoinHostPort(c.set[fieldHost], c.set[fieldPort])
	return c, nil
}

// Check implements [platforms.Connector].
func (c *Connector) Check(post platforms.Post) []platforms.Objection {
	return platforms.CheckPost(post.Content, c.limits, nil)
}
