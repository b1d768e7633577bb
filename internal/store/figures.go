package store

import (
	"context"
	"database/sql"

	"gorm.io/gorm"

	"caravan/models"
)

// figured are the columns of a delivery that figures are checked and compared
// by: all but its texts.
const figured = "id, organization_id, campaign_id, message_id, version_id, channel_id, messenger_id, country, language, dialect, platform, channel_class, message_type, " +
	"approach, components, messenger_type, audience_id, traffic, zone, state, published_at, demonstration"

// DeliveriesOf reads deliveries for the figures about them.
func (s *Scope) DeliveriesOf(ctx context.Context, ids []models.ID[models.Delivery]) ([]models.Delivery, error) {
	found, err := of[models.Delivery](s.db).Scopes(s.own("deliveries")).Select(figured).Where("id IN ?", ids).Find(ctx)
	return found, translate(err)
}

// Published lists the deliveries of campaigns that were ever live, in the
// order of their IDs.
func (s *Scope) Published(ctx context.Context, campaigns []models.ID[models.Campaign]) ([]models.Delivery, error) {
	found, err := of[models.Delivery](s.db).Scopes(s.own("deliveries")).
		Select(figured).
		Where("campaign_id IN ? AND published_at IS NOT NULL", campaigns).Order("id").Find(ctx)
	return found, translate(err)
}

// SeriesOf lists the derived state of the series of campaigns under some
// definitions.
func (s *Scope) SeriesOf(ctx context.Context, campaigns []models.ID[models.Campaign], definitions []int64) ([]models.SeriesState, error) {
	found, err := of[models.SeriesState](s.db).Scopes(s.own("series_states")).
		Where("campaign_id IN ? AND definition_id IN ?", campaigns, definitions).Order("delivery_id, definition_id, segment").Find(ctx)
	return found, translate(err)
}

// RemovedSeries lists the derived state of the series of a campaign that ended
// because the platform took the post away.
func (s *Scope) RemovedSeries(ctx context.Context, campaign models.ID[models.Campaign]) ([]models.SeriesState, error) {
	found, err := of[models.SeriesState](s.db).Scopes(s.own("series_states")).
		Where("campaign_id = ? AND missing_reason = 'removed'", campaign).Order("delivery_id, definition_id, segment").Find(ctx)
	return found, translate(err)
}

// An Extent is how much figures were derived from. Observations are only ever
// added, so that no two states of them have the same.
type Extent struct {
	Series, Observations, LastID int64
}

// ExtentOf returns how many observations of campaigns were derived from.
func (s *Scope) ExtentOf(ctx context.Context, campaigns []models.ID[models.Campaign]) (extent Extent, err error) {
	err = of[models.SeriesState](s.db).Scopes(s.own("series_states")).Where("campaign_id IN ?", campaigns).
		Select("count(*) AS series, coalesce(sum(observations), 0) AS observations, coalesce(max(last_id), 0) AS last_id").Scan(ctx, &extent)
	return extent, translate(err)
}

// A DayGrowth is how much a metric grew on a day in a country.
type DayGrowth struct {
	CampaignID   models.ID[models.Campaign]
	Country      string
	Platform     string
	DefinitionID int64
	Day          models.Date
	Increment    int64
	Series       int
	Interpolated int
	Suspect      int
}

// Growth sums the growth of campaigns by country, platform, metric and day,
// for everybody together, from a day to a day, both included; an empty day is
// no limit.
func (s *Scope) Growth(ctx context.Context, campaigns []models.ID[models.Campaign], from, to models.Date) ([]DayGrowth, error) {
	if to == "" {
		to = "9999-12-31"
	}
	query := s.db.WithContext(ctx).Model(&models.RollupDay{}).
		Select(`campaign_id, country, platform, definition_id, day, sum(increment) AS increment, sum(series) AS series,
			sum(interpolated) AS interpolated, sum(suspect) AS suspect`).
		Where("campaign_id IN ? AND segment = '' AND day BETWEEN ? AND ?", campaigns, from, to).
		Group("campaign_id, country, platform, definition_id, day").Order("campaign_id, country, platform, definition_id, day")
	if !s.who.IsSystem() {
		query = query.Where("organization_id = ?", s.who.OrganizationID)
	}
	var found []DayGrowth
	err := query.Scan(&found).Error
	return found, translate(err)
}

// A SpanGrowth is how much a series grew on some days together.
type SpanGrowth struct {
	DeliveryID   models.ID[models.Delivery]
	DefinitionID int64
	Increment    *int64 // nil: nothing is known of these days
}

// GrowthOfSeries sums the growth of each series of campaigns under some
// definitions, for everybody together, from a day to a day, both included. The
// days of a series lie beside each other: each is asked for by itself, so that
// nothing has to be sorted.
func (s *Scope) GrowthOfSeries(ctx context.Context, campaigns []models.ID[models.Campaign], definitions []int64, from, to models.Date) ([]SpanGrowth, error) {
	var found []SpanGrowth
	err := of[models.SeriesState](s.db).Scopes(s.own("series_states")).
		Select(`delivery_id, definition_id, (SELECT sum(d.increment) FROM series_days d WHERE d.delivery_id = series_states.delivery_id
			AND d.definition_id = series_states.definition_id AND d.segment = '' AND d.day BETWEEN ? AND ?) AS increment`, from, to).
		Where("campaign_id IN ? AND definition_id IN ? AND segment = ''", campaigns, definitions).Scan(ctx, &found)
	return found, translate(err)
}

