package listmonk_test

import (
	"strings"
	"testing"

	"caravan/internal/platforms"
	"caravan/internal/platforms/listmonk"
	"caravan/internal/platforms/listmonk/listmonktest"
	"caravan/internal/platforms/platformtest"
)

func post(change func(*platforms.Content)) platforms.Post {
	p := platforms.Post{Content: platformtest.Sample(), Key: "delivery-1", Since: platformtest.Now()}
	change(&p.Content)
	return p
}

// The page says what was approved, in its direction, and whatever looks like
// markup or a command of a template stays text.
func TestNothingInATextIsACommand(t *testing.T) {
	c, s, _ := listmonktest.Connect(t)
	const hostile = `{{ .Subscriber.Email }} {{{x}}} <b>"&`
	if _, err := c.Publish(t.Context(), post(func(c *platforms.Content) {
		c.Language, c.Direction, c.Title, c.Body = "fa-AF", "rtl", "نان "+hostile, "جمعه\nساعت ده "+hostile
	})); err != nil {
		t.Fatal(err)
	}
	got := s.Begun()[0]
	const shown = `{{ .Subscriber.Email }} {{{x}}} &lt;b&gt;&#34;&amp;`
	for part, want := range map[string]string{
		got.Subject: "نان " + hostile, got.Plain: "جمعه\nساعت ده " + hostile,
		got.Body: `<p>جمعه<br>ساعت ده ` + shown + `</p><p><a dir="ltr" href="https://caravan.example/l/k7p2mq9xwz">`,
	} {
		if sent := listmonktest.Rendered(part); !strings.Contains(sent, want) {
			t.Errorf("it is sent as %q, want %q", sent, want)
		}
	}
	if !strings.HasPrefix(got.Body, `<div lang="fa-AF" dir="rtl"><h1>`) || got.From != "noor@list.example" {
		t.Errorf("the campaign is %+v", got)
	}
}

// A campaign that was prepared and never begun is begun, not prepared again.
func TestWhatWasPreparedIsBegun(t *testing.T) {
	c, s, _ := listmonktest.Connect(t)
	same := post(func(*platforms.Content) {})
	s.Next(platformtest.HTTP5xx())
	if _, err := c.Publish(t.Context(), same); platforms.ClassOf(err) != platforms.Uncertain {
		t.Fatalf("Publish: %v", err)
	}
	if _, found, err := c.Find(t.Context(), same); found || err != nil {
		t.Errorf("Find = %v, %v: it has gone to nobody", found, err)
	}
	receipt, err := c.Publish(t.Context(), same)
	if err != nil || receipt.ID != "40" || len(s.Begun()) != 1 {
		t.Errorf("Publish = %+v, %v", receipt, err)
	}
}

// What has been handed over, less what came back, is told only where both are.
func TestDeliveredIsReckonedOfBoth(t *testing.T) {
	c, s, _ := listmonktest.Connect(t)
	receipt, err := c.Publish(t.Context(), post(func(*platforms.Content) {}))
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		counters platformtest.Counters
		want     *int64
	}{
		{platformtest.Counters{"views": 7, "sent": 1200, "bounces": 30}, new(int64(1170))},
		{platformtest.Counters{"views": 7, "sent": 1200}, nil},
	} {
		s.Grow(receipt.ID, test.counters)
		list, err := c.Measure(t.Context(), []platforms.Receipt{receipt})
		if err != nil {
			t.Fatal(err)
		}
		got := list[0].Counts[2]
		if got.Native != "sent_less_bounces" || (got.Value == nil) != (test.want == nil) || (got.Value != nil && *got.Value != *test.want) {
			t.Errorf("%v: %+v", test.counters, got)
		}
	}
}

func TestAccountIsTheList(t *testing.T) {
	c, _, _ := listmonktest.Connect(t)
	account, err := c.Inspect(t.Context())
	if err != nil || account.Name != "Readers" || *account.Followers != 1200 {
		t.Errorf("Inspect = %+v, %v", account, err)
	}
	for _, list := range []string{"", "readers", "0", "-3"} {
		_, err := listmonk.New(nil, platforms.Settings{Credentials: platforms.Credentials{
			"server": "https://list.example", "username": "u", "access_token": "t", "list_id": list,
		}})
		if platforms.ClassOf(err) != platforms.Locked {
			t.Errorf("list %q: %v", list, err)
		}
	}
}
