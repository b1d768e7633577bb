package cli

import (
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"

	"caravan/internal/audit"
	"caravan/internal/store"
	"caravan/models"
)

// An auditKey signs checkpoints of the audit trail. Only workers are given it.
type auditKey struct {
	AuditKey     string `env:"CARAVAN_AUDIT_KEY" secret:"" help:"The key that signs checkpoints of the audit trail, as caravan audit key --make makes it; for workers only."`
	AuditKeyFile string `env:"CARAVAN_AUDIT_KEY_FILE" type:"path" help:"A file that holds that key. Embedded installations make one in the data directory."`
}

// file is where the key is kept; empty where it is not in a file.
func (k auditKey) file(d database) string {
	if k.AuditKey == "" && k.AuditKeyFile == "" && d.embedded() {
		return filepath.Join(d.Data, "audit-key")
	}
	return k.AuditKeyFile
}

// read returns the key; empty if none is named.
func (k auditKey) read(d database) (string, error) {
	if path := k.file(d); k.AuditKey == "" && path != "" {
		return readSecret(path)
	}
	return k.AuditKey, nil
}

// makeAuditKey writes a new key to a file, unless it is there.
func makeAuditKey(path, name string) error {
	private, err := audit.NewKey(name)
	if err != nil {
		return err
	}
	return writeSecret(path, private)
}

// publicAuditKeys are who may have signed checkpoints.
type publicAuditKeys struct {
	AuditPublicKey []string `env:"CARAVAN_AUDIT_PUBLIC_KEY" help:"Public key that checkpoints of the audit trail are checked with, as caravan audit key prints it; several after a change of keys. Where the key itself is at hand it need not be named."`
}

// read returns the public keys; none if nothing is known.
func (p publicAuditKeys) read(d database, k auditKey) (audit.Keys, error) {
	named := slices.DeleteFunc(slices.Clone(p.AuditPublicKey), func(key string) bool { return key == "" }) // a variable that is set to nothing
	if len(named) == 0 {
		private, err := k.read(d)
		if errors.Is(err, os.ErrNotExist) || err == nil && private == "" {
			return audit.Keys{}, nil
		}
		if err != nil {
			return audit.Keys{}, err
		}
		public, err := audit.Public(private)
		if err != nil {
			return audit.Keys{}, err
		}
		named = []string{public}
	}
	return audit.NewKeys(named...)
}

type auditCommands struct {
	Verify auditVerify   `cmd:"" help:"Check that the audit trail is as it was written."`
	Key    auditKeyPrint `cmd:"" help:"Print the public key of the audit trail."`
}

type auditKeyPrint struct {
	database
	auditKey

	Make string `placeholder:"NAME" help:"Make the key first, unless it is there, and sign in this name, such as caravan.example.org/audit."`
}

// Run prints what others check signatures with.
func (k *auditKeyPrint) Run(w *outside) error {
	if path := k.file(k.database); k.Make != "" {
		if path == "" {
			return errors.New("name the file of the key with --audit-key-file")
		}
		if err := makeAuditKey(path, k.Make); err != nil {
			return fmt.Errorf("make audit key: %w", err)
		}
	}
	private, err := k.read(k.database)
	if err != nil {
		return err
	}
	if private == "" {
		return errors.New("name the key with CARAVAN_AUDIT_KEY_FILE or CARAVAN_AUDIT_KEY")
	}
	public, err := audit.Public(private)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(w.out, public)
	return err
}

type auditVerify struct {
	database
	auditKey
	publicAuditKeys

	Organization string   `placeholder:"ID" help:"Check the trail of one organisation only."`
	Since        int64    `placeholder:"N" help:"Begin with this number, and take what stands before as it is."`
	Checkpoint   []string `type:"path" placeholder:"FILE" help:"A checkpoint that a witness kept; may be repeated."`
	Witness      []string `type:"path" placeholder:"DIR" help:"A directory where a witness keeps checkpoints; may be repeated."`
	JSON         bool     `help:"Say it for programs."`
}

// Help is what --help adds.
func (auditVerify) Help() string {
	return `It reads, and changes nothing; a copy of the database and the public key are enough. The exit code says what was found:
0 nothing; 1 an entry is not as it was written, and its number; 2 a checkpoint is not signed, or is of another history;
3 entries that a checkpoint covers are gone; 4 a record stands otherwise than the trail says; 5 it could not be checked.`
}

// Run checks. Its error carries the exit code.
func (a *auditVerify) Run(w *outside) error {
	report, err := a.verify(w)
	if err != nil {
		return &coded{int(audit.Unreadable), err}
	}
	if a.JSON {
		err = sayJSON(w.out, &report)
	} else {
		err = say(w.out, &report)
	}
	if err == nil && report.Verdict != audit.Sound {
		return &coded{int(report.Verdict), nil}
	}
	return err
}

func (a *auditVerify) verify(w *outside) (audit.Report, error) {
	keys, err := a.publicAuditKeys.read(a.database, a.auditKey)
	if err != nil {
		return audit.Report{}, err
	}
	if keys.None() {
		return audit.Report{}, errors.New("name the public key with --audit-public-key")
	}
	q := audit.Question{Since: a.Since, Keys: keys}
	if a.Organization != "" {
		id, err := models.ParseID[models.Organization](a.Organization)
		if err != nil {
			return audit.Report{}, fmt.Errorf("organisation %s: %w", a.Organization, err)
		}
		q.Organization = &id
	}
	for _, file := range a.Checkpoint {
		kept, err := audit.ReadCheckpoint(file)
		if err != nil {
			return audit.Report{}, err
		}
		q.Witnessed = append(q.Witnessed, kept)
	}
	for _, directory := range a.Witness {
		kept, err := audit.ReadWitness(directory)
		if err != nil {
			return audit.Report{}, err
		}
		q.Witnessed = append(q.Witnessed, kept...)
	}
	records, err := a.inspect(w)
	if err != nil {
		return audit.Report{}, err
	}
	defer closeQuietly(records)
	return audit.Verify(w.ctx, records, q)
}

// inspect opens the database to read it, and makes nothing.
func (d database) inspect(w *outside) (*store.Store, error) {
	if !d.embedded() {
		return d.open(w)
	}
	path := filepath.Join(d.Data, "caravan.db")
	if _, err := os.Stat(path); err != nil {
		return nil, err
	}
	return store.Open(path, w.log)
}

func say(out io.Writer, r *audit.Report) error {
	if r.Verdict != audit.Sound {
		where := ""
		if r.Seq > 0 {
			where = fmt.Sprintf("entry %d of %s: ", r.Seq, trailName(r.Organization))
		}
		_, err := fmt.Fprintf(out, "%s: %s%s\n", r.Verdict, where, r.Detail)
		return err
	}
	_, err := fmt.Fprintf(out, "sound: %d entries of %d trails; %d of them are under %d signed checkpoints, and %d under one that a witness saw\n",
		r.Entries, r.Trails, r.Size, r.Checkpoints, r.Witnessed)
	return err
}

func trailName(organization string) string {
	if organization == "" {
		return "the installation"
	}
	return organization
}

func sayJSON(out io.Writer, r *audit.Report) error {
	encoder := json.NewEncoder(out)
	encoder.SetIndent("", "  ")
	return encoder.Encode(map[string]any{
		"verdict": r.Verdict.String(), "entries": r.Entries, "trails": r.Trails, "last": r.Last, "tree_size": r.Size, "tree_root": hex.EncodeToString(r.Root),
		"checkpoints": r.Checkpoints, "witnessed_size": r.Witnessed, "organization": r.Organization, "seq": r.Seq, "detail": r.Detail,
	})
}
