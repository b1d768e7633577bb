package platforms

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"net/url"
	"time"
)

// A Hook can read what its platform says by itself of posts: what became of
// them on their way, or how they do. It does no I/O, and reads nothing about
// people.
type Hook interface {
	// Greet returns what to answer to a platform that asks whether an address
	// is ours; nothing if the question is not its own.
	Greet(query url.Values) string

	// Hear returns what is said of posts. What is not signed by the platform
	// is a Failure of class Locked; what cannot be read one of class Refused.
	Hear(header http.Header, body []byte) ([]Word, error)
}

// A Word is what became of one post on its way or, with counts, how it does.
type Word struct {
	Key     string // of the post
	Arrived bool   // else it came back for good
	Reason  string // why it came back, as a code

	Account string    // that the post stands on, as the ID of an Account; it may be another than the connector's
	Post    string    // the ID of its Receipt, or one of several there
	At      time.Time // when it did so
	Counts  []Count   // whole, and never what came since; none of a post on its way
}

// SignedBy reports whether a body bears the HMAC-SHA-256 of a key, written in
// hexadecimal. It takes as long for a wrong one as for the right one.
func SignedBy(key string, body []byte, given string) bool {
	sum, err := hex.DecodeString(given)
	mac := hmac.New(sha256.New, []byte(key))
	mac.Write(body)
	return err == nil && key != "" && hmac.Equal(sum, mac.Sum(nil))
}
