package odnoklassniki

import (
	"net/url"
	"testing"
)

// A vector computed by the documented rule with another program.
func TestSignature(t *testing.T) {
	c := &Connector{token: "tkn", secret: "sec"}
	form := url.Values{"application_key": {"CBA"}, "format": {"json"}, "method": {"users.getCurrentUser"}, "access_token": {"tkn"}}
	if got := c.sign(form); got != "c912471a2b71cc91f679e9fe2949a73c" {
		t.Errorf("the signature is %s", got)
	}
}
