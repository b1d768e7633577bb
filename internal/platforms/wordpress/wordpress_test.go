package wordpress

import (
	"strings"
	"testing"

	"caravan/internal/platforms"
)

// Nothing that somebody writes becomes markup.
func TestTextStaysText(t *testing.T) {
	page := markup(platforms.Post{Content: platforms.Content{
		Language: "fa-AF", Direction: "rtl", Body: "یک <script>alert(1)</script>\nدو\n\nسه & چهار", Link: `https://example.org/?a=1&b="2"`, Hashtags: []string{"صلح"},
	}})
	for _, want := range []string{`<div lang="fa-AF" dir="rtl">`, "&#60;script&#62;", "<br>دو</p>", "سه &#38; چهار", `href="https&#58;&#47;&#47;e&#120;ample&#46;org&#47;&#63;a&#61;1&#38;b&#61;&#34;2&#34;"`, "<p>&#35;صلح</p>"} {
		if !strings.Contains(page, want) {
			t.Errorf("no %s in %s", want, page)
		}
	}
	if strings.Contains(page, "<script>") {
		t.Error(page)
	}
}
