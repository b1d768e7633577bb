package cli

import (
	"context"
	"errors"
	"time"

	"caravan/internal/platforms"
	"caravan/internal/platforms/portal"
	"caravan/internal/store"
	"caravan/models"
)

// A shelf is where the portal's pages stand: the database.
type shelf struct {
	records *store.Scope
	now     func() time.Time
}

// Put implements [portal.Shelf].
func (s shelf) Put(ctx context.Context, post platforms.Post) (string, error) {
	delivery, err := s.records.DeliveryByKey(ctx, post.Key)
	if err != nil {
		return "", err
	}
	page, err := s.records.PutPage(ctx, models.NewPage(post.Key, delivery, delivery.Rendering, s.now()))
	if err != nil {
		return "", err
	}
	if !page.Live() {
		return "", platforms.Fail(platforms.Gone, "the page was taken down")
	}
	return s.path(ctx, page)
}

// Find implements [portal.Shelf].
func (s shelf) Find(ctx context.Context, key string) (string, bool, error) {
	page, err := s.records.Page(ctx, key)
	if errors.Is(err, models.ErrMissing) || err == nil && !page.Live() {
		return "", false, nil
	}
	if err != nil {
		return "", false, err
	}
	path, err := s.path(ctx, page)
	return path, err == nil, err
}

func (s shelf) path(ctx context.Context, page *models.Page) (string, error) {
	site, err := s.records.Organization(ctx, page.OrganizationID)
	if err != nil {
		return "", err
	}
	return site.Slug + "/" + page.Slug, nil
}

// Remove implements [portal.Shelf].
func (s shelf) Remove(ctx context.Context, key string) error {
	page, err := s.records.Page(ctx, key)
	if errors.Is(err, models.ErrMissing) {
		return nil
	}
	if err != nil {
		return err
	}
	page.Remove(s.now())
	return s.records.SavePage(ctx, page)
}

// Counts implements [portal.Shelf].
func (s shelf) Counts(ctx context.Context, keys []string) ([]portal.Counts, error) {
	shown, err := s.records.ShownPages(ctx, keys)
	if err != nil {
		return nil, err
	}
	days, err := s.records.DayReads(ctx, keys)
	if err != nil {
		return nil, err
	}
	at := map[string]*portal.Counts{}
	counts := make([]portal.Counts, len(keys))
	for i, key := range keys {
		counts[i].Removed, at[key] = !shown[key], &counts[i]
	}
	for _, d := range days {
		from, err := time.Parse(time.DateOnly, string(d.Day))
		if err != nil {
			return nil, err
		}
		c := at[d.Key]
		c.Views += d.Views
		if to := from.AddDate(0, 0, 1); !to.After(s.now()) {
			c.Days = append(c.Days, portal.Readers{From: from, To: to, Low: d.ReadersLow, High: d.ReadersHigh})
		}
	}
	return counts, nil
}
