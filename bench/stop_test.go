package bench_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"caravan/models"
)

const (
	stops   = 100
	hammers = 32
)

// stop closes gates of every scope while 32 tasks publish, and looks whether
// anything is begun behind them. Against it stands a bare commit of one row in
// the same database at the same moment.
func stop(t *testing.T) []figure {
	t.Helper()
	plant := build(t, redisHere(t), hammers)
	if _, err := plant.db.ExecContext(t.Context(), "CREATE TABLE bare (n integer NOT NULL)"); err != nil {
		t.Fatal(err)
	}
	ctx, end := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- plant.crew.Run(ctx) }()
	for plant.platform.n.Load() < hammers {
		<-time.After(10 * time.Millisecond)
	}
	var acknowledged, bare []float64
	var behind int
	for n := range stops {
		began := time.Now()
		if _, err := plant.db.ExecContext(t.Context(), "INSERT INTO bare VALUES ($1)", n); err != nil {
			t.Fatal(err)
		}
		bare = append(bare, milliseconds(began))
		took, late := plant.stop(t, n)
		acknowledged = append(acknowledged, took)
		behind += late
	}
	over := plant.settle(t)
	end()
	if err := <-ended; err != nil {
		t.Fatal(err)
	}
	if behind > 0 {
		t.Errorf("%d attempts were begun behind a closed gate", behind)
	}
	return []figure{
		against("stops under 32 tasks, 99 of 100 acknowledged in", percentile(acknowledged, 99), percentile(bare, 99), "ms, less is better"),
		against("stops under 32 tasks, half acknowledged in", percentile(acknowledged, 50), percentile(bare, 50), "ms, less is better"),
		{What: "attempts begun behind a stop, of 100 stops", Value: float64(behind), Unit: "must be none"},
		{What: "all in flight over after a stop of everything", Value: over, Unit: "s, less is better"},
	}
}

// stop closes one gate, watches it, and has two people open it. It returns how
// many milliseconds the closing took, and how many attempts were begun after.
func (p *plant) stop(t *testing.T, n int) (took float64, behind int) {
	t.Helper()
	room := p.newsrooms[n%len(p.newsrooms)]
	channel := room.Channels[0].ID
	gates := []struct{ scope, id, of, is string }{
		{"all", "", "d.organization_id", room.Planner.OrganizationID.String()},
		{"country", "KG", "d.organization_id", room.Planner.OrganizationID.String()},
		{"platform", "nothing", "d.organization_id", room.Planner.OrganizationID.String()},
		{"campaign", room.Campaign.ID.String(), "d.organization_id", room.Planner.OrganizationID.String()},
		{"message", room.Message.ID.String(), "d.organization_id", room.Planner.OrganizationID.String()},
		{"messenger", room.Messenger.ID.String(), "d.organization_id", room.Planner.OrganizationID.String()},
		{"channel", channel.String(), "d.channel_id", channel.String()},
	}
	gate := gates[n%len(gates)]
	began := time.Now()
	hold, _, err := p.desk.Close(t.Context(), room.Planner, gate.scope, gate.id, "threats")
	if err != nil {
		t.Fatal(err)
	}
	took = milliseconds(began)
	count := "SELECT count(*) FROM attempts a JOIN deliveries d ON d.id = a.delivery_id WHERE " + gate.of + " = $1"
	before := p.number(t, count, gate.is)
	for at := p.platform.n.Load(); p.platform.n.Load() < at+hammers && time.Since(began) < time.Second; {
		<-time.After(10 * time.Millisecond) // as long as it takes all tasks to go on elsewhere
	}
	behind = p.number(t, count, gate.is) - before
	for _, by := range []models.Actor{room.Planner, room.Colleague} {
		if _, _, err := p.desk.Open(t.Context(), by, hold.ID, "over"); err != nil {
			t.Fatal(err)
		}
	}
	return took, behind
}

// settle stops the whole installation and returns how many seconds it takes
// until nothing is in flight.
func (p *plant) settle(t *testing.T) float64 {
	t.Helper()
	operator := models.Actor{UserID: p.newsrooms[0].Planner.UserID, OrganizationID: p.newsrooms[0].Planner.OrganizationID, Roles: []models.Role{models.Operator}}
	began := time.Now()
	if _, _, err := p.desk.Close(t.Context(), operator, "all", "", "threats"); err != nil {
		t.Fatal(err)
	}
	for p.number(t, "SELECT count(*) FROM attempts WHERE closed_at IS NULL") > 0 {
		<-time.After(10 * time.Millisecond)
	}
	return time.Since(began).Seconds()
}

func (p *plant) number(t *testing.T, query string, args ...any) (n int) {
	t.Helper()
	if err := p.db.QueryRowContext(t.Context(), query, args...).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

func milliseconds(since time.Time) float64 { return float64(time.Since(since).Microseconds()) / 1000 }

func percentile(of []float64, p int) float64 {
	sorted := slices.Sorted(slices.Values(of))
	return sorted[min(len(sorted)-1, len(sorted)*p/100)]
}
