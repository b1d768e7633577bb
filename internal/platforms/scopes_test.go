package platforms_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"caravan/internal/platforms/platformtest/simulators"
)

// What owners of accounts are asked to allow is all here, so that whoever asks
// for more has it seen: a stolen token opens no more than this.
func TestNoMoreIsAskedForThanThis(t *testing.T) {
	t.Parallel()
	want := map[string][]string{
		"facebook":      {"pages_manage_posts", "pages_read_engagement", "read_insights"},
		"instagram":     {"instagram_basic", "instagram_content_publish", "instagram_manage_insights", "pages_show_list", "pages_read_engagement"},
		"mastodon":      {"read:accounts", "read:statuses", "write:statuses", "write:media"},
		"odnoklassniki": {"VALUABLE_ACCESS", "LONG_ACCESS_TOKEN", "GROUP_CONTENT"},
		"tiktok":        {"user.info.basic", "user.info.stats", "video.publish", "video.list"},
		"youtube":       {"https://www.googleapis.com/auth/youtube.force-ssl", "https://www.googleapis.com/auth/yt-analytics.readonly"},
	}
	got := map[string][]string{}
	for _, p := range simulators.Platforms() {
		if p.Profile.Grant != nil {
			got[p.Profile.Name] = p.Profile.Grant.Scopes
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
