package audit

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"caravan/internal/platforms"
	"caravan/models"
)

// A Witness is somebody under other control, who is shown checkpoints. Every
// checkpoint stands for all before it, so that one who was away is shown the
// newest and has missed nothing.
type Witness struct {
	Name  string        // without secrets
	Pause time.Duration // between two that are shown, at least
	Show  func(ctx context.Context, c *models.AuditCheckpoint) error
}

// showTimeout is how long one witness may take.
const showTimeout = 20 * time.Second

// show shows the newest checkpoint to those who have not seen it and whose time
// it is. One who is away is asked again, later and later.
func (d *Desk) show(ctx context.Context) error {
	newest, err := d.system().Checkpoints(ctx, 1)
	if err != nil || len(newest) == 0 {
		return err
	}
	known, err := d.system().AuditWitnesses(ctx)
	if err != nil {
		return err
	}
	for _, w := range d.Witnesses {
		state := models.AuditWitness{Name: w.Name}
		for _, k := range known {
			if k.Name == w.Name {
				state = k
			}
		}
		if state.Size >= newest[0].Size || d.Now().Before(state.NextAt) {
			continue
		}
		d.showTo(ctx, w, &state, &newest[0])
		if err := d.system().SaveAuditWitness(ctx, &state); err != nil {
			return err
		}
	}
	return nil
}

func (d *Desk) showTo(ctx context.Context, w Witness, state *models.AuditWitness, c *models.AuditCheckpoint) {
	showing, cancel := context.WithTimeout(ctx, showTimeout)
	defer cancel()
	if err := w.Show(showing, c); err != nil {
		state.Tries++
		state.Fault, state.NextAt = err.Error(), d.Now().Add(min(time.Hour, models.Backoff(state.Tries, rand.Float64()))) //nolint:gosec // spread, not a secret
		d.Log.WarnContext(ctx, "witness did not take a checkpoint", slog.String("witness", w.Name), slog.Any("error", err))
		return
	}
	now := d.Now()
	state.Size, state.SeenAt, state.NextAt, state.Tries, state.Fault = c.Size, &now, now.Add(w.Pause), 0, ""
	d.Log.DebugContext(ctx, "witness took a checkpoint", slog.String("witness", w.Name), slog.Int64("size", c.Size))
}

// errLater says that a witness knows of more than it is shown: the database was
// put back, or there are two of it.
var errLater = errors.New("the witness keeps a later checkpoint: this is not the only history")

// Directory is a witness that keeps checkpoints as files, one for each size.
// It never writes over one.
func Directory(path string) Witness {
	return Witness{Name: path, Show: func(_ context.Context, c *models.AuditCheckpoint) error {
		name := fmt.Sprintf("%020d%s", c.Size, suffix)
		kept, err := filepath.Glob(filepath.Join(path, "*"+suffix))
		if err != nil {
			return err
		}
		if len(kept) > 0 && filepath.Base(kept[len(kept)-1]) > name {
			return errLater
		}
		return keep(filepath.Join(path, name), c.Note)
	}}
}

// keep writes a file whole or not at all.
func keep(path, note string) error {
	if was, err := os.ReadFile(path); err == nil { //nolint:gosec // the operator names the directory
		if string(was) != note {
			return errLater
		}
		return nil
	} else if !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	file, err := os.CreateTemp(filepath.Dir(path), ".new-*")
	if err != nil {
		return err
	}
	_, err = file.WriteString(note)
	err = errors.Join(err, file.Sync(), file.Chmod(0o444), file.Close())
	if err == nil {
		err = os.Rename(file.Name(), path)
	}
	if err != nil {
		return errors.Join(err, os.Remove(file.Name()))
	}
	return nil
}

// Endpoint is a witness that checkpoints are posted to, as text/plain. Any
// answer of success means that it keeps them.
func Endpoint(client *platforms.Client, address *url.URL) Witness {
	shown := *address
	shown.RawQuery = "" // which may hold what lets us in
	return Witness{Name: shown.Redacted(), Show: func(ctx context.Context, c *models.AuditCheckpoint) error {
		request, err := http.NewRequestWithContext(ctx, http.MethodPost, address.String(), strings.NewReader(c.Note))
		if err != nil {
			return err
		}
		request.Header.Set("Content-Type", "text/plain; charset=utf-8")
		_, err = client.Exchange(request)
		return err
	}}
}

// Witnessed is a checkpoint that somebody else kept.
type Witnessed struct {
	From string // where it was read
	Note []byte
}

// suffix is how the files of a witness end.
const suffix = ".checkpoint"

// ReadWitness reads the checkpoints that a witness keeps in a directory.
func ReadWitness(directory string) ([]Witnessed, error) {
	files, err := filepath.Glob(filepath.Join(directory, "*"+suffix))
	if err != nil {
		return nil, err
	}
	var kept []Witnessed
	for _, file := range files {
		one, err := ReadCheckpoint(file)
		if err != nil {
			return nil, err
		}
		kept = append(kept, one)
	}
	if len(kept) == 0 {
		return nil, fmt.Errorf("there is no checkpoint in %s", directory)
	}
	return kept, nil
}

// ReadCheckpoint reads one checkpoint from a file, also with the line ends of
// mail.
func ReadCheckpoint(file string) (Witnessed, error) {
	text, err := os.ReadFile(file) //nolint:gosec // whoever checks names it
	lines := strings.ReplaceAll(string(text), "\r\n", "\n")
	return Witnessed{From: file, Note: []byte(strings.TrimSpace(lines) + "\n")}, err
}
