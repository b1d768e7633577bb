package api_test

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/parser"
	positions "go/token"
	"io/fs"
	"log/slog"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"caravan/api"
	"caravan/internal/dbtest"
	"caravan/internal/store"
	"caravan/models"
)

// A bad is an attack or an awkward input, and what answers for it: a case of
// its own here, tests elsewhere that cover it whole, or why nothing can yet.
type bad struct {
	id, input string
	try       func(t *testing.T, p *pit)
	tests     string // "folder TestName", separated by commas
	later     string
}

// Every row is tried, or covered, or says why not; the table is printed.
func TestBadInputs(t *testing.T) {
	rows, p := badInputs(), newPit(t)
	if want := everyRow(); !slices.Equal(slices.Sorted(maps.Keys(byRow(rows))), want) {
		t.Errorf("the rows are %v, want %v", slices.Sorted(maps.Keys(byRow(rows))), want)
	}
	for _, row := range rows {
		t.Run("bad "+row.id, func(t *testing.T) {
			var said []string
			if row.try != nil {
				row.try(t, p)
				p.nothingBroke(t)
				said = append(said, "tried here")
			}
			for _, test := range strings.FieldsFunc(row.tests, func(r rune) bool { return r == ',' }) {
				folder, name, _ := strings.Cut(strings.TrimSpace(test), " ")
				if !slices.Contains(testsIn(t, folder), name) {
					t.Errorf("there is no %s in %s", name, folder)
				}
				said = append(said, folder+" "+name)
			}
			if row.later != "" {
				said = append(said, "not yet: "+row.later)
			}
			if said == nil {
				t.Error("nothing answers for it")
			}
			t.Logf("%s: %s", row.input, strings.Join(said, "; "))
		})
	}
}

func byRow(rows []bad) map[string]bad {
	all := map[string]bad{}
	for _, row := range rows {
		all[row.id] = row
	}
	return all
}

// everyRow lists the rows of the page: S-01 to S-110, without the numbers that
// were never given.
func everyRow() []string {
	var all []string
	for n := 1; n <= 110; n++ {
		if slices.Contains([]int{29, 44, 58, 59, 76, 77, 78, 79, 82, 83, 84, 89, 100}, n) {
			continue
		}
		all = append(all, fmt.Sprintf("S-%02d", n))
	}
	slices.Sort(all)
	return all
}

// testsIn lists the tests of a folder of the program.
func testsIn(t *testing.T, folder string) (names []string) {
	t.Helper()
	files, err := fs.Glob(os.DirFS(".."), filepath.Join(folder, "*_test.go"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		parsed, err := parser.ParseFile(positions.NewFileSet(), filepath.Join("..", file), nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range parsed.Decls {
			if f, is := d.(*ast.FuncDecl); is && f.Recv == nil {
				names = append(names, f.Name.Name)
			}
		}
	}
	return names
}

// A pit is the program with two organisations in it, and its log.
type pit struct {
	records                   *store.Store
	log                       *diary
	admin, planner, neighbour *client
	campaign, message         string // addresses
}

// A diary is a log that is written by several at once.
type diary struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (d *diary) Write(line []byte) (int, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.text.Write(line)
}

func (d *diary) String() string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.text.String()
}

func newPit(t *testing.T) *pit {
	t.Helper()
	p := &pit{records: dbtest.SQLite(t), log: &diary{}}
	server := serveWith(t, p.records, func(o *api.Options) {
		o.Log = slog.New(slog.NewTextHandler(p.log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	})
	p.admin = signIn(t, p.records, server, "osh", models.Admin)
	p.planner = join(t, p.records, server, p.admin.organization, "planner@example.org", models.Planner)
	p.neighbour = signIn(t, p.records, server, "batken", models.Planner)
	made := p.planner.send(t, http.MethodPost, "/api/v1/campaigns", bread)
	made.is(t, http.StatusCreated, "")
	p.campaign = made.header.Get("Location")
	p.message = p.draft(t)
	return p
}

// draft makes another message.
func (p *pit) draft(t *testing.T) string {
	t.Helper()
	made := p.planner.send(t, http.MethodPost, "/api/v1/messages", strings.Replace(tradeBrief, "CAMPAIGN", p.campaign[strings.LastIndex(p.campaign, "/")+1:], 1))
	made.is(t, http.StatusCreated, "")
	return made.header.Get("Location")
}

// refuses sends what must be refused at once, as a problem with a code, and
// must change nothing.
func (p *pit) refuses(t *testing.T, c *client, method, path, body string, status int, code string, headers ...string) answer {
	t.Helper()
	before, began := newest(t, p.records), time.Now()
	got := c.send(t, method, path, body, headers...)
	got.is(t, status, code)
	if took := time.Since(began); took > 2*time.Second {
		t.Errorf("it took %s", took)
	}
	if kind := got.header.Get("Content-Type"); code == "" || kind != "application/problem+json" || got.body["request_id"] == "" {
		t.Errorf("%s, %v", kind, got.body)
	}
	if after := newest(t, p.records); after != before {
		t.Errorf("%d entries were written", after-before)
	}
	return got
}

// nothingBroke looks for faults in the log, and for what it must not show.
func (p *pit) nothingBroke(t *testing.T) {
	t.Helper()
	for line := range strings.Lines(p.log.String()) {
		if strings.Contains(line, "level=ERROR") || strings.Contains(line, "panic") || !strings.HasPrefix(line, "time=") {
			t.Errorf("the log says %s", line)
		}
	}
	for _, value := range []string{password, "\u202e", "<script>", "DROP TABLE", "pg_sleep"} {
		if strings.Contains(p.log.String(), value) {
			t.Errorf("%q is in the log", value)
		}
	}
}

// writes drafts a text and returns what came back.
func (p *pit) writes(t *testing.T, body string) answer {
	t.Helper()
	return p.planner.send(t, http.MethodPost, p.draft(t)+"/variants", body)
}

// keeps sends a text that must come back as it is wanted.
func (p *pit) keeps(t *testing.T, language, body, want string) {
	t.Helper()
	made := p.writes(t, fmt.Sprintf(`{"language":%q,"body":%s}`, language, quoted(t, body)))
	made.is(t, http.StatusCreated, "")
	if got := p.planner.send(t, http.MethodGet, made.header.Get("Location"), "").body["body"]; got != want {
		t.Errorf("kept %q, want %q", got, want)
	}
}
