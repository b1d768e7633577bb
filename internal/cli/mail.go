package cli

import (
	"errors"
	"fmt"
	"time"

	"caravan/internal/letters"
)

type mail struct {
	MailURL          string `env:"CARAVAN_MAIL_URL" help:"Mail server that letters to people who work here leave over, such as smtp://name@mail.example:587; empty: they are told on their screens alone."`
	MailPasswordFile string `env:"CARAVAN_MAIL_PASSWORD_FILE" type:"path" help:"A file that holds the password of the mail server."`
	MailFrom         string `env:"CARAVAN_MAIL_FROM" help:"Address that letters come from."`
}

// open returns the office that sends letters, or nil without a mail server.
// Letters lead to an address that people can reach.
func (m mail) open(publicURL string, now func() time.Time) (*letters.Office, error) {
	if m.MailURL == "" {
		return nil, nil //nolint:nilnil // no office is no mistake
	}
	if publicURL == "" {
		return nil, errors.New("name the address that letters lead to with CARAVAN_PUBLIC_URL")
	}
	address, err := withPassword(m.MailURL, m.MailPasswordFile)
	if err != nil {
		return nil, fmt.Errorf("mail server: %w", err)
	}
	return letters.Open(address, m.MailFrom, now)
}
