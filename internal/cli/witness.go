package cli

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"strings"
	"time"

	"caravan/internal/audit"
	"caravan/internal/platforms"
	"caravan/internal/platforms/email"
	"caravan/models"
)

// auditing is what workers are told about the audit trail.
type auditing struct {
	auditKey
	publicAuditKeys

	AuditWitness          []string `env:"CARAVAN_AUDIT_WITNESS" placeholder:"WHO" help:"Who is shown every checkpoint of the audit trail: a directory, an https address that it is posted to, or a mailbox as smtp://USER@SERVER:587/?from=ADDRESS&to=ADDRESS. Several with commas, under different control."`
	AuditMailPasswordFile string   `env:"CARAVAN_AUDIT_MAIL_PASSWORD_FILE" type:"path" help:"A file that holds the password of the mail server of witnesses."`
}

// audits lets the process check the audit trail, and with a key sign it and
// show it to witnesses. Where work is done an embedded installation makes the
// key.
func (p *process) audits(j job) (err error) {
	if j.duties.Owed {
		if err := p.signAudit(j.audit); err != nil {
			return err
		}
	}
	p.desks.Audit.Keys, err = j.audit.publicAuditKeys.read(p.database, j.audit.auditKey)
	return err
}

func (p *process) signAudit(a auditing) error {
	if path := a.file(p.database); path != "" && a.AuditKeyFile == "" {
		if err := makeAuditKey(path, "caravan/"+strings.ToLower(rand.Text()[:10])); err != nil {
			return fmt.Errorf("make audit key: %w", err)
		}
	}
	private, err := a.auditKey.read(p.database)
	if err != nil || private == "" {
		return err
	}
	desk := p.desks.Audit
	if desk.Signer, err = audit.NewSigner(private); err != nil {
		return err
	}
	out := platforms.NewClient(platforms.Egress{Now: p.outside.now, Allow: p.AllowEgress})
	for _, who := range a.AuditWitness {
		if who == "" {
			continue // a variable that is set to nothing
		}
		w, err := a.witness(out, who)
		if err != nil {
			return err
		}
		desk.Witnesses = append(desk.Witnesses, w)
	}
	return nil
}

func (a auditing) witness(out *platforms.Client, who string) (audit.Witness, error) {
	address, err := url.Parse(who)
	switch {
	case err != nil:
		return audit.Witness{}, errors.New("the address of a witness cannot be read") // the error quotes it
	case address.Scheme == "http" || address.Scheme == "https":
		return audit.Endpoint(out, address), nil
	case address.Scheme == "smtp" || address.Scheme == "smtps":
		return a.mailbox(out, address)
	case address.Scheme != "" && address.Scheme != "file":
		return audit.Witness{}, fmt.Errorf("a witness at %s is not known", address.Scheme)
	}
	if info, err := os.Stat(address.Path); err != nil || !info.IsDir() {
		return audit.Witness{}, fmt.Errorf("witness %s: %w", address.Path, errors.Join(err, fs.ErrNotExist))
	}
	return audit.Directory(address.Path), nil
}

// mailPause is how long a mailbox has rest.
const mailPause = time.Hour

// mailbox is a witness that is written to, once an hour at most.
func (a auditing) mailbox(out *platforms.Client, address *url.URL) (audit.Witness, error) {
	set := platforms.Credentials{
		"host": address.Hostname(), "port": address.Port(), "username": address.User.Username(),
		"from_address": address.Query().Get("from"), "list_address": address.Query().Get("to"),
	}
	if address.Scheme == "smtps" {
		set["tls"] = "tls"
	}
	if address.Query().Get("tls") == "none" {
		set["tls"] = "none" // which the way out allows only where it is told to
	}
	if a.AuditMailPasswordFile != "" {
		password, err := readSecret(a.AuditMailPasswordFile)
		if err != nil {
			return audit.Witness{}, err
		}
		set["password"] = password
	}
	mail, err := email.New(out, platforms.Settings{Credentials: set})
	if err != nil {
		return audit.Witness{}, fmt.Errorf("mailbox of a witness: %w", err)
	}
	return audit.Witness{Name: "mailto:" + set["list_address"], Pause: mailPause, Show: func(ctx context.Context, c *models.AuditCheckpoint) error {
		_, err := mail.Publish(ctx, platforms.Post{Key: fmt.Sprintf("audit-%d", c.Size), Content: platforms.Content{
			Language: "en", Title: fmt.Sprintf("Checkpoint of the audit trail: %d entries", c.Size), Body: c.Note,
		}})
		return err
	}}, nil
}
