package platforms

import (
	"cmp"
	"encoding/base64"
	"fmt"
	"log/slog"
	"net/url"
	"strings"
	"unicode"
)

// Credentials are the filled-in fields of a profile, by name. However they are
// printed they show as [sealed]; only their JSON form, which is what gets
// sealed at rest, holds the values.
type Credentials map[string]string

// Server is the address that an account is reached at, under whichever name its
// form asks for it; empty where nobody is asked.
func (c Credentials) Server() string {
	return cmp.Or(c["server"], c["host"], c["smsc_host"])
}

const sealed = "[sealed]"

// Format implements fmt.Formatter.
func (Credentials) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte(sealed)) }

// LogValue implements slog.LogValuer.
func (Credentials) LogValue() slog.Value { return slog.StringValue(sealed) }

// longestReason bounds what is kept of a platform's own words.
const longestReason = 300

// Reason makes a platform's own words fit for an operator: one line, without
// control characters, at most 300 characters, and without the secrets, plain,
// percent-encoded or in base64.
func Reason(words string, secrets ...string) string {
	for _, secret := range secrets {
		if secret == "" {
			continue
		}
		raw := []byte(secret)
		words = strings.NewReplacer(
			secret, sealed,
			url.QueryEscape(secret), sealed,
			url.PathEscape(secret), sealed,
			base64.StdEncoding.EncodeToString(raw), sealed,
			base64.URLEncoding.EncodeToString(raw), sealed,
			base64.RawStdEncoding.EncodeToString(raw), sealed,
			base64.RawURLEncoding.EncodeToString(raw), sealed,
		).Replace(words)
	}
	words = strings.Map(func(r rune) rune {
		if unicode.IsPrint(r) {
			return r
		}
		return ' '
	}, words)
	words = strings.Join(strings.Fields(words), " ")
	if runes := []rune(words); len(runes) > longestReason {
		return string(runes[:longestReason]) + "…"
	}
	return words
}
