// Package simulators lists every platform with the simulator of it.
package simulators

import (
	"slices"

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
	"caravan/internal/platforms/tiktok/tiktoktest"
	"caravan/internal/platforms/viber/vibertest"
	"caravan/internal/platforms/vk/vktest"
	"caravan/internal/platforms/whatsapp/whatsapptest"
	"caravan/internal/platforms/wordpress/wordpresstest"
	"caravan/internal/platforms/xcom/xcomtest"
	"caravan/internal/platforms/youtube/youtubetest"
)

// Platforms is where a new platform joins the suite.
func Platforms() []platformtest.Platform {
	return slices.Concat(
		portaltest.Platforms(), mastodontest.Platforms(), facebooktest.Platforms(), telegramtest.Platforms(), matrixtest.Platforms(),
		odnoklassnikitest.Platforms(), vktest.Platforms(), wordpresstest.Platforms(), emailtest.Platforms(), kanneltest.Platforms(), smpptest.Platforms(), listmonktest.Platforms(), vibertest.Platforms(),
		xcomtest.Platforms(), icecasttest.Platforms(), instagramtest.Platforms(), whatsapptest.Platforms(), youtubetest.Platforms(), tiktoktest.Platforms(),
		outlettest.Platforms(),
	)
}
