package models_test

import (
	"testing"
	"time"

	"caravan/models"
)

func TestCredentialsThatNobodyUsesAreTakenBack(t *testing.T) {
	t.Parallel()
	const day = 24 * time.Hour
	given := time.Date(2027, 3, 1, 12, 0, 0, 0, time.UTC)
	after := func(d time.Duration) *time.Time { at := given.Add(d); return &at }
	for name, test := range map[string]struct {
		sent    time.Duration // after they were given; zero: never
		planned bool
		told    *time.Time
		now     time.Duration
		want    models.Idleness
	}{
		"given lately":                   {now: 23*day - time.Minute, want: models.InUse},
		"unused for 23 days":             {now: 23 * day, want: models.Idle},
		"told, and a week not over":      {told: after(23 * day), now: 30*day - time.Minute, want: models.IdleTold},
		"unused for 30 days":             {told: after(23 * day), now: 30 * day, want: models.IdleOver},
		"something is to leave":          {told: after(23 * day), planned: true, now: 40 * day, want: models.InUse},
		"sent lately":                    {sent: 20 * day, now: 40 * day, want: models.InUse},
		"sent once":                      {sent: 20 * day, now: 43 * day, want: models.Idle},
		"sent after people were told":    {sent: 25 * day, told: after(23 * day), now: 48 * day, want: models.Idle},
		"nobody looked for a long while": {now: 90 * day, want: models.Idle},
		"told late":                      {told: after(90 * day), now: 97*day - time.Minute, want: models.IdleTold},
		"told late, and a week over":     {told: after(90 * day), now: 97 * day, want: models.IdleOver},
	} {
		c := models.Channel{Credentials: models.Sealed("sealed"), ArmedAt: &given, IdleToldAt: test.told}
		var sent time.Time
		if test.sent > 0 {
			sent = given.Add(test.sent)
		}
		if got := c.Idleness(sent, test.planned, given.Add(test.now)); got != test.want {
			t.Errorf("%s: %q, want %q", name, got, test.want)
		}
	}
	nothing := models.Channel{ArmedAt: &given}
	if got := nothing.Idleness(time.Time{}, false, given.Add(90*day)); got != models.InUse {
		t.Errorf("a channel without credentials is %q", got)
	}
}

// Whoever gives credentials ends what the lack of them was, and no suspension.
func TestNewCredentialsEndNoSuspension(t *testing.T) {
	t.Parallel()
	now := time.Date(2027, 3, 1, 12, 0, 0, 0, time.UTC)
	for state, want := range map[string][2]string{
		models.ChannelHealthy:   {models.ChannelExpired, models.ChannelHealthy},
		models.ChannelExpired:   {models.ChannelExpired, models.ChannelHealthy},
		models.ChannelSuspended: {models.ChannelSuspended, models.ChannelSuspended},
	} {
		for i, granted := range []bool{false, true} {
			c := models.Channel{State: state}
			if c.Arm(granted, now); c.State != want[i] {
				t.Errorf("%s, granted %v: it is %s", state, granted, c.State)
			}
		}
		c := models.Channel{State: state, Credentials: models.Sealed("sealed"), GrantAt: "https://example.org"}
		if c.Disarm(now); c.State != want[0] || c.Credentials != nil || c.GrantAt != "" {
			t.Errorf("%s: %+v", state, c)
		}
	}
}
