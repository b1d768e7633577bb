package distribution_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"caravan/internal/distribution"
	"caravan/internal/platforms/platformtest"
	"caravan/models"
)

// signed are the headers of a report that is signed in our own way.
func signed(key, nonce, body string, at time.Time) http.Header {
	seconds := strconv.FormatInt(at.Unix(), 10)
	mac := hmac.New(sha256.New, []byte(key))
	mac.Write([]byte(seconds + "." + nonce + "." + body))
	header := http.Header{}
	header.Set(distribution.HookTime, seconds)
	header.Set(distribution.HookNonce, nonce)
	header.Set(distribution.HookSignature, hex.EncodeToString(mac.Sum(nil)))
	return header
}

func TestSignedReportCountsOnce(t *testing.T) {
	each(t, func(s *stage) {
		s.sandbox["opaque"].Next(platformtest.GarbageJSON())
		id := s.scheduled("opaque")
		s.work()
		s.now = s.now.Add(15 * time.Minute)
		s.work()
		s.is(id, models.UncertainHuman, "cannot_read_back")
		channel := s.channel("opaque")
		key := s.desk.HookKey(channel)
		body := `{"posts":[{"key":"` + strings.ToUpper(s.keyOf(id)) + `","arrived":true}]}`
		hear := func(to models.ID[models.Channel], header http.Header, body string, want error) {
			s.t.Helper()
			if err := s.desk.Hear(s.t.Context(), to, header, []byte(body)); !errors.Is(err, want) {
				s.t.Errorf("got %v, want %v", err, want)
			}
		}
		hear(channel, signed(key, "n1", body, s.now.Add(-6*time.Minute)), body, distribution.ErrNotSigned)
		hear(channel, signed(key, "n1", body, s.now.Add(6*time.Minute)), body, distribution.ErrNotSigned)
		hear(channel, signed(key, "", body, s.now), body, distribution.ErrNotSigned)
		hear(channel, signed(key, "n1", body, s.now), body+" ", distribution.ErrNotSigned)
		hear(channel, signed("guess", "n1", body, s.now), body, distribution.ErrNotSigned)
		hear(channel, http.Header{}, body, distribution.ErrNotSigned)
		hear(channel, signed(key, "n1", "[", s.now), "[", distribution.ErrUnheard)
		for _, reason := range []string{"992900000001", "+992900000001", "9290001"} { // who it was is not wanted
			named := `{"posts":[{"key":"k","reason":"` + reason + `"}]}`
			hear(channel, signed(key, "n1", named, s.now), named, distribution.ErrUnheard)
		}
		other := s.channel("keyed")
		hear(other, signed(key, "n1", body, s.now), body, distribution.ErrNotSigned)
		// Whoever may speak of one channel may not of another's posts.
		hear(other, signed(s.desk.HookKey(other), "n1", body, s.now), body, nil)
		s.is(id, models.UncertainHuman, "cannot_read_back")

		hear(channel, signed(key, "n1", body, s.now), body, nil)
		s.is(id, models.Published, "")
		s.now = s.now.Add(4 * time.Minute)
		hear(channel, signed(key, "n1", body, s.now), body, distribution.ErrHeardBefore)
		s.posts("opaque", 1)
	})
}
