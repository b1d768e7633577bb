package public_test

import (
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"caravan/internal/dbtest"
	"caravan/models"
)

// hostile is text that becomes more than text where somebody forgets to
// escape it.
var hostile = []string{
	`<script>alert(1)</script>`,
	`</title><script>alert(1)</script>`,
	`</style><img src=x onerror=alert(1)>`,
	`"><svg onload=alert(1)>`,
	`' autofocus onfocus=alert(1) x='`,
	`" style="position:fixed" onmouseover="alert(1)`,
	`<a href="javascript:alert(1)">x</a>`,
	`<iframe srcdoc="<script>alert(1)</script>">`,
	`<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">`,
	`<!--><script>alert(1)</script>-->`,
	`<![CDATA[<script>alert(1)</script>]]>`,
	`]]><script>alert(1)</script>`,
	`{{.Page.Key}} ${alert(1)} {% raw %}`,
	`<base href="https://evil.example/">`,
	`<meta http-equiv="refresh" content="0;url=https://evil.example/">`,
	`<link rel=stylesheet href=//evil.example/x.css>`,
	`<form action=https://evil.example/><input name=x>`,
	`&lt;script&gt;alert(1)&lt;/script&gt;`,
	`https://example.org/"onmouseover="alert(1)`,
	`https://example.org/<script>alert(1)</script>`,
	`https://user:secret@evil.example/`,
	`java` + "\t" + `script:alert(1)`,
	`JaVaScRiPt:alert(1)//https://example.org`,
	`vbscript:msgbox(1)`,
	`data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==`,
	"\u2028alert(1)\u2029",
	"a\x00b<\x00script>",
	"+ADw-script+AD4-alert(1)+ADw-/script+AD4-",
}

// allowedElements are all that our own templates have.
var allowedElements = strings.Fields(`html head meta title link body a header bdi p main nav ul ol li article h1 h2 time div br aside dl dt dd footer`)

var allowedAttributes = strings.Fields(`lang dir charset name content property rel href hreflang type class id datetime aria-label aria-labelledby aria-current`)

func TestTextStaysText(t *testing.T) {
	for _, text := range hostile {
		p := newPress(t, dbtest.SQLite(t), func(o *models.Organization, plan *models.Plan) {
			o.PublicName, o.Contact = text, text
			plan.PublicName, plan.Disclosure, plan.StateInvolvement, plan.Funders = text, text, text, []string{text}
		})
		page := p.publish(models.Rendering{
			Language: "ru", Title: text, Body: text + "\n\n" + text, Link: text, Hashtags: []string{text}, Disclosure: text,
		}, noon)
		p.publish(models.Rendering{Language: "ky", Body: text, Disclosure: text}, noon)
		for _, path := range []string{page.Slug, "?language=ru", "?language=ky", "about/" + p.campaign.PublicCode()} {
			inspect(t, text, p.read(path, aida))
		}
		p.remove(page, noon)
		inspect(t, text, p.get(page.Slug, aida).Body.String())
	}
}

// inspect reports every element and attribute that a page must not have.
func inspect(t *testing.T, input, page string) {
	t.Helper()
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	for n := range root.Descendants() {
		if n.Type == html.CommentNode {
			t.Errorf("%q became a comment", input)
		}
		if n.Type != html.ElementNode {
			continue
		}
		if !slices.Contains(allowedElements, n.Data) {
			t.Errorf("%q became <%s>", input, n.Data)
		}
		for _, a := range n.Attr {
			if !slices.Contains(allowedAttributes, a.Key) {
				t.Errorf("%q became the attribute %s of <%s>", input, a.Key, n.Data)
			}
			if a.Key == "href" && !leadsSomewhereSafe(a.Val) {
				t.Errorf("%q became a link to %q", input, a.Val)
			}
		}
	}
}

func leadsSomewhereSafe(address string) bool {
	return slices.ContainsFunc([]string{"/p/", "https://", "http://", "mailto:", "#main"}, func(start string) bool {
		return strings.HasPrefix(address, start)
	}) || address == "data:,"
}
