package platforms_test

import (
	"slices"
	"testing"

	"caravan/internal/platforms/email/emailtest"
	"caravan/internal/platforms/facebook/facebooktest"
	"caravan/internal/platforms/mastodon/mastodontest"
	"caravan/internal/platforms/matrix/matrixtest"
	"caravan/internal/platforms/odnoklassniki/odnoklassnikitest"
	"caravan/internal/platforms/outlet/outlettest"
	"caravan/internal/platforms/platformtest"
	"caravan/internal/platforms/portal/portaltest"
	"caravan/internal/platforms/telegram/telegramtest"
	"caravan/internal/platforms/vk/vktest"
	"caravan/internal/platforms/wordpress/wordpresstest"
)

// TestConformance is where a new platform joins the suite. Its log is the
// matrix of what every connector does.
func TestConformance(t *testing.T) {
	platformtest.Run(t, slices.Concat(
		portaltest.Platforms(), mastodontest.Platforms(), facebooktest.Platforms(), telegramtest.Platforms(), matrixtest.Platforms(), odnoklassnikitest.Platforms(), vktest.Platforms(), wordpresstest.Platforms(), emailtest.Platforms(), outlettest.Platforms(), platformtest.Sandboxes(),
	)...)
}
