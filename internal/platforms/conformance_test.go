package platforms_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"caravan/internal/platforms/email/emailtest"
	"caravan/internal/platforms/facebook/facebooktest"
	"caravan/internal/platforms/icecast/icecasttest"
	"caravan/internal/platforms/instagram/instagramtest"
	"caravan/internal/platforms/kannel/kanneltest"
	"caravan/internal/platforms/listmonk/listmonktest"
	"caravan/internal/platforms/mastodon/mastodontest"
	"caravan/internal/platforms/matrix/matrixtest"
	"caravan/internal/platforms/odnoklassniki/odnoklassnikitest"
	"caravan/internal/platforms/outlet/outlettest"
	"caravan/internal/platforms/platformtest"
	"caravan/internal/platforms/portal/portaltest"
	"caravan/internal/platforms/smpp/smpptest"
	"caravan/internal/platforms/telegram/telegramtest"
	"caravan/internal/platforms/viber/vibertest"
	"caravan/internal/platforms/vk/vktest"
	"caravan/internal/platforms/wordpress/wordpresstest"
	"caravan/internal/platforms/xcom/xcomtest"
)

// known is where a new platform joins the suite.
func known() []platformtest.Platform {
	return slices.Concat(
		portaltest.Platforms(), mastodontest.Platforms(), facebooktest.Platforms(), telegramtest.Platforms(), matrixtest.Platforms(),
		odnoklassnikitest.Platforms(), vktest.Platforms(), wordpresstest.Platforms(), emailtest.Platforms(), kanneltest.Platforms(), smpptest.Platforms(), listmonktest.Platforms(), vibertest.Platforms(),
		xcomtest.Platforms(), icecasttest.Platforms(), instagramtest.Platforms(),
		outlettest.Platforms(),
	)
}

// TestConformance logs the matrix of what every connector does.
func TestConformance(t *testing.T) {
	platformtest.Run(t, slices.Concat(known(), platformtest.Sandboxes())...)
}

// What the form of a channel asks for is asked in the reader's words.
func TestEveryFieldIsWorded(t *testing.T) {
	t.Parallel()
	words, err := os.ReadFile("../../web/src/channels/platformWords.ts")
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range known() {
		for _, f := range p.Profile.Fields {
			if !strings.Contains(string(words), "\n  "+f.Name+": msg`") {
				t.Errorf("%s of %s has no words", f.Name, p.Profile.Name)
			}
		}
	}
}
