// Package letters writes and sends the mail of the installation itself to the
// people who work with it. A letter says that something waits and where, and
// nothing of what it is.
package letters

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/mail"
	"net/url"
	"strconv"
	"strings"
	"time"

	gomail "github.com/wneessen/go-mail"

	"caravan/web/src/words"
)

// A Letter goes to one person.
type Letter struct {
	Key      string // the same at every attempt
	To       string
	Language string
	Subject  string
	Body     string
}

// Waiting tells somebody that a decision waits for them until a time, or that
// it is overdue.
func Waiting(language, link string, due time.Time, overdue bool) Letter {
	w := words.In(language)
	l := Letter{Language: w.Tag}
	said := ""
	if overdue {
		l.Subject = w.Say("A decision is overdue")
		said = w.Say("Your organisation should have decided on something by {due} and has not. Please see to it that somebody decides.", "due", w.Moment(due))
	} else {
		l.Subject = w.Say("Something waits for your decision")
		said = w.Say("Something waits for your decision until {due}.", "due", w.Moment(due))
	}
	l.Body = strings.Join([]string{said, link, w.Say("What it is about is shown after you sign in. This letter does not say, because others may read it.")}, "\n\n") + "\n"
	return l
}

// OfReveal tells somebody of a step by which a sealed identity comes to be
// opened: asked, approved, revealed or glass_broken; or
// of what follows where nobody looks at the last: suspended.
func OfReveal(language, link, step string) Letter {
	w := words.In(language)
	said := map[string]string{
		"asked":        "A custodian asks to open a sealed identity. Another one has to agree.",
		"approved":     "A second custodian has agreed that a sealed identity is opened.",
		"revealed":     "A sealed identity was opened.",
		"glass_broken": "A custodian opens a sealed identity alone, because of a threat to life. Another one has to look at it within a day.",
		"suspended":    "A custodian has opened a sealed identity alone, and nobody has looked at it within a day: their account is suspended. When another custodian has judged it, an administrator lets them in again.",
	}[step]
	return Letter{Language: w.Tag, Subject: w.Say("A sealed identity of your organisation"), Body: strings.Join([]string{
		w.Say(said), link, w.Say("What it is about is shown after you sign in. This letter does not say, because others may read it."),
	}, "\n\n") + "\n"}
}

// OfBrokenGlass tells the ombudsperson of an organisation that a custodian has
// opened an identity alone, and under which number the trail has it.
func OfBrokenGlass(language, organization, number string, at time.Time) Letter {
	w := words.In(language)
	return Letter{Language: w.Tag, Subject: w.Say("A sealed identity is opened by one person alone"), Body: strings.Join([]string{
		w.Say("At {organization} a custodian opens the sealed identity of a messenger alone, because of a threat to life. They asked for it on {time}.", "organization", organization, "time", w.Moment(at.UTC())),
		w.Say("You are told because you are its ombudsperson. A colleague has to judge within a day whether it was right; until then, ask the organisation what has happened. It has this under the number {number}.", "number", number),
		w.Say("Whose identity it is, and who opened it, is not in this letter, because others may read it."),
	}, "\n\n") + "\n"}
}

// OfBacklash tells somebody that the program has stopped a campaign which
// people turned against.
func OfBacklash(language, link string) Letter {
	w := words.In(language)
	return Letter{Language: w.Tag, Subject: w.Say("A campaign is stopped"), Body: strings.Join([]string{
		w.Say("The program has stopped a campaign, because people turned against it. Two people decide together whether it goes on."), link,
		w.Say("What it is about is shown after you sign in. This letter does not say, because others may read it."),
	}, "\n\n") + "\n"}
}

