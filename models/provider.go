package models

import "time"

// An IdentityProvider is where the people of an organisation sign in (OpenID
// Connect), in place of a password here.
type IdentityProvider struct {
	ID             ID[IdentityProvider]
	OrganizationID ID[Organization]
	Issuer         string // exactly as its tokens name it
	ClientID       string
	Sealed         []byte // the client's secret
	CreatedAt      time.Time
	Version        int
}

// A ProviderAccount is who a person is to a provider: the subject that the
// issuer knows them by. Nothing else, and never an address, says that it is
// them.
type ProviderAccount struct {
	ID        ID[ProviderAccount]
	UserID    ID[User]
	Issuer    string
	Subject   string
	CreatedAt time.Time
}
