package api

import (
	"context"
	"time"

	"caravan/internal/distribution"
	"caravan/internal/store"
	"caravan/models"
)

// channelFields are the settings of an account.
type channelFields struct {
	Name        string            `json:"name" validate:"required,max=200"`
	Handle      string            `json:"handle" validate:"max=200"`
	Countries   []string          `json:"countries" validate:"required,min=1,max=6,dive,country" doc:"Where its audience lives."`
	Languages   []string          `json:"languages" validate:"required,min=1,max=20,dive,max=60"`
	Zone        string            `json:"zone" validate:"required,max=60" doc:"IANA time zone of its audience."`
	Quiet       models.QuietHours `json:"quiet" doc:"Nothing is sent from one to the other, by the audience's clock."`
	CommentsOff bool              `json:"comments_off" doc:"Nobody can answer there in public; otherwise somebody of the campaign answers in each language."`
	CountClicks bool              `json:"count_clicks" doc:"Links lead over our own address, which counts how often they are followed, and nothing else."`
	PerMinute   int               `json:"per_minute" validate:"min=0,max=600" doc:"Most posts in a minute; 0: as many as the platform takes."`
	Disclosure  string            `json:"disclosure" validate:"max=500" doc:"The line that goes with every post; empty: the campaign's."`
	Reason      string            `json:"reason" validate:"max=500" doc:"Why there is a second account in the language; public."`
}

func (f channelFields) account(platform string) models.Account {
	return models.Account{
		Platform: platform, Name: f.Name, Handle: f.Handle, Countries: f.Countries, Languages: f.Languages, Zone: f.Zone, Quiet: f.Quiet,
		PerMinute: f.PerMinute, Disclosure: f.Disclosure, Reason: f.Reason, CommentsOff: f.CommentsOff, CountClicks: f.CountClicks,
	}
}

// credentialFields open the account. They are sealed and never given back.
type credentialFields struct {
	Credentials distribution.Credentials `json:"credentials" secret:"true" validate:"max=20,dive,max=4000" doc:"By the fields of the platform. Never given back."`
}

type connectChannelRequest struct {
	channelFields
	credentialFields

	Platform string `json:"platform" validate:"required,max=60"`
}

type reviseChannelRequest struct {
	channelFields
	credentialFields

	ID      string `param:"id" json:"-"`
	IfMatch string `header:"If-Match" json:"-"`
}

type channelRequest struct {
	ID string `param:"id" json:"-"`
}

type listChannelsRequest struct {
	paging

	Platform string `query:"platform" json:"-" validate:"max=60"`
	State    string `query:"state" json:"-" validate:"omitempty,channel_state"`
	Archived bool   `query:"archived" json:"-" doc:"Those that are archived too."`
}

type channelResponse struct {
	channelFields

	ID            string     `json:"id"`
	Platform      string     `json:"platform"`
	Class         string     `json:"class" validate:"channel_class"`
	State         string     `json:"state" validate:"channel_state"`
	Connected     bool       `json:"connected" doc:"Credentials are kept for it, sealed."`
	Grantable     bool       `json:"grantable" doc:"The owner of the account can be asked for access at the platform."`
	Tight         bool       `json:"tight" doc:"Its posts have no room for a line of disclosure; the public page of a campaign says so."`
	NeedsPerson   bool       `json:"needs_person" doc:"A person does what is published, and says so with proof."`
	SuspendedFor  string     `json:"suspended_for" validate:"omitempty,oneof=other_account foreign_post" doc:"Why the program suspended it; empty: it did not."`
	AccessEndsAt  *time.Time `json:"access_ends_at" doc:"When its access is taken back, or was, because nobody uses it; null: it is used, or not unused for long."`
	ForeignPosts  []string   `json:"foreign_posts" doc:"Where posts stand that the program did not send, and nobody has said what they are."`
	LookedAt      *time.Time `json:"looked_at" doc:"When the platform last said how the account is."`
	RemoteName    string     `json:"remote_name" doc:"What it called the account then; empty where it did not say."`
	Waiting       int64      `json:"waiting" doc:"Deliveries that are still to leave over it."`
	LastPublished *time.Time `json:"last_published_at"`
	CreatedAt     time.Time  `json:"created_at"`
	UpdatedAt     time.Time  `json:"updated_at"`
	ArchivedAt    *time.Time `json:"archived_at"`
	Version       int        `json:"version"`
}