// OfAccount tells somebody what happened to an account that their organisation
// speaks through: other_account, foreign_post, idle, disarmed or at_risk.
// Address is that of the installation.
func OfAccount(language, address, about string) Letter {
	w := words.In(language)
	subject, said, link := "A channel is stopped", "", address+"/channels"
	switch about {
	case "other_account":
		said = "The platform says that a channel of your organisation is another account than before. Nothing leaves over it until an administrator has looked."
	case "foreign_post":
		said = "A post stands on an account of your organisation that the program did not send. Nothing leaves over it until an administrator has looked."
	case "idle":
		subject = "A channel loses its access in a week"
		said = "Nothing was sent over a channel of your organisation for more than three weeks. Unless it is used within a week, its access is taken back, because access that nobody uses is only a danger. To keep it, plan a post there."
	case "disarmed":
		subject = "A channel has no access any more"
		said = "Nothing was sent over a channel of your organisation for 30 days. Its access was taken back and forgotten, because access that nobody uses is only a danger. Where its platform still shows it in the settings of the account, remove it there. To connect the channel again, edit it and give its access anew: it goes on at once. Until then, what stands there can only be removed by hand."
	default:
		subject, link = "A post may not leave in time", address+"/schedule"
		said = "A post of your organisation is due within the hour, and its account is not well."
	}
	return Letter{Language: w.Tag, Subject: w.Say(subject), Body: strings.Join([]string{
		w.Say(said), link, w.Say("What it is about is shown after you sign in. This letter does not say, because others may read it."),
	}, "\n\n") + "\n"}
}

// An Office hands letters to a mail server.
type Office struct {
	server *url.URL
	from   mail.Address
	now    func() time.Time
}

// Open returns an office at a server: smtp:// with encryption after the
// greeting, smtps:// with it from the first byte, with the name and the
// password to sign in with. Only a server on this machine may do without
// encryption.
func Open(server, from string, now func() time.Time) (*Office, error) {
	address, err := url.Parse(server)
	if err != nil || address.Hostname() == "" || address.Scheme != "smtp" && address.Scheme != "smtps" {
		return nil, errors.New("the address of the mail server begins with smtp:// or smtps://") // the error of url quotes it
	}
	sender, err := mail.ParseAddress(from)
	if err != nil {
		return nil, fmt.Errorf("the address that letters come from: %w", err)
	}
	return &Office{address, *sender, now}, nil
}

// patience is how long a mail server may take to take a letter.
const patience = 30 * time.Second

// Send hands a letter over.
func (o *Office) Send(ctx context.Context, l Letter) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	_, domain, _ := strings.Cut(o.from.Address, "@")
	msg := gomail.NewMsg(gomail.WithEncoding(gomail.EncodingB64), gomail.WithNoDefaultUserAgent())
	msg.FromMailAddress(&o.from)
	if err := msg.To(l.To); err != nil {
		return fmt.Errorf("address a letter: %w", err)
	}
	msg.Subject(l.Subject)
	msg.SetDateWithValue(o.now())
	msg.SetMessageIDWithValue(l.Key + "@" + domain)
	msg.SetGenHeader(gomail.HeaderContentLang, l.Language)
	msg.SetGenHeader("Auto-Submitted", "auto-generated") // RFC 3834: no out-of-office answers
	msg.SetBodyString(gomail.TypeTextPlain, l.Body)
	client, err := gomail.NewClient(o.server.Hostname(), o.options(domain)...)
	if err != nil {
		return fmt.Errorf("mail server: %w", err)
	}
	if err := client.DialAndSendWithContext(ctx, msg); err != nil {
		return fmt.Errorf("send a letter: %w", err)
	}
	return nil
}

func (o *Office) options(domain string) []gomail.Option {
	options := []gomail.Option{gomail.WithTimeout(patience), gomail.WithHELO(domain), gomail.WithoutNoop()}
	host := o.server.Hostname()
	encrypted := true
	switch {
	case o.server.Scheme == "smtps":
		options = append(options, gomail.WithSSLPort(false))
	case here(host):
		options, encrypted = append(options, gomail.WithTLSPolicy(gomail.TLSOpportunistic)), false
	default:
		options = append(options, gomail.WithTLSPolicy(gomail.TLSMandatory))
	}
	options = append(options, gomail.WithTLSConfig(&tls.Config{ServerName: host, MinVersion: tls.VersionTLS12}))
	if port, err := strconv.Atoi(o.server.Port()); err == nil {
		options = append(options, gomail.WithPort(port))
	}
	if name := o.server.User.Username(); name != "" {
		password, _ := o.server.User.Password()
		way := gomail.SMTPAuthAutoDiscover
		if !encrypted {
			way = gomail.SMTPAuthPlainNoEnc
		}
		options = append(options, gomail.WithSMTPAuth(way), gomail.WithUsername(name), gomail.WithPassword(password))
	}
	return options
}

// here reports whether a host is this machine.
func here(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}
