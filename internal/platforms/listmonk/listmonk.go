// Package listmonk sends one campaign to one list of a listmonk server (4 and
// newer), over its HTTP API. The server knows the subscribers; Caravan never
// does. A campaign carries the key of the post as a tag, so that one that was
// prepared or begun is found again.
package listmonk

import (
	"net/url"
	"strconv"
	"strings"
	"time"

	"caravan/internal/platforms"
)

// Credential fields.
const (
	fieldServer = "server"
	fieldUser   = "username"
	fieldToken  = "access_token"
	fieldList   = "list_id"
	fieldFrom   = "from_address"
)

// Native names of the metrics. What was delivered is reckoned of two.
const (
	delivered = "sent_less_bounces"
	views     = "views"
	clicks    = "clicks"
)

// settled is how long mail may be on its way.
const settled = 5 * 24 * time.Hour

// Profile describes the platform. The size limits are ours.
func Profile() platforms.Profile {
	return platforms.Profile{
		Name:         "listmonk",
		Version:      1,
		ChannelClass: platforms.Email,
		Delivery:     platforms.Searchable,
		Settle:       time.Minute,
		Rate:         platforms.Rate{Posts: 20, Per: time.Hour},
		Limits: []platforms.Limit{
			{Field: platforms.FieldTitle, Unit: platforms.Graphemes, Max: 200},
			{Field: platforms.FieldBody, Unit: platforms.Bytes, Max: 64 << 10},
		},
		Metrics: []platforms.Metric{
			platforms.Events("messages_read", views, "tracking pictures loaded; blocked by some readers, loaded by the servers of others; none without one in the template", settled),
			platforms.Events("clicks", clicks, "times the link was followed, as the server counts", settled),
			{
				Name: "messages_delivered", Native: delivered, Family: "messages_delivered", Unit: "messages", Kind: platforms.Counter,
				Additive: platforms.Summable(), Settle: settled, Threshold: "messages handed over, less those that came back",
			},
		},
		Fields: []platforms.Field{
			{Name: fieldServer, Label: "credential.listmonk.server", Required: true},
			{Name: fieldUser, Label: "credential.listmonk.username", Required: true},
			{Name: fieldToken, Label: "credential.listmonk.access_token", Secret: true, Required: true},
			{Name: fieldList, Label: "credential.listmonk.list_id", Required: true},
			{Name: fieldFrom, Label: "credential.listmonk.from_address"},
		},
		Schedule: platforms.Schedule(),
	}
}

// A Connector sends to one list. It can find, measure, retract and inspect.
type Connector struct {
	client *platforms.Client
	base   *url.URL
	user   string
	token  string
	list   int64
	from   string
	limits []platforms.Limit
}

// New returns the connector of one list. The error is a *platforms.Failure of
// class Locked if the credentials cannot be of any.
func New(client *platforms.Client, s platforms.Settings) (*Connector, error) {
	base, err := s.Server(fieldServer)
	if err != nil {
		return nil, err
	}
	user, token := s.Credentials[fieldUser], s.Credentials[fieldToken]
	if user == "" || token == "" {
		return nil, platforms.Fail(platforms.Locked, "there is no user of the API")
	}
	list, err := strconv.ParseInt(s.Credentials[fieldList], 10, 64)
	if err != nil || list <= 0 {
		return nil, platforms.Unfit(fieldList, "the list is named by its number, such as 3")
	}
	return &Connector{client, base, user, token, list, s.Credentials[fieldFrom], Profile().Over(s.Limits)}, nil
}

// Check implements [platforms.Connector].
func (c *Connector) Check(post platforms.Post) []platforms.Objection {
	list := platforms.Require(post.Content, platforms.FieldTitle, platforms.FieldBody)
	if strings.ContainsAny(post.Title, "\r\n") {
		list = append(list, platforms.Objection{Field: platforms.FieldTitle, Code: platforms.CodeInvalid, Detail: "a subject is one line"})
	}
	list = append(list, platforms.Check(post.Content, c.limits)...)
	return append(list, platforms.CheckMedia(post.Content, nil)...)
}
