package models

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"caravan/internal/languages"
)

// A Role is what a person may do in one organisation.
type Role string

// The roles.
const (
	Planner      Role = "planner"
	Translator   Role = "translator"
	Reviewer     Role = "reviewer"
	Safeguarding Role = "safeguarding"
	Approver     Role = "approver"
	Moderator    Role = "moderator"
	Evaluator    Role = "evaluator"
	Coordinator  Role = "coordinator"
	Admin        Role = "admin"
	Operator     Role = "operator"
)

// Roles lists every role, in the order of menus.
func Roles() []Role {
	return []Role{Planner, Translator, Reviewer, Safeguarding, Approver, Moderator, Evaluator, Coordinator, Admin, Operator}
}

func roleNames() []string {
	names := make([]string, 0, len(Roles()))
	for _, r := range Roles() {
		names = append(names, string(r))
	}
	return names
}

// An Organization is a tenant: every other record belongs to exactly one.
type Organization struct {
	ID           ID[Organization]
	Kind         string // of the vocabulary organization_kind
	Country      string // ISO 3166-1; empty for a regional body
	PublicName   string
	Contact      string // how the public reaches them
	Slug         string // names its public site; lower-case ASCII
	DataLocation string // where its data are kept, for the public: the country, and whose machine
	CreatedAt    time.Time
	Version      int
}

// Decides reports whether the organisation is one that approves others' work.
func (o *Organization) Decides() bool { return o.Kind == "ministry" || o.Kind == "review_board" }

// CheckSlug refuses a short name that cannot stand in an address.
func CheckSlug(slug string) error {
	if !regexp.MustCompile(`^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$`).MatchString(slug) {
		return ErrInvalid.With("1 to 40 of a-z, 0-9 and hyphens inside.").At("/slug")
	}
	return nil
}

// A User is a person who signs in. One person may serve several organisations.
type User struct {
	ID           ID[User]
	Email        string // lower case
	Name         string
	Locale       string // BCP 47, of the interface
	Zone         string // IANA
	PasswordHash string // Argon2id, PHC form; empty until one is set
	DisabledAt   *time.Time
	SuspendedAt  *time.Time  // until somebody has looked at how they broke the glass
	SuspendedFor *ID[Reveal] // which was then
	CreatedAt    time.Time
	Version      int
}

// ShutOut reports whether the person may not come in, wherever they belong.
func (u *User) ShutOut() bool { return u.DisabledAt != nil || u.SuspendedAt != nil }

// Introduce replaces what a person says of themselves.
func (u *User) Introduce(name, locale, zone string) error {
	if _, err := time.LoadLocation(zone); err != nil || zone == "" || zone == "Local" {
		return ErrTime.With("No such zone.").At("/zone")
	}
	if _, err := languages.Lookup(locale); err != nil {
		return ErrLanguage.With(err.Error()).At("/locale")
	}
	u.Name, u.Locale, u.Zone = name, locale, zone
	return nil
}

// A Membership gives a user roles in an organisation.
type Membership struct {
	ID             ID[Membership]
	OrganizationID ID[Organization]
	UserID         ID[User]
	Roles          []Role `gorm:"serializer:json"`
	DisabledAt     *time.Time
	CreatedAt      time.Time
	Version        int
}

// Assign replaces what a member may do, and whether they may come in at all.
// Only an operator makes operators, and nobody shuts themselves out. others
// are the members besides this one: one of all has to be an administrator.
func (m *Membership) Assign(roles []Role, disabled bool, others []Membership, by Actor, now time.Time) error {
	if len(roles) == 0 {
		return ErrInvalid.With("A member has a role.").At("/roles")
	}
	operator := slices.Contains(roles, Operator) != slices.Contains(m.Roles, Operator)
	if operator && !by.IsSystem() && !by.Is(Operator) {
		return ErrForbidden.With("Only an operator makes operators.").At("/roles")
	}
	if disabled && m.UserID == by.UserID {
		return ErrSecondPerson.With("Somebody else has to disable you.").At("/disabled")
	}
	administers := func(o Membership) bool { return o.DisabledAt == nil && slices.Contains(o.Roles, Admin) }
	was := administers(*m)
	m.Roles = roles
	switch {
	case !disabled:
		m.DisabledAt = nil
	case m.DisabledAt == nil:
		m.DisabledAt = &now
	}
	if was && !administers(*m) && !slices.ContainsFunc(others, administers) {
		return ErrLastAdmin
	}
	return nil
}

