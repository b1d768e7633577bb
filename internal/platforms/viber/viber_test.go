package viber_test

import (
	"strings"
	"testing"

	"caravan/internal/platforms"
	"caravan/internal/platforms/platformtest"
	"caravan/internal/platforms/viber/vibertest"
)

// A post is by the administrator whom the account names, or by the one who owns
// the channel; its number is kept to the last digit.
func TestPostIsByAnAdministrator(t *testing.T) {
	p := platforms.Post{Content: platformtest.Sample(), Key: "delivery-1", Since: platformtest.Now()}
	for from, want := range map[string]platforms.Class{"": "", vibertest.Administrator: "", "somebody=": platforms.Refused} {
		c, s, _ := vibertest.Connect(t, platforms.Credentials{"administrator_id": from})
		receipt, err := c.Publish(t.Context(), p)
		if platforms.ClassOf(err) != want {
			t.Errorf("%q: %v", from, err)
		}
		if err == nil && (receipt.ID != "5741311803571721087" || s.Accepted()[0].Text != p.Text()) {
			t.Errorf("%q: %+v", from, receipt)
		}
	}
}

// A channel takes posts only once an address that answers is named, which
// inspecting it does where the account has one.
func TestChannelNeedsAnAddressThatAnswers(t *testing.T) {
	c, s, _ := vibertest.Connect(t, nil)
	s.Webhook("")
	if _, err := c.Inspect(t.Context()); platforms.ClassOf(err) != platforms.Locked || !strings.Contains(err.Error(), "address that answers") {
		t.Errorf("Inspect: %v", err)
	}
	p := platforms.Post{Content: platformtest.Sample()}
	if _, err := c.Publish(t.Context(), p); platforms.ClassOf(err) != platforms.Locked {
		t.Errorf("Publish: %v", err)
	}
	c, s, _ = vibertest.Connect(t, platforms.Credentials{"webhook_url": "https://noor.example/p/"})
	s.Webhook("")
	account, err := c.Inspect(t.Context())
	if err != nil || account.ID != "pa:75346594275468546724" || *account.Followers != 3500 {
		t.Errorf("Inspect = %+v, %v", account, err)
	}
	if _, err := c.Publish(t.Context(), p); err != nil {
		t.Errorf("Publish: %v", err)
	}
}
