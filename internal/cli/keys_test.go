package cli_test

import (
	"bytes"
	"strings"
	"testing"

	"caravan/internal/cli"
	"caravan/internal/dbtest"
)

// once runs a command to its end.
func once(t *testing.T, args ...string) (code int, out, errs string) {
	t.Helper()
	var said, complained bytes.Buffer
	code = cli.Run(t.Context(), args, &said, &complained)
	return code, said.String(), complained.String()
}

func TestKeysAreRotatedAndTokensRevokedFromTheCommandLine(t *testing.T) {
	data := "--data=" + t.TempDir()
	first := startAs(t, "serve", "--addr=127.0.0.1:0", data)
	if _, ok := first.out.find("welcome#"); !ok {
		t.Fatal("nobody was let in")
	}
	first.stop()
	for _, want := range []string{"Everything is sealed with key 2, and no older one", "Everything is sealed with key 3, and no older one"} {
		if code, out, errs := once(t, "keys", "rotate", data); code != 0 || !strings.Contains(out, want) {
			t.Errorf("got %d, %q, %q", code, out, errs)
		}
	}
	if code, out, errs := once(t, "tokens", "revoke", "--organization=first", data); code != 0 || !strings.Contains(out, "0 channels are closed") {
		t.Errorf("got %d, %q, %q", code, out, errs)
	}
	if code, _, _ := once(t, "tokens", "revoke", data); code == 0 {
		t.Error("nobody said whose")
	}
	if code, _, _ := once(t, "tokens", "revoke", "--all", "--organization=first", data); code == 0 {
		t.Error("both are taken")
	}
}

// A process that speaks to platforms does not start without the root, and one
// that answers people does, with what all processes share.
func TestTokenKeyIsForThoseWhoPublish(t *testing.T) {
	t.Setenv("CARAVAN_DATABASE_URL", dbtest.PostgresURL(t))
	t.Setenv("CARAVAN_SECRET", "a secret of thirty-two characters")
	for _, command := range []string{"worker", "publisher"} {
		if code, _, errs := once(t, command); code != 1 || !strings.Contains(errs, "CARAVAN_TOKEN_KEY_FILE") {
			t.Errorf("%s: %d, %q", command, code, errs)
		}
	}
	if code, _, errs := once(t, "publisher", "--token-key=short"); code != 1 || !strings.Contains(errs, "it needs 32") {
		t.Errorf("a short one: %d, %q", code, errs)
	}
	startAs(t, "api", "--addr=127.0.0.1:0").stop()
}
