package bench_test

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/labstack/echo/v4"

	"caravan/api"
	"caravan/internal/access"
	"caravan/internal/dbtest"
	"caravan/internal/store"
	"caravan/models"
)

const (
	campaigns = 1000
	requests  = 2000
	clients   = 4
)

// list reads fifty campaigns of a thousand through the API, and by the same
// statements from a bare Echo handler over pgx.
func list(t *testing.T) []figure {
	t.Helper()
	address := dbtest.PostgresURL(t)
	records, err := store.Open(address, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = records.Close() })
	n := dbtest.NewNewsroom(t, records)
	plan(t, records, n.Planner)

	now := func() time.Time { return time.Now().UTC().Truncate(time.Microsecond) }
	plenty := api.Limit{Burst: 1_000_000, PerSecond: 1_000_000}
	desk := &access.Desk{Store: records, Now: now}
	ours := httptest.NewServer(api.New(api.Desks{Access: desk}, records, api.Options{
		Key: make([]byte, 32), Now: now, Log: slog.New(slog.DiscardHandler), Limits: api.Limits{Address: plenty, Session: plenty, Organization: plenty},
	}))
	t.Cleanup(ours.Close)
	aigul := models.User{Email: "aigul@osh.example", Name: "Aigul", Locale: "en", Zone: "Asia/Bishkek"}
	link, err := desk.Invite(t.Context(), models.System("bench"), aigul, n.Planner.OrganizationID, []models.Role{models.Planner})
	if err != nil {
		t.Fatal(err)
	}
	cookie, _, err := desk.Welcome(t.Context(), link, "three rivers meet here", "")
	if err != nil {
		t.Fatal(err)
	}
	bare := httptest.NewServer(bareList(t, address, n.Planner))
	t.Cleanup(bare.Close)

	asked := func(server *httptest.Server) (perSecond, p95 float64) {
		return ask(t, server.URL+"/api/v1/campaigns?limit=50", &http.Cookie{Name: "caravan", Value: cookie})
	}
	asked(bare) // both are warm
	asked(ours)
	bareRate, bareLate := asked(bare)
	rate, late := asked(ours)
	return []figure{
		against("lists of 50 campaigns", rate, bareRate, "a second, more is better"),
		against("lists of 50 campaigns, 95 of 100 within", late, bareLate, "ms, less is better"),
	}
}

func plan(t *testing.T, records *store.Store, by models.Actor) {
	t.Helper()
	err := records.As(by).InTx(t.Context(), func(tx *store.Scope) error {
		for range campaigns {
			c, err := models.NewCampaign(models.Plan{Title: "Bread and books", Disclosure: "Osh Media", StartsOn: "2027-03-01", EndsOn: "2027-05-31"}, []string{"KG", "TJ"}, by, dbtest.Noon())
			if err != nil {
				return err
			}
			if err := tx.CreateCampaign(t.Context(), c); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// bareList is the list without anything of ours.
func bareList(t *testing.T, address string, by models.Actor) http.Handler {
	t.Helper()
	pool, err := pgxpool.New(t.Context(), address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(pool.Close)
	rows := func(ctx context.Context, query string, args ...any) ([]map[string]any, error) {
		found, err := pool.Query(ctx, query, args...)
		if err != nil {
			return nil, err
		}
		return pgx.CollectRows(found, pgx.RowToMap)
	}
	e := echo.New()
	e.GET("/api/v1/campaigns", func(c echo.Context) error {
		ctx := c.Request().Context()
		found, err := rows(ctx, "SELECT * FROM campaigns WHERE organization_id = $1 ORDER BY id DESC, id DESC LIMIT 51", by.OrganizationID.String())
		if err != nil {
			return err
		}
		ids := make([]any, 0, len(found))
		for _, row := range found {
			ids = append(ids, row["id"])
		}
		countries, err := rows(ctx, "SELECT * FROM campaign_countries WHERE campaign_id = ANY($1)", ids)
		if err != nil {
			return err
		}
		return c.JSON(http.StatusOK, map[string]any{"items": found[:50], "countries": countries})
	})
	return e
}

// ask sends requests over a few lines at once.
func ask(t *testing.T, address string, cookie *http.Cookie) (perSecond, p95 float64) {
	t.Helper()
	var mu sync.Mutex
	var took []time.Duration
	var asking sync.WaitGroup
	began := time.Now()
	for range clients {
		asking.Go(func() {
			client := http.Client{Transport: &http.Transport{}}
			for range requests / clients {
				d, err := once(&client, address, cookie)
				if err != nil {
					t.Error(err)
					return
				}
				mu.Lock()
				took = append(took, d)
				mu.Unlock()
			}
		})
	}
	asking.Wait()
	whole := time.Since(began)
	slices.Sort(took)
	if len(took) == 0 {
		t.Fatal("no answers")
	}
	return float64(len(took)) / whole.Seconds(), float64(took[len(took)*95/100].Microseconds()) / 1000
}

func once(client *http.Client, address string, cookie *http.Cookie) (time.Duration, error) {
	r, err := http.NewRequest(http.MethodGet, address, http.NoBody)
	if err != nil {
		return 0, err
	}
	r.AddCookie(cookie)
	began := time.Now()
	response, err := client.Do(r)
	if err != nil {
		return 0, err
	}
	defer func() { _ = response.Body.Close() }()
	if _, err := io.Copy(io.Discard, response.Body); err != nil {
		return 0, err
	}
	if response.StatusCode != http.StatusOK {
		return 0, fmt.Errorf("%s: %s", address, response.Status)
	}
	return time.Since(began), nil
}