// ETag is the version of the channel.
func (c channelResponse) ETag() string { return etag(c.Version) }

// Location is where the channel is read.
func (c channelResponse) Location() string { return "/api/v1/channels/" + c.ID }

func (a *API) respondChannel(c *models.Channel, use store.Use) channelResponse {
	r := channelResponse{
		channelFields: channelFields{
			Name: c.Name, Handle: c.Handle, Countries: c.Countries, Languages: c.Languages, Zone: c.Zone, Quiet: c.Quiet,
			PerMinute: c.PerMinute, Disclosure: c.Disclosure, Reason: c.Reason, CommentsOff: c.CommentsOff, CountClicks: c.CountClicks,
		},
		ID: c.ID.String(), Platform: c.Platform, Class: c.Class, Tight: c.Tight, State: c.State, SuspendedFor: c.SuspendedFor, RemoteName: use.Called, ForeignPosts: append([]string{}, use.Foreign...),
		Connected: len(c.Credentials) > 0, Grantable: c.Grantable(), AccessEndsAt: c.IdleUntil(),
		NeedsPerson: a.desks.Distribution.NeedsPerson(c.Platform), Waiting: use.Waiting,
		CreatedAt: c.CreatedAt, UpdatedAt: c.UpdatedAt, ArchivedAt: c.ArchivedAt, Version: c.Version,
	}
	if !use.Published.IsZero() {
		r.LastPublished = &use.Published
	}
	if !use.Looked.IsZero() {
		r.LookedAt = &use.Looked
	}
	return r
}

func (a *API) listChannels(ctx context.Context, in listChannelsRequest) (listResponse[channelResponse], error) {
	p, err := a.page(ctx, in.paging, "")
	if err != nil {
		return listResponse[channelResponse]{}, err
	}
	scope := a.records.As(actor(ctx))
	found, err := scope.Channels(ctx, store.ChannelFilter{Platform: in.Platform, State: in.State, Archived: in.Archived}, p)
	if err != nil {
		return listResponse[channelResponse]{}, err
	}
	uses, err := scope.ChannelUses(ctx)
	respond := func(c *models.Channel) channelResponse { return a.respondChannel(c, uses[c.ID]) }
	return respondPage(ctx, a, p, found, respond, func(c *models.Channel) (string, string) { return c.ID.String(), "" }), err
}

func (a *API) connectChannel(ctx context.Context, in connectChannelRequest) (channelResponse, error) {
	return a.channelWithUse(ctx)(a.desks.Distribution.Connect(ctx, actor(ctx), in.account(in.Platform), in.Credentials))
}

func (a *API) readChannel(ctx context.Context, in channelRequest) (channelResponse, error) {
	id, err := models.ParseID[models.Channel](in.ID)
	if err != nil {
		return channelResponse{}, err
	}
	return a.channelWithUse(ctx)(a.records.As(actor(ctx)).Channel(ctx, id))
}

func (a *API) reviseChannel(ctx context.Context, in reviseChannelRequest) (channelResponse, error) {
	id, err := models.ParseID[models.Channel](in.ID)
	if err != nil {
		return channelResponse{}, err
	}
	read, err := readVersion(in.IfMatch)
	if err != nil {
		return channelResponse{}, err
	}
	return a.channelWithUse(ctx)(a.desks.Distribution.Resettle(ctx, actor(ctx), id, read, in.account(""), in.Credentials))
}

func (a *API) suspendChannel(ctx context.Context, in reasonRequest) (channelResponse, error) {
	id, err := models.ParseID[models.Channel](in.ID)
	if err != nil {
		return channelResponse{}, err
	}
	return a.channelWithUse(ctx)(a.desks.Distribution.Suspend(ctx, actor(ctx), id, in.Reason))
}

type resumeChannelRequest struct {
	ID     string `param:"id" json:"-"`
	Reason string `json:"reason" validate:"max=1000" doc:"What it was; required where the program suspended the channel."`
}

