package api

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"caravan/internal/evaluation"
	"caravan/internal/paper"
	"caravan/internal/report"
	"caravan/models"
)

// questionRequest asks for a comparison.
type questionRequest struct{ models.Question }

// comparisonHead is a frozen comparison without its answer.
type comparisonHead struct {
	ID            string          `json:"id"`
	Question      models.Question `json:"question"`
	DataVersion   string          `json:"data_version"`
	AssumptionSet string          `json:"assumption_set"`
	Program       string          `json:"program" doc:"Version of the program that made it."`
	Digest        models.Digest   `json:"digest" doc:"SHA-256 of question, line feed and answer."`
	CreatedAt     time.Time       `json:"created_at"`
}

type comparisonResponse struct {
	comparisonHead

	Result json.RawMessage `json:"result" doc:"The Answer as it was frozen, byte for byte."`
}

// Location is where the comparison is read, for good.
func (c comparisonResponse) Location() string { return "/api/v1/comparisons/" + c.ID }

type comparisonSummaryResponse struct{ comparisonHead }

func headOf(c *models.Comparison) comparisonHead {
	head := comparisonHead{
		ID: c.ID.String(), DataVersion: c.DataVersion, AssumptionSet: c.AssumptionSet, Program: c.Program, Digest: c.Digest, CreatedAt: c.CreatedAt,
	}
	head.Question, _ = c.Question() // it was written from one
	return head
}

func respondComparison(c *models.Comparison) comparisonResponse {
	return comparisonResponse{headOf(c), json.RawMessage(c.Result)}
}

// previewComparison answers without keeping anything.
func (a *API) previewComparison(ctx context.Context, in questionRequest) (evaluation.Answer, error) {
	return a.desks.Evaluation.Compare(ctx, actor(ctx), in.Question)
}

func (a *API) freezeComparison(ctx context.Context, in questionRequest) (comparisonResponse, error) {
	frozen, err := a.desks.Evaluation.Freeze(ctx, actor(ctx), in.Question)
	if err != nil {
		return comparisonResponse{}, err
	}
	return respondComparison(frozen), nil
}

// renewComparison asks the question again with what is known now.
func (a *API) renewComparison(ctx context.Context, in comparisonRequest) (comparisonResponse, error) {
	id, err := models.ParseID[models.Comparison](in.ID)
	if err != nil {
		return comparisonResponse{}, err
	}
	renewed, err := a.desks.Evaluation.Renew(ctx, actor(ctx), id)
	if err != nil {
		return comparisonResponse{}, err
	}
	return respondComparison(renewed), nil
}

// standingResponse says what has become of a frozen comparison since.
type standingResponse struct {
	Versions   []comparisonHead       `json:"versions" doc:"Those that answer the same question, oldest first."`
	Difference *evaluation.Difference `json:"difference" doc:"From the version before this one; null for the first."`
	Overtaken  bool                   `json:"overtaken" doc:"The data have changed since the newest version; a renewal would say something about them."`
}

func (a *API) standingOfComparison(ctx context.Context, in comparisonRequest) (standingResponse, error) {
	out := standingResponse{Versions: []comparisonHead{}}
	id, err := models.ParseID[models.Comparison](in.ID)
	if err != nil {
		return out, err
	}
	standing, err := a.desks.Evaluation.Standing(ctx, actor(ctx), id)
	for i := range standing.Versions {
		out.Versions = append(out.Versions, headOf(&standing.Versions[i]))
	}
	out.Difference, out.Overtaken = standing.Difference, standing.Overtaken
	return out, err
}

type listComparisonsRequest struct{ paging }

func (a *API) listComparisons(ctx context.Context, in listComparisonsRequest) (listResponse[comparisonSummaryResponse], error) {
	p, err := a.page(ctx, in.paging, "")
	if err != nil {
		return listResponse[comparisonSummaryResponse]{}, err
	}
	found, err := a.records.As(actor(ctx)).Comparisons(ctx, p)
	if err != nil {
		return listResponse[comparisonSummaryResponse]{}, err
	}
	respond := func(c *models.Comparison) comparisonSummaryResponse { return comparisonSummaryResponse{headOf(c)} }
	return respondPage(ctx, a, p, found, respond, func(c *models.Comparison) (string, string) { return c.ID.String(), "" }), nil
}

type comparisonRequest struct {
	ID string `param:"id" json:"-"`
}

func (a *API) comparison(ctx context.Context, in comparisonRequest) (*models.Comparison, error) {
	id, err := models.ParseID[models.Comparison](in.ID)
	if err != nil {
		return nil, err
	}
	return a.records.As(actor(ctx)).Comparison(ctx, id)
}

func (a *API) readComparison(ctx context.Context, in comparisonRequest) (comparisonResponse, error) {
	frozen, err := a.comparison(ctx, in)
	if err != nil {
		return comparisonResponse{}, err
	}
	return respondComparison(frozen), nil
}

// reportRequest asks for a frozen comparison as a file.
type reportRequest struct {
	comparisonRequest

	Language string `query:"language" json:"-" validate:"max=35" doc:"Of the reader. Empty: that of your screen."`
	Template string `query:"template" json:"-" validate:"omitempty,oneof=national_plan donor" doc:"Which parts it has, and in which order. Empty: all that concern the comparison."`
}

// reported reads the snapshot for a reader.
func (a *API) reported(ctx context.Context, in reportRequest) (*report.Report, error) {
	frozen, err := a.comparison(ctx, in.comparisonRequest)
	if err != nil {
		return nil, err
	}
	user, err := a.records.As(actor(ctx)).User(ctx, actor(ctx).UserID)
	if err != nil {
		return nil, err
	}
	return report.Of(frozen, cmp.Or(in.Language, user.Locale), in.Template)
}

// attach hands out a file that is made from a snapshot.
func (a *API) attach(c echo.Context, in reportRequest, extension, media string, write func(*report.Report, io.Writer) error) error {
	r, err := a.reported(c.Request().Context(), in)
	if err != nil {
		return err
	}
	var file bytes.Buffer
	if err := write(r, &file); err != nil {
		return err
	}
	c.Response().Header().Set("Content-Disposition", `attachment; filename="`+r.Name(extension)+`"`)
	return c.Blob(http.StatusOK, media, file.Bytes())
}

// exportComparison writes the frozen answer as a table for machines.
func (a *API) exportComparison(c echo.Context, in reportRequest) error {
	return a.attach(c, in, "csv", "text/csv; charset=utf-8", (*report.Report).CSV)
}

// workbookOfComparison writes it to calculate with.
func (a *API) workbookOfComparison(c echo.Context, in reportRequest) error {
	return a.attach(c, in, "xlsx", workbook, (*report.Report).XLSX)
}

// printComparison writes it to print.
func (a *API) printComparison(c echo.Context, in reportRequest) error {
	if !paper.Ready() {
		return models.ErrUnavailable.With("This program was built without fonts.")
	}
	return a.attach(c, in, "pdf", "application/pdf", (*report.Report).PDF)
}

const workbook = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
