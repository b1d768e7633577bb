package platforms

import (
	"slices"
	"strings"
	"time"
)

// A Post is one message for one account, with what is needed to send it at
// most once.
type Post struct {
	Content

	// Key names the delivery and stays the same over all its attempts. It is
	// not part of the content. It consists of letters, digits and hyphens, is
	// at most 55 long, and is compared without regard to case, so that it can
	// stand in a mail address.
	Key string

	// Prepared is what an earlier attempt left ready at the platform, as its
	// Failure said. Empty: nothing.
	Prepared string

	// Since is when the first attempt was written down. A Finder does not
	// look further back.
	Since time.Time
}

// Content is exactly what is published; it is what an approver signed. Text is
// in normalization form C.
type Content struct {
	Language   string // BCP 47
	Direction  string // "ltr" or "rtl"
	Title      string
	Body       string   // paragraphs are separated by an empty line
	Link       string   // unique to the delivery, so that a post can be recognised by it
	Hashtags   []string // with or without the leading #
	Disclosure string   // who speaks and who pays, in the language of the body
	Media      []Media
	Slot       Slot // offline outlets only
}

// Media is one picture, recording or document of a post.
type Media struct {
	SHA256 string // lower-case hexadecimal
	MIME   string
	Alt    string

	Captions   string        // of a film, in WebVTT; may be empty
	Transcript string        // of a recording; may be empty
	Duration   time.Duration // of a recording
	Machine    bool          // a machine made it, or a part of it

	URL  string // where the platform can fetch it for a day, while it is sent; may be empty
	Size int64  // bytes
}

// A Slot is when an offline outlet is to bring the message. What really
// happened, where and for how long, is what its proof says.
type Slot struct {
	Local string // wall time, such as 2027-03-21T19:30
	Zone  string // IANA name, such as Asia/Dushanbe
}

// SlotLayout is the layout of Slot.Local.
const SlotLayout = "2006-01-02T15:04"

// Text is the content as one plain text: title, body, link, hashtags and
// disclosure, with an empty line between those that are not empty. A link that
// stands in the body already is not repeated.
func (c Content) Text() string {
	parts := []string{c.Title, c.Body}
	if !strings.Contains(c.Body, c.Link) {
		parts = append(parts, c.Link)
	}
	return join(append(parts, c.HashtagLine(), c.Disclosure))
}

// aroundLinks is what a sentence puts around a link.
const aroundLinks = ".,;:!?()[]«»“”\"'،؛؟"

// Shows reports whether a text that a platform shows is that of the content: it
// holds the link, which is unique, or, where there is none, is word by word the
// same.
func (c Content) Shows(text string) bool {
	if c.Link != "" {
		return slices.ContainsFunc(strings.Fields(text), func(word string) bool { return strings.Trim(word, aroundLinks) == c.Link })
	}
	return slices.Equal(strings.Fields(text), strings.Fields(c.Text()))
}

// HashtagLine is the hashtags in their order, each with its #, on one line.
func (c Content) HashtagLine() string {
	tags := make([]string, 0, len(c.Hashtags))
	for _, tag := range c.Hashtags {
		tags = append(tags, "#"+strings.TrimPrefix(tag, "#"))
	}
	return strings.Join(tags, " ")
}

func join(paragraphs []string) string {
	var kept []string
	for _, p := range paragraphs {
		if p = strings.TrimSpace(p); p != "" {
			kept = append(kept, p)
		}
	}
	return strings.Join(kept, "\n\n")
}
