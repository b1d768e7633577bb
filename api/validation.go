package api

import (
	"maps"
	"net/http"
	"reflect"
	"regexp"
	"strings"

	"github.com/go-playground/validator/v10"

	"caravan/models"
)

// A validation runs the validate tags of a request and answers with every
// field error at once.
type validation struct{ check *validator.Validate }

func newValidation() *validation {
	v := validator.New(validator.WithRequiredStructEnabled())
	v.RegisterTagNameFunc(func(f reflect.StructField) string {
		if f.Anonymous {
			return embedded
		}
		if name := f.Tag.Get("query"); name != "" {
			return ofQuery + name
		}
		return jsonName(f)
	})
	for name, list := range vocabularies() {
		v.RegisterAlias(name, "oneof="+strings.Join(list, " "))
	}
	return &validation{v}
}

// vocabularies returns every closed list by the name it has in a validate tag.
func vocabularies() map[string]models.Vocabulary {
	all := models.Vocabularies()
	maps.Copy(all, models.States())
	everything := models.Actor{Roles: models.Roles()}
	for _, action := range everything.Allowed() {
		all["action"] = append(all["action"], string(action))
	}
	return all
}

// Validate implements echo.Validator. Parameters that are not right make a
// request unreadable; fields of the body break a rule.
func (v *validation) Validate(in any) error {
	err := v.check.Struct(in)
	failures, ok := err.(validator.ValidationErrors) //nolint:errorlint // the validator returns it bare
	if !ok {
		return err
	}
	refusal, asked := *models.ErrInvalid, httpProblem{status: http.StatusBadRequest, code: "unreadable_request", detail: "A parameter is not right."}
	for _, f := range failures {
		field := models.FieldError{Pointer: pointerOf(f.Namespace()), Code: f.Tag(), Detail: f.Param()}
		if list, closed := vocabularies()[f.Tag()]; closed {
			field.Code, field.Detail, field.Allowed = "not_allowed", "", list
		}
		if name, ok := strings.CutPrefix(f.Field(), ofQuery); ok {
			asked.fields = append(asked.fields, fieldProblem{Parameter: name, Code: field.Code, Detail: field.Detail, Allowed: field.Allowed})
			continue
		}
		refusal.Fields = append(refusal.Fields, field)
	}
	if len(asked.fields) > 0 {
		return &asked
	}
	return &refusal
}

// ofQuery marks the fields that come in the query.
const ofQuery = "?"

// embedded stands in a path for a struct whose fields JSON shows as the
// outer one's.
const embedded = "~"

// pointerOf turns the validator's path, request.goal.items[0], into the JSON
// pointer /goal/items/0.
func pointerOf(namespace string) string {
	_, path, _ := strings.Cut(strings.ReplaceAll(namespace, "."+embedded, ""), ".")
	index := regexp.MustCompile(`\[(\d+)\]`)
	return "/" + strings.ReplaceAll(index.ReplaceAllString(path, ".$1"), ".", "/")
}
