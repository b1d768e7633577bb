package store

import (
	"context"
	"strings"
	"time"

	"gorm.io/gorm/clause"

	"caravan/models"
)

// DeliveryByKey reads the delivery that an idempotency key stands for. There
// is one as soon as an attempt is written down.
func (s *Scope) DeliveryByKey(ctx context.Context, key string) (*models.Delivery, error) {
	d, err := of[models.Delivery](s.db).Scopes(s.own("deliveries")).
		Where("id = (SELECT delivery_id FROM attempts WHERE key = ? LIMIT 1)", key).Take(ctx)
	if err != nil {
		return nil, translate(err)
	}
	return &d, nil
}

// PutPage writes a page, unless there is one under its key, and returns the
// one that is there.
func (s *Scope) PutPage(ctx context.Context, p *models.Page) (*models.Page, error) {
	once := clause.OnConflict{Columns: []clause.Column{{Name: "key"}}, DoNothing: true}
	if err := of[models.Page](s.db, once).Create(ctx, p); err != nil {
		return nil, translate(err)
	}
	return s.Page(ctx, p.Key)
}

// Page reads the page of a delivery by its idempotency key, live or not.
func (s *Scope) Page(ctx context.Context, key string) (*models.Page, error) {
	return s.onePage(ctx, "key = ?", key)
}

// PageBySlug reads a page of an organisation's site, live or not.
func (s *Scope) PageBySlug(ctx context.Context, site models.ID[models.Organization], slug string) (*models.Page, error) {
	return s.onePage(ctx, "organization_id = ? AND slug = ?", site, slug)
}

func (s *Scope) onePage(ctx context.Context, query string, args ...any) (*models.Page, error) {
	p, err := of[models.Page](s.db).Scopes(s.own("portal_pages")).Where(query, args...).Take(ctx)
	if err != nil {
		return nil, translate(err)
	}
	return &p, nil
}

// SavePage writes when a page was taken down; nothing else of it ever changes.
func (s *Scope) SavePage(ctx context.Context, p *models.Page) error {
	_, err := of[models.Page](s.db).Where("key = ?", p.Key).Select("removed_at").Updates(ctx, *p)
	return translate(err)
}

// A SiteFilter says which live pages of a site are wanted; empty fields do
// not narrow.
type SiteFilter struct {
	Site     models.ID[models.Organization]
	Language string
	Campaign models.ID[models.Campaign]
	Message  models.ID[models.Message]
	Before   *models.Page // only older ones
	Limit    int
}

// LivePages lists what people may read on a site, newest first.
func (s *Scope) LivePages(ctx context.Context, f SiteFilter) ([]models.Page, error) {
	query := of[models.Page](s.db).Scopes(s.own("portal_pages")).
		Where("organization_id = ? AND removed_at IS NULL", f.Site).Order("published_at DESC, key DESC").Limit(f.Limit)
	if f.Language != "" {
		query = query.Where("language = ?", f.Language)
	}
	if !f.Campaign.IsZero() {
		query = query.Where("delivery_id IN (SELECT id FROM deliveries WHERE campaign_id = ?)", f.Campaign)
	}
	if !f.Message.IsZero() {
		query = query.Where("delivery_id IN (SELECT id FROM deliveries WHERE message_id = ?)", f.Message)
	}
	if f.Before != nil {
		at := f.Before.PublishedAt
		query = query.Where("published_at < ? OR published_at = ? AND key < ?", at, at, f.Before.Key)
	}
	found, err := query.Find(ctx)
	return found, translate(err)
}

// SiteLanguages returns the languages in which a site has something to read.
func (s *Scope) SiteLanguages(ctx context.Context, site models.ID[models.Organization]) ([]string, error) {
	var tags []string
	err := of[models.Page](s.db).Scopes(s.own("portal_pages")).
		Where("organization_id = ? AND removed_at IS NULL", site).Distinct("language").Order("language").Scan(ctx, &tags)
	return tags, translate(err)
}

// LastRemoved returns when a page in a language was last taken down; zero if
// none was.
func (s *Scope) LastRemoved(ctx context.Context, site models.ID[models.Organization], language string) (time.Time, error) {
	found, err := of[models.Page](s.db).Scopes(s.own("portal_pages")).
		Where("organization_id = ? AND language = ? AND removed_at IS NOT NULL", site, language).Order("removed_at DESC").Limit(1).Find(ctx)
	if err != nil || len(found) == 0 {
		return time.Time{}, translate(err)
	}
	return *found[0].RemovedAt, nil
}

