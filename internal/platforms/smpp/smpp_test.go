package smpp_test

import (
	"maps"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.uber.org/goleak"

	"caravan/internal/platforms"
	"caravan/internal/platforms/platformtest"
	"caravan/internal/platforms/smpp"
	"caravan/internal/platforms/smpp/smpptest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func post(body string) platforms.Post {
	p := platforms.Post{Key: "mfrggzdfmztwq2lk", Since: platformtest.Now()}
	p.Body = body
	return p
}

// Each script goes in the coding that has most room for it, and the parts of a
// long text are put together again.
func TestMessage(t *testing.T) {
	c, s := smpptest.Connect(t)
	for i, test := range []struct {
		body   string
		coding byte
		parts  int
	}{
		{"Friday at 10, €5 [free] @ Noor", 0, 1},
		{strings.Repeat("a{", 160), 0, 4},
		{"Ҷумъа, соати 10", 8, 1},
		{strings.Repeat("ҷ", 107), 8, 2},
		{strings.Repeat("ت", 66) + "🤝" + strings.Repeat("ت", 10), 8, 2},
	} {
		receipt, err := c.Publish(t.Context(), post(test.body))
		if err != nil || receipt.State != platforms.Accepted {
			t.Fatalf("Publish = %+v, %v", receipt, err)
		}
		got := s.Messages()[i]
		if got.Text() != test.body || got.Coding != test.coding || len(got.Parts) != test.parts || got.From != "Noor" || got.To != smpptest.List {
			t.Errorf("%q came as %+v", test.body, got)
		}
		if diff := cmp.Diff(strings.Split(receipt.ID, ","), got.IDs); diff != "" {
			t.Error(diff)
		}
	}
}

func TestNewRefusesWhatCannotWork(t *testing.T) {
	for name, change := range map[string]platforms.Credentials{
		"no server":           {"smsc_host": ""},
		"no port":             {"port": "70000"},
		"no user":             {"system_id": ""},
		"a long password":     {"password": "123456789"},
		"two numbers":         {"list_number": "992900000001,992900000002"},
		"a name for a number": {"list_number": "readers"},
		"a long sender":       {"sms_sender": "NoorNoorNoor"},
	} {
		account := smpptest.Account("127.0.0.1:2775")
		maps.Copy(account, change)
		_, err := smpp.New(nil, platforms.Settings{Credentials: account})
		if platforms.ClassOf(err) != platforms.Locked || strings.Contains(err.Error(), "123456789") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// An address that is not on the allow list is not spoken to.
func TestInnerAddressesAreNotConnectedTo(t *testing.T) {
	s := smpptest.Listen(t)
	c, err := smpp.New(platforms.NewClient(platforms.Egress{Now: platformtest.Now}), platforms.Settings{Credentials: smpptest.Account(s.Addr)})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.Publish(t.Context(), post("Салом")); platforms.ClassOf(err) != platforms.Locked {
		t.Errorf("Publish: %v", err)
	}
}

// A part that fails after another was taken leaves half a message: nobody sends
// it again without having looked.
func TestHalfAMessageIsInDoubt(t *testing.T) {
	c, s := smpptest.Connect(t)
	s.Refuse(2)
	if _, err := c.Publish(t.Context(), post(strings.Repeat("ҷ", 107))); platforms.ClassOf(err) != platforms.Uncertain {
		t.Errorf("Publish: %v", err)
	}
	if _, err := c.Publish(t.Context(), post("Салом")); err != nil {
		t.Errorf("afterwards: %v", err)
	}
}
