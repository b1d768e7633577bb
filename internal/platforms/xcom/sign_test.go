package xcom

import (
	"net/http"
	"strings"
	"testing"
	"time"
)

// The example of OAuth Core 1.0, appendix A.5.
func TestSignatureOfTheStandard(t *testing.T) {
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://photos.example.net/photos?file=vacation.jpg&size=original", nil)
	if err != nil {
		t.Fatal(err)
	}
	k := keys{"dpf43f3p2l4k3l03", "kd94hf93k423kf44", "nnch734d00sl2jdk", "pfkkdhi9sl3r4s00"}
	k.signAs(r, "kllo9940pd9333jh", time.Unix(1191242096, 0))
	const want = `oauth_signature="tR3%2BTy81lMeYAr%2FFid0kMTYa%2FWM%3D"`
	if got := r.Header.Get("Authorization"); !strings.Contains(got, want) {
		t.Errorf("%s is not in %s", want, got)
	}
}

// Spaces, signs and letters of every script are written as RFC 3986 has them.
func TestEscape(t *testing.T) {
	for text, want := range map[string]string{
		"Ladies + Gentlemen": "Ladies%20%2B%20Gentlemen", "An encoded string!": "An%20encoded%20string%21",
		"☃": "%E2%98%83", "a-b.c_d~e": "a-b.c_d~e", "*'()": "%2A%27%28%29",
	} {
		if got := escape(text); got != want {
			t.Errorf("%q becomes %q, want %q", text, got, want)
		}
	}
}
