// Package kannel sends text messages through a Kannel gateway (1.4), over its
// HTTP interface. A channel is one list: the number under which the gateway,
// or the operator behind it, knows who has asked for messages; Caravan never
// does. The gateway says at once whether it took a message, and what became of
// it later, to Reports. It heeds no key, so what became of an attempt without
// an answer or a report only a person can say.
package kannel

import (
	"net/url"
	"regexp"
	"strings"

	"caravan/internal/platforms"
)

// Credential fields.
const (
	fieldServer   = "server"
	fieldUsername = "username"
	fieldPassword = "password"
	fieldRoute    = "route"
	fieldReports  = "report_url"
)

// Profile describes the platform.
func Profile() platforms.Profile {
	return platforms.SMSProfile("kannel", "the gateway or the operator counts them",
		platforms.Field{Name: fieldServer, Label: "credential.kannel.server", Required: true},
		platforms.Field{Name: fieldUsername, Label: "credential.kannel.username", Required: true},
		platforms.Field{Name: fieldPassword, Label: "credential.kannel.password", Secret: true, Required: true},
		platforms.Field{Name: platforms.FieldSMSList, Label: "credential.kannel.list_number", Required: true},
		platforms.Field{Name: platforms.FieldSMSSender, Label: "credential.kannel.sms_sender"},
		platforms.Field{Name: fieldRoute, Label: "credential.kannel.route"},
		platforms.Field{Name: fieldReports, Label: "credential.kannel.report_url"},
	)
}

// A Connector sends to one list. Besides [platforms.Connector] it is an
// [platforms.Inspector].
type Connector struct {
	client  *platforms.Client
	base    *url.URL
	set     platforms.Credentials
	reports *url.URL // nil: none are asked for
	limits  []platforms.Limit
}

// New returns the connector of one list. The error is a *platforms.Failure of
// class Locked if the credentials cannot be of any.
func New(client *platforms.Client, s platforms.Settings) (*Connector, error) {
	base, err := s.Server(fieldServer)
	if err != nil {
		return nil, err
	}
	c := &Connector{client: client, base: base, set: s.Credentials, limits: Profile().Over(s.Limits)}
	if c.set[fieldUsername] == "" || c.set[fieldPassword] == "" {
		return nil, platforms.Fail(platforms.Locked, "there is no user of the gateway")
	}
	if err := platforms.CheckSMS(c.set); err != nil {
		return nil, err
	}
	if strings.ContainsAny(c.set[fieldRoute], "\r\n") {
		return nil, platforms.Unfit(fieldRoute, "the route is one word")
	}
	if c.set[fieldReports] != "" {
		// The gateway reads a percent sign as the beginning of one of its own
		// escapes, and everything after a question mark is ours.
		if c.reports, err = s.Server(fieldReports); err != nil || strings.ContainsAny(c.set[fieldReports], "%?#") {
			return nil, platforms.Unfit(fieldReports, "the address for reports cannot be used")
		}
	}
	return c, nil
}

// Check implements [platforms.Connector].
func (c *Connector) Check(post platforms.Post) []platforms.Objection {
	return platforms.CheckPost(post.Content, c.limits, nil)
}

// safeKey is what may stand in the address of a report.
var safeKey = regexp.MustCompile(`^[A-Za-z0-9-]{1,55}$`)