// DisclosedCampaign reads a campaign by its public code, once something of it
// has been published anywhere. Before that it is nobody's business.
func (s *Scope) DisclosedCampaign(ctx context.Context, site models.ID[models.Organization], code string) (*models.Campaign, error) {
	if strings.Trim(code, "0123456789abcdef") != "" || len(code) != 12 {
		return nil, models.ErrMissing
	}
	const query = `organization_id = ? AND CAST(id AS text) LIKE ? AND EXISTS (
		SELECT 1 FROM deliveries WHERE campaign_id = campaigns.id AND (published_at IS NOT NULL
		OR EXISTS (SELECT 1 FROM portal_pages WHERE delivery_id = deliveries.id)))`
	c, err := of[models.Campaign](s.db).Scopes(s.own("campaigns")).Where(query, site, "%-"+code).Order("id").Limit(1).Find(ctx)
	if err != nil {
		return nil, translate(err)
	}
	if len(c) == 0 {
		return nil, models.ErrMissing
	}
	return &c[0], s.addCountries(ctx, c)
}

// TightChannels lists the channels over which something of a campaign was
// published without a line of disclosure, for want of room.
func (s *Scope) TightChannels(ctx context.Context, campaign models.ID[models.Campaign]) ([]models.Channel, error) {
	return find[models.Channel](ctx, s, "channels",
		"tight AND id IN (SELECT channel_id FROM deliveries WHERE campaign_id = ? AND published_at IS NOT NULL)", campaign)
}

// KeepReads writes counts as they stand now; written twice they count once.
func (s *Scope) KeepReads(ctx context.Context, pages []models.PageReads, feeds []models.FeedReads) error {
	return s.InTx(ctx, func(tx *Scope) error {
		if len(pages) > 0 {
			set := clause.OnConflict{
				Columns:   []clause.Column{{Name: "key"}, {Name: "day"}, {Name: "process"}},
				DoUpdates: clause.AssignmentColumns([]string{"views", "readers"}),
			}
			if err := of[models.PageReads](tx.db, set).CreateInBatches(ctx, pages, readsBatch); err != nil {
				return err
			}
		}
		if len(feeds) == 0 {
			return nil
		}
		set := clause.OnConflict{
			Columns:   []clause.Column{{Name: "organization_id"}, {Name: "language"}, {Name: "day"}, {Name: "process"}},
			DoUpdates: clause.AssignmentColumns([]string{"reads"}),
		}
		return of[models.FeedReads](tx.db, set).CreateInBatches(ctx, feeds, readsBatch)
	})
}

// readsBatch keeps one statement within the parameters that databases take.
const readsBatch = 1000

// DayReads returns how often pages were read, by page and day in their order.
// Days without a reader are left out.
func (s *Scope) DayReads(ctx context.Context, keys []string) ([]models.DayReads, error) {
	var days []models.DayReads
	err := of[models.PageReads](s.db).
		Where("key IN (SELECT key FROM portal_pages WHERE key IN ? AND (? OR organization_id = ?))", keys, s.who.IsSystem(), s.who.OrganizationID).
		Select("key, day, sum(views) AS views, max(readers) AS readers_low, sum(readers) AS readers_high").
		Group("key, day").Order("key, day").Scan(ctx, &days)
	return days, translate(err)
}

// ShownPages returns which of the keys have a page that people may read.
func (s *Scope) ShownPages(ctx context.Context, keys []string) (map[string]bool, error) {
	var shown []string
	err := of[models.Page](s.db).Scopes(s.own("portal_pages")).Where("key IN ? AND removed_at IS NULL", keys).Select("key").Scan(ctx, &shown)
	found := make(map[string]bool, len(shown))
	for _, key := range shown {
		found[key] = true
	}
	return found, translate(err)
}

// FeedReads returns how often the feeds of a site were fetched, by language
// and day in their order.
func (s *Scope) FeedReads(ctx context.Context, site models.ID[models.Organization]) ([]models.FeedReads, error) {
	var days []models.FeedReads
	err := of[models.FeedReads](s.db).Scopes(s.own("portal_feed_reads")).Where("organization_id = ?", site).
		Select("organization_id, language, day, sum(reads) AS reads").
		Group("organization_id, language, day").Order("language, day").Scan(ctx, &days)
	return days, translate(err)
}
