package public

import (
	"encoding/json"
	"time"
)

// The members of JSON Feed 1.1 that ours have. A feed without items still says
// so: the format wants the list.
type (
	jsonFeed struct {
		Version     string       `json:"version"`
		Title       string       `json:"title"`
		Home        string       `json:"home_page_url"`
		Self        string       `json:"feed_url"`
		Description string       `json:"description"`
		Authors     []jsonAuthor `json:"authors"`
		Language    string       `json:"language"`
		Items       []jsonItem   `json:"items"`
	}
	jsonAuthor struct {
		Name string `json:"name"`
	}
	jsonItem struct {
		ID        string           `json:"id"`
		Address   string           `json:"url"`
		Title     string           `json:"title"`
		HTML      string           `json:"content_html"`
		Published time.Time        `json:"date_published"`
		Modified  time.Time        `json:"date_modified"`
		Language  string           `json:"language"`
		Files     []jsonAttachment `json:"attachments,omitempty"`
	}
	jsonAttachment struct {
		Address string `json:"url"`
		Type    string `json:"mime_type"`
		Title   string `json:"title,omitempty"`
		Size    int64  `json:"size_in_bytes"`
	}
)

func writeJSON(f *feed) ([]byte, error) {
	j := jsonFeed{
		Version: "https://jsonfeed.org/version/1.1", Title: f.Title, Home: f.Home, Self: f.Self, Description: f.Description,
		Authors: []jsonAuthor{{f.Author}}, Language: f.Language, Items: []jsonItem{},
	}
	for _, e := range f.Entries {
		item := jsonItem{ID: e.ID, Address: e.Address, Title: e.Title, HTML: e.HTML, Published: e.At, Modified: e.At, Language: f.Language}
		for _, file := range e.Files {
			item.Files = append(item.Files, jsonAttachment{file.Address, file.MIME, file.Alt, file.Size()})
		}
		j.Items = append(j.Items, item)
	}
	return json.Marshal(j)
}