func (a *API) resumeChannel(ctx context.Context, in resumeChannelRequest) (channelResponse, error) {
	id, err := models.ParseID[models.Channel](in.ID)
	if err != nil {
		return channelResponse{}, err
	}
	return a.channelWithUse(ctx)(a.desks.Distribution.Resume(ctx, actor(ctx), id, in.Reason))
}

func (a *API) archiveChannel(ctx context.Context, in channelRequest) (channelResponse, error) {
	id, err := models.ParseID[models.Channel](in.ID)
	if err != nil {
		return channelResponse{}, err
	}
	return a.channelWithUse(ctx)(a.desks.Distribution.Archive(ctx, actor(ctx), id))
}

// channelWithUse answers with a channel and what it was used for.
func (a *API) channelWithUse(ctx context.Context) func(*models.Channel, error) (channelResponse, error) {
	return func(c *models.Channel, err error) (channelResponse, error) {
		if err != nil {
			return channelResponse{}, err
		}
		uses, err := a.records.As(actor(ctx)).ChannelUses(ctx)
		return a.respondChannel(c, uses[c.ID]), err
	}
}

// grantResponse is where the owner of an account is asked.
type grantResponse struct {
	Address string `json:"address" doc:"Go there within ten minutes; the platform comes back to /channels/return."`
}

func (a *API) askGrant(ctx context.Context, in channelRequest) (grantResponse, error) {
	id, err := models.ParseID[models.Channel](in.ID)
	if err != nil {
		return grantResponse{}, err
	}
	address, err := a.desks.Distribution.AskGrant(ctx, actor(ctx), id)
	return grantResponse{address}, err
}

// endGrantRequest is what the platform came back with.
type endGrantRequest struct {
	State string `json:"state" validate:"required,max=200"`
	Code  string `json:"code" validate:"max=4000" doc:"Empty: the owner said no."`
}

type endGrantResponse struct {
	healthResponse

	Channel string `json:"channel"`
}

func (a *API) endGrant(ctx context.Context, in endGrantRequest) (endGrantResponse, error) {
	channel, h, answered, err := a.desks.Distribution.EndGrant(ctx, actor(ctx), in.State, in.Code, healthPatience)
	if err != nil {
		return endGrantResponse{}, err
	}
	return endGrantResponse{respondHealth(channel, h, answered), channel.ID.String()}, nil
}

// healthResponse is how an account is, as its platform says.
type healthResponse struct {
	State     string     `json:"state" validate:"channel_state"`
	Pending   bool       `json:"pending" doc:"The platform is still being asked: ask again in a moment. Nothing else says anything yet."`
	Asked     bool       `json:"asked" doc:"False: the platform cannot be asked about its accounts."`
	Well      bool       `json:"well"`
	Name      string     `json:"name" doc:"As the platform knows the account."`
	URL       string     `json:"url"`
	Followers *int64     `json:"followers"`
	ExpiresAt *time.Time `json:"expires_at" doc:"When the credentials end; null where the platform does not say."`
	Failure   string     `json:"failure" doc:"Class of the failure; empty where there is none."`
	Detail    string     `json:"detail" doc:"For operators: why it is not well, or why its platform, which tells by itself how posts do, will not tell it here."`
}

// healthPatience is how long a platform may take to say how an account is:
// less than the answer itself may take.
const healthPatience = 1500 * time.Millisecond

func (a *API) inspectChannel(ctx context.Context, in channelRequest) (healthResponse, error) {
	id, err := models.ParseID[models.Channel](in.ID)
	if err != nil {
		return healthResponse{}, err
	}
	channel, h, answered, err := a.desks.Distribution.Inspect(ctx, actor(ctx), id, healthPatience)
	if err != nil {
		return healthResponse{}, err
	}
	return respondHealth(channel, h, answered), nil
}

func respondHealth(channel *models.Channel, h models.Health, answered bool) healthResponse {
	out := healthResponse{
		State: channel.State, Pending: !answered, Asked: h.Asked, Well: h.Well, Name: h.Name, URL: h.URL, Followers: h.Followers, Failure: h.Class, Detail: h.Detail,
	}
	if !h.ExpiresAt.IsZero() {
		out.ExpiresAt = &h.ExpiresAt
	}
	return out
}
