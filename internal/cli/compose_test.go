package cli_test

import (
	"bytes"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"

	"caravan/internal/cli"
)

// A composition is what docker-compose.yml says, as far as it has to be right.
type composition struct {
	Services map[string]service
	Secrets  map[string]struct{ File string }
	Volumes  map[string]any
}

type service struct {
	Image       string
	Command     []string
	Environment map[string]string
	Secrets     []string
	Ports       []string
	ReadOnly    bool     `yaml:"read_only"`
	CapDrop     []string `yaml:"cap_drop"`
	Healthcheck struct {
		Test    []string
		Disable bool
	}
	DependsOn map[string]struct{ Condition string } `yaml:"depends_on"`
}

// ours reports whether a service is of this program.
func (s service) ours() bool { return strings.HasPrefix(s.Image, "caravan") }

func readComposition(t *testing.T) composition {
	t.Helper()
	text, err := os.ReadFile("../../docker-compose.yml")
	if err != nil {
		t.Fatal(err)
	}
	var c composition
	if err := yaml.Unmarshal(text, &c); err != nil {
		t.Fatal(err)
	}
	return c
}

// help is what a command says about itself.
func help(t *testing.T, command []string) string {
	t.Helper()
	var out, errs bytes.Buffer
	if code := cli.Run(t.Context(), append(slices.Clone(command), "--help"), &out, &errs); code != 0 {
		t.Errorf("%v is no command: %s", command, errs.String())
	}
	return out.String()
}

func TestCompositionRunsTheProgram(t *testing.T) {
	c := readComposition(t)
	for _, name := range []string{"postgres", "redis", "migrate", "api", "worker", "publisher"} {
		if _, there := c.Services[name]; !there {
			t.Errorf("there is no service %s", name)
		}
	}
	for name, s := range c.Services {
		if !s.ours() {
			if len(s.Healthcheck.Test) < 2 {
				t.Errorf("%s: nobody knows when it is there", name)
			}
			continue
		}
		known := help(t, s.Command)
		for variable := range s.Environment {
			// Migrating needs the database alone; the variables are set alike.
			if !strings.Contains(known, "$"+variable) && name != "migrate" {
				t.Errorf("%s: %v does not know %s", name, s.Command, variable)
			}
		}
		if !s.ReadOnly || !slices.Equal(s.CapDrop, []string{"ALL"}) {
			t.Errorf("%s may do more than it has to", name)
		}
		if s.Healthcheck.Disable != (name == "migrate") {
			t.Errorf("%s: its health is not looked at", name)
		}
	}
}

// Only those who speak to platforms can open the credentials of channels.
func TestCompositionGivesTheTokenKeyToThoseWhoPublish(t *testing.T) {
	c := readComposition(t)
	for name, s := range c.Services {
		given := slices.Contains(s.Secrets, "token-key") && s.Environment["CARAVAN_TOKEN_KEY_FILE"] != ""
		if opens := name == "worker" || name == "publisher"; given != opens || slices.Contains(s.Secrets, "token-key") != opens {
			t.Errorf("%s is given %v", name, s.Secrets)
		}
	}
	if known := help(t, []string{"api"}); strings.Contains(known, "TOKEN_KEY") || strings.Contains(known, "AUDIT_KEY") {
		t.Error("what answers people asks for the token key, or for that of the audit trail")
	}
	script, err := os.ReadFile("processes.sh")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(script), `env -u CARAVAN_TOKEN_KEY -u CARAVAN_TOKEN_KEY_FILE -u CARAVAN_AUDIT_KEY -u CARAVAN_AUDIT_KEY_FILE "$program" api`) {
		t.Error("the process that answers people has the token key, or that of the audit trail, in its environment")
	}
}

// Whoever looks at the trail in the app learns whether it is signed.
func TestCompositionTellsTheAPIWhoSignsTheTrail(t *testing.T) {
	api := readComposition(t).Services["api"]
	if _, told := api.Environment["CARAVAN_AUDIT_PUBLIC_KEY"]; !told || slices.Contains(api.Secrets, "audit-key") {
		t.Errorf("%v, %v", api.Environment, api.Secrets)
	}
}

func TestCompositionHangsTogether(t *testing.T) {
	c := readComposition(t)
	for name, s := range c.Services {
		for on, how := range s.DependsOn {
			want := map[bool]string{true: "service_completed_successfully", false: "service_healthy"}[on == "migrate"]
			if _, there := c.Services[on]; !there || how.Condition != want {
				t.Errorf("%s waits for %s, %s", name, on, how.Condition)
			}
		}
		for _, secret := range s.Secrets {
			if c.Secrets[secret].File == "" {
				t.Errorf("%s: secret %s has no file", name, secret)
			}
		}
		for variable, value := range s.Environment {
			if file, is := strings.CutPrefix(value, "/run/secrets/"); is && !slices.Contains(s.Secrets, file) {
				t.Errorf("%s: %s names a secret that it is not given", name, variable)
			}
			if regexp.MustCompile(`(?i)(password|secret|key)$`).MatchString(variable) && !strings.HasSuffix(variable, "_PUBLIC_KEY") {
				t.Errorf("%s: %s stands in the open", name, variable)
			}
		}
		for _, port := range s.Ports {
			if !strings.HasPrefix(port, "127.0.0.1:") {
				t.Errorf("%s: port %s is open to everybody", name, port)
			}
		}
	}
}

func TestImageRunsTheProgram(t *testing.T) {
	text, err := os.ReadFile("../../Dockerfile")
	if err != nil {
		t.Fatal(err)
	}
	_, last, _ := strings.Cut(string(text), "FROM scratch")
	for _, want := range []string{"USER 65532:65532", `ENTRYPOINT ["/caravan"]`, "VOLUME /data", "EXPOSE 8080"} {
		if !strings.Contains(last, want) {
			t.Errorf("the image lacks %s", want)
		}
	}
	help(t, []string{"serve"})
	if !strings.Contains(last, `CMD ["serve"]`) || !strings.Contains(last, `CMD ["/caravan", "health"]`) {
		t.Error("the image does not serve, or nobody looks at its health")
	}
	known := help(t, []string{"serve"})
	for _, variable := range regexp.MustCompile(`CARAVAN_[A-Z_]+`).FindAllString(last, -1) {
		if !strings.Contains(known, "$"+variable) {
			t.Errorf("serve does not know %s", variable)
		}
	}
}
