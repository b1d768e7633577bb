package public

import (
	"encoding/xml"
	"time"
)

// The elements of RSS 2.0 that ours have. Its authors are addresses of mail, so
// who speaks stands in the element that Dublin Core has for it.
type (
	rssFeed struct {
		XMLName xml.Name   `xml:"rss"`
		Version string     `xml:"version,attr"`
		Atom    string     `xml:"xmlns:atom,attr"`
		Core    string     `xml:"xmlns:dc,attr"`
		Channel rssChannel `xml:"channel"`
	}
	rssChannel struct {
		Title       string    `xml:"title"`
		Link        string    `xml:"link"`
		Description string    `xml:"description"`
		Language    string    `xml:"language"`
		Built       string    `xml:"lastBuildDate"`
		Creator     string    `xml:"dc:creator"`
		Self        atomLink  `xml:"atom:link"`
		Items       []rssItem `xml:"item"`
	}
	rssItem struct {
		Title     string        `xml:"title"`
		Link      string        `xml:"link"`
		GUID      rssGUID       `xml:"guid"`
		Published string        `xml:"pubDate"`
		Creator   string        `xml:"dc:creator"`
		HTML      string        `xml:"description"`
		Enclosure *rssEnclosure `xml:"enclosure"`
	}
	rssGUID struct {
		Permanent bool   `xml:"isPermaLink,attr"`
		ID        string `xml:",chardata"`
	}
	rssEnclosure struct {
		Address string `xml:"url,attr"`
		Length  string `xml:"length,attr"`
		Type    string `xml:"type,attr"`
	}
)

func writeRSS(f *feed) ([]byte, error) {
	channel := rssChannel{
		Title: f.Title, Link: f.Home, Description: f.Description, Language: f.Language, Built: f.Updated.Format(time.RFC1123Z), Creator: f.Author,
		Self: atomLink{Rel: "self", Type: "application/rss+xml", Lang: f.Language, Href: f.Self},
	}
	for _, e := range f.Entries {
		item := rssItem{
			Title: e.Title, Link: e.Address, GUID: rssGUID{ID: e.ID}, Published: e.At.Format(time.RFC1123Z), Creator: f.Author, HTML: e.HTML,
		}
		if len(e.Files) > 0 { // readers differ on more than one; all of them stand in the text
			file := e.Files[0]
			item.Enclosure = &rssEnclosure{file.Address, file.Bytes, file.MIME}
		}
		channel.Items = append(channel.Items, item)
	}
	return writeXML(rssFeed{Version: "2.0", Atom: "http://www.w3.org/2005/Atom", Core: "http://purl.org/dc/elements/1.1/", Channel: channel})
}
