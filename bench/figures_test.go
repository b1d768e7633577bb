package bench_test

import (
	"bytes"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"strconv"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"caravan/api"
	"caravan/internal/access"
	"caravan/internal/dbtest"
	"caravan/internal/evaluation"
	"caravan/internal/store"
	"caravan/models"
)

const (
	compared   = 6
	published  = 20 // campaigns
	postsEach  = 50
	countsEach = 10 // metrics of a post
	seriesKept = published * postsEach * countsEach
	days       = 30
	looks      = 100     // comparisons that are timed
	imported   = 200_000 // observations that come in
)

// stored is how many observations there are when campaigns are compared, each
// ten times as many as before. CARAVAN_BENCH_OBSERVATIONS says where to end.
func stored(t *testing.T) []int {
	t.Helper()
	most := 10_000_000
	if text := os.Getenv("CARAVAN_BENCH_OBSERVATIONS"); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil {
			t.Fatal(err)
		}
		most = n
	}
	var sizes []int
	for n := 100_000; n <= most; n *= 10 {
		sizes = append(sizes, n)
	}
	return sizes
}

// A library is campaigns with the figures of thirty days.
type library struct {
	*dbtest.Newsroom
	records     *store.Store
	desk        *evaluation.Desk
	pool        *pgxpool.Pool
	campaigns   []models.ID[models.Campaign]
	definitions []models.MetricDefinition
}

// compare compares six campaigns over thirty days, while more and more
// observations are stored: against the same answer derived anew from the
// observations, against SQL that finds its growth in them and nothing else, and
// against reading as many rows of the roll-up as it needs.
func compare(t *testing.T) []figure {
	t.Helper()
	l := newLibrary(t)
	var figures []figure
	before := 0
	for _, n := range stored(t) {
		l.fill(t, before, n)
		rolled := l.rollUp(t)
		took := l.compared(t)
		raw, anew := l.raw(t), l.anew(t)
		rows := l.bare(t)
		name := fmt.Sprintf("six campaigns compared, of %d observations", n)
		figures = append(figures,
			figure{What: name + ", rolled up", Value: float64(n) / rolled, Unit: "observations a second"},
			against(name+", half within", percentile(took, 50), anew, "ms; bare: the same answer from observations"),
			against(name+", half within", percentile(took, 50), raw, "ms; bare: its growth alone from observations, in SQL"),
			against(name+", 95 of 100 within", percentile(took, 95), percentile(rows, 95), "ms; bare: SELECT of its rows"),
		)
		before = n
	}
	return figures
}

func newLibrary(t *testing.T) *library {
	t.Helper()
	address := dbtest.PostgresURL(t)
	records, err := store.Open(address, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = records.Close() })
	pool, err := pgxpool.New(t.Context(), address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(pool.Close)
	l := &library{Newsroom: dbtest.NewNewsroom(t, records, "site"), records: records, pool: pool}
	l.desk = &evaluation.Desk{Store: records, Now: func() time.Time { return dbtest.Noon().AddDate(0, 0, days+1) }, Program: "bench"}
	l.define(t)
	l.publish(t)
	return l
}

// define names ten counters of the site.
func (l *library) define(t *testing.T) {
	t.Helper()
	var wanted []models.MetricDefinition
	for _, metric := range []string{
		"views", "impressions", "reactions", "comments", "shares", "saves", "clicks", "minutes", "views_complete", "messages_read",
	} {
		wanted = append(wanted, models.MetricDefinition{
			Metric: metric, Platform: "site", NativeName: metric, Family: metric, Unit: "events", Kind: models.CounterMetric,
			AdditiveTime: true, AdditiveDelivery: true, AdditiveSegment: true, Threshold: "made up", ValidFrom: "2020-01-01", Source: "bench",
		})
	}
	err := l.desk.Seed(t.Context(), wanted)
	if err == nil {
		l.definitions, err = l.records.As(l.Planner).Definitions(t.Context())
	}
	if err != nil || len(l.definitions) != countsEach {
		t.Fatal(len(l.definitions), err)
	}
}