// MessageTitles reads what the messages of campaigns are called.
func (s *Scope) MessageTitles(ctx context.Context, campaigns []models.ID[models.Campaign]) (map[models.ID[models.Message]]string, error) {
	found, err := of[models.Message](s.db).Scopes(s.own("messages")).Select("id, title").Where("campaign_id IN ?", campaigns).Find(ctx)
	titles := make(map[models.ID[models.Message]]string, len(found))
	for _, m := range found {
		titles[m.ID] = m.Title
	}
	return titles, translate(err)
}

// A Cleared is a submission that was approved, even if it is void by now, with
// what is said of it: never a person, for an authority answers as a body.
type Cleared struct {
	models.Submission

	Message   string // its title
	Authority string // its public name
	Decisions []models.Decision
}

// ClearedOf lists what was approved of campaigns, oldest first, without the
// texts.
func (s *Scope) ClearedOf(ctx context.Context, campaigns []models.ID[models.Campaign]) ([]Cleared, error) {
	found, err := of[models.Submission](s.db).Scopes(s.own("submissions")).
		Select("id, organization_id, campaign_id, message_id, version_id, country, authority_id, digest, state, by_silence, decided_at, valid_until").
		Where("campaign_id IN ? AND valid_until IS NOT NULL", campaigns).Order("id").Find(ctx)
	if err != nil {
		return nil, translate(err)
	}
	about, err := s.background(ctx, found)
	if err != nil {
		return nil, err
	}
	titles, err := s.MessageTitles(ctx, campaigns)
	cleared := make([]Cleared, 0, len(found))
	for _, sub := range found {
		cleared = append(cleared, Cleared{sub, titles[sub.MessageID], about.organizations[sub.AuthorityID].PublicName, about.decisions[sub.ID]})
	}
	return cleared, err
}

// AiringsOf lists what happened offline for campaigns.
func (s *Scope) AiringsOf(ctx context.Context, campaigns []models.ID[models.Campaign]) ([]models.Airing, error) {
	found, err := of[models.Airing](s.db).Scopes(s.own("airings")).
		Where("campaign_id IN ?", campaigns).Order("id").Find(ctx)
	return found, translate(err)
}

// SurveysOf lists the finished surveys about campaigns with their cells,
// oldest first.
func (s *Scope) SurveysOf(ctx context.Context, campaigns []models.ID[models.Campaign]) ([]models.Survey, error) {
	surveys, err := of[models.Survey](s.db).Scopes(s.own("surveys")).Where("campaign_id IN ?", campaigns).Order("id").Find(ctx)
	if err != nil || len(surveys) == 0 {
		return nil, translate(err)
	}
	at := make(map[models.ID[models.Survey]]*models.Survey, len(surveys))
	ids := make([]models.ID[models.Survey], 0, len(surveys))
	for i := range surveys {
		at[surveys[i].ID] = &surveys[i]
		ids = append(ids, surveys[i].ID)
	}
	cells, err := of[models.SurveyCell](s.db).Where("survey_id IN ?", ids).Order("survey_id, round, arm, segment").Find(ctx)
	for _, c := range cells {
		at[c.SurveyID].Cells = append(at[c.SurveyID].Cells, c)
	}
	return surveys, translate(err)
}

// CreateSurvey writes a finished survey and its cells.
func (s *Scope) CreateSurvey(ctx context.Context, survey *models.Survey) error {
	if err := create(ctx, s.db, survey); err != nil {
		return err
	}
	for i := range survey.Cells {
		survey.Cells[i].SurveyID = survey.ID
		if err := create(ctx, s.db, &survey.Cells[i]); err != nil {
			return err
		}
	}
	return nil
}

// Comparison reads a frozen comparison.
func (s *Scope) Comparison(ctx context.Context, id models.ID[models.Comparison]) (*models.Comparison, error) {
	return take(ctx, s.db, s.own("comparisons"), id)
}

// ComparisonOf reads the comparison of the organisation with a digest.
func (s *Scope) ComparisonOf(ctx context.Context, digest models.Digest) (*models.Comparison, error) {
	found, err := of[models.Comparison](s.db).Scopes(s.own("comparisons")).Where("digest = ?", digest).Take(ctx)
	if err != nil {
		return nil, translate(err)
	}
	return &found, nil
}

// Comparisons lists the comparisons of the organisation, newest first.
func (s *Scope) Comparisons(ctx context.Context, p Page) ([]models.Comparison, error) {
	return list[models.Comparison](ctx, s.db, s.own("comparisons"), p)
}

// VersionsOf lists the comparisons of the organisation that answer the question
// of one, oldest first.
func (s *Scope) VersionsOf(ctx context.Context, c *models.Comparison) ([]models.Comparison, error) {
	found, err := of[models.Comparison](s.db).Scopes(s.own("comparisons")).
		Where("organization_id = ? AND request = ?", c.OrganizationID, c.Request).Order("created_at, id").Find(ctx)
	return found, translate(err)
}

// CreateComparison freezes a comparison. One of the same digest is ErrTaken.
func (s *Scope) CreateComparison(ctx context.Context, c *models.Comparison) error {
	return create(ctx, s.db, c)
}

// Snapshot calls fn with a Scope whose reads all see the same moment.
func (s *Scope) Snapshot(ctx context.Context, fn func(tx *Scope) error) error {
	var options []*sql.TxOptions
	if s.dialect == "postgres" { // where there is one writer, every transaction does
		options = append(options, &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true})
	}
	return translate(s.db.WithContext(ctx).Transaction(func(db *gorm.DB) error {
		inner := *s
		inner.db = db
		return fn(&inner)
	}, options...))
}
