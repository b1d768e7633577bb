package cli_test

import (
	"bufio"
	"bytes"
	"net/http"
	"net/http/cookiejar"
	"regexp"
	"strings"
	"testing"

	"github.com/alicebob/miniredis/v2"

	"caravan/internal/cli"
	"caravan/internal/dbtest"
)

// A browser of one person.
type browser struct {
	*http.Client

	t *testing.T
}

// enter signs the first administrator in, by the link that was printed.
func enter(t *testing.T, r *running) browser {
	t.Helper()
	line, _ := r.out.find("welcome#")
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	b := browser{&http.Client{Jar: jar}, t}
	token := regexp.MustCompile(`welcome#(\S+)`).FindStringSubmatch(line)[1]
	b.post(r.address+"/api/v1/session/link", `{"token":"`+token+`","password":"three rivers meet here"}`, http.StatusOK)
	return b
}

// post sends a document and wants a status.
func (b browser) post(address, body string, want int) {
	b.t.Helper()
	response, err := b.Post(address, "application/json", strings.NewReader(body))
	if err != nil {
		b.t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	if response.StatusCode != want {
		var answer bytes.Buffer
		_, _ = answer.ReadFrom(response.Body)
		b.t.Fatalf("%s: %d: %s", address, response.StatusCode, answer.String())
	}
}

func TestEventsTravelBetweenProcesses(t *testing.T) {
	t.Setenv("CARAVAN_DATABASE_URL", dbtest.PostgresURL(t))
	t.Setenv("CARAVAN_REDIS_URL", "redis://"+miniredis.RunT(t).Addr()+"/0")
	t.Setenv("CARAVAN_SECRET", "a secret of thirty-two characters")
	t.Setenv("CARAVAN_EVENTS_POLL", "1h") // or the stream would find out by itself
	one := startAs(t, "api", "--addr=127.0.0.1:0")
	aigul := enter(t, one)
	two := startAs(t, "api", "--addr=127.0.0.1:0")
	if strings.Contains(two.out.String(), "welcome#") {
		t.Error("the second process lets a first administrator in as well")
	}
	stream, err := aigul.Get(strings.Replace(two.address, "localhost", "127.0.0.1", 1) + "/api/v1/events")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = stream.Body.Close() }()
	said := bufio.NewScanner(stream.Body)
	said.Scan() // it is open, and listens
	aigul.post(one.address+"/api/v1/campaigns", `{"title":"Bread and books","starts_on":"2027-03-01","ends_on":"2027-05-31","countries":["KG"]}`, http.StatusCreated)
	for said.Scan() {
		if strings.Contains(said.Text(), `"kind":"campaigns"`) {
			return
		}
	}
	t.Errorf("the stream ended: %v", said.Err())
}

func TestDemonstrationIsForAnEmptyDatabase(t *testing.T) {
	data := "--data=" + t.TempDir()
	address, stop := start(t, data)
	read(t, address+"/api/v1/me")
	stop()
	var out, errs bytes.Buffer
	if code := cli.Run(t.Context(), []string{"demo", data}, &out, &errs); code != 1 || !strings.Contains(errs.String(), "somebody is here already") {
		t.Errorf("got %d, %q", code, errs.String())
	}
}
