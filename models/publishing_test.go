package models_test

import (
	"fmt"
	"reflect"
	"testing"
	"time"

	"pgregory.net/rapid"

	"caravan/models"
)

const lease = 30 * time.Second

func due() *models.Delivery {
	return &models.Delivery{
		ID: models.NewID[models.Delivery](), State: models.Ready, NotBefore: noon, NotAfter: noon.Add(models.DefaultWindow), NextAt: noon,
	}
}

func TestDeliveryIsPublished(t *testing.T) {
	d := due()
	is(t, d.Claim(noon, lease), nil)
	attempt, err := d.Begin(d.Fence, "one", "key", noon, 20*time.Second)
	is(t, err, nil)
	is(t, d.Accept("77", "https://example.org/77", noon), nil)
	is(t, attempt.Close("accepted", "", "", noon), nil)
	if d.State != models.Published || d.RemoteID != "77" {
		t.Errorf("got %+v", d)
	}
}

func TestOvertakenWorkerCannotSend(t *testing.T) {
	d := due()
	is(t, d.Claim(noon, lease), nil)
	first := d.Fence
	later := noon.Add(lease)
	is(t, d.Release(later), nil)
	is(t, d.Claim(later, lease), nil)
	_, err := d.Begin(first, "one", "key", later, time.Second)
	is(t, err, models.ErrOvertaken)
	_, err = d.Begin(d.Fence, "two", "key", later, time.Second)
	is(t, err, nil)
	is(t, d.Fail(first, "refused"), models.ErrOvertaken)
}

func TestPoisonFailsAfterThreeCrashes(t *testing.T) {
	d, now := due(), noon
	for range models.MaxCrashes {
		is(t, d.Claim(now, lease), nil)
		now = now.Add(lease)
		is(t, d.Release(now), nil)
	}
	if d.State != models.Failed || d.Reason != "poison" || d.Attempts != 0 {
		t.Errorf("got %s %s after %d attempts", d.State, d.Reason, d.Attempts)
	}
}

func TestLateDeliveryExpires(t *testing.T) {
	d := due()
	is(t, d.Claim(noon.Add(3*time.Hour), lease), models.ErrWrongState)
	is(t, d.Expire(noon.Add(time.Hour)), models.ErrWrongState)
	is(t, d.Expire(noon.Add(3*time.Hour)), nil)
}

func TestLateEvidenceCounts(t *testing.T) {
	d := due()
	is(t, d.Claim(noon, lease), nil)
	attempt, err := d.Begin(d.Fence, "one", "key", noon, time.Second)
	is(t, err, nil)
	is(t, d.Lose(d.Fence, "timeout", noon.Add(time.Minute)), nil)
	is(t, attempt.Close("ambiguous", "uncertain", "", noon), nil)
	is(t, d.Accept("77", "", noon.Add(time.Minute)), nil)
	is(t, attempt.Close("accepted", "", "", noon.Add(time.Minute)), nil)
	is(t, attempt.Close("rejected", "", "", noon.Add(time.Minute)), models.ErrWrongState)
}

// Whatever happens in whatever order, the database's own checks would hold:
// a lease exactly while claimed, at most eight attempts, fences only grow.
func TestDeliveryKeepsItsInvariants(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		d, now, fence := due(), noon, int64(0)
		for range rapid.IntRange(1, 60).Draw(rt, "steps") {
			now = now.Add(time.Duration(rapid.IntRange(0, 40).Draw(rt, "seconds")) * time.Second)
			claimed := d.Fence
			step := rapid.IntRange(0, 10).Draw(rt, "step")
			before := *d
			if err := advance(d, step, claimed, now); err != nil && !reflect.DeepEqual(*d, before) {
				rt.Fatalf("step %d was refused, yet it changed %+v into %+v", step, before, *d)
			}
			if (d.State == models.Claimed) != (d.LeaseUntil != nil) {
				rt.Fatalf("step %d: %s with lease %v", step, d.State, d.LeaseUntil)
			}
			if d.Attempts > models.MaxAttempts || d.Crashes > models.MaxCrashes || d.Fence < fence {
				rt.Fatalf("step %d: %s", step, fmt.Sprintf("%+v", d))
			}
			fence = d.Fence
		}
	})
}

func advance(d *models.Delivery, step int, fence int64, now time.Time) error {
	switch step {
	case 0:
		return d.Claim(now, lease)
	case 1:
		return d.Release(now)
	case 2:
		_, err := d.Begin(fence, "w", "k", now, time.Second)
		return err
	case 3:
		return d.Accept("1", "", now)
	case 4, 5:
		return d.Retry(fence, "refused", now)
	case 6:
		return d.Lose(fence, "timeout", now)
	case 7:
		return d.Fail(fence, "refused")
	case 8:
		return d.AskPerson("opaque")
	case 9:
		return d.Drop("cancelled")
	default:
		return d.Unauthorize("edited")
	}
}