// A Token lets a program act for a person, within scopes and until it expires.
type Token struct {
	ID             ID[Token]
	OrganizationID ID[Organization]
	UserID         ID[User]
	Name           string
	TokenHash      []byte
	Scopes         []string `gorm:"serializer:json"`
	CreatedAt      time.Time
	ExpiresAt      time.Time
	RevokedAt      *time.Time
}

// TokenLifetime is the longest that a token works.
const TokenLifetime = 90 * 24 * time.Hour

// NewToken lets a program act for the person with some of what they may do:
// never with what is personal, such as approving, and never for longer than
// TokenLifetime.
func NewToken(by Actor, name string, scopes []Action, expires, now time.Time) (*Token, error) {
	if !expires.After(now) || expires.Sub(now) > TokenLifetime {
		return nil, ErrInvalid.With("A token works for at most 90 days.").At("/expires_at")
	}
	t := &Token{
		ID: NewID[Token](), OrganizationID: by.OrganizationID, UserID: by.UserID, Name: name, Scopes: []string{}, CreatedAt: now, ExpiresAt: expires,
	}
	for i, scope := range scopes {
		if !slices.Contains(by.Grantable(), scope) {
			return nil, ErrInvalid.With("You may not give this to a token.").At(fmt.Sprintf("/scopes/%d", i))
		}
		t.Scopes = append(t.Scopes, string(scope))
	}
	return t, nil
}

// Live reports whether the token may still be used.
func (t *Token) Live(now time.Time) bool { return t.RevokedAt == nil && now.Before(t.ExpiresAt) }

// A Link is a one-time permission to set a password: of somebody who was
// invited, or who lost theirs.
type Link struct {
	ID        ID[Link]
	TokenHash []byte
	UserID    ID[User]
	Purpose   LinkPurpose
	ExpiresAt time.Time
	UsedAt    *time.Time
}

// A LinkPurpose is what a one-time link is for.
type LinkPurpose string

// The purposes of links.
const (
	ForInvitation LinkPurpose = "invitation"
	ForReset      LinkPurpose = "reset"
)

// Lifetimes of links. A reset opens an account that is in use, so it is short.
const (
	InvitationLifetime = 72 * time.Hour
	ResetLifetime      = 30 * time.Minute
)

// NewLink makes a link with which the user sets their password.
func NewLink(u *User, hash []byte, now time.Time) *Link {
	l := &Link{ID: NewID[Link](), TokenHash: hash, UserID: u.ID, Purpose: ForInvitation, ExpiresAt: now.Add(InvitationLifetime)}
	if u.PasswordHash != "" {
		l.Purpose, l.ExpiresAt = ForReset, now.Add(ResetLifetime)
	}
	return l
}

// An Actor is who does something: a person acting for one organisation, or
// the system itself.
type Actor struct {
	UserID         ID[User]
	Name           string
	Email          string
	OrganizationID ID[Organization]
	Organization   Organization
	Roles          []Role
	Scopes         []string // of a token; nil for a person at a browser
	Process        string   // of the system itself; such an actor sees every tenant
	Session        ID[Session]
	Strength       Strength  // of what the session rests on
	ConfirmedAt    time.Time // when the person last proved who they are; zero for a token
	Request        string    // ID of the API request that is being answered; empty elsewhere
}

// System is the program acting by itself; process says which part of it.
func System(process string) Actor { return Actor{Name: process, Process: process} }

// IsSystem reports whether the actor is the program itself.
func (a Actor) IsSystem() bool { return a.Process != "" }

// Is reports whether the actor has one of the roles.
func (a Actor) Is(roles ...Role) bool {
	return slices.ContainsFunc(a.Roles, func(r Role) bool { return slices.Contains(roles, r) })
}

// NormalizeEmail returns the form in which addresses are compared and kept.
func NormalizeEmail(address string) string { return strings.ToLower(strings.TrimSpace(address)) }
