package youtube

import (
	"context"
	"errors"
	"math"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"caravan/internal/platforms"
)

// Measure implements [platforms.Measurer]. One question answers for fifty
// videos, and another for what is told days later; what the first leaves out is
// gone.
func (c *Connector) Measure(ctx context.Context, receipts []platforms.Receipt) ([]platforms.Measures, error) {
	measured := make([]platforms.Measures, 0, len(receipts))
	for some := range slices.Chunk(receipts, page) {
		ids := make([]string, len(some))
		for i, r := range some {
			ids[i] = r.ID
		}
		var list struct {
			Items []struct {
				ID         string             `json:"id"`
				Statistics map[string]*string `json:"statistics"` // numbers, written out
			} `json:"items"`
		}
		if err := c.read(ctx, "videos", url.Values{"part": {"statistics"}, "id": {strings.Join(ids, ",")}, "maxResults": {strconv.Itoa(page)}}, &list); err != nil {
			return nil, platforms.OfAccount(err)
		}
		statistics := map[string]map[string]*string{}
		for _, item := range list.Items {
			statistics[item.ID] = item.Statistics
		}
		late := c.reported(ctx, ids)
		for _, id := range ids {
			m := platforms.Measures{ID: id, Err: platforms.Fail(platforms.Gone, "the video is not there any more")}
			if told, there := statistics[id]; there {
				m = counts(id, told, late(id))
			}
			measured = append(measured, m)
		}
	}
	return measured, nil
}

// counts reads the figures of a video, and adds those told late. Those that the
// channel hides are not there.
func counts(id string, told map[string]*string, late []platforms.Count) platforms.Measures {
	if told == nil {
		return platforms.Measures{ID: id, Err: platforms.Fail(platforms.Unsent, "the answer has no figures of the video")}
	}
	m := platforms.Measures{ID: id}
	for _, native := range []string{views, likes, comments} {
		var value *int64
		if text := told[native]; text != nil {
			n, err := strconv.ParseInt(*text, 10, 64)
			if err != nil {
				n = -1 // an error of the platform
			}
			value = &n
		}
		m.Counts = append(m.Counts, platforms.Counted(native, value))
	}
	m.Counts = append(m.Counts, late...)
	return m
}

// beginning is before the first video there was.
const beginning = "2005-01-01"

// reported asks the other service for what it tells of videos days later, of
// their whole life, and returns what it says of each.
func (c *Connector) reported(ctx context.Context, ids []string) func(id string) []platforms.Count {
	natives := []string{watched, shares}
	u := c.analytics.JoinPath("v2", "reports")
	u.RawQuery = url.Values{
		"ids": {"channel==MINE"}, "startDate": {beginning}, "endDate": {c.client.Now().UTC().Format(time.DateOnly)}, "metrics": {strings.Join(natives, ",")},
		"dimensions": {"video"}, "filters": {"video==" + strings.Join(ids, ",")}, "sort": {"-" + watched}, "maxResults": {strconv.Itoa(page)},
	}.Encode()
	var told table
	answer, err := c.call(ctx, http.MethodGet, u.String(), nil, nil)
	if err == nil {
		err = answer.Decode(&told)
	}
	missing := platforms.NotYetFinal
	if f, failed := errors.AsType[*platforms.Failure](err); failed {
		missing = platforms.APIError
		if f.Class == platforms.Locked || f.Class == platforms.Refused {
			missing = platforms.NotSupported // the token may not ask there
		}
	}
	return func(id string) []platforms.Count {
		list := make([]platforms.Count, len(natives))
		for i, native := range natives {
			list[i] = platforms.Count{Native: native, Missing: missing}
			if value := told.cell(id, native); value != nil {
				list[i] = platforms.Counted(native, value)
			}
		}
		return list
	}
}

// A table is a report: a row for each video that there is anything to tell of.
type table struct {
	Columns []struct {
		Name string `json:"name"`
	} `json:"columnHeaders"`
	Rows [][]any `json:"rows"`
}

// cell is a figure of a video; nil if the table does not hold it.
func (t table) cell(id, native string) *int64 {
	at := func(name string) int {
		for i, column := range t.Columns {
			if column.Name == name {
				return i
			}
		}
		return math.MaxInt
	}
	video, figure := at("video"), at(native)
	for _, row := range t.Rows {
		if len(row) <= max(video, figure) || row[video] != id {
			continue
		}
		if value, ok := row[figure].(float64); ok {
			whole := int64(math.Round(value))
			return &whole
		}
	}
	return nil
}
