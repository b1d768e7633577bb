package public

import (
	"encoding/xml"
	"time"
)

// The elements of an Atom feed (RFC 4287) that ours have.
type (
	atomFeed struct {
		XMLName  xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
		Lang     string      `xml:"xml:lang,attr"`
		ID       string      `xml:"id"`
		Title    string      `xml:"title"`
		Subtitle string      `xml:"subtitle"`
		Updated  string      `xml:"updated"`
		Author   string      `xml:"author>name"`
		Links    []atomLink  `xml:"link"`
		Entries  []atomEntry `xml:"entry"`
	}
	atomLink struct {
		Rel    string `xml:"rel,attr"`
		Type   string `xml:"type,attr"`
		Lang   string `xml:"hreflang,attr,omitempty"`
		Title  string `xml:"title,attr,omitempty"`
		Length string `xml:"length,attr,omitempty"`
		Href   string `xml:"href,attr"`
	}
	atomEntry struct {
		ID        string      `xml:"id"`
		Title     string      `xml:"title"`
		Published string      `xml:"published"`
		Updated   string      `xml:"updated"`
		Links     []atomLink  `xml:"link"`
		Content   atomContent `xml:"content"`
	}
	atomContent struct {
		Type string `xml:"type,attr"`
		HTML string `xml:",chardata"`
	}
)

func writeAtom(f *feed) ([]byte, error) {
	a := atomFeed{
		Lang: f.Language, ID: f.ID, Title: f.Title, Subtitle: f.Description, Updated: f.Updated.Format(time.RFC3339), Author: f.Author,
		Links: []atomLink{
			{Rel: "self", Type: "application/atom+xml", Lang: f.Language, Href: f.Self},
			{Rel: "alternate", Type: "text/html", Lang: f.Language, Href: f.Home},
		},
	}
	for _, e := range f.Entries {
		at := e.At.Format(time.RFC3339)
		links := []atomLink{{Rel: "alternate", Type: "text/html", Lang: f.Language, Href: e.Address}}
		for _, file := range e.Files {
			links = append(links, atomLink{Rel: "enclosure", Type: file.MIME, Title: file.Alt, Length: file.Bytes, Href: file.Address})
		}
		a.Entries = append(a.Entries, atomEntry{ID: e.ID, Title: e.Title, Published: at, Updated: at, Links: links, Content: atomContent{"html", e.HTML}})
	}
	return writeXML(a)
}

func writeXML(document any) ([]byte, error) {
	body, err := xml.Marshal(document)
	return append([]byte(xml.Header), body...), err
}
