// Package smpp sends text messages straight to an operator's SMSC, over SMPP
// 3.4. A channel is one list: the number under which the operator knows who
// has asked for messages; Caravan never does. A session lasts for one message:
// it signs in, hands over the parts and leaves. What became of them the SMSC is
// asked in sessions of their own, or says in receipts; how many telephones that
// were, only the operator counts. The protocol has no key, so what became of an
// attempt without an answer only a person can say.
package smpp

import (
	"net"
	"strconv"
	"strings"

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

// Profile describes the platform.
func Profile() platforms.Profile {
	return platforms.SMSProfile("smpp", "the operator counts them",
		platforms.Field{Name: fieldHost, Label: "credential.smpp.smsc_host", Required: true},
		platforms.Field{Name: fieldPort, Label: "credential.smpp.port", Default: "2775"},
		platforms.Field{Name: fieldTLS, Label: "credential.smpp.tls", Default: noTLS, Options: []string{noTLS, allTLS}},
		platforms.Field{Name: fieldSystem, Label: "credential.smpp.system_id", Required: true},
		platforms.Field{Name: fieldPassword, Label: "credential.smpp.password", Secret: true, Required: true},
		platforms.Field{Name: fieldType, Label: "credential.smpp.system_type"},
		platforms.Field{Name: platforms.FieldSMSList, Label: "credential.smpp.list_number", Required: true},
		platforms.Field{Name: platforms.FieldSMSSender, Label: "credential.smpp.sms_sender"},
	)
}

// A Connector sends to one list. Besides [platforms.Connector] it is a
// [platforms.Confirmer] and an [platforms.Inspector].
type Connector struct {
	client  *platforms.Client
	set     platforms.Credentials
	address string // of the SMSC
	limits  []platforms.Limit
}

// New returns the connector of one list. The error is a *platforms.Failure of
// class Locked if the credentials cannot be of any.
func New(client *platforms.Client, s platforms.Settings) (*Connector, error) {
	set, err := Profile().Fill(s.Credentials)
	if err != nil {
		return nil, err
	}
	c := &Connector{client: client, set: set, limits: Profile().Over(s.Limits)}
	for field, longest := range map[string]int{fieldSystem: longestSystem, fieldPassword: longestPassword, fieldType: longestType} {
		if len(c.set[field]) > longest || strings.ContainsRune(c.set[field], 0) {
			return nil, platforms.Unfit(field, "%s is longer than %d bytes", field, longest)
		}
	}
	if port, err := strconv.ParseUint(c.set[fieldPort], 10, 16); err != nil || port == 0 {
		return nil, platforms.Unfit(fieldPort, "the port is no number of a port")
	}
	if err := platforms.CheckSMS(c.set); err != nil {
		return nil, err
	}
	c.address = net.JoinHostPort(c.set[fieldHost], c.set[fieldPort])
	return c, nil
}

// Check implements [platforms.Connector].
func (c *Connector) Check(post platforms.Post) []platforms.Objection {
	return platforms.CheckPost(post.Content, c.limits, nil)
}
