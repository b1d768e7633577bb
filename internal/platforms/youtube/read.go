package youtube

import (
	"context"
	"net/url"
	"strconv"
	"time"

	"caravan/internal/platforms"
)

const (
	page     = 50 // the most that a list has at once
	maxPages = 10
	skew     = 5 * time.Minute // between our clock and the server's
)

// Find implements [platforms.Finder]. An upload that is not complete is proof
// that there is no video, and one that is names it. Else a video is ours if its
// description holds the link or, without one, it says exactly the same. One that
// still waits for its captions is none.
func (c *Connector) Find(ctx context.Context, post platforms.Post) (platforms.Receipt, bool, error) {
	if post.Prepared != "" && len(post.Media) > 0 {
		made, _, err := c.progress(ctx, post.Prepared, post.Media[0].Size)
		switch f := platforms.ClassOf(err); {
		case err == nil && made != nil:
			v, err := c.video(ctx, made.ID)
			if platforms.ClassOf(err) == platforms.Gone {
				err = nil
			}
			return v.receipt(), v.ID != "" && c.shows(v.Status.Privacy), err
		case err == nil:
			return platforms.Receipt{}, false, nil
		case f != platforms.Unsent:
			return platforms.Receipt{}, false, err
		}
	}
	var receipt platforms.Receipt
	found := false
	err := c.uploads(ctx, post.Since.Add(-skew), func(u upload) bool {
		if found = post.Shows(u.text()) && c.shows(u.privacy); found {
			receipt = video{ID: u.Resource.Video}.receipt()
		}
		return found
	})
	return receipt, found, err
}

// Recent implements [platforms.Lister].
func (c *Connector) Recent(ctx context.Context, since time.Time) (shown []platforms.Shown, err error) {
	err = c.uploads(ctx, since, func(u upload) bool {
		shown = append(shown, platforms.Shown{ID: u.Resource.Video, URL: video{ID: u.Resource.Video}.receipt().URL, Text: u.text()})
		return false
	})
	return shown, err
}

// upload is a video as the list of them shows it.
type upload struct {
	Title       string    `json:"title"`
	Description string    `json:"description"`
	At          time.Time `json:"publishedAt"`
	Resource    struct {
		Video string `json:"videoId"`
	} `json:"resourceId"`

	privacy string
}

func (u upload) text() string { return u.Title + "\n\n" + u.Description }

// shows reports whether those see a video whom the channel means to reach.
func (c *Connector) shows(privacy string) bool { return privacy != hidden || c.privacy == hidden }

// uploads looks at those of the channel since a time, the newest first, until
// the look is enough.
func (c *Connector) uploads(ctx context.Context, since time.Time, look func(upload) (enough bool)) error {
	all, err := c.listOfUploads(ctx)
	if err != nil {
		return err
	}
	query := url.Values{"part": {"snippet,status"}, "playlistId": {all}, "maxResults": {strconv.Itoa(page)}}
	for range maxPages {
		var list struct {
			Items []struct {
				Snippet upload `json:"snippet"`
				Status  struct {
					Privacy string `json:"privacyStatus"`
				} `json:"status"`
			} `json:"items"`
			Next string `json:"nextPageToken"`
		}
		if err := c.read(ctx, "playlistItems", query, &list); err != nil {
			return platforms.OfAccount(err)
		}
		for _, item := range list.Items {
			item.Snippet.privacy = item.Status.Privacy
			if item.Snippet.At.Before(since) || look(item.Snippet) {
				return nil
			}
		}
		if list.Next == "" {
			return nil
		}
		query.Set("pageToken", list.Next)
	}
	return platforms.Fail(platforms.Unsent, "more than %d uploads since then", page*maxPages)
}

// listOfUploads names the playlist that every upload of the channel is in.
func (c *Connector) listOfUploads(ctx context.Context) (string, error) {
	var channels struct {
		Items []struct {
			Details struct {
				Lists struct {
					Uploads string `json:"uploads"`
				} `json:"relatedPlaylists"`
			} `json:"contentDetails"`
		} `json:"items"`
	}
	if err := c.read(ctx, "channels", url.Values{"part": {"contentDetails"}, "mine": {"true"}}, &channels); err != nil {
		return "", platforms.OfAccount(err)
	}
	if len(channels.Items) == 0 {
		return "", platforms.Fail(platforms.Locked, "the token is of no channel")
	}
	return channels.Items[0].Details.Lists.Uploads, nil
}

// Inspect implements [platforms.Inspector].
func (c *Connector) Inspect(ctx context.Context) (platforms.Account, error) {
	var list struct {
		Items []struct {
			ID      string `json:"id"`
			Snippet struct {
				Title string `json:"title"`
			} `json:"snippet"`
			Statistics struct {
				Subscribers *string `json:"subscriberCount"`
				Hidden      bool    `json:"hiddenSubscriberCount"`
			} `json:"statistics"`
		} `json:"items"`
	}
	if err := c.read(ctx, "channels", url.Values{"part": {"snippet,statistics"}, "mine": {"true"}}, &list); err != nil {
		return platforms.Account{}, platforms.OfAccount(err)
	}
	if len(list.Items) == 0 {
		return platforms.Account{}, platforms.Fail(platforms.Locked, "the token is of no channel")
	}
	own := list.Items[0]
	account := platforms.Account{ID: own.ID, Name: own.Snippet.Title, URL: "https://www.youtube.com/channel/" + url.PathEscape(own.ID)}
	if own.Statistics.Subscribers != nil && !own.Statistics.Hidden {
		if n, err := strconv.ParseInt(*own.Statistics.Subscribers, 10, 64); err == nil {
			account.Followers = &n
		}
	}
	return account, nil
}
