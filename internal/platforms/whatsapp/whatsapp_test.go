package whatsapp_test

import (
	"strings"
	"testing"
	"time"

	"caravan/internal/platforms"
	"caravan/internal/platforms/platformtest"
	"caravan/internal/platforms/whatsapp/whatsapptest"
)

func post() platforms.Post {
	return platforms.Post{Content: platformtest.Sample(), Key: "delivery-1", Since: platformtest.Now()}
}

func TestTemplateHoldsTheWords(t *testing.T) {
	t.Parallel()
	c, s, _ := whatsapptest.Connect(t, platforms.Credentials{"template": whatsapptest.Template, "template_language": "ru"})
	if _, err := c.Publish(t.Context(), post()); err != nil {
		t.Fatal(err)
	}
	if got, want := s.Accepted()[0].Text, strings.Join(strings.Fields(post().Text()), " "); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	long := post()
	long.Body = strings.Repeat("ҷ", 1024)
	if list := c.Check(long); len(list) != 1 || list[0].Code != platforms.CodeTooLong {
		t.Errorf("Check = %+v", list)
	}
}

func TestWhatBecomesOfAMessage(t *testing.T) {
	t.Parallel()
	for status, want := range map[string]platforms.State{"": platforms.Live, "accepted": platforms.Live, "held_for_quality_assessment": platforms.Accepted, "paused": ""} {
		c, s, _ := whatsapptest.Connect(t, nil)
		s.Status = status
		receipt, err := c.Publish(t.Context(), post())
		if receipt.State != want || (want == "") != (platforms.ClassOf(err) == platforms.Refused) {
			t.Errorf("%q: %+v, %v", status, receipt, err)
		}
	}
}

func TestCodes(t *testing.T) {
	t.Parallel()
	for class, codes := range map[platforms.Class][]int{
		platforms.Throttled: {130429, 131056, 80007, 131048, 131049},
		platforms.Locked:    {190, 10, 200, 131031, 368},
		platforms.Refused:   {131026, 131047, 132000, 132001, 132015, 132018, 131051, 100},
	} {
		for _, code := range codes {
			c, s, _ := whatsapptest.Connect(t, nil)
			s.Next(platformtest.Permanent(code))
			_, err := c.Publish(t.Context(), post())
			if platforms.ClassOf(err) != class {
				t.Errorf("%d: %v, want %s", code, err, class)
			}
		}
	}
}

// Whoever is told that people have had enough comes back the next day.
func TestPeopleHaveHadEnough(t *testing.T) {
	t.Parallel()
	c, s, _ := whatsapptest.Connect(t, nil)
	s.Next(platformtest.Permanent(131049))
	_, err := c.Publish(t.Context(), post())
	f, is := err.(*platforms.Failure) //nolint:errorlint // it is one, by contract
	if !is || !f.Until.Equal(platformtest.Now().Add(24*time.Hour)) {
		t.Errorf("%v", err)
	}
}

func TestGroup(t *testing.T) {
	t.Parallel()
	c, s, _ := whatsapptest.Connect(t, nil)
	account, err := c.Inspect(t.Context())
	if err != nil || account.Name != "Bread and books (Noor)" || *account.Followers != 7 {
		t.Errorf("Inspect = %+v, %v", account, err)
	}
	s.Suspended = true
	if _, err := c.Inspect(t.Context()); platforms.ClassOf(err) != platforms.Locked {
		t.Errorf("a suspended group: %v", err)
	}
}
