package languages

import (
	"net/netip"
	"net/url"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/idna"
	"golang.org/x/net/publicsuffix"
)

// A Link is an address in a text that platforms make clickable.
type Link struct {
	Offset int    // in code points from the start of the text
	Text   string // as written
	Scheme string // http or https; empty where the text leaves it out
	Host   string // as a browser reads it: without user name, port and percent signs
	ASCII  string // the host that is really visited, in punycode; empty if there is none
}

// linkPattern matches what may be a link: anything after http:// or https://,
// or a bare host with an optional port and path.
var linkPattern = regexp.MustCompile(`(?i)(https?)://[^\s<>"«»]+|[\pL\pN][\pL\pN\pM.-]*\.[\pL\pN-]*\pL[\pL\pM\pN-]*(?::\d+)?(?:[/?#][^\s<>"«»]*)?`)

const (
	openers = "([{"
	closers = ")]}"
	closing = `.,;:!?'"*_~` + "”’…،؛؟۔"
)

// Links returns the links of a text in order. A host without a scheme counts
// if it ends in a domain of the public suffix list, as on the platforms.
func Links(text string) []Link {
	var links []Link
	runes, bytes := 0, 0
	for _, at := range linkPattern.FindAllStringSubmatchIndex(text, -1) {
		link := newLink(text[at[0]:at[1]], at[2] >= 0)
		if link.Host == "" || link.Scheme == "" && !isClickable(link, text, at[0]) {
			continue
		}
		runes += utf8.RuneCountInString(text[bytes:at[0]])
		bytes = at[0]
		link.Offset = runes
		links = append(links, link)
	}
	return links
}

// newLink reads what the pattern matched.
func newLink(match string, hasScheme bool) Link {
	link := Link{Text: trimClosing(match)}
	rest := link.Text
	if hasScheme {
		link.Scheme, rest, _ = strings.Cut(rest, "://")
		link.Scheme = strings.ToLower(link.Scheme)
	}
	link.Host = host(rest)
	link.ASCII = asciiHost(link.Host)
	return link
}

// isClickable reports whether platforms make a link of a host without a
// scheme: not of a file name, a part of a name or a mail address.
func isClickable(link Link, text string, start int) bool {
	before, _ := utf8.DecodeLastRuneInString(text[:start])
	after, _ := utf8.DecodeRuneInString(text[start+len(link.Text):])
	return !strings.ContainsRune("@$#_-/.", before) && after != '@' && isPublic(link.ASCII)
}

// trimClosing cuts off the punctuation of the sentence around a link, and
// brackets that the link does not open.
func trimClosing(link string) string {
	var surplus [len(closers)]int
	for i := range closers {
		surplus[i] = strings.Count(link, closers[i:i+1]) - strings.Count(link, openers[i:i+1])
	}
	for link != "" {
		last, size := utf8.DecodeLastRuneInString(link)
		if i := strings.IndexRune(closers, last); i >= 0 && surplus[i] > 0 {
			surplus[i]--
		} else if !strings.ContainsRune(closing, last) {
			break
		}
		link = link[:len(link)-size]
	}
	return link
}

// host takes the host out of what follows the scheme.
func host(rest string) string {
	if i := strings.IndexAny(rest, `/?#\`); i >= 0 {
		rest = rest[:i]
	}
	rest = rest[strings.LastIndexByte(rest, '@')+1:]
	if address, _, ok := strings.Cut(rest, "]"); ok {
		return strings.TrimPrefix(address, "[") // IPv6
	}
	rest, _, _ = strings.Cut(rest, ":")
	if plain, err := url.PathUnescape(rest); err == nil {
		rest = plain
	}
	return strings.TrimRight(rest, ".")
}

// asciiHost returns the name that is looked up for a host, or "" if browsers
// would refuse it.
func asciiHost(host string) string {
	if addr, err := netip.ParseAddr(host); err == nil {
		return addr.String()
	}
	ascii, err := idna.Lookup.ToASCII(host)
	if err != nil {
		return ""
	}
	return ascii
}

// isPublic reports whether a host is under a domain that somebody registers.
func isPublic(host string) bool {
	suffix, managed := publicsuffix.PublicSuffix(host)
	return host != suffix && (managed || strings.Contains(suffix, "."))
}

// Foreign reports whether the host is not ASCII, and so may pass for another.
func (l Link) Foreign() bool { return !isASCII(l.Host) }

// foreignHosts finds links whose host is not ASCII and so may pass for
// another.
func foreignHosts(links []Link) []Finding {
	var found []Finding
	for _, l := range links {
		switch {
		case !l.Foreign():
		case l.ASCII == "":
			found = append(found, warning(NonASCIIHost, l.Offset, "the host %q is not one that browsers open", l.Host).over(utf8.RuneCountInString(l.Text)))
		default:
			found = append(found, warning(NonASCIIHost, l.Offset, "the host %q is %s", l.Host, l.ASCII).over(utf8.RuneCountInString(l.Text)))
		}
	}
	return found
}

func isASCII(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r > unicode.MaxASCII })
}