// publish makes campaigns whose posts went live at noon of the first day.
func (l *library) publish(t *testing.T) {
	t.Helper()
	at := dbtest.Noon()
	err := l.records.As(l.Planner).InTx(t.Context(), func(tx *store.Scope) error {
		for campaign := range published {
			c, err := models.NewCampaign(models.Plan{Title: "Bread and books", Disclosure: "Osh Media", StartsOn: "2027-03-01", EndsOn: "2027-05-31"}, []string{"KG"}, l.Planner, at)
			if err != nil {
				return err
			}
			if err := tx.CreateCampaign(t.Context(), c); err != nil {
				return err
			}
			l.campaigns = append(l.campaigns, c.ID)
			for n := range postsEach {
				if err := tx.CreateDelivery(t.Context(), l.post(c.ID, campaign*postsEach+n)); err != nil {
					return err
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func (l *library) post(campaign models.ID[models.Campaign], n int) *models.Delivery {
	at := dbtest.Noon()
	countries, languages := models.Vocabularies()["country"], []string{"ru", "kk", "ky", "tg", "uz"}
	return &models.Delivery{
		ID: models.NewID[models.Delivery](), OrganizationID: l.Planner.OrganizationID, CampaignID: campaign, MessageID: l.Message.ID,
		VersionID: l.Version.ID, MessengerID: l.Messenger.ID, ChannelID: l.Channels[0].ID, Dimensions: models.Dimensions{
			Country: countries[n%len(countries)], Language: languages[n%len(languages)], Platform: "site", ChannelClass: "social",
			MessageType: string(l.Message.Type), Approach: string(l.Message.Approach), Components: l.Message.Components,
			MessengerType: l.Messenger.Type, Traffic: "organic",
		},
		Digest: l.Version.Digest, Local: "2027-03-01T18:00", Zone: "Asia/Bishkek", NotBefore: at.Add(time.Duration(n) * time.Second),
		NotAfter: at.Add(2 * time.Hour), NextAt: at, State: models.Published, RemoteID: strconv.Itoa(n), PublishedAt: &at,
		CreatedBy: l.Planner.UserID, CreatedAt: at, Version: 1,
	}
}

// fill adds observations until there are n, of every series equally often over
// the thirty days. The database makes them; what they refer to is not looked
// up for each.
func (l *library) fill(t *testing.T, before, n int) {
	t.Helper()
	each := (n - before) / seriesKept
	_, err := l.pool.Exec(t.Context(), fmt.Sprintf(`SET session_replication_role = replica;
		INSERT INTO observations (delivery_id, definition_id, segment, value, missing_reason, observed_at, received_at, source, quality, batch)
		SELECT d.id, m.id, '', (extract(epoch FROM at - d.published_at) / 60)::bigint * m.id, '', at, at, 'api', 'ok', 'bench'
		FROM deliveries d CROSS JOIN metric_definitions m CROSS JOIN generate_series(1, %d) AS k
		CROSS JOIN LATERAL (SELECT d.published_at + make_interval(secs => k * %d.0 / %d + %d)) AS t (at)
		WHERE d.published_at IS NOT NULL ORDER BY d.id, m.id, at;
		SET session_replication_role = origin;
		INSERT INTO dirty_series SELECT d.id, m.id, '', now() FROM deliveries d CROSS JOIN metric_definitions m WHERE d.published_at IS NOT NULL;
		ANALYZE observations`, each, days*24*3600, each, len(strconv.Itoa(n))))
	if err != nil {
		t.Fatal(err)
	}
}

// rollUp derives everything from the observations, and returns how many
// seconds that took.
func (l *library) rollUp(t *testing.T) float64 {
	t.Helper()
	began := time.Now()
	if n, err := l.desk.RollUp(t.Context()); err != nil || n != seriesKept {
		t.Fatal(n, err)
	}
	took := time.Since(began).Seconds()
	if _, err := l.pool.Exec(t.Context(), "VACUUM ANALYZE series_states, series_days, rollup_days"); err != nil {
		t.Fatal(err)
	}
	return took
}

func (l *library) question() models.Question {
	return models.Question{By: "campaigns", CampaignIDs: l.campaigns[:compared], Metric: "engagement", Denominator: "post", From: "2027-03-02", To: "2027-03-31"}
}

// compared asks, and returns how many milliseconds each answer took.
func (l *library) compared(t *testing.T) []float64 {
	t.Helper()
	var took []float64
	for range looks {
		began := time.Now()
		answer, err := l.desk.Compare(t.Context(), l.Planner, l.question())
		if err != nil || len(answer.Panels) != 1 || answer.Panels[0].Rows[0].Figure.Value == nil {
			t.Fatal(answer.Panels, err)
		}
		took = append(took, milliseconds(began))
	}
	return took
}

// raw finds the same growth by the rules of counters from nothing but the
// observations - of each instant the newest that was not corrected, falls and
// new beginnings, local days - and returns how many milliseconds that took.
func (l *library) raw(t *testing.T) float64 {
	t.Helper()
	began := time.Now()
	rows, err := l.pool.Query(t.Context(), `WITH revised AS (
			SELECT DISTINCT ON (o.delivery_id, o.definition_id, o.observed_at) o.*, d.campaign_id, d.published_at, d.country
			FROM observations o JOIN deliveries d ON d.id = o.delivery_id JOIN metric_definitions m ON m.id = o.definition_id
			WHERE d.campaign_id = ANY($1) AND m.metric IN ('reactions', 'comments', 'shares', 'saves', 'clicks') AND o.segment = ''
				AND o.quality <> 'rejected' AND NOT EXISTS (SELECT FROM observations c WHERE c.supersedes = o.id)
			ORDER BY o.delivery_id, o.definition_id, o.observed_at, o.received_at DESC, o.id DESC
		), steps AS (
			SELECT campaign_id, delivery_id, value, lag(value, 1, 0::bigint) OVER w AS earlier, observed_at, lag(observed_at, 1, published_at) OVER w AS since
			FROM revised WHERE value IS NOT NULL WINDOW w AS (PARTITION BY delivery_id, definition_id ORDER BY observed_at)
		)
		SELECT campaign_id, delivery_id, sum(CASE WHEN value < earlier AND value <= 0.1 * earlier THEN value ELSE value - earlier END
			* extract(epoch FROM greatest(least(observed_at, $3) - greatest(since, $2), interval '0')) / nullif(extract(epoch FROM observed_at - since), 0))
		FROM steps GROUP BY campaign_id, delivery_id`,
		l.campaigns[:compared], time.Date(2027, 3, 1, 18, 0, 0, 0, time.UTC), time.Date(2027, 3, 31, 18, 0, 0, 0, time.UTC))
	if err != nil {
		t.Fatal(err)
	}
	found, err := pgx.CollectRows(rows, pgx.RowToMap)
	if err != nil || len(found) != compared*postsEach {
		t.Fatal(len(found), err)
	}
	return milliseconds(began)
}

// anew has the figures that the answer needs derived from their observations
// once more, answers, and returns how many milliseconds that took.
func (l *library) anew(t *testing.T) float64 {
	t.Helper()
	_, err := l.pool.Exec(t.Context(), `INSERT INTO dirty_series (delivery_id, definition_id, segment, marked_at)
		SELECT s.delivery_id, s.definition_id, s.segment, now() FROM series_states s JOIN metric_definitions m ON m.id = s.definition_id
		WHERE s.campaign_id = ANY($1) AND m.metric IN ('reactions', 'comments', 'shares', 'saves', 'clicks')`, l.campaigns[:compared])
	if err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	if _, err := l.desk.RollUp(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := l.desk.Compare(t.Context(), l.Planner, l.question()); err != nil {
		t.Fatal(err)
	}
	return milliseconds(began)
}

// bare reads as many rows of the roll-up as the answer is made of.
func (l *library) bare(t *testing.T) []float64 {
	t.Helper()
	var took []float64
	for range looks {
		began := time.Now()
		rows, err := l.pool.Query(t.Context(), `SELECT s.delivery_id, s.definition_id, s.day, s.increment FROM series_days s
			JOIN deliveries d ON d.id = s.delivery_id JOIN metric_definitions m ON m.id = s.definition_id
			WHERE d.campaign_id = ANY($1) AND m.metric IN ('reactions', 'comments', 'shares', 'saves', 'clicks') AND s.segment = '' AND s.day BETWEEN '2027-03-02' AND '2027-03-31'`,
			l.campaigns[:compared])
		if err != nil {
			t.Fatal(err)
		}
		for rows.Next() {
			if _, err := rows.Values(); err != nil {
				t.Fatal(err)
			}
		}
		if err := rows.Err(); err != nil {
			t.Fatal(err)
		}
		took = append(took, milliseconds(began))
	}
	return took
}

// ingest sends a table of observations to the program, and copies the same
// rows into a table that has the same columns, checks and indexes.
func ingest(t *testing.T) []figure {
	t.Helper()
	l := newLibrary(t)
	server, cookie := l.serve(t)
	table := l.table(t)
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, server.URL+"/api/v1/observations/csv", bytes.NewReader(table))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", "text/csv")
	request.AddCookie(cookie)
	began := time.Now()
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	took := time.Since(began).Seconds()
	var said bytes.Buffer
	if _, err := said.ReadFrom(response.Body); err != nil || response.StatusCode != http.StatusOK {
		t.Fatal(response.Status, err, said.String())
	}
	_ = response.Body.Close()
	began = time.Now()
	if _, err := l.desk.RollUp(t.Context()); err != nil {
		t.Fatal(err)
	}
	rolled := time.Since(began).Seconds()
	copied := l.copied(t)
	return []figure{
		against("observations imported, copied", imported/took, imported/copied, "a second, more is better"),
		against("observations rolled up, imported", imported/rolled, imported/took, "a second, more than 1 keeps up"),
	}
}

func (l *library) serve(t *testing.T) (*httptest.Server, *http.Cookie) {
	t.Helper()
	plenty := api.Limit{Burst: 1_000_000, PerSecond: 1_000_000}
	desk := &access.Desk{Store: l.records, Now: l.desk.Now}
	server := httptest.NewServer(api.New(api.Desks{Access: desk, Evaluation: l.desk}, l.records, api.Options{
		Key: make([]byte, 32), Now: l.desk.Now, Log: slog.New(slog.DiscardHandler), Limits: api.Limits{Address: plenty, Session: plenty, Organization: plenty},
	}))
	t.Cleanup(server.Close)
	elena := models.User{Email: "elena@osh.example", Name: "Elena", Locale: "en", Zone: "Asia/Bishkek"}
	link, err := desk.Invite(t.Context(), models.System("bench"), elena, l.Planner.OrganizationID, []models.Role{models.Evaluator})
	if err != nil {
		t.Fatal(err)
	}
	cookie, _, err := desk.Welcome(t.Context(), link, "three rivers meet here", "")
	if err != nil {
		t.Fatal(err)
	}
	return server, &http.Cookie{Name: "caravan", Value: cookie}
}

// table is the observations of all series over some hours.
func (l *library) table(t *testing.T) []byte {
	t.Helper()
	posts, err := l.records.As(l.Planner).Published(t.Context(), l.campaigns)
	if err != nil {
		t.Fatal(err)
	}
	var text bytes.Buffer
	text.WriteString("delivery_id,metric,observed_at,value\n")
	for hour := 1; hour <= imported/seriesKept; hour++ {
		at := dbtest.Noon().Add(time.Duration(hour) * time.Hour).Format(time.RFC3339)
		for i := range posts {
			for n, d := range l.definitions {
				_, _ = fmt.Fprintf(&text, "%s,%s,%s,%d\n", posts[i].ID, d.NativeName, at, hour*(n+1))
			}
		}
	}
	return text.Bytes()
}

// copied copies the rows that were imported, and returns the seconds it took.
func (l *library) copied(t *testing.T) float64 {
	t.Helper()
	rows, err := l.pool.Query(t.Context(), "SELECT * FROM observations ORDER BY id")
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, field := range rows.FieldDescriptions() {
		names = append(names, field.Name)
	}
	values, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) ([]any, error) { return row.Values() })
	if err != nil || len(values) != imported {
		t.Fatal(len(values), err)
	}
	if _, err := l.pool.Exec(t.Context(), "CREATE TABLE copied (LIKE observations INCLUDING ALL)"); err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	if _, err := l.pool.CopyFrom(t.Context(), pgx.Identifier{"copied"}, names, pgx.CopyFromRows(values)); err != nil {
		t.Fatal(err)
	}
	return time.Since(began).Seconds()
}
